"""From a stream's address to a connected socket and a session that plays, each failure with its reason."""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field

from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy, Pinned
from toancanh.kernel import Clock, Denied, Invalid, Unavailable
from toancanh.media.ingest.login import LoginAttempt, LoginGate
from toancanh.media.ingest.status import gap_cause
from toancanh.media.model import StateReason, StreamSink
from toancanh.media.rtp import ParameterSets, VideoReceiver, make_receiver
from toancanh.media.rtsp import (
    Credentials,
    OfferedCertificate,
    ReadBuffer,
    Redirected,
    RtspClient,
    RtspConnection,
    RtspFailure,
    StreamUrl,
    TlsSocket,
    TransportRefused,
    parse_url,
    secured,
)
from toancanh.media.rtsp.connection import FaultListener
from toancanh.media.rtsp.udp import UdpPair

_log = get_logger(__name__)

CONNECT_TIMEOUT_S = 2.5
ANSWER_TIMEOUT_S = 5.0
RECEIVE_BUFFER_BYTES = 2 << 20
MAX_REDIRECTS = 3

_NO_ROUTE = frozenset({errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTDOWN, errno.ENETDOWN, errno.EADDRNOTAVAIL})


def _report(fault: Exception) -> None:
    _log.crash("a fault of ours ended a session with a camera", fault)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What connecting needs of the process; one for all streams."""

    loop: asyncio.AbstractEventLoop
    clock: Clock
    outbound: OutboundPolicy
    login_gate: LoginGate
    buffer: ReadBuffer = field(default_factory=ReadBuffer)
    dialogues: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(64))
    """A switch that comes back brings hundreds of cameras at once; TCP connects do not count."""
    on_fault: FaultListener = _report
    random_hex: Callable[[int], str] = field(default=secrets.token_hex, repr=False)


@dataclass(frozen=True, kw_only=True)
class Replay:
    """What of a recording is wanted, as in RTSP's ``Range``, and who is told when each picture was taken."""

    range: str
    on_capture: Callable[[int], None]


@dataclass(kw_only=True)
class Source:
    """Whose pictures, and what the last connections taught about it."""

    url: str
    username: str
    password: str = field(repr=False)
    certificate: str = ""
    """SHA-256 in hex of what an ``rtsps://`` address must show; empty: an authority must vouch for it."""
    allow_basic: bool = False
    """A person decided that the password may be sent in the clear, where a camera without TLS offers Basic alone."""
    label: str = ""
    """Names the stream in logs and to the log-in gate; a connection test has none."""
    udp_blocked: bool = False
    """A session over UDP was set up and not one datagram came."""
    replay: Replay | None = None
    """It is no live stream but a recording in the camera's own storage."""


@dataclass(kw_only=True)
class Session:
    """A session that plays."""

    connection: RtspConnection
    client: RtspClient
    receiver: VideoReceiver
    udp: UdpPair | None = None
    certificate: OfferedCertificate | None = None
    """What an ``rtsps://`` address showed."""
    _turn_bytes: int = field(default=0, init=False)
    _left: bool = field(default=False, init=False)

    def read_in_turn(self) -> None:
        """Read, or leave what came for the next turn too, where the kernel has room for eight times as much."""
        if self.udp is None and not self._left and 8 * self._turn_bytes < self.connection.room_bytes:
            self._left = True
            return
        self._left, before = False, self.connection.received_bytes
        self.read()
        self._turn_bytes = self.connection.received_bytes - before

    def read(self) -> None:
        """Take what has come."""
        if self.udp is not None:
            self.udp.read()
        self.connection.read()

    def read_on_arrival(self, wanted: bool) -> None:
        """Read whenever something comes, or leave that to the tick."""
        self.connection.read_on_arrival(wanted)
        if self.udp is not None:
            self.udp.read_on_arrival(wanted)

    @property
    def received_bytes(self) -> int:
        """Everything that came over this session."""
        return self.connection.received_bytes + (self.udp.received_bytes if self.udp is not None else 0)

    @property
    def transport(self) -> str:
        """``tcp`` (interleaved) or ``udp``."""
        return "tcp" if self.udp is None else "udp"

    def close(self, failure: RtspFailure) -> None:
        """Say good-bye and close."""
        self.client.tear_down()
        self.connection.fail(failure)
        if self.udp is not None:
            self.udp.close()


async def open_session(around: Surroundings, source: Source, target: StreamSink) -> Session:
    """Connect, log in, set up and play. Redirects are judged like any other address.

    Raises `RtspFailure`.
    """
    try:
        url = parse_url(source.url)
    except Invalid as problem:
        raise RtspFailure(StateReason.NO_SUCH_PATH, problem.detail) from None
    home, home_tls = url.host, url.tls
    for _ in range(MAX_REDIRECTS + 1):
        pinned = await _resolve(around.outbound, url)
        # Credentials are for the host they were given for, not for wherever it points.
        with_login = url.host == home and url.tls >= home_tls
        try:
            return await _open_at(around, source, target, url, pinned, with_login=with_login)
        except Redirected as redirect:
            url = redirect.url
    raise RtspFailure(StateReason.SERVER_ERROR, "the camera redirects in circles")


