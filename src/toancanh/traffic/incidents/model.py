"""Terms of incidents: what a camera's pictures give signs of, and what signs of several cameras become. Pure."""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping
from dataclasses import dataclass

from toancanh.vision import Box


class TrafficIncidentKind(enum.StrEnum):
    """What can be found. Closed: there is no kind for what a person does."""

    STOPPED_VEHICLE = "stopped_vehicle"  # stands where traffic flows, and is passed
    WRONG_WAY = "wrong_way"
    CONGESTION = "congestion"  # many, and slower than one walks fast
    SLOW_AREA = "slow_area"  # slower by far than is usual there, and not standing
    CLOSED_LANE = "closed_lane"  # nobody uses a lane that is used else
    PEDESTRIAN = "pedestrian"  # on foot where that is not permitted: an expressway


class IncidentEvidence(enum.StrEnum):
    """What speaks for an incident, or against it; with a value in the unit that its name ends with."""

    STOOD_S = "stood_s"
    ARRIVED = "arrived"  # 1: something was seen to drive to where it stands
    UNSEEN_S = "unseen_s"  # since when it is not seen any more, and nothing shows that it left
    PASSED = "passed"  # vehicles that drove past it
    MOVED_ON = "moved_on"  # vehicles that stood in the very place and drove on: a crawl
    LEFT = "left"  # vehicles that stood beside it and have left
    OTHERS_STANDING = "others_standing"
    NO_STOP_AREA = "no_stop_area"  # 1: it stands in one
    AGAINST_M = "against_m"
    AGAINST_S = "against_s"
    LEARNED = "learned"  # 1: the permitted way is not drawn but learned from the flow
    SPEED_MPS = "speed_mps"
    USUAL_MPS = "usual_mps"
    VEHICLES = "vehicles"  # mean number in view
    LASTED_S = "lasted_s"
    EMPTY_S = "empty_s"
    EXPECTED = "expected"  # vehicles that would have used the lane meanwhile
    WALKED_S = "walked_s"


class TrafficIncidentState(enum.StrEnum):
    """``SUSPECTED`` is shown to nobody: its signs do not suffice yet."""

    SUSPECTED = "suspected"
    OPEN = "open"
    ENDED = "ended"  # no camera sees it any more
    CLOSED = "closed"  # somebody ended it


class Answer(enum.StrEnum):
    """What a person said of it."""

    NONE = "none"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True, kw_only=True)
class Spot:
    """On the earth, with one standard deviation in metres."""

    lat: float
    lon: float
    uncertainty_m: float

    def distance_m(self, other: Spot) -> float:
        """Flat earth: good to a metre over a city's blocks."""
        north_m = (other.lat - self.lat) * 111_320.0
        east_m = (other.lon - self.lon) * 111_320.0 * math.cos(math.radians(self.lat))
        return math.hypot(north_m, east_m)


@dataclass(frozen=True, kw_only=True)
class Signal:
    """One camera's sign of an incident at one moment. ``strength``: how sure this camera's signs make it, from 0 to 1;
    ``began_us``: since when it lasts. ``ground_m``: metres of the calibration, where there is one; ``spot``: the same
    on the earth, where the calibration says where it lies. ``box``: what shows it, where that is one object.
    """

    kind: TrafficIncidentKind
    camera_id: str
    zone_id: str
    time_us: int
    began_us: int
    strength: float
    evidence: Mapping[IncidentEvidence, float]
    box: Box | None = None
    ground_m: tuple[float, float] | None = None
    spot: Spot | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.strength <= 1 or self.began_us > self.time_us:
            raise ValueError(f"a sign is from 0 to 1 sure, and begins before it is told: {self}")


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """What one camera has told of an incident so far: its surest signal, and from when to when it told anything.
    ``picture_us``: when the kept picture was taken; None where there is none.
    """

    camera_id: str
    zone_id: str
    first_us: int
    last_us: int
    strength: float
    evidence: Mapping[IncidentEvidence, float]
    box: Box | None
    picture_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class TrafficIncident:
    """One thing that happens, whoever sees it. ``confidence``: all its cameras' signs together. ``opened_us``: when
    that sufficed; None before.
    """

    id: str
    kind: TrafficIncidentKind
    state: TrafficIncidentState
    began_us: int
    last_us: int
    confidence: float
    sightings: tuple[Sighting, ...]
    spot: Spot | None = None
    opened_us: int | None = None
    ended_us: int | None = None
    answer: Answer = Answer.NONE
    answered_us: int | None = None
    answered_by: str = ""
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Rate:
    """Of one camera and kind, over the days that are looked back: answers, how long it was watched, and what a signal
    of it must reach on account of them.
    """

    camera_id: str
    kind: TrafficIncidentKind
    confirmed: int
    dismissed: int
    unanswered: int
    watched_s: float
    needed: float

    @property
    def false_per_day(self) -> float | None:
        """None where it was watched for less than an hour."""
        return None if self.watched_s < 3600 else self.dismissed * 86_400 / self.watched_s
