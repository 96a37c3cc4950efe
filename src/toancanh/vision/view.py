"""How a camera sees the ground: a pinhole above a plane.

The ground is level, in metres: x to the east, y to the north, z up. A picture is in widths from its own middle: u to
the right, v downwards, so that a view holds for every stream of the camera. No lens distortion: where it matters, the
error that calibration shows is too small, which docs/design/vision.md says.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NEAREST_M = 0.1
"""What is nearer to the camera's plane than this, or behind it, is not seen."""
_HORIZON = 1e-3
"""A ray that falls less than this on its way of 1 meets the ground too far away to be of use."""


@dataclass(frozen=True, kw_only=True)
class View:
    """``azimuth_rad``: where the axis points, anticlockwise from east. ``tilt_rad``: how far it points below the
    horizon. ``roll_rad``: clockwise, as the camera's user sees it. ``focal``: in widths of the picture.
    """

    x_m: float
    y_m: float
    height_m: float
    azimuth_rad: float
    tilt_rad: float
    roll_rad: float
    focal: float

    def __post_init__(self) -> None:
        values = self.vector
        if not np.isfinite(values).all() or self.height_m <= 0 or self.focal <= 0:
            raise ValueError(f"a view has a place above the ground and a lens: {self}")

    @property
    def vector(self) -> Floats:
        """Its seven values, in the order of the fields."""
        return np.array([getattr(self, field.name) for field in fields(self)], np.float64)

    @classmethod
    def of(cls, vector: Floats) -> View:
        """From its seven values."""
        return cls(**{field.name: float(value) for field, value in zip(fields(cls), vector, strict=True)})

    @property
    def axes(self) -> Floats:
        """(3, 3): the picture's right, its down, and forward, each as a direction of the world."""
        sin_a, cos_a = math.sin(self.azimuth_rad), math.cos(self.azimuth_rad)
        sin_t, cos_t = math.sin(self.tilt_rad), math.cos(self.tilt_rad)
        right = np.array([sin_a, -cos_a, 0.0])
        forward = np.array([cos_a * cos_t, sin_a * cos_t, -sin_t])
        down = np.array([-cos_a * sin_t, -sin_a * sin_t, -cos_t])
        sin_r, cos_r = math.sin(self.roll_rad), math.cos(self.roll_rad)
        return np.stack([cos_r * right + sin_r * down, -sin_r * right + cos_r * down, forward])

    def project(self, points_m: Floats) -> Floats:
        """(..., 3) metres to (..., 2) of the picture; NaN where the camera looks the other way."""
        seen = (points_m - (self.x_m, self.y_m, self.height_m)) @ self.axes.T
        depth = np.where(seen[..., 2] > NEAREST_M, seen[..., 2], np.nan)
        picture: Floats = self.focal * seen[..., :2] / depth[..., None]
        return picture

    def ground(self, picture: Floats, *, z_m: float = 0.0) -> Floats:
        """(..., 2) of the picture to (..., 2) metres on the plane ``z_m`` above ground; NaN from the horizon up."""
        ray = picture @ (self.axes[:2] / self.focal) + self.axes[2]
        fall = np.where(ray[..., 2] < -_HORIZON, -ray[..., 2], np.nan)
        ground: Floats = (self.x_m, self.y_m) + ray[..., :2] * ((self.height_m - z_m) / fall)[..., None]
        return ground


def centred(shares: Floats, aspect: float) -> Floats:
    """(..., 2) shares of a picture's width and height to widths from its middle."""
    return (np.asarray(shares, np.float64) - 0.5) * (1.0, aspect)


def shares(picture: Floats, aspect: float) -> Floats:
    """And back."""
    back: Floats = picture / (1.0, aspect) + 0.5
    return back


def focal_of(hfov_deg: float) -> float:
    """Of a lens, from its horizontal field of view; in widths."""
    if not 1 <= hfov_deg < 175:
        raise ValueError(f"a lens sees from 1 to 175 degrees, not {hfov_deg}")
    return 0.5 / math.tan(math.radians(hfov_deg) / 2)
