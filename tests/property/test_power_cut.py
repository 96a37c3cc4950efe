"""A power cut at a random instant: what the recorder had on disk at the last sync is there, the rest is named.

A recording run's writes, truncations, syncs and commits are logged; a random beginning of the log is laid on a new
disk. What came after the last sync in it may be there in part: any block of a write, any truncation, any file may be
lost, and of the commits the last.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection

from archive_rig import FAR_US, Rig, camera_key, eventually, feed, rig
from media_units import START_US, pictures
from toancanh.kernel import SimulatedClock
from toancanh.media.archive import check, recover
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.fmp4 import BLOCK_BYTES, scan
from toancanh.media.model import GapCause
from toancanh.media.recorder import output
from toancanh.media.recorder.syncing import DiskSync

pytestmark = pytest.mark.databases("sqlite")  # a database of one's own for each cut
CAMERAS = 2
Change = Callable[[Connection], object]


@dataclass(frozen=True, kw_only=True)
class Op:
    """One thing that was done, to a file or to the index."""

    kind: str
    path: str = ""
    data: bytes = b""
    at: int = 0
    changes: tuple[Change, ...] = ()


@dataclass
class Disk:
    """Files as they lie after some of the log; `lost` ones never came to be."""

    files: dict[str, bytearray] = field(default_factory=dict)

    def write(self, path: str, data: bytes, at: int) -> None:
        file = self.files[path]
        file.extend(bytes(max(0, at + len(data) - len(file))))
        file[at : at + len(data)] = data

    def truncate(self, path: str, size: int) -> None:
        file = self.files[path]
        del file[size:]
        file.extend(bytes(max(0, size - len(file))))

    def lay(self, root: Path) -> None:
        for path, data in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)


def logged_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Op]:
    """Two cameras, with a sync now and then and a hole in the second one's recording."""
    log: list[Op] = []
    open_files: dict[int, str] = {}
    root = str(folder / "archive") + "/"

    def opened(path: Path, flags: int, mode: int) -> int:
        fd = os.open(path, flags, mode)
        open_files[fd] = str(path).removeprefix(root)
        log.append(Op(kind="make", path=open_files[fd]))
        return fd

    def pwrite(fd: int, data: memoryview, at: int) -> int:
        written = os.pwrite(fd, data, at)
        log.append(Op(kind="write", path=open_files[fd], data=bytes(data[:written]), at=at))
        return written

    def ftruncate(fd: int, size: int) -> None:
        os.ftruncate(fd, size)
        log.append(Op(kind="truncate", path=open_files[fd], at=size))

    shim = SimpleNamespace(**{name: getattr(os, name) for name in dir(os) if not name.startswith("__")})
    shim.open, shim.pwrite, shim.ftruncate = opened, pwrite, ftruncate
    apply = IndexWriter._apply

    def applied(self: IndexWriter, batch: list[object]) -> bool:
        done = apply(self, batch)  # type: ignore[arg-type]
        if batch and done:
            log.append(Op(kind="commit", changes=tuple(item.change for item in batch)))  # type: ignore[attr-defined]
        return done

    with monkeypatch.context() as patch, rig(folder) as r:
        patch.setattr(output, "os", shim)
        patch.setattr(IndexWriter, "_apply", applied)
        sync = DiskSync(lambda: [folder], clock=r.clock, sync=lambda _folder: log.append(Op(kind="sync")))
        with r.writer() as writer:
            video = pictures(gop=25)
            recorders = [r.recorder(writer, camera_key(number)) for number in range(CAMERAS)]
            for start in range(0, 700, 50):
                for number, recorder in enumerate(recorders):
                    broken = number == 1 and start in (150, 400)
                    feed(recorder, video, range(start, start + 50), then=GapCause.CAMERA_AWAY if broken else None)
                eventually(lambda: writer.status().queued_bytes == 0)
                if start % 150 == 100:
                    sync.round()
            for recorder in recorders:
                recorder.close(GapCause.RECORDER_STOPPED)
    return log


def after_cut(log: list[Op], cut: int, rng: random.Random) -> tuple[Disk, Disk, list[Op]]:
    """The disk as of the last sync, the disk as the cut may leave it, and the commits that are there."""
    synced = max((index for index, op in enumerate(log[:cut]) if op.kind == "sync"), default=0)
    safe, left, commits, waiting = Disk(), Disk(), list[Op](), list[Op]()
    for index, op in enumerate(log[:cut]):
        if op.kind == "commit":
            (commits if index < synced else waiting).append(op)
        for disk in (safe, left) if index < synced else (left,):
            lay_down(op, disk, rng if index >= synced else None)
    return safe, left, commits + waiting[: rng.randint(0, len(waiting))]


def lay_down(op: Op, disk: Disk, rng: random.Random | None) -> None:
    """``rng`` None: for good; otherwise what comes to lie there is a matter of luck."""
    lucky = rng is None or rng.random() < 0.8
    if op.kind == "make":
        if lucky:
            disk.files[op.path] = bytearray()
    elif op.path not in disk.files:
        return
    elif op.kind == "truncate":
        if lucky:
            disk.truncate(op.path, op.at)
    elif lucky:
        for start in range(0, len(op.data), BLOCK_BYTES):
            if rng is None or rng.random() < 0.9:
                disk.write(op.path, op.data[start : start + BLOCK_BYTES], op.at + start)


def fragments_of(disk: Disk, folder: Path) -> set[tuple[str, int, int]]:
    """Whole fragments by the camera's folder and time."""
    disk.lay(folder)
    found: set[tuple[str, int, int]] = set()
    for path in disk.files:
        with (folder / path).open("rb") as file:
            found |= {(path.split("/")[0], one.wall_us, one.size_bytes) for one in scan(file.fileno()).fragments}
    return found


def cuts(folder: Path, monkeypatch: pytest.MonkeyPatch, count: int, seed: int) -> None:
    log = logged_run(folder / "run", monkeypatch)
    rng = random.Random(seed)
    for number in range(count):
        place = folder / f"cut-{number}"
        place.mkdir()
        safe, left, commits = after_cut(log, rng.randrange(1, len(log) + 1), rng)
        promised = fragments_of(safe, place / "promised")
        r = Rig(place, SimulatedClock(START_US + 60_000_000))
        left.lay(r.root)
        for op in commits:
            with r.database.transaction() as connection:
                for change in op.changes:
                    change(connection)
        recover(r.archive, ids=r.ids, owned=lambda _camera: True)
        assert check(r.archive, deep=True) == []
        there: set[tuple[str, int, int]] = set()
        for camera in range(CAMERAS):
            key = camera_key(camera)
            for segment in r.archive.segments(*key[:2], 0, FAR_US):
                found = r.archive.fragments(segment)
                there |= {(key.camera_id, one.wall_us, one.size_bytes) for one in found}
        assert promised <= there
        r.close()


def test_ten_cuts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    cuts(tmp_path, monkeypatch, 10, seed=5)


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_five_hundred_cuts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    cuts(tmp_path, monkeypatch, 500, seed=6)
