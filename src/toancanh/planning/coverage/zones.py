"""A camera's footprint as outlines in degrees, a zone for each class of density, for maps."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.planning.coverage.rows import RANGE_BINS, Sight
from toancanh.planning.geometry import PX_PER_M, DensityClass, Placed, Projection, View, optics, outline

Ring = tuple[tuple[float, float], ...]


@dataclass(frozen=True, kw_only=True)
class Zone:
    """Ground with at least this class; ``ring`` is closed, (lon, lat) as in GeoJSON (RFC 7946)."""

    density: DensityClass
    is_reach: bool
    ring: Ring


def zones_of(camera: Placed, sight: Sight | None = None) -> tuple[Zone, ...]:
    """The zones of every field of the camera, weakest class first; what stands in the way cuts them."""
    projection = Projection(lat=camera.lat, lon=camera.lon)
    return tuple(
        Zone(density=density, is_reach=view.is_reach, ring=ring)
        for view in optics(camera).views
        for ranges_m in (sight.ranges_m(camera.lat, camera.lon, view, RANGE_BINS) if sight is not None else None,)
        for density, least in PX_PER_M.items()
        if (ring := _ring(projection, view, least, None if ranges_m is None else ranges_m.tolist()))
    )


def _ring(projection: Projection, view: View, px_per_m: float, ranges_m: list[float] | None) -> Ring:
    points = outline(view, px_per_m, ranges_m=ranges_m)
    degrees = (projection.to_degrees(x_m, y_m) for x_m, y_m in points)
    return tuple((round(lon, 7), round(lat, 7)) for lat, lon in degrees)
