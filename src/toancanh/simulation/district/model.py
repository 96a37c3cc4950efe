"""The terms of the district: the place, who moves in it, and a play of it. Pure; arrays are checked at construction.

Metres east (x) and north (y) of the network's origin; headings in radians, anticlockwise from east; ``t_s`` is seconds
from the play's start. Traffic keeps to the right (Luật Trật tự, an toàn giao thông đường bộ 36/2024/QH15, art. 10).
"""

from __future__ import annotations

import datetime
import enum
import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.simulation.district.tracks import Moment, Tracks

Points = NDArray[np.float64]
METRES_PER_DEGREE = 111_320.0


class VehicleKind(enum.StrEnum):
    """What moves. Its place in this list is its code in files: append, never reorder."""

    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"
    CAR = "car"
    VAN = "van"
    BUS = "bus"
    LORRY = "lorry"
    PEDESTRIAN = "pedestrian"


class Turn(enum.StrEnum):
    """Where a connection leads, as seen by who takes it."""

    STRAIGHT = "straight"
    LEFT = "left"
    RIGHT = "right"
    U_TURN = "u_turn"


class PlateColour(enum.StrEnum):
    """Ground of a plate (TT 79/2024/TT-BCA): whose vehicle it is."""

    WHITE = "white"  # people and enterprises
    YELLOW = "yellow"  # commercial transport
    BLUE = "blue"  # state bodies; characters are white


class IncidentKind(enum.StrEnum):
    """What can be made to happen."""

    BREAKDOWN = "breakdown"  # a car stands in its lane
    FLOODED = "flooded"  # all lanes of a stretch at walking pace
    WRONG_WAY = "wrong_way"  # riders against the direction of a carriageway, along its left edge
    CLOSED_LANE = "closed_lane"  # nobody may use one lane of a stretch
    EVENT_CROWD = "event_crowd"  # many pedestrians at once, over the crossings of a junction


