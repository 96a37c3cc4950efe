"""From packets to access units: packetisations, losses, and what cameras get wrong."""

from __future__ import annotations

import struct
from itertools import pairwise

import av
import pytest

from toancanh.media.model import ClockSource, Codec, GapCause
from toancanh.media.rtp import MAX_UNIT_BYTES, parse_compound, receiver_report
from wire_packets import (
    FIXTURES,
    PAYLOAD_TYPE,
    SSRC,
    START_US,
    Kept,
    Packer,
    aggregate,
    fragments,
    framed,
    receiver_for,
    sei_nal,
    sets_of,
    slice_nal,
    stored,
)

CODECS = [Codec.H264, Codec.H265]
FRAME = 3600


class Camera:
    """Sends pictures of one slice each to a receiver."""

    def __init__(self, codec: Codec, *, with_sets: bool = True) -> None:
        self.codec = codec
        self.sink = Kept()
        self.receiver = receiver_for(codec, self.sink, with_sets=with_sets)
        self.packer = Packer()
        self.timestamp = 0xFFFF_FFFF - 2 * FRAME
        self.now_us = START_US

    def picture(self, *, key: bool = False, size: int = 4000, marker: bool = True) -> list[bytes]:
        nal = slice_nal(self.codec, key=key, body=bytes(range(256)) * (size // 256))
        packets = self.packer.packets(fragments(self.codec, nal, 700), self.timestamp, marker=marker)
        self.step()
        return packets

    def step(self, media_time: int = FRAME) -> None:
        self.timestamp = (self.timestamp + media_time) & 0xFFFFFFFF
        self.now_us += media_time * 100 // 9

    def send(self, packets: list[bytes]) -> None:
        data = framed(packets)
        assert self.receiver.feed(data, 0, self.now_us) == len(data)


@pytest.mark.parametrize("codec", CODECS)
def test_what_gstreamer_sends_decodes(codec: Codec) -> None:
    sink = Kept()
    receiver = receiver_for(codec, sink)
    data = (FIXTURES / f"gstreamer_{codec}.interleaved").read_bytes()
    position = 0
    for end in range(0, len(data) + 1, 997):  # reads that end anywhere
        position = receiver.feed(data[:end], position, START_US)
    assert receiver.feed(data, position, START_US) == len(data)

    assert sink.events[:3] == ["parameters", "clock", "key"]
    assert receiver.counts.lost_packets == receiver.counts.garbage_packets == 0
    parameters = sink.parameters[0]
    assert (parameters.width, parameters.height) == (320, 240)
    decoder = av.CodecContext.create("h264" if codec is Codec.H264 else "hevc", "r")
    decoder.extradata = parameters.decoder_configuration
    frames = [frame for unit in sink.units for frame in decoder.decode(av.Packet(unit.data))]
    frames += decoder.decode(None)
    assert len(frames) == len(sink.units) >= 20
    assert {(frame.width, frame.height) for frame in frames} == {(320, 240)}
    assert [unit.media_time for unit in sink.units][:3] == [0, 3600, 7200]


@pytest.mark.parametrize("codec", CODECS)
def test_timestamps_and_sequence_numbers_wrap(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True))
    for _ in range(5):
        camera.send(camera.picture())
    assert [unit.media_time for unit in camera.sink.units] == [index * FRAME for index in range(6)]
    assert camera.sink.interruptions == []


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("missing", range(6))
def test_a_lost_packet_ends_the_run_until_the_next_key_frame(codec: Codec, missing: int) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True))
    camera.send(camera.picture())
    damaged = camera.picture()
    del damaged[missing]
    camera.send(damaged)
    camera.send(camera.picture())
    camera.send(camera.picture(key=True))
    camera.send(camera.picture())

    assert camera.sink.events == [
        "parameters", "clock", "key", "unit", "interrupted", "parameters", "clock", "key", "unit",
    ]  # fmt: skip
    assert camera.sink.interruptions == [GapCause.PACKETS_LOST]
    assert camera.receiver.counts.lost_packets == 1
    assert camera.sink.units[2].media_time == 0


@pytest.mark.parametrize("codec", CODECS)
def test_a_key_frame_without_its_first_slice_is_no_key_frame(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.packer.packets([slice_nal(codec, key=True, first=False, body=b"x" * 50)], camera.timestamp))
    assert camera.sink.events == []


@pytest.mark.parametrize("codec", CODECS)
def test_doubled_and_late_packets_are_left_out(codec: Codec) -> None:
    camera = Camera(codec)
    first = camera.picture(key=True)
    camera.send([first[0], first[0], first[1], first[0], *first[2:]])
    assert len(camera.sink.units) == 1
    assert camera.receiver.counts.late_packets == 2


