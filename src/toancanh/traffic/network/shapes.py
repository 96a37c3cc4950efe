"""What the routes of the network take and give."""

from __future__ import annotations

import enum
import math
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from toancanh.infra.fields import Name, Words
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.traffic.network.model import Gives, Turn
from toancanh.traffic.state import Level

Id = Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
IdOrNone = Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9_-]*$")]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Values = list[float | None]

MOST_SEGMENTS = 5_000
MOST_POINTS = 200


class PlaceShape(RequestBody):
    """A drawing in a camera's view and the movement over it, as `/measurements` names them."""

    camera_id: Id
    zone_id: Id
    movement: IdOrNone = ""


class MeasureShape(PlaceShape):
    """It measures a segment."""

    station: IdOrNone = Field(
        default="",
        description="Places of one station lie side by side across the road, and their flows add up; stations lie one "
        "after the other. Empty: a station of this camera's own.",
    )
    gives: Gives = Field(default=Gives.ALL, description="What of its figures is taken.")


class LineShape(RequestBody):
    """RFC 7946, 3.1.4: longitude before latitude; it runs with the traffic."""

    type: Literal["LineString"] = "LineString"
    coordinates: Annotated[list[tuple[Lon, Lat]], Field(min_length=2, max_length=MOST_POINTS)]

    @model_validator(mode="after")
    def _has_a_length(self) -> Self:
        if any(a == b for a, b in zip(self.coordinates, self.coordinates[1:], strict=False)):
            raise ValueError("a line does not stand on one point twice in a row")
        return self


class PointShape(RequestBody):
    """RFC 7946, 3.1.2."""

    type: Literal["Point"] = "Point"
    coordinates: tuple[Lon, Lat]


class SegmentProperties(RequestBody):
    """A directed stretch of road. A street with two ways is two of them."""

    kind: Literal["segment"] = "segment"
    name: Name
    from_junction: Id
    to_junction: Id
    lanes: int = Field(default=1, ge=1, le=20)
    limit_mps: float = Field(default=50 / 3.6, ge=1, le=50, description="Speed limit, metres a second.")
    measures: list[MeasureShape] = Field(default=[], max_length=100)


class MovementShape(RequestBody):
    """From one segment to another over the junction."""

    from_segment: Id
    to_segment: Id
    turn: Turn
    places: list[PlaceShape] = Field(default=[], max_length=20)


class JunctionProperties(RequestBody):
    """Where segments meet, or a road leaves the network."""

    kind: Literal["junction"] = "junction"
    name: Name
    site_id: IdOrNone = Field(default="", description="The site that its cameras belong to.")
    has_signal: bool = False
    movements: list[MovementShape] = Field(default=[], max_length=200)


class SegmentFeature(RequestBody):
    """RFC 7946, 3.2."""

    type: Literal["Feature"] = "Feature"
    id: Id
    geometry: LineShape
    properties: SegmentProperties


class JunctionFeature(RequestBody):
    """RFC 7946, 3.2."""

    type: Literal["Feature"] = "Feature"
    id: Id
    geometry: PointShape
    properties: JunctionProperties


class NetworkIn(RequestBody):
    """The whole network of one organisation, as GeoJSON (RFC 7946, 3.3). What is not in it any more is gone."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: Annotated[list[SegmentFeature | JunctionFeature], Field(max_length=2 * MOST_SEGMENTS)]


class SegmentPropertiesOut(BaseModel):
    """As drawn, without the cameras that the reader may not know of."""

    kind: Literal["segment"] = "segment"
    name: str
    owner_id: str
    from_junction: str
    to_junction: str
    lanes: int
    limit_mps: float
    length_m: float
    measures: list[MeasureShape]


class JunctionPropertiesOut(BaseModel):
    """As drawn, without the cameras that the reader may not know of."""

    kind: Literal["junction"] = "junction"
    name: str
    owner_id: str
    site_id: str
    has_signal: bool
    movements: list[MovementShape]


class FeatureOut(BaseModel):
    """RFC 7946, 3.2: a segment is a LineString, a junction a Point."""

    type: Literal["Feature"] = "Feature"
    id: str
    geometry: LineShape | PointShape
    properties: SegmentPropertiesOut | JunctionPropertiesOut


class NetworkVersionOut(BaseModel):
    """One organisation's network. ``version`` goes into ``If-Match`` of a change; 0: it has none yet."""

    owner_id: str
    version: int
    changed_at: TimeOut | None
    changed_by: str
    published: bool = Field(description="Whether its figures are given to the public.")
    may_write: bool
    may_publish: bool


