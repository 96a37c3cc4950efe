"""FastestDet (dog-qiuqiu/FastestDet): one grid of a sixteenth, relative boxes; the picture is stretched."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toancanh.vision.model import Picture
from toancanh.vision.onnx_models.canvas import Taste
from toancanh.vision.onnx_models.layouts.reading import Found, InputShape, Outputs, Reader, boxes_around, cells
from toancanh.vision.onnx_models.manifest import Manifest

_STRIDE = 16
_OBJECT, _CLASS = 0.6, 0.4  # weights of the two in a score, as the author's own decoder has them


class FastestDet(Reader):
    """Planes: objectness, shift of the centre, size, classes."""

    taste = Taste(keep_ratio=False, divide=(255.0, 255.0, 255.0))

    def __init__(self, manifest: Manifest, inputs: list[InputShape]) -> None:
        super().__init__(manifest, inputs)
        self._cells = cells(self.canvas.width, self.canvas.height, [_STRIDE])
        self._rows, self._columns = -(-self.canvas.height // _STRIDE), -(-self.canvas.width // _STRIDE)

    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        return [((1, 5 + self.classes, self._rows, self._columns), "float32")]

    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        (planes,) = outputs.values()
        flat = planes[0].reshape(5 + self.classes, -1)
        surest = np.maximum(flat[0], 0.0) ** _OBJECT  # with a class of 1
        likely = np.flatnonzero(surest >= self.manifest.floor)
        rows, grid = flat[:, likely].T, self._cells[likely]
        places, of_class = self.best(rows[:, 5:])
        centres = np.tanh(rows[:, 1:3]) * _STRIDE + grid[:, :2]
        whole = np.array([self.canvas.width, self.canvas.height], np.float32)
        sizes = whole / (1.0 + np.exp(-np.maximum(rows[:, 3:5], -30.0)))
        scores = surest[likely] * np.maximum(of_class, 0.0) ** _CLASS
        return Found(
            boxes=boxes_around(centres, sizes, scale), places=places, scores=scores.astype(np.float32, copy=False)
        )
