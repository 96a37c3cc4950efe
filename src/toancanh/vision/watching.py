"""One camera, watched: pictures in, observations and crossings out. Runs in a worker, whichever detector it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toancanh.vision.model import Observation, Picture
from toancanh.vision.observing import Observer
from toancanh.vision.ports import Detector, Tracker
from toancanh.vision.zones import Crossing, LineCounter, Zone, ZoneKind

_MARGIN = 0.004
"""How far beyond a line a track must be, in widths of the picture: two and a half pixels of a sub stream."""
_FORGET_EVERY_US = 10_000_000
_KEPT_US = 5_000_000


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What one picture gave."""

    observations: Sequence[Observation]
    crossings: Sequence[tuple[Crossing, Observation]]


class Lookout:
    """Detector, tracker and observer of one camera, and its counting lines. Objects whose foot is in an area to ignore
    are not told.
    """

    def __init__(self, detector: Detector, tracker: Tracker, observer: Observer, zones: Sequence[Zone]) -> None:
        self._detector = detector
        self._tracker = tracker
        self._observer = observer
        self._ignored = [zone for zone in zones if zone.kind is ZoneKind.IGNORE]
        self._lines = [LineCounter(zone, margin=_MARGIN) for zone in zones if zone.kind is ZoneKind.COUNTING_LINE]
        self._forgot_us = 0

    def look(self, picture: Picture) -> Sight:
        """The next picture; times only grow."""
        tracked = self._tracker.follow(self._detector.detect(picture), picture.time_us)
        told = [
            seen
            for seen in self._observer.observe(tracked, picture.time_us)
            if not any(zone.contains(seen.box.foot) for zone in self._ignored)
        ]
        crossings = [
            (crossing, seen)
            for seen in told
            for line in self._lines
            if (crossing := line.step(seen.track, seen.box.foot, seen.time_us)) is not None
        ]
        if picture.time_us - self._forgot_us > _FORGET_EVERY_US:
            self._forgot_us = picture.time_us
            for line in self._lines:
                line.forget(picture.time_us - _KEPT_US)
        return Sight(observations=told, crossings=crossings)
