"""Which signals are of one incident, and how sure they make it together. Pure.

A camera's signals of one kind are one incident while they last: whoever looks, looks once. Those of two cameras are one
where their places on the ground agree within what is not known of them, and their times touch. Cameras are taken for
independent witnesses, each as good as its record: what it was wrong about before takes from what it says now.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from toancanh.traffic.incidents.model import (
    Sighting,
    Signal,
    Spot,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.signs.scene import odds, sure

ENOUGH = 0.8
"""So sure the signs of a camera that was never wrong must make it."""
_TARGET_PER_DAY = 1.0
_MOST_SHIFT = 3.0
_DEVIATIONS = 2.0
SOMEWHERE_M = 60.0
"""What a camera sees of which nobody knows where it looks is so far from it, one standard deviation."""
_FARTHEST_M = 400.0


@dataclass(frozen=True, kw_only=True)
class Reach:
    """``apart_m``: so far apart may two cameras' places of one incident be, besides their uncertainty; ``quiet_us``:
    an incident of which nothing was told for so long is over. ``mps``: it moves so fast.
    """

    apart_m: float
    quiet_us: int
    mps: float = 0.0


_S = 1_000_000
REACHES = {
    TrafficIncidentKind.STOPPED_VEHICLE: Reach(apart_m=15, quiet_us=180 * _S),
    TrafficIncidentKind.WRONG_WAY: Reach(apart_m=30, quiet_us=90 * _S, mps=10.0),
    TrafficIncidentKind.CONGESTION: Reach(apart_m=120, quiet_us=180 * _S),
    TrafficIncidentKind.SLOW_AREA: Reach(apart_m=150, quiet_us=300 * _S),
    TrafficIncidentKind.CLOSED_LANE: Reach(apart_m=60, quiet_us=300 * _S),
    TrafficIncidentKind.PEDESTRIAN: Reach(apart_m=60, quiet_us=120 * _S, mps=1.5),
}
LONGEST_QUIET_US = max(reach.quiet_us for reach in REACHES.values())

Needed = Callable[[str, TrafficIncidentKind], float]
"""What a camera's signs of a kind must reach by its own record: `needed`."""


def needed(dismissed: int, watched_s: float) -> float:
    """By how often it was wrong by day of watching (a day at least is taken): each factor above one a day takes its
    logarithm from the odds. From `ENOUGH` to 0.99.
    """
    per_day = dismissed / max(watched_s / 86_400, 1.0)
    shift = math.log(per_day / _TARGET_PER_DAY) if per_day > _TARGET_PER_DAY else 0.0
    return sure(odds(ENOUGH) + min(shift, _MOST_SHIFT))


def is_same(incident: TrafficIncident, signal: Signal) -> bool:
    """Whether a signal is of this incident."""
    reach = REACHES[incident.kind]
    apart_us = max(signal.began_us - incident.last_us, incident.began_us - signal.time_us)
    if incident.kind is not signal.kind or apart_us > reach.quiet_us:
        return False
    if any(one.camera_id == signal.camera_id for one in incident.sightings):
        return True
    if incident.spot is None or signal.spot is None:
        return False
    unsure_m = math.hypot(incident.spot.uncertainty_m, signal.spot.uncertainty_m)
    moved_m = reach.mps * max(0, signal.time_us - incident.last_us) / _S
    allowed_m = min(_FARTHEST_M, reach.apart_m + moved_m + _DEVIATIONS * unsure_m)
    return incident.spot.distance_m(signal.spot) <= allowed_m


def begun(incident_id: str, signal: Signal, needed: Needed) -> TrafficIncident:
    """A new one, of its first signal."""
    empty = TrafficIncident(
        id=incident_id, kind=signal.kind, state=TrafficIncidentState.SUSPECTED, began_us=signal.began_us,
        last_us=signal.time_us, confidence=0.0, sightings=(),
    )  # fmt: skip
    return joined(empty, signal, needed)


def joined(incident: TrafficIncident, signal: Signal, needed: Needed) -> TrafficIncident:
    """With one more signal; open as soon as all together suffice. One that a person ended stays ended."""
    sightings = _with(incident.sightings, signal)
    confidence = together(incident.kind, sightings, needed)
    opens = incident.state is TrafficIncidentState.SUSPECTED and confidence >= ENOUGH
    return replace(
        incident,
        state=TrafficIncidentState.OPEN if opens else incident.state,
        opened_us=signal.time_us if opens else incident.opened_us,
        began_us=min(incident.began_us, signal.began_us),
        last_us=max(incident.last_us, signal.time_us),
        confidence=max(incident.confidence, confidence),
        sightings=sightings,
        spot=_spot(incident, signal),
    )


def together(kind: TrafficIncidentKind, sightings: Sequence[Sighting], needed: Needed) -> float:
    """How sure these cameras are, each less what its record takes from its odds."""
    doubt = 1.0
    for one in sightings:
        shift = odds(needed(one.camera_id, kind)) - odds(ENOUGH)
        doubt *= 1 - sure(odds(one.strength) - shift)
    return 1 - doubt


def as_seen_by(incident: TrafficIncident, camera_ids: Collection[str]) -> TrafficIncident:
    """As these of its cameras alone tell it, so that nothing can be told of the others: not that there are any, and not
    where one hangs. Who knows no more of where it is than that gives no place.
    """
    spot = None if incident.spot is None or incident.spot.uncertainty_m >= SOMEWHERE_M else incident.spot
    mine = tuple(one for one in incident.sightings if one.camera_id in camera_ids)
    if not mine or len(mine) == len(incident.sightings):
        return replace(incident, spot=spot, sightings=mine)
    last_us = max(one.last_us for one in mine)
    return replace(
        incident,
        spot=spot,
        sightings=mine,
        began_us=min(one.first_us for one in mine),
        last_us=last_us,
        ended_us=last_us if incident.state is TrafficIncidentState.ENDED else incident.ended_us,
        confidence=together(incident.kind, mine, lambda _camera_id, _kind: ENOUGH),
    )


def is_over(incident: TrafficIncident, now_us: int) -> bool:
    """Nothing was told of it for so long that what comes is another one."""
    return now_us - incident.last_us > REACHES[incident.kind].quiet_us


def _with(sightings: tuple[Sighting, ...], signal: Signal) -> tuple[Sighting, ...]:
    before = next((one for one in sightings if one.camera_id == signal.camera_id), None)
    if before is None:
        told = Sighting(
            camera_id=signal.camera_id, zone_id=signal.zone_id, first_us=signal.began_us, last_us=signal.time_us,
            strength=signal.strength, evidence=signal.evidence, box=signal.box,
        )  # fmt: skip
        return (*sightings, told)
    after = replace(before, last_us=max(before.last_us, signal.time_us))
    if signal.strength >= before.strength:
        after = replace(
            after, strength=signal.strength, evidence=signal.evidence, zone_id=signal.zone_id, box=signal.box
        )
    return tuple(after if one is before else one for one in sightings)


def _spot(incident: TrafficIncident, signal: Signal) -> Spot | None:
    """The surest place; of what moves, the latest."""
    if signal.spot is None or incident.spot is None:
        return incident.spot or signal.spot
    if REACHES[incident.kind].mps > 0:
        return signal.spot
    return min(incident.spot, signal.spot, key=lambda spot: spot.uncertainty_m)
