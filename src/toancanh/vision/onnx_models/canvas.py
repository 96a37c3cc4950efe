"""A picture as a model's input: scaled, in planes of float32."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.vision.model import Picture


@dataclass(frozen=True, kw_only=True)
class Taste:
    """How a family of models wants its input: ``keep_ratio``: at the left and top, what is left over in ``pad``;
    values are ``(sample - mean) / divide``, in the order blue, green, red or the other way round.
    """

    keep_ratio: bool
    pad: float = 0.0
    red_first: bool = False
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    divide: tuple[float, float, float] = (1.0, 1.0, 1.0)


class Canvas:
    """One input tensor, (1, 3, height, width) float32, filled again for each picture."""

    def __init__(self, width: int, height: int, taste: Taste) -> None:
        self._taste = taste
        self._is_plain = taste.mean == (0.0, 0.0, 0.0) and taste.divide == (1.0, 1.0, 1.0)
        self._filled = (0, 0)
        self.width, self.height = width, height
        self.tensor: NDArray[np.float32] = np.zeros((1, 3, height, width), np.float32)

    def fill(self, picture: Picture) -> tuple[float, float]:
        """The picture into `tensor`; pixels of the picture per pixel of the input, across and down."""
        width, height = self._inner(picture)
        if (width, height) != self._filled:
            self.tensor[0] = self._scaled(np.float32(self._taste.pad))
            self._filled = (width, height)
        small = picture.bgr
        if (picture.width, picture.height) != (width, height):
            small = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)  # type: ignore[assignment]
        planes = cv2.split(small)
        for channel, plane in enumerate(reversed(planes) if self._taste.red_first else planes):
            target = self.tensor[0, channel, :height, :width]
            target[:] = plane
            if not self._is_plain:
                target -= self._taste.mean[channel]
                target *= 1.0 / self._taste.divide[channel]
        return picture.width / width, picture.height / height

    def _inner(self, picture: Picture) -> tuple[int, int]:
        if not self._taste.keep_ratio:
            return self.width, self.height
        ratio = min(self.width / picture.width, self.height / picture.height)
        return max(1, int(picture.width * ratio)), max(1, int(picture.height * ratio))

    def _scaled(self, value: np.float32) -> NDArray[np.float32]:
        """(3, 1, 1): the same sample in all three planes."""
        mean, divide = np.array(self._taste.mean, np.float32), np.array(self._taste.divide, np.float32)
        return ((value - mean) / divide).reshape(3, 1, 1)
