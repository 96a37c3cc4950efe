"""Who stands, and which kind a track is: what is remembered of tracks, for as long as they are seen. Pure."""

from __future__ import annotations

import math
from collections import Counter

from toancanh.vision import ObjectKind, Observation
from toancanh.vision.zones import Point

STANDING_MPS = 5 / 3.6
"""Slower than 5 km/h is in a queue."""
_STILL = 0.01
"""So many widths of the picture in a second are no movement, where no speed is known."""
_STILL_US = 1_000_000
_FORGET_US = 10_000_000


class Tracks:
    """What tracks of one camera have done lately."""

    def __init__(self) -> None:
        self._votes: dict[int, Counter[ObjectKind]] = {}
        self._anchors: dict[int, tuple[Point, int]] = {}
        self._seen: dict[int, int] = {}
        self.crossed: dict[int, list[str]] = {}

    def see(self, one: Observation) -> None:
        """One more picture of it."""
        foot, at_us = one.box.foot, one.time_us
        self._votes.setdefault(one.track, Counter())[one.kind] += 1
        anchor = self._anchors.get(one.track)
        if anchor is None or math.dist(anchor[0], foot) > _STILL:
            self._anchors[one.track] = (foot, at_us)
        self._seen[one.track] = at_us

    def stands(self, one: Observation) -> bool:
        """By its speed; where that is not known, it has been where it is for a second."""
        if one.speed_mps is not None:
            return one.speed_mps < STANDING_MPS
        return one.time_us - self._anchors[one.track][1] >= _STILL_US

    def kind_of(self, track: int) -> ObjectKind:
        """What it was taken for most often; a kind rather than none."""
        votes = self._votes[track]
        known = {kind: many for kind, many in votes.items() if kind is not ObjectKind.VEHICLE}
        return max(known or votes, key=lambda kind: votes[kind])

    def forget(self, now_us: int) -> None:
        """What was not seen for a while."""
        for track in [track for track, at_us in self._seen.items() if now_us - at_us > _FORGET_US]:
            for memory in (self._votes, self._anchors, self._seen, self.crossed):
                memory.pop(track, None)
