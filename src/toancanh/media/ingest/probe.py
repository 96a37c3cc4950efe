"""The connection test: open a stream as ingest would, take a key frame, and say plainly what is wrong."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock
from toancanh.media.ingest.connecting import Session, Source, Surroundings, open_session
from toancanh.media.ingest.login import LoginGate
from toancanh.media.ingest.watch import without_pictures
from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock, StateReason
from toancanh.media.rtsp import CertificateFailure, OfferedCertificate, RtspFailure

_COUNTED_S = 1.0
"""How long frames are counted behind the key frame."""
_TIMED_OUT = RtspFailure(StateReason.TIMEOUT, "the camera does not answer in time")
_DONE = RtspFailure(StateReason.NONE, "the test is over")


@dataclass(frozen=True, kw_only=True)
class ProbeResult:
    """``detail`` is one plain sentence in English for logs; the screen speaks by ``reason``."""

    ok: bool
    reason: StateReason = StateReason.NONE
    detail: str = ""
    parameters: CodecParameters | None = None
    fps: float = 0.0
    key_frame: AccessUnit | None = None
    server: str = ""
    transport: str = ""
    certificate: OfferedCertificate | None = None
    """What an ``rtsps://`` address showed, also where that was the reason."""


class _FirstPictures:
    """A sink that keeps the first key frame and counts what follows."""

    def __init__(self) -> None:
        self.parameters: CodecParameters | None = None
        self.key_frame: AccessUnit | None = None
        self.key_frame_came = asyncio.Event()
        self.span = 0
        self.followers = 0

    def on_parameters(self, parameters: CodecParameters) -> None:
        if self.key_frame is None:
            self.parameters = parameters

    def on_access_unit(self, unit: AccessUnit) -> None:
        if self.key_frame is None:
            self.key_frame = unit
            self.key_frame_came.set()
        elif unit.media_time > self.key_frame.media_time:
            self.followers += 1
            self.span = max(self.span, unit.media_time - self.key_frame.media_time)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        """The key frame stays good."""

    def on_clock(self, clock: RunClock) -> None:
        """Of no interest here."""


async def probe(
    url: str,
    username: str,
    password: str,
    *,
    outbound: OutboundPolicy,
    login_gate: LoginGate,
    clock: Clock,
    timeout_s: float = 10.0,
    certificate: str = "",
    allow_basic: bool = False,
) -> ProbeResult:
    """Test an address. Never raises for what a camera does; a paused log-in is not tried."""
    around = Surroundings(loop=asyncio.get_running_loop(), clock=clock, outbound=outbound, login_gate=login_gate)
    source = Source(url=url, username=username, password=password, certificate=certificate, allow_basic=allow_basic)
    pictures = _FirstPictures()
    session: Session | None = None
    failure = _TIMED_OUT
    try:
        async with asyncio.timeout(timeout_s):
            session = await open_session(around, source, pictures)
            failure = await _wait(session, pictures) or failure
    except RtspFailure as problem:
        failure = problem
    except TimeoutError:
        if session is not None:
            failure = RtspFailure(without_pictures(session.receiver), "no key frame comes")
    server, transport, offered = "", "", failure.offered if isinstance(failure, CertificateFailure) else None
    if session is not None:
        server, transport, offered = session.client.server, session.transport, session.certificate
        session.close(_DONE)
    if pictures.key_frame is None:
        return ProbeResult(
            ok=False, reason=failure.reason, detail=failure.detail, server=server, transport=transport,
            certificate=offered,
        )  # fmt: skip
    return ProbeResult(
        ok=True,
        parameters=pictures.parameters,
        fps=round(pictures.followers * 90_000 / pictures.span, 2) if pictures.span else 0.0,
        key_frame=pictures.key_frame,
        server=server,
        transport=transport,
        certificate=offered,
    )


async def _wait(session: Session, pictures: _FirstPictures) -> RtspFailure | None:
    """Until the key frame and a second more have come, or the connection is lost."""
    lost = asyncio.Event()
    session.connection.on_failure = lost.set
    session.read_on_arrival(True)
    waits = [asyncio.ensure_future(event.wait()) for event in (lost, pictures.key_frame_came)]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        if pictures.key_frame is not None and session.connection.failure is None:
            await asyncio.wait(waits[:1], timeout=_COUNTED_S)
    finally:
        for wait in waits:
            wait.cancel()
    return session.connection.failure
