"""What counts, as the process of watching calls it (`vision.watch.ports.Sink`): sights become minutes, these files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toancanh.kernel import Unavailable
from toancanh.traffic.columns import Measurements
from toancanh.traffic.counting.counter import Look, MinuteCounter
from toancanh.traffic.model import MINUTE_US
from toancanh.traffic.store.writing import Writer
from toancanh.traffic.units import Units
from toancanh.vision.watch.ports import Assignment, FrameQuality, Interruption, Purpose
from toancanh.vision.watching import Sight

_WRITE_EVERY_US = 5_000_000
_LATE_US = 60_000_000
"""So long after its end a minute is closed of a camera of which nothing comes any more."""
_MOST_WAITING = 100_000
"""Rows that wait for a disk that is full: an hour of four hundred cameras. The oldest go first."""


@dataclass(kw_only=True)
class _Camera:
    """``offset_us``: from the camera's own counter to one that goes on when the camera's begins anew."""

    counter: MinuteCounter
    assignment: Assignment
    offset_us: int | None = None
    last_us: int | None = None


class CountingSink:
    """A `Sink`. A minute is not closed because the stream or a worker was away for a moment in it: of two files with
    the same minute one alone would count.
    """

    def __init__(self, writer: Writer, units: Callable[[], Units]) -> None:
        self._writer = writer
        self._units = units
        self._cameras: dict[str, _Camera] = {}
        self._waiting: list[Measurements] = []
        self._next_write_us = 0

    def begins(self, assignment: Assignment) -> None:
        """A camera that is not watched for counting is left alone."""
        before = self._cameras.get(assignment.camera_id)
        if before is not None:
            if _counts_alike(before.assignment, assignment):
                return
            self._waiting.append(before.counter.finish())
            del self._cameras[assignment.camera_id]
        if Purpose.COUNTING not in assignment.purposes:
            return
        counter = MinuteCounter(
            camera_id=assignment.camera_id, zones=assignment.zones, method=assignment.method_name, units=self._units(),
            calibration=assignment.calibration,
        )  # fmt: skip
        self._cameras[assignment.camera_id] = _Camera(counter=counter, assignment=assignment)

    def saw(self, camera_id: str, sight: Sight, frame: FrameQuality) -> None:
        """What health calls of no use is no basis for a figure: as if nobody had looked."""
        camera = self._cameras.get(camera_id)
        if camera is None or not frame.is_fit:
            return
        if camera.offset_us is None:
            camera.offset_us = frame.time_us - frame.steady_us
        look = Look(
            time_us=frame.time_us,
            steady_us=frame.steady_us + camera.offset_us,
            time_source=frame.time_source,
            observations=sight.observations,
        )
        camera.last_us = frame.time_us
        finished = camera.counter.look(look)
        if len(finished):
            self._waiting.append(finished)

    def interrupted(self, camera_id: str, why: Interruption, at_us: int) -> None:
        """The counter goes on; a clock that was set is its own to find (`Interruption.STEP`)."""
        camera = self._cameras.get(camera_id)
        if camera is not None and why is not Interruption.STEP:
            camera.offset_us = None

    def round(self, now_us: int) -> None:
        """Close what is late, write what is finished."""
        for camera in self._cameras.values():
            last_us = camera.last_us
            if last_us is not None and now_us > last_us // MINUTE_US * MINUTE_US + MINUTE_US + _LATE_US:
                self._waiting.append(camera.counter.finish())
                camera.last_us = None
        if now_us >= self._next_write_us or now_us < self._next_write_us - _WRITE_EVERY_US:
            self._next_write_us = now_us + _WRITE_EVERY_US
            self._write()

    def close(self) -> None:
        """Minutes that are under way, too."""
        self._waiting += [camera.counter.finish() for camera in self._cameras.values()]
        self._write()

    def _write(self) -> None:
        """Raises `Unavailable` where the disk is full; what waits is tried again."""
        waiting = Measurements.joined(part for part in self._waiting if len(part))
        self._waiting = []
        if not len(waiting):
            return
        try:
            self._writer.append(waiting)
        except Unavailable:
            self._waiting = [waiting.where(slice(-_MOST_WAITING, None))]
            raise


def _counts_alike(one: Assignment, other: Assignment) -> bool:
    return Purpose.COUNTING in other.purposes and (one.version, one.method_name) == (other.version, other.method_name)
