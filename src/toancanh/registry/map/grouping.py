"""What a zoom level shows: groups where signs would lie on each other, single cameras elsewhere.

Groups are made for the whole city at once, so that no seam of tiles cuts one, and do not depend on states, so that a
camera that goes away changes a ring and moves nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from toancanh.registry.map.snapshot import Bools, Floats, Ints

TILE_PX = 512
SPREAD_FROM_ZOOM = 17
MAX_ZOOM = 20
_MAX_SPREAD = 40
"""A pole with more cameras stays one sign with a list: a ring of them would cover the street."""
_MAX_OF_TILE = 1000
_SIGN_PX = 26.0
_RADIUS_PX = {13: 60.0, 14: 54.0, 15: 30.0, 16: 24.0}


def radius_px(zoom: int) -> float:
    """How near two signs may be at this zoom level before they become one."""
    return 66.0 if zoom <= 12 else _RADIUS_PX.get(zoom, 20.0)


@dataclass(frozen=True, kw_only=True)
class Groups:
    """The signs of one zoom level. Row ``members[k]`` belongs to group ``group[k]``, which has ``x``, ``y``.

    ``alone``: members that are shown by themselves, at ``shown_x``, ``shown_y`` (moved apart where they share a pole);
    the three by tile: stacks, single cameras, legs of those that were moved.
    """

    members: Ints
    group: Ints
    x: Floats
    y: Floats
    size: Ints
    stacked: Ints
    alone: Ints
    shown_x: Floats
    shown_y: Floats
    stacks_of: dict[tuple[int, int], list[int]]
    alone_of: dict[tuple[int, int], list[int]]
    moved_of: dict[tuple[int, int], list[int]]
    order: Ints
    starts: Ints

    def rows_of(self, number: int) -> Ints:
        """The rows of a group."""
        return self.members[self.order[self.starts[number] : self.starts[number + 1]]]


def group(rows: Ints, x: Floats, y: Floats, azimuth_deg: Floats, zoom: int) -> Groups:
    """Group these rows of the columns ``x``, ``y`` for a zoom level."""
    scale = TILE_PX * 2.0**zoom
    px, py = x[rows] * scale, y[rows] * scale
    labels = _merge(px, py, radius_px(zoom))
    size = np.bincount(labels)
    gx = np.bincount(labels, weights=px) / size
    gy = np.bincount(labels, weights=py) / size
    is_alone = size == 1
    if zoom >= SPREAD_FROM_ZOOM:
        is_alone |= _may_spread(gx, gy, size)
    shown_x, shown_y = _spread(labels, px, py, gx, gy, size, azimuth_deg[rows], is_alone)
    alone = np.flatnonzero(is_alone[labels])
    stacked = np.flatnonzero(~is_alone)
    moved = alone[size[labels[alone]] > 1]
    order = np.argsort(labels, kind="stable")
    return Groups(
        order=order,
        starts=np.concatenate(([0], np.cumsum(size))),
        members=rows,
        group=labels,
        x=gx / scale,
        y=gy / scale,
        size=size,
        stacked=stacked,
        alone=alone,
        shown_x=shown_x / scale,
        shown_y=shown_y / scale,
        stacks_of=_by_tile(stacked, gx, gy),
        alone_of=_by_tile(alone, shown_x, shown_y),
        moved_of=_legs_by_tile(moved, px, py, shown_x, shown_y),
    )


def _merge(px: Floats, py: Floats, radius: float) -> Ints:
    """A label for each point: cells of a grid, the fullest first, take in neighbours whose centres are too near."""
    column = np.floor(px / radius).astype(np.int64)
    line = np.floor(py / radius).astype(np.int64)
    width = np.int64(1) << 32
    keys, cell_of = np.unique(line * width + column, return_inverse=True)
    count = np.bincount(cell_of).astype(np.float64)
    cx, cy = np.bincount(cell_of, weights=px) / count, np.bincount(cell_of, weights=py) / count
    index = {int(key): number for number, key in enumerate(keys)}
    key_list, count_list, xs, ys = keys.tolist(), count.tolist(), cx.tolist(), cy.tolist()
    taken = [-1] * len(key_list)
    limit = (radius * 0.95) ** 2
    around = [dy * int(width) + dx for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy]
    for cell in np.argsort(-count, kind="stable").tolist():
        if taken[cell] >= 0:
            continue
        taken[cell] = cell
        for offset in around:
            other = index.get(key_list[cell] + offset)
            if other is None or taken[other] >= 0:
                continue
            if (xs[cell] - xs[other]) ** 2 + (ys[cell] - ys[other]) ** 2 < limit:
                taken[other] = cell
                both = count_list[cell] + count_list[other]
                xs[cell] += (xs[other] - xs[cell]) * count_list[other] / both
                ys[cell] += (ys[other] - ys[cell]) * count_list[other] / both
                count_list[cell] = both
    _, labels = np.unique(np.array(taken, dtype=np.int64)[cell_of], return_inverse=True)
    return labels.astype(np.int64)


def _may_spread(gx: Floats, gy: Floats, size: Ints) -> Bools:
    """Small groups, in tiles that can bear every camera by itself."""
    tile = np.floor(gx / TILE_PX).astype(np.int64) << np.int64(32) | np.floor(gy / TILE_PX).astype(np.int64)
    _, tile_of = np.unique(tile, return_inverse=True)
    total = np.bincount(tile_of, weights=size)
    return (size <= _MAX_SPREAD) & (total[tile_of] <= _MAX_OF_TILE)


def _spread(
    labels: Ints, px: Floats, py: Floats, gx: Floats, gy: Floats, size: Ints, azimuth_deg: Floats, is_alone: Bools
) -> tuple[Floats, Floats]:
    """Cameras of one pole stand on a ring around it, as far as can be on the side to which they look."""
    shown_x, shown_y = px.copy(), py.copy()
    crowded = np.flatnonzero(is_alone & (size > 1))
    if not crowded.size:
        return shown_x, shown_y
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], crowded)
    for number, start in zip(crowded.tolist(), starts.tolist(), strict=True):
        members = order[start : start + int(size[number])]
        turns = np.nan_to_num(azimuth_deg[members], nan=360.0)
        members = members[np.argsort(turns, kind="stable")]
        count = len(members)
        ring = max(_SIGN_PX * 0.75, _SIGN_PX * count / (2 * math.pi))
        known = azimuth_deg[members]
        first = 0.0 if np.isnan(known[0]) else float(known[0])
        angle = np.radians(first + 360.0 / count * np.arange(count))
        shown_x[members] = gx[number] + ring * np.sin(angle)
        shown_y[members] = gy[number] - ring * np.cos(angle)
    return shown_x, shown_y


def _by_tile(numbers: Ints, px: Floats, py: Floats) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    columns = np.floor(px[numbers] / TILE_PX).astype(np.int64).tolist()
    lines = np.floor(py[numbers] / TILE_PX).astype(np.int64).tolist()
    for number, column, line in zip(numbers.tolist(), columns, lines, strict=True):
        found.setdefault((column, line), []).append(number)
    return found


def _legs_by_tile(
    moved: Ints, px: Floats, py: Floats, shown_x: Floats, shown_y: Floats
) -> dict[tuple[int, int], list[int]]:
    """A leg belongs to the tiles of both of its ends."""
    legs = _by_tile(moved, px, py)
    for tile, numbers in _by_tile(moved, shown_x, shown_y).items():
        legs[tile] = sorted({*legs.get(tile, ()), *numbers})
    return legs
