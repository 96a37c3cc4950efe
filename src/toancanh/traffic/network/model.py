"""The terms of a network: stretches of road, junctions, what measures them. Pure."""

from __future__ import annotations

import enum
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from toancanh.traffic.model import Place

METRES_PER_DEGREE = 111_320.0
LonLat = tuple[float, float]


class Turn(enum.StrEnum):
    """Where a movement leads, as seen by who makes it."""

    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    U_TURN = "u_turn"


class Gives(enum.StrEnum):
    """What of a place's figures is taken for a segment: a queue area counts what the counting line counts, too."""

    ALL = "all"
    FLOW = "flow"  # vehicles and speeds
    QUEUE = "queue"  # who stands, for how long, how far back


class Unknown(enum.StrEnum):
    """Why nothing is known of a segment."""

    NO_PLACE = "no_place"  # nothing measures it, or nothing that the reader may know of
    NOT_SEEN = "not_seen"  # nobody looked for most of the time
    LEFT_OUT = "left_out"  # the camera saw nothing of use, or the place counts wrongly: `flags`
    NOT_TOLD = "not_told"  # of a forecast: neither now nor the usual is known


class Basis(enum.StrEnum):
    """What a figure rests on."""

    MEASURED = "measured"
    AS_USUAL = "as_usual"  # forecast: what is usual then, as much more or less as it is now
    AS_NOW = "as_now"  # forecast: nothing usual is known yet, so that it stays as it is


class Period(enum.StrEnum):
    """What a report is of."""

    DAY = "day"
    WEEK = "week"  # from Monday (ISO 8601)


@dataclass(frozen=True, kw_only=True)
class Measure:
    """A place measures a segment. Places of one ``station`` lie side by side across the road, and their flows add up;
    stations lie one after the other, and the segment's flow is their mean.
    """

    place: Place
    station: str
    gives: Gives = Gives.ALL


@dataclass(frozen=True, kw_only=True)
class Segment:
    """A directed stretch of road from junction to junction; ``line`` runs with the traffic, degrees of WGS 84."""

    id: str
    owner_id: str
    name: str
    line: tuple[LonLat, ...]
    from_junction: str
    to_junction: str
    lanes: int
    limit_mps: float
    measures: tuple[Measure, ...] = ()

    @cached_property
    def length_m(self) -> float:
        """Along its line; flat earth, good to a thousandth over a city."""
        return sum(math.hypot(*_metres(a, b)) for a, b in zip(self.line, self.line[1:], strict=False))

    @property
    def arrives_deg(self) -> float:
        """Which way its traffic looks where it ends: degrees clockwise from north."""
        return _bearing_deg(self.line[-2], self.line[-1])

    @property
    def leaves_deg(self) -> float:
        """The same where it begins."""
        return _bearing_deg(self.line[0], self.line[1])


@dataclass(frozen=True, kw_only=True)
class Movement:
    """From one segment to another over a junction; the volumes of ``places`` add up."""

    from_segment: str
    to_segment: str
    turn: Turn
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Junction:
    """Where segments meet, or a road leaves the network. ``site_id``: the site of its cameras; may be empty."""

    id: str
    owner_id: str
    name: str
    at: LonLat
    site_id: str = ""
    has_signal: bool = False
    movements: tuple[Movement, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RoadNetwork:
    """The networks of some organisations as one. ``version``: differs where anything in it does."""

    segments: Mapping[str, Segment] = field(default_factory=dict)
    junctions: Mapping[str, Junction] = field(default_factory=dict)
    version: str = ""

    @cached_property
    def places(self) -> Sequence[Place]:
        """All that measure anything, each once, in order."""
        of_segments = (one.place for segment in self.segments.values() for one in segment.measures)
        of_movements = (
            place for junction in self.junctions.values() for one in junction.movements for place in one.places
        )
        return sorted({*of_segments, *of_movements})

    @cached_property
    def arriving(self) -> Mapping[str, Sequence[Segment]]:
        """By junction: segments that end there."""
        return _by(self.segments.values(), lambda one: one.to_junction)

    @cached_property
    def leaving(self) -> Mapping[str, Sequence[Segment]]:
        """By junction: segments that begin there."""
        return _by(self.segments.values(), lambda one: one.from_junction)

    def feeders(self, segment_id: str) -> list[Segment]:
        """Segments whose traffic goes on into this one: as the junction's movements say, where they say anything of it;
        else all that end where it begins, but the way back of the same street.
        """
        segment = self.segments[segment_id]
        arriving = self.arriving.get(segment.from_junction, ())
        junction = self.junctions.get(segment.from_junction)
        named = {one.from_segment for one in junction.movements if one.to_segment == segment_id} if junction else set()
        if named:
            return [one for one in arriving if one.id in named]
        return [one for one in arriving if one.from_junction != segment.to_junction]


def _by(segments: Iterable[Segment], key: Callable[[Segment], str]) -> dict[str, list[Segment]]:
    found: dict[str, list[Segment]] = {}
    for one in segments:
        found.setdefault(key(one), []).append(one)
    return found


def _metres(a: LonLat, b: LonLat) -> tuple[float, float]:
    east = (b[0] - a[0]) * METRES_PER_DEGREE * math.cos(math.radians((a[1] + b[1]) / 2))
    return east, (b[1] - a[1]) * METRES_PER_DEGREE


def _bearing_deg(a: LonLat, b: LonLat) -> float:
    east, north = _metres(a, b)
    return math.degrees(math.atan2(east, north)) % 360
