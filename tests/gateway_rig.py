"""The gateway's door over a playback setup and live views, and our own client that comes to it as another system."""

from __future__ import annotations

import asyncio
import contextlib
import random
import ssl
from collections.abc import AsyncIterator

from playback_rig import Setup
from toancanh.infra.keyring import KeyRing
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.media.gateway import Consumer, ConsumerDraft, Consumers, OfferedCamera
from toancanh.media.gateway.front import GatewayFront
from toancanh.media.gateway.paths import address_of
from toancanh.media.ingest import LoginGate
from toancanh.media.ingest.connecting import Session, Source, Surroundings, open_session
from toancanh.media.live.views import LiveViews
from toancanh.media.model import StateReason
from toancanh.media.rtsp import RtspFailure
from toancanh.registry.model import Camera, StreamRole
from wire_packets import Kept


@contextlib.asynccontextmanager
async def gateway_over(
    setup: Setup, views: LiveViews, *, tls: ssl.SSLContext | None = None, plain: bool = True
) -> AsyncIterator[GatewayFront]:
    consumers = Consumers(
        database=setup.rig.database, clock=setup.clock, ids=setup.rig.ids, governance=setup.governance,
        registry=setup.registry, keyring=KeyRing.open(b"k" * 32, setup.rig.root.parent / "keyring"),
    )  # fmt: skip
    front = GatewayFront(
        consumers=consumers, registry=setup.registry, live_views=views, host="127.0.0.1", port=0, plain=plain,
        tls=None if tls is None else lambda: tls,
    )  # fmt: skip
    front.plain = plain  # on loopback it is let in anyhow
    front.start()
    try:
        yield front
    finally:
        await front.close()


def draft_of(setup: Setup, *cameras: Camera, **more: object) -> ConsumerDraft:
    """For a system of the operator's organisation."""
    offered = tuple(
        OfferedCamera(camera_id=camera.id, streams=frozenset(stream.role for stream in camera.streams))
        for camera in cameras
    )
    values = {
        "name": "Trung tâm điều hành", "organisation_id": setup.principals["operator"].organisation_id,
        "cameras": offered, "legal_basis": "Quyết định 1",
    }  # fmt: skip
    return ConsumerDraft(**{**values, **more})  # type: ignore[arg-type]


def consumer_of(setup: Setup, front: GatewayFront, *cameras: Camera, **more: object) -> tuple[Consumer, str]:
    assert setup.admin is not None
    shown, password = front.consumers.create(setup.admin, draft_of(setup, *cameras, **more), source="192.0.2.9")
    return shown.consumer, password


@contextlib.asynccontextmanager
async def playing(
    front: GatewayFront,
    consumer: Consumer,
    password: str,
    camera: Camera,
    *,
    role: StreamRole = StreamRole.MAIN,
    udp: bool = False,
    certificate: str | None = None,
) -> AsyncIterator[tuple[Session, Kept]]:
    """A session of our own client, and what came."""
    kept, clock = Kept(), SystemClock()
    around = Surroundings(
        loop=asyncio.get_running_loop(), clock=clock, login_gate=LoginGate(clock=clock),
        outbound=OutboundPolicy.of([f"127.0.0.1:{front.port}"], set()),
        random_hex=lambda size: random.Random(1).randbytes(size).hex(),
    )  # fmt: skip
    url = address_of(
        scheme="rtsps" if certificate else "rtspu" if udp else "rtsp",
        host="127.0.0.1",
        port=front.port,
        camera_id=camera.id,
        role=role,
    )
    source = Source(url=url, username=consumer.username, password=password, certificate=certificate or "")
    session = await open_session(around, source, kept)
    try:
        session.read_on_arrival(True)
        yield session, kept
    finally:
        session.close(RtspFailure(StateReason.NONE, "over"))
