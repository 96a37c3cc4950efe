"""Rows of an archive's index in bulk, in the order in which recorders would have written them: all streams of five
minutes, then the next five. So the rows of one camera-day lie as far apart as they do after 75 days.

Indexes are built when the rows are there; what is asked then is what a migration makes.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import func, insert, select

from benchmarks.databases import Place
from toancanh.bootstrap import Platform
from toancanh.media.archive.fragment_table import outline_of, pack_fragments
from toancanh.media.archive.store import segment_table
from toancanh.media.fmp4 import FragmentInfo

DAYS, PER_DAY = 75, 288
SLOTS = DAYS * PER_DAY - 24  # the oldest is two hours from its end, the newest is an hour old
DUE_A_SECOND, DUE_S, DUE_BYTES = 10, 240, 4 << 20
"""Of what retention deletes meanwhile; a platform of 1,852 streams has six files a second to delete."""

_DAY_US, _SLOT_US = 86_400_000_000, 300_000_000
_PART = 216  # slots in one statement
_MISSING_SLOT = 100  # of each day
_DUE_CAMERAS = [str(uuid.UUID(int=n + 1, version=4)) for n in range(64)]

_COLUMNS = (
    "id, camera_id, role, run_id, start_us, end_us, path, size_bytes, codec, codec_string, width, height, "
    "clock_source, timeline_error_us, state, fragments, outline, thinned, place"
)
_VALUES = (
    "slot.prefix || stream.suffix, stream.camera_id, 'main', stream.camera_id, slot.start_us, "
    "slot.start_us + 300000000, stream.camera_id || '/main/' || slot.day || '/' || slot.prefix || stream.suffix || "
    "'.mp4', 37500000, 'h264', 'avc1.640028', 1920, 1080, 'camera_rtcp', 0, 'complete', "
    "CASE WHEN stream.n = slot.asked THEN {table} END, CASE WHEN stream.n = slot.asked THEN {outline} END, {false}, ''"
)
_GAPS = (
    "INSERT INTO gap (id, camera_id, role, start_us, end_us, cause) SELECT slot.prefix || stream.suffix, "
    "stream.camera_id, 'main', slot.start_us, slot.start_us + 300000000, 'camera_away' FROM slot, stream WHERE slot.gap"
)
_SUMS = (
    "INSERT INTO stored_day (camera_id, role, day, size_bytes) SELECT stream.camera_id, 'main', one.day, one.size FROM "
    "(SELECT start_us / 86400000000 AS day, count(*) * 37500000 AS size FROM slot WHERE NOT gap GROUP BY 1) one, stream"
)


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What there is: day ``d`` is asked of the stream ``asked(d)``, which has its tables of fragments."""

    rows: int
    base_us: int
    camera_ids: Sequence[str]

    def asked(self, day: int) -> tuple[str, int, int]:
        """Camera, from, to."""
        from_us = self.base_us + day * _DAY_US
        return self.camera_ids[day % len(self.camera_ids)], from_us, from_us + _DAY_US


