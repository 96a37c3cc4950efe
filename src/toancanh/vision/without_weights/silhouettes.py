"""What a solid body on the ground covers of a picture, for each place where one might stand.

Made once for a view: a grid of places, finer where bodies are seen small, and for each place and kind of body the
pixels between its left and its right in each row. How much of a mask a silhouette covers is then two look-ups a row in
the mask's running sums, for thousands of places at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.model import ObjectKind
from toancanh.vision.view import Floats, View

Mask = NDArray[np.bool_]
Indices = NDArray[np.int32]
Pixels = NDArray[np.int32]
Sums = NDArray[np.int64]
_UPPER = 32


@dataclass(frozen=True, kw_only=True)
class Part:
    """A box over the middle of a body, its sides along the body's: from the ground up."""

    length_m: float
    width_m: float
    height_m: float


@dataclass(frozen=True, kw_only=True)
class Solid:
    """A kind of body, a little smaller than its greatest measures: corners are round. The first part has its length."""

    kind: ObjectKind
    parts: tuple[Part, ...]


SOLIDS = (
    Solid(
        kind=ObjectKind.MOTORCYCLE,
        parts=(
            Part(length_m=1.6, width_m=0.45, height_m=0.75),
            Part(length_m=0.5, width_m=0.55, height_m=1.55),
        ),
    ),
    Solid(
        kind=ObjectKind.CAR,
        parts=(
            Part(length_m=4.2, width_m=1.7, height_m=0.85),
            Part(length_m=2.3, width_m=1.4, height_m=1.42),
        ),
    ),
    Solid(
        kind=ObjectKind.VAN,
        parts=(
            Part(length_m=4.8, width_m=1.8, height_m=1.1),
            Part(length_m=3.8, width_m=1.65, height_m=2.0),
        ),
    ),
    Solid(kind=ObjectKind.LORRY, parts=(Part(length_m=6.2, width_m=2.1, height_m=2.4),)),
    Solid(kind=ObjectKind.BUS, parts=(Part(length_m=10.0, width_m=2.35, height_m=2.9),)),
)

_EDGES = np.array([(0, 1), (1, 3), (3, 2), (2, 0), (4, 5), (5, 7), (7, 6), (6, 4), (0, 4), (1, 5), (2, 6), (3, 7)])
_PARTS = 4
"""Places stand this many to the width of a motorcycle apart, in both directions of the picture."""
_LEAST_PX = 4.0
"""Places where a motorcycle's width is less than this many pixels are too far away."""
_MOST_PLACES = 20_000


@dataclass(frozen=True, kw_only=True, eq=False)
class Silhouettes:
    """Of one solid at n places. ``ground_m`` (n, 2); ``boxes`` (n, 4) int32: left, top, right, bottom of the whole body
    in pixels of the mask, cut at its borders; ``starts`` and ``ends`` (n, rows): where each row begins and ends in the
    flat running sums, of which ``high`` (n,) are its own; ``area`` (n,) pixels; ``shown`` (n,): the share of the body
    within the picture.
    """

    solid: Solid
    ground_m: Floats
    boxes: Indices
    starts: Indices
    ends: Indices
    high: Indices
    area: NDArray[np.int32]
    shown: NDArray[np.float32]

    def covered(self, sums: Sums, which: NDArray[np.intp]) -> tuple[Pixels, Pixels]:
        """Pixels of both masks under some of the silhouettes; ``sums`` as `running_sums` gives them."""
        flat, high = sums.ravel(), int(self.high[which].max(initial=0))
        return _both((flat[self.ends[which, :high]] - flat[self.starts[which, :high]]).sum(axis=1))

    def covered_boxes(self, sums: Sums) -> tuple[Pixels, Pixels]:
        """The same in the boxes of all silhouettes: never less than under the silhouettes themselves; ``sums`` as
        `corner_sums` gives them.
        """
        left, top, right, bottom = self.boxes.T
        return _both(sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left])

    def paint(self, mask: Mask, which: int, value: bool) -> None:
        """Set the pixels of one silhouette."""
        width = mask.shape[1] + 1
        for start, end in zip(self.starts[which], self.ends[which], strict=True):
            if end > start:
                row = start // width
                mask[row, start - row * width : end - row * width] = value


def running_sums(mask: Mask, other: Mask) -> Sums:
    """(rows, columns + 1): how many pixels of two masks are set to the left of each. Both counts stand in one number,
    those of the first in its upper half: what is looked up in a picture's sums is most of the work of a dense street,
    and is looked up once for both.
    """
    sums = np.zeros((mask.shape[0], mask.shape[1] + 1), np.int64)
    add_up_again(sums, mask, other, 0, len(mask))
    return sums


def add_up_again(sums: Sums, mask: Mask, other: Mask, top: int, bottom: int) -> None:
    """The same of masks of which only rows from ``top`` to before ``bottom`` have changed since."""
    both = (mask[top:bottom].astype(np.int64) << _UPPER) | other[top:bottom]
    np.cumsum(both, axis=1, out=sums[top:bottom, 1:])


def corner_sums(sums: Sums) -> Sums:
    """(rows + 1, columns + 1): how many pixels are set above and to the left of each, of `running_sums`."""
    corners = np.zeros((sums.shape[0] + 1, sums.shape[1]), np.int64)
    np.cumsum(sums, axis=0, out=corners[1:])
    return corners


