"""Counting stations of the district: a mast with an arm over one carriageway, before its queue begins. Pure.

8 m over the middle, looking downstream and 32 degrees down, as a counting camera is hung; its line lies 12 m ahead. The
cameras at the junctions themselves see queues that hide each other: they count half of what drives by.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from toancanh.kernel import NotFound
from toancanh.simulation.district import Network, Road
from toancanh.simulation.district_views.pose import CameraPose, Floats

AHEAD_M = 12.0
ASIDE_M = 1.2
"""So much longer than the carriageway is wide a counting line is, at both ends."""
HEIGHT_M, TILT_DEG, HFOV_DEG = 8.0, 32.0, 75.0


@dataclass(frozen=True, kw_only=True)
class StationPlace:
    """``back_m``: how far before the end of ``road`` (its stop line) the mast stands."""

    road: str
    back_m: float

    def road_in(self, network: Network) -> Road:
        """Raises `NotFound`."""
        found = next((one for one in network.roads if one.id == self.road), None)
        if found is None:
            raise NotFound(f"the district has no road {self.road}")
        return found

    def frame(self, network: Network) -> tuple[Floats, Floats, float]:
        """Middle of the carriageway at the mast (m), the way downstream, and the carriageway's width."""
        lanes = [lane for lane in self.road_in(network).lanes if not lane.is_pavement]
        (first, way), (last, _) = (_before_end(lane.centre_m, self.back_m) for lane in (lanes[0], lanes[-1]))
        return (first + last) / 2, way, float(np.hypot(*(first - last))) + lanes[0].width_m

    def pose(self, network: Network, width: int, height: int) -> CameraPose:
        """How its camera hangs, in pictures of a size."""
        (x_m, y_m), (east, north), _ = self.frame(network)
        return CameraPose(
            x_m=float(x_m), y_m=float(y_m), height_m=HEIGHT_M, tilt_deg=TILT_DEG, hfov_deg=HFOV_DEG,
            azimuth_deg=math.degrees(math.atan2(east, north)) % 360, width=width, height=height,
        )  # fmt: skip

    def across(self, network: Network, ahead_m: float, aside_m: float) -> Floats:
        """(2, 2) metres: a line across the carriageway, from its left to its right, wider by ``aside_m`` each side."""
        middle, way, width_m = self.frame(network)
        right = np.array([way[1], -way[0]]) * (width_m / 2 + aside_m)
        return np.stack([middle + way * ahead_m - right, middle + way * ahead_m + right])

    def line(self, network: Network) -> Floats:
        """(2, 2): where vehicles are counted, on the ground."""
        return self.across(network, AHEAD_M, ASIDE_M)


def _before_end(centre_m: Floats, back_m: float) -> tuple[Floats, Floats]:
    """The point of a line so far before its end, and its direction there."""
    steps = np.diff(centre_m, axis=0)
    lengths = np.hypot(*steps.T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    at_m = max(0.0, float(along[-1]) - back_m)
    part = int(np.clip(np.searchsorted(along, at_m, side="right") - 1, 0, len(steps) - 1))
    way = steps[part] / lengths[part]
    return centre_m[part] + way * (at_m - along[part]), way