def fill(place: Place, camera_ids: Sequence[str], *, rows: int, now_us: int) -> Filled:
    """About ``rows`` segments of as many streams as that takes; ``camera_ids`` are some of them."""
    begin = time.monotonic()
    count = max(len(camera_ids), rows // (SLOTS - DAYS))
    step = count // len(camera_ids)
    positions = {index * step: camera_id for index, camera_id in enumerate(camera_ids)}
    streams = [(n, positions.get(n) or str(uuid.UUID(int=random.getrandbits(128))), _suffix(n)) for n in range(count)]
    base_us = now_us // _SLOT_US * _SLOT_US - DAYS * _DAY_US + 7_200_000_000
    slots = [_slot(n, base_us, (n // PER_DAY % len(camera_ids)) * step) for n in range(SLOTS - 12)]
    (_fill_postgresql if place.url else _fill_sqlite)(place, streams, slots)
    made = sum(1 for slot in slots if not slot[5]) * count
    told(f"{place.name}: {made:,} segments of {count:,} streams in {time.monotonic() - begin:.0f} s")
    return Filled(rows=made, base_us=base_us, camera_ids=camera_ids)


def told(text: str) -> None:
    """To who waits."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def fill_due(platform: Platform, now_us: int) -> int:
    """Segments that become too old one after the other from now on, with files; how many."""
    rows = []
    for number in range(DUE_A_SECOND * DUE_S):
        name, camera_id = (
            str(uuid.UUID(int=random.getrandbits(128), version=4)),
            _DUE_CAMERAS[number % len(_DUE_CAMERAS)],
        )
        end_us = now_us - DAYS * _DAY_US + number * 1_000_000 // DUE_A_SECOND
        path = f"{camera_id}/main/2000-01-01/{name}.mp4"
        file = platform.archive.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as output:
            os.posix_fallocate(output.fileno(), 0, DUE_BYTES)
        rows.append(
            {
                "id": name, "camera_id": camera_id, "role": "main", "run_id": camera_id, "start_us": end_us - 2_000_000,
                "end_us": end_us, "path": path, "size_bytes": DUE_BYTES, "codec": "h264", "codec_string": "avc1.640028",
                "width": 1920, "height": 1080, "clock_source": "camera_rtcp", "timeline_error_us": 0,
                "state": "complete",
            }
        )  # fmt: skip
    with platform.database.transaction() as tx:
        tx.execute(insert(segment_table), rows)
    return len(rows)


def due_left(platform: Platform) -> int:
    """Of `fill_due`, how many have not been deleted."""
    wanted = select(func.count()).where(segment_table.c.camera_id.in_(_DUE_CAMERAS))
    with platform.database.reading() as connection:
        return int(connection.execute(wanted).scalar_one())


def _suffix(stream: int) -> str:
    return f"7000-8000-{stream:012x}"


_Slot = tuple[int, str, str, int, int, bool]


def _slot(number: int, base_us: int, asked: int) -> _Slot:
    """Number, head of the ids, UTC day, start, the stream that is asked, whether it is missing."""
    start_us = base_us + number * _SLOT_US
    day = time.strftime("%Y-%m-%d", time.gmtime(start_us // 1_000_000))
    missing = number % PER_DAY == _MISSING_SLOT
    millisecond = start_us // 1000
    return number, f"{millisecond >> 16:08x}-{millisecond & 0xFFFF:04x}-", day, start_us, asked, missing


def _fragments(start_us: int) -> bytes:
    """The same, from then on."""
    return _TABLE[:16] + start_us.to_bytes(8, "big") + _TABLE[24:]


def _table() -> bytes:
    """Five minutes, a fragment a second, a key frame every other; the head ends with the time of the first."""
    rng, offset, found = random.Random(1), 1200, []
    for second in range(300):
        size, wall_us = rng.randrange(450_000, 550_000), second * 1_000_000 + (rng.randrange(200) if second else 0)
        found.append(
            FragmentInfo(
                offset=offset, size_bytes=size, base_decode_time=second * 90_000, duration=90_000, wall_us=wall_us,
                is_key=second % 2 == 0,
            )
        )  # fmt: skip
        offset += size
    return pack_fragments(found)


_TABLE = _table()


def _parts(name: str) -> Iterator[tuple[int, int]]:
    for first in range(0, SLOTS, _PART):
        if first % (_PART * 20) == 0:
            told(f"{name}: rows, {first / SLOTS:.0%}")
        yield first, first + _PART


def _fill_sqlite(place: Place, streams: list[tuple[int, str, str]], slots: list[_Slot]) -> None:
    database = _sqlite_file(place)
    raw = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -1000000", "threads = 2"):
        raw.execute(f"PRAGMA {pragma}")
    raw.create_function("fragments", 1, _fragments, deterministic=True)
    raw.create_function("outline", 1, lambda start_us: outline_of(_fragments(start_us)), deterministic=True)
    raw.execute("BEGIN")
    columns = ", ".join(
        f"{name} {kind}{' NOT NULL' if needed else ''}{'' if default is None else f' DEFAULT {default}'}"
        for _, name, kind, needed, default, _ in raw.execute("PRAGMA table_info(segment)")
    )
    unique = []
    for _, name, is_unique, *_ in raw.execute("PRAGMA index_list(segment)").fetchall():
        if is_unique:
            unique.append(", ".join(row[2] for row in raw.execute(f"PRAGMA index_info({name})")))
    indexes = [f"CREATE UNIQUE INDEX bench_{n} ON segment ({listed})" for n, listed in enumerate(unique)]
    made = "SELECT sql FROM sqlite_master WHERE tbl_name = 'segment' AND type = 'index' AND sql > ''"
    indexes += [sql for (sql,) in raw.execute(made)]
    raw.execute("DROP TABLE segment")
    raw.execute(f"CREATE TABLE segment ({columns})")
    raw.execute("CREATE TEMP TABLE stream (n INTEGER PRIMARY KEY, camera_id TEXT, suffix TEXT)")
    raw.execute("CREATE TEMP TABLE slot (n INTEGER PRIMARY KEY, prefix TEXT, day TEXT, start_us, asked, gap)")
    raw.executemany("INSERT INTO stream VALUES (?, ?, ?)", streams)
    raw.executemany("INSERT INTO slot VALUES (?, ?, ?, ?, ?, ?)", slots)
    values = _VALUES.format(table="fragments(slot.start_us)", outline="outline(slot.start_us)", false="0")
    for first, end in _parts(place.name):
        raw.execute(
            f"INSERT INTO segment ({_COLUMNS}) SELECT {values} FROM slot CROSS JOIN stream "  # noqa: S608
            "WHERE slot.n >= ? AND slot.n < ? AND NOT slot.gap",
            (first, end),
        )
    raw.execute(_GAPS)
    raw.execute(_SUMS)
    for sql in indexes:
        told(f"{place.name}: {sql}")
        raw.execute(sql)
    raw.execute("COMMIT")
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    _flushed(database)


def _sqlite_file(place: Place) -> Path:
    platform = place.opened()
    try:
        return Path(str(platform.database.engine.url.database))
    finally:
        platform.close()


def _flushed(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _fill_postgresql(place: Place, streams: list[tuple[int, str, str]], slots: list[_Slot]) -> None:
    place.opened().close()
    with psycopg.connect(place.url) as raw, raw.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'; SET max_parallel_maintenance_workers = 2")
        constraints = cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'segment'::regclass AND contype IN ('p', 'u')"
        ).fetchall()
        for name, _ in constraints:
            cursor.execute(f"ALTER TABLE segment DROP CONSTRAINT {name}".encode())
        indexes = cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'segment'").fetchall()
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}".encode())
        cursor.execute("TRUNCATE segment")  # a new file: what is written into it now needs no log
        cursor.execute("CREATE TEMP TABLE stream (n int PRIMARY KEY, camera_id text, suffix text)")
        cursor.execute(
            "CREATE TEMP TABLE slot (n int PRIMARY KEY, prefix text, day text, start_us bigint, asked int, gap bool, "
            "fragments bytea, outline bytea)"
        )
        with cursor.copy("COPY stream FROM STDIN") as copy:
            for stream in streams:
                copy.write_row(stream)
        with cursor.copy("COPY slot FROM STDIN") as copy:
            for slot in slots:
                table = _fragments(slot[3])
                copy.write_row((*slot, table, outline_of(table)))
        values = _VALUES.format(table="slot.fragments", outline="slot.outline", false="false")
        for first, end in _parts(place.name):
            cursor.execute(
                f"INSERT INTO segment ({_COLUMNS}) SELECT {values} FROM "  # noqa: S608
                f"(SELECT * FROM slot WHERE n >= {first} AND n < {end} AND NOT gap ORDER BY n) slot, "
                "LATERAL (SELECT * FROM stream WHERE slot.n IS NOT NULL ORDER BY n OFFSET 0) stream".encode()
            )
        cursor.execute(_GAPS.encode())
        cursor.execute(_SUMS.encode())
        for sql in [
            *(f"ALTER TABLE segment ADD CONSTRAINT {name} {definition}" for name, definition in constraints),
            *(definition for _, definition in indexes),
        ]:
            told(f"{place.name}: {sql}")
            cursor.execute(sql.encode())
    with psycopg.connect(place.url, autocommit=True) as raw:
        raw.execute("VACUUM (ANALYZE) segment")
        raw.execute("ANALYZE")
        raw.execute("CHECKPOINT")
