"""From NAL units to access units, and from access units to runs.

Rules: an access unit ends at the marker bit or where the timestamp changes or a first slice begins (RFC 6184
section 5.1, RFC 7798 section 4.1). A unit in which a packet is missing is dropped, the run ends with it, and nothing
is passed on until the next key frame.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

from toancanh.media.model import AccessUnit, CodecParameters, GapCause, StreamSink
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.media.rtp.timing import RunTiming

MAX_UNIT_BYTES = 12 << 20
"""Larger than any camera's key frame; what grows beyond is dropped."""
NONE = -1
"""Stands for no sequence number, no timestamp, no header."""


@dataclass(kw_only=True, slots=True)
class ReceptionCounts:
    """What was seen since the receiver was made."""

    units: int = 0
    key_units: int = 0
    damaged_units: int = 0
    skipped_units: int = 0  # whole, but no key frame had come before them
    lost_packets: int = 0
    late_packets: int = 0  # or doubled
    foreign_packets: int = 0  # another SSRC, payload type or channel
    garbage_packets: int = 0  # no RTP
    unsupported_packets: int = 0  # packet types which no camera should send here


class UnitAssembly(ABC):
    """The half of a receiver that knows pictures; the codecs say what a NAL unit is."""

    def __init__(self, *, target: StreamSink, sets: ParameterSets) -> None:
        self.counts = ReceptionCounts()
        self.timing = RunTiming()
        self._target = target
        self._sets = sets
        self._arrival_us = 0
        self._timestamp = NONE
        self._finished_timestamp = NONE
        self._middle = NONE
        """The payload header which a middle fragment of the open NAL unit would have; NONE while none is open."""
        self._fragments: list[bytes] = []
        self._fragment_header = b""
        self._unit: list[bytes] = []
        self._has_picture = False
        self._is_key = False
        self._damaged = False
        self._markers_lie = False
        self._running = False
        self._parameters: CodecParameters | None = None
        self._wall_us = 0

    @property
    def running(self) -> bool:
        """True between a run's first key frame and its end."""
        return self._running

    def end(self, cause: GapCause) -> None:
        """The connection is over."""
        self._forget_unit()
        self._interrupt(cause)

    def clock_stepped(self) -> None:
        """Our own clock was set: the run ends, the next key frame starts another."""
        self._interrupt(GapCause.CLOCK_STEPPED)

    def _bound(self) -> None:
        """Drop a unit that grows beyond reason."""
        if self._middle != NONE or self._unit:
            held = sum(map(len, self._unit)) + sum(map(len, self._fragments))
            if held > MAX_UNIT_BYTES:
                self._spoil()

    # NAL units, called by the payload formats

    @abstractmethod
    def _nal(self, nal: bytes) -> None:
        """Take one whole NAL unit of at least one byte."""

    @abstractmethod
    def _begin_if_slice(self, kind: int, first_byte: int) -> None:
        """A NAL unit of this type begins; ``first_byte`` follows its header."""

    def _open_fragments(self, kind: int, header: bytes, middle: int, first: bytes) -> None:
        self._drop_open_fragments()
        self._begin_if_slice(kind, first[0])
        self._fragment_header = header
        self._middle = middle
        self._fragments.append(first)

    def _next_fragment(self, fragment: bytes, *, is_last: bool) -> None:
        if self._middle == NONE:
            self._damaged = True
            return
        self._fragments.append(fragment)
        if is_last:
            self._close_fragments()

    @abstractmethod
    def _close_fragments(self) -> None:
        """The last fragment has come: take the NAL unit."""

    def _add_fragmented(self) -> None:
        fragments = self._fragments
        header = self._fragment_header
        unit = self._unit
        unit.append((len(header) + sum(map(len, fragments))).to_bytes(4, "big"))
        unit.append(header)
        unit.extend(fragments)
        fragments.clear()
        self._middle = NONE

    def _joined_fragments(self) -> bytes:
        nal = self._fragment_header + b"".join(self._fragments)
        self._fragments.clear()
        self._middle = NONE
        return nal

    def _drop_open_fragments(self) -> None:
        if self._middle != NONE:  # the end never came
            self._damaged = True
            self._fragments.clear()
            self._middle = NONE

    def _add(self, nal: bytes) -> None:
        self._unit.append(len(nal).to_bytes(4, "big"))
        self._unit.append(nal)

    def _begin_slice(self, *, is_first: bool, is_key: bool) -> None:
        """A slice begins, whole or its first fragment."""
        if is_first:
            if self._has_picture:
                self._finish()
        elif not self._has_picture:
            # The rest of a picture that a marker bit had ended: from here on only timestamps count.
            if self._timestamp == self._finished_timestamp:
                self._markers_lie = True
            self._damaged = True
        self._has_picture = True
        self._is_key = self._is_key or is_key

    # access units

    def _finish(self) -> None:
        """The access unit in hand is over, if there is one."""
        if self._damaged or self._middle != NONE:
            self.counts.damaged_units += self._has_picture
            self._interrupt(GapCause.PACKETS_LOST)
        elif not self._has_picture:
            return
        elif self._is_key or (self._running and not self._must_skip()):
            self._emit(self._is_key)
        else:
            self.counts.skipped_units += 1
        self._finished_timestamp = self._timestamp
        self._damaged = False
        self._forget_unit()

    def _must_skip(self) -> bool:
        """True for a picture that refers to one before the run's first key frame."""
        return False

    def _emit(self, is_key: bool) -> None:
        arrival_us, timing, target = self._arrival_us, self.timing, self._target
        starts = not self._running
        if is_key and (starts or self._sets.changed):
            parameters = self._sets.parameters() or self._parameters
            if parameters is None:
                self.counts.skipped_units += 1
                return
            if starts:
                timing.start(self._timestamp, arrival_us)
            if starts or parameters != self._parameters:
                self._parameters = parameters
                target.on_parameters(parameters)
        if starts:
            media_time = 0
            self._running = True
            target.on_clock(timing.news() or timing.clock())
        else:
            media_time = timing.media_time(self._timestamp, arrival_us)
        self._wall_us = timing.wall_us(media_time, arrival_us)
        counts = self.counts
        counts.units += 1
        counts.key_units += is_key
        target.on_access_unit(
            AccessUnit(
                media_time=media_time,
                is_key=is_key,
                data=b"".join(self._unit),
                wall_us=self._wall_us,
                arrival_us=arrival_us,
            )
        )

    def _forget_unit(self) -> None:
        self._unit.clear()
        self._fragments.clear()
        self._middle = NONE
        self._has_picture = False
        self._is_key = False

    def _spoil(self) -> None:
        """Something is missing: what is in hand cannot be used, nor what refers to it."""
        if self._has_picture:
            self.counts.damaged_units += 1
        self._forget_unit()
        self._damaged = True
        self._interrupt(GapCause.PACKETS_LOST)

    def _interrupt(self, cause: GapCause) -> None:
        if self._running:
            self._running = False
            self._target.on_interrupted(cause, self._wall_us)
