"""What SUMO's striping model does to who walks, put right: it sets walkers aside by a stripe at once, turns them about
on the spot, and now and then moves one over a corner when it changes its mind about which crossing to take.
"""

from __future__ import annotations

import numpy as np

from toancanh.simulation.district.model import Points

_WEIGHTS = np.array([1.0, 2.0, 3.0, 2.0, 1.0])
_FURTHEST_M = 2.5  # aside at once; more is a move over a corner
_MOVES_M = 0.08  # in one sample; less is no direction


def settled(samples: Points) -> Points | None:
    """Samples (n, 3) of x, y, heading, with steps aside spread over two seconds and looking where it goes; None for
    who was moved over a corner, and is better not recorded at all.
    """
    given = samples[:, :2]
    if len(given) > 1 and np.hypot(*np.diff(given, axis=0).T).max() > _FURTHEST_M:
        return None
    reach = len(_WEIGHTS) // 2
    padded = np.pad(given, ((reach, reach), (0, 0)), mode="edge")
    shifted = [padded[at : at + len(given)] * weight for at, weight in enumerate(_WEIGHTS)]
    points = np.sum(shifted, axis=0) / _WEIGHTS.sum()
    ahead = np.diff(points, axis=0, append=points[-1:])
    moves = np.hypot(*ahead.T) > _MOVES_M
    if not moves.any():
        return np.column_stack([points, np.full(len(points), samples[0, 2])])
    last_moving = np.maximum.accumulate(np.where(moves, np.arange(len(moves)), -1))
    last_moving[last_moving < 0] = int(np.argmax(moves))
    directions = ahead[last_moving]
    return np.column_stack([points, np.unwrap(np.arctan2(directions[:, 1], directions[:, 0]))])
