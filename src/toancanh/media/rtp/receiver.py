"""From RTP packets of one video stream to access units: the hottest loop of the platform.

Nearly all packets of a camera are middle fragments of a large slice, one after the other and of one size. Where
`VideoReceiver.feed` meets one, it takes all that follow with `struct.Struct.iter_unpack`: headers are compared, and
data cut out, in C. The last fragment has a way of its own; every other packet goes the general way (`_packet`).

Where `media.native` was compiled, it takes whole pictures, and those middle fragments, out of what was read.
"""

from __future__ import annotations

import struct
from abc import abstractmethod
from collections.abc import Callable

from toancanh.media import native
from toancanh.media.model import GapCause, StreamSink
from toancanh.media.rtp.assembly import NONE, UnitAssembly
from toancanh.media.rtp.parameters import ParameterSets
from toancanh.media.rtp.rtcp import SenderReport, parse_compound, unix_us

FOREIGN_PATIENCE_US = 500_000
FOREIGN_PATIENCE_FRAMES = 3
"""Another SSRC is taken when ours has been silent for so long, whichever is longer."""
_DISFAVOUR = -8

_HEAD = struct.Struct(">HHHHQI")
"""'$' and channel; length; V to PT; sequence number; timestamp and SSRC; the payload's first 4 bytes."""
_HEAD_BYTES = _HEAD.size
_FIXED = struct.Struct(">BBHII")
_REPLAY = struct.Struct(">HHII")
"""ONVIF's RTP extension (streaming specification, 6.3): profile, length, NTP time of the picture that begins here."""
_REPLAY_PROFILE = 0xABAC
_DOLLAR = 0x24
_MAX_SHAPES = 64


