"""Holes between segments and what gaps say about them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from toancanh.media.archive.model import Gap, Segment

HOLE_US = 100_000
"""Recordings at most this far apart have no gap between them (the precision promised for gaps)."""


def uncovered(segments: Sequence[Segment], gaps: Sequence[Gap]) -> Iterator[tuple[int, int]]:
    """Stretches longer than `HOLE_US` between consecutive segments that no gap covers; both in order of start."""
    for before, after in pairwise(segments):
        at_us = before.start_us if before.end_us is None else before.end_us
        for gap in gaps:
            gap_end_us = after.start_us if gap.end_us is None else gap.end_us
            if gap_end_us <= at_us or gap.start_us >= after.start_us:
                continue
            if gap.start_us - at_us > HOLE_US:
                yield at_us, gap.start_us
            at_us = max(at_us, gap_end_us)
        if after.start_us - at_us > HOLE_US:
            yield at_us, after.start_us
