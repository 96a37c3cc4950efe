"""RTP over UDP: order, loss, strangers, reports. Real datagrams."""

from __future__ import annotations

import asyncio
import random
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from toancanh.kernel import SystemClock
from toancanh.media.model import Codec, GapCause
from toancanh.media.rtsp import ReadBuffer
from toancanh.media.rtsp.udp import UdpPair
from wire_packets import SSRC, Kept, Packer, fragments, receiver_for, slice_nal, stored

pytestmark = pytest.mark.waits


@dataclass
class Line:
    pair: UdpPair
    sink: Kept
    rtp: socket.socket
    rtcp: socket.socket

    def send(self, packets: list[bytes]) -> None:
        for packet in packets:
            self.rtp.send(packet)

    async def settle(self) -> None:
        await asyncio.sleep(0.1)
        self.pair.read()


@asynccontextmanager
async def line(*, on_arrival: bool = False) -> AsyncIterator[Line]:
    sink = Kept()
    faults: list[Exception] = []
    ends = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2)]
    for end in ends:
        end.bind(("127.0.0.1", 0))
        end.settimeout(2)
    pair = UdpPair(
        loop=asyncio.get_running_loop(),
        clock=SystemClock(),
        family=socket.AF_INET,
        local_address="127.0.0.1",
        peer_address="127.0.0.1",
        buffer=ReadBuffer(1 << 18),
        receiver=receiver_for(Codec.H264, sink),
        on_fault=faults.append,
    )
    pair.open_path((ends[0].getsockname()[1], ends[1].getsockname()[1]))
    pair.read_on_arrival(on_arrival)
    for end, port in zip(ends, pair.ports, strict=True):
        end.connect(("127.0.0.1", port))
        end.recv(100)  # what opened the path
    try:
        yield Line(pair, sink, *ends)
    finally:
        pair.close()
        for end in ends:
            end.close()
    assert faults == []


def pictures(count: int, sequence: int = 65_500) -> tuple[list[list[bytes]], list[bytes]]:
    """Packets of each picture, and what is to come out."""
    packer = Packer(sequence=sequence)
    nals = [slice_nal(Codec.H264, key=index % 10 == 0, body=bytes([index]) * 3000) for index in range(count)]
    return (
        [packer.packets(fragments(Codec.H264, nal, 500), index * 3600) for index, nal in enumerate(nals)],
        [stored([nal]) for nal in nals],
    )


@pytest.mark.parametrize("on_arrival", [False, True])
def test_datagrams_out_of_order_are_put_right(on_arrival: bool) -> None:
    async def run() -> None:
        chance = random.Random(3)
        sent, expected = pictures(40)
        packets = [packet for picture in sent for packet in picture]
        for index in range(1, len(packets) - 3, 5):
            part = packets[index : index + 3]
            chance.shuffle(part)
            packets[index : index + 3] = part
        async with line(on_arrival=on_arrival) as wire:
            for start in range(0, len(packets), 7):
                wire.send(packets[start : start + 7])
                await asyncio.sleep(0)
                if not on_arrival:
                    wire.pair.read()
            await wire.settle()
            assert [unit.data for unit in wire.sink.units] == expected
            assert wire.sink.interruptions == []

    asyncio.run(run())


@pytest.mark.parametrize("on_arrival", [False, True])
def test_what_stays_away_is_lost_after_a_moment(on_arrival: bool) -> None:
    async def run() -> None:
        sent, expected = pictures(12)
        del sent[3][2]
        async with line(on_arrival=on_arrival) as wire:
            wire.send([packet for picture in sent for packet in picture])
            for _ in range(3):
                await wire.settle()
            assert [unit.data for unit in wire.sink.units] == [*expected[:3], *expected[10:]]
            assert wire.sink.interruptions == [GapCause.PACKETS_LOST]
            assert wire.pair.receiver.counts.lost_packets == 1

    asyncio.run(run())


def test_a_sender_that_begins_anew_is_followed() -> None:
    async def run() -> None:
        async with line() as wire:
            wire.send([packet for picture in pictures(3)[0] for packet in picture])
            await wire.settle()
            wire.send([packet for picture in pictures(3, sequence=20_000)[0] for packet in picture])
            await wire.settle()
            assert len(wire.sink.units) == 6
            assert wire.sink.interruptions == [GapCause.PACKETS_LOST]

    asyncio.run(run())


def test_strangers_are_not_heard_and_reports_go_out() -> None:
    async def run() -> None:
        async with line() as wire:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
                for packet in pictures(1)[0][0]:
                    stranger.sendto(packet, ("127.0.0.1", wire.pair.ports[0]))
            wire.send([b"", b"\x80", b"\xff" * 3])
            await wire.settle()
            assert wire.sink.units == []
            wire.send(pictures(1)[0][0])
            await wire.settle()
            assert len(wire.sink.units) == 1
            wire.pair.report()
            report = wire.rtcp.recv(200)
            assert report[:2] == b"\x81\xc9"
            assert int.from_bytes(report[8:12], "big") == SSRC
            wire.pair.report()
            wire.rtcp.settimeout(0.05)
            with pytest.raises(TimeoutError):
                wire.rtcp.recv(200)

    asyncio.run(run())
