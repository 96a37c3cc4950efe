"""What a camera reaches on the ground, in zones of pixel density. Pure.

The ground is flat and lies at 0 m; a thing is looked at where it touches the ground. Pixel density at a point is the
focal length in pixels over the distance from the lens: exact on the optical axis, less than true beside it.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from toancanh.registry.dossier.model import CameraKind

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG


class DensityClass(enum.StrEnum):
    """What a picture is good for at a place; weakest first."""

    MONITOR = "monitor"
    DETECT = "detect"
    OBSERVE = "observe"
    RECOGNISE = "recognise"
    IDENTIFY = "identify"
    INSPECT = "inspect"


PX_PER_M: Mapping[DensityClass, float] = {
    DensityClass.MONITOR: 12.5,
    DensityClass.DETECT: 25.0,
    DensityClass.OBSERVE: 62.5,
    DensityClass.RECOGNISE: 125.0,
    DensityClass.IDENTIFY: 250.0,
    DensityClass.INSPECT: 1000.0,
}
"""The least density of each class."""

PX_PER_M_SOURCE = "EN 62676-4:2015 (IEC 62676-4:2014), size of objects: 80, 40, 16, 8, 4 and 1 mm per pixel"

CLASSES: tuple[DensityClass, ...] = tuple(PX_PER_M)
THRESHOLDS: tuple[float, ...] = tuple(PX_PER_M.values())
LEAST_PX_PER_M = PX_PER_M[DensityClass.MONITOR]

ASSUMED: Mapping[str, float] = {
    "height_m": 6.0,  # a street pole's bracket
    "height_m_ptz": 8.0,
    "hfov_deg": 80.0,  # a 4 mm lens before a 1/2.8 inch sensor
    "hfov_deg_ptz": 60.0,  # not zoomed in
    "width_px": 1920.0,
    "height_px": 1080.0,
}
"""Used where a dossier says nothing, and named in the answer. A tilt that nobody declared puts the picture's upper edge
on the horizon."""

MAX_REACH_M = 500.0
"""Nobody relies on a street camera beyond this, whatever its lens: haze, leaves, vehicles."""

_RECTILINEAR_MAX_DEG = 120.0


class Placed(Protocol):
    """What geometry needs of a camera that stands or is thought of."""

    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def kind(self) -> CameraKind | None: ...
    @property
    def azimuth_deg(self) -> float | None: ...
    @property
    def height_m(self) -> float | None: ...
    @property
    def tilt_deg(self) -> float | None: ...
    @property
    def hfov_deg(self) -> float | None: ...
    @property
    def width_px(self) -> int | None: ...
    @property
    def height_px(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Projection:
    """Metres east and north of a point. Off by at most 0.4 % within 35 km of it at Ha Noi's latitude."""

    lat: float
    lon: float

    @property
    def metres_per_degree(self) -> tuple[float, float]:
        """East, north."""
        north = math.radians(1.0) * EARTH_RADIUS_M
        return north * math.cos(math.radians(self.lat)), north

    def to_metres(self, lat: float, lon: float) -> tuple[float, float]:
        """(east, north)."""
        east, north = self.metres_per_degree
        return (lon - self.lon) * east, (lat - self.lat) * north

    def to_degrees(self, x_m: float, y_m: float) -> tuple[float, float]:
        """(lat, lon)."""
        east, north = self.metres_per_degree
        return self.lat + y_m / north, self.lon + x_m / east


@dataclass(frozen=True, kw_only=True)
class View:
    """One field of a camera: a sector of a ring. ``focal_px``: focal length in pixels of the declared resolution.

    ``is_reach``: what a PTZ camera could see if it turned there; at any moment it sees a part of it.
    """

    azimuth_deg: float
    half_angle_deg: float
    near_m: float  # the ground nearer than this lies below the picture
    limit_m: float  # the ground beyond this lies above the picture, or too far to rely on
    height_m: float
    focal_px: float
    is_reach: bool

    def far_m(self, px_per_m: float) -> float:
        """How far along the ground the density is still reached; 0 where it nowhere is."""
        slant_m = self.focal_px / px_per_m
        if slant_m <= self.height_m:
            return 0.0
        return min(self.limit_m, math.sqrt(slant_m**2 - self.height_m**2))

    def area_m2(self, px_per_m: float = LEAST_PX_PER_M) -> float:
        """The ground with at least this density, nothing standing in the way."""
        far_m = max(self.far_m(px_per_m), self.near_m)
        return math.radians(self.half_angle_deg) * (far_m**2 - self.near_m**2)

    def density_at(self, dx_m: float, dy_m: float) -> float:
        """Pixels per metre at a point so far east and north of the camera; 0 where it is not in view."""
        ground_m = math.hypot(dx_m, dy_m)
        if not self.near_m <= ground_m <= self.limit_m:
            return 0.0
        off_deg = (math.degrees(math.atan2(dx_m, dy_m)) - self.azimuth_deg + 180.0) % 360.0 - 180.0
        if self.half_angle_deg < 180.0 and ground_m > 0 and abs(off_deg) > self.half_angle_deg:
            return 0.0
        density = self.focal_px / max(math.hypot(ground_m, self.height_m), 1e-9)
        return density if density >= LEAST_PX_PER_M else 0.0


