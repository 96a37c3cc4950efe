"""An archive on a temporary folder, with a writer and recorders fed by hand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from databases import lent_database_url
from media_units import START_US, Pictures
from toancanh.infra.database import Database
from toancanh.kernel import Clock, IdSource, SimulatedClock
from toancanh.media.archive import ArchiveIndex, RetentionLimits, StreamKey, StreamTail
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.model import GapCause, RunClock
from toancanh.media.recorder import ArchiveWriter, Recorder
from toancanh.media.recorder.output import Output, write_all
from toancanh.registry.model import StreamRole

FAR_US = 1 << 62
SECOND = 1_000_000
CAMERA = "019aa000-0000-7000-8000-000000000001"
MAIN = StreamKey(CAMERA, StreamRole.MAIN)

default_limits = RetentionLimits(min_days=0.0, max_days=3650.0)


def camera_key(number: int) -> StreamKey:
    """Main stream of camera ``number``."""
    return StreamKey(f"019aa000-0000-7000-8000-{number:012d}", StreamRole.MAIN)


class Rig:
    """What a media process holds of the archive."""

    def __init__(self, folder: Path, clock: Clock, *, busy_timeout_s: float = 5.0) -> None:
        self.clock = clock
        self.database = Database(lent_database_url(folder), busy_timeout_s=busy_timeout_s)
        self.root = folder / "archive"
        self.root.mkdir(exist_ok=True)
        self.archive = ArchiveIndex(self.database, self.root)
        self.ids = IdSource(clock=clock, site=1)

    @contextmanager
    def writer(
        self,
        *,
        tails: Mapping[StreamKey, StreamTail] | None = None,
        write: Callable[[Output, Sequence[bytes]], None] = write_all,
        max_queued_bytes: int = 64 << 20,
    ) -> Iterator[ArchiveWriter]:
        index = IndexWriter(self.database)
        writer = ArchiveWriter(
            archive=self.archive,
            index=index,
            ids=self.ids,
            tails=tails or {},
            write=write,
            max_queued_bytes=max_queued_bytes,
            linger_s=0.001,
        )
        index.start()
        writer.start()
        try:
            yield writer
        finally:
            assert writer.close()

    def recorder(self, writer: ArchiveWriter, key: StreamKey = MAIN, segment_seconds: int = 10) -> Recorder:
        return Recorder(key=key, writer=writer, clock=self.clock, ids=self.ids, segment_seconds=segment_seconds)

    def close(self) -> None:
        self.database.close()


@contextmanager
def rig(folder: Path) -> Iterator[Rig]:
    made = Rig(folder, SimulatedClock(START_US))
    try:
        yield made
    finally:
        made.close()


def feed(
    recorder: Recorder,
    pictures: Pictures,
    numbers: range,
    *,
    start_us: int = START_US,
    run_clock: RunClock | None = None,
    then: GapCause | None = None,
) -> None:
    """Give units ``numbers`` of the endless repetition; ``then`` ends the run."""
    recorder.on_parameters(pictures.parameters)
    if run_clock is not None:
        recorder.on_clock(run_clock)
    unit = None
    for number in numbers:
        unit = pictures.unit(number, start_us=start_us)
        recorder.on_access_unit(unit)
    if then is not None:
        recorder.on_interrupted(then, 0 if unit is None else unit.wall_us)


def eventually(condition: Callable[[], object], within_s: float = 30.0) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)


def execute(r: Rig, statement: str, **values: object) -> None:
    with r.database.transaction() as connection:
        connection.execute(text(statement), values)


def sum_again(r: Rig) -> None:
    """After rows were changed behind the archive's back."""
    execute(r, "DELETE FROM stored_day")
    execute(
        r,
        "INSERT INTO stored_day SELECT camera_id, role, start_us / 86400000000, SUM(size_bytes) FROM segment "
        "WHERE state = 'complete' GROUP BY 1, 2, 3",
    )


def gaps(r: Rig) -> list[tuple[int, int | None, GapCause]]:
    return [(g.start_us, g.end_us, g.cause) for g in r.archive.gaps(*MAIN[:2], 0, FAR_US)]
