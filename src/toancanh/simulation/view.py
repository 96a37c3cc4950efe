"""The camera on its mast: a pinhole that looks along the main road, and solid bodies seen through it."""

from __future__ import annotations

from collections.abc import Sequence

from toancanh.simulation.raster import Colour, Point, Raster

_FOCAL = 0.92  # of the picture's width: 57 degrees from edge to edge
_HORIZON = 0.27  # of the picture's height
MAST_M = 6.5
NEAREST_M = 10.0


class View:
    """World in metres: x to the right of the road's middle, y up, z away from the mast."""

    def __init__(self, raster: Raster) -> None:
        self.raster = raster
        self._centre = raster.width / 2
        self._horizon = raster.height * _HORIZON
        self._focal = raster.width * _FOCAL

    def point(self, x: float, y: float, z: float) -> Point:
        """Where a point of the world is seen."""
        scale = self._focal / z
        return self._centre + x * scale, self._horizon + (MAST_M - y) * scale

    def sees(self, x0: float, x1: float, z: float) -> bool:
        """False where something of this width at this distance lies wholly beside the picture."""
        reach = z * self.raster.width / 2 / self._focal
        return x1 > -reach and x0 < reach

    def pixels(self, size_m: float, z: float) -> float:
        """How large something is seen."""
        return size_m * self._focal / z

    def face(self, corners: Sequence[tuple[float, float, float]], colour: Colour) -> None:
        """A flat convex face."""
        self.raster.polygon([self.point(*corner) for corner in corners], colour)

    def ground(self, x0: float, x1: float, z0: float, z1: float, colour: Colour) -> None:
        """A rectangle on the road."""
        z0, z1 = max(z0, NEAREST_M), max(z1, NEAREST_M)
        self.face(((x0, 0, z0), (x1, 0, z0), (x1, 0, z1), (x0, 0, z1)), colour)

    def front(self, x0: float, x1: float, y0: float, y1: float, z: float, colour: Colour) -> None:
        """A rectangle that faces the mast."""
        z = max(z, NEAREST_M)
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
