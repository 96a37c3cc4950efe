"""The camera on its mast: a pinhole that looks along the main road, and solid bodies seen through it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toancanh.simulation.raster import Colour, Point, Raster

_FOCAL = 0.92  # of the picture's width: 57 degrees from edge to edge
_HORIZON = 0.27  # of the picture's height
MAST_M = 6.5
NEAREST_M = 10.0
_CLIP_M = 1.0  # what a turned camera has nearer than this, or behind it, is cut off


@dataclass(frozen=True, kw_only=True)
class Aim:
    """Where a camera looks: degrees to the right of the road and upwards, its magnification, whether it can see, and
    how dirty its lens is (0 to 1; generated streets have clean ones).
    """

    pan_deg: float = 0.0
    tilt_deg: float = 0.0
    zoom: float = 1.0
    is_covered: bool = False
    dirt: float = 0.0

    @property
    def is_turned(self) -> bool:
        return self.pan_deg != 0 or self.tilt_deg != 0


STRAIGHT = Aim()


def centred_on(aim: Aim, right: float, up: float, aspect: float) -> Aim:
    """Where a head must look for a point of the picture to come to its middle.

    ``right`` and ``up`` are in halves of the picture from its middle; ``aspect`` is its height by its width.
    """
    focal = _FOCAL * aim.zoom  # widths of the picture
    level = (0.5 - _HORIZON) * aspect * aim.zoom  # how far the horizon is above the middle while the head is level
    rise = math.atan2(up * aspect / 2 - level, focal) - math.atan2(-level, focal)
    turn = math.atan2(right / 2, focal * math.cos(math.radians(aim.tilt_deg + math.degrees(rise))))
    return Aim(pan_deg=aim.pan_deg + math.degrees(turn), tilt_deg=aim.tilt_deg + math.degrees(rise), zoom=aim.zoom)


class View:
    """World in metres: x to the right of the road's middle, y up, z away from the mast."""

    def __init__(self, raster: Raster, aim: Aim = STRAIGHT) -> None:
        self.raster = raster
        horizon = raster.height * _HORIZON
        self._centre = raster.width / 2
        self._horizon = horizon + (raster.height / 2 - horizon) * (1 - aim.zoom)  # the picture's middle stays
        self._focal = raster.width * _FOCAL * aim.zoom
        self._is_turned = aim.is_turned
        pan, tilt = math.radians(aim.pan_deg), math.radians(aim.tilt_deg)
        self._pan, self._tilt = (math.cos(pan), math.sin(pan)), (math.cos(tilt), math.sin(tilt))

    def point(self, x: float, y: float, z: float) -> Point:
        """Where a point of the world is seen."""
        drop = MAST_M - y
        if self._is_turned:
            x, drop, z = self._turned(x, y, z)
        return self._place(x, drop, z)

    def sees(self, x0: float, x1: float, z: float) -> bool:
        """False where something of this width at this distance lies wholly beside the picture."""
        if self._is_turned:
            seen = [x for x, _ in self._outline(((x0, 0, z), (x1, 0, z)))]
            return bool(seen) and max(seen) > 0 and min(seen) < self.raster.width
        reach = z * self.raster.width / 2 / self._focal
        return x1 > -reach and x0 < reach

    def pixels(self, size_m: float, z: float) -> float:
        """How large something is seen."""
        return size_m * self._focal / z

    def face(self, corners: Sequence[tuple[float, float, float]], colour: Colour) -> None:
        """A flat convex face."""
        if not self._is_turned:
            self.raster.polygon([self.point(*corner) for corner in corners], colour)
        elif len(seen := self._outline(corners)) > 2:
            self.raster.polygon(seen, colour)

    def ground(self, x0: float, x1: float, z0: float, z1: float, colour: Colour) -> None:
        """A rectangle on the road."""
        z0, z1 = max(z0, NEAREST_M), max(z1, NEAREST_M)
        self.face(((x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)), colour)

    def front(self, x0: float, x1: float, y0: float, y1: float, z: float, colour: Colour) -> None:
        """A rectangle that faces the mast."""
        z = max(z, NEAREST_M)
        if self._is_turned:
            self.face(((x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)), colour)
            return
        left, bottom = self.point(x0, y0, z)
        right, top = self.point(x1, y1, z)
        self.raster.rectangle(left, top, right, bottom, colour)

    def box(self, x0: float, x1: float, y0: float, y1: float, z0: float, z1: float, colour: Colour) -> None:
        """The visible faces of a body: its top lightest, its side darkest."""
        z0, z1 = max(z0, NEAREST_M), max(z1, NEAREST_M)
        if y1 < MAST_M:
            self.face(((x0, y1, z0), (x1, y1, z0), (x1, y1, z1), (x0, y1, z1)), colour.lit(1.15))
        if x0 > 0:
            self.side(x0, y0, y1, z0, z1, colour.lit(0.72))
        elif x1 < 0:
            self.side(x1, y0, y1, z0, z1, colour.lit(0.72))
        self.front(x0, x1, y0, y1, z0, colour)

    def side(self, x: float, y0: float, y1: float, z0: float, z1: float, colour: Colour) -> None:
        """A rectangle along the road."""
        z0, z1 = max(z0, NEAREST_M), max(z1, NEAREST_M)
        self.face(((x, y0, z0), (x, y0, z1), (x, y1, z1), (x, y1, z0)), colour)

    def _turned(self, x: float, y: float, z: float) -> tuple[float, float, float]:
        """To the right of, below and before a camera that is panned, then tilted."""
        (pan_cos, pan_sin), (tilt_cos, tilt_sin) = self._pan, self._tilt
        rise, ahead = y - MAST_M, x * pan_sin + z * pan_cos
        return x * pan_cos - z * pan_sin, ahead * tilt_sin - rise * tilt_cos, rise * tilt_sin + ahead * tilt_cos

    def _outline(self, corners: Sequence[tuple[float, float, float]]) -> list[Point]:
        """A face as a turned camera sees it, without what is behind the camera (Sutherland and Hodgman, 1974)."""
        turned = [self._turned(*corner) for corner in corners]
        seen: list[Point] = []
        before = turned[-1]
        for corner in turned:
            if (corner[2] > _CLIP_M) != (before[2] > _CLIP_M):
                share = (_CLIP_M - before[2]) / (corner[2] - before[2])
                cut = [a + (b - a) * share for a, b in zip(before, corner, strict=True)]
                seen.append(self._place(cut[0], cut[1], _CLIP_M))
            if corner[2] > _CLIP_M:
                seen.append(self._place(*corner))
            before = corner
        return seen

    def _place(self, x: float, drop: float, z: float) -> Point:
        scale = self._focal / z
        return self._centre + x * scale, self._horizon + drop * scale
