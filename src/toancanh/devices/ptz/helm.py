"""What one camera's head is to do next: the lock, a movement that somebody keeps up, a tour, the way home. Pure.

Every function takes the state and the time and gives the next state with what is to be done. Times are of the
monotonic counter, so that a clock put right neither ends nor keeps a lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toancanh.devices.facts import PtzPosition, PtzVector
from toancanh.devices.ptz.model import Hold, Steerer, held_by

STILL = PtzVector()


@dataclass(frozen=True, kw_only=True)
class Terms:
    """``idle_us``: an unused lock ends; ``dead_man_us``: a movement that nobody renews ends; ``resend_us``: a movement
    that is kept up is sent again; ``device_us``: so long the device itself goes on without us, where it keeps that.
    """

    idle_us: int = 30_000_000
    dead_man_us: int = 700_000
    resend_us: int = 1_000_000
    device_us: int = 2_000_000


@dataclass(frozen=True, kw_only=True)
class Step:
    """One stop of a tour."""

    preset: str  # the device's token
    dwell_s: float


@dataclass(frozen=True, kw_only=True)
class Tour:
    """Presets one after the other, round and round."""

    id: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, kw_only=True)
class Rest:
    """Where a camera goes when nobody has steered it for a while: ``preset``, or the device's own home if empty."""

    after_s: float
    preset: str = ""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Go on at this speed."""

    speed: PtzVector


@dataclass(frozen=True, kw_only=True)
class Stop:
    """Stand still."""


@dataclass(frozen=True, kw_only=True)
class ToPreset:
    """To a position that the device keeps."""

    preset: str


@dataclass(frozen=True, kw_only=True)
class ToHome:
    """To the device's home position."""


@dataclass(frozen=True, kw_only=True)
class ToPosition:
    """To a place in the generic spaces."""

    position: PtzPosition


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A step in halves of the field of view."""

    step: PtzVector


Act = Move | Stop | ToPreset | ToHome | ToPosition | Shift


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A lock that is over; ``why``: idle, released, taken_over, gone."""

    hold: Hold
    why: str


@dataclass(frozen=True, kw_only=True)
class Motion:
    """A movement that somebody keeps up."""

    speed: PtzVector
    renewed_us: int
    sent_us: int


@dataclass(frozen=True, kw_only=True)
class TourRun:
    """``next_us``: when it goes on; None while somebody steers."""

    tour: Tour
    at: int
    next_us: int | None


@dataclass(frozen=True, kw_only=True)
class Helm:
    """The state of one head. ``home_us``: when it goes home, if nobody comes before."""

    hold: Hold | None = None
    motion: Motion | None = None
    run: TourRun | None = None
    rest: Rest | None = None
    home_us: int | None = None
    strayed: bool = False  # from its resting place, as far as we have moved it

    @property
    def is_idle(self) -> bool:
        """Nothing will happen by itself."""
        return self.hold is None and self.motion is None and self.run is None and self.home_us is None


@dataclass(frozen=True, kw_only=True)
class Turn:
    """The next state; what is to be done, the newest alone counts; locks that are over."""

    helm: Helm
    act: Act | None = None
    ended: Ended | None = None


def take(helm: Helm, who: Steerer, now_us: int, terms: Terms, *, over: bool = False) -> Turn:
    """The lock, without moving anything. What moves in somebody else's name stops. Raises `Held`."""
    hold = held_by(helm.hold, who, now_us, idle_us=terms.idle_us, over=over)
    before = helm.hold if helm.hold is not None and helm.hold.who.user_id != who.user_id else None
    run = replace(helm.run, next_us=None) if helm.run is not None else None
    taken = replace(helm, hold=hold, run=run, home_us=None)
    if before is None:
        return Turn(helm=taken)
    stop = Stop() if helm.motion is not None else None
    return Turn(helm=replace(taken, motion=None), act=stop, ended=Ended(hold=before, why="taken_over"))


def move(helm: Helm, who: Steerer, speed: PtzVector, now_us: int, terms: Terms) -> Turn:
    """Start, change or renew a movement; only a changed one, or one sent long ago, goes to the device."""
    if speed == STILL:
        return stop(helm, who, now_us, terms)
    held = take(helm, who, now_us, terms).helm
    if held.motion is not None and held.motion.speed == speed:  # the same command, kept up
        renewed = replace(held.motion, renewed_us=now_us)
        held = replace(held, hold=helm.hold and replace(helm.hold, used_us=now_us), motion=renewed)
        if now_us - renewed.sent_us < terms.resend_us:
            return Turn(helm=held)
    motion = Motion(speed=speed, renewed_us=now_us, sent_us=now_us)
    return Turn(helm=replace(held, motion=motion, strayed=True), act=Move(speed=speed))


