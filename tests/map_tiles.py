"""Reads a vector tile back, written from the specification and not from our writer."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Feature:
    attributes: dict[str, Any]
    kind: int
    points: list[tuple[int, int]]


def read_tile(content: bytes) -> dict[str, list[Feature]]:
    """Features by layer."""
    return dict(_layer(body) for tag, body in _message(content) if tag == 3)


def _layer(content: bytes) -> tuple[str, list[Feature]]:
    fields = list(_message(content))
    assert {tag: value for tag, value in fields if tag in {5, 15}} == {5: 4096, 15: 2}
    keys = [value.decode() for tag, value in fields if tag == 3]
    values = [_value(value) for tag, value in fields if tag == 4]
    features = [_feature(value, keys, values) for tag, value in fields if tag == 2]
    assert features, "a layer has at least one feature (4.1)"
    (name,) = (value.decode() for tag, value in fields if tag == 1)
    return name, features


def _feature(content: bytes, keys: list[str], values: list[Any]) -> Feature:
    fields = dict(_message(content))
    tags = list(_varints(fields.get(2, b"")))
    pairs = zip(tags[::2], tags[1::2], strict=True)
    points, at, numbers = [], (0, 0), _varints(fields[4])
    for command in numbers:
        assert command & 7 in {1, 2}
        for _ in range(command >> 3):
            at = (at[0] + _signed(next(numbers)), at[1] + _signed(next(numbers)))
            points.append(at)
    return Feature(attributes={keys[key]: values[value] for key, value in pairs}, kind=fields[3], points=points)


def _value(content: bytes) -> Any:
    ((tag, value),) = _message(content)
    return {1: lambda: value.decode(), 2: lambda: value, 6: lambda: _signed(value), 7: lambda: bool(value)}[tag]()


def _signed(number: int) -> int:
    return (number >> 1) ^ -(number & 1)


def _varints(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        number, at = _varint(content, at)
        yield number


def _varint(content: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at


def _message(content: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(content):
        head, at = _varint(content, at)
        tag, wire = head >> 3, head & 7
        if wire == 0:
            value, at = _varint(content, at)
            yield tag, value
        elif wire == 5:
            yield tag, struct.unpack("<f", content[at : at + 4])[0]
            at += 4
        else:
            assert wire == 2
            length, at = _varint(content, at)
            yield tag, content[at : at + length]
            at += length
