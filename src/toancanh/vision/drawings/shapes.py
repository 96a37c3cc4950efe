"""What comes in and goes out of the routes of drawings."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from pydantic import BaseModel, Field

from toancanh.infra.fields import Name
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.vision.drawings.model import (
    MAX_CLICKS,
    MAX_ZONES,
    ByMounting,
    ByPoints,
    ByRectangle,
    Change,
    Drawn,
    Method,
    Version,
    ZoneDraft,
)
from toancanh.vision.drawings.overlay import STEP_M, overlay
from toancanh.vision.drawings.service import Tried
from toancanh.vision.zones import MAX_POINTS, Zone, ZoneKind

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Point = tuple[Share, Share]
Aspect = Annotated[
    float,
    Field(ge=0.1, le=10, allow_inf_nan=False, description="The picture's height by its width, as it was drawn on."),
]
Metres = Annotated[float, Field(ge=0.1, le=1000, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Seen = Annotated[
    int | None,
    Field(ge=0, description="The version of the drawings that was seen; refused where there is a newer one."),
]
_PLACES = 5  # a hundredth of a pixel


def _rounded(points: list[Point]) -> tuple[tuple[float, float], ...]:
    return tuple((round(x, _PLACES), round(y, _PLACES)) for x, y in points)


class ZoneIn(RequestBody):
    """A drawing. A line has two points, and forward over it is from its left to its right, for one who stands at the
    first and looks at the second; an area has three or more, in order.
    """

    kind: ZoneKind
    name: Name
    points: list[Point] = Field(
        min_length=2,
        max_length=MAX_POINTS,
        description="From 0 to 1 of the picture's width and height, from upper left.",
    )
    aspect: Aspect = 9 / 16

    def draft(self, zone_id: str = "") -> ZoneDraft:
        """As vision has it."""
        return ZoneDraft(
            id=zone_id, kind=self.kind, name=self.name, points=_rounded(self.points), aspect=self.aspect
        )  # fmt: skip


class ZoneNew(ZoneIn):
    """A drawing over a camera's picture."""

    camera_id: str = Field(max_length=36)
    version: Seen = None


class ZoneChange(ZoneIn):
    """A drawing as it is to be; its kind stays."""

    version: Seen = None


class ZoneKept(ZoneIn):
    """A drawing of a whole picture; without ``id`` a new one."""

    id: str = Field(default="", max_length=36)


class ZonesIn(RequestBody):
    """All drawings of a camera in place of those of ``version``; which are not in it are removed."""

    version: int = Field(ge=0)
    zones: list[ZoneKept] = Field(max_length=MAX_ZONES)


class ZoneOut(BaseModel):
    """A drawing over a camera's picture."""

    id: str
    camera_id: str
    kind: ZoneKind
    name: str
    points: list[Point]
    aspect: float

    @classmethod
    def of(cls, camera_id: str, zone: Zone) -> ZoneOut:
        """As sent."""
        return cls(
            id=zone.id, camera_id=camera_id, kind=zone.kind, name=zone.name, points=list(zone.points),
            aspect=zone.aspect,
        )  # fmt: skip


class DrawnOut(BaseModel):
    """Of which version a camera's drawings are; 0: nothing was ever drawn."""

    camera_id: str
    version: int
    changed: TimeOut | None
    is_calibrated: bool

    @classmethod
    def of(cls, drawn: Drawn) -> DrawnOut:
        """As sent."""
        return cls(
            camera_id=drawn.camera_id, version=drawn.version, changed=drawn.changed_us,
            is_calibrated=drawn.calibration is not None,
        )  # fmt: skip


class ZonesOut(BaseModel):
    """The drawings of some cameras."""

    items: list[ZoneOut]
    cameras: list[DrawnOut]

    @classmethod
    def of(cls, every: list[Drawn]) -> ZonesOut:
        """As sent."""
        return cls(
            items=[ZoneOut.of(drawn.camera_id, zone) for drawn in every for zone in drawn.zones],
            cameras=[DrawnOut.of(drawn) for drawn in every],
        )


