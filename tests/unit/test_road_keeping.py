"""What is kept of what was read: nobody waits for what was read a moment ago, and nobody is given what is old."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from road_rows import a_network, measure
from toancanh.kernel import SimulatedClock
from toancanh.traffic import Measurements
from toancanh.traffic.model import DAY_US, QUARTER_US, Place
from toancanh.traffic.network.flowing import Flowing
from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.network.networks import Seen
from toancanh.traffic.units import read_units
from traffic_rows import MONDAY_US, minute, minutes

HOUR_US = 4 * QUARTER_US
NETWORK = a_network({"j1-j2": [measure("c1")]})
SEEN = Seen(network=NETWORK, cameras=frozenset({"c1"}))


class Files:
    """A quarter of an hour of the day, which grows; and what of the day was read."""

    units = read_units()

    def __init__(self, clock: SimulatedClock) -> None:
        self.clock = clock
        self.many = 10
        self.read: list[tuple[float, float]] = []

    def everything(self) -> RoadNetwork:
        return NETWORK

    def rows(self, places: Sequence[Place], marks: np.ndarray, *, is_of_quarters: bool) -> Measurements:
        self.read.append(((int(marks[0]) - MONDAY_US) / HOUR_US, (int(marks[-1]) - MONDAY_US) / HOUR_US))
        if not (is_of_quarters and marks[0] <= MONDAY_US + 11 * HOUR_US < marks[-1]):
            return Measurements.of([])
        row = minute(11 * 60, camera_id="c1", motorcycle=self.many, observed_s=900.0) | {"movement": ""}
        return minutes(row)


def test_a_day_is_read_once_and_what_still_changes_again() -> None:
    clock = SimulatedClock(MONDAY_US + 12 * HOUR_US)
    files = Files(clock)
    flowing = Flowing(files, clock=clock, measured=files)  # type: ignore[arg-type]
    at = list(NETWORK.segments).index("j1-j2")

    def counted() -> float:
        found = flowing.quarters(SEEN, MONDAY_US, MONDAY_US + DAY_US)
        assert found.flows.marks.size == 97
        return float(found.flows.vehicles[at, 44])

    def read() -> list[tuple[float, float]]:
        """Of this day alone, not the weeks before."""
        found = sorted(one for one in files.read if one in ((0.0, 11.0), (11.0, 24.0), (0.0, 12.0), (12.0, 24.0)))
        files.read.clear()
        return found

    flowing.warm(SEEN)
    assert read() == [], "nobody asks"
    assert counted() == 10
    assert read() == [(0.0, 11.0), (11.0, 24.0)]
    files.many = 15
    assert counted() == 10
    assert read() == [], "asked a moment later"
    clock.advance(61)
    flowing.warm(SEEN)
    assert read() == [(11.0, 24.0)], "what is over is not read again"
    assert counted() == 15
    assert read() == []
    files.many = 20
    clock.advance(401)
    assert counted() == 20, "also where nothing keeps it ready"
    clock.advance(3600)
    assert counted() == 20
    assert (0.0, 12.0) in read(), "an hour more is over"
