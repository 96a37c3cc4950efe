"""Observations added up to minutes: every figure against what was put in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pytest

from toancanh.media.model import ClockSource
from toancanh.traffic import Flag, Measurements
from toancanh.traffic.counting import Look, MinuteCounter
from toancanh.traffic.model import MINUTE_US
from toancanh.traffic.units import read_units
from toancanh.vision import Box, GroundPoint, ObjectKind, Observation
from toancanh.vision.zones import Zone, ZoneKind
from traffic_rows import MONDAY_US

S_US = 1_000_000
UNITS = read_units()
# from the left to the right of the picture: what comes down, towards the camera, crosses forward
LINE = Zone(id="line", kind=ZoneKind.COUNTING_LINE, name="", points=((0.1, 0.6), (0.9, 0.6)))
LEFT = Zone(id="left", kind=ZoneKind.LANE, name="", points=((0.1, 0.2), (0.5, 0.2), (0.5, 0.9), (0.1, 0.9)))
RIGHT = Zone(id="right", kind=ZoneKind.LANE, name="", points=((0.5, 0.2), (0.9, 0.2), (0.9, 0.9), (0.5, 0.9)))
STOP = Zone(id="stop", kind=ZoneKind.STOP_LINE, name="", points=((0.1, 0.8), (0.5, 0.8)))
QUEUE = Zone(id="queue", kind=ZoneKind.QUEUE_AREA, name="", points=((0.1, 0.3), (0.5, 0.3), (0.5, 0.9), (0.1, 0.9)))
KERB = Zone(id="kerb", kind=ZoneKind.IGNORE, name="", points=((0.9, 0.0), (1.0, 0.0), (1.0, 1.0), (0.9, 1.0)))

Seen = Callable[[float], Iterable[Observation]]


def thing(
    track: int,
    x: float,
    y: float,
    time_us: int,
    kind: ObjectKind = ObjectKind.MOTORCYCLE,
    *,
    width: float = 0.05,
    speed_mps: float | None = None,
    ground: tuple[float, float] | None = None,
) -> Observation:
    """Its foot is at x, y."""
    return Observation(
        time_us=time_us, time_source=ClockSource.CAMERA_RTCP, track=track, kind=kind, score=0.9, speed_mps=speed_mps,
        box=Box(left=x - width / 2, right=x + width / 2, top=max(0.0, y - 0.12), bottom=y),
        ground=GroundPoint(x_m=ground[0], y_m=ground[1], uncertainty_m=0.5) if ground else None,
    )  # fmt: skip


def counted(
    zones: Sequence[Zone],
    seen: Callable[[float, int], Iterable[Observation]],
    *,
    seconds: float = 60.0,
    fps: float = 5.0,
    start_us: int = MONDAY_US,
    source: ClockSource = ClockSource.CAMERA_RTCP,
    green: Callable[[float], frozenset[str] | None] = lambda _: None,
    **more: object,
) -> Measurements:
    """``seen(t_s, time_us)`` says what each picture shows."""
    counter = MinuteCounter(camera_id="c1", zones=zones, method="test", units=UNITS, **more)  # type: ignore[arg-type]
    parts = []
    for n in range(round(seconds * fps) + 1):
        t_s = n / fps
        time_us = start_us + round(t_s * 1e6)
        found = tuple(seen(t_s, time_us))
        look = Look(
            time_us=time_us, steady_us=7 + round(t_s * 1e6), time_source=source, observations=found, green=green(t_s)
        )
        parts.append(counter.look(look))
    return Measurements.joined([*parts, counter.finish()])


def row(found: Measurements, zone_id: str, movement: str = "", minute: int = 0) -> dict[str, float]:
    at = (found["zone_id"] == zone_id) & (found["movement"] == movement)
    at &= found["start_us"] == MONDAY_US + minute * MINUTE_US
    assert at.sum() == 1, f"{zone_id} {movement}: {at.sum()} rows"
    return {name: values[at][0] for name, values in found.columns.items()}


def rider(track: int, x: float, start_s: float, *, speed: float = 0.1, up: bool = False, **more: object) -> Seen:
    """Comes down the picture from its upper quarter (or goes up), ``speed`` heights a second."""

    def at(t_s: float) -> Iterable[Observation]:
        gone = (t_s - start_s) * speed
        if 0 <= gone <= 0.7:
            y = 0.95 - gone if up else 0.25 + gone
            yield thing(track, x, y, MONDAY_US + round(t_s * 1e6), **more)  # type: ignore[arg-type]

    return at


def all_of(*riders: Seen) -> Callable[[float, int], Iterable[Observation]]:
    return lambda t_s, _time_us: (one for each in riders for one in each(t_s))


def test_counts_by_line_way_lane_and_kind() -> None:
    found = counted(
        [LINE, LEFT, RIGHT],
        all_of(
            *(rider(n, 0.2, 5.0 * n) for n in range(1, 6)),
            rider(6, 0.7, 3.0, kind=ObjectKind.CAR),
            rider(7, 0.7, 20.0, up=True),
            rider(8, 0.3, 20.0, kind=ObjectKind.PEDESTRIAN),
        ),
    )
    forward, backward = row(found, "line", "forward"), row(found, "line", "backward")
    assert (forward["motorcycle"], forward["car"], forward["pedestrian"]) == (5, 1, 1)
    assert (backward["motorcycle"], backward["car"]) == (1, 0)
    assert (row(found, "left")["motorcycle"], row(found, "left")["pedestrian"]) == (5, 1)
    assert (row(found, "right")["car"], row(found, "right")["motorcycle"]) == (1, 1)
    assert forward["peak"] == 6, "who walks is no vehicle"
    assert forward["observed_s"] == pytest.approx(60, abs=1e-3)
    assert set(found["method"]) == {"test"}


def test_a_kind_is_what_most_pictures_said_and_a_kind_rather_than_none() -> None:
    def seen(t_s: float, time_us: int) -> Iterable[Observation]:
        kind = ObjectKind.VEHICLE if t_s < 3 else ObjectKind.BUS if t_s > 3.8 else ObjectKind.LORRY
        yield thing(1, 0.3, 0.25 + 0.07 * t_s, time_us, kind)

    found = row(counted([LINE], seen, seconds=8), "line", "forward")
    assert found["bus"] == 1
    assert sum(found[kind] for kind in ("vehicle", "lorry")) == 0


def test_what_stands_in_a_region_to_ignore_is_not_there() -> None:
    line = Zone(id="line", kind=ZoneKind.COUNTING_LINE, name="", points=((0.1, 0.6), (1.0, 0.6)))
    found = counted([line, KERB], all_of(rider(1, 0.95, 2.0), rider(2, 0.5, 2.0)), seconds=20)
    assert row(found, "line", "forward")["motorcycle"] == 1


def test_movements_are_pairs_of_lines() -> None:
    out = Zone(id="out", kind=ZoneKind.COUNTING_LINE, name="", points=((0.1, 0.8), (0.9, 0.8)))
    pairs = [("line", "out"), ("out", "line")]
    found = counted([LINE, out], all_of(rider(1, 0.3, 1.0), rider(2, 0.5, 3.0)), seconds=20, movements=pairs)
    assert row(found, "line", "out")["motorcycle"] == 2
    assert row(found, "out", "line")["motorcycle"] == 0
    assert row(found, "line", "out")["line_s"] == row(found, "line", "forward")["area_s"] == 0, "that is not known"


def test_occupancy_of_the_time_and_of_the_width() -> None:
    """One object of a tenth of the line's width stands on it for 15 of 60 seconds, two beside each other for 6 more."""

    def seen(t_s: float, time_us: int) -> Iterable[Observation]:
        if 10 <= t_s < 25 or 40 <= t_s < 46:
            yield thing(1, 0.3, 0.61, time_us, width=0.08)
        if 40 <= t_s < 46:
            yield thing(2, 0.7, 0.61, time_us, width=0.08)

    found = counted([LINE, LEFT, RIGHT], seen)
    line, left, right = row(found, "line", "forward"), row(found, "left"), row(found, "right")
    assert line["occupied_s"] == pytest.approx(21)
    assert line["covered_s"] == pytest.approx(0.1 * 15 + 0.2 * 6, rel=1e-3)
    assert left["occupied_s"] == pytest.approx(21)
    assert left["covered_s"] == pytest.approx(0.2 * 21, rel=0.02)
    assert right["occupied_s"] == pytest.approx(6)
    assert line["occupancy_low"] == line["occupancy_high"] == pytest.approx(0.35)


