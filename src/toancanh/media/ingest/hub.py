"""The hub of a stream: everyone who wants its pictures gets the same access units, parsed once."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock, StreamSink

SAME_SIZE_BYTES = 4
"""Pictures of a standing encoder differ by no more: counters in the slice header."""


class StreamHub:
    """Lives as long as the stream is desired, across connections and runs. It is itself the sink of the receiver."""

    def __init__(self, *, on_watched: Callable[[], None] = lambda: None) -> None:
        self.parameters: CodecParameters | None = None
        """Of the current run, or of the last; None before the first."""
        self.clock: RunClock | None = None
        """How wall time is obtained in the current run."""
        self.on_picture: Callable[[], None] | None = None
        """Called once, at the next access unit."""
        self.last_picture_us: int | None = None
        self.changes = 0
        """How often pictures differed in size from those before: noise makes every real picture differ."""
        self.same_keys = 0
        """So many key frames in a row were one picture coded again: a sensor never gives the same one twice."""
        self.key_interval_us: int | None = None
        """Between the last two key frames of the run."""
        self._key_sums = (0, 0)
        self._key_us: int | None = None
        self._on_watched = on_watched
        self._watched = 0
        self._sinks: tuple[StreamSink, ...] = ()
        self._waiting: tuple[StreamSink, ...] = ()  # for a key frame
        self._running = False
        self._key_bytes = 0
        self._other_bytes = 0

    @property
    def running(self) -> bool:
        """True between the first key frame of a run and its end."""
        return self._running

    @property
    def watched(self) -> bool:
        """True while somebody watches live: then packets are read as they come."""
        return self._watched > 0

    @watched.setter
    def watched(self, wanted: bool) -> None:
        """Each True wants a False: there may be several who watch."""
        before = self.watched
        self._watched = max(0, self._watched + (1 if wanted else -1))
        if self.watched is not before:
            self._on_watched()

    def attach(self, sink: StreamSink, *, from_key_frame: bool = False) -> None:
        """Give the stream to ``sink`` too. In the middle of a run it gets what comes next at once, behind
        `on_parameters`, or, ``from_key_frame``, joins at the next key frame.
        """
        if sink in self._sinks or sink in self._waiting:
            return
        if self._running and from_key_frame:
            self._waiting = (*self._waiting, sink)
            return
        self._sinks = (*self._sinks, sink)
        if self._running:
            self._introduce(sink)

    def detach(self, sink: StreamSink) -> None:
        """No more of it; nothing is called for that."""
        self._sinks = tuple(other for other in self._sinks if other is not sink)
        self._waiting = tuple(other for other in self._waiting if other is not sink)

    # the sink of the receiver

    def on_parameters(self, parameters: CodecParameters) -> None:
        joining, self._waiting = self._waiting, ()
        self._sinks += joining
        self.parameters = parameters
        self._running = True
        for sink in self._sinks:
            sink.on_parameters(parameters)
        if self.clock is not None:  # a change in mid-run; at its start `on_clock` follows for all
            for sink in joining:
                sink.on_clock(self.clock)

    def on_access_unit(self, unit: AccessUnit) -> None:
        size = len(unit.data)
        if unit.is_key:
            if not -SAME_SIZE_BYTES <= size - self._key_bytes <= SAME_SIZE_BYTES:
                self._key_bytes = size
                self.changes += 1
            self._look_at_key(unit)
            if self._waiting:
                joining, self._waiting = self._waiting, ()
                self._sinks += joining
                for sink in joining:
                    self._introduce(sink)
        elif not -SAME_SIZE_BYTES <= size - self._other_bytes <= SAME_SIZE_BYTES:
            self._other_bytes = size
            self.changes += 1
        self.last_picture_us = unit.arrival_us
        if self.on_picture is not None:
            self.on_picture()
        for sink in self._sinks:
            sink.on_access_unit(unit)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._running = False
        self._key_us = self.key_interval_us = None
        self.clock = None
        joining, self._waiting = self._waiting, ()
        for sink in self._sinks:
            sink.on_interrupted(cause, at_us)
        self._sinks += joining

    def on_clock(self, clock: RunClock) -> None:
        self.clock = clock
        for sink in self._sinks:
            sink.on_clock(clock)

    def _look_at_key(self, unit: AccessUnit) -> None:
        """Neighbours differ in idr_pic_id (H.264, 7.4.3), which makers let go between two values: the last but one
        counts, too. A checksum is enough for what changes by itself: 0.02 ms for a key frame of 100 kB.
        """
        checksum = zlib.crc32(unit.data)
        self.same_keys = self.same_keys + 1 if checksum in self._key_sums else 0
        self._key_sums = (self._key_sums[1], checksum)
        if self._key_us is not None:
            self.key_interval_us = unit.arrival_us - self._key_us
        self._key_us = unit.arrival_us

    def _introduce(self, sink: StreamSink) -> None:
        if self.parameters is not None:
            sink.on_parameters(self.parameters)
        if self.clock is not None:
            sink.on_clock(self.clock)
