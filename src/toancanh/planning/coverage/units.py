"""Coverage of every unit and the city, in cells of 5 m.

No outlines of Ha Noi's units are published in a form that we may ship. A unit's ground is therefore what lies within
300 m of a camera that is declared to stand in it, in squares of 100 m, each given to the unit of the nearest camera.
Protected cameras make no ground, whoever asks.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from toancanh.governance import Visibility
from toancanh.planning.coverage.index import CoverageIndex
from toancanh.planning.coverage.model import UnitCover
from toancanh.planning.coverage.raster import CELL_M, cells_of
from toancanh.planning.coverage.rows import Ints
from toancanh.planning.coverage.shown import is_there, suppressed
from toancanh.planning.coverage.standing import Standing
from toancanh.planning.geometry import CLASSES, THRESHOLDS

SQUARE_M = 100.0
NEAR_M = 300.0
TILE_SQUARES = 10
_KEPT = 4
_CELLS = round(SQUARE_M / CELL_M)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Ground:
    """Squares of 100 m by their column and row, and the unit that each belongs to (a place in ``unit_ids``)."""

    unit_ids: tuple[str, ...]
    column: Ints
    row: Ints
    unit: Ints

    @classmethod
    def of(cls, index: CoverageIndex) -> Ground:
        """The ground of the units, as the public cameras tell it."""
        made = [
            (place, each.unit_id)
            for place, each in enumerate(index.cameras)
            if each.unit_id is not None and not each.protected
        ]
        unit_ids = tuple(sorted({unit_id for _, unit_id in made}))
        if not made:
            nothing = np.zeros(0, dtype=np.int64)
            return cls(unit_ids=(), column=nothing, row=nothing, unit=nothing)
        number = {unit_id: place for place, unit_id in enumerate(unit_ids)}
        at = np.array([place for place, _ in made], dtype=np.int64)
        unit = np.array([number[unit_id] for _, unit_id in made], dtype=np.int64)
        x, y = index.x[at], index.y[at]
        column, row = np.floor(x / SQUARE_M).astype(np.int64), np.floor(y / SQUARE_M).astype(np.int64)
        reach = math.ceil(NEAR_M / SQUARE_M)
        found: list[tuple[Ints, Ints, Ints, Ints]] = []
        for east in range(-reach, reach + 1):
            for north in range(-reach, reach + 1):
                middle_x, middle_y = (column + east + 0.5) * SQUARE_M, (row + north + 0.5) * SQUARE_M
                far = np.round(np.hypot(middle_x - x, middle_y - y)).astype(np.int64)
                near = far <= NEAR_M
                found.append((column[near] + east, row[near] + north, far[near], unit[near]))
        columns, rows, fars, units = (np.concatenate([each[part] for each in found]) for part in range(4))
        order = np.lexsort((units, fars, rows, columns))
        columns, rows, units = columns[order], rows[order], units[order]
        first = np.ones(len(columns), dtype=bool)
        first[1:] = (columns[1:] != columns[:-1]) | (rows[1:] != rows[:-1])
        return cls(unit_ids=unit_ids, column=columns[first], row=rows[first], unit=units[first])


@dataclass(frozen=True, kw_only=True)
class UnitShown:
    """A unit's cover and how many cameras stand there: those the person may know, and others where enough."""

    cover: UnitCover
    named: int
    others: int | None  # None: fewer than may be told


