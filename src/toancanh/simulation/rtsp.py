"""The RTSP 1.0 server (RFC 2326) of simulated cameras: one connection, its session and its transports."""

from __future__ import annotations

import asyncio
import re
import secrets
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toancanh.registry.model import StreamRole
from toancanh.simulation.authentication import Authenticator, Verdict
from toancanh.simulation.faults import Fault
from toancanh.simulation.packets import interleaved

if TYPE_CHECKING:
    from toancanh.simulation.server import SimulatedCamera, SimulationServer
    from toancanh.simulation.stream import CameraStream

_PATH = re.compile(r"^rtsps?://[^/]+/cam/(\d+)(/sub)?(?:/trackID=0)?/?(?:\?.*)?$", re.IGNORECASE)
_MAX_REQUEST_BYTES = 64 * 1024
_SLOW_BACKLOG_BYTES = 256 * 1024
_SLOW_STEP_S = 0.05
_REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    404: "Not Found",
    405: "Method Not Allowed",
    454: "Session Not Found",
    455: "Method Not Valid In This State",
    457: "Invalid Range",
    461: "Unsupported Transport",
    503: "Service Unavailable",
}
_METHODS = "OPTIONS, DESCRIBE, SETUP, PLAY, PAUSE, GET_PARAMETER, SET_PARAMETER, TEARDOWN"


@dataclass(frozen=True, kw_only=True)
class Request:
    """One parsed request; header names in lower case."""

    method: str
    url: str
    headers: dict[str, str]

    @staticmethod
    def parse(head: bytes) -> Request | None:
        """None for what is no RTSP request."""
        first, *lines = head.decode("utf-8", "replace").split("\r\n")
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("RTSP/"):
            return None
        pairs = (line.partition(":") for line in lines if ":" in line)
        return Request(
            method=words[0], url=words[1], headers={name.strip().lower(): value.strip() for name, _, value in pairs}
        )


@dataclass(kw_only=True)
class Player:
    """One client of one stream, over the connection (``channel``) or over UDP (``address``)."""

    connection: Connection
    stream: CameraStream
    channel: int | None
    address: tuple[str, int, int] | None  # host, RTP port, RTCP port
    waiting_for_key: bool = True
    last_report_us: int = 0
    packet_count: int = 0
    octet_count: int = 0
    _backlog: deque[bytes] = field(default_factory=deque)
    _backlog_bytes: int = 0
    _slow_kbps: float = 0
    _allowance_bytes: float = 0
    _timer: asyncio.TimerHandle | None = None

    def send_picture(self, datagrams: list[bytes], blob: bytes | None, *, slow_kbps: float | None) -> bool:
        """See `Client`."""
        if slow_kbps is not None or self._backlog:
            return self._send_slowly(datagrams, slow_kbps or self._slow_kbps)
        if self.channel is None:
            for datagram in datagrams:
                self._send(datagram)
            return True
        return self.connection.send_media(
            blob if blob is not None and self.channel == 0 else interleaved(self.channel, datagrams)
        )

    def send_report(self, datagram: bytes) -> None:
        """See `Client`."""
        if self.channel is not None:
            self.connection.send_media(interleaved(self.channel + 1, [datagram]))
        elif self.address is not None:
            self.connection.server.send_rtcp(datagram, (self.address[0], self.address[2]))

    def send_garbage(self, data: bytes) -> None:
        """See `Client`."""
        if self.channel is not None:
            self.connection.send_media(data)
        else:
            self._send(data)

    def close(self) -> None:
        """Forget what is queued."""
        if self._timer is not None:
            self._timer.cancel()

    def _send(self, datagram: bytes) -> None:
        if self.channel is not None:
            self.connection.send_media(interleaved(self.channel, [datagram]))
        elif self.address is not None:
            self.connection.server.send_rtp(datagram, (self.address[0], self.address[1]))

    def _send_slowly(self, datagrams: list[bytes], slow_kbps: float) -> bool:
        """Through a thin line: a bounded backlog, emptied a little every `_SLOW_STEP_S`."""
        self._slow_kbps = slow_kbps
        size = sum(map(len, datagrams))
        if self._backlog and self._backlog_bytes + size > _SLOW_BACKLOG_BYTES:
            return False
        self._backlog.extend(datagrams)
        self._backlog_bytes += size
        if self._timer is None:
            self._drain()
        return True

    def _drain(self) -> None:
        self._allowance_bytes += self._slow_kbps * 125 * _SLOW_STEP_S
        while self._backlog and len(self._backlog[0]) <= self._allowance_bytes:
            datagram = self._backlog.popleft()
            self._allowance_bytes -= len(datagram)
            self._backlog_bytes -= len(datagram)
            self._send(datagram)
        if self._backlog:
            self._timer = asyncio.get_running_loop().call_later(_SLOW_STEP_S, self._drain)
        else:
            self._timer, self._allowance_bytes = None, 0