def test_speeds_are_of_those_that_cross() -> None:
    found = counted(
        [LINE], all_of(rider(1, 0.3, 1.0, speed_mps=5.0), rider(2, 0.5, 3.0, speed_mps=10.0), rider(3, 0.6, 3.0))
    )
    line = row(found, "line", "forward")
    assert (line["speed_n"], line["speed_sum_mps"]) == (2, 15.0)
    assert line["pace_sum_spm"] == pytest.approx(0.3)
    assert line["motorcycle"] == 3


@pytest.mark.parametrize("speed_mps", [0.0, None])
def test_who_stands_makes_queue_and_delay(speed_mps: float | None) -> None:
    """Three stand for 30 s, with their speed known or by where they are; then all leave over the stop line."""

    def seen(t_s: float, time_us: int) -> Iterable[Observation]:
        for n in range(3):
            y = 0.5 + 0.1 * n + max(0.0, t_s - 30) * 0.1
            if y < 0.99:
                moving = None if speed_mps is None else 6.0 if t_s > 30 else speed_mps
                yield thing(n, 0.3, y, time_us, speed_mps=moving)

    found = row(counted([QUEUE, STOP], seen), "queue")
    assert found["motorcycle"] == 3
    assert found["standing_s"] == pytest.approx(90, abs=4)
    assert found["queue_s"] == 0, "no length without calibration"


