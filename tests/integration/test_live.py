"""Live views through a real uvicorn, a real link and a real WebSocket client."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect

from live_streams import (
    CAMERA,
    HandFedHub,
    LiveSetup,
    closed_with,
    live_setup,
    next_binary,
    next_init,
    next_text,
    trusting_all,
    until,
)
from media_units import pictures
from toancanh.kernel import SimulatedClock, Unavailable
from toancanh.media import fmp4
from toancanh.media.live.rendition_hub import RenditionHub
from toancanh.media.live.service import TICK_S
from toancanh.media.live.websocket import Opcode
from toancanh.media.model import GapCause, StateReason, StreamState
from toancanh.registry.model import StreamRole

MAIN = (CAMERA, StreamRole.MAIN)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1",
         "-subj", "/CN=test", "-keyout", "key.pem", "-out", "cert.pem"],
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    return folder


@contextlib.asynccontextmanager
async def watching(setup: LiveSetup, query: str = "") -> AsyncIterator[ClientConnection]:
    context = trusting_all() if setup.url.startswith("wss") else None
    async with connect(f"{setup.url}?{query}", ssl=context, compression=None, max_size=None) as client:
        yield client


def with_hub(setup: LiveSetup, role: StreamRole = StreamRole.MAIN) -> HandFedHub:
    return setup.streams.hubs.setdefault((CAMERA, role), HandFedHub())


@pytest.mark.parametrize("over_tls", [False, True])
def test_a_viewer_gets_init_the_group_and_then_each_frame(tmp_path: Path, certificate: Path, over_tls: bool) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path, tls=certificate if over_tls else None) as setup:
            hub = with_hub(setup)
            hub.start_run()
            units = [hub.next_unit() for _ in range(3)]
            setup.streams.kept[MAIN] = [b"".join(fmp4.fragment(1, 0, units, units[-1].media_time + 3600))]
            async with watching(setup, "view=one") as client:
                init = await next_text(client)
                assert init.items() >= {
                    "type": "init", "codec": hub.parameters.codec_string, "width": 64, "height": 48,  # type: ignore[union-attr]
                    "stream": "main", "rendition": "source", "view_id": "one",
                }.items()  # fmt: skip
                assert await next_binary(client) == fmp4.initialisation(hub.source_pictures.parameters)
                assert await next_binary(client) == setup.streams.kept[MAIN][0]
                assert hub.watched
                for unit in hub.feed(5):
                    message = await next_binary(client)
                    assert message.endswith(unit.data)
                assert [ticket.view_id for ticket in await setup.link.views()] == ["one"]
                async with watching(setup) as second:  # its group is what the first was given, frames included
                    assert (await next_text(second))["type"] == "init"
                    group = [await next_binary(second) for _ in range(7)]
                    assert group[1] == setup.streams.kept[MAIN][0]
            await until(lambda: len(setup.ends) == 2)
            assert not hub.watched
            assert not hub.sinks
            assert {end.reason for end in setup.ends} == {"left"}
            assert all(0 < end.seconds_seen < 5 for end in setup.ends)

    asyncio.run(scenario())


@pytest.mark.parametrize("over_tls", [False, True])
def test_what_the_client_sent_early_goes_along(tmp_path: Path, certificate: Path, over_tls: bool) -> None:
    async def scenario() -> None:
        gate = asyncio.Event()
        async with live_setup(tmp_path, tls=certificate if over_tls else None, before=gate) as setup:
            with_hub(setup).start_run()
            port = int(setup.url.rsplit(":", 1)[1].split("/")[0])
            context = trusting_all() if over_tls else None
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
            key = base64.b64encode(os.urandom(16)).decode()
            writer.write(
                f"GET /live HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
            )
            await writer.drain()
            await asyncio.sleep(0.1)
            writer.write(bytes((0x80 | Opcode.PING, 0x80 | 5, 0, 0, 0, 0)) + b"early")
            await writer.drain()
            await asyncio.sleep(0.1)
            gate.set()
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 20)
            assert head.startswith(b"HTTP/1.1 101 ")
            assert await asyncio.wait_for(reader.readexactly(7), 20) == bytes((0x80 | Opcode.PONG, 5)) + b"early"
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()
            await until(lambda: setup.ends)

    asyncio.run(scenario())


@pytest.mark.parametrize("code", [4401, 4403, 4404, 4503])
def test_refusals_stay_with_the_web_process(tmp_path: Path, code: int) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup, watching(setup, f"refuse={code}") as client:
            assert await closed_with(client) == (code, "refused")
            assert not setup.ends

    asyncio.run(scenario())


@pytest.mark.parametrize("over_tls", [False, True])
def test_a_withdrawn_view_ends_with_4409_and_no_further_picture(
    tmp_path: Path, certificate: Path, over_tls: bool
) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path, tls=certificate if over_tls else None) as setup:
            hub = with_hub(setup)
            hub.start_run()
            async with watching(setup, "view=gone") as client:
                await next_text(client)
                await setup.link.withdraw("gone", "role_changed")
                assert not hub.sinks
                assert await closed_with(client) == (4409, "role_changed")
            await until(lambda: setup.ends)
            assert setup.ends[0].reason == "role_changed"

    asyncio.run(scenario())


@pytest.mark.parametrize("over_tls", [False, True])
def test_when_the_platform_stops_a_viewer_is_told(tmp_path: Path, certificate: Path, over_tls: bool) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path, tls=certificate if over_tls else None) as setup:
            hub = with_hub(setup)
            hub.start_run()
            async with watching(setup) as client:
                await next_text(client)
                setup.web.should_exit = True
                assert await closed_with(client) == (1001, "the platform stops")
            await until(lambda: setup.ends)
            assert setup.ends[0].reason == "the platform stops"

    asyncio.run(scenario())


def test_a_client_that_does_not_answer_the_withdrawal_is_cut_off(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            hub = with_hub(setup)
            hub.start_run()
            async with watching(setup, "view=stuck") as client:
                await next_text(client)
                client.transport.pause_reading()
                for _ in range(400):  # until the kernel takes no more
                    hub.give([_large(hub)])
                await setup.link.withdraw("stuck", "session_ended")
                await until(lambda: setup.ends)
                assert setup.ends[0].reason == "session_ended"
                client.transport.abort()

    asyncio.run(scenario())


def _large(hub: HandFedHub) -> object:
    unit = hub.next_unit()
    unit.data += bytes(40_000)
    return unit


def test_a_new_run_brings_a_new_init_and_an_absence_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            hub = with_hub(setup)
            hub.start_run()
            async with watching(setup) as client:
                assert (await next_init(client))["width"] == 64
                hub.interrupt(GapCause.PACKETS_LOST)
                assert await next_text(client) == {"type": "state", "state": "away", "reason": "packets_lost"}
                hub.start_run(pictures(width=128, height=96))
                hub.feed(2)
                assert (await next_init(client))["width"] == 128
                assert b"ftyp" in (await next_binary(client))[:16]
                assert hub.source_pictures.unit(0).data in await next_binary(client)

    asyncio.run(scenario())


@pytest.mark.parametrize(("state", "known"), [(StreamState.OFFLINE, True), (StreamState.ONLINE, False)])
def test_an_absent_camera_closes_with_4503(tmp_path: Path, state: StreamState, known: bool) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            if known:
                with_hub(setup)
                setup.streams.states[MAIN] = (state, StateReason.NO_ROUTE)
            async with watching(setup) as client:
                assert (await closed_with(client))[0] == 4503
            await until(lambda: setup.ends)
            assert setup.ends[0].seconds_seen == 0

    asyncio.run(scenario())


def test_a_camera_that_stays_away_in_a_view_ends_it_with_4503(tmp_path: Path) -> None:
    async def scenario() -> None:
        clock = SimulatedClock()
        async with live_setup(tmp_path, clock=clock) as setup:
            hub = with_hub(setup)
            hub.start_run()
            async with watching(setup) as client:
                await next_init(client)
                hub.feed(3)
                clock.advance(1)
                hub.interrupt()
                assert (await next_text(client))["reason"] == "camera_away"
                clock.advance(9)
                await asyncio.sleep(TICK_S * 1.5)
                assert client.close_code is None
                clock.advance(2)
                assert (await closed_with(client))[0] == 4503
            await until(lambda: setup.ends)
            assert setup.ends[0].seconds_seen > 1

    asyncio.run(scenario())


def test_a_changed_stream_takes_its_viewers_along_and_a_removed_one_ends_them(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            with_hub(setup).start_run()
            async with watching(setup) as client:
                assert (await next_init(client))["width"] == 64
                changed = HandFedHub(pictures(width=128, height=96))
                setup.streams.hubs[MAIN] = changed
                setup.live.refresh()
                changed.start_run()
                assert (await next_init(client))["width"] == 128
                del setup.streams.hubs[MAIN]
                setup.live.refresh()
                assert (await closed_with(client))[0] == 4503

    asyncio.run(scenario())


def test_while_the_media_process_is_away_requests_are_unavailable_and_come_back(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            setup.server.close()
            await until(lambda: not setup.link.up)
            ours, theirs = socket.socketpair()
            with ours, theirs, pytest.raises(Unavailable):
                await setup.link.views()
            setup.server.start()
            await until(lambda: setup.link.up)
            assert await setup.link.views() == []

    asyncio.run(scenario())


def test_a_viewer_without_h265_gets_the_sub_stream_where_that_is_h264(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            with_hub(setup).start_run(pictures("h265"))
            with_hub(setup, StreamRole.SUB).start_run()
            async with watching(setup, "hevc=0") as client, watching(setup) as able:
                init = await next_init(client)
                assert (init["stream"], init["rendition"]) == ("sub", "sub")
                assert init["codec"].startswith("avc1.")
                init = await next_init(able)
                assert (init["stream"], init["rendition"]) == ("main", "source")
                assert init["codec"].startswith("hvc1.")

    asyncio.run(scenario())


def test_a_viewer_without_h265_gets_a_rendition_that_ends_with_its_last_viewer(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            hub = with_hub(setup)
            async with watching(setup, "hevc=0") as client:
                assert (await next_text(client))["type"] == "state"
                hub.start_run(pictures("h265"))  # only now the codec is known
                await until(lambda: any(isinstance(sink, RenditionHub) for sink in hub.sinks))
                rendition = next(sink for sink in hub.sinks if isinstance(sink, RenditionHub))
                given = hub.feed(10)
                init = await next_init(client)
                assert (init["stream"], init["rendition"], init["width"]) == ("main", "h264-720p", 64)
                assert init["codec"].startswith("avc1.42")
                assert b"ftyp" in (await next_binary(client))[:16]
                fragments = [await next_binary(client) for _ in range(len(given) - 1)]
                assert [_media_time(fragment) for fragment in fragments] == [unit.media_time for unit in given[:-1]]

                os.kill(rendition.worker_pid, signal.SIGKILL)  # type: ignore[arg-type]
                assert (await next_text(client))["type"] == "state"
                setup.streams.kept_units[MAIN] = hub.feed(25) and hub.feed(25)  # what a recorder would still have
                assert (await next_init(client))["rendition"] == "h264-720p"
                worker = rendition.worker_pid
            await until(lambda: not hub.sinks)
            await until(lambda: not _alive(worker))

    asyncio.run(scenario())


def test_more_renditions_than_the_machine_carries_are_refused(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_setup(tmp_path) as setup:
            with_hub(setup).start_run(pictures("h265"))
            with_hub(setup, StreamRole.SUB).start_run(pictures("h265"))
            async with watching(setup, "hevc=0"), watching(setup, "hevc=0&stream=sub") as refused:
                code, reason = await closed_with(refused)
                assert code == 4503
                assert "renditions" in reason

    asyncio.run(scenario())


def _media_time(fragment: bytes) -> int:
    """baseMediaDecodeTime of tfdt version 1 (ISO/IEC 14496-12, 8.8.12)."""
    at = fragment.index(b"tfdt") + 8
    return int.from_bytes(fragment[at : at + 8], "big")


def _alive(pid: int | None) -> bool:
    return (
        pid is not None and Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    )