class Connection(asyncio.Protocol):
    """One client's connection; at most one session in it."""

    def __init__(self, server: SimulationServer, only: SimulatedCamera | None) -> None:
        self.server = server
        self._only = only  # the camera whose own port this is
        self._camera: SimulatedCamera | None = None
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None
        self._authenticator: Authenticator | None = None
        self._session = ""
        self._player: Player | None = None
        self._playing = False
        self._heard_us = server.clock.monotonic_us()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101
        self._transport = transport
        self.server.connections.add(self)
        if self._only is not None:
            self._meet(self._only)

    def connection_lost(self, exc: Exception | None) -> None:
        self.server.connections.discard(self)
        if self._camera is not None:
            self._camera.connections.discard(self)
        self._end_session()
        self._transport = None

    def data_received(self, data: bytes) -> None:
        self._heard_us = self.server.clock.monotonic_us()
        self._buffer += data
        while self._transport is not None and (size := self._next_size()):
            message = bytes(self._buffer[:size])
            del self._buffer[:size]
            if message[0] != 0x24:
                self._on_request(Request.parse(message.partition(b"\r\n\r\n")[0]))
        if len(self._buffer) > _MAX_REQUEST_BYTES:
            self.close()

    def send_media(self, data: bytes) -> bool:
        """False if the client is gone or too far behind."""
        transport = self._transport
        if transport is None or transport.is_closing():
            return False
        if transport.get_write_buffer_size() > self.server.options.backlog_bytes:
            return False
        transport.write(data)
        return True

    def close(self) -> None:
        """As a camera that loses its power: at once."""
        if self._transport is not None:
            self._transport.abort()

    def close_if_forgotten(self) -> None:
        """Close a session whose client has not been heard of within its timeout (RFC 2326 section 12.37)."""
        silent_us = self.server.clock.monotonic_us() - self._heard_us
        if self._playing and silent_us > self.server.options.session_timeout_s * 1_000_000:
            self.close()

    def heard_over_udp(self, host: str, port: int) -> None:
        """A receiver report is as good as a keep-alive."""
        if self._player is not None and self._player.address is not None:
            address = self._player.address
            if host == address[0] and port in address[1:]:
                self._heard_us = self.server.clock.monotonic_us()

    def _next_size(self) -> int:
        """Length of the first whole message in the buffer, or 0."""
        buffer = self._buffer
        if len(buffer) >= 4 and buffer[0] == 0x24:
            size = 4 + int.from_bytes(buffer[2:4], "big")
            return size if len(buffer) >= size else 0
        if buffer[:1] == b"$" or (end := buffer.find(b"\r\n\r\n")) < 0:
            return 0
        length = re.search(rb"\r\ncontent-length:\s*(\d{1,5})", buffer[:end], re.IGNORECASE)
        size = end + 4 + (int(length[1]) if length else 0)
        return size if len(buffer) >= size else 0

    def _on_request(self, request: Request | None) -> None:
        if request is None:
            self._reply(400, None)
            return
        camera, role = self._find(request.url)
        if camera is not None and self._camera is None:
            self._meet(camera)
        if camera is None:
            self._reply(200 if request.method == "OPTIONS" else 404, request, {"Public": _METHODS})
        elif camera.is_away:
            self.close()
        elif Fault.SILENT not in camera.faults and self._is_admitted(camera, request):
            self._handle(camera, role, request)

    def _find(self, url: str) -> tuple[SimulatedCamera | None, StreamRole]:
        """The camera and the stream that an address names."""
        path = _PATH.match(url)
        camera = self.server.cameras.get(int(path[1])) if path else None
        if self._only is not None and camera is not self._only:
            camera = None
        return camera, StreamRole.SUB if path and path[2] else StreamRole.MAIN

    def _meet(self, camera: SimulatedCamera) -> None:
        self._camera = camera
        camera.connections.add(self)
        camera.connection_count += 1
        if camera.is_away:
            self.close()

    def _is_admitted(self, camera: SimulatedCamera, request: Request) -> bool:
        if self._authenticator is None:
            self._authenticator = self.server.authenticator(camera)
        if self._authenticator is None or request.method == "OPTIONS":
            return True
        verdict = self._authenticator.judge(request.method, request.headers.get("authorization"))
        if verdict is Verdict.ACCEPTED and Fault.UNAUTHORIZED in camera.faults:
            verdict = Verdict.REFUSED
        if camera.door is not None and self._transport is not None:
            verdict = camera.door.note(self._transport.get_extra_info("peername")[0], verdict)
        if verdict is Verdict.ACCEPTED:
            camera.log_ins_accepted += request.method == "DESCRIBE"
            return True
        camera.log_ins_refused += verdict is Verdict.REFUSED
        challenges = self._authenticator.challenges(stale=verdict is Verdict.STALE)
        self._reply(401, request, {"WWW-Authenticate": challenges})
        return False

    def _handle(self, camera: SimulatedCamera, role: StreamRole, request: Request) -> None:
        stream = camera.streams.get(role)
        if stream is None:
            self._reply(404, request)
        elif request.method == "OPTIONS":
            self._reply(200, request, {"Public": _METHODS})
        elif request.method == "DESCRIBE":
            camera.describe_count += 1
            description = camera.description(stream)
            if description is None:
                self._reply(503, request, {"Retry-After": "1"})
            else:
                base: dict[str, str | list[str]] = {
                    "Content-Type": "application/sdp",
                    "Content-Base": request.url.rstrip("/") + "/",
                }
                self._reply(200, request, base, description.encode())
        elif request.method == "SETUP":
            self._set_up(stream, request)
        elif request.method not in _METHODS:
            self._reply(405, request, {"Allow": _METHODS})
        elif self._player is None or request.headers.get("session", "").partition(";")[0] != self._session:
            self._reply(454, request)
        else:
            self._control(self._player, request)

    def _control(self, player: Player, request: Request) -> None:
        session: dict[str, str | list[str]] = {"Session": self._session}
        if request.method == "TEARDOWN":
            self._reply(200, request, session)
            self._end_session()
            return
        self._reply(200, request, session)
        if request.method == "PLAY" and not self._playing:
            self._playing = True
            player.stream.add(player)
        elif request.method == "PAUSE" and self._playing:
            self._playing = False
            player.stream.remove(player)

    def _set_up(self, stream: CameraStream, request: Request) -> None:
        wanted = request.headers.get("transport", "").split(",")[0]
        channels = re.search(r"interleaved=(\d{1,3})(?:-(\d{1,3}))?", wanted)
        ports = re.search(r"client_port=(\d{1,5})(?:-(\d{1,5}))?", wanted)
        is_tcp = wanted.startswith("RTP/AVP/TCP")
        if self._player is not None:
            self._reply(455, request)
        elif is_tcp and self.server.options.allow_tcp:
            channel = int(channels[1]) if channels else 0
            self._player = Player(connection=self, stream=stream, channel=channel, address=None)
            self._begin_session(request, f"RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}")
        elif not is_tcp and ports and "multicast" not in wanted and self.server.options.allow_udp:
            assert self._transport is not None  # noqa: S101
            rtp, rtcp = int(ports[1]), int(ports[2] or int(ports[1]) + 1)
            host: str = self._transport.get_extra_info("peername")[0]
            self._player = Player(connection=self, stream=stream, channel=None, address=(host, rtp, rtcp))
            own = self.server.udp_ports
            self._begin_session(request, f"RTP/AVP;unicast;client_port={rtp}-{rtcp};server_port={own[0]}-{own[1]}")
        else:
            self._reply(461, request)

    def _begin_session(self, request: Request, transport: str) -> None:
        self._session = secrets.token_hex(4)
        timeout_s = round(self.server.options.session_timeout_s)
        self._reply(200, request, {"Transport": transport, "Session": f"{self._session};timeout={timeout_s}"})

    def _end_session(self) -> None:
        if self._player is not None:
            self._player.stream.remove(self._player)
            self._player.close()
        self._player, self._playing, self._session = None, False, ""

    def _reply(
        self,
        status: int,
        request: Request | None,
        headers: Mapping[str, str | list[str]] | None = None,
        body: bytes = b"",
    ) -> None:
        lines = [f"RTSP/1.0 {status} {_REASONS[status]}"]
        if request is not None and "cseq" in request.headers:
            lines.append(f"CSeq: {request.headers['cseq']}")
        lines.append("Server: toancanh simulation")
        for name, values in (headers or {}).items():
            lines += [f"{name}: {value}" for value in ([values] if isinstance(values, str) else values)]
        if body:
            lines.append(f"Content-Length: {len(body)}")
        if self._transport is not None:
            self._transport.write("\r\n".join([*lines, "", ""]).encode() + body)
