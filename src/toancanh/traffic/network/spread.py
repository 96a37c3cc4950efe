"""Where it jams, and what a jam reaches next. Pure.

A segment is jammed at level E or F. Jammed segments that feed each other are one jam; its heads are those behind which
it flows again. A jam reaches the segments that feed its tail when the queue there is as long as the segment: as long
as it grows as it did over the last quarter of an hour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.state import Level

JAMMED = frozenset({Level.E, Level.F})
_FULL = 0.9
"""A queue is measured to the last vehicle that stands: at this share of the length the next comes to stand outside."""
_LEAST_M_PER_MIN = 0.5
_MOST_MIN = 60.0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What of a segment matters here. None: not known."""

    level: Level | None
    queue_m: float | None = None
    growth_m_per_min: float | None = None


@dataclass(frozen=True, kw_only=True)
class Next:
    """A segment that is reached next, in so many minutes; None: nobody can tell."""

    segment_id: str
    minutes: float | None


@dataclass(frozen=True, kw_only=True)
class Jam:
    """One jam; the segments in the order of the network."""

    segment_ids: Sequence[str]
    heads: Sequence[str]
    length_m: float
    queue_m: float | None
    next: Sequence[Next]


def jams_of(network: RoadNetwork, states: Mapping[str, Standing]) -> list[Jam]:
    """The longest first."""
    jammed = {id for id, one in states.items() if one.level in JAMMED and id in network.segments}
    feeders = {id: [one.id for one in network.feeders(id)] for id in network.segments if id in jammed}
    return sorted((_jam(network, states, group, feeders) for group in _groups(feeders)), key=_rank)


def _rank(jam: Jam) -> tuple[float, str]:
    return -jam.length_m, jam.segment_ids[0]


def _groups(feeders: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Those that hang together, in the order given."""
    neighbours: dict[str, set[str]] = {id: set() for id in feeders}
    for id, before in feeders.items():
        for other in before:
            if other in neighbours:
                neighbours[id].add(other)
                neighbours[other].add(id)
    found: list[list[str]] = []
    seen: set[str] = set()
    for id in feeders:
        if id in seen:
            continue
        group, waiting = {id}, [id]
        while waiting:
            new = neighbours[waiting.pop()] - group
            group |= new
            waiting += new
        seen |= group
        found.append([one for one in feeders if one in group])
    return found


def _jam(
    network: RoadNetwork, states: Mapping[str, Standing], group: Sequence[str], feeders: Mapping[str, Sequence[str]]
) -> Jam:
    feeds = {feeder for id in group for feeder in feeders[id]}
    reached: dict[str, float | None] = {}
    for id in group:
        minutes = _full_in_min(network.segments[id].length_m, states[id])
        for feeder in feeders[id]:
            if feeder not in group:
                reached[feeder] = _sooner(reached.get(feeder), minutes)
    queues = [states[id].queue_m for id in group]
    known = [one for one in queues if one is not None]
    order = sorted(reached.items(), key=lambda one: (one[1] is None, one[1] or 0.0, one[0]))
    return Jam(
        segment_ids=group,
        heads=[id for id in group if id not in feeds] or list(group),  # a ring has none: all of it is one
        length_m=sum(network.segments[id].length_m for id in group),
        queue_m=sum(known) if known else None,
        next=[Next(segment_id=id, minutes=minutes) for id, minutes in order],
    )


def _full_in_min(length_m: float, of: Standing) -> float | None:
    if of.queue_m is None:
        return None
    left_m = _FULL * length_m - of.queue_m
    if left_m <= 0:
        return 0.0
    if of.growth_m_per_min is None or of.growth_m_per_min < _LEAST_M_PER_MIN:
        return None
    minutes = left_m / of.growth_m_per_min
    return minutes if minutes <= _MOST_MIN else None


def _sooner(one: float | None, other: float | None) -> float | None:
    return min((minutes for minutes in (one, other) if minutes is not None), default=None)
