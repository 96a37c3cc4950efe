"""The state of places out of stored measurements: weeks that are closed, a day that is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from toancanh.traffic import Flag, Measurements
from toancanh.traffic.columns import COLUMNS
from toancanh.traffic.current import current
from toancanh.traffic.model import DAY_US, MINUTE_US
from toancanh.traffic.state import Level
from toancanh.traffic.store import files
from toancanh.traffic.store.excluding import Exclusion
from toancanh.traffic.units import read_units
from traffic_rows import MONDAY_US, Shelf

NOW_US = MONDAY_US + 12 * 60 * MINUTE_US + 30_000_000
UNITS = read_units()


def day(until_us: int, *, per_minute: int, speed_mps: float) -> Measurements:
    """The 26 hours before, of one lane."""
    count = 26 * 60
    columns = {
        column.name: np.full(count, "", object) if column.dtype is np.object_ else np.zeros(count, column.dtype)
        for column in COLUMNS
    }
    columns["camera_id"][:], columns["zone_id"][:] = "c1", "lane"
    columns["start_us"][:] = (until_us // MINUTE_US - count + np.arange(count)) * MINUTE_US
    columns["observed_s"][:] = 60
    columns["motorcycle"][:] = columns["speed_n"][:] = per_minute
    columns["speed_sum_mps"][:] = per_minute * speed_mps
    return Measurements(columns)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path)
    writer = made.writer()
    for week in range(1, 5):
        writer.append(day(NOW_US + 2 * 3600 * 1_000_000 - week * 7 * DAY_US, per_minute=10, speed_mps=10.0))
    for one in files.days_in(tmp_path):
        assert made.keeper.close(one)
    writer.append(day(NOW_US, per_minute=15, speed_mps=4.5))
    return made


def test_now_against_the_usual_and_soon(shelf: Shelf) -> None:
    (found,) = current(shelf.reader, ["c1"], NOW_US, exclusions=(), units=UNITS)
    assert (found.place.zone_id, found.until_us) == ("lane", NOW_US - 30_000_000)
    assert found.figures["volume_per_h"] == pytest.approx(900)
    assert found.figures["speed_mps"] == pytest.approx(4.5)
    state = found.state
    assert (state.usual_per_h, state.usual_mps) == (pytest.approx(600), pytest.approx(10))
    assert state.ratio == pytest.approx(1.5)
    assert state.level is Level.D, "45 % of the free speed"
    assert [(one.minutes, one.volume_per_h, one.error) for one in state.forecasts] == [
        (15, pytest.approx(900), pytest.approx(0)), (30, pytest.approx(900), pytest.approx(0)),
    ]  # fmt: skip
    shelf.engine.close()


def test_of_a_camera_that_sees_nothing_of_use_nothing_is_told(shelf: Shelf) -> None:
    blind = Exclusion("c1", "", NOW_US - 3600 * 1_000_000, NOW_US, Flag.VIEW)
    (found,) = current(shelf.reader, ["c1"], NOW_US, exclusions=[blind], units=UNITS)
    assert found.figures["seen"] == 0
    assert np.isnan(found.figures["volume_per_h"])
    assert (found.state.level, found.state.ratio) == (None, None)
    assert [one.volume_per_h for one in found.state.forecasts] == [None, None]
    assert found.state.usual_per_h == pytest.approx(600), "that is of other weeks"
    assert current(shelf.reader, ["c2"], NOW_US, exclusions=(), units=UNITS) == []
    shelf.engine.close()
