"""Which detection belongs to which track."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.onnx_models.overlap import over_union

Pairs = tuple[NDArray[np.intp], NDArray[np.intp]]


def likeness(expected: NDArray[np.float32], seen: NDArray[np.float32], *, wider: float) -> NDArray[np.float32]:
    """(n, m): intersection over union of boxes that are ``wider`` by this share on every side, so that small and fast
    ones still meet (buffered IoU: Yang et al., WACV 2023).
    """
    return over_union(_wider(expected, wider), _wider(seen, wider))


def best_pairs(like: NDArray[np.float32], least: float) -> Pairs:
    """Rows and columns that go together, the likest first; each once, none below ``least``."""
    rows, columns = np.nonzero(like >= least)
    order = np.argsort(-like[rows, columns], kind="stable")
    free_row, free_column = np.ones(like.shape[0], np.bool_), np.ones(like.shape[1], np.bool_)
    kept: list[int] = []
    for place in order.tolist():
        row, column = rows[place], columns[place]
        if free_row[row] and free_column[column]:
            free_row[row] = free_column[column] = False
            kept.append(place)
    return rows[kept], columns[kept]


def _wider(boxes: NDArray[np.float32], share: float) -> NDArray[np.float32]:
    margin = (boxes[:, 2:] - boxes[:, :2]) * np.float32(share)
    return np.concatenate([boxes[:, :2] - margin, boxes[:, 2:] + margin], axis=1)
