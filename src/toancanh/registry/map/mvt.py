"""Vector tiles as the map's client reads them: Mapbox Vector Tile Specification 2.1, the part that is written here.

Protocol Buffers by hand: points, lines and attributes need forty lines, a dependency would be a thousand times that.
"""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping, Sequence

EXTENT = 4096
_POINT, _LINE = 1, 2
_MOVE, _LINE_TO = 1, 2

Value = str | int | float | bool
Point = tuple[int, int]
"""Within the tile: 0 to `EXTENT`, from its upper left corner; a little outside is allowed."""


class Layer:
    """One layer of a tile; features are written as they are added."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._features = bytearray()
        self._keys: dict[str, int] = {}
        self._values: dict[tuple[type, Value], int] = {}

    def add_point(self, at: Point, attributes: Mapping[str, Value]) -> None:
        """A point with its attributes."""
        self._add(_POINT, _command(_MOVE, 1) + _step((0, 0), at), attributes)

    def add_line(self, points: Sequence[Point], attributes: Mapping[str, Value]) -> None:
        """A line through at least two points."""
        geometry = _command(_MOVE, 1) + _step((0, 0), points[0]) + _command(_LINE_TO, len(points) - 1)
        for before, after in itertools.pairwise(points):
            geometry += _step(before, after)
        self._add(_LINE, geometry, attributes)

    def _add(self, kind: int, geometry: bytes, attributes: Mapping[str, Value]) -> None:
        tags = bytearray()
        for name, value in attributes.items():
            tags += _varint(self._keys.setdefault(name, len(self._keys)))
            tags += _varint(self._values.setdefault((type(value), value), len(self._values)))
        feature = _field(2, bytes(tags)) + _number(3, kind) + _field(4, geometry)
        self._features += _field(2, feature)

    def encode(self) -> bytes:
        """The layer's message; empty where it has no feature (the specification wants at least one)."""
        if not self._features:
            return b""
        body = _field(1, self._name.encode()) + bytes(self._features)
        body += b"".join(_field(3, name.encode()) for name in self._keys)
        body += b"".join(_field(4, _value(value)) for _kind, value in self._values)
        return _field(3, body + _number(5, EXTENT) + _number(15, 2))


def _value(value: Value) -> bytes:
    if isinstance(value, bool):
        return _number(7, int(value))
    if isinstance(value, int):
        return _number(6, _zigzag(value))
    if isinstance(value, float):
        return _varint(2 << 3 | 5) + struct.pack("<f", value)
    return _field(1, value.encode())


def _step(before: Point, after: Point) -> bytes:
    return _varint(_zigzag(after[0] - before[0])) + _varint(_zigzag(after[1] - before[1]))


def _command(command: int, count: int) -> bytes:
    return _varint(count << 3 | command)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _field(tag: int, content: bytes) -> bytes:
    return _varint(tag << 3 | 2) + _varint(len(content)) + content


def _number(tag: int, number: int) -> bytes:
    return _varint(tag << 3) + _varint(number)


def _varint(number: int) -> bytes:
    if number < 0x80:
        return bytes((number,))
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
