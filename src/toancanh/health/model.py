"""Faults of cameras: what is wrong, since when, how sure, and when that becomes an alarm. Pure.

A fault is *suspected* at the first sign, *open* when the signs have lasted or come back as often as its kind wants, and
*closed* when it has been well as long: one bad picture wakes nobody, and a fault that flickers is one fault.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from toancanh.kernel import Event

_S = 1_000_000


class FaultKind(enum.StrEnum):
    """What can be wrong with a camera; the console has the words."""

    # of the stream, told by the media process
    AWAY = "away"  # no pictures come
    FROZEN = "frozen"  # pictures come, always the same one
    SLOW = "slow"  # fewer frames a second than it used to send
    BIT_RATE = "bit_rate"  # far from what it used to send
    LOSSY = "lossy"  # packets are lost
    UNSTEADY = "unsteady"  # it comes and goes
    CLOCK = "clock"  # its clock is off
    RARE_KEY_FRAMES = "rare_key_frames"  # seeking and live start suffer
    SIZE = "size"  # not the resolution that its dossier promises
    NOT_RECORDED = "not_recorded"  # pictures come and are not kept
    # of the picture
    BLACK = "black"
    OVEREXPOSED = "overexposed"
    LOW_CONTRAST = "low_contrast"
    BLURRED = "blurred"  # or dirty
    COVERED = "covered"
    NOISE = "noise"
    STRIPES = "stripes"
    COLOUR_CAST = "colour_cast"
    SIGNAL_LOSS = "signal_loss"  # the picture that a recorder shows for a camera that is gone
    TORN = "torn"
    MOVED = "moved"  # turned or shifted against the approved view
    NIGHT = "night"  # no infrared light, or no switch to night
    OVERLAY_TIME = "overlay_time"  # the time in the picture is missing or wrong


class FaultState(enum.StrEnum):
    """`step` alone changes it."""

    SUSPECTED = "suspected"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long (``*_us``) and how often (``*_signs``) signs must go on one way before it counts; both must hold."""

    open_us: int
    open_signs: int
    close_us: int
    close_signs: int


_OF_STREAM = Patience(open_us=60 * _S, open_signs=3, close_us=60 * _S, close_signs=3)
_OF_PICTURE = Patience(open_us=15 * _S, open_signs=3, close_us=15 * _S, close_signs=3)
"""A look every five minutes, and after one that contradicts what is known again after 10 s and 20 s: three in a row."""
_PATIENCE: Mapping[FaultKind, Patience] = {
    # the begin is the last picture: 15 s after it at the latest, with a look every 2 s
    FaultKind.AWAY: Patience(open_us=10 * _S, open_signs=1, close_us=10 * _S, close_signs=3),
    # media says so after 10 s of the same picture
    FaultKind.FROZEN: Patience(open_us=20 * _S, open_signs=3, close_us=10 * _S, close_signs=3),
    FaultKind.UNSTEADY: Patience(open_us=0, open_signs=1, close_us=900 * _S, close_signs=3),
    FaultKind.CLOCK: Patience(open_us=300 * _S, open_signs=3, close_us=300 * _S, close_signs=3),
    FaultKind.NOT_RECORDED: Patience(open_us=30 * _S, open_signs=3, close_us=30 * _S, close_signs=3),
}


def patience_of(kind: FaultKind) -> Patience:
    """Of one kind of fault."""
    return _PATIENCE.get(kind, _OF_PICTURE if kind in PICTURE_KINDS else _OF_STREAM)


PICTURE_KINDS = frozenset(list(FaultKind)[list(FaultKind).index(FaultKind.BLACK) :])
"""Judged by a look at a picture; the others by what the media process says."""

NEED_A_VIEW = frozenset({
    FaultKind.BLURRED, FaultKind.COVERED, FaultKind.MOVED, FaultKind.NIGHT, FaultKind.OVERLAY_TIME, FaultKind.TORN,
})  # fmt: skip
"""Judged against the approved view alone: without one nothing is said of them, neither that it is so nor that not."""

