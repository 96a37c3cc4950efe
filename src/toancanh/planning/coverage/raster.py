"""What a box of ground looks like in square cells: best density, how many see it, what a PTZ could turn to.

A cell counts by its middle. Against the exact outlines an area is off by about the length of its edges times a tenth
of a cell, to either side: below 2 of 100 for a field of 80 m in cells of 5 m (a property test holds it).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from toancanh.planning.coverage.rows import Bools, Floats, Rows

CELL_M = 5.0


@dataclass(frozen=True, kw_only=True)
class Cells:
    """Arrays of (north, east) cells."""

    best: npt.NDArray[np.float32]  # px/m of what looks there without turning
    count: npt.NDArray[np.uint16]  # how many look there without turning
    reach: npt.NDArray[np.bool_]


def cells_of(
    rows: Rows, *, left: float, bottom: float, cell_m: float, wide: int, high: int, only: Bools | None = None
) -> Cells:
    """The cells of a box that begins at ``left``, ``bottom`` (metres); ``only`` picks rows (True: counts)."""
    xs: Floats = np.asarray(left + (np.arange(wide) + 0.5) * cell_m, dtype=np.float64)
    ys: Floats = np.asarray(bottom + (np.arange(high) + 0.5) * cell_m, dtype=np.float64)
    best = np.zeros((high, wide), dtype=np.float32)
    count = np.zeros((high, wide), dtype=np.uint16)
    reach = np.zeros((high, wide), dtype=np.bool_)
    near = rows.near_box(left, bottom, left + wide * cell_m, bottom + high * cell_m)
    if only is not None:
        near = near[only[near]]
    box = rows.boxes[near]
    first_x = np.clip(np.floor((box[:, 0] - left) / cell_m - 0.5).astype(int), 0, wide)
    first_y = np.clip(np.floor((box[:, 1] - bottom) / cell_m - 0.5).astype(int), 0, high)
    last_x = np.clip(np.ceil((box[:, 2] - left) / cell_m + 0.5).astype(int), 0, wide)
    last_y = np.clip(np.ceil((box[:, 3] - bottom) / cell_m + 0.5).astype(int), 0, high)
    for place, row in enumerate(near):
        x0, x1, y0, y1 = first_x[place], last_x[place], first_y[place], last_y[place]
        if x0 >= x1 or y0 >= y1:
            continue
        density = rows.field(int(row), xs[x0:x1], ys[y0:y1])
        if rows.is_reach[row]:
            reach[y0:y1, x0:x1] |= density > 0
        else:
            np.maximum(best[y0:y1, x0:x1], density, out=best[y0:y1, x0:x1])
            count[y0:y1, x0:x1] += density > 0
    return Cells(best=best, count=count, reach=reach)
