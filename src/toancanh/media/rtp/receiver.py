"""From RTP packets of one video stream to access units: the hottest loop of the platform.

Nearly all packets of a camera are middle fragments of a large slice, one after the other. `VideoReceiver.feed` takes
these in one loop over a whole read with six comparisons each; every other packet goes the general way (`_packet`).

Rules: an access unit ends at the marker bit or where the timestamp changes or a first slice begins (RFC 6184
section 5.1, RFC 7798 section 4.1). A unit in which a packet is missing is dropped, the run ends with it, and nothing
is passed on until the next key frame.
"""

from __future__ import annotations

import struct
from abc import ABC, abstractmethod
from dataclasses import dataclass

from toancanh.media.model import AccessUnit, CodecParameters, GapCause, StreamSink
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.media.rtp.rtcp import SenderReport, parse_compound
from toancanh.media.rtp.timing import RunTiming

MAX_UNIT_BYTES = 12 << 20
"""Larger than any camera's key frame; what grows beyond is dropped."""
FOREIGN_PATIENCE_US = 500_000
FOREIGN_PATIENCE_FRAMES = 3
"""Another SSRC is taken when ours has been silent for so long, whichever is longer."""
_DISFAVOUR = -8

_HEAD = struct.Struct(
    ">HHHHQI"
)  # '$' and channel; length; V..PT; sequence; timestamp and SSRC; payload's first 4 bytes
_HEAD_BYTES = 20
_FIXED = struct.Struct(">BBHII")
_DOLLAR = 0x24
_NONE = -1


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


