"""The ways of all bodies of a play as flat arrays, and who is where at any time between the samples."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid


@dataclass(frozen=True, kw_only=True, eq=False)
class Moment:
    """Who is where, as arrays of one length: ``numbers`` (n,) int32, rising; the others (n,) float64. Positions are
    those of the bodies' centres; ``heading_rad`` is where they look, within (-pi, pi].
    """

    t_s: float
    numbers: NDArray[np.int32]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    heading_rad: NDArray[np.float64]
    speed_mps: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, kw_only=True, eq=False)
class Tracks:
    """Body ``i`` was seen at the steps ``first[i]`` to ``first[i] + counts[i] - 1``; its samples lie one after the
    other in the flat arrays, body after body. ``heading_rad`` does not jump at pi within a body.

    Between the samples bodies move on cubic Hermite curves through them with central differences as tangents
    (Catmull and Rom 1974), so that speed does not jump. The speed is that of the curve: what a camera sees.
    """

    step_s: float
    first: NDArray[np.int32]
    counts: NDArray[np.int32]
    x_m: NDArray[np.float32]
    y_m: NDArray[np.float32]
    heading_rad: NDArray[np.float32]

    def __post_init__(self) -> None:
        samples = int(self.counts.sum()) if len(self.counts) else 0
        if self.first.shape != self.counts.shape or self.first.ndim != 1:
            raise Invalid("each track has a first step and a count")
        if (self.counts < 1).any() or (self.first < 0).any() or not self.step_s > 0:
            raise Invalid("a track has at least one sample, at a step from 0 on")
        flat = (self.x_m, self.y_m, self.heading_rad)
        if any(array.shape != (samples,) for array in flat):
            raise Invalid(f"{samples} samples are counted; the arrays hold {[array.shape for array in flat]}")
        if not all(np.isfinite(array).all() for array in flat):
            raise Invalid("positions and headings are finite")
        for array in (self.first, self.counts, *flat):
            array.setflags(write=False)

    def __len__(self) -> int:
        return len(self.first)

    @cached_property
    def offsets(self) -> NDArray[np.int64]:
        """Where each body's samples begin."""
        return np.cumsum(self.counts, dtype=np.int64) - self.counts

    def at(self, t_s: float) -> Moment:
        """Who is there at ``t_s``: between its first sample and its last."""
        rel: NDArray[np.float64] = np.float64(t_s / self.step_s) - self.first
        numbers = np.flatnonzero((rel >= 0) & (rel <= self.counts - 1)).astype(np.int32)
        last = self.counts[numbers] - 1
        begin = np.minimum(rel[numbers].astype(np.int64), np.maximum(last - 1, 0))
        share = rel[numbers] - begin
        corners = [np.clip(begin + shift, 0, last) for shift in (-1, 0, 1, 2)]
        index = [self.offsets[numbers] + corner for corner in corners]
        spans = (np.maximum(corners[2] - corners[0], 1), np.maximum(corners[3] - corners[1], 1))
        x_m, vx = _curve(self.x_m, index, spans, share)
        y_m, vy = _curve(self.y_m, index, spans, share)
        before, after = (self.heading_rad[index[corner]].astype(np.float64) for corner in (1, 2))
        heading = before + (after - before) * share
        return Moment(
            t_s=t_s,
            numbers=numbers,
            x_m=x_m,
            y_m=y_m,
            heading_rad=np.pi - (np.pi - heading) % (2 * np.pi),
            speed_mps=np.hypot(vx, vy) / self.step_s,
        )


def _curve(
    values: NDArray[np.float32],
    index: list[NDArray[np.int64]],
    spans: tuple[NDArray[np.int64], NDArray[np.int64]],
    u: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Value and derivative by step, at the share ``u`` of the way from the second corner to the third."""
    p0, p1, p2, p3 = (values[corner].astype(np.float64) for corner in index)
    m1, m2 = (p2 - p0) / spans[0], (p3 - p1) / spans[1]
    rise = p2 - p1
    c3, c2 = m1 + m2 - 2 * rise, 3 * rise - 2 * m1 - m2
    return ((c3 * u + c2) * u + m1) * u + p1, (3 * c3 * u + 2 * c2) * u + m1
