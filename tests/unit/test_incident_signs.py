"""Signs of incidents out of fed observations: each kind, and what must not look like it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from toancanh.media.model import ClockSource
from toancanh.traffic.incidents.joining import ENOUGH
from toancanh.traffic.incidents.learned import Learned
from toancanh.traffic.incidents.model import IncidentEvidence, Signal, TrafficIncidentKind
from toancanh.traffic.incidents.watching import IncidentWatch
from toancanh.vision import Box, GroundPoint, ObjectKind, Observation
from toancanh.vision.zones import Zone, ZoneKind
from traffic_rows import MONDAY_US

S_US = 1_000_000
FPS = 5
ROAD = Zone(id="road", kind=ZoneKind.LANE, name="", points=((0.1, 0.05), (0.9, 0.05), (0.9, 0.95), (0.1, 0.95)))
LEFT = Zone(id="left", kind=ZoneKind.LANE, name="", points=((0.1, 0.05), (0.5, 0.05), (0.5, 0.95), (0.1, 0.95)))
RIGHT = Zone(id="right", kind=ZoneKind.LANE, name="", points=((0.5, 0.05), (0.9, 0.05), (0.9, 0.95), (0.5, 0.95)))
QUEUE = Zone(id="queue", kind=ZoneKind.QUEUE_AREA, name="", points=ROAD.points)
NO_STOP = Zone(id="tunnel", kind=ZoneKind.NO_STOP_AREA, name="", points=ROAD.points)
UP = Zone(id="up", kind=ZoneKind.DIRECTION, name="", points=((0.5, 0.9), (0.5, 0.2)))
METRES = 40.0
"""A picture is so many metres wide here, and its y runs away from the camera."""

Seen = Callable[[float], Iterable[Observation]]


def thing(
    track: int, x: float, y: float, t_s: float, *, mps: float | None, kind: ObjectKind = ObjectKind.CAR,
    ground: bool = True,
) -> Observation:  # fmt: skip
    at = GroundPoint(x_m=x * METRES, y_m=-y * METRES * 9 / 16, uncertainty_m=0.5) if ground else None
    return Observation(
        time_us=us(t_s), time_source=ClockSource.CAMERA_RTCP, track=track, kind=kind, score=0.9,
        box=Box(left=max(0.0, x - 0.02), right=min(1.0, x + 0.02), top=max(0.0, y - 0.07), bottom=y), ground=at,
        speed_mps=mps if ground else None,
    )  # fmt: skip


def us(t_s: float) -> int:
    return MONDAY_US + round(t_s * S_US)


def driving(first: int, t_s: float, *, every_s: float, x: float, mps: float = 8.0, way: float = -1.0,
            ground: bool = True) -> Iterable[Observation]:  # fmt: skip
    """One after the other up the picture (``way`` -1), each with a track of its own."""
    share_ps = mps / (METRES * 9 / 16)
    number = int(t_s / every_s)
    for one in range(max(0, number - 3), number + 1):
        gone = (t_s - one * every_s) * share_ps
        y = 0.94 - gone if way < 0 else 0.06 + gone
        if 0.06 <= y <= 0.94:
            yield thing(first + one, x, y, t_s, mps=mps, ground=ground)


def told(
    zones: Sequence[Zone], seen: Seen, *, seconds: float, watch: IncidentWatch | None = None, from_s: float = 0.0,
    expressway: bool = False,
) -> list[Signal]:  # fmt: skip
    eye = watch or IncidentWatch("c", zones, expressway=expressway)
    found = []
    for look in range(round(from_s * FPS), round((from_s + seconds) * FPS)):
        found += eye.step(us(look / FPS), list(seen(look / FPS)))
    return found


def sure(signals: Iterable[Signal], kind: TrafficIncidentKind) -> list[Signal]:
    return [one for one in signals if one.kind is kind and one.strength >= ENOUGH]


def test_a_car_that_stands_while_others_drive_past_is_told_within_half_a_minute() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        if t_s >= 10:
            yield thing(int(t_s // 7), 0.6, 0.5, t_s, mps=0.1)  # its track breaks again and again

    signals = told([ROAD, UP], seen, seconds=60)
    first = sure(signals, TrafficIncidentKind.STOPPED_VEHICLE)[0]
    assert 10 <= (first.time_us - us(10)) / S_US <= 30
    assert first.began_us - us(10) <= 2 * S_US
    assert (first.zone_id, first.camera_id) == ("road", "c")
    assert first.box is not None
    assert abs(first.box.foot[0] - 0.6) < 0.01
    assert first.evidence[IncidentEvidence.PASSED] >= 4
    assert not sure(signals, TrafficIncidentKind.WRONG_WAY)


def test_a_queue_at_a_red_light_is_none() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        """Eight that stand for 45 s while motorcycles filter through, then all leave."""
        if t_s % 90 < 45:
            yield from (thing(n, 0.3 + 0.1 * (n % 4), 0.4 + 0.2 * (n // 4), t_s, mps=0.0) for n in range(8))
            yield from driving(1000, t_s, every_s=6.0, x=0.35, mps=3.0)
        else:
            yield from driving(5000, t_s, every_s=1.5, x=0.5)

    for zones in ([ROAD, UP], [QUEUE, UP]):
        signals = told(zones, seen, seconds=200)
        assert not sure(signals, TrafficIncidentKind.STOPPED_VEHICLE), zones[0].id
    assert not sure(told([QUEUE, UP], seen, seconds=200), TrafficIncidentKind.CONGESTION)


def test_where_nobody_may_stop_less_suffices() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=5.0, x=0.4)
        yield thing(1, 0.6, 0.5, t_s, mps=0.0)

    plain, strict = (
        sure(told([area, UP], seen, seconds=80), TrafficIncidentKind.STOPPED_VEHICLE) for area in (ROAD, NO_STOP)
    )
    assert strict[0].time_us < plain[0].time_us
    assert strict[0].evidence[IncidentEvidence.NO_STOP_AREA] == 1


def test_beside_the_road_one_may_stand() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        yield thing(1, 0.95, 0.5, t_s, mps=0.0)

    assert not told([ROAD, UP], seen, seconds=60)


def test_a_rider_against_the_arrow() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        if t_s >= 20:
            yield from (one for one in driving(9000, t_s - 20, every_s=100.0, x=0.7, mps=5.0, way=1.0))

    signals = sure(told([ROAD, UP], seen, seconds=30), TrafficIncidentKind.WRONG_WAY)
    assert 1 <= (signals[0].time_us - us(20)) / S_US <= 3.5
    assert signals[0].evidence[IncidentEvidence.LEARNED] == 0
    assert 4 <= signals[0].evidence[IncidentEvidence.SPEED_MPS] <= 6


def test_the_way_is_learned_where_none_is_drawn_and_kept_for_the_next_start() -> None:
    def flow(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=1.5, x=0.5)

    def wrong(t_s: float) -> Iterable[Observation]:
        yield from driving(90000, t_s - 300, every_s=100.0, x=0.5, mps=5.0, way=1.0)

    watch = IncidentWatch("c", [ROAD])
    assert not told([], wrong, seconds=5, watch=IncidentWatch("c", [ROAD]), from_s=300), "nothing is known yet"
    told([], flow, seconds=120, watch=watch)
    again = IncidentWatch("c", [ROAD], learned=Learned.of(watch.learned.text()))
    for eye in (watch, again):
        signals = sure(told([], wrong, seconds=5, watch=eye, from_s=300), TrafficIncidentKind.WRONG_WAY)
        assert signals
        assert signals[0].evidence[IncidentEvidence.LEARNED] == 1


def test_a_track_that_jumps_back_to_the_next_is_no_wrong_way() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        step = round(t_s * FPS) % 10
        yield thing(1, 0.5, 0.9 - 0.07 * step, t_s, mps=8.0)

    assert not sure(told([ROAD, UP], seen, seconds=60), TrafficIncidentKind.WRONG_WAY)


def test_whoever_drives_half_outside_of_the_area_must_be_seen_for_longer() -> None:
    """He may be the light of one who comes on the other side."""

    def seen(x: float) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=5.0, x=0.8)
            yield from driving(9000, t_s - 20, every_s=100.0, x=x, mps=9.0, way=1.0) if t_s >= 20 else ()

        return at

    inside, astride = (
        sure(told([ROAD, UP], seen(x), seconds=30), TrafficIncidentKind.WRONG_WAY)[0] for x in (0.13, 0.11)
    )
    assert inside.time_us <= us(21.4) < astride.time_us


def test_a_track_with_gaps_and_jumps_is_no_wrong_way() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        look = round(t_s * FPS) % 50
        if look in (0, 1, 4, 5, 8):
            yield thing(round(t_s * FPS) // 50, 0.5, 0.3 + 0.045 * look, t_s, mps=6.0)

    assert not sure(told([ROAD, UP], seen, seconds=60), TrafficIncidentKind.WRONG_WAY)


def test_what_flickers_and_was_never_seen_to_come_does_not_stand() -> None:
    """A light on a wet street: a pedestrian who walks through it did not bring it."""

    def seen(lit: Callable[[int], bool]) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=12.0, x=0.4)
            look = round(t_s * FPS)
            if t_s >= 5 and lit(look):
                yield thing(look // 20 + 1, 0.6, 0.5, t_s, mps=0.2)
            if 30 <= t_s < 40:
                yield thing(500_000, 0.6, 0.4 + 0.01 * (t_s - 30), t_s, mps=0.3)

        return at

    assert not sure(told([ROAD, UP], seen(lambda look: look % 7 < 4), seconds=90), TrafficIncidentKind.STOPPED_VEHICLE)
    assert sure(told([ROAD, UP], seen(lambda _: True), seconds=90), TrafficIncidentKind.STOPPED_VEHICLE)


def test_where_something_of_the_picture_stood_nobody_arrives() -> None:
    def seen(haunted: bool) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=30.0, x=0.4)
            if haunted and 5 <= t_s < 20:
                yield thing(1, 0.6, 0.5, t_s, mps=0.0)
            if t_s >= 30:
                yield thing(2, 0.6, max(0.5, 0.9 - 0.2 * (t_s - 30)), t_s, mps=4.5 if t_s < 32 else 0.0)

        return at

    stands = TrafficIncidentKind.STOPPED_VEHICLE
    assert sure(told([ROAD, UP], seen(False), seconds=80), stands)[0].evidence[IncidentEvidence.ARRIVED] == 1
    assert not sure(told([ROAD, UP], seen(True), seconds=80), stands)
    turned = IncidentWatch("c", [ROAD, UP])
    told([], seen(True), seconds=25, watch=turned)
    turned.unlearn()
    assert sure(told([], seen(True), seconds=55, from_s=25, watch=turned), stands), "that was another street"


def test_what_stands_hidden_behind_another_for_a_while_stands_on() -> None:
    def seen(hides: bool) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=4.0, x=0.3)
            if 10 <= t_s < 16 or t_s >= 26:
                y = max(0.5, 0.9 - 0.3 * (t_s - 10)) if t_s < 26 else 0.5
                yield thing(1 if t_s < 16 else 2, 0.6, y, t_s, mps=6.0 if y > 0.5 else 0.0)
            elif hides and t_s >= 16:
                lorry = thing(3, 0.6, 0.62, t_s, mps=0.1, kind=ObjectKind.LORRY)
                yield replace(lorry, box=Box(left=0.52, right=0.68, top=0.2, bottom=0.62))

        return at

    hidden, gone = (
        sure(told([ROAD, UP], seen(hides), seconds=90), TrafficIncidentKind.STOPPED_VEHICLE) for hides in (True, False)
    )
    assert hidden[0].began_us < us(13)
    assert hidden[0].evidence[IncidentEvidence.ARRIVED] == 1
    assert all(one.began_us >= us(26) for one in gone)


def test_congestion_is_told_and_free_flow_is_not() -> None:
    def crawl(t_s: float) -> Iterable[Observation]:
        for n in range(9):
            yield thing(n, 0.2 + 0.2 * (n % 3), 0.3 + 0.2 * (n // 3) - 0.002 * (t_s % 30), t_s, mps=1.5)

    def free(t_s: float) -> Iterable[Observation]:
        for x in (0.3, 0.5, 0.7):
            yield from driving(1000 + int(x * 10) * 10000, t_s, every_s=1.0, x=x)

    signals = sure(told([ROAD, UP], crawl, seconds=60), TrafficIncidentKind.CONGESTION)
    assert 10 <= (signals[0].time_us - us(0)) / S_US <= 30
    assert signals[0].zone_id == "road"
    assert signals[0].evidence[IncidentEvidence.SPEED_MPS] < 2
    assert not told([ROAD, UP], free, seconds=120)


def test_a_slow_area_is_slower_than_is_usual_there() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        mps = 10.0 if t_s < 300 else 3.5
        for x in (0.3, 0.4, 0.5, 0.6):
            yield from driving(1000 + int(x * 10) * 10000, t_s, every_s=0.9, x=x, mps=mps)

    signals = told([ROAD, UP], seen, seconds=420)
    slow = sure(signals, TrafficIncidentKind.SLOW_AREA)
    assert slow
    assert slow[0].time_us > us(330)
    assert slow[0].evidence[IncidentEvidence.USUAL_MPS] > 6
    assert not sure(signals, TrafficIncidentKind.CONGESTION)


def test_a_lane_that_nobody_uses_any_more() -> None:
    def seen(closed: bool) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=2.0, x=0.3)
            if not closed or t_s < 300:
                yield from driving(500_000, t_s, every_s=3.0, x=0.7)

        return at

    closed = sure(told([LEFT, RIGHT, UP], seen(True), seconds=420), TrafficIncidentKind.CLOSED_LANE)
    assert closed[0].zone_id == "right"
    assert 30 <= (closed[0].time_us - us(300)) / S_US <= 60
    assert closed[0].evidence[IncidentEvidence.EXPECTED] >= 9
    assert not sure(told([LEFT, RIGHT, UP], seen(False), seconds=420), TrafficIncidentKind.CLOSED_LANE)


def test_on_foot_on_an_expressway_and_nowhere_else() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield thing(1, 0.3 + 0.01 * t_s, 0.5, t_s, mps=1.3, kind=ObjectKind.PEDESTRIAN)

    found = sure(told([ROAD], seen, seconds=10, expressway=True), TrafficIncidentKind.PEDESTRIAN)
    assert found[0].evidence[IncidentEvidence.WALKED_S] >= 1
    assert not told([ROAD], seen, seconds=10)


def test_without_a_calibration_standing_and_wrong_ways_are_told_by_the_height_of_bodies() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4, ground=False)
        yield thing(1, 0.6, 0.5, t_s, mps=None, ground=False)

    assert sure(told([ROAD, UP], seen, seconds=60), TrafficIncidentKind.STOPPED_VEHICLE)


def test_after_a_time_without_pictures_what_stood_begins_anew() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        yield thing(1, 0.6, 0.5, t_s, mps=0.0)

    watch = IncidentWatch("c", [ROAD, UP])
    told([], seen, seconds=14, watch=watch)
    late = told([], seen, seconds=12, watch=watch, from_s=100)
    assert not sure(late, TrafficIncidentKind.STOPPED_VEHICLE)
    assert all(one.began_us >= us(100) for one in late)


def test_the_same_looks_give_the_same_signals() -> None:
    def seen(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        yield thing(1, 0.6, 0.5, t_s, mps=0.0)

    assert told([ROAD, UP], seen, seconds=30) == told([ROAD, UP], seen, seconds=30)


class Breakdown:
    """A car stands from 10 s on; without weights it is not seen any more from 120 s on. Others drive past beside it,
    and from ``left_s`` on over where it stood.
    """

    def __init__(self, *, left_s: float = 1e9, drives_off: bool = False, ghost: bool = False) -> None:
        self.left_s, self.drives_off, self.ghost = left_s, drives_off, ghost

    def __call__(self, t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        if 10 <= t_s < min(120.0, self.left_s) or (self.ghost and t_s >= self.left_s):
            yield thing(1 if t_s < self.left_s else 2, 0.6, 0.5, t_s, mps=0.0)
        if self.drives_off and 0 <= t_s - self.left_s < 4:
            yield thing(1, 0.6, 0.5 - 0.09 * (t_s - self.left_s), t_s, mps=4.0)
        if t_s >= self.left_s + 10:
            yield from driving(500_000, t_s - self.left_s - 10, every_s=5.0, x=0.6)


def stands_until_s(seen: Seen, *, absorbs: bool = True) -> float:
    """When it was last surely said to stand."""
    watch = IncidentWatch("c", [ROAD, UP], absorbs=absorbs)
    signals = sure(told([], seen, seconds=260, watch=watch), TrafficIncidentKind.STOPPED_VEHICLE)
    return (signals[-1].time_us - us(0)) / S_US


def test_what_stands_for_so_long_that_it_is_not_seen_any_more_stands_on_until_others_drive_over_its_place() -> None:
    assert stands_until_s(Breakdown()) >= 254
    assert 200 <= stands_until_s(Breakdown(left_s=200)) <= 230
    assert stands_until_s(Breakdown(), absorbs=False) <= 125, "a model sees it for as long as it stands"
    watch = IncidentWatch("c", [ROAD, UP])
    last = told([], Breakdown(), seconds=200, watch=watch)[-1]
    assert 75 <= last.evidence[IncidentEvidence.UNSEEN_S] <= 80
    assert last.began_us <= us(12)


def test_what_is_seen_to_drive_off_does_not_stand_on() -> None:
    assert stands_until_s(Breakdown(left_s=60, drives_off=True)) <= 61


def test_the_street_that_shows_where_a_vehicle_stood_long_is_no_vehicle() -> None:
    assert 200 <= stands_until_s(Breakdown(left_s=200, ghost=True)) <= 230


def test_a_crawl_is_no_vehicle_that_stands() -> None:
    """Neither one that creeps on, nor a place at which one after the other waits."""

    def creeping(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.4)
        yield from driving(500_000, t_s, every_s=40.0, x=0.6, mps=0.7)

    def waiting(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=3.0, x=0.4)
        number, since_s = divmod(t_s, 4.0)
        yield thing(2000 + int(number), 0.6, 0.5, t_s, mps=0.0)
        if number:
            yield thing(1999 + int(number), 0.6, 0.5 - 0.08 * since_s, t_s, mps=2.0)

    for seen in (creeping, waiting):
        assert not sure(told([ROAD, UP], seen, seconds=60), TrafficIncidentKind.STOPPED_VEHICLE), seen.__name__


def test_a_track_that_is_handed_back_through_a_crawl_is_no_wrong_way() -> None:
    """Whether it creeps back, or is seen now and then, each time farther back."""

    def seen(metres_ps: float, *, gaps: bool) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            for n in range(6):
                yield thing(10 + n, 0.3 + 0.1 * (n % 4), 0.35 + 0.1 * n, t_s, mps=1.2)
            if not gaps or round(t_s * FPS) % 5 == 0:
                yield thing(1, 0.5, 0.2 + (t_s % 6) * metres_ps / (METRES * 9 / 16), t_s, mps=metres_ps)

        return at

    for mps, gaps in ((1.4, False), (3.5, True)):
        assert not sure(told([ROAD, UP], seen(mps, gaps=gaps), seconds=30), TrafficIncidentKind.WRONG_WAY), mps


def test_a_queue_in_which_some_are_hidden_is_congestion_all_the_same() -> None:
    """Two of three are seen in any look."""

    def seen(t_s: float) -> Iterable[Observation]:
        for n in range(3):
            if n != round(t_s) % 3:
                yield thing(n, 0.3 + 0.15 * n, 0.5, t_s, mps=0.3)

    first = sure(told([ROAD, UP], seen, seconds=60), TrafficIncidentKind.CONGESTION)[0]
    assert (first.time_us - us(0)) / S_US <= 40


def test_after_a_restart_it_is_known_which_lane_is_used_and_how_fast_one_drives_there() -> None:
    def usual(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.3)
        yield from driving(500_000, t_s, every_s=3.0, x=0.7)

    def right_closed(t_s: float) -> Iterable[Observation]:
        yield from driving(1000, t_s, every_s=2.0, x=0.3)

    before = IncidentWatch("c", [LEFT, RIGHT, UP])
    told([], usual, seconds=240, watch=before)
    again = IncidentWatch("c", [LEFT, RIGHT, UP], learned=Learned.of(before.learned.text()))
    assert again.learned.usual.keys() == {"left", "right"}
    assert all(total / many > 6 for total, many in again.learned.usual.values())
    fresh = IncidentWatch("c", [LEFT, RIGHT, UP])
    closed = [told([], right_closed, seconds=60, watch=watch, from_s=300) for watch in (again, fresh)]
    assert [{one.zone_id for one in sure(signals, TrafficIncidentKind.CLOSED_LANE)} for signals in closed] == [
        {"right"}, set(),
    ]  # fmt: skip


def test_a_drop_on_the_lens_is_no_vehicle_that_stands_and_two_are_no_congestion() -> None:
    """Nothing drove to where they show, their tracks break, and others drive by as always."""

    def seen(every_s: float) -> Seen:
        def at(t_s: float) -> Iterable[Observation]:
            yield from driving(1000, t_s, every_s=every_s, x=0.4, mps=11.0)
            for n in range(2 if t_s >= 10 else 0):
                yield thing(10 * int(t_s // 5) + n + 1, 0.3 + 0.4 * n, 0.8, t_s, mps=0.2)

        return at

    signals = told([ROAD, UP], seen(20.0), seconds=60)
    assert not sure(signals, TrafficIncidentKind.STOPPED_VEHICLE)
    assert all(one.evidence[IncidentEvidence.ARRIVED] == 0 for one in signals if one.box is not None)
    assert not sure(told([ROAD, UP], seen(5.0), seconds=60), TrafficIncidentKind.CONGESTION)
