"""Ingest against GStreamer's RTSP server: H.264 and H.265, TCP and UDP, Digest and Basic."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import av
import pytest

from ingest_rig import desired, ingest_rig
from toancanh.media.ingest import ProbeResult, probe
from toancanh.media.model import Codec, StateReason

pytestmark = pytest.mark.waits

USER, PASSWORD = "operator", "s3cret pass"


@contextmanager
def gst_server(login: str = "") -> Iterator[int]:
    command = ["/usr/bin/python3", str(Path(__file__).with_name("gst_server.py")), *login.split()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield int(server.stdout.readline().split()[1])
        finally:
            server.stdin.close()
            server.wait(10)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with gst_server() as number:
        yield number


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
@pytest.mark.parametrize(
    ("scheme", "path", "transport"),
    [
        ("rtsp", "", "tcp"),
        ("rtspu", "", "udp"),
        ("rtsp", "-udp", "udp"),
        ("rtsp", "-sound", "tcp"),  # sound is not asked for
        ("rtspu", "-sound", "udp"),
    ],
)
def test_pictures_come_and_decode(port: int, codec: Codec, scheme: str, path: str, transport: str) -> None:
    async def run() -> None:
        async with ingest_rig([port]) as rig:
            rig.ingest.apply([desired("cam", f"{scheme}://127.0.0.1:{port}/{codec}{path}")])
            await rig.until(lambda: len(rig.sinks["cam"].units) >= 50)
            status, kept = rig.status("cam"), rig.sinks["cam"]
        assert status.transport == transport
        assert (status.codec, status.width, status.height) == (codec, 320, 240)
        assert status.lost_packets == 0
        assert kept.interruptions == [kept.interruptions[-1]]
        decoder = av.CodecContext.create("h264" if codec is Codec.H264 else "hevc", "r")
        decoder.extradata = kept.parameters[0].decoder_configuration
        frames = [frame for unit in kept.units for frame in decoder.decode(av.Packet(unit.data))]
        assert len(frames) >= 45
        assert not any(frame.is_corrupt for frame in frames)
        assert {unit.media_time % 3600 for unit in kept.units} == {0}

    asyncio.run(run())


@pytest.mark.parametrize("login", ["digest", "basic"])
def test_log_in(login: str) -> None:
    async def run(port: int) -> tuple[list[ProbeResult], bool]:
        async with ingest_rig([port]) as rig:
            url = f"rtsp://127.0.0.1:{port}/h264"
            results = [
                await probe(url, *who, outbound=rig.outbound, login_gate=rig.gate, clock=rig.clock, allow_basic=True)
                for who in ((USER, PASSWORD), (USER, "wrong"), (USER, "wrong"), ("", ""))
            ]
            rig.ingest.apply([desired("cam", url, USER, PASSWORD, allow_basic=True)])
            await rig.until(rig.online("cam"))
            return results, rig.status("cam").server.startswith("GStreamer")

    with gst_server(login) as port:
        results, named = asyncio.run(run(port))
    assert named
    assert [result.reason for result in results] == [
        StateReason.NONE,
        StateReason.WRONG_PASSWORD,
        StateReason.LOGIN_PAUSED,
        StateReason.WRONG_PASSWORD,
    ]
    assert results[0].ok
    assert results[0].key_frame is not None
    assert results[0].fps == pytest.approx(25, abs=3)


def test_no_such_path(port: int) -> None:
    async def run() -> ProbeResult:
        async with ingest_rig([port]) as rig:
            return await probe(
                f"rtsp://127.0.0.1:{port}/nothing",
                "",
                "",
                outbound=rig.outbound,
                login_gate=rig.gate,
                clock=rig.clock,
            )

    assert asyncio.run(run()).reason is StateReason.NO_SUCH_PATH