def stop(helm: Helm, who: Steerer, now_us: int, terms: Terms) -> Turn:
    """Stand still; sent always: nobody who presses stop wants to hear that it stands. It takes no lock."""
    if helm.hold is None:
        return Turn(helm=replace(helm, motion=None), act=Stop())
    held = take(helm, who, now_us, terms).helm
    return Turn(helm=replace(held, motion=None), act=Stop())


def go(helm: Helm, who: Steerer, act: Act, now_us: int, terms: Terms) -> Turn:
    """To a place or by a step: whatever moves is superseded."""
    held = take(helm, who, now_us, terms).helm
    return Turn(helm=replace(held, motion=None, strayed=not isinstance(act, ToHome)), act=act)


def release(helm: Helm, user_id: str, now_us: int, why: str = "released") -> Turn:
    """Let go, if it is this person's."""
    if helm.hold is None or helm.hold.who.user_id != user_id:
        return Turn(helm=helm)
    return _let_go(helm, now_us, why)


def run_tour(helm: Helm, tour: Tour | None, now_us: int) -> Turn:
    """Begin a tour, or end the one that runs. While somebody steers it waits."""
    if tour is None or not tour.steps:
        ended = replace(helm, run=None)
        return Turn(helm=_homeward(ended, now_us) if helm.hold is None else ended)
    waits = helm.hold is not None
    return Turn(helm=replace(helm, run=TourRun(tour=tour, at=-1, next_us=None if waits else now_us), home_us=None))


def settle(helm: Helm, rest: Rest | None, now_us: int) -> Helm:
    """With another resting place from now on."""
    settled = replace(helm, rest=rest, home_us=None)
    return settled if helm.hold is not None else _homeward(settled, now_us)


def tick(helm: Helm, now_us: int, terms: Terms) -> Turn:
    """What is due by its time: one thing; ask again until nothing is."""
    motion, hold, run = helm.motion, helm.hold, helm.run
    if motion is not None and now_us - motion.renewed_us >= terms.dead_man_us:
        return Turn(helm=replace(helm, motion=None), act=Stop())
    if hold is not None and motion is None and now_us - hold.used_us >= terms.idle_us:
        return _let_go(helm, now_us, "idle")
    if run is not None and run.next_us is not None and now_us >= run.next_us:
        at = (run.at + 1) % len(run.tour.steps)
        step = run.tour.steps[at]
        next_us = now_us + round(step.dwell_s * 1e6)
        return Turn(
            helm=replace(helm, run=replace(run, at=at, next_us=next_us), strayed=True),
            act=ToPreset(preset=step.preset),
        )
    if helm.home_us is not None and now_us >= helm.home_us:
        preset = helm.rest.preset if helm.rest is not None else ""
        act: Act = ToPreset(preset=preset) if preset else ToHome()
        return Turn(helm=replace(helm, home_us=None, strayed=False), act=act)
    return Turn(helm=helm)


def due_us(helm: Helm, terms: Terms) -> int | None:
    """When `tick` has something next."""
    times: Sequence[int | None] = (
        helm.motion.renewed_us + terms.dead_man_us if helm.motion is not None else None,
        helm.hold.used_us + terms.idle_us if helm.hold is not None and helm.motion is None else None,
        helm.run.next_us if helm.run is not None else None,
        helm.home_us,
    )
    return min((time for time in times if time is not None), default=None)


def _let_go(helm: Helm, now_us: int, why: str) -> Turn:
    assert helm.hold is not None  # noqa: S101  # both callers have looked
    act = Stop() if helm.motion is not None else None
    run = replace(helm.run, next_us=now_us) if helm.run is not None else None
    freed = _homeward(replace(helm, hold=None, motion=None, run=run), now_us)
    return Turn(helm=freed, act=act, ended=Ended(hold=helm.hold, why=why))


def _homeward(helm: Helm, now_us: int) -> Helm:
    """A tour goes before the way home: who has both set wants the tour."""
    if helm.rest is None or helm.run is not None or not helm.strayed:
        return replace(helm, home_us=None)
    return replace(helm, home_us=now_us + round(helm.rest.after_s * 1e6))
