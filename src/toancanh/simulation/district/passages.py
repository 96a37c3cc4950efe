"""Who crossed a line on the ground, and when: the truth that counts are measured against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.simulation.district.model import Play, Points


@dataclass(frozen=True, kw_only=True, eq=False)
class Passages:
    """In the order of time, as arrays of one length: ``numbers`` (n,) int32, ``times_s`` (n,) of the play,
    ``shares`` (n,) how far along the line, ``to_left`` (n,) whether to the left of its direction, ``speeds_mps`` (n,).
    """

    numbers: NDArray[np.int32]
    times_s: NDArray[np.float64]
    shares: NDArray[np.float64]
    to_left: NDArray[np.bool_]
    speeds_mps: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.numbers)


def crossed(play: Play, line_m: Points, *, at_front: bool = False) -> Passages:
    """Over the line (2, 2) from its first end to its second, with the middle of the body or with its front. Whoever
    goes to and fro on it is counted each time.
    """
    if np.shape(line_m) != (2, 2) or np.array_equal(line_m[0], line_m[1]):
        raise Invalid("a line has two ends")
    tracks = play.tracks
    reach_m = max((body.length_m / 2 for body in play.bodies), default=0.0) if at_front else 0.0
    begin = _steps_near(play, line_m, reach_m)
    owner = np.searchsorted(tracks.offsets, begin, side="right").astype(np.int32) - 1
    begin = begin[within := begin + 1 < (tracks.offsets + tracks.counts)[owner]]
    owner = owner[within]
    both = np.stack([begin, begin + 1])
    x, y = tracks.x_m[both].astype(np.float64), tracks.y_m[both].astype(np.float64)
    if at_front:
        half_m = np.array([body.length_m / 2 for body in play.bodies])[owner]
        heading = tracks.heading_rad[both]
        x, y = x + half_m * np.cos(heading), y + half_m * np.sin(heading)
    (x0, y0), (dx, dy) = line_m[0], line_m[1] - line_m[0]
    side = dx * (y - y0) - dy * (x - x0)
    along = (dx * (x - x0) + dy * (y - y0)) / (dx * dx + dy * dy)
    turned = np.flatnonzero((side[0] >= 0) != (side[1] >= 0))
    part = side[0, turned] / (side[0, turned] - side[1, turned])
    shares = along[0, turned] + part * (along[1, turned] - along[0, turned])
    on_line = (shares >= 0) & (shares <= 1)
    turned, part, shares = turned[on_line], part[on_line], shares[on_line]
    steps = tracks.first[owner[turned]] + (begin[turned] - tracks.offsets[owner[turned]]) + part
    order = np.argsort(steps, kind="stable")
    turned = turned[order]
    moved_m = np.hypot(x[1, turned] - x[0, turned], y[1, turned] - y[0, turned])
    return Passages(
        numbers=owner[turned],
        times_s=steps[order] * tracks.step_s,
        shares=shares[order],
        to_left=side[1, turned] >= 0,
        speeds_mps=moved_m / tracks.step_s,
    )


def _steps_near(play: Play, line_m: Points, reach_m: float) -> NDArray[np.int64]:
    """Samples from which the way to the next one may cross the line: most of a play is elsewhere."""
    near = np.ones(max(0, len(play.tracks.x_m) - 1), dtype=np.bool_)
    for values, ends in ((play.tracks.x_m, line_m[:, 0]), (play.tracks.y_m, line_m[:, 1])):
        low, high = ends.min() - reach_m - 0.01, ends.max() + reach_m + 0.01
        near &= np.minimum(values[:-1], values[1:]) <= high
        near &= np.maximum(values[:-1], values[1:]) >= low
    return np.flatnonzero(near)
