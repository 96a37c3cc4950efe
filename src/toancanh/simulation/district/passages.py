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
    owner = np.repeat(np.arange(len(tracks), dtype=np.int32), tracks.counts)
    x, y = tracks.x_m.astype(np.float64), tracks.y_m.astype(np.float64)
    if at_front:
        half_m = np.array([body.length_m / 2 for body in play.bodies])[owner]
        x, y = x + half_m * np.cos(tracks.heading_rad), y + half_m * np.sin(tracks.heading_rad)
    (x0, y0), (dx, dy) = line_m[0], line_m[1] - line_m[0]
    side = dx * (y - y0) - dy * (x - x0)
    along = (dx * (x - x0) + dy * (y - y0)) / (dx * dx + dy * dy)
    is_left = side >= 0
    at = np.flatnonzero((owner[:-1] == owner[1:]) & (is_left[:-1] != is_left[1:]))
    part = side[at] / (side[at] - side[at + 1])
    shares = along[at] + part * (along[at + 1] - along[at])
    on_line = (shares >= 0) & (shares <= 1)
    at, part, shares = at[on_line], part[on_line], shares[on_line]
    steps = tracks.first[owner[at]] + (at - tracks.offsets[owner[at]]) + part
    order = np.argsort(steps, kind="stable")
    at = at[order]
    return Passages(
        numbers=owner[at],
        times_s=steps[order] * tracks.step_s,
        shares=shares[order],
        to_left=is_left[at + 1],
        speeds_mps=np.hypot(x[at + 1] - x[at], y[at + 1] - y[at]) / tracks.step_s,
    )
