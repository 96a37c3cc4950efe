"""Media time and wall time of a run: which instant a picture shows, and how we know.

Media time counts the camera's RTP timestamps on, unwrapped. Wall time is media time plus an offset which comes from
the camera's RTCP sender reports where its clock is within `CAMERA_BOUND_US` of ours, otherwise from the arrival of the
packets. Arrival is never early, only late, so the least of (arrival - media time) over a window is the best estimate.

A wall time is never stepped inside a run: the offset is slewed. Where that would take too long (`STEP_US`) `stepped`
turns true, and the receiver ends the run.
"""

from __future__ import annotations

from collections import deque

from toancanh.media.model import MEDIA_HZ, ClockSource, RunClock

CAMERA_BOUND_US = 500_000
"""A camera's own clock is believed while it is within this of ours."""
STEP_US = 1_500_000
WINDOW_US = 5_000_000
_WINDOWS = 6
_SETTLING_US = 10_000_000
"""A server may begin with the pictures since its last key frame, all at once."""
_RISE_PPM = 500
"""Faster than any crystal drifts, slower than a queue grows on a slow link."""
_FORWARD_LIMIT = 10 * MEDIA_HZ
_BACKWARD_LIMIT = -MEDIA_HZ  # pictures coded out of order go back by less
_DRIFT_SAMPLES = 120
_DRIFT_MINIMUM = 12  # a minute; less is noise
_OFFSET_NEWS_US = 20_000
_DRIFT_NEWS_PPM = 10.0