@pytest.mark.parametrize("codec", CODECS)
def test_marker_bits_may_be_missing(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True, marker=False))
    for _ in range(4):
        camera.send(camera.picture(marker=False))
    assert len(camera.sink.units) == 4  # the last one is not known to be over
    assert camera.sink.interruptions == []


@pytest.mark.parametrize("codec", CODECS)
def test_pictures_part_where_a_first_slice_begins_even_with_neither_marker_nor_new_timestamp(codec: Codec) -> None:
    camera = Camera(codec)
    for index in range(5):
        nal = slice_nal(codec, key=index == 0, body=b"a" * 90)
        camera.send(camera.packer.packets([nal], camera.timestamp, marker=False))
    assert len(camera.sink.units) == 4
    assert all(left.media_time < right.media_time for left, right in pairwise(camera.sink.units))
    assert camera.receiver.timing.not_rising == 3


@pytest.mark.parametrize("codec", CODECS)
def test_a_marker_on_every_slice_is_seen_through(codec: Codec) -> None:
    camera = Camera(codec)
    for index in range(40):
        key = index % 10 == 0
        for first in (True, False):
            nal = slice_nal(codec, key=key, first=first, body=bytes(60))
            camera.send(camera.packer.packets([nal], camera.timestamp))
        camera.step()
    whole = camera.sink.units[-20:]
    assert len(whole) == 20
    expected = {stored(slice_nal(codec, key=key, first=f, body=bytes(60)) for f in (True, False)) for key in (0, 1)}
    assert {unit.data for unit in whole} == expected
    assert camera.sink.interruptions == [GapCause.PACKETS_LOST]


@pytest.mark.parametrize("codec", CODECS)
def test_another_sender_is_ignored_until_ours_is_gone(codec: Codec) -> None:
    camera = Camera(codec)
    stranger = Packer(ssrc=0xBAD, sequence=7)
    camera.send(camera.picture(key=True))
    for _ in range(10):
        camera.send(stranger.packets([slice_nal(codec, key=True, body=b"z" * 30)], 5))
        camera.send(camera.picture())
    assert len(camera.sink.units) == 11
    assert camera.receiver.counts.foreign_packets == 10

    camera.packer.ssrc = 0xCAFE
    for _ in range(30):
        camera.send(camera.picture(key=True))
    assert camera.receiver.ssrc == 0xCAFE
    assert camera.sink.events[-1] == "key"


@pytest.mark.parametrize("codec", CODECS)
def test_a_stranger_that_came_first_does_not_stay(codec: Codec) -> None:
    camera = Camera(codec)
    stranger = Packer(ssrc=0xBAD, sequence=7)
    for _ in range(20):
        camera.send(stranger.packets([b"\x3f" + b"z" * 30], 5))
        camera.send(camera.picture(key=True))
    assert camera.receiver.ssrc == SSRC
    assert len(camera.sink.units) > 10


@pytest.mark.parametrize("codec", CODECS)
def test_a_sender_that_begins_anew_is_followed(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True))
    camera.packer.sequence = (camera.packer.sequence - 3000) & 0xFFFF
    camera.timestamp = 12345
    for _ in range(3):
        camera.send(camera.picture(key=True))
    assert camera.sink.events[-1] == "key"
    assert camera.receiver.counts.lost_packets == 0


@pytest.mark.parametrize("codec", CODECS)
def test_parameter_sets_may_come_in_band_only_and_change(codec: Codec) -> None:
    camera = Camera(codec, with_sets=False)
    camera.send(camera.picture(key=True))
    assert camera.sink.events == []
    sets = sets_of(codec)
    key = slice_nal(codec, key=True, body=b"k" * 40)
    camera.send(camera.packer.packets([*aggregate(codec, sets), key], camera.timestamp))
    camera.step()
    changed = [*sets[:-1], sets[-1] + b"\x80"]
    camera.send(camera.packer.packets([*changed, sei_nal(codec), key], camera.timestamp))
    camera.step()
    camera.send(camera.packer.packets([*changed, key], camera.timestamp))

    assert camera.sink.events == ["parameters", "clock", "key", "parameters", "key", "key"]
    assert [unit.data for unit in camera.sink.units] == [stored([key]), stored([sei_nal(codec), key]), stored([key])]
    assert camera.sink.parameters[1].pps == (sets[-1] + b"\x80",)


@pytest.mark.parametrize("codec", CODECS)
def test_delimiters_and_filler_are_stripped(codec: Codec) -> None:
    camera = Camera(codec)
    key = slice_nal(codec, key=True, body=b"k" * 40)
    rubbish = [b"\x09\x10", b"\x0c\xff\xff"] if codec is Codec.H264 else [bytes((70, 1, 16)), bytes((76, 1, 255))]
    camera.send(camera.packer.packets([rubbish[0], key, rubbish[1]], camera.timestamp))
    assert [unit.data for unit in camera.sink.units] == [stored([key])]


