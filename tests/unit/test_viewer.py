"""What a viewer who cannot keep up gets: nothing older than the bound, and then the next key frame."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from toancanh.kernel import SimulatedClock
from toancanh.media.live.ticket import ViewTicket
from toancanh.media.live.viewer import MAX_UNSENT_BYTES, Viewer
from toancanh.media.live.websocket import CloseCode, Opcode, frame
from toancanh.registry.model import StreamRole

TICKET = ViewTicket(
    view_id="v", camera_id="c", role=StreamRole.MAIN, key="k", hevc=True, started_us=0, grant={}, resource={}
)
FRAME = 200_000  # more than the socket takes at once


@dataclass
class Stage:
    viewer: Viewer
    client: socket.socket
    clock: SimulatedClock
    ended: list[str] = field(default_factory=list)

    def offer(self, number: int, is_key: bool = False, size: int = FRAME) -> None:
        self.viewer.offer(frame(Opcode.BINARY, number.to_bytes(4, "big") + bytes(size)), is_key)

    async def drain(self) -> list[int]:
        """Read all that comes; the numbers of the frames, which must be whole."""
        stream = bytearray()
        loop = asyncio.get_running_loop()
        while True:
            try:
                async with asyncio.timeout(0.05):
                    data = await loop.sock_recv(self.client, 1 << 20)
            except TimeoutError:
                break
            if not data:
                break
            stream += data
        return numbers(bytes(stream))


def numbers(stream: bytes) -> list[int]:
    found, at = [], 0
    while at < len(stream):
        opcode, length, at = stream[at] & 15, stream[at + 1], at + 2
        wide = {126: 2, 127: 8}.get(length, 0)
        if wide:
            length, at = int.from_bytes(stream[at : at + wide], "big"), at + wide
        assert at + length <= len(stream), "a frame was cut"
        if opcode == Opcode.BINARY:
            found.append(int.from_bytes(stream[at : at + 4], "big"))
        at += length
    return found


def on_stage(play: Callable[[Stage], Awaitable[None]]) -> None:
    async def scenario() -> None:
        ours, client = socket.socketpair()
        client.setblocking(False)
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 64 << 10)
        clock = SimulatedClock()
        ended: list[str] = []
        viewer = Viewer(
            asyncio.get_running_loop(), ours, TICKET, clock=clock, on_closed=lambda _, reason: ended.append(reason)
        )
        await play(Stage(viewer, client, clock, ended))
        viewer.abandon("over")
        client.close()

    asyncio.run(scenario())


def test_a_slow_viewer_goes_on_at_the_next_key_frame() -> None:
    async def play(stage: Stage) -> None:
        stage.viewer.begin(b"{}", frame(Opcode.BINARY, b"\xff\xff\xff\xff"))
        stage.offer(0, is_key=True)
        for number in range(1, 10):
            stage.offer(number)
        assert stage.viewer.unsent_bytes > FRAME
        stage.clock.advance(2)
        stage.offer(10)  # too old: all that has not begun goes
        assert stage.viewer.unsent_bytes <= FRAME + 100
        stage.offer(11)
        first = await stage.drain()
        assert first == [0xFFFFFFFF, 0]
        stage.offer(12)  # no key frame yet
        stage.offer(13, is_key=True)
        stage.offer(14)
        assert await stage.drain() == [13, 14]
        assert stage.viewer.frames_skipped == 12

    on_stage(play)


def test_waiting_bytes_are_bounded() -> None:
    async def play(stage: Stage) -> None:
        most = 0
        for number in range(200):
            stage.offer(number, is_key=number % 50 == 0)
            most = max(most, stage.viewer.unsent_bytes)
        assert most <= MAX_UNSENT_BYTES
        await stage.drain()

    on_stage(play)


def test_a_group_larger_than_the_bound_still_goes_out_whole() -> None:
    async def play(stage: Stage) -> None:
        group = [frame(Opcode.BINARY, number.to_bytes(4, "big") + bytes(500_000)) for number in range(8)]
        stage.viewer.burst(group)
        stage.offer(8)
        assert await stage.drain() == list(range(9))

    on_stage(play)


def test_a_closing_viewer_gets_no_more_pictures_and_a_whole_last_frame() -> None:
    async def play(stage: Stage) -> None:
        stage.viewer.burst([frame(Opcode.BINARY, number.to_bytes(4, "big") + bytes(FRAME)) for number in range(5)])
        stage.viewer.close(CloseCode.WITHDRAWN, "session_ended")
        stage.offer(5, is_key=True)
        assert await stage.drain() == [0]

    on_stage(play)


def test_a_silent_client_is_pinged_and_then_given_up() -> None:
    async def play(stage: Stage) -> None:
        stage.clock.advance(21)
        stage.viewer.tick()
        assert stage.client.recv(10) == bytes((0x80 | Opcode.PING, 0))
        stage.clock.advance(40)
        stage.viewer.tick()
        assert stage.ended == ["no answer"]

    on_stage(play)


def test_a_client_that_talks_too_much_is_closed() -> None:
    async def play(stage: Stage) -> None:
        chatter = bytes((0x82, 0xFE)) + (4000).to_bytes(2, "big") + bytes(4) + bytes(4000)
        loop = asyncio.get_running_loop()
        for _ in range(20):
            await loop.sock_sendall(stage.client, chatter)
            await asyncio.sleep(0)
        answer = await asyncio.wait_for(loop.sock_recv(stage.client, 100), 20)
        assert answer[0] == 0x80 | Opcode.CLOSE
        assert int.from_bytes(answer[2:4], "big") == CloseCode.POLICY

    on_stage(play)
