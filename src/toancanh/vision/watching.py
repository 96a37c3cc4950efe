"""One camera, watched: pictures in, observations and crossings out. Runs in a worker, whichever detector it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toancanh.vision.model import Detections, Observation, Picture
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


class Following:
    """Tracker and observer of one camera, and its counting lines: what was detected comes in, wherever that was done.
    Objects whose foot is in an area to ignore are not told.
    """

    def __init__(self, tracker: Tracker, observer: Observer, zones: Sequence[Zone]) -> None:
        self._tracker = tracker
        self._observer = observer
        self._ignored = [zone for zone in zones if zone.kind is ZoneKind.IGNORE]
        self._lines = [LineCounter(zone, margin=_MARGIN) for zone in zones if zone.kind is ZoneKind.COUNTING_LINE]
        self._forgot_us = 0

    def follow(self, found: Detections, time_us: int) -> Sight:
        """Of the next picture; times only grow."""
        tracked = self._tracker.follow(found, time_us)
        told = [
            seen
            for seen in self._observer.observe(tracked, time_us)
            if not any(zone.contains(seen.box.foot) for zone in self._ignored)
        ]
        crossings = [
            (crossing, seen)
            for seen in told
            for line in self._lines
            if (crossing := line.step(seen.track, seen.box.foot, seen.time_us)) is not None
        ]
        if time_us - self._forgot_us > _FORGET_EVERY_US:
            self._forgot_us = time_us
            for line in self._lines:
                line.forget(time_us - _KEPT_US)
        return Sight(observations=told, crossings=crossings)


class Lookout:
    """One camera's detector, and `Following` what it finds, in one process."""

    def __init__(self, detector: Detector, tracker: Tracker, observer: Observer, zones: Sequence[Zone]) -> None:
        self._detector = detector
        self._following = Following(tracker, observer, zones)

    def look(self, picture: Picture) -> Sight:
        """The next picture; times only grow."""
        return self._following.follow(self._detector.detect(picture), picture.time_us)
