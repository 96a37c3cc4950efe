"""Does what comes over a playing session make sense? Looked at once a second."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.media.model import StateReason
from toancanh.media.rtp import VideoReceiver

STALL_US = 5_000_000
NO_PICTURE_US = 30_000_000
"""Packets come, but no key frame or no whole picture: longer than the distance of a camera's key frames."""
SAME_PICTURE_US = 10_000_000
_SLOW_FRAMES = 4
"""A stream of few frames a second stalls when so many of them are missing."""
_FIGURES_US = 2_000_000
_ENOUGH_SAME = 20


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """``failure``: the session is of no use. ``frozen``: pictures come, and always the same one."""

    failure: StateReason | None = None
    frozen: bool = False


def without_pictures(receiver: VideoReceiver, skipped_units: int = 0) -> StateReason:
    """Why packets came and no picture that can be shown, since there were so many ``skipped_units``."""
    return StateReason.NO_KEY_FRAME if receiver.counts.skipped_units > skipped_units else StateReason.NO_VIDEO


_FINE = Verdict()
_FROZEN = Verdict(frozen=True)


class SessionWatch:
    """Figures of one session and what they mean. All times monotonic."""

    def __init__(self, receiver: VideoReceiver, now_us: int) -> None:
        self.fps = 0.0
        self.bitrate_bps = 0
        self._receiver = receiver
        self._bytes = self._bytes_then = 0
        self._changes = 0
        self._picture_us = self._packet_us = self._figures_us = self._rising_us = self._changed_us = now_us
        self._units = self._units_then = self._units_at_change = 0
        self._sequence = receiver.highest_sequence
        self._rubbish = self._skipped = 0
        self._usual_fps = 1.0
        self._not_rising = 0

    def look(self, *, now_us: int, received_bytes: int, skipped_bytes: int, changes: int) -> Verdict:
        """``skipped_bytes``: neither packet nor message; ``changes``: how often pictures differed in size."""
        receiver = self._receiver
        counts = receiver.counts
        self._bytes = received_bytes
        rubbish = counts.garbage_packets + counts.foreign_packets + skipped_bytes
        new_units = counts.units - self._units
        stuck = receiver.timing.not_rising - self._not_rising
        self._not_rising = receiver.timing.not_rising
        if receiver.highest_sequence != self._sequence:
            self._sequence, self._packet_us = receiver.highest_sequence, now_us
        if new_units:
            self._units, self._picture_us, self._rubbish = counts.units, now_us, rubbish
            self._skipped = counts.skipped_units
            if stuck < new_units:
                self._rising_us = now_us
        if changes != self._changes:
            self._changes, self._changed_us, self._units_at_change = changes, now_us, counts.units
        self._measure(now_us)
        patience_us = max(STALL_US, round(_SLOW_FRAMES * 1_000_000 / self._usual_fps))
        without_us = now_us - self._picture_us
        if without_us >= patience_us and rubbish > self._rubbish:
            return Verdict(failure=StateReason.GARBAGE)
        if now_us - self._packet_us >= patience_us:
            return Verdict(failure=StateReason.STALLED)
        if without_us >= max(NO_PICTURE_US, patience_us):
            return Verdict(failure=without_pictures(receiver, self._skipped))
        same = now_us - self._changed_us >= SAME_PICTURE_US and counts.units - self._units_at_change >= _ENOUGH_SAME
        return _FROZEN if same or now_us - self._rising_us >= patience_us else _FINE

    def _measure(self, now_us: int) -> None:
        passed_us = now_us - self._figures_us
        if passed_us < _FIGURES_US:
            return
        self.fps = round((self._units - self._units_then) * 1_000_000 / passed_us, 2)
        if self.fps:
            self._usual_fps = max(self.fps, self._usual_fps / 2)
        self.bitrate_bps = (self._bytes - self._bytes_then) * 8_000_000 // passed_us
        self._figures_us, self._units_then, self._bytes_then = now_us, self._units, self._bytes
