"""NanoDet-m (RangiLyu/nanodet 0.x): for each of three strides the classes, and distances to the four sides as
distributions over bins (Generalized Focal Loss, arXiv 2006.04388), counted from the middle of a cell.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.vision.model import Picture
from toancanh.vision.onnx_models.canvas import Taste
from toancanh.vision.onnx_models.layouts.reading import Found, InputShape, Outputs, Reader, cells, of_picture
from toancanh.vision.onnx_models.manifest import Manifest

_STRIDES = (8, 16, 32)
_BINS = 8


class NanoDet(Reader):
    """Six outputs; a stride's two are known by their number of cells."""

    taste = Taste(keep_ratio=True, mean=(103.53, 116.28, 123.675), divide=(57.375, 57.12, 58.395))

    def __init__(self, manifest: Manifest, inputs: list[InputShape]) -> None:
        super().__init__(manifest, inputs)
        if self.classes == 4 * _BINS:
            raise Invalid("nanodet: with 32 classes they cannot be told from distances", field="classes")
        self._grids = [cells(self.canvas.width, self.canvas.height, [stride]) for stride in _STRIDES]
        self._bins = np.arange(_BINS, dtype=np.float32)

    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        return [((1, len(grid), last), "float32") for last in (self.classes, 4 * _BINS) for grid in self._grids]

    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        by_shape = {array.shape[1:]: array[0] for array in outputs.values()}
        parts = []
        for grid in self._grids:
            places, scores = self.best(by_shape[len(grid), self.classes])
            likely = np.flatnonzero(scores >= self.manifest.floor)
            sides = self._distances(by_shape[len(grid), 4 * _BINS][likely]) * grid[likely, 2:]
            middle = grid[likely, :2] + grid[likely, 2:] / 2
            corners = np.concatenate([middle - sides[:, :2], middle + sides[:, 2:]], axis=1)
            parts.append(Found(boxes=of_picture(corners, scale), places=places[likely], scores=scores[likely]))
        return Found(
            boxes=np.concatenate([one.boxes for one in parts]),
            places=np.concatenate([one.places for one in parts]),
            scores=np.concatenate([one.scores for one in parts]),
        )

    def _distances(self, logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 4) in strides: left, top, right, bottom."""
        bins = logits.reshape(-1, 4, _BINS)
        weights = np.exp(bins - bins.max(axis=2, keepdims=True))
        expected: NDArray[np.float32] = weights @ self._bins / weights.sum(axis=2)
        return expected
