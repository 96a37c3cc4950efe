"""What the routes of road networks take and give: as they are drawn, and whose figures the public gets."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field, model_validator

from toancanh.infra.fields import Name, Words
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.traffic.network.model import Gives, Turn

Id = Annotated[str, Field(min_length=1, max_length=64, pattern="^[A-Za-z0-9_-]+$")]
IdOrNone = Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9_-]*$")]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]

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
    """One organisation's network. ``version`` goes into a change; 0: it has none yet."""

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