class RunTiming:
    """The clock of one stream. All times in microseconds except media time and timestamps (1/90000 s)."""

    def __init__(self) -> None:
        self.stepped = False
        self.not_rising = 0
        """Pictures whose timestamp was that of the picture before."""
        self.jumps = 0
        self._last_timestamp = 0
        self._media_time = 0
        self._arrival_us = 0
        self._frame = MEDIA_HZ // 25
        self._offset_us = 0
        self._floor_us = 0
        self._window_low_us = 0
        self._window_end_us = 0
        self._started_us = 0
        self._lows: deque[int] = deque(maxlen=_WINDOWS)
        self._wall_us = 0
        self._report: tuple[int, int] | None = None
        self._camera_offset_us: int | None = None
        self._camera_trusted = False
        self._drift_of_camera = False
        self._drift: deque[tuple[int, int]] = deque(maxlen=_DRIFT_SAMPLES)
        self._told: RunClock | None = None
        self._fresh = False

    @property
    def frame_us(self) -> int:
        """How far apart pictures are."""
        return _media_us(self._frame)

    def start(self, timestamp: int, arrival_us: int) -> None:
        """A run starts with this timestamp: its media time is 0."""
        self._last_timestamp = timestamp
        self._media_time = 0
        self._arrival_us = self._started_us = self._wall_us = arrival_us
        self._floor_us = self._window_low_us = arrival_us
        self._window_end_us = arrival_us + WINDOW_US
        self._lows.clear()
        self._drift.clear()
        self._told = None
        self.stepped = False
        self._apply_report()
        self._offset_us = self._target()

    def media_time(self, timestamp: int, arrival_us: int) -> int:
        """Media time of the next picture in decoding order."""
        delta = (timestamp - self._last_timestamp) & 0xFFFFFFFF
        if 0 < delta <= MEDIA_HZ:  # nearly always
            self._frame = delta
            media_time = self._media_time + delta
        else:
            media_time = self._advance(timestamp, arrival_us)
        self._media_time = media_time
        self._last_timestamp = timestamp
        self._arrival_us = arrival_us
        return media_time

    def wall_us(self, media_time: int, arrival_us: int) -> int:
        """UTC of capture of the picture at ``media_time`` (the last one given)."""
        media_us = media_time * 100 // 9
        low = arrival_us - media_us
        if low < self._window_low_us:
            self._window_low_us = low
            self._floor_us = min(self._floor_us, low)
        if arrival_us >= self._window_end_us:
            self._close_window(arrival_us)
        target = self._camera_offset_us if self._camera_trusted else self._floor_us
        error = (self._floor_us if target is None else target) - self._offset_us
        if error:
            progress = max(0, media_us + self._offset_us - self._wall_us)
            if arrival_us - self._started_us < _SETTLING_US:
                limit = progress // 2
            else:
                limit = progress // (8 if abs(error) > 20_000 else 200)
            self._offset_us += max(-limit, min(limit, error))
        self._wall_us = wall_us = media_us + self._offset_us
        return wall_us

    def sender_report(self, camera_us: int, timestamp: int) -> None:
        """The camera says that its clock was ``camera_us`` at ``timestamp`` (RFC 3550, section 6.4.1)."""
        self._report = (camera_us, timestamp)
        self._apply_report()

    def news(self) -> RunClock | None:
        """How wall time is obtained now, where that differs from what was last said."""
        if not self._fresh:
            return None
        self._fresh = False
        now = self.clock()
        told = self._told
        if told is not None and told.source is now.source and not _moved(told, now):
            return None
        self._told = now
        return now

    def clock(self) -> RunClock:
        """How wall time is obtained now."""
        offset = None if self._camera_offset_us is None else self._camera_offset_us - self._floor_us
        source = ClockSource.CAMERA_RTCP if self._camera_trusted else ClockSource.SERVER_ARRIVAL
        return RunClock(source=source, offset_us=offset, drift_ppm=self._drift_ppm())

    def _advance(self, timestamp: int, arrival_us: int) -> int:
        delta = _signed(timestamp - self._last_timestamp)
        if delta == 0:
            self.not_rising += 1
            delta = self._frame
        elif delta > _FORWARD_LIMIT or delta < _BACKWARD_LIMIT:
            self.jumps += 1
            self._report = None
            self._apply_report()
            delta = max(self._frame, (arrival_us - self._arrival_us) * 9 // 100)
        return self._media_time + delta

    def _apply_report(self) -> None:
        self._camera_offset_us = None
        if self._report is not None:
            camera_us, timestamp = self._report
            delta = _signed(timestamp - self._last_timestamp)
            if abs(delta) <= _FORWARD_LIMIT:  # otherwise the report is about another time line
                self._camera_offset_us = camera_us - _media_us(self._media_time + delta)
        self._judge_camera()

    def _target(self) -> int:
        if self._camera_trusted and self._camera_offset_us is not None:
            return self._camera_offset_us
        return self._floor_us

    def _close_window(self, arrival_us: int) -> None:
        low = self._window_low_us
        self._lows.append(low)
        self._floor_us = min(low, self._floor_us + _RISE_PPM * WINDOW_US // 1_000_000)
        if self._camera_offset_us is not None:
            self._drift.append((arrival_us, self._camera_offset_us - low))
        else:
            self._drift.append((arrival_us, -low))
        self._window_low_us = arrival_us - _media_us(self._media_time)
        self._window_end_us = arrival_us + WINDOW_US
        self._judge_camera()
        late = len(self._lows) == _WINDOWS and min(self._lows) - self._floor_us > STEP_US
        self.stepped = late or abs(self._target() - self._offset_us) > STEP_US

    def _judge_camera(self) -> None:
        if self._camera_offset_us is None:
            trusted = False
        else:
            trusted = abs(self._camera_offset_us - self._floor_us) <= CAMERA_BOUND_US
        measured = self._camera_offset_us is not None
        if trusted is not self._camera_trusted or measured is not self._drift_of_camera:
            self._drift.clear()
        self._drift_of_camera = measured
        self._camera_trusted = trusted
        self._fresh = True

    def _drift_ppm(self) -> float | None:
        """Slope of the least squares line through the samples."""
        count = len(self._drift)
        if count < _DRIFT_MINIMUM:
            return None
        base_t, base_v = self._drift[0]
        times = [t - base_t for t, _ in self._drift]
        values = [v - base_v for _, v in self._drift]
        mean_t, mean_v = sum(times) / count, sum(values) / count
        spread = sum((t - mean_t) ** 2 for t in times)
        return sum((t - mean_t) * (v - mean_v) for t, v in zip(times, values, strict=True)) / spread * 1e6


def _moved(told: RunClock, now: RunClock) -> bool:
    if (told.offset_us is None) is not (now.offset_us is None) or (told.drift_ppm is None) is not (
        now.drift_ppm is None
    ):
        return True
    offset = abs((told.offset_us or 0) - (now.offset_us or 0))
    drift = abs((told.drift_ppm or 0.0) - (now.drift_ppm or 0.0))
    return offset > _OFFSET_NEWS_US or drift > _DRIFT_NEWS_PPM


def _signed(difference: int) -> int:
    """A difference of two 32-bit timestamps, whichever way round the wrap is shorter."""
    return ((difference + 0x8000_0000) & 0xFFFF_FFFF) - 0x8000_0000


def _media_us(media_time: int) -> int:
    return media_time * 100 // 9