class NetworkOut(BaseModel):
    """All networks that the reader may know of, as one GeoJSON object; foreign member: ``owners``."""

    type: Literal["FeatureCollection"] = "FeatureCollection"
    features: list[FeatureOut]
    owners: list[NetworkVersionOut]


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


class SegmentForecastOut(BaseModel):
    """In so many minutes. ``*_error``: how far the same forecasts were off over the last day, the median, as a share of
    what came; null where too few can be told.
    """

    minutes: int
    basis: Basis
    level: Level | None
    volume_per_h: float | None
    speed_mps: float | None
    travel_time_s: float | None
    volume_error: float | None
    travel_time_error: float | None


class SegmentStateOut(BaseModel):
    """One segment over the quarter of an hour up to ``until``, or what is told of a later one. Null is "not known"."""

    id: str
    basis: Basis = Basis.MEASURED
    unknown: Unknown | None = Field(default=None, description="Why nothing is known; null where something is.")
    flags: list[str] = Field(default=[], description="Why something of it is left out.")
    seen: float = Field(description="Share of the time that was looked at and is not left out.")
    level: Level | None = Field(description="Level of service, A (free) to F (full): by delay or by speed, the worse.")
    volume_per_h: float | None = None
    pcu_per_h: float | None = None
    speed_mps: float | None = Field(default=None, description="Space mean speed: the harmonic mean of who passed.")
    free_mps: float | None = Field(default=None, description="On a free road; the limit where it was not measured yet.")
    free_is_limit: bool = False
    travel_time_s: float | None = Field(default=None, description="Length by speed, and the standing time at its end.")
    free_time_s: float | None = None
    delay_s: float | None = Field(default=None, description="Standing time by vehicle that left.")
    occupancy: float | None = None
    saturation: float | None = None
    queue_m: float | None = Field(default=None, description="Mean length of the queue at its end, the longest lane.")
    queue_max_m: float | None = None
    queue_share: float | None = Field(default=None, description="The queue by the segment's length, 1 is full.")
    queue_growth_m_per_min: float | None = None
    usual_per_h: float | None = None
    usual_mps: float | None = None
    usual_time_s: float | None = None
    ratio: float | None = Field(default=None, description="Volume by the usual one.")
    forecasts: list[SegmentForecastOut] = Field(default=[], description="Only of the state now.")


class NextOut(BaseModel):
    """A segment that a jam reaches next. ``minutes``: until the jammed one in front of it is full; null: unknown."""

    id: str
    minutes: float | None


class JamOut(BaseModel):
    """Jammed segments (level E or F) that hang together. ``heads``: those where it begins: behind them it flows."""

    segment_ids: list[str]
    heads: list[str]
    length_m: float
    queue_m: float | None
    next: list[NextOut]


class NetworkStateOut(BaseModel):
    """How it flows, or did, or will. ``ahead_min``: 0 is measured. In the order of the network's features."""

    until: TimeOut
    ahead_min: int
    version: str = Field(description="Of the networks; ask for them again where it differs.")
    segments: list[SegmentStateOut]
    jams: list[JamOut]
    measured: int = Field(description="Segments of which anything is known.")


class SegmentHistoryOut(BaseModel):
    """One value for each step; null is "not known"."""

    id: str
    levels: str = Field(description="One letter for each step, A to F; `-` is not known.")
    volume_per_h: Values
    speed_mps: Values
    travel_time_s: Values
    queue_m: Values


