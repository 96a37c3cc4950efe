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
from toancanh.traffic.columns import NAMES
from toancanh.traffic.model import DAY_US, QUARTER_US
from toancanh.traffic.store import files, sql
from toancanh.traffic.store.engine import ROW_GROUP, WORK, Damaged, Engine, Gone
from toancanh.traffic.store.reading import set_damaged_aside

FAN = 16
"""So many parts of one level become one of the next. Whoever asks for today opens every part of the hour that is still
open, half a millisecond each: sixty of them were a fifth of a week's answer.
"""
_LARGEST_BYTES = 16 << 20
"""Parts that are larger together stay apart: what is sorted at once has a bound."""
HOUR_GRACE_US = 10 * 60_000_000
"""So long after its end an hour waits for what is written late, in the middle of the day."""
GRACE_US = 2 * 3_600_000_000
"""So long after its end a day stays open: sites deliver late."""
HOURS_APART = 6
"""So many hours have roll-ups of their own before the day's takes them in."""
_AT_ONCE = 2
_LEVELS = 9
_DRAFT_S = 3600.0
FINE = 16_384
"""Rows of one group of a roll-up; a camera's day are some 700. Of 4096 a week's answer of five cameras took a third
longer, because a file has four times as many groups to choose among; of 32,768 a tenth, because more is unpacked.
"""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a round did."""

    merged: int = 0
    hours: int = 0
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
        merged, hours, closed, forgotten = 0, 0, [], []
        for day in files.days_in(self._folder):
            ends_us = files.start_of(day) + DAY_US
            try:
                if ends_us + GRACE_US <= now_us:
                    if self.close(day):
                        closed.append(day)
                else:
                    hours += self.close_hours(day, before_us=now_us - HOUR_GRACE_US)
                    self._into_day(day, least=HOURS_APART)
                    merged += self.merge(day)
                if ends_us + self._minutes_days * DAY_US <= now_us and self.forget_minutes(day):
                    forgotten.append(day)
            except Gone:
                continue
            except Damaged:
                found = files.read_day(self._folder, day)
                set_damaged_aside({*found.minutes, *(one.quarters for one in found.hours if one.quarters is not None)})
        self.tidy_drafts()
        return Kept(merged=merged, hours=hours, closed=tuple(closed), forgotten=tuple(forgotten))

    def merge(self, day: date) -> int:
        """How many files were put together."""
        merged = 0
        for level in range(_LEVELS):
            for hour in files.read_day(self._folder, day).hours:
                parts = [part for part in hour.parts if part.level == level]
                for at in range(0, len(parts) - FAN + 1, FAN):
                    merged += self._merge(hour, parts[at : at + FAN], level + 1)
        return merged

    def _merge(self, hour: files.HourFiles, parts: Sequence[files.Part], level: int) -> int:
        paths = [part.path for part in parts]
        if level > 1 and sum(path.stat().st_size for path in paths if path.exists()) > _LARGEST_BYTES:
            return 0
        when = max(path.name.split(".")[3] for path in paths)
        name = f"p{level}.{hour.hour:02d}.kept.{when}"
        made = self._made(hour.day, sql.ordered(sql.minutes("?", is_once=True)), [paths], name)
        files.settle([made], instead_of=[path for path in paths if path != made])
        return len(paths)

    def close_hours(self, day: date, *, before_us: int) -> int:
        """Put the hours that ended before a time into their own files; how many there were."""
        due = [
            hour
            for hour in files.read_day(self._folder, day).hours
            if not hour.is_settled and hour.from_us + files.HOUR_US <= before_us
        ]
        for hour in due:
            self._close_hour(hour)
        return len(due)

    def _close_hour(self, hour: files.HourFiles) -> None:
        """Its minutes by camera, each once, and their roll-up in quarters of an hour."""
        paths = hour.minutes
        is_once = hour.is_once or self._is_apart(paths)
        generation = files.generation_after(self._folder, hour.day, self._clock.now_us())
        minutes = sql.minutes("?", is_once=is_once)

        def minutes_made() -> Path:
            return self._made(hour.day, sql.ordered(minutes), [paths], f"h.{hour.hour:02d}.{generation}")

        def quarters_made() -> Path:
            rolled = sql.ordered(sql.rolled(minutes, QUARTER_US))
            return self._made(hour.day, rolled, [paths], f"k.{hour.hour:02d}.{generation}", group=FINE)

        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:  # a file is sorted and written by one core
            waiting = [pool.submit(make) for make in (minutes_made, quarters_made)]
        made = [one.result() for one in waiting]
        old_rolls = (self._folder / hour.day.isoformat()).glob(f"k.{hour.hour:02d}.*.parquet")
        files.settle(made, instead_of=[path for path in (*paths, *old_rolls) if path not in made])

    def close(self, day: date) -> bool:
        """Put all of its hours into their own files, and their roll-ups into the day's. False where that is so."""
        found = files.read_day(self._folder, day)
        if found.is_settled:
            return False
        self.close_hours(day, before_us=files.start_of(day) + DAY_US)
        self._into_day(day, least=1)
        return True

    def _into_day(self, day: date, *, least: int) -> None:
        """The roll-ups of hours that are in order into the day's, where there are so many of them: a day of one file is
        read more quickly than one of many.
        """
        found = files.read_day(self._folder, day)
        new = [hour for hour in found.hours if hour.is_settled and not hour.is_in_day]
        if len(new) < least:
            return
        new_paths = [hour.quarters for hour in new if hour.quarters is not None]
        rows = f"SELECT {', '.join(NAMES)} FROM read_parquet(?)"  # noqa: S608  # names are our own
        query, parameters = rows, [new_paths]
        if found.quarters is not None:
            spans = " AND ".join(
                f"NOT (start_us >= {hour.from_us} AND start_us < {hour.from_us + files.HOUR_US})" for hour in new
            )
            query, parameters = f"{rows} UNION ALL {rows} WHERE {spans}", [new_paths, [found.quarters]]
        # not a new one: who else puts an hour in order meanwhile has a newer one, which is not in here
        generation = max([found.generation, *(hour.generation for hour in found.hours if hour.is_settled)])
        made = self._made(day, sql.ordered(query), parameters, f"q.{generation}", group=FINE)
        old = [*new_paths, *([] if found.quarters is None else [found.quarters])]
        files.settle([made], instead_of=[path for path in old if path != made])

    def forget_minutes(self, day: date) -> bool:
        """Only the roll-up is kept. False where there are no minutes, or they are not rolled up yet."""
        found = files.read_day(self._folder, day)
        if not found.minutes or not found.is_settled:
            return False
        for path in found.minutes:
            path.unlink(missing_ok=True)
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

    def _made(
        self, day: date, query: str, parameters: Sequence[Sequence[Path]], name: str, *, group: int = ROW_GROUP
    ) -> Path:
        draft = files.draft_path(self._folder, day)
        try:
            self._engine.write(query, draft, [[str(one) for one in paths] for paths in parameters], group=group)
            return files.give_name(draft, name)
        finally:
            draft.unlink(missing_ok=True)

    def _is_apart(self, paths: Sequence[Path]) -> bool:
        """Whether each minute is there once: to choose among doubles costs more than all the rest. Equal digests of
        what differs are taken for a double, at no harm.
        """
        query = f"SELECT {sql.IS_APART} AS is_apart FROM read_parquet(?)"  # noqa: S608
        return bool(self._engine.rows(query, [[str(path) for path in paths]])["is_apart"][0])


def _is_older(path: Path, before_s: float) -> bool:
    try:
        return path.stat().st_mtime < before_s
    except FileNotFoundError:
        return False
