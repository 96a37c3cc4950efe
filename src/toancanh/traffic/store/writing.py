"""Minutes come in: one new file for each call, durable when it returns."""

from __future__ import annotations

import re
import threading
from pathlib import Path

import numpy as np

from toancanh.kernel import Clock, Invalid
from toancanh.traffic.columns import Measurements
from toancanh.traffic.failures import impossible
from toancanh.traffic.model import DAY_US, MINUTE_US, Flag
from toancanh.traffic.store import files
from toancanh.traffic.store.engine import Engine

_WRITER = re.compile(r"[\w-]{1,40}", re.ASCII)
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_LAST_US = 4_102_444_800_000_000  # 2100: what is later is a clock, not a time


class Writer:
    """Appends minutes under one writer's name ("vision-0"). Thread-safe; any number of writers may share the folder,
    even two of one name.
    """

    def __init__(self, folder: Path, engine: Engine, *, clock: Clock, name: str) -> None:
        if not _WRITER.fullmatch(name):
            raise Invalid("a writer's name is of letters, digits, - and _", field="writer")
        self._folder = folder
        self._engine = engine
        self._clock = clock
        self._name = name
        self._lock = threading.Lock()
        self._last_us = 0

    def append(self, minutes: Measurements) -> list[Path]:
        """Each begins at a whole minute; what no street can have is flagged. One file for each hour that they touch.

        Raises `Invalid` for ids that can be none, and `Unavailable` where the disk is full.
        """
        for name in ("camera_id", "zone_id"):
            if not all(_ID.fullmatch(str(one)) for one in set(minutes[name])):
                raise Invalid(f"{name}: letters, digits, - and _, at most 64", field=name)
        if not all(one == "" or _ID.fullmatch(str(one)) for one in set(minutes["movement"])):
            raise Invalid("movement: letters, digits, - and _, at most 64", field="movement")
        start_us = minutes["start_us"]
        if (start_us % MINUTE_US).any() or (start_us > _LAST_US).any():
            raise Invalid("start_us: the begin of a minute, before the year 2100", field="start_us")
        flagged = self._finished(minutes)
        hours = start_us // files.HOUR_US
        made = [self._write(flagged.where(hours == hour), int(hour) * files.HOUR_US) for hour in np.unique(hours)]
        files.settle(made, instead_of=())
        return made

    def _finished(self, minutes: Measurements) -> Measurements:
        flags = minutes["flags"] | np.where(impossible(minutes), np.int32(Flag.IMPOSSIBLE), np.int32(0))
        writer = np.full(len(minutes), self._name, object)
        return Measurements({**minutes.columns, "flags": flags, "writer": writer})

    def _write(self, minutes: Measurements, hour_us: int) -> Path:
        draft = files.draft_path(self._folder, files.day_of(hour_us))
        hour = hour_us % DAY_US // files.HOUR_US
        try:
            incoming = {"incoming": dict(minutes.columns)}
            self._engine.write("SELECT * FROM incoming", draft, tables=incoming, packed=False)
            return files.give_name(draft, f"p0.{hour:02d}.{self._name}.{self._when():016x}")
        finally:
            draft.unlink(missing_ok=True)

    def _when(self) -> int:
        """Grows with every file, also where the clock steps back."""
        with self._lock:
            self._last_us = max(self._clock.now_us(), self._last_us + 1)
            return self._last_us
