"""One consumer's RTSP connection in the media process (RFC 2326): its dialogue, and the packets it is sent.

It comes here logged in: the web process has judged who asks, and a log-in holds for its connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from toancanh.kernel import Clock, Exhausted
from toancanh.media.gateway.description import TRACK, description
from toancanh.media.gateway.messages import PUBLIC, Refusal, response
from toancanh.media.gateway.packets import Packets, interleaved
from toancanh.media.gateway.paths import path_of
from toancanh.media.gateway.udp import UdpOut
from toancanh.media.live.flow import Flow
from toancanh.media.live.ticket import ViewTicket
from toancanh.media.live.websocket import CloseCode
from toancanh.media.model import Codec, CodecParameters
from toancanh.media.rtsp.messages import NotRtsp, ServerRequest, parse_message

SESSION_S = 60
_GONE_AFTER_US = 90_000_000
_CLOSE_WITHIN_S = 1.0
_MAX_WAITING_BYTES = 64 << 10
_INTERLEAVED = re.compile(r"interleaved=(\d{1,3})(?:-(\d{1,3}))?")
_CLIENT_PORTS = re.compile(r"client_port=(\d{1,5})(?:-(\d{1,5}))?")
_STATUS = {CloseCode.WITHDRAWN: 403, CloseCode.DENIED: 403, CloseCode.UNKNOWN: 404}


class Stream(Protocol):
    """`GatewayStream`, as its sessions use it."""

    @property
    def parameters(self) -> CodecParameters | None: ...
    @property
    def group(self) -> Sequence[Packets]: ...
    def goodbye(self) -> bytes: ...


class ConsumerSession(Flow):
    """The server's side of one connection, with at most one session in it."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        ticket: ViewTicket,
        *,
        clock: Clock,
        on_closed: Callable[[ConsumerSession, str], None],
    ) -> None:
        self.ticket = ticket
        self._on_closed = on_closed
        self._stream: Stream | None = None
        self._codec: Codec | None = None  # as it was described
        self._asked: ServerRequest | None = None  # a DESCRIBE that waits for the camera
        self._heard = b""
        self._session = ""
        self._channels = (0, 1)
        self._udp: UdpOut | None = None
        self._playing = False
        self._heard_us = clock.monotonic_us()
        super().__init__(loop, connection, clock=clock)

    def open(self, early: bytes) -> None:
        """``early``: the request by which it logged in, and what came behind it."""
        self._received(early)

    def placed(self, stream: Stream) -> None:
        """Its stream is this one, or a run of that has begun."""
        parameters = stream.parameters
        moved = self._stream is not None and self._stream is not stream
        if self._codec is not None and (moved or (parameters is not None and parameters.codec is not self._codec)):
            self.close(CloseCode.AWAY, "the stream is another now")
            return
        self._stream = stream
        if self._asked is not None and parameters is not None:
            asked, self._asked = self._asked, None
            self._describe(asked, parameters)
            self._converse()

    def give(self, packets: Packets) -> None:
        """The next picture."""
        if not self._playing:
            return
        if self._udp is None:
            self.offer(packets.interleaved(self._channels[0]), packets.is_key)
            return
        if packets.is_key:
            self._flowing = True
        if self._flowing:
            self._first_us = self._first_us or self._clock.monotonic_us()
            if not self._udp.send(packets.units):
                self.frames_skipped += 1
                self._flowing = False

    def give_report(self, report: bytes) -> None:
        """A sender report."""
        if not self._playing:
            return
        if self._udp is not None:
            self._udp.send_report(report)
        elif not self._unsent:
            self._put(interleaved(self._channels[1], (report,)), droppable=True)

    def close(self, code: CloseCode, reason: str) -> None:
        """Nothing more is sent; who waits for an answer gets it, and the connection ends within a second."""
        if self.closing:
            return
        self._closing = reason
        self._drop_unsent()
        if self._asked is not None:
            self._answer(self._asked, _STATUS.get(code, 503))
        elif self._playing and self._stream is not None:
            self._playing = False
            if self._udp is not None:
                self._udp.send_report(self._stream.goodbye())
            else:
                self._put(interleaved(self._channels[1], (self._stream.goodbye(),)), droppable=False)
        if self._closed:
            return
        if not self._unsent:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_WR)
        self._loop.call_later(_CLOSE_WITHIN_S, self._abandon, reason)

    def tick(self) -> None:
        """Every second: a session of which nothing is heard, or to which nothing can be sent, ends."""
        if self.closing:
            return
        now_us = self._clock.monotonic_us()
        if self._udp is not None:
            heard_us = max(self._heard_us, self._udp.heard_us)
        elif self._playing:
            heard_us = self._unsent[0][2] if self._unsent else now_us
        else:
            heard_us = self._heard_us
        if now_us - heard_us > _GONE_AFTER_US:
            self._abandon("no answer")

    # the dialogue

    def _received(self, data: bytes) -> None:
        self._heard_us = self._clock.monotonic_us()
        self._heard += data
        self._converse()

    def _converse(self) -> None:
        while self._heard and self._asked is None and not self.closing:
            heard = self._heard
            if heard[0] == 0x24:  # a receiver report
                end = 4 + int.from_bytes(heard[2:4], "big")
                if len(heard) < max(4, end):
                    break
                self._heard = heard[end:]
                continue
            if heard[0] in b"\r\n":
                self._heard = heard[1:]
                continue
            try:
                parsed = parse_message(heard, 0)
            except NotRtsp:
                self._put(response(400, ""), droppable=False)
                self.close(CloseCode.PROTOCOL_ERROR, "no RTSP")
                return
            if parsed is None:
                break
            message, end = parsed
            self._heard = heard[end:]
            if isinstance(message, ServerRequest):
                self._handle(message)
        if len(self._heard) > _MAX_WAITING_BYTES:
            self.close(CloseCode.POLICY, "too much from the client")

    def _handle(self, request: ServerRequest) -> None:
        method = request.method
        try:
            if not request.headers.get("cseq"):
                raise Refusal(400)
            if needed := request.headers.get("require"):
                raise Refusal(551, {"Unsupported": needed[:200]})
            if method == "OPTIONS":
                self._answer(request, 200, {"Public": PUBLIC})
                return
            if path_of(request.url) != (self.ticket.camera_id, self.ticket.role):
                raise Refusal(404)  # another camera wants another connection
            if method == "DESCRIBE":
                self._await_description(request)
            elif method == "SETUP":
                self._set_up(request)
            elif method in PUBLIC.split(", "):
                self._control(request)
            else:
                raise Refusal(405, {"Allow": PUBLIC})
        except Refusal as refusal:
            self._answer(request, refusal.status, refusal.headers)

    def _await_description(self, request: ServerRequest) -> None:
        parameters = self._stream.parameters if self._stream is not None else None
        if parameters is None:
            self._asked = request
        else:
            self._describe(request, parameters)

    def _describe(self, request: ServerRequest, parameters: CodecParameters) -> None:
        self._codec = parameters.codec
        body = description(parameters, session=self.ticket.started_us // 1_000_000)
        base = request.url.partition("?")[0].rstrip("/") + "/"
        self._answer(request, 200, {"Content-Type": "application/sdp", "Content-Base": base}, body)

    def _set_up(self, request: ServerRequest) -> None:
        if self._playing or (self._session and not self._owns(request)):
            raise Refusal(455)
        for wanted in request.headers.get("transport").split(","):
            agreed = self._transport(wanted.strip())
            if agreed:
                self._session = self._session or self.ticket.view_id.replace("-", "")
                self._answer(
                    request, 200, {"Transport": agreed, "Session": f"{self._session};timeout={SESSION_S}"}
                )  # fmt: skip
                return
        raise Refusal(461)

    def _transport(self, wanted: str) -> str:
        """What is agreed to, or nothing. Packets go to who has logged in, wherever ``destination`` points."""
        parts = [part.strip() for part in wanted.split(";")]
        if "multicast" in parts or any(part.lower().replace('"', "") == "mode=record" for part in parts):
            return ""
        if parts[0].upper() == "RTP/AVP/TCP":
            found = _INTERLEAVED.search(wanted)
            rtp = int(found[1]) if found else 0
            rtcp = int(found[2]) if found and found[2] else rtp + 1
            if max(rtp, rtcp) > 255 or rtp == rtcp:
                return ""
            self._drop_udp()
            self._channels = (rtp, rtcp)
            return f"RTP/AVP/TCP;unicast;interleaved={rtp}-{rtcp}"
        ports = _CLIENT_PORTS.search(wanted)
        if parts[0].upper() not in ("RTP/AVP", "RTP/AVP/UDP") or ports is None:
            return ""
        rtp, rtcp = int(ports[1]), int(ports[2] or int(ports[1]) + 1)
        if self._socket.family not in (socket.AF_INET, socket.AF_INET6) or not (0 < rtp < 65536 and 0 < rtcp < 65536):
            return ""  # behind TLS nothing goes in the clear
        self._drop_udp()
        try:
            self._udp = udp = UdpOut(self._loop, self._socket, (rtp, rtcp), clock=self._clock)
        except (Exhausted, OSError):
            raise Refusal(503) from None
        return f"RTP/AVP;unicast;client_port={rtp}-{rtcp};server_port={udp.ports[0]}-{udp.ports[1]}"

    def _control(self, request: ServerRequest) -> None:
        named = request.headers.get("session")
        if request.method in ("GET_PARAMETER", "SET_PARAMETER") and not named:
            self._answer(request, 200)
            return
        if not self._session or not self._owns(request):
            raise Refusal(454)
        session = {"Session": f"{self._session};timeout={SESSION_S}"}
        if request.method == "PLAY":
            self._play(request, session)
            return
        if request.method in ("PAUSE", "TEARDOWN"):
            self._playing = self._flowing = False
            self._drop_unsent()
        self._answer(request, 200, session)
        if request.method == "TEARDOWN":
            self._session = ""
            self._drop_udp()
            self.close(CloseCode.NORMAL, "left")

    def _play(self, request: ServerRequest, session: Mapping[str, str]) -> None:
        stream = self._stream
        group = stream.group if stream is not None and not self._playing else ()
        headers = {**session, "Range": "npt=now-"}
        if group:
            first = group[0].units[0]
            track = f"{request.url.partition('?')[0].rstrip('/').removesuffix('/' + TRACK)}/{TRACK}"
            number, time = int.from_bytes(first[2:4], "big"), int.from_bytes(first[4:8], "big")
            headers["RTP-Info"] = f"url={track};seq={number};rtptime={time}"
        self._answer(request, 200, headers)
        if self._playing:
            return
        self._playing = True
        if self._udp is None:
            self.burst([packets.interleaved(self._channels[0]) for packets in group])
        else:
            for packets in group:
                self.give(packets)

    def _owns(self, request: ServerRequest) -> bool:
        return request.headers.get("session").partition(";")[0].strip() == self._session

    def _answer(
        self, request: ServerRequest, status: int, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> None:
        self._put(response(status, request.headers.get("cseq")[:16], headers or {}, body), droppable=False)

    def _drop_udp(self) -> None:
        if self._udp is not None:
            self._udp.close()
            self._udp = None

    def _ended(self, reason: str) -> None:
        self._drop_udp()
        self._on_closed(self, reason)