async def _open_at(
    around: Surroundings, source: Source, target: StreamSink, url: StreamUrl, pinned: Pinned, *, with_login: bool
) -> Session:
    username, password = (source.username, source.password) if with_login else ("", "")
    gate = around.login_gate
    key = gate.key(address=pinned.address, port=pinned.port, username=username, password=password, stream=source.label)
    own_accepted = gate.own_accepted(source.label, key)
    gate.check(key, own_accepted=own_accepted)
    plain = await _connect(around.loop, pinned)
    sock: socket.socket | TlsSocket = plain
    offered: OfferedCertificate | None = None
    if url.tls:
        sock, offered = await _secure(around.loop, plain, url, source.certificate)
    connection = RtspConnection(loop=around.loop, clock=around.clock, sock=sock, on_fault=around.on_fault)
    attempt = LoginAttempt(gate, key, own_accepted=own_accepted)
    credentials = Credentials(username=username, password=password, random_hex=around.random_hex)
    client = RtspClient(
        connection=connection,
        url=url,
        credentials=credentials if username or password else None,
        login=attempt,
        allow_basic=source.allow_basic or url.tls,  # with TLS it is known who reads it
        timeout_s=ANSWER_TIMEOUT_S,
        replay_range=source.replay.range if source.replay is not None else "",
    )
    receiver: VideoReceiver | None = None
    udp: UdpPair | None = None
    try:
        async with around.dialogues:
            connection.read_on_arrival(True)
            track = await client.describe()
            sets = ParameterSets(track.codec)
            sets.add_description(track.parameter_sets)
            receiver = make_receiver(codec=track.codec, target=target, sets=sets, payload_type=track.payload_type)
            if source.replay is not None:
                receiver.on_capture = source.replay.on_capture
            first_udp = url.wants_udp and not source.udp_blocked
            udp = await _set_up(around, client, receiver, pinned, first_udp=first_udp, tls=url.tls)
            await client.play()
    except BaseException as problem:
        failure = problem if isinstance(problem, RtspFailure) else RtspFailure(StateReason.NONE, "given up")
        client.tear_down()
        connection.fail(failure)
        if udp is not None:
            udp.close()
        if receiver is not None:  # pictures may have come before the answer to PLAY
            receiver.end(gap_cause(failure.reason))
        raise
    finally:
        attempt.leave()
        if attempt.was_accepted or attempt.was_refused:
            gate.note_own(source.label, key, accepted=attempt.was_accepted)
    return Session(connection=connection, client=client, receiver=receiver, udp=udp, certificate=offered)


async def _set_up(
    around: Surroundings,
    client: RtspClient,
    receiver: VideoReceiver,
    pinned: Pinned,
    *,
    first_udp: bool,
    tls: bool,
) -> UdpPair | None:
    connection = client.connection
    for use_udp in (False,) if tls else (first_udp, not first_udp):
        try:
            if not use_udp:
                transport = await client.set_up_interleaved()
                receiver.use_channel(transport.channel)
                connection.receiver = receiver
                return None
            udp = UdpPair(
                loop=around.loop,
                clock=around.clock,
                family=pinned.family,
                local_address=connection.local_address,
                peer_address=pinned.address,
                buffer=around.buffer,
                receiver=receiver,
                on_fault=connection.fault,
            )
        except TransportRefused:
            continue
        try:
            transport = await client.set_up_udp(udp.ports)
        except TransportRefused:
            udp.close()
            continue
        except BaseException:
            udp.close()
            raise
        udp.open_path(transport.server_ports)
        udp.read_on_arrival(True)
        return udp
    raise RtspFailure(StateReason.SERVER_ERROR, "the camera offers neither TCP nor UDP for its packets")


async def _secure(
    loop: asyncio.AbstractEventLoop, sock: socket.socket, url: StreamUrl, certificate: str
) -> tuple[TlsSocket, OfferedCertificate]:
    """Before a byte of RTSP: is it the camera that we know?"""
    try:
        return await secured(loop, sock, host=url.host, certificate=certificate, timeout_s=ANSWER_TIMEOUT_S)
    except BaseException:
        sock.close()
        raise


async def _resolve(outbound: OutboundPolicy, url: StreamUrl) -> Pinned:
    try:
        return await outbound.resolve(url.host, url.port)
    except Denied as problem:
        raise RtspFailure(StateReason.ADDRESS_FORBIDDEN, problem.detail) from None
    except Unavailable as problem:
        raise RtspFailure(StateReason.NAME_NOT_FOUND, problem.detail) from None


async def _connect(loop: asyncio.AbstractEventLoop, pinned: Pinned) -> socket.socket:
    sock = socket.socket(pinned.family, socket.SOCK_STREAM)
    sock.setblocking(False)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER_BYTES)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT_S):
            await loop.sock_connect(sock, (pinned.address, pinned.port))
    except TimeoutError:
        sock.close()
        raise RtspFailure(StateReason.TIMEOUT, "the address does not answer") from None
    except OSError as problem:
        sock.close()
        raise _connect_failure(problem) from None
    except BaseException:
        sock.close()
        raise
    return sock


def _connect_failure(problem: OSError) -> RtspFailure:
    if problem.errno == errno.ECONNREFUSED:
        return RtspFailure(StateReason.REFUSED, "nothing listens on that port")
    if problem.errno in _NO_ROUTE:
        return RtspFailure(StateReason.NO_ROUTE, "there is no way to that address")
    return RtspFailure(StateReason.TIMEOUT, "the address does not answer")