BLIND = frozenset({
    FaultKind.FROZEN, FaultKind.BLACK, FaultKind.COVERED, FaultKind.SIGNAL_LOSS, FaultKind.OVEREXPOSED, FaultKind.MOVED,
    FaultKind.AWAY,
})  # fmt: skip
"""Faults with which a camera gives pictures of no use: it is down. With others it is up, with a fault."""


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One judgement of one kind: wrong where ``score`` reaches ``threshold`` (both 0 to 1). ``since_us``: since when
    what is wrong is known to be so, where that is earlier than the judgement. ``details``: plain values for people:
    degrees turned, frames a second, ...
    """

    kind: FaultKind
    score: float
    threshold: float
    at_us: int
    since_us: int | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_bad(self) -> bool:
        """Whether it speaks for the fault."""
        return self.score >= self.threshold


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One fault of one camera, from suspicion to its end.

    ``began_us``: the first sign; ``opened_us``: when it became an alarm; ``turned_us`` and ``signs``: since when and
    how often signs have spoken against its present state (or, while suspected, for it); ``score``: of the last bad
    sign; ``incident_id``: what it is a consequence of; ``planned``: somebody had announced work there when it opened.
    """

    id: str
    camera_id: str
    kind: FaultKind
    state: FaultState
    score: float
    threshold: float
    began_us: int
    opened_us: int | None
    closed_us: int | None
    turned_us: int
    signs: int
    seen_us: int
    details: Mapping[str, object]
    incident_id: str | None = None
    planned: bool = False


def step(fault: Fault | None, sign: Sign, *, camera_id: str, fault_id: str) -> Fault | None:
    """What one more sign makes of a fault (None: there is none). A suspicion that is not borne out leaves nothing.

    ``fault_id`` names the fault that this sign begins. The one place where a fault's state changes.
    """
    patience = patience_of(sign.kind)
    if fault is None or fault.state is FaultState.CLOSED:
        if not sign.is_bad:
            return None
        began_us = sign.at_us if sign.since_us is None else min(sign.since_us, sign.at_us)
        begun = Fault(
            id=fault_id, camera_id=camera_id, kind=sign.kind, state=FaultState.SUSPECTED, score=sign.score,
            threshold=sign.threshold, began_us=began_us, opened_us=None, closed_us=None, turned_us=began_us, signs=0,
            seen_us=sign.at_us, details=dict(sign.details),
        )  # fmt: skip
        return _suspected(begun, sign, patience)
    if fault.state is FaultState.SUSPECTED:
        return _suspected(fault, sign, patience) if sign.is_bad else None
    if sign.is_bad:
        return replace(
            fault, score=sign.score, threshold=sign.threshold, seen_us=sign.at_us, details=dict(sign.details),
            turned_us=sign.at_us, signs=0,
        )  # fmt: skip
    turned_us = fault.turned_us if fault.signs else sign.at_us
    well = replace(fault, turned_us=turned_us, signs=fault.signs + 1, seen_us=sign.at_us)
    if well.signs >= patience.close_signs and sign.at_us - turned_us >= patience.close_us:
        return replace(well, state=FaultState.CLOSED, closed_us=turned_us)
    return well


def _suspected(fault: Fault, sign: Sign, patience: Patience) -> Fault:
    more = replace(
        fault, signs=fault.signs + 1, score=sign.score, threshold=sign.threshold, seen_us=sign.at_us,
        details=dict(sign.details),
    )  # fmt: skip
    if more.signs >= patience.open_signs and sign.at_us - more.began_us >= patience.open_us:
        return replace(more, state=FaultState.OPEN, opened_us=sign.at_us, turned_us=sign.at_us, signs=0)
    return more


@dataclass(frozen=True, kw_only=True)
class FaultOpened(Event):
    """A fault is an alarm now. ``planned``: of announced work, so nobody is called. ``incident_id``: it is one of many
    with one cause. Published after it is stored, in the web process; a handler that was not there reads `Faults`.
    """

    fault: Fault


@dataclass(frozen=True, kw_only=True)
class FaultClosed(Event):
    """It has ended: the picture is back, the view is as approved, ..."""

    fault: Fault


class IncidentKind(enum.StrEnum):
    """What many faults have in common. Of two explanations the one that stands further up counts."""

    POWER = "power"
    LINE = "line"
    SWITCH = "switch"
    RECORDER = "recorder"  # one device with many channels
    SITE = "site"


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Many cameras away for one cause. ``cause_id``: of the node, device or site; ``affected`` of ``hanging``."""

    id: str
    kind: IncidentKind
    cause_id: str
    opened_us: int
    closed_us: int | None
    affected: int
    hanging: int
