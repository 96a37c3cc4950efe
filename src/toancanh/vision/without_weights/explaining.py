"""Which bodies explain a foreground: the nearest first, since nothing stands before it.

The lowest pixels of a foreground are the wheels of what is nearest to the camera. So: of all places that a body of some
kind would fill well, the nearest is taken; what it covers is explained, and hides what stands behind it; and so on with
what is left. A place need not show what nearer bodies hide. Of the kinds that fit at about the same distance the one
that explains most is taken, and a large one only where it is filled to its corners: a pack of motorcycles has gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.without_weights.silhouettes import Mask, Silhouettes, Sums, add_up_again, corner_sums, running_sums

MOST_BODIES = 150
_REACH = 0.35
"""How much farther, in heights of a body, counts as just as near: wheels are not found to the pixel."""
_MISS = 1.0
"""What a pixel that should be foreground and is not weighs against one that is."""
_STRICTER = 0.2
"""By how much better than solid pixels dusky ones must fill a body."""
_LEAST_LEFT = 12
"""Fewer pixels are not looked at again."""


@dataclass(frozen=True, kw_only=True)
class Fit:
    """When a body of a kind is believed. ``filled``: least share of what nearer bodies leave of it that is foreground;
    ``new``: least share of all its pixels that no nearer body explains.
    """

    filled: float
    new: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """A body at the place ``which`` of the silhouettes ``kind``; ``filled``, ``new``: as in `Fit`."""

    kind: int
    which: int
    filled: float
    new: float


Shade = Callable[[Found], Mask | None]
"""The pixels on which a body's shadow falls; None where there is no sun."""


class Explainer:
    """Of one view; ``fits`` belong to the silhouettes, one to one."""

    def __init__(self, kinds: Sequence[Silhouettes], fits: Sequence[Fit], shade: Shade) -> None:
        self._kinds = kinds
        self._fits = fits
        self._shade = shade

    def explain(self, solid: Mask, dusky: Mask) -> list[Found]:
        """The bodies, nearest first: those that solid pixels prove, and then those that dusky ones suggest which are no
        shadow of the others.
        """
        free, neutral, shadows = solid.copy(), dusky.copy(), np.zeros_like(solid)
        found = self._round(free, neutral, shadows)
        for one in found:
            self._kinds[one.kind].paint(shadows, one.which, True)
        left = dusky & ~shadows
        if np.count_nonzero(left) >= _LEAST_LEFT:
            found += self._round(free | left, neutral & ~left, shadows, stricter=_STRICTER)
        return found

    def _round(self, free: Mask, neutral: Mask, shadows: Mask, stricter: float = 0.0) -> list[Found]:
        """Takes from ``free`` what is explained; ``neutral`` speaks neither for a body nor against it."""
        sums = running_sums(free, neutral)
        corners = corner_sums(sums)
        hopes = [
            _Hopes(kind, Fit(filled=min(fit.filled + stricter, 0.95), new=fit.new + stricter), corners, sums)
            for kind, fit in zip(self._kinds, self._fits, strict=True)
        ]
        found: list[Found] = []
        while len(found) < MOST_BODIES:
            best = _nearest(hopes)
            if best is None:
                break
            found.append(best)
            body = self._kinds[best.kind]
            body.paint(free, best.which, False)
            body.paint(neutral, best.which, True)
            shade = self._shade(best)
            if shade is not None:
                shadows |= shade
            box = body.boxes[best.which]
            add_up_again(sums, free, neutral, int(box[1]), int(box[3]))
            for hope in hopes:
                hope.look_again(box, sums)
        return found


def _nearest(hopes: Sequence[_Hopes]) -> Found | None:
    lowest = max(hope.lowest for hope in hopes)
    if lowest < 0:
        return None
    offers = [offer for number, hope in enumerate(hopes) if (offer := hope.offer(number, lowest)) is not None]
    return max(offers, key=lambda offer: offer[0])[1]


class _Hopes:
    """Places of one kind that may still be bodies. What is free only shrinks, so a place without enough of it is gone
    for good.
    """

    def __init__(self, kind: Silhouettes, fit: Fit, corners: Sums, sums: Sums) -> None:
        self._kind, self._fit = kind, fit
        self._places = np.flatnonzero(kind.covered_boxes(corners)[0] >= fit.new * kind.area)
        self._free, self._neutral = kind.covered(sums, self._places)
        self._judge()

    def _judge(self) -> None:
        enough = self._free >= self._fit.new * self._kind.area[self._places]
        if not enough.all():
            self._places, self._free, self._neutral = self._places[enough], self._free[enough], self._neutral[enough]
        left = np.maximum(self._kind.area[self._places] - self._neutral, 1)
        self._good = np.flatnonzero(self._free >= self._fit.filled * left)
        self.lowest = float(self._kind.boxes[self._places[self._good], 3].max(initial=-1))

    def look_again(self, box: NDArray[np.int32], sums: Sums) -> None:
        """After a body was found in a box."""
        mine = self._kind.boxes[self._places]
        met = (mine[:, 0] < box[2]) & (mine[:, 2] > box[0]) & (mine[:, 1] < box[3]) & (mine[:, 3] > box[1])
        some = np.flatnonzero(met)
        if not some.size:
            return
        self._free[some], self._neutral[some] = self._kind.covered(sums, self._places[some])
        self._judge()

    def offer(self, number: int, lowest: float) -> tuple[float, Found] | None:
        """The best of the places about as low as the lowest, and what it would explain (pixels less misses)."""
        boxes = self._kind.boxes[self._places[self._good]]
        near = self._good[boxes[:, 3] >= lowest - np.maximum(1.5, _REACH * (boxes[:, 3] - boxes[:, 1]))]
        if not near.size:
            return None
        area, free, neutral = self._kind.area[self._places[near]], self._free[near], self._neutral[near]
        gain = free - _MISS * (area - neutral - free)
        best = int(np.argmax(gain))
        found = Found(
            kind=number,
            which=int(self._places[near[best]]),
            filled=min(1.0, float(free[best] / max(area[best] - neutral[best], 1))),
            new=float(free[best] / area[best]),
        )
        return float(gain[best]), found
