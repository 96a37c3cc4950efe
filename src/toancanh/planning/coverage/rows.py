"""Many fields of view as arrays: which see a point, and how well."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from toancanh.planning.geometry import LEAST_PX_PER_M, THRESHOLDS, View

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

RANGE_BINS = 128
"""Directions in which something standing in the way is looked for: of 80 degrees every 0.6, of a PTZ's circle 2.8."""


class Sight(Protocol):
    """What stands in the way."""

    def ranges_m(self, lat: float, lon: float, view: View, bins: int) -> Floats | None:
        """How far one sees in equal bins over the view's angle; None where nothing is near."""


class Rows:
    """One row per field of view; ``camera`` says whose. Metres in the projection of the one who made them."""

    def __init__(self, camera: Sequence[int], views: Sequence[View], x_m: Floats, y_m: Floats) -> None:
        self.camera: Ints = np.array(camera, dtype=np.int64)
        self.views = tuple(views)
        self.x = x_m
        self.y = y_m

        def column(values: list[float]) -> Floats:
            return np.array(values, dtype=np.float64)

        azimuth = np.radians(column([view.azimuth_deg for view in views]))
        self.ux: Floats = np.sin(azimuth)
        self.uy: Floats = np.cos(azimuth)
        self.azimuth = azimuth
        self.half: Floats = np.radians(column([view.half_angle_deg for view in views]))
        self.cos_half: Floats = np.where(self.half >= math.pi, -2.0, np.cos(self.half))
        self.near2: Floats = column([view.near_m for view in views]) ** 2
        self.reach: Floats = column([view.far_m(LEAST_PX_PER_M) for view in views])
        self.height2: Floats = column([view.height_m for view in views]) ** 2
        self.focal: Floats = column([view.focal_px for view in views])
        self.is_reach: Bools = np.array([view.is_reach for view in views], dtype=np.bool_)
        self.boxes: Floats = self._boxes()
        self._profile: Ints = np.full(len(views), -1, dtype=np.int64)
        self._ranges: npt.NDArray[np.float32] = np.zeros((0, RANGE_BINS), dtype=np.float32)

    def block(self, sight: Sight, places: Sequence[tuple[float, float]]) -> None:
        """Let what stands in the way cut the fields; ``places``: (lat, lon) of each row. Once, before any question."""
        profiles: list[npt.NDArray[np.float32]] = []
        for row, (lat, lon) in enumerate(places):
            ranges_m = sight.ranges_m(lat, lon, self.views[row], RANGE_BINS)
            if ranges_m is not None:
                self._profile[row] = len(profiles)
                profiles.append(ranges_m.astype(np.float32))
        if profiles:
            self._ranges = np.stack(profiles)

    def near(self, px: Floats, py: Floats) -> Ints:
        """The rows whose reach may touch the box around these points."""
        if not len(px) or not len(self.x):
            return np.zeros(0, dtype=np.int64)
        return self.near_box(float(px.min()), float(py.min()), float(px.max()), float(py.max()))

    def near_box(self, left: float, bottom: float, right: float, top: float) -> Ints:
        """The same for a box in metres."""
        dx = np.maximum(np.maximum(left - self.x, self.x - right), 0.0)
        dy = np.maximum(np.maximum(bottom - self.y, self.y - top), 0.0)
        return np.flatnonzero(dx**2 + dy**2 <= self.reach**2)

    def densities(self, rows: Ints, px: Floats, py: Floats) -> Floats:
        """Pixels per metre, (rows, points); 0 where a field does not see the point."""
        found: Floats = np.zeros((len(rows), len(px)))
        step = max(1, 400_000 // max(1, len(px)))  # keeps what is in flight within a few megabytes
        for begin in range(0, len(rows), step):
            found[begin : begin + step] = self._densities(rows[begin : begin + step], px, py)
        return found

    def field(self, row: int, xs: Floats, ys: Floats) -> npt.NDArray[np.float32]:
        """One field's pixels per metre over a grid of points, (ys, xs); 0 where it does not see."""
        dx = (xs - self.x[row]).astype(np.float32)[None, :]
        dy = (ys - self.y[row]).astype(np.float32)[:, None]
        ground2 = dx * dx + dy * dy
        inside = ground2 <= np.float32(self.reach[row] ** 2)
        if self.near2[row] > 0:
            inside &= ground2 >= np.float32(self.near2[row])
        if self.cos_half[row] >= -1.0:
            along = dx * np.float32(self.ux[row]) + dy * np.float32(self.uy[row])
            inside &= along >= np.float32(self.cos_half[row]) * np.sqrt(ground2)
        if self._profile[row] >= 0:
            angle = np.arctan2(dx, dy) - np.float32(self.azimuth[row])
            bins = self._bins(row, angle)
            inside &= ground2 <= self._ranges[self._profile[row]][bins] ** 2
        density = np.zeros(inside.shape, dtype=np.float32)
        density[inside] = np.float32(self.focal[row]) / np.sqrt(ground2[inside] + np.float32(self.height2[row] + 1e-9))
        return density

    def _bins(self, row: int, angle: npt.NDArray[np.floating[Any]]) -> Ints:
        """In which direction's bin each angle from the axis (radians) lies."""
        turned = (angle + math.pi) % (2 * math.pi) - math.pi
        bins = ((turned + self.half[row]) / (2 * self.half[row]) * RANGE_BINS).astype(np.int64)
        clipped: Ints = np.clip(bins, 0, RANGE_BINS - 1)
        return clipped

    def _boxes(self) -> Floats:
        """Each field's box in metres: left, bottom, right, top."""
        ends = [self.azimuth - self.half, self.azimuth + self.half]
        east = np.stack([np.zeros_like(self.x), *(np.sin(end) for end in ends)])
        north = np.stack([np.zeros_like(self.x), *(np.cos(end) for end in ends)])

        def looks(angle: float) -> Bools:
            off = (angle - self.azimuth + math.pi) % (2 * math.pi) - math.pi
            return np.abs(off) <= self.half + 1e-9

        right = np.where(looks(math.pi / 2), 1.0, east.max(axis=0))
        left = np.where(looks(-math.pi / 2), -1.0, east.min(axis=0))
        top = np.where(looks(0.0), 1.0, north.max(axis=0))
        bottom = np.where(looks(math.pi), -1.0, north.min(axis=0))
        return np.stack(
            [
                self.x + left * self.reach,
                self.y + bottom * self.reach,
                self.x + right * self.reach,
                self.y + top * self.reach,
            ],
            axis=1,
        )

    def _densities(self, rows: Ints, px: Floats, py: Floats) -> Floats:
        pick = rows[:, None]
        dx, dy = px[None, :] - self.x[pick], py[None, :] - self.y[pick]
        ground2 = dx**2 + dy**2
        inside = (ground2 <= self.reach[pick] ** 2) & (ground2 >= self.near2[pick])
        inside &= dx * self.ux[pick] + dy * self.uy[pick] >= self.cos_half[pick] * np.sqrt(ground2) - 1e-9
        density: Floats = np.where(
            inside, self.focal[pick] / np.sqrt(np.maximum(ground2 + self.height2[pick], 1e-9)), 0.0
        )
        for place in np.flatnonzero(self._profile[rows] >= 0):
            row = int(rows[place])
            seen = np.flatnonzero(density[place])
            angle = np.arctan2(dx[place][seen], dy[place][seen]) - self.azimuth[row]
            limit = self._ranges[self._profile[row]][self._bins(row, angle)]
            density[place][seen[ground2[place][seen] > limit.astype(np.float64) ** 2]] = 0.0
        return density


def sector_points(
    x: float, y: float, view: View, samples: int, *, far_m: float | None = None
) -> tuple[Floats, Floats, float]:
    """Points that stand for equal pieces of a field's ground, and the size of a piece in m2."""
    far_m = view.far_m(LEAST_PX_PER_M) if far_m is None else far_m
    near_m = view.near_m
    if far_m <= near_m:
        return np.zeros(0), np.zeros(0), 0.0
    half = math.radians(view.half_angle_deg)
    arc_m, depth_m = half * (far_m + near_m), far_m - near_m
    rings = max(4, min(samples // 4, round(math.sqrt(samples * depth_m / max(arc_m, 1e-9)))))
    spokes = max(4, samples // rings)
    radius = np.sqrt(near_m**2 + (np.arange(rings) + 0.5) / rings * (far_m**2 - near_m**2))
    angle = math.radians(view.azimuth_deg) + half * ((np.arange(spokes) + 0.5) / spokes * 2.0 - 1.0)
    r, a = np.meshgrid(radius, angle)
    px, py = x + r * np.sin(a), y + r * np.cos(a)
    return px.ravel(), py.ravel(), half * (far_m**2 - near_m**2) / (rings * spokes)


def classes_of(density: Floats) -> npt.NDArray[np.int8]:
    """How many classes each density reaches, 0 to 6."""
    return np.searchsorted(np.array(THRESHOLDS), density, side="right").astype(np.int8)
