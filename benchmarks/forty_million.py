"""One camera-day among 40 million segments while 64 cameras record and retention deletes, on each database.

Part of ``toancanh bench archive``. Before each request the pages of the database leave the page cache; PostgreSQL
starts anew before each kind of request, and no two requests ask for the same day.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import subprocess
import sys
import time
import uuid
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from fastapi.testclient import TestClient
from tests.postgresql_server import running_server

from benchmarks.archive_rows import Filled, due_left, fill, fill_due, told
from benchmarks.browser import percentile
from benchmarks.databases import SAFE, Place
from benchmarks.figures import ROOT, Figure
from benchmarks.platform import PASSWORD
from toancanh.bootstrap import Platform
from toancanh.bootstrap.children import spare_collections
from toancanh.kernel import parse_rfc3339
from toancanh.registry import CameraDraft, StreamDraft, StreamRole
from toancanh.web.app import create_app

ROWS, FEW = 40_000_000, 400_000
ASKED, RECORDED = 16, 64
DAYS = 36
"""Of each kind of request."""

DAY_MS, MORE, THUMBNAIL_MS, LATE_S = 80, 1.5, 150, 2.0
THUMBNAILS = 40
_WHY = {"purpose": "order", "reference": "1"}
_BULK = {"wal_level": "minimal", "max_wal_senders": "0", "max_wal_size": "4GB"}


@dataclass(frozen=True, kw_only=True)
class _Measured:
    rows: int
    timeline_ms: float
    playlist_ms: float
    thumbnail_ms: float
    thumbnails_missed: int
    deleted: int
    load: dict[str, Any]


def figures(options: argparse.Namespace) -> list[Figure]:
    """Of the databases that are asked for, each with few rows and with many."""
    found: list[Figure] = []
    if options.database in ("sqlite", "both"):
        found += _compared("SQLite", *[_sqlite(rows) for rows in (FEW, options.rows or ROWS)])
    if options.database in ("postgresql", "both"):
        found += _compared("PostgreSQL", *[_postgresql(rows) for rows in (FEW, options.rows or ROWS)])
    return found


def _sqlite(rows: int) -> _Measured:
    with TemporaryDirectory(prefix="toancanh-bench-") as folder:
        place = Place(name="SQLite", data=Path(folder) / "data", url="")
        return _measured(place, rows, Path(folder) / "data", lambda: None)


def _postgresql(rows: int) -> _Measured:
    with TemporaryDirectory(prefix="toancanh-bench-") as folder, running_server(**SAFE, **_BULK) as server:
        place = Place(name="PostgreSQL", data=Path(folder) / "data", url=server.new_database())

        def restart() -> None:
            with psycopg.connect(place.url, autocommit=True) as raw:
                raw.execute("CHECKPOINT")
            server.stop()
            server.start()

        return _measured(place, rows, server.folder / "data", restart)


def _measured(place: Place, rows: int, files: Path, restart: Callable[[], None]) -> _Measured:
    platform = place.opened()
    try:
        cameras = _cameras(platform)
    finally:
        platform.close()
    filled = fill(place, cameras[:ASKED], rows=rows, now_us=time.time_ns() // 1000)
    platform = place.opened()
    try:
        due = fill_due(platform, time.time_ns() // 1000)
        os.sync()
        recorded = [cameras[ASKED], *(str(uuid.uuid4()) for _ in range(RECORDED - 1))]
        app = create_app(platform)
        spare_collections()
        with TestClient(app, base_url="http://localhost") as client, _load(place, recorded) as load:
            token = client.post("/api/v1/session", json={"username": "admin", "password": PASSWORD}).json()["token"]
            client.headers["Authorization"] = f"Bearer {token}"
            begun_us = time.time_ns() // 1000
            restart()
            timeline = _days(client, filled, files, "timeline", range(DAYS))
            restart()
            playlist = _days(client, filled, files, "playlist.m3u8", range(DAYS, 2 * DAYS))
            time.sleep(max(0.0, 20 - (time.time_ns() // 1000 - begun_us) / 1e6))
            thumbnail_ms, missed = _thumbnails(client, cameras[ASKED], begun_us)
        deleted = due - due_left(platform)
    finally:
        platform.close()
    return _Measured(
        rows=filled.rows, timeline_ms=percentile(timeline, 95), playlist_ms=percentile(playlist, 95),
        thumbnail_ms=thumbnail_ms, thumbnails_missed=missed, deleted=deleted, load=load,
    )  # fmt: skip


def _compared(name: str, few: _Measured, many: _Measured) -> list[Figure]:
    among, runs = f"among {many.rows:,} segments ({name}, cold)", (few, many)
    found = []
    for what, kind in (("timeline", "timeline_ms"), ("playlist", "playlist_ms")):
        value, before = getattr(many, kind), getattr(few, kind)
        key = f"{what} of one camera-day {among}, p95"
        found.append(_at_most(key, value, "ms", DAY_MS, f"among {few.rows:,}: {before:.1f} ms"))
        found.append(_at_most(f"{key}, against {few.rows:,}", value / before, "x", MORE))
    deleted = sum(run.deleted for run in runs)
    lost = sum(run.load["offered"] - run.load["found"] for run in runs)
    told_of = f"{sum(run.load['offered'] for run in runs):,} frames offered, {deleted:,} recordings deleted meanwhile"
    late_s = max(run.load["latest_s"] for run in runs)
    return [
        *found,
        _at_most(f"retention deleting while {RECORDED} cameras record ({name}): frames lost", lost, "", 0, told_of),
        _at_most("the same: from the last picture of a fragment until it is written, latest", late_s, "s", LATE_S),
        _thumbnail(name, many),
    ]


def _thumbnail(name: str, many: _Measured) -> Figure:
    told_of = f"{many.thumbnails_missed} of {THUMBNAILS + 1} not given"
    key = f"thumbnail under the pointer meanwhile ({name}), p95"
    found = _at_most(key, many.thumbnail_ms, "ms", THUMBNAIL_MS, told_of)
    return replace(found, holds=found.holds and not many.thumbnails_missed)


def _at_most(key: str, value: float, unit: str, most: float, peer: str = "") -> Figure:
    target = f"<= {most:g} {unit}".strip()
    return Figure(key=key, value=value, unit=unit, target=target, peer=peer, holds=value <= most)


def _cameras(platform: Platform) -> list[str]:
    """Those that are asked for, and one that is recorded."""
    admin = platform.governance.sign_in("admin", PASSWORD, "bench")[1]
    found = []
    for number in range(ASKED + 1):
        stream = StreamDraft(role=StreamRole.MAIN, url=f"rtsp://192.0.2.{number + 1}/")
        draft = CameraDraft(
            code=f"B{number}", name=f"B{number}", owner_id=admin.organisation_id, lat=21.0, lon=105.8, min_days=1,
            max_days=400, streams=(stream,),
        )  # fmt: skip
        found.append(platform.registry.cameras.create(admin, draft).id)
    return found


@contextlib.contextmanager
def _load(place: Place, camera_ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """`recording_load` meanwhile; what it found is in the dictionary afterwards."""
    command = [sys.executable, "-m", "benchmarks.recording_load", place.name, str(place.data), place.url, *camera_ids]
    found: dict[str, Any] = {}
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        _said(process.stdout.readline(), "recording")
        told(f"{place.name}: {len(camera_ids)} cameras record")
        yield found
        answer, _ = process.communicate("\n", timeout=120)
        found |= json.loads(answer)
        told(f"{place.name}: {answer.strip()}")
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _said(line: str, wanted: str) -> None:
    if line.strip() != wanted:
        raise RuntimeError(f"the recorder said {line!r}, not {wanted!r}")


def _days(client: TestClient, filled: Filled, files: Path, what: str, days: range) -> list[float]:
    taken = []
    for day in (2 * DAYS + (what != "timeline"), *days):  # the first one compiles the statements
        camera_id, from_us, to_us = filled.asked(day)
        _forget(files)
        begin = time.perf_counter()
        asked = {"from": _text(from_us), "to": _text(to_us), **_WHY}
        with client.stream("GET", f"/api/v1/cameras/{camera_id}/{what}", params=asked) as answer:
            sent = b"".join(answer.iter_raw())
        taken.append((time.perf_counter() - begin) * 1000)
        answer.raise_for_status()
        _check(json.loads(sent) if what == "timeline" else zlib.decompress(sent, wbits=31).decode())
    told(f"{what}: median {percentile(taken[1:], 50):.1f} ms, p95 {percentile(taken[1:], 95):.1f} ms")
    return taken[1:]


def _check(answer: Any) -> None:
    """The archive is there: a day but for five minutes."""
    if isinstance(answer, str):
        seconds = sum(float(line[8:-1]) for line in answer.splitlines() if line.startswith("#EXTINF:"))
        assert seconds == 287 * 300, seconds
    else:
        assert (len(answer["ranges"]), len(answer["gaps"])) == (2, 1), answer


def _thumbnails(client: TestClient, camera_id: str, begun_us: int) -> tuple[float, int]:
    """As along a timeline: by one grant, at other key frames of what the timeline shows. Their p95 in milliseconds, and
    how many were not given, whose time counts like the others'.
    """
    until_us = time.time_ns() // 1000 - 6_000_000
    span = {"from": _text(begun_us), "to": _text(until_us), **_WHY}
    answer = client.post("/api/v1/grants", json={"camera_id": camera_id, "kind": "playback", **span})
    answer.raise_for_status()
    granted = answer.json()["url"].split("grant=")[1]
    shown = client.get(f"/api/v1/cameras/{camera_id}/timeline", params=span)
    shown.raise_for_status()
    ranges = [(parse_rfc3339(one["start"]), parse_rfc3339(one["end"])) for one in shown.json()["ranges"]]
    rng, taken_ms, missed = random.Random(1), list[float](), 0
    for number in range(THUMBNAILS + 1):
        from_us, to_us = rng.choices(ranges, weights=[to - start for start, to in ranges])[0]
        at = _text(rng.randrange(from_us, to_us))
        begin = time.perf_counter()
        picture = client.get(f"/api/v1/cameras/{camera_id}/key-frame.jpg?at={at}&grant={granted}")
        if number:
            taken_ms.append((time.perf_counter() - begin) * 1000)
        if picture.status_code == 404:
            missed += 1
        else:
            picture.raise_for_status()
    told(f"thumbnails: {missed} of {THUMBNAILS + 1} not given")
    return percentile(taken_ms, 95), missed


def _forget(folder: Path) -> None:
    """The pages of all files of the database leave the page cache, as far as they are on the disk."""
    for path in folder.rglob("*"):
        if path.suffix == ".mp4" or not path.is_file():
            continue
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _text(at_us: int) -> str:
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(at_us // 1_000_000))}.{at_us % 1_000_000:06d}Z"
