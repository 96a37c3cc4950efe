"""The journal of views, frame timing, the kept group of pictures, the link's messages."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import threading
from pathlib import Path

import pytest

from live_streams import until
from media_units import pictures
from toancanh.media.link import shard_of, socket_path
from toancanh.media.link.channel import MAX_BINARY_BYTES, Channel, LinkClosed, LinkMessage
from toancanh.media.link.client import Link
from toancanh.media.link.codec import KeyFrame
from toancanh.media.link.server import LinkServer, Reply
from toancanh.media.live.journal import ViewJournal
from toancanh.media.live.last_group import LastGroup
from toancanh.media.live.stream import FrameTiming
from toancanh.media.live.ticket import ViewEnd, ViewTicket
from toancanh.media.model import AccessUnit, GapCause
from toancanh.registry.model import StreamRole


def end(view_id: str) -> ViewEnd:
    ticket = ViewTicket(
        view_id=view_id, camera_id="c", role=StreamRole.MAIN, key="secret", hevc=True, started_us=1,
        grant={"id": "g"}, resource={"kind": "camera"},
    )  # fmt: skip
    return ViewEnd(ticket=ticket, ended_us=2, seconds_seen=1.5, reason="left")


def test_every_end_is_taken_once_while_others_write(tmp_path: Path) -> None:
    journals = [ViewJournal(tmp_path, name) for name in ("media-0", "media-1")]
    taken: list[str] = []

    def write(journal: ViewJournal, name: str) -> None:
        for number in range(60):
            journal.append([end(f"{name}-{number}")])

    writers = [threading.Thread(target=write, args=(journal, str(at))) for at, journal in enumerate(journals)]
    for writer in writers:
        writer.start()
    reader = ViewJournal(tmp_path, "web")
    while any(writer.is_alive() for writer in writers):
        reader.drain(lambda ends: taken.extend(one.ticket.view_id for one in ends))
    reader.drain(lambda ends: taken.extend(one.ticket.view_id for one in ends))
    assert sorted(taken) == sorted(f"{name}-{number}" for name in (0, 1) for number in range(60))
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_written_stays_and_a_torn_line_is_left_out(tmp_path: Path) -> None:
    journal = ViewJournal(tmp_path, "media-0")
    journal.append([end("a")])
    with (tmp_path / "views-media-0.jsonl").open("a") as file:
        file.write('{"ticket": {"view')

    def refuse(ends: object) -> None:
        raise OSError

    with pytest.raises(OSError):
        journal.drain(refuse)
    got: list[ViewEnd] = []
    assert journal.drain(got.extend) == 1
    assert got[0].ticket.view_id == "a"
    assert got[0].ticket.key == ""
    assert got[0].seconds_seen == 1.5


def unit(media_time: int, *, is_key: bool = False, size: int = 10) -> AccessUnit:
    return AccessUnit(media_time=media_time, is_key=is_key, data=bytes(size), wall_us=0, arrival_us=0)


def test_a_frame_lasts_as_long_as_the_one_before() -> None:
    timing = FrameTiming()
    assert [timing.of(unit(at)) for at in (0, 3600, 9000, 12600)] == [
        (3600, None), (3600, None), (5400, None), (3600, None)
    ]  # fmt: skip


def test_reordered_pictures_get_rising_decoding_times_near_their_presentation() -> None:
    source = pictures(b=2, count=100, gop=25)
    timing = FrameTiming()
    decode_times = []
    for number in range(100):
        picture = source.unit(number)
        _, decode_time = timing.of(picture)
        decode_times.append(picture.media_time if decode_time is None else decode_time)
        assert abs(decode_times[-1] - picture.media_time) <= 8 * 3600
    assert decode_times == sorted(set(decode_times))


def test_the_last_group_is_kept_from_its_key_frame_and_within_its_bound() -> None:
    group = LastGroup(max_bytes=100)
    group.on_access_unit(unit(0))
    assert not group.units()
    for at in range(5):
        group.on_access_unit(unit(at, is_key=at == 0))
    assert [kept.media_time for kept in group.units()] == [0, 1, 2, 3, 4]
    group.on_access_unit(unit(5, size=200))
    assert not group.units()
    group.on_access_unit(unit(6, is_key=True))
    group.on_interrupted(GapCause.CAMERA_AWAY, 0)
    assert not group.units()


def test_cameras_are_spread_as_the_registry_spreads_them() -> None:
    camera = "01a2037d-fd52-7000-8000-78d8f6e133a4"
    assert shard_of(camera, 7) == int(camera.replace("-", ""), 16) % 7


def test_messages_carry_files_in_order_and_large_parts(tmp_path: Path) -> None:
    async def scenario() -> None:
        loop = asyncio.get_running_loop()
        ours, theirs = socket.socketpair()
        got: list[LinkMessage] = []
        receiver = Channel(loop, theirs, on_message=got.append, on_closed=lambda: None)
        sender = Channel(loop, ours, on_message=got.append, on_closed=lambda: None)
        files = [os.open(tmp_path / name, os.O_CREAT | os.O_RDWR) for name in "ab"]
        large = os.urandom(3_000_000)
        sender.send({"n": 0}, binary=large)
        sender.send({"n": 1}, files=[files[0]])
        sender.send({"n": 2})
        sender.send({"n": 3}, files=[files[1]])
        for file in files:
            os.close(file)
        await until(lambda: len(got) == 4)
        assert [message.body["n"] for message in got] == [0, 1, 2, 3]
        assert got[0].binary == large
        names = [os.readlink(f"/proc/self/fd/{file}") for message in got for file in message.files]
        assert names == [str(tmp_path / "a"), str(tmp_path / "b")]
        for message in got:
            for file in message.files:
                os.close(file)
        sender.close()
        with pytest.raises(LinkClosed):
            sender.send({})
        receiver.close()

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "stream",
    [
        struct.pack("!II", 5, MAX_BINARY_BYTES + 1),
        struct.pack("!II", 1 << 30, 0),
        struct.pack("!II", 3, 0) + b"{]}",
        struct.pack("!II", 2, 0) + b"[]",
        struct.pack("!II", 11, 0) + b'{"files":1}',  # none came along
    ],
)
def test_a_broken_message_ends_the_connection(stream: bytes) -> None:
    async def scenario() -> None:
        ours, theirs = socket.socketpair()
        closed = asyncio.Event()
        Channel(asyncio.get_running_loop(), theirs, on_message=lambda _: None, on_closed=closed.set)
        with ours:
            ours.sendall(stream)
            await asyncio.wait_for(closed.wait(), 20)

    asyncio.run(scenario())


def test_the_socket_is_private_even_under_a_long_path_and_key_frames_cross_it(tmp_path: Path) -> None:
    source = pictures()
    sent = KeyFrame(parameters=source.parameters, unit=source.unit(0))

    async def answer(_message: LinkMessage) -> Reply:
        return Reply(body=sent.as_json(), binary=sent.unit.data)

    async def scenario() -> None:
        path = socket_path(tmp_path / ("long" * 30), 0)
        server = LinkServer(asyncio.get_running_loop(), path, {"key_frame": answer})
        server.start()
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
        link = Link(path)
        link.start()
        message = await link.request("key_frame")
        got = KeyFrame.from_json(message.body, message.binary)
        assert got.parameters == sent.parameters
        assert got.unit.data == sent.unit.data
        link.close()
        server.close()
        assert not path.exists()

    asyncio.run(scenario())