def test_rasl_pictures_at_the_start_of_a_run_are_skipped() -> None:
    camera = Camera(Codec.H265)

    def send(kind: int) -> None:
        nal = bytes((kind << 1, 1)) + b"\x88" + bytes(40)
        camera.send(camera.packer.packets([nal], camera.timestamp))
        camera.step()

    for kind in (21, 9, 8, 1, 21, 9, 1):  # CRA, RASL, RASL, TRAIL, CRA, RASL, TRAIL
        send(kind)
    assert [unit.data[4] >> 1 for unit in camera.sink.units] == [21, 1, 21, 9, 1]


@pytest.mark.parametrize("codec", CODECS)
def test_header_extension_padding_and_contributing_sources(codec: Codec) -> None:
    camera = Camera(codec)
    key = slice_nal(codec, key=True, body=b"k" * 40)
    head = struct.pack(">BBHII", 0x80 | 0x20 | 0x10 | 2, 0x80 | PAYLOAD_TYPE, 5, 99, SSRC)
    camera.send([head + bytes(8) + b"\xab\xac\x00\x01\x01\x02\x03\x04" + key + b"\0\0\3"])
    assert [unit.data for unit in camera.sink.units] == [stored([key])]


@pytest.mark.parametrize("codec", CODECS)
def test_memory_is_bounded_where_no_picture_ends(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True))
    nal = slice_nal(codec, key=False, body=bytes(MAX_UNIT_BYTES + 100_000))
    payloads = fragments(codec, nal, 60_000)
    for packet in camera.packer.packets(payloads, camera.timestamp, marker=False):
        camera.send([packet])
    assert camera.sink.interruptions == [GapCause.PACKETS_LOST]
    assert camera.receiver.counts.damaged_units == 1


def test_types_of_interleaved_mode_are_counted_and_never_passed_on() -> None:
    camera = Camera(Codec.H264)
    camera.send(camera.picture(key=True))
    for kind in (0, 25, 26, 27, 29, 30, 31):
        camera.send(camera.packer.packets([bytes((kind, 1, 2, 3))], camera.timestamp))
        camera.step()
    assert camera.receiver.counts.unsupported_packets == 7
    assert len(camera.sink.units) == 1


def test_a_sender_report_sets_the_clock() -> None:
    camera = Camera(Codec.H264)
    camera.send(camera.picture(key=True))
    ahead_us = 120_000
    report = _sender_report(camera.now_us + ahead_us, camera.timestamp)
    data = framed([report], channel=1)
    assert camera.receiver.feed(data, 0, camera.now_us) == len(data)
    for _ in range(400):
        camera.send(camera.picture())

    assert [clock.source for clock in camera.sink.clocks][:2] == [ClockSource.SERVER_ARRIVAL, ClockSource.CAMERA_RTCP]
    walls = [unit.wall_us for unit in camera.sink.units]
    assert all(0 < right - left < 2 * 40_000 for left, right in pairwise(walls))
    assert walls[-1] - (camera.now_us - 40_000) == pytest.approx(ahead_us, abs=2)


def test_a_receiver_report_is_read_by_its_own_rules() -> None:
    packet = receiver_report(
        own_ssrc=1, ssrc=2, fraction_lost=3, lost=4, highest_sequence=5, last_report=6, since_report_us=1_000_000
    )
    assert len(packet) % 4 == 0
    assert struct.unpack_from(">BBHIIIIIII", packet) == (0x81, 201, 7, 1, 2, 3 << 24 | 4, 5, 0, 6, 65_536)
    assert packet[32:36] == b"\x81\xca\x00\x04"
    assert parse_compound(packet).reports == ()


def _sender_report(camera_us: int, timestamp: int, ssrc: int = SSRC) -> bytes:
    seconds, rest = divmod(camera_us, 1_000_000)
    ntp = seconds + 2_208_988_800, (rest << 32) // 1_000_000
    return struct.pack(">BBHIIIIII", 0x80, 200, 6, ssrc, *ntp, timestamp & 0xFFFFFFFF, 0, 0)


@pytest.mark.parametrize("codec", CODECS)
def test_a_step_of_our_own_clock_ends_the_run_by_name(codec: Codec) -> None:
    camera = Camera(codec)
    camera.send(camera.picture(key=True))
    camera.now_us += 3_600_000_000
    camera.receiver.clock_stepped()
    camera.send(camera.picture())
    camera.send(camera.picture(key=True))
    assert camera.sink.interruptions == [GapCause.CLOCK_STEPPED]
    assert camera.sink.events[-3:] == ["parameters", "clock", "key"]
    assert camera.sink.units[-1].wall_us == camera.now_us
