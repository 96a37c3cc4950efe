"""The last group of pictures of a stream that is not recorded, so that its viewers too get a picture at once."""

from __future__ import annotations

from collections.abc import Sequence

from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock

MAX_BYTES = 2 << 20


class LastGroup:
    """A `StreamSink`. Holds at most ``max_bytes``; of a longer group nothing is kept."""

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._units: list[AccessUnit] = []
        self._bytes = 0

    def units(self) -> Sequence[AccessUnit]:
        """Since the last key frame, which comes first."""
        return tuple(self._units)

    def on_parameters(self, parameters: CodecParameters) -> None:
        """What is kept belongs to the parameters before."""
        self._units.clear()

    def on_access_unit(self, unit: AccessUnit) -> None:
        """Keep it."""
        if unit.is_key:
            self._units.clear()
            self._bytes = 0
        elif not self._units:
            return
        self._units.append(unit)
        self._bytes += len(unit.data)
        if self._bytes > self._max_bytes:
            self._units.clear()

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        """What is kept is over."""
        self._units.clear()

    def on_clock(self, clock: RunClock) -> None:
        """Times are in the units."""
