"""One camera as it is watched: what was detected becomes sights, and what breaks its tracks is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toancanh.health.model import FaultKind
from toancanh.media.model import MEDIA_HZ, AccessUnit, ClockSource
from toancanh.vision.confined.coded import Looked
from toancanh.vision.observing import Observer
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.watch.model import is_fit
from toancanh.vision.watch.ports import Assignment, FrameQuality, Interruption
from toancanh.vision.watching import Following, Sight

_STEP_US = 500_000
"""Wall time and the camera's own counter that differ by more between two pictures: one of them was set."""
_GAP_US = 2_000_000
"""After so long without a look no track goes on."""
_MOST_WAITED_FOR = 600
_JUMP_LEAST = 5
"""So many tracks that end in one picture while others are there: the film jumped, as a loop of pictures does."""

Seen = tuple[Sight, FrameQuality]


@dataclass(frozen=True, kw_only=True)
class Broken:
    """Tracks do not go on here."""

    why: Interruption
    at_us: int


def steady_us(unit: AccessUnit) -> int:
    """The camera's own counter, in microseconds."""
    return unit.media_time * 1_000_000 // MEDIA_HZ


class Post:
    """Pictures come in the order of the camera's own counter; a `Post` lasts as long as its assignment."""

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        self._following: Following | None = None
        self._size = (0, 0)
        self._source = ClockSource.SERVER_ARRIVAL
        self._last: FrameQuality | None = None
        self._tracks: frozenset[int] = frozenset()
        self._tracker: BoxTracker | None = None
        self._is_silent: Interruption | None = None
        self._next_look_us: int | None = None
        self._waited_for: dict[int, int] = {}

    def wanted(self, units: Sequence[AccessUnit]) -> list[int]:
        """Media times of those pictures that are to be looked at, by the assignment's rate."""
        period_us = 1e6 / self.assignment.looks_per_s
        found = []
        for unit in units:
            at_us = steady_us(unit)
            due_us = self._next_look_us
            # half a picture early is on time: a stream of ten a second is never exactly that
            if due_us is None or at_us >= due_us - period_us / 4 or at_us < due_us - 4 * period_us - _GAP_US:
                found.append(unit.media_time)
                self._waited_for[unit.wall_us] = at_us
                is_late = due_us is None or not due_us - period_us <= at_us <= due_us + period_us
                self._next_look_us = int((at_us if is_late or due_us is None else due_us) + period_us)
        while len(self._waited_for) > _MOST_WAITED_FOR:
            del self._waited_for[next(iter(self._waited_for))]
        return found

    def steady_of(self, looked: Looked) -> int | None:
        """When by the camera's own counter a picture was taken that was wanted, now or in the batch before: a decoder
        may hold one back. None for any other.
        """
        return self._waited_for.pop(looked.time_us, None)

    def cut(self) -> None:
        """Tracks end: the stream was interrupted, or the worker began anew."""
        self._following = None
        self._last = None
        self._tracks = frozenset()
        self._is_silent = None
        self._next_look_us = None
        self._waited_for.clear()

    def follow(
        self, looked: Looked, steady: int, source: ClockSource, faults: frozenset[FaultKind]
    ) -> Iterator[Seen | Broken]:
        """What one picture gives: a sight, or why there is none."""
        frame = FrameQuality(
            time_us=looked.time_us, steady_us=steady, time_source=source, width_px=looked.width,
            height_px=looked.height, faults=faults, is_fit=is_fit(faults),
        )  # fmt: skip
        if silent := _silence(looked):
            if self._is_silent is not silent:
                self._begin(frame)
                yield Broken(why=silent, at_us=looked.time_us)
            self._is_silent, self._last = silent, frame
            return
        self._is_silent = None
        if self._is_cut(frame):
            self._begin(frame)
            yield Broken(why=Interruption.STEP, at_us=looked.time_us)
        if self._following is None:
            self._begin(frame)
        assert self._following is not None  # noqa: S101  # begun
        sight = self._following.follow(looked.detections, looked.time_us)
        tracks = frozenset(one.track for one in sight.observations)
        if len(self._tracks - tracks) >= _JUMP_LEAST and not self._tracks & tracks and len(looked.detections):
            self._begin(frame)
            yield Broken(why=Interruption.STEP, at_us=looked.time_us)
            sight, tracks = Sight(observations=(), crossings=()), frozenset()
        self._tracks, self._last = tracks, frame
        yield sight, frame

    def _is_cut(self, frame: FrameQuality) -> bool:
        last = self._last
        if last is None or self._following is None:
            return False
        passed_us, wall_us = frame.steady_us - last.steady_us, frame.time_us - last.time_us
        is_another = (frame.width_px, frame.height_px) != self._size or frame.time_source is not self._source
        return is_another or wall_us <= 0 or not 0 < passed_us <= _GAP_US or abs(wall_us - passed_us) > _STEP_US

    def _begin(self, frame: FrameQuality) -> None:
        """New tracks, whose numbers were never used."""
        assignment = self.assignment
        self._size, self._source = (frame.width_px, frame.height_px), frame.time_source
        observer = Observer(size_px=self._size, time_source=self._source, calibration=assignment.calibration)
        self._tracker = BoxTracker(first=1 if self._tracker is None else self._tracker.next)
        self._following = Following(self._tracker, observer, assignment.zones)
        self._tracks = frozenset()


def _silence(looked: Looked) -> Interruption | None:
    """Why nothing can be said of a picture."""
    if looked.is_still:
        return Interruption.STILL
    return None if looked.is_settled else Interruption.LEARNING
