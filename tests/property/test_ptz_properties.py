"""Steering: never two hands, never from below, and what turns is stopped."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from toancanh.devices import PtzPosition, PtzVector
from toancanh.devices.ptz import Held, MaySteer, Optics, Priority, Rest, Terms, Tour, helm
from toancanh.devices.ptz.aim import Box, Point, boxed, centred, magnification
from toancanh.devices.ptz.helm import Helm, Move, Step, Stop, ToHome, ToPreset
from toancanh.devices.ptz.model import Steerer

TERMS = Terms()
PEOPLE = [
    Steerer(user_id=name, username=name, organisation_id="o", session_id=name, priority=priority)
    for name, priority in (
        ("a", Priority.OFF_DUTY), ("b", Priority.OFF_DUTY), ("c", Priority.ADMINISTRATOR), ("d", Priority.ON_DUTY),
        ("e", Priority.ON_DUTY),
    )
]  # fmt: skip
TOUR = Tour(id="t", name="t", steps=(Step(preset="1", dwell_s=3), Step(preset="2", dwell_s=5)))
RIGHT, LEFT = PtzVector(pan=0.5), PtzVector(pan=-1.0)

deeds = st.tuples(
    st.sampled_from(["take", "over", "right", "left", "stop", "go", "release", "tour", "no tour", "wait"]),
    st.sampled_from(PEOPLE),
    st.integers(0, 40_000_000),
)


def done(state: Helm, deed: str, who: Steerer, now_us: int) -> helm.Turn:
    match deed:
        case "take" | "over":
            return helm.take(state, who, now_us, TERMS, over=deed == "over")
        case "right" | "left":
            return helm.move(state, who, RIGHT if deed == "right" else LEFT, now_us, TERMS)
        case "stop":
            return helm.stop(state, who, now_us, TERMS)
        case "go":
            return helm.go(state, who, ToPreset(preset="9"), now_us, TERMS)
        case "release":
            return helm.release(state, who.user_id, now_us)
        case "tour" | "no tour":
            return helm.run_tour(state, TOUR if deed == "tour" else None, now_us)
    return helm.tick(state, now_us, TERMS)


def tried(state: Helm, deed: str, who: Steerer, now_us: int) -> tuple[helm.Turn, Held | None]:
    try:
        return done(state, deed, who, now_us), None
    except Held as refused:
        return helm.Turn(helm=state), refused


@given(st.lists(deeds, max_size=40))
def test_one_hand_and_never_from_below(story: list[tuple[str, Steerer, int]]) -> None:
    state, now_us, turning = Helm(rest=Rest(after_s=60)), 0, False
    for deed, who, later_us in story:
        now_us += later_us
        before = state.hold
        turn, told = tried(state, deed, who, now_us)
        if told is not None:
            assert before is not None
            assert before.who.user_id != who.user_id
            assert (told.may is MaySteer.MAY_TAKE) == (who.priority > before.who.priority)
            continue
        state = turn.helm
        if isinstance(turn.act, Move | Stop | ToPreset | ToHome):
            turning = isinstance(turn.act, Move)
        if before is not None and state.hold is not None and before.who.user_id != state.hold.who.user_id:
            assert deed == "over", "nobody loses the camera to a command"
            assert state.hold.who.priority > before.who.priority
            assert turn.ended is not None
            assert turn.ended.hold == before
        if state.hold is not None and before is None:
            assert state.hold.who == who
        assert (state.hold is not None) or state.motion is None, "what turns is in somebody's hand"
        assert turning == (state.motion is not None), "a device turns only while somebody keeps it up"
        assert state.run is None or state.hold is None or state.run.next_us is None, "a tour waits"


@given(st.lists(st.integers(0, 600_000), max_size=20), st.integers(700_000, 60_000_000))
def test_a_lost_browser_leaves_nothing_turning(renewals: list[int], silence_us: int) -> None:
    turn = helm.move(Helm(), PEOPLE[0], RIGHT, 0, TERMS)
    now_us, sent = 0, [0]
    for gap_us in renewals:
        now_us += gap_us
        assert helm.tick(turn.helm, now_us, TERMS).act is None, "kept up, it goes on"
        turn = helm.move(turn.helm, PEOPLE[0], RIGHT, now_us, TERMS)
        if turn.act is not None:
            sent.append(now_us)
    assert turn.helm.hold is not None
    assert turn.helm.hold.commands == 1
    assert all(later - earlier < TERMS.device_us for earlier, later in pairwise(sent))
    due_us = helm.due_us(turn.helm, TERMS)
    assert due_us == now_us + TERMS.dead_man_us
    stopped = helm.tick(turn.helm, now_us + silence_us, TERMS)
    assert isinstance(stopped.act, Stop)
    assert stopped.helm.motion is None


@given(st.lists(deeds, max_size=25))
def test_left_alone_it_comes_to_rest(story: list[tuple[str, Steerer, int]]) -> None:
    state, now_us = Helm(rest=Rest(after_s=60, preset="7")), 0
    for deed, who, later_us in story:
        now_us += later_us
        state = tried(state, deed, who, now_us)[0].helm
    strayed, acts = state.strayed and state.run is None, []
    state = helm.run_tour(state, None, now_us).helm
    strayed = strayed or state.strayed
    for _ in range(5):
        due_us = helm.due_us(state, TERMS)
        if due_us is None:
            break
        turn = helm.tick(state, max(due_us, now_us), TERMS)
        state, now_us = turn.helm, max(due_us, now_us)
        acts.append(turn.act)
    assert state.is_idle
    assert (ToPreset(preset="7") in acts) == strayed


def test_a_tour_goes_on_where_it_was_when_nobody_steers() -> None:
    state = helm.run_tour(Helm(), TOUR, 0).helm
    seen: list[Any] = []
    for _ in range(3):
        turn = helm.tick(state, helm.due_us(state, TERMS) or 0, TERMS)
        state = turn.helm
        seen.append(turn.act)
    assert [act.preset for act in seen] == ["1", "2", "1"]
    state = helm.move(state, PEOPLE[3], RIGHT, 9_000_000, TERMS).helm
    state = helm.tick(state, 10_000_000, TERMS).helm  # stopped: nobody keeps it up
    assert helm.due_us(state, TERMS) == 39_000_000
    state = helm.tick(state, 39_000_000, TERMS).helm
    assert helm.tick(state, 39_000_000, TERMS).act == ToPreset(preset="2")


OPTICS = Optics(hfov_deg=60, most_zoom=25)
parts = st.floats(0.0, 1.0)


def shown_at(position: PtzPosition, aimed: PtzPosition, optics: Optics) -> Point | None:
    """Where in the picture of ``position`` the middle of ``aimed``'s lies: by vectors, not by the code's angles."""
    import math

    def direction(of: PtzPosition) -> tuple[float, float, float]:
        pan, tilt = math.radians(of.pan * 180), math.radians(of.tilt * 90)
        return math.sin(pan) * math.cos(tilt), math.cos(pan) * math.cos(tilt), math.sin(tilt)

    pan, tilt = math.radians(position.pan * 180), math.radians(position.tilt * 90)
    right = (math.cos(pan), -math.sin(pan), 0.0)
    up = (-math.sin(pan) * math.sin(tilt), -math.cos(pan) * math.sin(tilt), math.cos(tilt))
    x, y, z = direction(aimed)
    forward = sum(a * b for a, b in zip((x, y, z), direction(position), strict=True))
    if forward <= 1e-3:
        return None
    half = math.tan(math.radians(optics.hfov_deg) / 2) / magnification(position.zoom, optics)
    across = sum(a * b for a, b in zip((x, y, z), right, strict=True)) / forward / half
    above = sum(a * b for a, b in zip((x, y, z), up, strict=True)) / forward / half * 16 / 9
    return Point(x=(across + 1) / 2, y=(1 - above) / 2)


@given(st.floats(-1, 1), st.floats(-0.9, 0.6), st.floats(0, 1), parts, parts)
def test_a_click_brings_the_point_to_the_middle(pan: float, tilt: float, zoom: float, x: float, y: float) -> None:
    position = PtzPosition(pan=pan, tilt=tilt, zoom=zoom)
    aimed = centred(position, Point(x=x, y=y), OPTICS)
    found = shown_at(position, aimed, OPTICS)
    assume(found is not None)
    assert found is not None
    assert abs(found.x - x) < 1e-6
    assert abs(found.y - y) < 1e-6
    assert aimed.zoom == zoom


@given(parts, parts, parts, parts, st.floats(0, 1))
def test_a_box_fills_the_picture_as_far_as_the_lens_goes(a: float, b: float, c: float, d: float, zoom: float) -> None:
    box = Box(a=Point(x=a, y=b), b=Point(x=c, y=d))
    near = boxed(PtzPosition(pan=0, tilt=0, zoom=zoom), box, OPTICS)
    wanted = magnification(zoom, OPTICS) / max(box.size, 0.02)
    assert abs(magnification(near.zoom, OPTICS) - min(wanted, OPTICS.most_zoom)) < 1e-6
    assert near.zoom >= zoom - 1e-9
