"""The detector over one opened model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.model import CODES, Detections, ObjectKind, Picture
from toancanh.vision.onnx_models.layouts import Found, Reader
from toancanh.vision.onnx_models.overlap import surest_of, without_riders

Run = Callable[[Mapping[str, NDArray[Any]]], Mapping[str, NDArray[Any]]]
"""Inputs by name to outputs by name: the network, and nothing else."""

_LEAST_SIDE_PX = 1.0
_MOST_SIDES = 4.0  # of a picture: what reaches further is a fault of the file


class OnnxDetector:
    """A `Detector`: the same for all cameras, since it remembers nothing.

    It is tried on a grey picture before it is taken: raises `Invalid` where its outputs are not those of its layout.
    """

    def __init__(self, reader: Reader, run: Run) -> None:
        self._reader, self._run = reader, run
        self._codes = np.array([CODES[ObjectKind(kind)] if kind else -1 for kind in reader.manifest.classes], np.int8)
        grey = np.full((reader.canvas.height, reader.canvas.width, 3), 114, np.uint8)
        self._found(Picture(bgr=grey, time_us=0))

    def detect(self, picture: Picture) -> Detections:
        """All objects that are surer than the floor. Raises `Invalid` where the file answers otherwise than at its
        trial, which its process takes for a fault of the file.
        """
        found = self._kept(self._found(picture), picture)
        told = Detections(
            boxes_px=found.boxes, codes=self._codes[found.places], scores=np.minimum(found.scores, np.float32(1.0))
        )
        return without_riders(surest_of(told, self._reader.manifest.overlap))

    def _found(self, picture: Picture) -> Found:
        inputs, scale = self._reader.feed(picture)
        outputs = self._run(inputs)
        self._reader.accept(outputs)
        with np.errstate(over="ignore", invalid="ignore"):  # the file is a stranger's: what is no number is left out
            return self._reader.read(outputs, scale, picture)

    def _kept(self, found: Found, picture: Picture) -> Found:
        """What can be an object of this picture."""
        whole = np.array([picture.width, picture.height], np.float32)
        with np.errstate(invalid="ignore"):
            sides = found.boxes[:, 2:] - found.boxes[:, :2]
            middle = (found.boxes[:, 2:] + found.boxes[:, :2]) / 2
            keep = (found.scores >= self._reader.manifest.floor) & np.isfinite(found.scores)
            keep &= (sides >= _LEAST_SIDE_PX).all(axis=1) & (sides <= _MOST_SIDES * whole).all(axis=1)
            keep &= (middle >= 0).all(axis=1) & (middle <= whole).all(axis=1)
        return found.where(keep)
