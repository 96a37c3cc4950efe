"""What all layouts share: the input, the check of outputs by shape, classes that are read."""

from __future__ import annotations

import abc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.vision.model import Picture
from toancanh.vision.onnx_models.canvas import Canvas, Taste
from toancanh.vision.onnx_models.manifest import Manifest

Outputs = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, kw_only=True)
class InputShape:
    """An input as the file declares it; a side that it leaves open is None."""

    name: str
    dtype: str  # of numpy
    shape: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Found:
    """Candidates in one picture: ``boxes`` (n, 4) in pixels of the picture, ``places`` (n,) in the list of classes."""

    boxes: NDArray[np.float32]
    places: NDArray[np.intp]
    scores: NDArray[np.float32]

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Found:
        """Some of them."""
        return Found(boxes=self.boxes[keep], places=self.places[keep], scores=self.scores[keep])


class Reader(abc.ABC):
    """Fills the inputs of one file, reads its outputs."""

    taste: ClassVar[Taste]
    more_inputs: ClassVar[Mapping[str, str]] = {}
    """Besides the picture: name and type. All others must not be there."""

    def __init__(self, manifest: Manifest, inputs: list[InputShape]) -> None:
        pictures = [one for one in inputs if one.name not in self.more_inputs]
        if len(pictures) != 1 or len(inputs) != 1 + len(self.more_inputs):
            raise Invalid(f"the model's inputs are {_named(inputs)}: {manifest.layout} takes one picture")
        for one in inputs:
            if one.name in self.more_inputs and one.dtype != self.more_inputs[one.name]:
                raise Invalid(f"the model's input {one.name} is {one.dtype}, not {self.more_inputs[one.name]}")
        width, height = _size(pictures[0], manifest)
        self._name = pictures[0].name
        self.manifest = manifest
        self.classes = len(manifest.classes)
        self.read_places: NDArray[np.intp] = np.flatnonzero([bool(kind) for kind in manifest.classes])
        self.canvas = Canvas(width, height, self.taste)

    def feed(self, picture: Picture) -> tuple[dict[str, NDArray[Any]], tuple[float, float]]:
        """The inputs; pixels of the picture per pixel of the input, across and down."""
        scale = self.canvas.fill(picture)
        return {self._name: self.canvas.tensor}, scale

    @abc.abstractmethod
    def shapes(self) -> Sequence[tuple[tuple[int | None, ...], str]]:
        """Shapes and types of all outputs that there may be; None stands for a number that the file chooses."""

    @abc.abstractmethod
    def read(self, outputs: Outputs, scale: tuple[float, float], picture: Picture) -> Found:
        """Candidates at or above the floor. The outputs have been accepted."""

    def accept(self, outputs: Outputs) -> None:
        """Raises `Invalid` unless every output is one that this layout names, and none is missing."""
        wanted = list(self.shapes())
        for name, array in outputs.items():
            fitting = [one for one in wanted if _fits(array, *one)]
            if not fitting:
                here = (
                    f"{self.manifest.layout} with {self.classes} classes at {self.canvas.width} x {self.canvas.height}"
                )
                raise Invalid(
                    f"the model's output {name!r} is {array.dtype} {list(array.shape)}: none of {here}; only boxes, "
                    "classes and scores are accepted",
                    reason="output_refused",
                )
            wanted.remove(fitting[0])
        if wanted:
            raise Invalid(f"the model has no output of shape {list(wanted[0][0])}", reason="output_missing")

    def best(self, scores: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Of scores (n, classes) the best class that is a kind, and its score: a car that looks like a telephone from
        above is a car as far as it is one.
        """
        read = scores[:, self.read_places]
        at = read.argmax(axis=1)
        return self.read_places[at], read[np.arange(len(read)), at]


def cells(width: int, height: int, strides: Sequence[int]) -> NDArray[np.float32]:
    """Left, top and stride of the cells of all grids, (n, 3), row by row, in pixels."""
    grids = []
    for stride in strides:
        rows, columns = -(-height // stride), -(-width // stride)
        top, left = np.divmod(np.arange(rows * columns), columns)
        grids.append(np.stack([left * stride, top * stride, np.full(rows * columns, stride)], axis=1))
    return np.concatenate(grids).astype(np.float32)


def boxes_around(
    centres: NDArray[np.float32], sizes: NDArray[np.float32], scale: tuple[float, float]
) -> NDArray[np.float32]:
    """Boxes (n, 4) of the picture from centres (n, 2) and sizes (n, 2) of the input."""
    return of_picture(np.concatenate([centres - sizes / 2, centres + sizes / 2], axis=1), scale)


def of_picture(corners: NDArray[np.float32], scale: tuple[float, float]) -> NDArray[np.float32]:
    """Boxes (n, 4) of the picture from boxes of the input."""
    boxes: NDArray[np.float32] = corners * np.array([*scale, *scale], np.float32)
    return boxes


def _fits(array: NDArray[Any], shape: tuple[int | None, ...], dtype: str) -> bool:
    if array.dtype != dtype or array.ndim != len(shape):
        return False
    return all(one is None or one == there for one, there in zip(shape, array.shape, strict=True))


def _named(inputs: list[InputShape]) -> str:
    return ", ".join(f"{one.name} {one.dtype} {list(one.shape)}" for one in inputs) or "none"


def _size(one: InputShape, manifest: Manifest) -> tuple[int, int]:
    if one.dtype != "float32" or len(one.shape) != 4 or one.shape[0] not in (1, None) or one.shape[1] != 3:
        raise Invalid(f"the model's input is {_named([one])}, not float32 [1, 3, height, width]")
    height, width = one.shape[2] or manifest.height, one.shape[3] or manifest.width
    if not (width and height):
        raise Invalid("the model leaves the size of its input open: say width and height in the manifest")
    if manifest.width not in (0, width) or manifest.height not in (0, height):
        raise Invalid(f"the model's input is {width} x {height}, not as the manifest says")
    if max(width, height) > 2048 or min(width, height) < 32:
        raise Invalid(f"the model's input is {width} x {height}: sides of 32 to 2048 are accepted")
    return width, height