def _points(given: Points, least: int) -> Points:
    points = np.array(given, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or len(points) < least or not np.isfinite(points).all():
        raise Invalid(f"an outline of (n, 2) finite metres with n >= {least} is needed, not {points.shape}")
    points.setflags(write=False)
    return points


def _keep_points(owner: object, name: str, least: int) -> None:
    object.__setattr__(owner, name, _points(getattr(owner, name), least))


@dataclass(frozen=True, kw_only=True, eq=False)
class Lane:
    """One lane from its start to its stop line; ``centre_m`` (n, 2) runs with the traffic. A pavement is a lane whose
    only kind is the pedestrian; pedestrians walk it in both directions.
    """

    id: str
    centre_m: Points
    width_m: float
    kinds: frozenset[VehicleKind]

    def __post_init__(self) -> None:
        _keep_points(self, "centre_m", 2)

    @property
    def is_pavement(self) -> bool:
        """Only for walking."""
        return self.kinds == {VehicleKind.PEDESTRIAN}


@dataclass(frozen=True, kw_only=True, eq=False)
class Road:
    """One direction of a street between two junctions; ``lanes`` from the right kerb to the middle, pavement first."""

    id: str
    name: str
    lanes: tuple[Lane, ...]
    from_junction: str
    to_junction: str
    speed_limit_mps: float


@dataclass(frozen=True, kw_only=True, eq=False)
class Connection:
    """The way of one movement over a junction, from lane to lane. ``link`` is the place of its letter in the
    junction's signal state; None where there is no signal.
    """

    junction_id: str
    from_lane: str
    to_lane: str
    turn: Turn
    link: int | None
    centre_m: Points

    def __post_init__(self) -> None:
        _keep_points(self, "centre_m", 2)


@dataclass(frozen=True, kw_only=True, eq=False)
class SignalHead:
    """One head for one approach, or for its left turn: it shows letter ``link`` of the junction's state. It stands at
    (``x_m``, ``y_m``) beside the right kerb; ``heading_rad`` is that of the drivers it is for, so its lamps look the
    other way. ``stop_line_m`` (2, 2): left and right end of their stop line, as they see it.
    """

    junction_id: str
    link: int
    x_m: float
    y_m: float
    heading_rad: float
    stop_line_m: Points
    road_id: str
    turns: frozenset[Turn]

    def __post_init__(self) -> None:
        _keep_points(self, "stop_line_m", 2)


@dataclass(frozen=True, kw_only=True, eq=False)
class Junction:
    """``shape_m`` (n, 2): the outline of its surface, anticlockwise, not closed. Without ``heads`` it has no signal."""

    id: str
    name: str
    shape_m: Points
    heads: tuple[SignalHead, ...]

    def __post_init__(self) -> None:
        _keep_points(self, "shape_m", 3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Crossing:
    """A zebra crossing; ``centre_m`` (n, 2) from kerb to kerb. ``link`` as of a connection."""

    id: str
    junction_id: str
    centre_m: Points
    width_m: float
    link: int | None

    def __post_init__(self) -> None:
        _keep_points(self, "centre_m", 2)


@dataclass(frozen=True, kw_only=True, eq=False)
class Building:
    """A prism on the ground; ``shape_m`` (n, 2) anticlockwise, not closed."""

    shape_m: Points
    height_m: float

    def __post_init__(self) -> None:
        _keep_points(self, "shape_m", 3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Network:
    """The place. Origin: WGS 84, degrees."""

    origin_lat: float
    origin_lon: float
    roads: tuple[Road, ...]
    junctions: tuple[Junction, ...]
    connections: tuple[Connection, ...]
    crossings: tuple[Crossing, ...]
    buildings: tuple[Building, ...]

    def lat_lon(self, x_m: float, y_m: float) -> tuple[float, float]:
        """Degrees of a point; flat earth, good to a centimetre over the district."""
        east_m_per_degree = METRES_PER_DEGREE * math.cos(math.radians(self.origin_lat))
        return self.origin_lat + y_m / METRES_PER_DEGREE, self.origin_lon + x_m / east_m_per_degree

    def metres(self, lat: float, lon: float) -> tuple[float, float]:
        """(x, y) of a point given in degrees."""
        east_m_per_degree = METRES_PER_DEGREE * math.cos(math.radians(self.origin_lat))
        return (lon - self.origin_lon) * east_m_per_degree, (lat - self.origin_lat) * METRES_PER_DEGREE


@dataclass(frozen=True, kw_only=True)
class Body:
    """One who moves; ``number`` is its place in the play's ``bodies``. ``colour``: red, green, blue of 0..255.
    ``plate`` as `plates` writes it; its province code is one that no province has, so that it is nobody's.
    """

    number: int
    kind: VehicleKind
    length_m: float
    width_m: float
    height_m: float
    colour: tuple[int, int, int]
    plate: str | None = None
    plate_colour: PlateColour | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class IncidentPlace:
    """Where: a stretch of a road, measured along its lanes; ``shape_m`` (n, 2) is its ground."""

    road_id: str
    lane_ids: tuple[str, ...]
    from_m: float
    to_m: float
    shape_m: Points

    def __post_init__(self) -> None:
        _keep_points(self, "shape_m", 3)


@dataclass(frozen=True, kw_only=True, eq=False)
class Incident:
    """What was made to happen, from ``start_s`` to ``end_s`` of the play; ``numbers``: the bodies that cause it."""

    kind: IncidentKind
    start_s: float
    end_s: float
    place: IncidentPlace
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class SignalFilm:
    """What one junction showed: ``states[i]`` from ``times_s[i]`` on. A letter a link, as SUMO has them: ``G`` go,
    ``g`` go but yield, ``y`` amber, ``r`` red.
    """

    times_s: tuple[float, ...]
    states: tuple[str, ...]

    def __post_init__(self) -> None:
        rising = all(earlier < later for earlier, later in zip(self.times_s, self.times_s[1:], strict=False))
        if len(self.times_s) != len(self.states) or not self.times_s or self.times_s[0] > 0 or not rising:
            raise Invalid("a film of signals wants a state a time, rising, from the start on")
        if len({len(state) for state in self.states}) != 1 or set("".join(self.states)) - set("Ggyr"):
            raise Invalid("all states of a signal are as long, of the letters G, g, y and r")

    def at(self, t_s: float) -> str:
        """The state at a time."""
        return self.states[max(0, bisect_right(self.times_s, t_s) - 1)]


class Playing(Protocol):
    """What is seen of a play, whether it lies on disk (`Play`) or still goes on (`closed_loop.GrowingPlay`)."""

    @property
    def name(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def start(self) -> datetime.time: ...
    @property
    def bodies(self) -> Sequence[Body]: ...
    @property
    def incidents(self) -> Sequence[Incident]: ...
    def at(self, t_s: float) -> Moment: ...
    def signals(self, t_s: float) -> dict[str, str]: ...


@dataclass(frozen=True, kw_only=True, eq=False)
class Play:
    """What happened in ``duration_s`` from the local time of day ``start`` on. Equal plays give equal moments."""

    name: str
    seed: int
    start: datetime.time
    duration_s: float
    bodies: tuple[Body, ...]
    tracks: Tracks
    films: Mapping[str, SignalFilm] = field(default_factory=dict)  # by junction
    incidents: tuple[Incident, ...] = ()

    def __post_init__(self) -> None:
        if len(self.bodies) != len(self.tracks):
            raise Invalid(f"{len(self.bodies)} bodies and {len(self.tracks)} tracks")
        if any(body.number != number for number, body in enumerate(self.bodies)):
            raise Invalid("bodies are numbered by their place")

    @property
    def step_s(self) -> float:
        """Between two samples of a track; what lies between is interpolated."""
        return self.tracks.step_s

    def at(self, t_s: float) -> Moment:
        """Who is where; refuses a time before or after the play."""
        if not 0 <= t_s <= self.duration_s:
            raise Invalid(f"the play {self.name} is {self.duration_s:g} s long; {t_s:g} s is outside")
        return self.tracks.at(t_s)

    def signals(self, t_s: float) -> dict[str, str]:
        """Each signalised junction's state."""
        return {junction_id: film.at(t_s) for junction_id, film in self.films.items()}