class VideoReceiver(ABC):
    """One video stream of one connection; `feed` is called with everything that was read."""

    _skip: int
    """From '$' to the payload of a fragment."""
    _shift: int
    """What of the payload's first 4 bytes is not header of a fragment, in bits."""

    def __init__(self, *, target: StreamSink, sets: ParameterSets, payload_type: int, channel: int = 0) -> None:
        self.counts = ReceptionCounts()
        self.last_report: SenderReport | None = None
        self.last_report_us = 0
        self.ssrc: int | None = None
        self.timing = RunTiming()
        self._target = target
        self._sets = sets
        self._payload_type = payload_type
        self._channel = channel
        self._mark = _DOLLAR << 8 | channel
        self._plain = 0x8000 | payload_type  # version 2, nothing optional, no marker
        self._arrival_us = 0
        self._last_own_us = 0
        self._favour = 0
        self._units_at_adoption = 0
        self._expected = _NONE
        self._resync = _NONE
        self._highest = 0
        self._timestamp = _NONE
        self._finished_timestamp = _NONE
        self._flow = _NONE
        self._middle = _NONE
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
    def channel(self) -> int:
        """The interleaved channel of RTP; RTCP has the next one."""
        return self._channel

    def use_channel(self, channel: int) -> None:
        """The server may choose other channels than we asked for (RFC 2326, section 12.39)."""
        self._channel = channel
        self._mark = _DOLLAR << 8 | channel

    @property
    def running(self) -> bool:
        """True between a run's first key frame and its end."""
        return self._running

    @property
    def highest_sequence(self) -> int:
        """Extended highest sequence number received (RFC 3550, section 6.4.1)."""
        return self._highest

    def feed(self, data: bytes, position: int, arrival_us: int) -> int:
        """Take all whole interleaved frames (RFC 2326, section 10.12) from ``position`` on; return where the first
        thing begins that is none. Never raises for anything in ``data``.
        """
        self._arrival_us = arrival_us
        size = len(data)
        last = size - _HEAD_BYTES
        unpack = _HEAD.unpack_from
        append = self._fragments.append
        mark, plain, skip, shift = self._mark, self._plain, self._skip, self._shift
        expected, flow, middle = self._expected, self._flow, self._middle
        while position <= last:
            head, length, kind, sequence, origin, first = unpack(data, position)
            end = position + 4 + length
            if end > size:
                break
            if first >> shift == middle and sequence == expected and origin == flow and kind == plain and head == mark:
                append(data[position + skip : end])
                expected = (sequence + 1) & 0xFFFF
            elif head >> 8 == _DOLLAR:
                self._expected = expected
                self._frame(data, head & 0xFF, position + 4, end)
                expected, flow, middle = self._expected, self._flow, self._middle
            else:
                break
            position = end
        self._expected = expected
        while size - position >= 4 and data[position] == _DOLLAR:  # frames too short for the loop above
            end = position + 4 + (data[position + 2] << 8 | data[position + 3])
            if end > size:
                break
            self._frame(data, data[position + 1], position + 4, end)
            position = end
        if self._expected != _NONE:
            self._highest += (self._expected - 1 - self._highest) & 0xFFFF
        self._after_read()
        return position

    def take_reports(self, data: bytes, arrival_us: int) -> None:
        """Take one RTCP packet that came on its own."""
        self._arrival_us = arrival_us
        self._reports(data)

    def end(self, cause: GapCause) -> None:
        """The connection is over."""
        self._forget_unit()
        self._interrupt(cause)

    def clock_stepped(self) -> None:
        """Our own clock was set: the run ends, the next key frame starts another."""
        self._interrupt(GapCause.CLOCK_STEPPED)

    def _after_read(self) -> None:
        if self._middle != _NONE or self._unit:
            held = sum(map(len, self._unit)) + sum(map(len, self._fragments))
            if held > MAX_UNIT_BYTES:
                self._spoil()
        if self._running:
            if self.timing.stepped:
                self._interrupt(GapCause.CLOCK_STEPPED)
            elif (clock := self.timing.news()) is not None:
                self._target.on_clock(clock)

    def _frame(self, data: bytes, channel: int, start: int, end: int) -> None:
        if channel == self._channel:
            self._packet(data, start, end)
        elif channel == self._channel + 1:
            self._reports(data[start:end])
        else:
            self.counts.foreign_packets += 1

    def _packet(self, data: bytes, start: int, end: int) -> None:
        counts = self.counts
        if end - start < 12:
            counts.garbage_packets += 1
            return
        flags, kind, sequence, timestamp, ssrc = _FIXED.unpack_from(data, start)
        payload = start + 12 + 4 * (flags & 15)
        if flags & 0x10 and payload + 4 <= end:  # header extension (RFC 3550, section 5.3.1)
            payload += 4 + 4 * (data[payload + 2] << 8 | data[payload + 3])
        if flags & 0x20:
            end -= data[end - 1]
        if flags >> 6 != 2 or payload > end:
            counts.garbage_packets += 1
            return
        if kind & 0x7F != self._payload_type:
            counts.foreign_packets += 1
            return
        if ssrc != self.ssrc and not self._adopt(ssrc):
            counts.foreign_packets += 1
            return
        if sequence != self._expected and not self._follow(sequence, timestamp):
            return
        self._expected = (sequence + 1) & 0xFFFF
        self._last_own_us = self._arrival_us
        if self._favour < 0:
            self._favour += 1
        if timestamp != self._timestamp:
            self._finish()
            self._timestamp = timestamp
            self._flow = timestamp << 32 | ssrc
        if payload < end:
            self._payload(data, payload, end)
        if kind & 0x80 and not self._markers_lie:
            self._finish()

    def _adopt(self, ssrc: int) -> bool:
        """True where this sender is the one we listen to from now on: the first, one that comes when ours has gone,
        or one that sends more than a first which never made a picture.
        """
        if self.ssrc is not None:
            self._favour -= 1
            fruitless = self.counts.units == self._units_at_adoption and self._favour < _DISFAVOUR
            patience_us = max(FOREIGN_PATIENCE_US, FOREIGN_PATIENCE_FRAMES * self.timing.frame_us)
            if self._arrival_us - self._last_own_us < patience_us and not fruitless:
                return False
            self._forget_unit()
            self._interrupt(GapCause.PACKETS_LOST)
        self.ssrc = ssrc
        self._favour = 0
        self._units_at_adoption = self.counts.units
        self._expected = self._timestamp = self._finished_timestamp = _NONE
        return True

    def _follow(self, sequence: int, timestamp: int) -> bool:
        """A sequence number that was not the next: True where the packet is to be used (RFC 3550, annex A.1)."""
        if self._expected == _NONE:
            self._highest = sequence
            return True
        ahead = (sequence - self._expected) & 0xFFFF
        if ahead >= 0x8000 and sequence != self._resync:
            self._resync = (sequence + 1) & 0xFFFF
            self.counts.late_packets += 1
            return False
        self._resync = _NONE
        if ahead < 0x8000:
            self.counts.lost_packets += ahead
        self._spoil()
        self._damaged = timestamp == self._timestamp  # otherwise a later unit begins here
        return True

    def _reports(self, data: bytes) -> None:
        compound = parse_compound(data)
        for report in compound.reports:
            if report.ssrc == self.ssrc:
                self.last_report = report
                self.last_report_us = self._arrival_us
                self.timing.sender_report(report.camera_us, report.rtp_timestamp)
        if self.ssrc in compound.goodbyes:
            self._last_own_us = 0

    # --- NAL units, called by the payload formats -------------------------------------------------------------------

    @abstractmethod
    def _payload(self, data: bytes, start: int, end: int) -> None:
        """Take one RTP payload."""

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
        if self._middle == _NONE:
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
        self._middle = _NONE

    def _joined_fragments(self) -> bytes:
        nal = self._fragment_header + b"".join(self._fragments)
        self._fragments.clear()
        self._middle = _NONE
        return nal

    def _drop_open_fragments(self) -> None:
        if self._middle != _NONE:  # the end never came
            self._damaged = True
            self._fragments.clear()
            self._middle = _NONE

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

    # --- access units -----------------------------------------------------------------------------------------------

    def _finish(self) -> None:
        """The access unit in hand is over, if there is one."""
        if self._damaged or self._middle != _NONE:
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
        self._middle = _NONE
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
