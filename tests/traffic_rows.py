"""Minutes of places for tests: what is not named is an ordinary minute that was looked at throughout."""

from __future__ import annotations

from pathlib import Path

from toancanh.kernel import Clock, SimulatedClock, parse_rfc3339
from toancanh.traffic import Measurements
from toancanh.traffic.model import MINUTE_US
from toancanh.traffic.store.engine import Engine
from toancanh.traffic.store.keeping import Keeper
from toancanh.traffic.store.reading import Reader
from toancanh.traffic.store.writing import Writer

MONDAY_US = parse_rfc3339("2026-11-23T00:00:00Z")


def minute(number: int = 0, camera_id: str = "c1", zone_id: str = "lane", **more: object) -> dict[str, object]:
    """The n-th minute from ``MONDAY_US``."""
    made: dict[str, object] = {
        "camera_id": camera_id, "zone_id": zone_id, "start_us": MONDAY_US + number * MINUTE_US, "method": "test",
        "observed_s": 60.0, "motorcycle": 10, "peak": 10, "occupied_s": 6.0, "occupancy_low": 0.1,
        "occupancy_high": 0.1,
    }  # fmt: skip
    return made | more


def minutes(*rows: dict[str, object]) -> Measurements:
    return Measurements.of(rows)


class Shelf:
    """A folder of measurements with everything that works on it."""

    def __init__(self, folder: Path, *, clock: Clock | None = None, minutes_days: int = 400) -> None:
        self.folder = folder
        self.clock = clock or SimulatedClock(MONDAY_US)
        self.engine = Engine(folder, memory_mb=256)
        self.reader = Reader(folder, self.engine)
        self.keeper = Keeper(folder, self.engine, clock=self.clock, minutes_days=minutes_days)

    def writer(self, name: str = "w") -> Writer:
        return Writer(self.folder, self.engine, clock=self.clock, name=name)

    def files(self, pattern: str = "*/*.parquet") -> list[Path]:
        return sorted(self.folder.glob(pattern))