class Flat:
    """A view in which a tenth of the picture's height is 4 m."""

    def ground(self, shares: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> object:
        return np.column_stack([np.zeros(len(shares)), -shares[:, 1] * 40])


def test_a_queue_has_a_length_where_the_view_is_calibrated() -> None:
    def seen(t_s: float, time_us: int) -> Iterable[Observation]:
        for n, y in enumerate((0.75, 0.55) if t_s < 30 else (0.75,)):
            yield thing(n, 0.3, y, time_us, speed_mps=0.0, ground=(0.0, -y * 40))

    found = row(counted([QUEUE, STOP], seen, calibration=Flat()), "queue")
    assert found["queue_max_m"] == pytest.approx(10)
    assert found["queue_s"] == pytest.approx(60, abs=0.01)
    assert found["queue_sum_ms"] == pytest.approx(10 * 30 + 2 * 30, rel=0.01)


def test_capacity_is_that_of_the_time_in_which_one_may_pass() -> None:
    lane_pcu = UNITS.capacity.lane_pcuph.value / 60
    known = counted(
        [QUEUE, STOP, LINE, RIGHT], lambda *_: (), green=lambda t_s: frozenset({"stop"} if t_s < 24 else ())
    )
    assert row(known, "queue")["capacity_pcu"] == pytest.approx(lane_pcu * 0.4, rel=1e-3)
    assert row(known, "queue")["capacity_s"] == pytest.approx(60, abs=0.01)
    assert row(known, "right")["capacity_pcu"] == pytest.approx(lane_pcu, rel=1e-3)
    unknown = counted([QUEUE, STOP], lambda *_: (), lanes={"queue": 2})
    assert row(unknown, "queue")["capacity_s"] == 0


def test_a_minute_is_made_of_what_was_looked_at() -> None:
    """Looks stop for 20 s in the second minute, and for all of the fourth."""

    def is_away(t_s: float) -> bool:
        return 70 < t_s < 90 or 179.9 < t_s < 240

    counter = MinuteCounter(camera_id="c1", zones=[LINE], method="test", units=UNITS)
    parts = []
    for n in range(300 * 5 + 1):
        if not is_away(n / 5):
            time_us = MONDAY_US + n * S_US // 5
            look = Look(time_us=time_us, steady_us=time_us, time_source=ClockSource.SERVER_ARRIVAL, observations=())
            parts.append(counter.look(look))
    found = Measurements.joined([*parts, counter.finish()])
    of_line = found.where(found["movement"] == "forward")
    assert ((of_line["start_us"] - MONDAY_US) // MINUTE_US).tolist() == [0, 1, 2, 4]
    assert of_line["observed_s"].tolist() == pytest.approx([60, 40, 59.8, 60], abs=0.01)
    assert set(of_line["flags"]) == {Flag.TIME_OF_ARRIVAL | Flag.FEW_LOOKS}


@pytest.mark.parametrize(
    ("zones", "fps", "is_flagged"), [([LINE], 5, True), ([LINE], 7, False), ([QUEUE, STOP], 5, False)]
)
def test_counts_of_too_few_looks_are_marked(zones: list[Zone], fps: float, is_flagged: bool) -> None:
    flags = counted(zones, lambda *_: (), fps=fps, seconds=59.9)["flags"]
    assert len(flags)
    assert set(flags) == {Flag.FEW_LOOKS if is_flagged else 0}


@pytest.mark.parametrize("by_s", [-3600.0, -30.0, 30.0, 3600.0])
def test_a_clock_that_is_set_flags_the_minutes_before_and_after(by_s: float) -> None:
    counter = MinuteCounter(camera_id="c1", zones=[LINE], method="test", units=UNITS)
    parts = []
    for n in range(200 * 5):
        steady_us = n * S_US // 5
        time_us = MONDAY_US + 2 * 3_600 * S_US + steady_us + (round(by_s * 1e6) if steady_us >= 100 * S_US else 0)
        look = Look(time_us=time_us, steady_us=steady_us, time_source=ClockSource.CAMERA_RTCP, observations=())
        parts.append(counter.look(look))
    found = Measurements.joined([*parts, counter.finish()])
    of_line = found.where(found["movement"] == "forward")
    flagged = [bool(flags & Flag.CLOCK_STEP) for flags in of_line["flags"]]
    assert flagged.count(True) == 2
    assert not flagged[0]
    assert not flagged[-1]
    assert (of_line["observed_s"] <= 60.001).all()


def test_rows_of_a_worker_can_be_kept() -> None:
    """Nothing that a minute of a counter holds is impossible."""
    from toancanh.traffic.failures import impossible

    found = counted([LINE, LEFT, RIGHT, QUEUE, STOP], all_of(*(rider(n, 0.2, 0.3 * n) for n in range(100))))
    assert row(found, "line", "forward")["motorcycle"] > 80
    assert not impossible(found).any()
