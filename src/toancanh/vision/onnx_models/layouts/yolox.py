"""YOLOX (Megvii, arXiv 2107.08430): one output of raw cells, as `tools/export_onnx.py` writes it without
`--decode_in_inference`. Input as of release 0.1.1: no normalisation, padded with 114 at the right and bottom.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toancanh.vision.model import Picture
from toancanh.vision.onnx_models.canvas import Taste
from toancanh.vision.onnx_models.layouts.reading import Found, InputShape, Outputs, Reader, boxes_around, cells
from toancanh.vision.onnx_models.manifest import Manifest

_STRIDES = (8, 16, 32)
_MOST_LOG = 8.0  # of a side in strides: e^8 x 32 pixels is more than any picture


class YoloX(Reader):
    """Rows of 5 + classes: shift of the centre, logarithm of the size, objectness, classes."""

    taste = Taste(keep_ratio=True, pad=114.0)

    def __init__(self, manifest: Manifest, inputs: list[InputShape]) -> None:
        super().__init__(manifest, inputs)
        self._cells = cells(self.canvas.width, self.canvas.height, _STRIDES)

    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        return [((1, len(self._cells), 5 + self.classes), "float32")]

    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        (rows,) = outputs.values()
        likely = np.flatnonzero(rows[0, :, 4] >= self.manifest.floor)  # no class is surer than that there is something
        found, grid = rows[0, likely], self._cells[likely]
        places, of_class = self.best(found[:, 5:])
        stride = grid[:, 2:]
        centres = found[:, :2] * stride + grid[:, :2]
        sizes = np.exp(np.minimum(found[:, 2:4], _MOST_LOG)) * stride
        return Found(boxes=boxes_around(centres, sizes, scale), places=places, scores=found[:, 4] * of_class)
