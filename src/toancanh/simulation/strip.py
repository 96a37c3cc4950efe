"""The time strip at the top of every simulated picture: drawn and read as docs/design/simulation.md says."""

from __future__ import annotations

import binascii
import enum
from dataclasses import dataclass

COLUMNS = 40
ROWS = 2
ROWS_PER_HEIGHT = 20  # each row is 1/20 of the picture's height
BLACK = 16  # ITU-T H.273, limited range
WHITE = 235

_SYNC = 0xAC
_SYNC_BITS = tuple(_SYNC >> (7 - i) & 1 for i in range(8))
_MIN_CONTRAST = 48
_VALUE_BITS = 44
_CELLS = COLUMNS * ROWS


class StripKind(enum.IntEnum):
    """What the value of a strip counts."""

    MINUTE = 1  # milliseconds within the UTC minute: a loop
    EPOCH = 2  # milliseconds since 1970-01-01T00:00:00Z: encoded live


@dataclass(frozen=True, kw_only=True)
class StripReading:
    """What a picture says about itself: ``ms`` is its instant of capture, counted as ``kind`` says."""

    kind: StripKind
    scene: int
    ms: int

    def age_ms(self, now_us: int) -> int:
        """How old the picture is at ``now_us`` (UTC); for a loop within the minute, 0..59999."""
        age = now_us // 1000 - self.ms
        return age if self.kind is StripKind.EPOCH else age % 60_000


def strip_bits(reading: StripReading) -> int:
    """The 80 bits of a strip as one number, the first cell most significant."""
    payload = (reading.kind << 52) | (reading.scene << _VALUE_BITS) | reading.ms
    if payload >> 56 or not 0 <= reading.ms < 1 << _VALUE_BITS or not 0 <= reading.scene < 256:
        raise ValueError(f"does not fit into a strip: {reading}")
    return (_SYNC << 72) | (payload << 16) | binascii.crc_hqx(payload.to_bytes(7, "big"), 0xFFFF)


def draw_strip(luma: bytearray | memoryview, width: int, height: int, stride: int, reading: StripReading) -> None:
    """Draw into a luma plane of ``height`` lines of ``stride`` bytes, in place."""
    bits = strip_bits(reading)
    for row in range(ROWS):
        line = bytearray(width)
        for column in range(COLUMNS):
            level = WHITE if bits >> (_CELLS - 1 - row * COLUMNS - column) & 1 else BLACK
            start, end = column * width // COLUMNS, (column + 1) * width // COLUMNS
            line[start:end] = bytes((level,)) * (end - start)
        for y in range(row * height // ROWS_PER_HEIGHT, (row + 1) * height // ROWS_PER_HEIGHT):
            luma[y * stride : y * stride + width] = line


def read_strip(gray: bytes | bytearray | memoryview, width: int, height: int, stride: int = 0) -> StripReading | None:
    """Read the strip of a luma plane (``stride`` bytes a line, ``width`` if 0); None where there is none."""
    stride = stride or width
    levels = [_level(gray, width, height, stride, index) for index in range(_CELLS)]
    white = sum(level for level, bit in zip(levels, _SYNC_BITS, strict=False) if bit) / 4
    black = sum(level for level, bit in zip(levels, _SYNC_BITS, strict=False) if not bit) / 4
    if white - black < _MIN_CONTRAST:
        return None
    bits = 0
    for level in levels:
        bits = bits << 1 | (level > (white + black) / 2)
    payload = bits >> 16 & ((1 << 56) - 1)
    if bits >> 72 != _SYNC or bits & 0xFFFF != binascii.crc_hqx(payload.to_bytes(7, "big"), 0xFFFF):
        return None
    if payload >> 52 not in tuple(StripKind):
        return None
    return StripReading(
        kind=StripKind(payload >> 52), scene=payload >> _VALUE_BITS & 0xFF, ms=payload & ((1 << _VALUE_BITS) - 1)
    )


def _level(gray: bytes | bytearray | memoryview, width: int, height: int, stride: int, index: int) -> float:
    """Mean luma of the middle half of a cell."""
    row, column = divmod(index, COLUMNS)
    left, right = (4 * column + 1) * width // 160, -(-(4 * column + 3) * width // 160)
    top, bottom = (4 * row + 1) * height // 80, -(-(4 * row + 3) * height // 80)
    total = sum(sum(gray[y * stride + left : y * stride + right]) for y in range(top, bottom))
    return total / ((right - left) * (bottom - top))
