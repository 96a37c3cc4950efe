"""Many boxes that move evenly, as one set of arrays (Kalman filter, constant velocity).

A box is middle and size, four numbers that are taken for independent; each has a mean, a speed and the covariance of
the two, so that a step of all tracks is a few operations on arrays, whatever time has passed. Noise is told in shares
of a box's height, as in SORT's successors (Wojke, Bewley, Paulus: arXiv 1703.07402), and per second instead of per
picture, because cameras and spending plans change the rate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_MEASURED = 0.05  # standard deviation of a detected box, in its heights
_FIRST_SPEED = 2.0  # of a new track, in heights per second
_AGILITY = np.array([1.2, 1.2, 0.4, 0.4])  # how speeds wander, in heights per second in the root of a second
_LEAST_PX = 1.0


def middles(boxes: NDArray[np.floating]) -> Floats:
    """(n, 4): middle and size, from corners."""
    low, high = boxes[:, :2].astype(np.float64), boxes[:, 2:].astype(np.float64)
    return np.concatenate([(low + high) / 2, high - low], axis=1)


class Motion:
    """State of n tracks: ``mean`` and ``speed`` (n, 4), and variances. Rows keep their order."""

    def __init__(self) -> None:
        self.mean: Floats = np.empty((0, 4))
        self.speed: Floats = np.empty((0, 4))
        self._of_mean: Floats = np.empty((0, 4))
        self._of_both: Floats = np.empty((0, 4))
        self._of_speed: Floats = np.empty((0, 4))

    def __len__(self) -> int:
        return len(self.mean)

    def add(self, boxes: NDArray[np.floating]) -> None:
        """New tracks at these corners (n, 4), of which no speed is known."""
        found = middles(boxes)
        scale = _scale(found)
        self.mean = np.concatenate([self.mean, found])
        self.speed = np.concatenate([self.speed, np.zeros_like(found)])
        self._of_mean = np.concatenate([self._of_mean, np.broadcast_to((_MEASURED * scale) ** 2, found.shape)])
        self._of_both = np.concatenate([self._of_both, np.zeros_like(found)])
        self._of_speed = np.concatenate([self._of_speed, np.broadcast_to((_FIRST_SPEED * scale) ** 2, found.shape)])

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """Only these."""
        for name in ("mean", "speed", "_of_mean", "_of_both", "_of_speed"):
            setattr(self, name, getattr(self, name)[rows])

    def advance(self, seconds: float) -> None:
        """All, by so much time."""
        wander = (_AGILITY * _scale(self.mean)) ** 2
        self.mean = self.mean + self.speed * seconds
        self.mean[:, 2:] = np.maximum(self.mean[:, 2:], _LEAST_PX)
        self._of_mean = (
            self._of_mean + 2 * seconds * self._of_both + seconds**2 * self._of_speed + wander * seconds**3 / 3
        )
        self._of_both = self._of_both + seconds * self._of_speed + wander * seconds**2 / 2
        self._of_speed = self._of_speed + wander * seconds

    def correct(self, rows: NDArray[np.intp], boxes: NDArray[np.floating]) -> None:
        """These tracks were seen at these corners."""
        seen = middles(boxes)
        noise = (_MEASURED * _scale(seen)) ** 2
        apart = seen - self.mean[rows]
        total = self._of_mean[rows] + noise
        of_mean, of_both = self._of_mean[rows], self._of_both[rows]
        self.mean[rows] += of_mean / total * apart
        self.speed[rows] += of_both / total * apart
        self._of_speed[rows] -= of_both**2 / total
        self._of_both[rows] = of_both * noise / total
        self._of_mean[rows] = of_mean * noise / total

    def boxes(self) -> NDArray[np.float32]:
        """Corners (n, 4) where they are expected."""
        half = self.mean[:, 2:] / 2
        return np.concatenate([self.mean[:, :2] - half, self.mean[:, :2] + half], axis=1).astype(np.float32)


def _scale(means: Floats) -> Floats:
    """Heights (n, 1): what noise is measured in. Of flat boxes the mean side, or a lorry seen from the side would be
    held to a car's accuracy.
    """
    sides: Floats = np.sqrt(np.maximum(means[:, 2:3] * means[:, 3:4], _LEAST_PX))
    return sides