class VideoReceiver(UnitAssembly):
    """One video stream of one connection; `feed` is called with everything that was read."""

    _skip: int
    """From '$' to the payload of a fragment."""
    _end_bit: int
    """What a last fragment's header has and a middle one's has not (of the bits that `_shift` leaves)."""
    _shift: int
    """What of the payload's first 4 bytes is not header of a fragment, in bits."""
    _slices: int
    """Types of NAL units which are slices, as bits."""

    def __init__(self, *, target: StreamSink, sets: ParameterSets, payload_type: int, channel: int = 0) -> None:
        super().__init__(target=target, sets=sets)
        self.last_report: SenderReport | None = None
        self.last_report_us = 0
        self.on_capture: Callable[[int], None] | None = None
        """Of a replay: told the instant (UTC in us by the camera's clock) of the picture whose packets come next. Times
        of a replay run as they like, so nothing is made of their arrival.
        """
        self.said_goodbye = False
        """Our sender has said that nothing more comes (RTCP BYE)."""
        self.ssrc: int | None = None
        self._payload_type = payload_type
        self._channel = channel
        self._mark = _DOLLAR << 8 | channel
        self._plain = 0x8000 | payload_type  # version 2, nothing optional, no marker
        self._last_own_us = 0
        self._favour = 0
        self._units_at_adoption = 0
        self._expected = NONE
        self._resync = NONE
        self._highest = 0
        self._flow = NONE
        self._shapes: dict[int, struct.Struct] = {}

    @property
    def channel(self) -> int:
        """The interleaved channel of RTP; RTCP has the next one."""
        return self._channel

    def use_channel(self, channel: int) -> None:
        """The server may choose other channels than we asked for (RFC 2326, section 12.39)."""
        self._channel = channel
        self._mark = _DOLLAR << 8 | channel

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
        view = memoryview(data)
        unpack = _HEAD.unpack_from
        fragments = self._fragments
        append = fragments.append
        mark, plain, skip, shift = self._mark, self._plain, self._skip, self._shift
        middles = native.middles
        expected, flow, middle = self._expected, self._flow, self._middle
        last_of_nal = middle | self._end_bit
        while position <= last:
            head, length, kind, sequence, origin, first = unpack(data, position)
            end = position + 4 + length
            if end > size:
                break
            stride = end - position
            if (
                first >> shift == middle
                and sequence == expected
                and origin == flow
                and kind == plain
                and head == mark
                and stride >= skip
            ):
                if middles is not None:
                    taken, position, joined = middles(
                        data, position, mark, plain, origin & 0xFFFFFFFF, skip, sequence, origin >> 32, middle
                    )
                    append(joined)
                    expected = (sequence + taken) & 0xFFFF
                    continue
                shape = self._shapes.get(stride) or self._shape(stride)
                wanted, headers = (
                    head << 48 | length << 32 | kind << 16 | sequence,
                    data[position + 8 : position + skip],
                )
                whole = position + (size - position) // stride * stride
                held = len(fragments)
                for found, headers_too, fragment in shape.iter_unpack(view[position:whole]):
                    if found != wanted or headers_too != headers:
                        break
                    append(fragment)
                    wanted += 1  # beyond 65535 it fits nothing: the next packet begins another run
                taken = len(fragments) - held
                expected = (sequence + taken) & 0xFFFF
                position += taken * stride
                continue
            if (
                first >> shift == last_of_nal
                and sequence == expected
                and origin == flow
                and kind & 0xFF7F == plain
                and head == mark
                and stride >= skip
            ):
                append(data[position + skip : end])
                self._expected = expected = (sequence + 1) & 0xFFFF
                self._close_fragments()
                if kind != plain and not self._markers_lie:
                    self._finish()
                flow, middle = self._flow, self._middle
                last_of_nal = middle | self._end_bit
            elif (
                sequence == expected
                and kind == plain
                and head == mark
                and origin & 0xFFFFFFFF == self.ssrc
                and length > 12
            ):  # the first of a picture, or a whole small NAL unit
                if middle == NONE and (behind := self._whole_pictures(data, position, expected)) > position:
                    end = behind
                else:
                    self._expected = (sequence + 1) & 0xFFFF
                    self._ours(origin >> 32)
                    self._payload(data, position + 16, end)
                expected, flow, middle = self._expected, self._flow, self._middle
                last_of_nal = middle | self._end_bit
            elif head >> 8 == _DOLLAR:
                self._expected = expected
                self._frame(data, head & 0xFF, position + 4, end)
                expected, flow, middle = self._expected, self._flow, self._middle
                last_of_nal = middle | self._end_bit
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
        if self._expected != NONE:
            self._highest += (self._expected - 1 - self._highest) & 0xFFFF
        self._after_read()
        return position

    def _whole_pictures(self, data: bytes, position: int, expected: int) -> int:
        """Take the pictures that lie here whole, where nothing is in hand; return where they end."""
        take = native.pictures
        if take is None or self._unit or self._damaged or self._markers_lie or self.ssrc is None:
            return position
        position, self._expected, found = take(
            data, position, self._mark, self._plain, self.ssrc, self._skip, expected, self._slices
        )
        if not found:
            return position
        self._last_own_us = self._arrival_us
        if self._favour < 0:
            self._favour = min(0, self._favour + ((self._expected - expected) & 0xFFFF))
        for self._timestamp, kind, first_byte, unit in found:
            self._begin_if_slice(kind, first_byte)
            self._unit.append(unit)
            self._finish()
        self._flow = self._timestamp << 32 | self.ssrc
        return position

    def _shape(self, stride: int) -> struct.Struct:
        """A middle fragment of this size: up to the sequence number, the other headers, data."""
        if len(self._shapes) >= _MAX_SHAPES:
            self._shapes.clear()
        return self._shapes.setdefault(stride, struct.Struct(f">Q{self._skip - 8}s{stride - self._skip}s"))

    def take_reports(self, data: bytes, arrival_us: int) -> None:
        """Take one RTCP packet that came on its own."""
        self._arrival_us = arrival_us
        self._reports(data)

    def _after_read(self) -> None:
        self._bound()
        if self._running and self.on_capture is None:
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
        extension = payload if flags & 0x10 else end
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
        self._ours(timestamp)
        if self.on_capture is not None and extension + _REPLAY.size <= payload:
            profile, _, seconds, fraction = _REPLAY.unpack_from(data, extension)
            if profile == _REPLAY_PROFILE:
                self.on_capture(unix_us(seconds, fraction))
        if payload < end:
            self._payload(data, payload, end)
        if kind & 0x80 and not self._markers_lie:
            self._finish()

    def _ours(self, timestamp: int) -> None:
        """A packet of our sender: one with another timestamp ends the picture in hand."""
        self._last_own_us = self._arrival_us
        if self._favour < 0:
            self._favour += 1
        if timestamp != self._timestamp:
            self._finish()
            self._timestamp = timestamp
            self._flow = timestamp << 32 | (self.ssrc or 0)

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
        self._expected = self._timestamp = self._finished_timestamp = NONE
        return True

    def _follow(self, sequence: int, timestamp: int) -> bool:
        """A sequence number that was not the next: True where the packet is to be used (RFC 3550, annex A.1)."""
        if self._expected == NONE:
            self._highest = sequence
            return True
        ahead = (sequence - self._expected) & 0xFFFF
        if ahead >= 0x8000 and sequence != self._resync:
            self._resync = (sequence + 1) & 0xFFFF
            self.counts.late_packets += 1
            return False
        self._resync = NONE
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
            self.said_goodbye = True

    def _aggregate(self, data: bytes, position: int, end: int, *, smallest: int) -> None:
        """NAL units behind sizes of 2 bytes (RFC 6184 section 5.7.1, RFC 7798 section 4.4.2), none of fewer
        bytes than ``smallest``.
        """
        while end - position > 2:
            size = data[position] << 8 | data[position + 1]
            position += 2
            if not smallest <= size <= end - position:
                self._damaged = True
                self.counts.garbage_packets += 1
                return
            self._nal(data[position : position + size])
            position += size

    @abstractmethod
    def _payload(self, data: bytes, start: int, end: int) -> None:
        """Take one RTP payload."""
