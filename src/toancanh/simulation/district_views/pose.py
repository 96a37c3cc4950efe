"""Where a camera hangs and looks: a pinhole over flat ground. Pure; metres and headings as in `district.model`.

Pixels count from the picture's upper left corner: the middle of the first sample is (0.5, 0.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.simulation.district import Network

Floats = NDArray[np.float64]

NEAREST_M = 1.0  # nothing nearer to the lens is drawn or told


@dataclass(frozen=True, kw_only=True)
class CameraPose:
    """``azimuth_deg``: clockwise from north; ``tilt_deg``: below the horizon; ``hfov_deg``: from edge to edge, as in a
    camera's dossier. The lens draws straight lines straight, its axis goes through the picture's middle.
    """

    x_m: float
    y_m: float
    height_m: float
    azimuth_deg: float
    tilt_deg: float
    hfov_deg: float
    width: int
    height: int

    def __post_init__(self) -> None:
        if not (self.height_m > 0 and -90 <= self.tilt_deg <= 90 and 1 <= self.hfov_deg <= 150):
            raise Invalid(f"no camera hangs so: {self}")
        if self.width < 80 or self.height < 60 or self.width % 2 or self.height % 2:
            raise Invalid(f"pictures are even and at least 80x60, not {self.width}x{self.height}")

    @cached_property
    def focal_px(self) -> float:
        """Focal length in pixels."""
        return self.width / 2 / math.tan(math.radians(self.hfov_deg) / 2)

    @cached_property
    def axes(self) -> Floats:
        """(3, 3): unit vectors to the picture's right, down and into it."""
        azimuth, tilt = math.radians(self.azimuth_deg), math.radians(self.tilt_deg)
        ahead = (math.sin(azimuth) * math.cos(tilt), math.cos(azimuth) * math.cos(tilt), -math.sin(tilt))
        right = (math.cos(azimuth), -math.sin(azimuth), 0.0)
        return np.array((right, np.cross(ahead, right), ahead))

    @property
    def place_m(self) -> Floats:
        """(3,): the lens."""
        return np.array((self.x_m, self.y_m, self.height_m))

    @staticmethod
    def declared(
        network: Network,
        *,
        lat: float,
        lon: float,
        azimuth_deg: float,
        height_m: float,
        tilt_deg: float,
        hfov_deg: float,
        width: int = 1280,
        height: int = 720,
    ) -> CameraPose:
        """As a dossier of the registry has it, in the district's metres."""
        x_m, y_m = network.metres(lat, lon)
        return CameraPose(
            x_m=x_m, y_m=y_m, height_m=height_m, azimuth_deg=azimuth_deg, tilt_deg=tilt_deg, hfov_deg=hfov_deg,
            width=width, height=height,
        )  # fmt: skip

    def at_size(self, width: int, height: int) -> CameraPose:
        """The same view in a picture of another size."""
        return replace(self, width=width, height=height)

    def turned(self, right_deg: float, up_deg: float, zoom: float) -> CameraPose:
        """Looking elsewhere."""
        half = math.atan(math.tan(math.radians(self.hfov_deg) / 2) / zoom)
        return replace(
            self,
            azimuth_deg=(self.azimuth_deg + right_deg) % 360,
            tilt_deg=max(-90.0, min(90.0, self.tilt_deg - up_deg)),
            hfov_deg=max(1.0, math.degrees(2 * half)),
        )

    def seen_from(self, points_m: Floats) -> Floats:
        """(..., 3) metres to the right of, below and before the lens, of points (..., 3) of the world."""
        turned: Floats = (points_m - self.place_m) @ self.axes.T
        return turned

    def pixels(self, seen: Floats) -> Floats:
        """(..., 2) pixels of points that `seen_from` gave; only those before the lens mean anything."""
        away = np.maximum(seen[..., 2:], 1e-6)
        placed: Floats = seen[..., :2] / away * self.focal_px + (self.width / 2, self.height / 2)
        return placed

    def project(self, points_m: Floats) -> Floats:
        """(n, 2) pixels of points (n, 2) on the ground or (n, 3); NaN where a point is not before the lens."""
        points = np.asarray(points_m, np.float64)
        if points.shape[-1] == 2:
            points = np.concatenate([points, np.zeros((*points.shape[:-1], 1))], axis=-1)
        seen = self.seen_from(points)
        return np.where(seen[..., 2:] > NEAREST_M, self.pixels(seen), np.nan)

    def rays(self, pixels: Floats) -> Floats:
        """(..., 3): directions in the world, one metre into the picture, of pixels (..., 2)."""
        aside = (np.asarray(pixels, np.float64) - (self.width / 2, self.height / 2)) / self.focal_px
        ahead = np.concatenate([aside, np.ones((*aside.shape[:-1], 1))], axis=-1)
        cast: Floats = ahead @ self.axes
        return cast

    def ground(self, pixels: Floats) -> Floats:
        """(n, 2) metres where pixels (n, 2) meet the ground; NaN at and above the horizon."""
        rays = self.rays(pixels)
        falls = rays[..., 2:] < -1e-9
        far = np.where(falls, -self.height_m / np.where(falls, rays[..., 2:], -1.0), np.nan)
        met: Floats = (self.x_m, self.y_m) + rays[..., :2] * far
        return met
