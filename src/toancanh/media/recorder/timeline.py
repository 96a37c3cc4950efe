"""Wall time along a run: contiguous, rising, slewed toward the stream's clock and never stepped. Pure.

Between two fragments the timeline moves on by their distance in media time, corrected by at most 1/200 of it (jitter,
drift), or 1/10 while the clock lies more than a second behind it (the clock was stepped back: one hour is made good
in ten hours, and nothing is ever recorded twice at one time). A clock that stays more than a second ahead ends
the run: the recorder begins a new one at the new time, and the hole is a gap CLOCK_STEPPED.
"""

from __future__ import annotations

STEP_US = 1_000_000
_SLEW, _FAST_SLEW = 200, 10
_PATIENCE = 3
"""Fragments in a row that must agree before a step is believed."""


class Timeline:
    """Maps media time (1/90000 s) to UTC microseconds for one run."""

    def __init__(self, *, media_time: int, wall_us: int, not_before_us: int | None) -> None:
        self._media_time = media_time
        self._wall_us = wall_us if not_before_us is None else max(wall_us, not_before_us)
        self._ahead = 0
        self._behind = 0
        self.error_us = self._wall_us - wall_us

    def at(self, media_time: int) -> int:
        """UTC at a media time not long after the last `advance`."""
        return self._wall_us + (media_time - self._media_time) * 100 // 9

    def advance(self, media_time: int, clock_us: int) -> int:
        """UTC at ``media_time`` (not before the last one), where the stream's clock says ``clock_us``."""
        predicted_us = self.at(media_time)
        error_us = clock_us - predicted_us
        limit_us = (predicted_us - self._wall_us) // (_FAST_SLEW if error_us < -STEP_US else _SLEW)
        self._ahead = self._ahead + 1 if error_us > STEP_US else 0
        self._behind = self._behind + 1 if error_us < -STEP_US else 0
        self._media_time = media_time
        self._wall_us = predicted_us + max(-limit_us, min(limit_us, error_us))
        self.error_us = self._wall_us - clock_us
        return self._wall_us

    @property
    def stepped_forward(self) -> bool:
        """The clock stays ahead: end the run."""
        return self._ahead >= _PATIENCE

    @property
    def stepped_back(self) -> bool:
        """True once, when it is clear that the clock lies behind."""
        return self._behind == _PATIENCE