class DrawingVersionOut(BaseModel):
    """What was drawn from then on, until the next version, and who drew it."""

    version: int
    at: TimeOut | None
    by: str = Field(description="User name; empty: the platform itself.")
    change: Change
    zones: list[ZoneOut]
    way: Literal["points", "rectangle", "mounting"] | None = Field(description="How it was calibrated then.")

    @classmethod
    def of(cls, version: Version, usernames: Mapping[str, str]) -> DrawingVersionOut:
        """As sent."""
        drawn = version.drawn
        return cls(
            version=drawn.version,
            at=drawn.changed_us,
            by=usernames.get(version.changed_by, ""),
            change=version.change,
            zones=[ZoneOut.of(drawn.camera_id, zone) for zone in drawn.zones],
            way=None if drawn.method is None else drawn.method.way,
        )


class GroundPlace(RequestBody):
    """On the map, WGS 84."""

    lat: Latitude
    lon: Longitude


class ByPointsIn(RequestBody):
    """Four points or more of the road, each clicked in the picture and on the map, in the same order."""

    way: Literal["points"]
    aspect: Aspect = 9 / 16
    points: list[Point] = Field(min_length=4, max_length=MAX_CLICKS)
    places: list[GroundPlace] = Field(min_length=4, max_length=MAX_CLICKS)

    def method(self) -> Method:
        """As vision has it."""
        places = tuple((place.lat, place.lon) for place in self.places)
        return ByPoints(aspect=self.aspect, points=_rounded(self.points), places=places)


class ByRectangleIn(RequestBody):
    """Four corners of a rectangle on the road, one after the other around it; ``length_m``: from the first to the
    second, ``width_m``: from the second to the third, where it is known.
    """

    way: Literal["rectangle"]
    aspect: Aspect = 9 / 16
    points: list[Point] = Field(min_length=4, max_length=4)
    length_m: Metres
    width_m: Metres | None = None

    def method(self) -> Method:
        """As vision has it."""
        return ByRectangle(
            aspect=self.aspect, points=_rounded(self.points), length_m=self.length_m, width_m=self.width_m
        )


class ByMountingIn(RequestBody):
    """How the camera hangs; what is left out is taken from its dossier. ``tilt_deg``: below the horizon; ``hfov_deg``:
    the lens's horizontal angle of view; ``azimuth_deg``: clockwise from north.
    """

    way: Literal["mounting"]
    aspect: Aspect = 9 / 16
    height_m: Annotated[float, Field(ge=0.5, le=300, allow_inf_nan=False)] | None = None
    tilt_deg: Annotated[float, Field(ge=0.5, le=90, allow_inf_nan=False)] | None = None
    hfov_deg: Annotated[float, Field(ge=1, le=174, allow_inf_nan=False)] | None = None
    azimuth_deg: Annotated[float, Field(ge=0, le=360, allow_inf_nan=False)] | None = None

    def method(self) -> Method:
        """As vision has it."""
        return ByMounting(
            aspect=self.aspect, height_m=self.height_m, tilt_deg=self.tilt_deg, hfov_deg=self.hfov_deg,
            azimuth_deg=self.azimuth_deg,
        )  # fmt: skip


MethodIn = Annotated[ByPointsIn | ByRectangleIn | ByMountingIn, Field(discriminator="way")]


class CalibrationIn(RequestBody):
    """A way to calibrate."""

    method: MethodIn
    version: Seen = None


class ErrorEllipseOut(BaseModel):
    """In which a place of the road lies with 95 %; ``error_m``: one standard deviation, the worst way."""

    at: tuple[float, float]
    outline: list[tuple[float, float]]
    error_m: float


class ErrorAheadOut(BaseModel):
    """How wrong a place so far ahead of the camera may be (one standard deviation)."""

    distance_m: float
    error_m: float


