"""What stands along the district's roads and is in no map: trees and street lamps. Equal seeds plant equally.

They belong to the place, not to a camera: two cameras see the same tree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Network
from toancanh.simulation.district_views.ground import along, beside, points_at

Floats = NDArray[np.float64]

_TREE_EVERY_M = 13.0
_LAMP_EVERY_M = 30.0
_FROM_JUNCTION_M = 14.0
_LINE_STEP_M = 2.0
LAMP_HEIGHT_M = 8.5


@dataclass(frozen=True, kw_only=True)
class Tree:
    """``height_m``: of its top; ``seed`` shapes its leaves."""

    x_m: float
    y_m: float
    height_m: float
    radius_m: float
    seed: int


@dataclass(frozen=True, kw_only=True)
class StreetLamp:
    """Its pole stands at (``x_m``, ``y_m``); its head hangs over the road at (``head_x_m``, ``head_y_m``)."""

    x_m: float
    y_m: float
    head_x_m: float
    head_y_m: float


@dataclass(frozen=True, kw_only=True)
class Furniture:
    """All of a district."""

    trees: tuple[Tree, ...]
    lamps: tuple[StreetLamp, ...]


def furnish(network: Network, seed: int) -> Furniture:
    """Along the right kerb of each road, where nobody drives and no house stands."""
    dice = np.random.default_rng((seed, 0xF0))
    driven = _Driven(network)
    trees: list[Tree] = []
    lamps: list[StreetLamp] = []
    for road in network.roads:
        driving = [lane for lane in road.lanes if not lane.is_pavement]
        if not driving:
            continue
        line, half_m = driving[0].centre_m, driving[0].width_m / 2
        length_m = float(along(line)[-1])
        lamp_at = np.arange(_FROM_JUNCTION_M, length_m - _FROM_JUNCTION_M, _LAMP_EVERY_M)
        kerb = points_at(beside(line, -(half_m + 0.7)), lamp_at)
        heads = points_at(beside(line, 0.0), lamp_at)
        for pole, head, is_free in zip(kerb, heads, driven.is_free(kerb, 0.3), strict=True):
            if is_free:
                lamps.append(StreetLamp(x_m=pole[0], y_m=pole[1], head_x_m=head[0], head_y_m=head[1]))
        tree_at = np.arange(_FROM_JUNCTION_M + 4, length_m - _FROM_JUNCTION_M - 4, _TREE_EVERY_M)
        tree_at = tree_at + dice.uniform(-2, 2, len(tree_at))
        places = points_at(beside(line, -(half_m + 1.3)), tree_at)
        for place, is_free in zip(places, driven.is_free(places, 0.6), strict=True):
            grown = dice.uniform(0.6, 1.0)
            planted = dice.random() < 0.75
            shape = int(dice.integers(1 << 30))
            if planted and is_free:
                trees.append(
                    Tree(x_m=place[0], y_m=place[1], height_m=9.0 * grown, radius_m=2.6 * grown, seed=shape)
                )  # fmt: skip
    return Furniture(trees=tuple(trees), lamps=tuple(lamps))


class _Driven:
    """Where vehicles go: points along all lanes and movements, with their half widths."""

    def __init__(self, network: Network) -> None:
        points: list[Floats] = []
        halves: list[Floats] = []
        lines = [
            (lane.centre_m, lane.width_m / 2) for road in network.roads for lane in road.lanes if not lane.is_pavement
        ]
        lines += [(connection.centre_m, 1.6) for connection in network.connections]
        for line, half_m in lines:
            places = np.arange(0, along(line)[-1] + _LINE_STEP_M, _LINE_STEP_M)
            points.append(points_at(line, places))
            halves.append(np.full(len(places), half_m))
        self._points = np.concatenate(points) if points else np.zeros((0, 2))
        self._halves = np.concatenate(halves) if halves else np.zeros(0)

    def is_free(self, places: Floats, clear_m: float) -> NDArray[np.bool_]:
        """(n,): nobody drives within ``clear_m`` of places (n, 2)."""
        if not len(places):
            return np.zeros(0, np.bool_)
        margin = clear_m + float(self._halves.max(initial=0.0))
        low, high = places.min(axis=0) - margin, places.max(axis=0) + margin
        near = ((self._points > low) & (self._points < high)).all(axis=1)
        away = np.linalg.norm(places[:, None] - self._points[near], axis=-1)
        free: NDArray[np.bool_] = (away > self._halves[near] + clear_m).all(axis=1)
        return free
