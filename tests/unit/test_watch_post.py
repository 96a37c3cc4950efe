"""One camera as it is watched: which pictures are looked at, and what breaks its tracks."""

from collections.abc import Iterable

import pytest

from toancanh.health.model import FaultKind
from toancanh.media.model import AccessUnit, ClockSource
from toancanh.vision import Detections, ObjectKind
from toancanh.vision.confined.coded import Looked
from toancanh.vision.watch.model import usual_ask
from toancanh.vision.watch.ports import Assignment, Interruption, Purpose
from toancanh.vision.watch.post import Broken, Post, Seen, steady_us
from toancanh.vision.zones import Zone, ZoneKind

START_US = 1_763_800_000_000_000
STEP_US = 100_000


def post(looks_per_s: float = 10.0) -> Post:
    line = Zone(id="l", kind=ZoneKind.COUNTING_LINE, name="l", points=((0.0, 0.5), (1.0, 0.5)))
    return Post(
        Assignment(
            camera_id="c",
            purposes=frozenset({Purpose.COUNTING}),
            method_name="without_weights",
            looks_per_s=looks_per_s,
            zones=(line,),
            calibration=None,
            version=1,
        )
    )


def looked(number: int, boxes: Iterable[tuple[float, float]] = (), *, wall_us: int = 0, **said: bool) -> Looked:
    """Motorcycles whose upper left corners are given; ``wall_us``: by how much the clock was set."""
    found = [(left, top, left + 20, top + 40) for left, top in boxes]
    return Looked(
        time_us=START_US + number * STEP_US + wall_us, width=640, height=360,
        detections=Detections.of(found, [ObjectKind.MOTORCYCLE] * len(found), [0.9] * len(found)), **said,
    )  # fmt: skip


class Watch:
    """A post that is shown pictures, and what came of them."""

    def __init__(self) -> None:
        self.post = post()
        self.seen: list[Seen] = []
        self.broken: list[Interruption] = []

    def show(self, one: Looked, number: int, *, faults: frozenset[FaultKind] = frozenset()) -> None:
        for event in self.post.follow(one, number * STEP_US, ClockSource.CAMERA_RTCP, faults):
            if isinstance(event, Broken):
                self.broken.append(event.why)
            else:
                self.seen.append(event)

    @property
    def tracks(self) -> set[int]:
        return {one.track for sight, _ in self.seen for one in sight.observations}


def down(number: int) -> tuple[float, float]:
    return (300.0, 100.0 + 8 * number)


def test_who_rides_on_crosses_a_line_once() -> None:
    watch = Watch()
    for number in range(20):
        watch.show(looked(number, [down(number)]), number)
    (crossing,) = [crossing for sight, _ in watch.seen for crossing, _ in sight.crossings]
    assert crossing.is_forward
    assert len(watch.tracks) == 1
    assert not watch.broken


@pytest.mark.parametrize(("said", "why"), [("is_still", Interruption.STILL), ("is_settled", Interruption.LEARNING)])
def test_of_pictures_that_say_nothing_nothing_is_told(said: str, why: Interruption) -> None:
    """Not that the street was empty: once that nothing is known, and again what is seen afterwards."""
    watch = Watch()
    for number in range(5):
        watch.show(looked(number, [down(number)]), number)
    before = len(watch.seen)
    for number in range(5, 10):
        watch.show(looked(number, [down(number)], **{said: said == "is_still"}), number)
    assert (len(watch.seen), watch.broken) == (before, [why])
    for number in range(10, 15):
        watch.show(looked(number, [down(number)]), number)
    assert len(watch.seen) == before + 5
    assert len(watch.tracks) == 2  # a number is used once


@pytest.mark.parametrize("set_by_us", [-3_600_000_000, 3_600_000_000, -700_000])
def test_a_clock_that_is_set_ends_the_tracks_and_nothing_else(set_by_us: int) -> None:
    watch = Watch()
    for number in range(10):
        watch.show(looked(number, [down(number)], wall_us=set_by_us if number >= 5 else 0), number)
    assert watch.broken == [Interruption.STEP]
    assert len(watch.seen) == 10
    assert len(watch.tracks) == 2


def test_a_film_that_begins_again_ends_the_tracks() -> None:
    watch = Watch()
    here = [(60.0 * n, 100.0) for n in range(8)]
    there = [(60.0 * n + 30, 250.0) for n in range(8)]
    for number in range(12):
        watch.show(looked(number, here if number < 6 else there), number)
    assert watch.broken == [Interruption.STEP]
    assert len(watch.tracks) == 16


def test_what_health_knows_goes_with_the_picture() -> None:
    watch = Watch()
    watch.show(looked(0), 0, faults=frozenset({FaultKind.MOVED}))
    watch.show(looked(1), 1, faults=frozenset({FaultKind.LOSSY}))
    assert [frame.is_fit for _, frame in watch.seen] == [False, True]


def units(count: int, *, fps: float, start: int = 0) -> list[AccessUnit]:
    times = [start + round(number * 90_000 / fps) for number in range(count)]
    return [AccessUnit(media_time=at, is_key=False, data=b"", wall_us=0, arrival_us=0) for at in times]


@pytest.mark.parametrize(
    ("fps", "looks_per_s", "expected"), [(10, 10, 100), (10, 5, 50), (25, 10, 100), (25, 2, 20), (12, 10, 100)]
)
def test_of_pictures_so_many_are_looked_at_as_the_plan_says(fps: float, looks_per_s: float, expected: int) -> None:
    one = post(looks_per_s)
    whole = units(10 * int(fps), fps=fps)
    found = [at for begin in range(0, len(whole), 7) for at in one.wanted(whole[begin : begin + 7])]
    assert abs(len(found) - expected) <= 1 + expected // 50
    assert len(set(found)) == len(found)


def test_after_a_gap_looks_do_not_catch_up() -> None:
    one = post(5)
    before = one.wanted(units(50, fps=10))
    after = one.wanted(units(50, fps=10, start=90_000 * 60))
    assert abs(len(before) - len(after)) <= 1


def test_media_time_is_in_microseconds() -> None:
    (_, second) = units(2, fps=10)
    assert steady_us(second) == 100_000


def test_what_is_drawn_says_what_a_camera_asks_for() -> None:
    area = ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9))

    def asked(*kinds: ZoneKind) -> frozenset[Purpose]:
        zones = [Zone(id=kind, kind=kind, name=kind, points=area[:2] if kind.is_line else area) for kind in kinds]
        return usual_ask("c", zones).purposes

    assert asked() == asked(ZoneKind.IGNORE) == asked(ZoneKind.STOP_LINE) == frozenset()
    assert asked(ZoneKind.COUNTING_LINE, ZoneKind.IGNORE) == {Purpose.COUNTING}
    assert asked(ZoneKind.NO_STOP_AREA) == {Purpose.INCIDENTS}
    assert asked(*ZoneKind) == set(Purpose)
