"""How far a target's needs are met, from an index of cameras that the reader may know of. Pure."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from toancanh.planning.coverage import CoverageIndex, Spot
from toancanh.planning.geometry import PX_PER_M
from toancanh.planning.targets.model import Need, NeedCover, Target, state_of

_GRID = 48  # points along the longer side of a polygon

Floats = npt.NDArray[np.float64]


def needs_cover(index: CoverageIndex, target: Target) -> tuple[NeedCover, ...]:
    """Each need's share of ground that has its density, by cameras that need not turn."""
    covers = []
    for need in target.needs:
        share = _of_polygon(index, target, need) if target.polygon else _of_circle(index, target, need)
        covers.append(NeedCover(need=need, share=round(share, 3), state=state_of(share)))
    return tuple(covers)


def _of_circle(index: CoverageIndex, target: Target, need: Need) -> float:
    spot = Spot(
        lat=target.lat,
        lon=target.lon,
        radius_m=target.radius_m,
        azimuth_deg=need.azimuth_deg,
        width_deg=need.width_deg,
    )
    cover = index.spot(spot)
    return cover.m2[need.density] / cover.ground_m2 if cover.ground_m2 else 0.0


def _of_polygon(index: CoverageIndex, target: Target, need: Need) -> float:
    corners = np.array([index.projection.to_metres(lat, lon) for lat, lon in target.polygon])
    low, high = corners.min(axis=0), corners.max(axis=0)
    step_m = max(float((high - low).max()) / _GRID, 0.1)
    x, y = np.meshgrid(np.arange(low[0] + step_m / 2, high[0], step_m), np.arange(low[1] + step_m / 2, high[1], step_m))
    px, py = x.ravel(), y.ravel()
    kept = _inside(corners, px, py)
    if need.azimuth_deg is not None:
        middle_x, middle_y = index.projection.to_metres(target.lat, target.lon)
        towards = np.degrees(np.arctan2(px - middle_x, py - middle_y))
        kept &= np.abs((towards - need.azimuth_deg + 180.0) % 360.0 - 180.0) <= need.width_deg / 2.0
    if not kept.any():
        return 0.0
    return float((index.best(px[kept], py[kept]) >= PX_PER_M[need.density]).mean())


def _inside(corners: Floats, px: Floats, py: Floats) -> npt.NDArray[np.bool_]:
    """Even-odd rule."""
    inside = np.zeros(len(px), dtype=np.bool_)
    for (ax, ay), (bx, by) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if math.isclose(ay, by):
            continue
        crosses = (ay > py) != (by > py)
        inside ^= crosses & (px < (bx - ax) * (py - ay) / (by - ay) + ax)
    return inside
