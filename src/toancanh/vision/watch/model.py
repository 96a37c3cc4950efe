"""What cameras ask for, and what can stand in the way. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from toancanh.health.model import BLIND, FaultKind
from toancanh.kernel import Invalid
from toancanh.vision.watch.ports import Purpose
from toancanh.vision.zones import Zone, ZoneKind

FIRST, USUAL, LAST = 1, 3, 5
"""Priorities: 1 is served first."""

UNFIT = (BLIND | {FaultKind.BLURRED}) - {FaultKind.AWAY}
"""With one of these a camera shows something, and not what is there. One that is away shows nothing: a picture that is
there is of the stream that is not away.
"""

_ASKS_FOR = {
    ZoneKind.COUNTING_LINE: frozenset({Purpose.COUNTING}),
    ZoneKind.STOP_LINE: frozenset[Purpose](),
    ZoneKind.LANE: frozenset({Purpose.COUNTING, Purpose.INCIDENTS}),
    ZoneKind.QUEUE_AREA: frozenset({Purpose.COUNTING, Purpose.INCIDENTS}),
    ZoneKind.NO_STOP_AREA: frozenset({Purpose.INCIDENTS}),
    ZoneKind.DIRECTION: frozenset({Purpose.INCIDENTS}),
    ZoneKind.IGNORE: frozenset[Purpose](),
}


class Why(enum.StrEnum):
    """Why a camera is not watched; the console has the words."""

    NO_BUDGET = "no_budget"  # the site gives no cores to vision
    SPENT = "spent"  # others come first, and nothing is left
    NOT_ASKED = "not_asked"  # somebody said that it need not be
    NOTHING_DRAWN = "nothing_drawn"  # no line, no area to watch
    NOT_CALIBRATED = "not_calibrated"  # without weights a camera must be
    NO_GROUND = "no_ground"  # what is drawn lies above the horizon
    NO_MODEL = "no_model"  # the model that it asks for is not there, or not approved
    NO_PICTURES = "no_pictures"  # it is away or switched off
    VIEW_CHANGED = "view_changed"  # it was turned and left so since somebody drew: whether that still fits, nobody said
    STEERED = "steered"  # somebody turns it, or a tour: what is drawn is not where it was drawn
    SET_ASIDE = "set_aside"  # three workers in a row died over its pictures; it is tried again later


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a person wants of one camera; ``model`` empty: to be looked at without weights."""

    camera_id: str
    purposes: frozenset[Purpose]
    priority: int = USUAL
    model: str = ""

    def __post_init__(self) -> None:
        if not FIRST <= self.priority <= LAST:
            raise Invalid(f"priority: from {FIRST} (first) to {LAST}", field="priority")


@dataclass(kw_only=True)
class Tally:
    """What is known of one camera at its crew, since the process began."""

    looks: int = 0
    look_s: float | None = None  # of a core; smoothed
    deaths: int = 0
    aside_until_us: int = 0  # by the clock that nobody sets
    has_no_ground: bool = False
    last_look_us: int | None = None
    last_word: str = ""  # why a worker ended over it last


def usual_ask(camera_id: str, zones: Iterable[Zone]) -> Ask:
    """What a camera asks for where nobody said so: whatever its drawings are for."""
    wanted = [_ASKS_FOR[zone.kind] for zone in zones]
    return Ask(camera_id=camera_id, purposes=frozenset[Purpose]().union(*wanted))


def is_fit(faults: Iterable[FaultKind]) -> bool:
    """Whether what a camera with these faults shows can be a figure."""
    return UNFIT.isdisjoint(faults)
