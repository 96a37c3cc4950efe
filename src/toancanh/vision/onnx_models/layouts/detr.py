"""RT-DETR (arXiv 2304.08069) and D-FINE (arXiv 2410.13842): a fixed number of queries, each a box and its classes; the
picture is stretched, red first, samples from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.vision.model import Picture
from toancanh.vision.onnx_models.canvas import Taste
from toancanh.vision.onnx_models.layouts.reading import Found, InputShape, Outputs, Reader, boxes_around
from toancanh.vision.onnx_models.manifest import Manifest

_MOST_QUERIES = 1000
_TASTE = Taste(keep_ratio=False, red_first=True, divide=(255.0, 255.0, 255.0))
_SIZES = "orig_target_sizes"


class Detr(Reader):
    """Two outputs: logits (1, queries, classes), each of a sigmoid of its own; boxes (1, queries, 4) as centre and size
    relative to the picture.
    """

    taste = _TASTE

    def __init__(self, manifest: Manifest, inputs: list[InputShape]) -> None:
        super().__init__(manifest, inputs)
        if self.classes == 4:
            raise Invalid("detr: with 4 classes they cannot be told from boxes", field="classes")

    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        return [((1, None, self.classes), "float32"), ((1, None, 4), "float32")]

    def accept(self, outputs: Outputs) -> None:
        super().accept(outputs)
        _same_queries(outputs)

    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        by_last = {array.shape[-1]: array[0] for array in outputs.values()}
        places, logits = self.best(by_last[self.classes])
        scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0)))
        boxes = by_last[4] * np.array([picture.width, picture.height] * 2, np.float32)
        return Found(
            boxes=boxes_around(boxes[:, :2], boxes[:, 2:], (1.0, 1.0)), places=places, scores=scores.astype(np.float32)
        )


class DetrDecoded(Reader):
    """Three outputs: labels (1, queries) int64, boxes (1, queries, 4) as corners in pixels, scores (1, queries)."""

    taste = _TASTE
    more_inputs = {_SIZES: "int64"}

    def feed(self, picture: Picture) -> tuple[dict[str, NDArray[Any]], tuple[float, float]]:
        inputs, scale = super().feed(picture)
        return {**inputs, _SIZES: np.array([[picture.width, picture.height]], np.int64)}, scale

    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        return [((1, None), "int64"), ((1, None, 4), "float32"), ((1, None), "float32")]

    def accept(self, outputs: Outputs) -> None:
        super().accept(outputs)
        _same_queries(outputs)

    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        (labels,) = (array[0] for array in outputs.values() if array.dtype == np.int64)
        (boxes,) = (array[0] for array in outputs.values() if array.ndim == 3)
        (scores,) = (array[0] for array in outputs.values() if array.ndim == 2 and array.dtype == np.float32)
        known = np.isin(labels, self.read_places)  # and with that within the list
        return Found(boxes=boxes[known], places=labels[known].astype(np.intp), scores=scores[known])


def _same_queries(outputs: Outputs) -> None:
    queries = {array.shape[1] for array in outputs.values()}
    if len(queries) != 1 or not 0 < max(queries) <= _MOST_QUERIES:
        raise Invalid(
            f"the model answers {sorted(queries)} queries: one number for all, up to {_MOST_QUERIES}",
            reason="output_refused",
        )
