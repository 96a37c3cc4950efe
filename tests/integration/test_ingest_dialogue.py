"""The dialogue with cameras that do it their own way: redirects, nonces, channels, keep-alives, missing fields."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from ingest_rig import MAIN, IngestRig, desired, ingest_rig
from toancanh.media.ingest import ProbeResult, probe
from toancanh.media.model import AccessUnit, Codec, GapCause, StateReason, StreamState
from wire_packets import FIXTURES, Packer, framed, slice_nal

pytestmark = pytest.mark.waits

SDP = (FIXTURES / "gstreamer_h264.sdp").read_bytes()
DIGEST = 'Digest realm="cam", nonce="{}"'


@dataclass
class Asked:
    method: str
    url: str
    headers: dict[str, str]


Answer = tuple[int, dict[str, str], bytes]
Script = Callable[[Asked, "OddCamera"], Answer | None]


def good(asked: Asked, camera: OddCamera) -> Answer:
    """What a plain camera answers."""
    if asked.method == "DESCRIBE":
        return 200, {"Content-Base": asked.url + "/", "Content-Type": "application/sdp"}, SDP
    if asked.method == "SETUP":
        return 200, {"Session": "77;timeout=4", "Transport": f"RTP/AVP/TCP;unicast;interleaved={camera.channels}"}, b""
    return 200, {"Public": camera.public}, b""


@dataclass
class OddCamera:
    script: Script = lambda _asked, _camera: None
    channels: str = "0-1"
    public: str = "OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER"
    with_sequence: bool = True
    preface: bytes = b""
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    connections: int = 0

    def methods(self) -> list[str]:
        return [asked.method for asked in self.asked]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        playing: asyncio.Task[None] | None = None
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                method, url, _ = lines[0].split(" ")
                headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
                asked = Asked(method, url, headers)
                self.asked.append(asked)
                answer = self.script(asked, self)
                status, fields, body = answer if answer is not None else good(asked, self)
                if status == 0:  # never answers
                    continue
                head = [f"RTSP/1.0 {status} Whatever"]
                if self.with_sequence:
                    head.append(f"CSeq: {headers['cseq']}")
                head += [f"{name}: {value}" for name, value in fields.items()]
                if body:
                    head.append(f"Content-Length: {len(body)}")
                writer.write(self.preface + ("\r\n".join(head) + "\r\n\r\n").encode() + body)
                if method == "PLAY" and status == 200:
                    playing = asyncio.create_task(self.play(writer))
        if playing is not None:
            playing.cancel()
        writer.close()

    async def play(self, writer: asyncio.StreamWriter) -> None:
        packer, channel = Packer(), int(self.channels.split("-")[0])
        for index in range(10_000):
            nal = slice_nal(Codec.H264, key=index % 10 == 0, body=bytes(100 + index * 37 % 91))
            writer.write(framed(packer.packets([nal], index * 3600), channel))
            await asyncio.sleep(0.04)


@asynccontextmanager
async def serving(*cameras: OddCamera) -> AsyncIterator[IngestRig]:
    servers = [await asyncio.start_server(camera.serve, "127.0.0.1", 0) for camera in cameras]
    for camera, server in zip(cameras, servers, strict=True):
        camera.port = server.sockets[0].getsockname()[1]
    try:
        async with ingest_rig([camera.port for camera in cameras]) as rig:
            yield rig
    finally:
        for server in servers:
            server.close()
        await asyncio.sleep(0.05)


def try_out(*cameras: OddCamera, username: str = "", password: str = "", allow_basic: bool = False) -> ProbeResult:
    """The connection test of the first of these cameras."""

    async def run() -> ProbeResult:
        async with serving(*cameras) as rig:
            url = f"rtsp://127.0.0.1:{cameras[0].port}/live?ch=1"
            return await probe(
                url, username, password, outbound=rig.outbound, login_gate=rig.gate, clock=rig.clock, timeout_s=8,
                allow_basic=allow_basic,
            )  # fmt: skip

    return asyncio.run(run())


def wants_login(nonces: list[str], *, accept: Callable[[str], bool] = lambda _: True, stale: str = "") -> Script:
    """401 until the present nonce is used; a nonce is good for two requests where another follows."""
    uses: list[str] = []

    def script(asked: Asked, camera: OddCamera) -> Answer | None:
        if asked.method == "OPTIONS":
            return None
        login = asked.headers.get("authorization", "")
        nonce = nonces[min(len(uses) // 2, len(nonces) - 1)]
        if f'nonce="{nonce}"' in login and accept(login):
            uses.append(nonce)
            return None
        return 401, {"WWW-Authenticate": DIGEST.format(nonce) + (stale if login else "")}, b""

    return script


def test_the_plain_dialogue() -> None:
    camera = OddCamera()
    result = try_out(camera)
    assert result.ok
    assert camera.methods() == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]
    base = f"rtsp://127.0.0.1:{camera.port}/live?ch=1"
    assert [asked.url for asked in camera.asked] == [base, base, base + "/stream=0", base + "/", base + "/"]
    assert camera.asked[3].headers["session"] == "77"


@pytest.mark.parametrize(
    "camera",
    [
        OddCamera(channels="2-3"),
        OddCamera(with_sequence=False),
        OddCamera(preface=b"\r\n"),
        OddCamera(preface=b"OPTIONS rtsp://x RTSP/1.0\r\nCSeq: 1\r\n\r\n"),
        OddCamera(preface=b"$\x01\x00\x04abcd"),
    ],
    ids=["other channels", "no CSeq", "empty lines", "asks us", "early packets"],
)
def test_odd_but_usable(camera: OddCamera) -> None:
    assert try_out(camera).ok


@pytest.mark.parametrize("stale", ["", ", stale=TRUE"])
def test_a_nonce_that_goes_stale_is_no_refusal(stale: str) -> None:
    camera = OddCamera(script=wants_login(["a", "b", "c"], stale=stale))
    result = try_out(camera, username="u", password="p")
    assert result.ok
    assert camera.methods().count("DESCRIBE") == 2


def test_a_refusal_is_not_repeated_even_if_the_nonce_changes() -> None:
    count = 0

    def script(asked: Asked, camera: OddCamera) -> Answer | None:
        nonlocal count
        count += 1
        return (401, {"WWW-Authenticate": DIGEST.format(count)}, b"") if asked.method == "DESCRIBE" else None

    camera = OddCamera(script=script)
    result = try_out(camera, username="u", password="p")
    assert result.reason is StateReason.WRONG_PASSWORD
    assert camera.methods().count("DESCRIBE") == 2


BASIC = 'Basic realm="cam"'


@pytest.mark.parametrize(
    ("offered", "allow", "sent"),
    [
        (BASIC, False, set()),
        (f'Digest realm="cam", nonce="1", algorithm=SHA-512-256, {BASIC}', False, set()),
        (BASIC, True, {"Basic"}),
        (f"{BASIC}, {DIGEST.format(1)}", True, {"Digest"}),
        (f"{DIGEST.format(1)}, {BASIC}", False, {"Digest"}),
    ],
)
def test_a_password_goes_in_the_clear_only_where_a_person_decided_and_nothing_better_is_offered(
    offered: str, allow: bool, sent: set[str]
) -> None:
    def script(asked: Asked, _camera: OddCamera) -> Answer | None:
        return None if "authorization" in asked.headers else (401, {"WWW-Authenticate": offered}, b"")

    camera = OddCamera(script=script)
    result = try_out(camera, username="u", password="p", allow_basic=allow)
    assert (result.ok, result.reason) == ((True, StateReason.NONE) if sent else (False, StateReason.BASIC_ONLY))
    assert {one.headers["authorization"].split()[0] for one in camera.asked if "authorization" in one.headers} == sent


def test_who_asks_for_the_password_in_the_clear_after_a_digest_gets_none() -> None:
    """As somebody would who has put himself between us and the camera."""

    def script(asked: Asked, _camera: OddCamera) -> Answer | None:
        if "authorization" not in asked.headers:
            return 401, {"WWW-Authenticate": DIGEST.format(1)}, b""
        return (401, {"WWW-Authenticate": BASIC}, b"") if asked.method == "SETUP" else None

    camera = OddCamera(script=script)
    assert try_out(camera, username="u", password="p").reason is StateReason.BASIC_ONLY
    assert camera.methods()[-1] == "SETUP"
    assert not any("Basic" in one.headers.get("authorization", "") for one in camera.asked)


def test_without_credentials_nothing_is_sent() -> None:
    camera = OddCamera(script=wants_login(["a"]))
    assert try_out(camera).reason is StateReason.WRONG_PASSWORD
    assert not any("authorization" in asked.headers for asked in camera.asked)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (404, StateReason.NO_SUCH_PATH),
        (503, StateReason.SERVER_ERROR),
        (451, StateReason.SERVER_ERROR),
        (302, StateReason.SERVER_ERROR),
    ],
)
def test_refusals_of_a_description(status: int, reason: StateReason) -> None:
    camera = OddCamera(script=lambda asked, _: (status, {}, b"") if asked.method == "DESCRIBE" else None)
    assert try_out(camera).reason is reason


def test_a_redirect_is_judged_and_credentials_stay_at_home() -> None:
    target = OddCamera()
    home = OddCamera(script=wants_login(["a"]))
    location = ""

    def script(asked: Asked, camera: OddCamera) -> Answer | None:
        answer = wants_login(["a"])(asked, camera)
        moved = asked.method == "DESCRIBE" and answer is None
        return (302, {"Location": location or f"rtsp://127.0.0.1:{target.port}/there"}, b"") if moved else answer

    home = OddCamera(script=script)
    assert try_out(home, target, username="u", password="p").ok
    assert target.asked[0].url.endswith("/there")

    location = "rtsp://127.0.0.1:9/there"
    home = OddCamera(script=script)
    assert try_out(home, username="u", password="p").reason is StateReason.ADDRESS_FORBIDDEN

    elsewhere = OddCamera(script=wants_login(["b"]))

    async def run() -> ProbeResult:
        nonlocal location
        async with serving(home, elsewhere) as rig:
            location = f"rtsp://127.1:{elsewhere.port}/there"  # the same machine by another name is another host
            return await probe(
                f"rtsp://127.0.0.1:{home.port}/x",
                "u",
                "p",
                outbound=rig.outbound,
                login_gate=rig.gate,
                clock=rig.clock,
            )

    assert asyncio.run(run()).reason is StateReason.WRONG_PASSWORD
    assert not any("authorization" in asked.headers for asked in elsewhere.asked)


@pytest.mark.parametrize(
    ("public", "method"), [("OPTIONS, GET_PARAMETER", "GET_PARAMETER"), ("OPTIONS, PLAY", "OPTIONS")]
)
def test_keep_alive_follows_the_sessions_timeout(public: str, method: str) -> None:
    async def run() -> None:
        camera = OddCamera(public=public)
        async with serving(camera) as rig:
            rig.ingest.apply([desired("cam", f"rtsp://127.0.0.1:{camera.port}/x")])
            await rig.until(rig.online("cam"))
            await rig.until(lambda: len(camera.asked) >= 6)
            assert camera.methods()[:6] == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", method, method]
            assert camera.asked[4].headers["session"] == "77"
            assert rig.sinks["cam"].interruptions == []
            assert camera.connections == 1

    asyncio.run(run())


@pytest.mark.parametrize("status", [0, 401, 500])
def test_a_keep_alive_that_is_not_answered_well_ends_nothing(status: int) -> None:
    def script(asked: Asked, camera: OddCamera) -> Answer | None:
        return (status, {}, b"") if asked.method == "GET_PARAMETER" else None

    async def run() -> None:
        camera = OddCamera(script=script)
        async with serving(camera) as rig:
            rig.ingest.apply([desired("cam", f"rtsp://127.0.0.1:{camera.port}/x")])
            await rig.until(lambda: "GET_PARAMETER" in camera.methods())
            kept = len(rig.sinks["cam"].units)
            await rig.until(lambda: len(rig.sinks["cam"].units) > kept + 10)
            assert camera.connections == 1
            assert rig.sinks["cam"].interruptions == []

    asyncio.run(run())


def test_an_ended_session_is_opened_again() -> None:
    async def run() -> None:
        camera = OddCamera(script=lambda asked, _: (454, {}, b"") if asked.method == "GET_PARAMETER" else None)
        async with serving(camera) as rig:
            rig.ingest.apply([desired("cam", f"rtsp://127.0.0.1:{camera.port}/x")])
            await rig.until(lambda: camera.connections == 2)
            await rig.until(rig.online("cam"))
            assert rig.sinks["cam"].interruptions == [GapCause.CAMERA_AWAY]

    asyncio.run(run())


def test_pictures_before_a_play_that_fails_are_a_run_that_ends() -> None:
    async def run() -> None:
        packer = Packer()
        early = framed(packer.packets([slice_nal(Codec.H264, key=True, body=bytes(100))], 0))

        def script(asked: Asked, camera: OddCamera) -> Answer | None:
            camera.preface = early if asked.method == "PLAY" else b""
            return (500, {}, b"") if asked.method == "PLAY" else None

        camera = OddCamera(script=script)
        async with serving(camera) as rig:
            rig.ingest.apply([desired("cam", f"rtsp://127.0.0.1:{camera.port}/x")])
            await rig.until(rig.away("cam", StateReason.SERVER_ERROR))
            assert rig.sinks["cam"].events[:4] == ["parameters", "clock", "key", "interrupted"]
            assert camera.methods()[:5] == ["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "TEARDOWN"]

    asyncio.run(run())


def test_a_fault_of_a_sink_costs_its_stream_only() -> None:
    class Broken:
        def __init__(self) -> None:
            self.count = 0

        def on_access_unit(self, unit: AccessUnit) -> None:
            self.count += 1
            raise ZeroDivisionError

        def __getattr__(self, name: str) -> Callable[..., None]:
            return lambda *_: None

    async def run() -> None:
        camera = OddCamera()
        broken = Broken()
        async with serving(camera) as rig:
            url = f"rtsp://127.0.0.1:{camera.port}/x"
            rig.ingest.apply([desired("good", url), desired("bad", url)])
            hub = rig.ingest.hub("bad", MAIN)
            assert hub is not None
            hub.attach(broken)
            await rig.until(lambda: broken.count >= 2)
            hub.detach(broken)
            await rig.until(rig.online("good", "bad"))
            assert rig.history("good") == [(StreamState.ONLINE, StateReason.NONE)]
            assert rig.ingest.crashes == broken.count
            rig.ingest.crashes = 0

    asyncio.run(run())


def test_a_camera_that_never_answers_the_log_in_does_not_hold_others_for_long() -> None:
    def script(asked: Asked, camera: OddCamera) -> Answer | None:
        return (401, {"WWW-Authenticate": DIGEST.format("n")}, b"") if asked.method == "DESCRIBE" else None

    async def run() -> None:
        camera = OddCamera(script=script)
        async with serving(camera) as rig:
            url = f"rtsp://127.0.0.1:{camera.port}/"
            rig.ingest.apply([desired(str(number), url + str(number), "u", "p") for number in range(30)])
            await rig.until(lambda: all(rig.status(str(number)).state is StreamState.OFFLINE for number in range(30)))
            assert sum("authorization" in asked.headers for asked in camera.asked) == 1

    asyncio.run(run())
