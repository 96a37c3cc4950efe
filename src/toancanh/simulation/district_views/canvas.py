"""What stands still, drawn once: a picture of colours without light, with the distance of each sample.

It is drawn at twice the picture's size in both directions and scaled down, so that markings far away do not break up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district_views.ground import cut_at_lens
from toancanh.simulation.district_views.pose import CameraPose

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Painter = Callable[[Singles], tuple[Bytes, Bytes]]  # world points (m, 3) -> colours (m, 3) and what shines there (m,)

OVERSAMPLED = 2
_SUBPIXELS = 4  # bits
_UPWARDS = 0  # place of the ground's normal


@dataclass(frozen=True, kw_only=True, eq=False)
class Surfaces:
    """A view without light, rows x columns. ``albedo`` (.., 3) of 0..1; ``shines`` of 0..1: windows by night.

    ``upright_m`` float32: distance into the picture of what stands there, infinite on the ground and in the sky.
    ``world_m`` (.., 3) float32: the point seen; the sky's is far away. ``normal`` (.., 3): outward unit vectors.
    """

    albedo: Singles
    shines: Singles
    upright_m: Singles
    world_m: Singles
    normal: Singles
    is_sky: NDArray[np.bool_]

    @property
    def is_ground(self) -> NDArray[np.bool_]:
        """Neither sky nor anything upright."""
        flat: NDArray[np.bool_] = np.isinf(self.upright_m) & ~self.is_sky
        return flat


class Canvas:
    """The picture under the brush; first the ground in order, then what stands upright in any order."""

    def __init__(self, pose: CameraPose, far_m: float) -> None:
        self.pose = pose
        self._large = pose.at_size(pose.width * OVERSAMPLED, pose.height * OVERSAMPLED)
        self._far_m = far_m
        rows, columns = self._large.height, self._large.width
        x, y = np.meshgrid(np.arange(columns) + 0.5, np.arange(rows) + 0.5)
        self._rays = self._large.rays(np.stack([x, y], axis=-1)).astype(np.float32)
        falls = self._rays[..., 2] < -1e-4
        ground_m = np.where(falls, -pose.height_m / np.where(falls, self._rays[..., 2], -1), np.inf)
        self.is_sky = ground_m > far_m
        self._away_m = np.minimum(ground_m, far_m).astype(np.float32)
        self._upright_m = np.full((rows, columns), np.inf, np.float32)
        self._shines = np.zeros((rows, columns), np.uint8)
        self._normals: list[Floats] = [np.array((0.0, 0.0, 1.0))]
        self._normal = np.full((rows, columns), _UPWARDS, np.uint16)
        self.classes = np.zeros((rows, columns), np.uint8)
        self.albedo = np.zeros((rows, columns, 3), np.uint8)

    def sees(self, x_m: float, y_m: float, radius_m: float, reach_m: float) -> bool:
        """Whether anything within a radius of a place, of any height, may be in the picture."""
        pose = self.pose
        turn = np.radians(pose.azimuth_deg)
        east, north = x_m - pose.x_m, y_m - pose.y_m
        ahead, aside = east * np.sin(turn) + north * np.cos(turn), east * np.cos(turn) - north * np.sin(turn)
        if np.hypot(east, north) - radius_m > reach_m:
            return False
        if pose.tilt_deg > 35:  # what lies below may be behind, too
            return True
        # a tilted picture's upper corners look further aside than its middle does
        spread = np.tan(np.radians(pose.hfov_deg / 2)) / np.cos(np.radians(pose.tilt_deg)) * 1.35
        return bool(ahead > -radius_m and abs(aside) - radius_m < (ahead + radius_m) * spread + 5)

    def lay(self, polygons_m: Floats, surface: int) -> None:
        """Give ground within polygons (n, k, 2) a class."""
        flat = np.concatenate([polygons_m, np.zeros((*polygons_m.shape[:-1], 1))], axis=-1)
        for seen in self._large.seen_from(flat):
            cut = cut_at_lens(seen)
            if len(cut) > 2:
                self._fill(self.classes, self._large.pixels(cut), surface)

    def ground_m(self) -> Singles:
        """(rows, columns, 2): where on the ground each sample lies; under the sky the furthest ground."""
        return (self._rays[..., :2] * self._away_m[..., None] + (self.pose.x_m, self.pose.y_m)).astype(np.float32)

    def stand(self, polygon_m: Floats, paint: Painter) -> None:
        """Put up a flat polygon (n, 3), seen from both sides, in front of what is further."""
        seen = cut_at_lens(self._large.seen_from(polygon_m))
        if len(seen) < 3 or float(seen[:, 2].min()) > self._far_m:
            return
        pixels = self._large.pixels(seen)
        low = np.maximum(np.floor(pixels.min(axis=0)).astype(int), 0)
        high = np.minimum(np.ceil(pixels.max(axis=0)).astype(int) + 1, (self._large.width, self._large.height))
        if (high <= low).any():
            return
        mask = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        self._fill(mask, pixels - low, 1)
        part = np.s_[low[1] : high[1], low[0] : high[0]]
        rays = self._rays[part]
        normal = np.cross(polygon_m[1] - polygon_m[0], polygon_m[2] - polygon_m[0])
        normal = normal / max(float(np.linalg.norm(normal)), 1e-9)
        reach = float(normal @ (polygon_m[0] - self.pose.place_m))
        normal = normal if reach < 0 else -normal  # towards the lens
        with np.errstate(divide="ignore", invalid="ignore"):
            away = (-abs(reach) / (rays @ normal.astype(np.float32))).astype(np.float32)
        rows, columns = np.nonzero((mask > 0) & (away > 0) & (away < self._upright_m[part]))
        if not len(rows):
            return
        there = away[rows, columns]
        world = rays[rows, columns] * there[:, None] + self.pose.place_m.astype(np.float32)
        colours, shines = paint(world.astype(np.float32))
        rows, columns = rows + low[1], columns + low[0]
        self._upright_m[rows, columns] = there
        self.albedo[rows, columns] = colours
        self._shines[rows, columns] = shines
        self._normal[rows, columns] = len(self._normals)
        self._normals.append(normal)

    def surfaces(self) -> Surfaces:
        """At the picture's own size."""
        size = self.pose.width, self.pose.height
        step = np.s_[::OVERSAMPLED, ::OVERSAMPLED]
        upright = self._upright_m[step]
        away = np.minimum(upright, self._away_m[step])
        return Surfaces(
            albedo=cv2.resize(self.albedo, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255),
            shines=cv2.resize(self._shines, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.float32(255),
            upright_m=upright,
            world_m=self._rays[step] * away[..., None] + self.pose.place_m.astype(np.float32),
            normal=np.array(self._normals, np.float32)[self._normal[step]],
            is_sky=self.is_sky[step] & np.isinf(upright),
        )

    def _fill(self, plane: Bytes, pixels: Floats, value: int) -> None:
        corners = np.round((pixels - 0.5) * (1 << _SUBPIXELS)).astype(np.int32)
        cv2.fillPoly(plane, [corners], value, lineType=cv2.LINE_8, shift=_SUBPIXELS)
