"""Does what comes over a playing session make sense? Looked at once a second."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.media.model import StateReason
from toancanh.media.rtp import VideoReceiver

STALL_US = 5_000_000
NO_PICTURE_US = 15_000_000
"""Longer than the distance of key frames of any camera that can be watched live."""
SAME_PICTURE_US = 10_000_000
_FIGURES_US = 2_000_000
_ENOUGH_SAME = 20


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``failure``: the session is of no use. ``frozen``: pictures come, and always the same one."""

    failure: StateReason | None = None
    frozen: bool = False


_FINE = Verdict()


class SessionWatch:
    """Figures of one session and what they mean. All times monotonic."""

    def __init__(self, receiver: VideoReceiver, now_us: int) -> None:
        self.fps = 0.0
        self.bitrate_bps = 0
        self._receiver = receiver
        self._bytes = self._bytes_then = 0
        self._bytes_us = self._picture_us = self._figures_us = self._rising_us = now_us
        self._units = self._units_then = 0
        self._garbage = 0
        self._not_rising = 0
        self._changed_us = now_us
        self._units_at_change = 0

    def look(self, *, now_us: int, received_bytes: int, changed_us: int) -> Verdict:
        """``changed_us``: when pictures last differed in size."""
        receiver = self._receiver
        counts = receiver.counts
        if received_bytes != self._bytes:
            self._bytes, self._bytes_us = received_bytes, now_us
        new_units = counts.units - self._units
        stuck = receiver.timing.not_rising - self._not_rising
        self._not_rising = receiver.timing.not_rising
        if new_units:
            self._units, self._picture_us, self._garbage = counts.units, now_us, counts.garbage_packets
            if stuck < new_units:
                self._rising_us = now_us
        if changed_us != self._changed_us:
            self._changed_us, self._units_at_change = changed_us, counts.units
        self._measure(now_us)
        if now_us - self._bytes_us >= STALL_US:
            return Verdict(failure=StateReason.STALLED)
        if now_us - self._picture_us >= STALL_US and counts.garbage_packets - self._garbage > 2:
            return Verdict(failure=StateReason.GARBAGE)
        if now_us - self._picture_us >= NO_PICTURE_US:
            return Verdict(failure=StateReason.NO_VIDEO)
        same = now_us - self._changed_us >= SAME_PICTURE_US and counts.units - self._units_at_change >= _ENOUGH_SAME
        if same or now_us - self._rising_us >= STALL_US:
            return Verdict(frozen=True)
        return _FINE

    def _measure(self, now_us: int) -> None:
        passed_us = now_us - self._figures_us
        if passed_us < _FIGURES_US:
            return
        self.fps = round((self._units - self._units_then) * 1_000_000 / passed_us, 2)
        self.bitrate_bps = (self._bytes - self._bytes_then) * 8_000_000 // passed_us
        self._figures_us, self._units_then, self._bytes_then = now_us, self._units, self._bytes