class NetworkHistoryOut(BaseModel):
    """Quarters of an hour of all segments of which anything is known."""

    starts: list[TimeOut]
    end: TimeOut
    version: str
    segments: list[SegmentHistoryOut]


class ApproachOut(BaseModel):
    """A segment that ends at the junction; lists have one value for each step."""

    segment_id: str
    name: str
    heading_deg: float = Field(description="Which way its traffic looks at the junction, clockwise from north.")
    lanes: int
    length_m: float
    state: SegmentStateOut
    camera_ids: list[str] = Field(description="That measure it and that the reader may know of.")
    volume_per_h: Values
    queue_m: Values
    queue_max_m: Values
    queue_vehicles: Values
    delay_s: Values


class ExitOut(BaseModel):
    """A segment that begins at the junction."""

    segment_id: str
    name: str
    heading_deg: float
    lanes: int
    state: SegmentStateOut


class JunctionMovementOut(BaseModel):
    """Over the whole range, and by step. ``seen``: share of the range that was looked at."""

    from_segment: str
    to_segment: str
    turn: Turn
    seen: float
    vehicles: int | None
    kinds: dict[str, int]
    volume_per_h: float | None
    pcu_per_h: float | None
    series_per_h: Values


class JunctionOut(BaseModel):
    """One junction over a time. ``level`` and ``delay_s`` are of now: the approaches' mean by their vehicles."""

    id: str
    name: str
    owner_id: str
    site_id: str
    lon: float
    lat: float
    has_signal: bool
    level: Level | None
    delay_s: float | None
    camera_ids: list[str] = Field(description="At its site or measuring it, that the reader may know of.")
    until: TimeOut
    step: str
    starts: list[TimeOut]
    end: TimeOut
    approaches: list[ApproachOut]
    exits: list[ExitOut]
    movements: list[JunctionMovementOut]


class Period(enum.StrEnum):
    """What a report is of."""

    DAY = "day"
    WEEK = "week"  # from Monday (ISO 8601)


class SegmentReportOut(BaseModel):
    """One segment over the period. ``jammed_s``: the time of its quarters of level E or F."""

    id: str
    name: str
    length_m: float
    seen: float
    vehicles: int | None = Field(description="That were counted: no more than was seen.")
    per_day: float | None = Field(description="Vehicles a day: the mean rate over the hours of the day.")
    peak_start: TimeOut | None
    peak_per_h: float | None
    speed_mps: float | None
    travel_time_s: float | None
    worst_time_s: float | None = Field(description="The travel time that 95 of 100 quarters do not reach.")
    free_time_s: float | None
    delay_s: float | None
    queue_max_m: float | None
    level: Level | None = Field(description="The worst that lasted an hour or more together.")
    jammed_s: float
    against_before: float | None = Field(description="Vehicles by those of the same period a week before.")


class NetworkReportOut(BaseModel):
    """A day or a week; segments in the order of how long they were jammed."""

    period: Period
    starts: TimeOut
    end: TimeOut
    zone: str
    segments: list[SegmentReportOut]
    measured: int
    vehicles_km: float | None = Field(description="Vehicle kilometres that were seen.")
    mean_speed_mps: float | None = Field(description="By vehicle kilometres.")
    jammed_km_h: float = Field(description="Kilometres times hours at level E or F.")
    hours: list[TimeOut]
    volume_by_hour: Values = Field(description="Vehicle kilometres an hour, of the segments known then.")
    speed_by_hour: Values


class PublicationIn(RequestBody):
    """Give an organisation's figures to the public, or take them back."""

    owner_id: Id
    published: bool
    reason: Words = Field(min_length=1, description="Why; on record. Such as the number of the decision.")


class PublicationOut(BaseModel):
    """What holds for an organisation."""

    owner_id: str
    published: bool
    reason: str
    decided_at: TimeOut
    decided_by: str


class PublicationsOut(BaseModel):
    """Of the organisations that the reader may know of and that somebody decided on."""

    items: list[PublicationOut]


def plain(value: float, digits: int = 4) -> float | None:
    """As JSON has it: NaN is null."""
    return None if math.isnan(value) else round(value, digits)
