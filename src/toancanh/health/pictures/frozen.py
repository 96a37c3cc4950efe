"""Frozen: judged where the coded pictures pass, from their sizes and hashes; nothing is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_ENOUGH_KEYS = 3
_ENOUGH_SKIPPED = 20
_SKIPPED_BYTES = 24
"""Besides one bit in about 40 macroblocks: a slice header and runs of skipped macroblocks (ITU-T H.264, 7.3.4)."""


@dataclass(frozen=True, kw_only=True)
class UnitMark:
    """What is kept of one access unit. ``digest``: of its coded slices without headers that count."""

    is_key: bool
    size_bytes: int
    digest: bytes


def frozen_score(units: Sequence[UnitMark], *, width: int, height: int) -> float:
    """From 0 to 1, of the units of the last seconds, oldest first.

    A camera's sensor never gives the same picture twice: equal key frames are one picture coded again and again. Where
    a clock is written over a picture that stands still, key frames differ; then the pictures between them tell, which
    hold nothing but skipped macroblocks but for those of the clock. Both need some: with too few the score is 0.
    """
    keys = [unit for unit in units if unit.is_key]
    between = [unit for unit in units if not unit.is_key]
    same = 0.0
    if len(keys) >= _ENOUGH_KEYS:
        same = sum(a.digest == b.digest for a, b in pairwise(keys)) / (len(keys) - 1)
    skipped = 0.0
    if len(between) >= _ENOUGH_SKIPPED:
        limit = _SKIPPED_BYTES + width * height / 256 / 40
        skipped = sum(unit.size_bytes <= limit for unit in between) / len(between)
    return max(same, skipped**2)
