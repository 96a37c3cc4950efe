"""Files put together: many small ones into fewer, a day that is over into its own files and its roll-up; and what is
too old taken away. Every step may be broken off anywhere and done again: new files first, then those they stand for go.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toancanh.kernel import Clock
from toancanh.traffic.model import DAY_US, QUARTER_US
from toancanh.traffic.store import files, sql
from toancanh.traffic.store.engine import WORK, Damaged, Engine, Gone
from toancanh.traffic.store.reading import set_damaged_aside

FAN = 32
"""So many parts of one level become one of the next."""
_LARGEST_BYTES = 16 << 20
"""Parts that are larger together stay apart: what is sorted at once has a bound."""
GRACE_US = 2 * 3_600_000_000
"""So long after its end a day stays open: sites deliver late."""
_ROWS_AT_ONCE = 600_000
_AT_ONCE = 2
_LEVELS = 9
_DRAFT_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a round did."""

    merged: int = 0
    closed: tuple[date, ...] = ()
    forgotten: tuple[date, ...] = ()


class Keeper:
    """Keeps a folder of measurements in order. One round at a time is enough; two do no harm."""

    def __init__(self, folder: Path, engine: Engine, *, clock: Clock, minutes_days: int) -> None:
        self._folder = folder
        self._engine = engine
        self._clock = clock
        self._minutes_days = minutes_days

    def round(self) -> Kept:
        """Everything that is due now. A file that is damaged is set aside, and its day done in the next round."""
        now_us = self._clock.now_us()
        merged, closed, forgotten = 0, [], []
        for day in files.days_in(self._folder):
            try:
                if files.start_of(day) + DAY_US + GRACE_US <= now_us:
                    if self.close(day):
                        closed.append(day)
                else:
                    merged += self.merge(day)
                if files.start_of(day) + (self._minutes_days + 1) * DAY_US <= now_us and self.forget_minutes(day):
                    forgotten.append(day)
            except Gone:
                continue
            except Damaged:
                set_damaged_aside(part.path for part in files.read_day(self._folder, day).minutes)
        self.tidy_drafts()
        return Kept(merged=merged, closed=tuple(closed), forgotten=tuple(forgotten))

    def merge(self, day: date) -> int:
        """How many files were put together."""
        merged = 0
        for level in range(_LEVELS):
            parts = [part for part in files.read_day(self._folder, day).parts if part.level == level]
            for at in range(0, len(parts) - FAN + 1, FAN):
                merged += self._merge(day, parts[at : at + FAN], level + 1)
        return merged

    def _merge(self, day: date, parts: Sequence[files.Part], level: int) -> int:
        paths = [part.path for part in parts]
        if level > 1 and sum(path.stat().st_size for path in paths if path.exists()) > _LARGEST_BYTES:
            return 0
        when = max(path.name.split(".")[2] for path in paths)
        made = self._made(day, sql.ordered(sql.minutes("?", is_once=True)), [paths], f"p{level}.kept.{when}")
        files.settle([made], instead_of=[path for path in paths if path != made])
        return len(paths)

    def close(self, day: date) -> bool:
        """Put a day into its own files, by camera, and roll it up in quarters of an hour. False where that is so."""
        found = files.read_day(self._folder, day)
        if found.is_settled:
            return False
        paths = [part.path for part in found.minutes]
        generation = f"{self._clock.now_us():016x}"
        made: list[Path] = []
        chunks = self._chunks(paths)

        def made_of(number: int, first: str, last: str, is_once: bool) -> Path:
            of_chunk = sql.minutes("?", where="camera_id >= ? AND camera_id <= ?", is_once=is_once)
            name = f"m.{generation}.{number}of{len(chunks)}.{first}.{last}"
            return self._made(day, sql.ordered(of_chunk), [paths, first, last], name)

        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:  # a file is sorted and written by one core
            made += pool.map(lambda each: made_of(each[0], *each[1]), enumerate(chunks, start=1))
        rolled = sql.ordered(sql.rolled(sql.minutes("?", is_once=True), QUARTER_US))
        made.append(self._made(day, rolled, [made[:]], f"q.{generation}"))
        old_rolls = [path for path in (self._folder / day.isoformat()).glob("q.*.parquet") if path not in made]
        files.settle(made, instead_of=[*paths, *old_rolls])
        return True

    def forget_minutes(self, day: date) -> bool:
        """Only the roll-up is kept. False where there are no minutes, or they are not rolled up yet."""
        found = files.read_day(self._folder, day)
        if not found.minutes or not found.is_settled:
            return False
        for part in found.minutes:
            part.path.unlink(missing_ok=True)
        return True

    def tidy_drafts(self) -> int:
        """Take away what a process that ended in the middle has left: nobody writes at one file for an hour."""
        before_s = self._clock.now_us() / 1e6 - _DRAFT_S
        old = [
            path
            for pattern in ("*/.*", f"{WORK}/*")
            for path in self._folder.glob(pattern)
            if _is_older(path, before_s)
        ]
        for path in old:
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)
        return len(old)

    def _made(self, day: date, query: str, parameters: Sequence[object], name: str) -> Path:
        draft = files.draft_path(self._folder, day)
        try:
            given = [[str(one) for one in value] if isinstance(value, list) else value for value in parameters]
            self._engine.write(query, draft, given)
            return files.give_name(draft, name)
        finally:
            draft.unlink(missing_ok=True)

    def _chunks(self, paths: Sequence[Path]) -> list[tuple[str, str, bool]]:
        """First and last camera of stretches that are sorted at once, and whether each minute is there once: to look
        for doubles costs more than all the rest. Equal digests of what differs are taken for a double, at no harm.
        """
        query = (
            f"SELECT camera_id, count(*) AS many, {sql.IS_APART} AS is_apart "  # noqa: S608
            "FROM read_parquet(?) GROUP BY camera_id ORDER BY camera_id"
        )
        counted = self._engine.rows(query, [[str(path) for path in paths]])
        chunks: list[tuple[str, str, bool]] = []
        held = _ROWS_AT_ONCE
        for one, many, is_apart in zip(counted["camera_id"], counted["many"], counted["is_apart"], strict=True):
            if held + int(many) > _ROWS_AT_ONCE:
                chunks.append((str(one), str(one), bool(is_apart)))
                held = int(many)
            else:
                first, _, is_once = chunks[-1]
                chunks[-1] = (first, str(one), is_once and bool(is_apart))
                held += int(many)
        return chunks


def _is_older(path: Path, before_s: float) -> bool:
    try:
        return path.stat().st_mtime < before_s
    except FileNotFoundError:
        return False
