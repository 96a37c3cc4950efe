"""The terms of what is drawn over a camera's picture. Pure."""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from toancanh.kernel import Invalid, fold
from toancanh.vision.calibration import Calibration
from toancanh.vision.zones import Point, Zone, ZoneKind

MAX_ZONES = 64
MAX_CLICKS = 24
FARTHEST_M = 1000.0
"""No camera counts farther away: a place beyond is a slip on the map."""
_METRES_PER_DEGREE = 111_195.0


class Change(enum.StrEnum):
    """What a version changed."""

    ZONES = "zones"
    CALIBRATED = "calibrated"
    UNCALIBRATED = "uncalibrated"


@dataclass(frozen=True, kw_only=True)
class GroundOrigin:
    """Where on the earth a calibration's ground has its (0, 0), WGS 84; x runs east, y north. On a sphere: 0.4 % off
    at worst.
    """

    lat: float
    lon: float

    def metres(self, lat: float, lon: float) -> tuple[float, float]:
        """East and north of it."""
        return (lon - self.lon) * _METRES_PER_DEGREE * self._shrinking, (lat - self.lat) * _METRES_PER_DEGREE

    def degrees(self, x_m: float, y_m: float) -> tuple[float, float]:
        """(lat, lon) of a point of the ground."""
        return self.lat + y_m / _METRES_PER_DEGREE, self.lon + x_m / (_METRES_PER_DEGREE * self._shrinking)

    @property
    def _shrinking(self) -> float:
        return math.cos(math.radians(self.lat))


@dataclass(frozen=True, kw_only=True)
class ByPoints:
    """Calibrated by four points or more that were clicked in the picture (``points``, shares) and on the map
    (``places``: latitude, longitude). ``aspect``: the picture's height by its width.
    """

    aspect: float
    points: tuple[Point, ...]
    places: tuple[tuple[float, float], ...]
    way: Literal["points"] = "points"

    def __post_init__(self) -> None:
        _check_aspect(self.aspect)
        _check_clicks(self.points)
        if not 4 <= len(self.points) == len(self.places) <= MAX_CLICKS:
            raise Invalid(f"4 to {MAX_CLICKS} points, each with its place on the map", field="places")
        if not all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in self.places):
            raise Invalid("a place is a latitude and a longitude", field="places")


@dataclass(frozen=True, kw_only=True)
class ByRectangle:
    """Calibrated by the four corners of a rectangle on the ground, one after the other around it, and the length from
    the first to the second; ``width_m``: from the second to the third, where it is known.
    """

    aspect: float
    points: tuple[Point, ...]
    length_m: float
    width_m: float | None = None
    way: Literal["rectangle"] = "rectangle"

    def __post_init__(self) -> None:
        _check_aspect(self.aspect)
        _check_clicks(self.points)
        if len(self.points) != 4:
            raise Invalid("a rectangle has four corners", field="points")
        for name, value in (("length_m", self.length_m), ("width_m", self.width_m)):
            if value is not None and not 0.1 <= value <= FARTHEST_M:
                raise Invalid(f"{name}: from 0.1 to {FARTHEST_M:.0f} m", field=name)


@dataclass(frozen=True, kw_only=True)
class ByMounting:
    """Calibrated by how the camera hangs; None: as its dossier says. Azimuth: clockwise from north."""

    aspect: float
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    azimuth_deg: float | None = None
    way: Literal["mounting"] = "mounting"

    def __post_init__(self) -> None:
        _check_aspect(self.aspect)
        for name, value, least, most in (
            ("height_m", self.height_m, 0.5, 300.0),
            ("tilt_deg", self.tilt_deg, 0.5, 90.0),
            ("hfov_deg", self.hfov_deg, 1.0, 174.0),
            ("azimuth_deg", self.azimuth_deg, 0.0, 360.0),
        ):
            if value is not None and not least <= value <= most:
                raise Invalid(f"{name}: from {least:g} to {most:g}", field=name)


Method = ByPoints | ByRectangle | ByMounting


@dataclass(frozen=True, kw_only=True)
class ZoneDraft:
    """A zone to be drawn; without ``id`` a new one."""

    id: str = ""
    kind: ZoneKind
    name: str
    points: tuple[Point, ...]
    aspect: float = 9 / 16

    def zone(self, zone_id: str) -> Zone:
        """Raises `Invalid` where it is none."""
        return Zone(id=zone_id, kind=self.kind, name=self.name.strip(), points=self.points, aspect=self.aspect)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """All that is drawn over a camera's picture; ``version`` is 0 where nothing ever was.

    ``origin``: where the calibration's ground lies; None where there is no calibration, or one of a rectangle on a
    street of which nobody said where north is: its ground then has no known place.
    """

    camera_id: str
    zones: tuple[Zone, ...] = ()
    calibration: Calibration | None = None
    origin: GroundOrigin | None = None
    method: Method | None = None
    version: int = 0
    changed_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Version:
    """``drawn`` as it was from then on, who made it so, and what that changed."""

    drawn: Drawn
    changed_by: str  # user id; empty: the platform itself
    change: Change


def check_zones(zones: Sequence[Zone]) -> None:
    """Raises `Invalid` where they cannot stand beside each other."""
    if len(zones) > MAX_ZONES:
        raise Invalid(f"zones: at most {MAX_ZONES} over one picture", field="zones")
    seen: set[str] = set()
    for zone in zones:
        key = fold(zone.name)
        if not key:
            raise Invalid("name: each drawing has a name, with letters or digits", field="name")
        if key in seen:
            raise Invalid(f"name: two drawings are called {zone.name!r}; their figures would be mixed up", field="name")
        seen.add(key)


def _check_aspect(aspect: float) -> None:
    if not 0.1 <= aspect <= 10:
        raise Invalid(f"aspect: no picture is {aspect:g} times as high as wide", field="aspect")


def _check_clicks(points: Sequence[Point]) -> None:
    if not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points):
        raise Invalid("points: all clicks lie within the picture", field="points")
