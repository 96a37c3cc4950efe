"""What a map shows of coverage in a box, by right: seen by cameras one may know, by others, by nobody.

Cells where one may not know coverage carry nothing but what one's own cameras see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

from toancanh.governance import Visibility
from toancanh.planning.coverage.index import CoverageIndex
from toancanh.planning.coverage.raster import CELL_M, cells_of
from toancanh.planning.coverage.shown import is_there
from toancanh.planning.coverage.units import SQUARE_M, Ground
from toancanh.planning.geometry import CLASSES, PX_PER_M, THRESHOLDS, DensityClass, Projection

_CELLS_A_SIDE = 240
Geometry = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Box:
    """West, south, east, north in degrees."""

    west: float
    south: float
    east: float
    north: float

    @property
    def edges(self) -> list[float]:
        """As GeoJSON writes it (RFC 7946, 5)."""
        return [self.west, self.south, self.east, self.north]

    @property
    def size_m(self) -> tuple[float, float]:
        """East-west, north-south."""
        east, north = Projection(lat=(self.south + self.north) / 2, lon=self.west).metres_per_degree
        return (self.east - self.west) * east, (self.north - self.south) * north


@dataclass(frozen=True, kw_only=True)
class Layer:
    """Multi-polygons in degrees. ``named``: seen by cameras one may know, by the best class; ``others``: seen only by
    cameras of other owners; ``turning``: only where a PTZ turns to; ``holes``: less than the class that is needed.
    """

    cell_m: float
    named: Mapping[DensityClass, Geometry]
    others: Geometry
    turning: Geometry
    holes: Geometry


def layer_of(index: CoverageIndex, ground: Ground, box: Box, visible: Visibility, needed: DensityClass) -> Layer:
    """The layer of a box, from an index made for the one who looks."""
    projection = index.projection
    left, bottom = projection.to_metres(box.south, box.west)
    right, top = projection.to_metres(box.north, box.east)
    cell_m = max(CELL_M, (right - left) / _CELLS_A_SIDE, (top - bottom) / _CELLS_A_SIDE)
    wide, high = (max(1, round(length / cell_m)) for length in (right - left, top - bottom))
    knows = np.array([is_there(visible, each) for each in index.cameras], dtype=np.bool_)
    known = knows[index.rows.camera] if len(knows) else np.zeros(0, dtype=np.bool_)
    cells = [
        cells_of(index.rows, left=left, bottom=bottom, cell_m=cell_m, wide=wide, high=high, only=only)
        for only in (known, ~known)
    ]
    mine, theirs = cells
    allowed = _allowed(ground, visible, left, bottom, cell_m, wide, high)
    others = allowed & (mine.best == 0) & (theirs.best > 0)
    turning = np.where(allowed, mine.reach | theirs.reach, mine.reach) & (mine.best == 0) & ~others
    best = np.maximum(mine.best, theirs.best)

    def shape(mask: npt.NDArray[np.bool_]) -> Geometry:
        return _shape(mask, projection, left, bottom, cell_m)

    tops = (*THRESHOLDS[1:], np.inf)
    return Layer(
        cell_m=cell_m,
        named={
            name: shape((mine.best >= least) & (mine.best < top))
            for name, least, top in zip(CLASSES, THRESHOLDS, tops, strict=True)
            if ((mine.best >= least) & (mine.best < top)).any()
        },
        others=shape(others),
        turning=shape(turning),
        holes=shape(allowed & (best < PX_PER_M[needed])),
    )


def _allowed(
    ground: Ground, visible: Visibility, left: float, bottom: float, cell_m: float, wide: int, high: int
) -> npt.NDArray[np.bool_]:
    """The cells on the ground of units whose coverage one may know."""
    unit_allowed = np.array([visible.allows(unit_id) for unit_id in ground.unit_ids], dtype=np.bool_)
    columns = np.floor((left + (np.arange(wide) + 0.5) * cell_m) / SQUARE_M).astype(np.int64)
    rows = np.floor((bottom + (np.arange(high) + 0.5) * cell_m) / SQUARE_M).astype(np.int64)
    squares = np.zeros((rows[-1] - rows[0] + 1, columns[-1] - columns[0] + 1), dtype=np.bool_)
    column, row = ground.column - columns[0], ground.row - rows[0]
    inside = (column >= 0) & (column < squares.shape[1]) & (row >= 0) & (row < squares.shape[0])
    if inside.any():
        squares[row[inside], column[inside]] = unit_allowed[ground.unit[inside]]
    return squares[np.ix_(rows - rows[0], columns - columns[0])]


def _shape(mask: npt.NDArray[np.bool_], projection: Projection, left: float, bottom: float, cell_m: float) -> Geometry:
    """The cells of a mask as one multi-polygon in degrees."""
    padded = np.zeros((mask.shape[0], mask.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = mask
    turns = np.diff(padded, axis=1)
    row, begin = np.nonzero(turns == 1)
    _, end = np.nonzero(turns == -1)
    if not len(row):
        return {"type": "MultiPolygon", "coordinates": []}
    east, north = projection.metres_per_degree
    west = projection.lon + (left + begin * cell_m) / east
    until = projection.lon + (left + end * cell_m) / east
    south = projection.lat + (bottom + row * cell_m) / north
    upper = projection.lat + (bottom + (row + 1) * cell_m) / north
    joined = shapely.union_all(shapely.box(west, south, until, upper), grid_size=1e-7)
    parts = joined.geoms if isinstance(joined, shapely.MultiPolygon) else [joined]
    return {"type": "MultiPolygon", "coordinates": [shapely.geometry.mapping(part)["coordinates"] for part in parts]}