def _both(totals: Sums) -> tuple[Pixels, Pixels]:
    return (totals >> _UPPER).astype(np.int32), totals.astype(np.int32)


def places(view: View, rows: int, columns: int) -> Floats:
    """(n, 2) metres: the grid, from the lower edge of the picture up to where motorcycles become too small."""
    found: list[Floats] = []
    row = float(rows) * 1.25  # bodies whose foot is below the picture are still seen
    while row > 0 and sum(map(len, found)) < _MOST_PLACES:
        v = (row - rows / 2) / columns
        middle = view.ground(np.array([0.0, v]))
        if not np.isfinite(middle).all():
            break
        aside = view.project(np.append(middle, 0.0) + np.append(view.axes[0][:2] * 0.7, 0.0))
        width_px = float(np.abs(aside[0]) * columns)
        if not width_px >= _LEAST_PX:
            break
        step = max(1.0, width_px / _PARTS)
        across = np.arange(-width_px, columns + width_px, step)
        found.append(view.ground(np.column_stack([(across - columns / 2) / columns, np.full(len(across), v)])))
        row -= step
    return np.concatenate(found)[:_MOST_PLACES] if found else np.zeros((0, 2))


def silhouettes(
    solid: Solid, view: View, ground_m: Floats, heading_rad: Floats, rows: int, columns: int
) -> Silhouettes:
    """Of a solid at (n, 2) places, its length along (n,) headings; places where less than a half of it is seen are left
    out.
    """
    seen = view.project(corners(solid, ground_m, heading_rad)) * columns + (columns / 2, rows / 2)
    keep = np.isfinite(seen).all(axis=(1, 2)) & (np.ptp(seen[..., 1], axis=1) < 2 * rows)
    ground_m, seen = ground_m[keep], seen[keep]
    lefts, rights, first = _extents(seen.reshape(len(seen), len(solid.parts), 8, 2))
    whole = np.maximum(rights - lefts, 0).sum(axis=1)
    row = first[:, None] + np.arange(lefts.shape[1])
    lefts, rights = np.clip(lefts, 0, columns), np.clip(rights, 0, columns)
    inside = (row >= 0) & (row < rows) & (rights > lefts)
    area = np.where(inside, rights - lefts, 0).sum(axis=1)
    shown = area / np.maximum(whole, 1)
    keep = (shown >= 0.5) & (area > 0)
    row, lefts, rights, inside = row[keep], lefts[keep], rights[keep], inside[keep]
    begin = np.where(inside, row * (columns + 1), 0)
    low = np.clip(seen[keep].min(axis=1), 0, (columns, rows))
    high = np.clip(seen[keep].max(axis=1), 0, (columns, rows))
    return Silhouettes(
        solid=solid,
        ground_m=ground_m[keep],
        boxes=np.column_stack([np.floor(low), np.ceil(high)]).astype(np.int32),
        starts=(begin + np.where(inside, lefts, 0)).astype(np.int32),
        ends=(begin + np.where(inside, rights, 0)).astype(np.int32),
        high=(inside.shape[1] - inside[:, ::-1].argmax(axis=1)).astype(np.int32),
        area=area[keep].astype(np.int32),
        shown=shown[keep].astype(np.float32),
    )


def corners(solid: Solid, ground_m: Floats, heading_rad: Floats) -> Floats:
    """(n, 8 for each part, 3) metres: the corners of a solid at n places."""
    signs = np.array([(i, j, k) for i in (-0.5, 0.5) for j in (-0.5, 0.5) for k in (0, 1)])
    local = np.concatenate([signs * (part.length_m, part.width_m, part.height_m) for part in solid.parts])
    ahead = np.stack([np.cos(heading_rad), np.sin(heading_rad)], -1)
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], -1)
    flat = ground_m[:, None] + local[None, :, :1] * ahead[:, None] + local[None, :, 1:2] * aside[:, None]
    return np.concatenate([flat, np.broadcast_to(local[None, :, 2:], (*flat.shape[:2], 1))], axis=2)


def _extents(seen: Floats) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Left and right, at the middle of each row, of (n, parts, 8, 2) corners, (n, rows), and the first row (n,)."""
    first = np.floor(seen[..., 1].min(axis=(1, 2))).astype(np.intp)
    last = np.ceil(seen[..., 1].max(axis=(1, 2))).astype(np.intp)
    middle = first[:, None] + np.arange(int((last - first).max(initial=1))) + 0.5
    left, right = np.full(middle.shape, np.inf), np.full(middle.shape, -np.inf)
    for part in range(seen.shape[1]):
        for a, b in _EDGES:
            ax, ay = seen[:, part, a, 0, None], seen[:, part, a, 1, None]
            bx, by = seen[:, part, b, 0, None], seen[:, part, b, 1, None]
            with np.errstate(divide="ignore", invalid="ignore"):
                along = (middle - ay) / (by - ay)
                x = ax + along * (bx - ax)
            on = (along >= 0) & (along <= 1) & (ay != by)
            left = np.where(on & (x < left), x, left)
            right = np.where(on & (x > right), x, right)
    empty = ~(right > left)
    return (
        np.rint(np.where(empty, 0, left)).astype(np.intp),
        np.rint(np.where(empty, 0, right)).astype(np.intp),
        first,
    )
