"""Tiny ONNX files, written field by field (onnx.proto, ONNX IR version 8), so that tests need neither a model of a
stranger nor the package that makes them. Each sees bright cells: a white square on black is a car of its size.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

FLOAT, INT64, BOOL = 1, 7, 9
SIDE = 64
CAR = 2  # in COCO's order


def _varint(value: int) -> bytes:
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _int(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _part(number: int, value: bytes | str) -> bytes:
    content = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def tensor(name: str, values: object, kind: int = FLOAT) -> bytes:
    """A constant."""
    array = np.asarray(values, {FLOAT: "<f4", INT64: "<i8", BOOL: "?"}[kind])
    dims = b"".join(_int(1, side) for side in array.shape)
    return dims + _int(2, kind) + _part(8, name) + _part(9, array.tobytes())


def outside_tensor(name: str, shape: Sequence[int], location: str) -> bytes:
    """A constant whose values lie in another file."""
    entry = _part(13, _part(1, "location") + _part(2, location))
    return b"".join(_int(1, side) for side in shape) + _int(2, FLOAT) + _part(8, name) + entry + _int(14, 1)


def _attribute(name: str, value: object) -> bytes:
    head = _part(1, name)
    if isinstance(value, bytes):  # a graph
        return head + _part(6, value) + _int(20, 5)
    if isinstance(value, float):
        return head + _varint(2 << 3 | 5) + struct.pack("<f", value) + _int(20, 1)
    if isinstance(value, int):
        return head + _int(3, value) + _int(20, 2)
    assert isinstance(value, list)
    return head + b"".join(_int(8, one) for one in value) + _int(20, 7)


def node(kind: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: object) -> bytes:
    """One operation."""
    return b"".join([
        *(_part(1, one) for one in inputs), *(_part(2, one) for one in outputs), _part(4, kind),
        *(_part(5, _attribute(name, value)) for name, value in attributes.items()),
    ])  # fmt: skip


def value(name: str, shape: Sequence[int | str] | None, kind: int = FLOAT) -> bytes:
    """An input or output; a side that is a text is left open."""
    sides = b"".join(_part(1, _int(1, side) if isinstance(side, int) else _part(2, side)) for side in shape or ())
    typed = _int(1, kind) + (_part(2, sides) if shape is not None else b"")
    return _part(1, name) + _part(2, _part(1, typed))


def graph(
    nodes: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes], constants: Sequence[bytes] = ()
) -> bytes:
    """All of it together."""
    return b"".join([
        *(_part(1, one) for one in nodes), _part(2, "g"), *(_part(5, one) for one in constants),
        *(_part(11, one) for one in inputs), *(_part(12, one) for one in outputs),
    ])  # fmt: skip


def model(whole: bytes) -> bytes:
    """The file."""
    return _int(1, 8) + _part(2, "tests") + _part(7, whole) + _part(8, _part(1, "") + _int(2, 17))


_IMAGE = value("images", [1, 3, SIDE, SIDE])


def _cells(stride: int, planes: np.ndarray, bias: np.ndarray, name: str) -> tuple[list[bytes], list[bytes]]:
    """Operations from the picture to (1, planes, n, n): ``planes`` (p,) times the mean brightness of a cell (0 to 255,
    all channels), plus ``bias`` (p,).
    """
    weights = np.repeat(planes[:, None], 3, axis=1)[:, :, None, None] / 3
    nodes = [
        node("AveragePool", ["images"], [f"{name}_mean"], kernel_shape=[stride] * 2, strides=[stride] * 2),
        node("Conv", [f"{name}_mean", f"{name}_w", f"{name}_b"], [name]),
    ]
    return nodes, [tensor(f"{name}_w", weights), tensor(f"{name}_b", bias)]


def yolox(classes: int = 80, *, embedding: int = 0, side: int | str = SIDE, broken_rows: bool = False) -> bytes:
    """A cell of 8 pixels with a brightness of b is a car with the score b / 255. ``embedding``: a second output with a
    vector of so many values.
    """
    nodes: list[bytes] = []
    constants: list[bytes] = []
    for stride in (8, 16, 32):
        planes, bias = np.zeros(5 + classes), np.zeros(5 + classes)
        bias[:2] = 0.5  # the middle of the cell
        bias[5 + min(CAR, classes - 1)] = 1.0
        planes[4] = 1 / 255 if stride == 8 else 0.0
        more, kept = _cells(stride, planes, bias, f"s{stride}")
        nodes += [
            *more,
            node("Reshape", [f"s{stride}", "flat"], [f"f{stride}"]),
            node("Transpose", [f"f{stride}"], [f"t{stride}"], perm=[0, 2, 1]),
        ]
        constants += kept
    constants.append(tensor("flat", [1, 5 + classes, -1], INT64))
    parts = ["t8", "t16"] if broken_rows else ["t8", "t16", "t32"]
    nodes.append(node("Concat", parts, ["output"], axis=1))
    outputs = [value("output", [1, "cells", 5 + classes])]
    if embedding:
        more, kept = _vector(embedding)
        nodes, constants, outputs = nodes + more, constants + kept, [*outputs, value("vector", [1, embedding])]
    return model(graph(nodes, [value("images", [1, 3, side, side])], outputs, constants))


def _vector(length: int) -> tuple[list[bytes], list[bytes]]:
    more, kept = _cells(SIDE, np.ones(length), np.zeros(length), "v")
    return [*more, node("Flatten", ["v"], ["vector"], axis=1)], kept


def vector(length: int = 512) -> bytes:
    """What a recogniser of faces gives: one vector for the whole picture."""
    nodes, constants = _vector(length)
    return model(graph(nodes, [_IMAGE], [value("vector", [1, length])], constants))


def nanodet(classes: int = 80) -> bytes:
    """The same in six outputs; a box reaches half a cell to each side of its middle."""
    nodes: list[bytes] = []
    constants: list[bytes] = []
    outputs: list[bytes] = []
    for stride in (8, 16, 32):
        planes, bias = np.zeros(classes), np.zeros(classes)
        # the picture comes as (b - 103.53) / 57.375 and its like: white is about 2.6, black about -2.1
        planes[CAR], bias[CAR] = (0.2, 0.45) if stride == 8 else (0.0, 0.0)
        sides = np.full((4, 8), -50.0)
        sides[:, :2] = 0.0  # as much of 0 as of 1 stride
        for name, weights, offset in (("c", planes, bias), ("d", np.zeros(32), sides.ravel())):
            more, kept = _cells(stride, weights, offset, f"{name}{stride}")
            nodes += [
                *more,
                node("Reshape", [f"{name}{stride}", f"flat_{name}"], [f"{name}f{stride}"]),
                node("Transpose", [f"{name}f{stride}"], [f"{name}t{stride}"], perm=[0, 2, 1]),
            ]
            constants += kept
            outputs.append(value(f"{name}t{stride}", [1, "n", len(weights)]))
    constants += [tensor("flat_c", [1, classes, -1], INT64), tensor("flat_d", [1, 32, -1], INT64)]
    return model(graph(nodes, [_IMAGE], outputs, constants))


def fastestdet(classes: int = 80) -> bytes:
    """Cells of 16 pixels; the picture comes from 0 to 1."""
    planes, bias = np.zeros(5 + classes), np.zeros(5 + classes)
    planes[0] = 1.0
    bias[1:3] = np.arctanh(0.5)
    bias[3:5] = -np.log(SIDE / 16 - 1)  # a quarter of the picture
    bias[5 + CAR] = 1.0
    nodes, constants = _cells(16, planes, bias, "output")
    return model(graph(nodes, [_IMAGE], [value("output", [1, 5 + classes, SIDE // 16, SIDE // 16])], constants))


def detr(classes: int = 80) -> bytes:
    """Four queries, one for each quarter of the picture; logits rise with brightness (0 to 1)."""
    planes, bias = np.zeros(classes), np.full(classes, -20.0)
    planes[CAR], bias[CAR] = 12.0, -6.0
    nodes, constants = _cells(SIDE // 2, planes, bias, "quarters")
    nodes += [
        node("Reshape", ["quarters", "flat"], ["flattened"]),
        node("Transpose", ["flattened"], ["logits"], perm=[0, 2, 1]),
        node("Identity", ["fixed"], ["boxes"]),
    ]
    boxes = [[[x, y, 0.5, 0.5] for y in (0.25, 0.75) for x in (0.25, 0.75)]]
    constants += [tensor("flat", [1, classes, -1], INT64), tensor("fixed", boxes)]
    outputs = [value("logits", [1, 4, classes]), value("boxes", [1, 4, 4])]
    return model(graph(nodes, [_IMAGE], outputs, constants))


def detr_decoded() -> bytes:
    """The same after its own decoding: a car in each quarter, its score the quarter's brightness; one of no class."""
    nodes, constants = _cells(SIDE // 2, np.ones(1), np.zeros(1), "quarters")
    nodes += [
        node("Reshape", ["quarters", "flat"], ["scores"]),
        node("Identity", ["labels_fixed"], ["labels"]),
        node("Concat", ["orig_target_sizes", "orig_target_sizes"], ["size4"], axis=1),
        node("Cast", ["size4"], ["size"], to=FLOAT),
        node("Mul", ["corners", "size"], ["boxes"]),
    ]
    corners = [[[x, y, x + 0.5, y + 0.5] for y in (0, 0.5) for x in (0, 0.5)]]
    constants += [
        tensor("flat", [1, 4], INT64),
        tensor("labels_fixed", [[CAR, CAR, CAR, 77]], INT64),
        tensor("corners", corners),
    ]
    outputs = [value("labels", [1, 4], INT64), value("boxes", [1, 4, 4]), value("scores", [1, 4])]
    return model(graph(nodes, [_IMAGE, value("orig_target_sizes", [1, 2], INT64)], outputs, constants))


def endless() -> bytes:
    """Goes round 2^62 times."""
    body = graph(
        [node("Identity", ["go"], ["go_on"]), node("Cos", ["x"], ["y"])],
        [value("i", [], INT64), value("go", [], BOOL), value("x", [1, 1])],
        [value("go_on", [], BOOL), value("y", [1, 1])],
    )
    nodes, constants = _cells(SIDE, np.ones(1), np.zeros(1), "v")
    nodes += [node("Flatten", ["v"], ["x0"], axis=1), node("Loop", ["times", "go0", "x0"], ["out"], body=body)]
    constants += [tensor("times", 1 << 62, INT64), tensor("go0", True, BOOL)]
    return model(graph(nodes, [_IMAGE], [value("out", [1, 1])], constants))


def greedy(bytes_wanted: int) -> bytes:
    """Asks for so much memory at once when it runs."""
    nodes, constants = _cells(SIDE, np.ones(1), np.zeros(1), "v")
    nodes += [
        node("Flatten", ["v"], ["x0"], axis=1),
        node("Expand", ["x0", "wide"], ["much"]),
        node("ReduceMax", ["much"], ["out"], keepdims=1),
    ]
    constants.append(tensor("wide", [1, bytes_wanted // 4], INT64))
    return model(graph(nodes, [_IMAGE], [value("out", [1, 1])], constants))


def with_outside_weights(location: str) -> bytes:
    """Its constant lies in another file."""
    nodes = [node("Add", ["images", "more"], ["output"])]
    constants = [outside_tensor("more", [1, 3, SIDE, SIDE], location)]
    return model(graph(nodes, [_IMAGE], [value("output", [1, 3, SIDE, SIDE])], constants))