def cover_units(index: CoverageIndex, ground: Ground) -> dict[str, UnitCover]:
    """Every unit's cover; the whole city at 40,210 cameras in well under a minute."""
    count = len(ground.unit_ids)
    area = np.zeros((count, len(CLASSES) + 1), dtype=np.int64)  # cells by the best class reached
    twice, turned = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    cells = TILE_SQUARES * _CELLS
    tile = np.stack([ground.column // TILE_SQUARES, ground.row // TILE_SQUARES], axis=1)
    order = np.lexsort((tile[:, 1], tile[:, 0]))
    starts = np.flatnonzero(np.any(np.diff(tile[order], axis=0, prepend=tile[order][:1] - 1), axis=1))
    for begin, end in zip(starts, np.append(starts[1:], len(order))[: len(starts)], strict=True):
        members = order[begin:end]
        column, row = (int(part) for part in tile[members[0]])
        squares = np.full((TILE_SQUARES, TILE_SQUARES), -1, dtype=np.int64)
        squares[ground.row[members] % TILE_SQUARES, ground.column[members] % TILE_SQUARES] = ground.unit[members]
        made = cells_of(
            index.rows,
            left=column * TILE_SQUARES * SQUARE_M,
            bottom=row * TILE_SQUARES * SQUARE_M,
            cell_m=CELL_M,
            wide=cells,
            high=cells,
        )
        unit = squares.repeat(_CELLS, axis=0).repeat(_CELLS, axis=1)
        owned = unit >= 0
        unit, best = unit[owned], made.best[owned]
        reached = np.searchsorted(np.array(THRESHOLDS, dtype=np.float32), best, side="right")
        area += np.bincount(unit * area.shape[1] + reached, minlength=area.size).reshape(area.shape)
        twice += np.bincount(unit[made.count[owned] >= 2], minlength=count)
        turned += np.bincount(unit[(best == 0) & made.reach[owned]], minlength=count)
    return _covers(index, ground, area, twice, turned)


def _covers(index: CoverageIndex, ground: Ground, area: Ints, twice: Ints, turned: Ints) -> dict[str, UnitCover]:
    cell_m2 = CELL_M**2
    cameras: dict[str, int] = {}
    undirected: dict[str, int] = {}
    blind = set(index.undirected.tolist())
    for place, each in enumerate(index.cameras):
        if each.unit_id is not None:
            cameras[each.unit_id] = cameras.get(each.unit_id, 0) + 1
            undirected[each.unit_id] = undirected.get(each.unit_id, 0) + (place in blind)
    at_least = area[:, ::-1].cumsum(axis=1)[:, ::-1]  # column c: cells that reach c classes or more
    return {
        unit_id: UnitCover(
            unit_id=unit_id,
            cameras=cameras.get(unit_id, 0),
            undirected=undirected.get(unit_id, 0),
            ground_m2=float(at_least[place, 0] * cell_m2),
            m2={name: float(at_least[place, step + 1] * cell_m2) for step, name in enumerate(CLASSES)},
            overlap_m2=float(twice[place] * cell_m2),
            reach_m2=float(turned[place] * cell_m2),
        )
        for place, unit_id in enumerate(ground.unit_ids)
    }


def city_of(covers: Sequence[UnitCover]) -> UnitCover:
    """Units together."""
    return UnitCover(
        unit_id="",
        cameras=sum(each.cameras for each in covers),
        undirected=sum(each.undirected for each in covers),
        ground_m2=sum(each.ground_m2 for each in covers),
        m2={name: sum(each.m2[name] for each in covers) for name in CLASSES},
        overlap_m2=sum(each.overlap_m2 for each in covers),
        reach_m2=sum(each.reach_m2 for each in covers),
    )


class Units:
    """Ground and covers of the units, kept by the state of the inventory that they were made of. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._grounds: OrderedDict[str, Ground] = OrderedDict()
        self._covers: OrderedDict[str, dict[str, UnitCover]] = OrderedDict()

    def ground(self, standing: Standing) -> Ground:
        """The units' ground; half a second where it is new."""
        with self._lock:
            return _kept(self._grounds, standing.digest, lambda: Ground.of(standing.index))

    def of(self, standing: Standing) -> dict[str, UnitCover]:
        """Every unit's cover; a few seconds where it is new."""
        ground = self.ground(standing)
        with self._lock:
            return _kept(self._covers, standing.digest, lambda: cover_units(standing.index, ground))


def _kept(known: OrderedDict[str, T], digest: str, make: Callable[[], T]) -> T:
    if digest not in known:
        known[digest] = make()
        while len(known) > _KEPT:
            known.popitem(last=False)
    known.move_to_end(digest)
    return known[digest]


def units_shown(covers: Mapping[str, UnitCover], index: CoverageIndex, visible: Visibility) -> list[UnitShown]:
    """The units on whose ground the person may know coverage, with counts of cameras by right."""
    named: dict[str, int] = {}
    for each in index.cameras:
        if each.unit_id is not None and is_there(visible, each):
            named[each.unit_id] = named.get(each.unit_id, 0) + 1
    return [
        UnitShown(
            cover=cover,
            named=named.get(unit_id, 0),
            others=suppressed(cover.cameras - named.get(unit_id, 0)),
        )
        for unit_id, cover in sorted(covers.items())
        if visible.allows(unit_id)
    ]