class MethodOut(BaseModel):
    """What was clicked or said; null or empty where the way does not ask for it."""

    way: Literal["points", "rectangle", "mounting"]
    aspect: float
    points: list[tuple[float, float]] = []
    places: list[GroundPlace] = []
    length_m: float | None = None
    width_m: float | None = None
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    azimuth_deg: float | None = None

    @classmethod
    def of(cls, method: Method) -> MethodOut:
        """As sent."""
        match method:
            case ByPoints():
                places = [GroundPlace(lat=lat, lon=lon) for lat, lon in method.places]
                return cls(way="points", aspect=method.aspect, points=list(method.points), places=places)
            case ByRectangle():
                return cls(
                    way="rectangle", aspect=method.aspect, points=list(method.points), length_m=method.length_m,
                    width_m=method.width_m,
                )  # fmt: skip
            case ByMounting():
                return cls(
                    way="mounting", aspect=method.aspect, height_m=method.height_m, tilt_deg=method.tilt_deg,
                    hfov_deg=method.hfov_deg, azimuth_deg=method.azimuth_deg,
                )  # fmt: skip


class FoundViewOut(BaseModel):
    """The view that explains the clicks, and how wrong it may be.

    ``residual``: what the fit left of the clicks, root mean square, as a share of the picture's width. ``foot_off_m``:
    how far from the camera's place in the registry the clicks say that it stands; null where the ground has no place.
    ``lines``: squares of ``step_m`` on the road, in shares of the picture; they may reach beyond it.
    """

    method: MethodOut
    height_m: float
    tilt_deg: float
    hfov_deg: float
    azimuth_deg: float | None = Field(description="Null where nobody knows where north is.")
    residual: float
    foot_off_m: float | None
    origin: GroundPlace | None = Field(description="Where x east and y north of places on the road count from.")
    turns: bool = Field(description="A camera that turns: all this holds for one position of it only.")
    step_m: float
    lines: list[list[tuple[float, float]]]
    ellipses: list[ErrorEllipseOut]
    distances: list[ErrorAheadOut]

    @classmethod
    def of(cls, tried: Tried) -> FoundViewOut:
        """As sent."""
        view, method = tried.calibration.view, tried.method
        along = (method.points[0], method.points[1]) if isinstance(method, ByRectangle) else None
        shown = overlay(tried.calibration, along=along)
        return cls(
            method=MethodOut.of(method),
            height_m=round(view.height_m, 2),
            tilt_deg=round(math.degrees(view.tilt_rad), 2),
            hfov_deg=round(math.degrees(2 * math.atan(0.5 / view.focal)), 2),
            azimuth_deg=None if tried.origin is None else round((90 - math.degrees(view.azimuth_rad)) % 360, 1),
            residual=tried.calibration.residual,
            foot_off_m=None if tried.origin is None else round(float(np.hypot(view.x_m, view.y_m)), 2),
            origin=None if tried.origin is None else GroundPlace(lat=tried.origin.lat, lon=tried.origin.lon),
            turns=tried.hung.turns,
            step_m=STEP_M,
            lines=[list(line) for line in shown.lines],
            ellipses=[
                ErrorEllipseOut(at=one.at, outline=list(one.outline), error_m=round(one.error_m, 3))
                for one in shown.ellipses
            ],
            distances=[
                ErrorAheadOut(distance_m=one.distance_m, error_m=round(one.error_m, 3)) for one in shown.distances
            ],
        )


class CalibrationOut(BaseModel):
    """How a camera is calibrated; ``found`` is null where it is not. ``version``: of its drawings."""

    camera_id: str
    version: int
    found: FoundViewOut | None

    @classmethod
    def of(cls, drawn: Drawn, tried: Tried | None) -> CalibrationOut:
        """As sent."""
        found = None if tried is None else FoundViewOut.of(tried)
        return cls(camera_id=drawn.camera_id, version=drawn.version, found=found)