@dataclass(frozen=True, kw_only=True)
class Optics:
    """A camera's fields, and the names of what had to be assumed. No field where nobody knows where it looks."""

    views: tuple[View, ...]
    assumed: tuple[str, ...]


def optics(camera: Placed) -> Optics:
    """The fields of a camera: a fixed one's sector; a PTZ's reach all around, and its home field where declared."""
    is_ptz = camera.kind is CameraKind.PTZ
    assumed: list[str] = []

    def known(name: str, value: float | None, least: float, most: float) -> float:
        if value is not None and least <= value <= most:
            return float(value)
        assumed.append(name)
        return ASSUMED[f"{name}_ptz" if is_ptz and f"{name}_ptz" in ASSUMED else name]

    height_m = known("height_m", camera.height_m, 0.5, 300.0)
    hfov_deg = known("hfov_deg", camera.hfov_deg, 1.0, 360.0)
    width_px = known("width_px", camera.width_px, 64, 65_536)
    height_px = known("height_px", camera.height_px, 64, 65_536)
    vfov_deg = vertical_angle_deg(hfov_deg, width_px, height_px)
    tilt_deg = camera.tilt_deg
    if tilt_deg is None or not -30.0 <= tilt_deg <= 90.0:
        tilt_deg = vfov_deg / 2.0
        if not is_ptz or camera.azimuth_deg is not None:
            assumed.append("tilt_deg")
    focal_px = focal_length_px(hfov_deg, width_px)
    views: list[View] = []
    if is_ptz:
        views.append(
            View(
                azimuth_deg=0.0,
                half_angle_deg=180.0,
                near_m=0.0,  # it can look down
                limit_m=MAX_REACH_M,
                height_m=height_m,
                focal_px=focal_px,
                is_reach=True,
            )
        )
    if camera.azimuth_deg is not None:
        upper_deg, lower_deg = tilt_deg - vfov_deg / 2.0, tilt_deg + vfov_deg / 2.0
        views.append(
            View(
                azimuth_deg=camera.azimuth_deg % 360.0,
                half_angle_deg=min(hfov_deg / 2.0, 180.0),
                near_m=_meets_ground_m(height_m, lower_deg),
                limit_m=min(MAX_REACH_M, _meets_ground_m(height_m, upper_deg)),
                height_m=height_m,
                focal_px=focal_px,
                is_reach=False,
            )
        )
    return Optics(views=tuple(views), assumed=tuple(assumed))


def focal_length_px(hfov_deg: float, width_px: float) -> float:
    """Of a rectilinear lens; wider than 120 degrees the picture is bent, and its centre thins out with the angle."""
    straight_deg = min(hfov_deg, _RECTILINEAR_MAX_DEG)
    return width_px / (2.0 * math.tan(math.radians(straight_deg) / 2.0)) * straight_deg / hfov_deg


def vertical_angle_deg(hfov_deg: float, width_px: float, height_px: float) -> float:
    """The vertical angle of view that goes with a horizontal one (square pixels)."""
    if hfov_deg > _RECTILINEAR_MAX_DEG:
        return min(180.0, hfov_deg * height_px / width_px)
    return math.degrees(2.0 * math.atan(math.tan(math.radians(hfov_deg) / 2.0) * height_px / width_px))


def density_class(px_per_m: float) -> DensityClass | None:
    """The best class that a density reaches."""
    return next((each for each in reversed(CLASSES) if px_per_m >= PX_PER_M[each]), None)


def _meets_ground_m(height_m: float, below_horizon_deg: float) -> float:
    if below_horizon_deg <= 0.0:
        return math.inf
    if below_horizon_deg >= 90.0:
        return 0.0
    return height_m / math.tan(math.radians(below_horizon_deg))


def outline(
    view: View, px_per_m: float = LEAST_PX_PER_M, *, ranges_m: Sequence[float] | None = None, step_deg: float = 3.0
) -> list[tuple[float, float]]:
    """The edge of the zone with at least this density, metres east and north of the camera; empty where there is none.

    ``ranges_m``: how far one sees before something stands in the way, in equal bins over the view's angle.
    """
    far_m, near_m = view.far_m(px_per_m), view.near_m
    if far_m <= near_m:
        return []
    span_deg = 2.0 * view.half_angle_deg
    steps = len(ranges_m) if ranges_m is not None else max(2, math.ceil(span_deg / step_deg))
    far: list[tuple[float, float]] = []
    near: list[tuple[float, float]] = []
    for index in range(steps):
        reach_m = far_m if ranges_m is None else max(near_m, min(far_m, ranges_m[index]))
        edges = (index, index + 1) if ranges_m is not None else ((index, index + 1) if index == steps - 1 else (index,))
        for edge in edges:
            angle = math.radians(view.azimuth_deg - view.half_angle_deg + span_deg * edge / steps)
            far.append((reach_m * math.sin(angle), reach_m * math.cos(angle)))
            near.append((near_m * math.sin(angle), near_m * math.cos(angle)))
    if view.half_angle_deg >= 180.0 and near_m <= 0.0:
        return [*far, far[0]]
    if near_m <= 0.0:
        return [(0.0, 0.0), *far, (0.0, 0.0)]
    return [*far, *reversed(near), far[0]]
