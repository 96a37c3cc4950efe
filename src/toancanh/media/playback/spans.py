"""Arithmetic of time spans: union and complement. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Span:
    """A half-open stretch of time, ``start_us <= t < end_us``."""

    start_us: int
    end_us: int

    @property
    def seconds(self) -> float:
        """Its length."""
        return (self.end_us - self.start_us) / 1_000_000


def union(spans: Iterable[Span], *, tolerance_us: int = 0) -> list[Span]:
    """The spans in order, those that touch or lie at most ``tolerance_us`` apart made one; empty ones are left out."""
    joined: list[Span] = []
    for span in sorted((s for s in spans if s.end_us > s.start_us), key=lambda s: s.start_us):
        if joined and span.start_us - joined[-1].end_us <= tolerance_us:
            joined[-1] = Span(start_us=joined[-1].start_us, end_us=max(joined[-1].end_us, span.end_us))
        else:
            joined.append(span)
    return joined


def clip(spans: Iterable[Span], within: Span) -> list[Span]:
    """What of each span lies within."""
    clipped = (
        Span(start_us=max(s.start_us, within.start_us), end_us=min(s.end_us, within.end_us)) for s in spans
    )  # fmt: skip
    return [span for span in clipped if span.end_us > span.start_us]


def complement(spans: Sequence[Span], within: Span) -> list[Span]:
    """What of ``within`` no span covers; ``spans`` are in order and apart, as `union` gives them."""
    left: list[Span] = []
    at_us = within.start_us
    for span in clip(spans, within):
        if span.start_us > at_us:
            left.append(Span(start_us=at_us, end_us=span.start_us))
        at_us = span.end_us
    if at_us < within.end_us:
        left.append(Span(start_us=at_us, end_us=within.end_us))
    return left
