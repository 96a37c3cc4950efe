"""The families of detectors whose outputs can be read, one file each.

A layout is made for one file: it refuses inputs that it cannot fill, and after the first run outputs that are not
exactly those it names. What it reads is boxes, classes and scores; it never gives on an array as it came.
"""

from toancanh.vision.onnx_models.layouts.detr import Detr, DetrDecoded
from toancanh.vision.onnx_models.layouts.fastestdet import FastestDet
from toancanh.vision.onnx_models.layouts.nanodet import NanoDet
from toancanh.vision.onnx_models.layouts.reading import Found, InputShape, Reader
from toancanh.vision.onnx_models.layouts.yolox import YoloX
from toancanh.vision.onnx_models.manifest import Layout, Manifest

__all__ = ["Found", "InputShape", "Reader", "reader_of"]

_READERS: dict[Layout, type[Reader]] = {
    Layout.YOLOX: YoloX,
    Layout.NANODET: NanoDet,
    Layout.FASTESTDET: FastestDet,
    Layout.DETR: Detr,
    Layout.DETR_DECODED: DetrDecoded,
}


def reader_of(manifest: Manifest, inputs: list[InputShape]) -> Reader:
    """What fills the inputs of this file and reads its outputs. Raises `Invalid` where the inputs are not its."""
    return _READERS[manifest.layout](manifest, inputs)
