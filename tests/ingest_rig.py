"""A running Ingest for integration tests: real sockets, sinks that keep what comes, and a way to wait."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.media.ingest import Ingest, LoginGate, StreamStateChanged, StreamStatus
from toancanh.media.model import StateReason, StreamState
from toancanh.registry.model import DesiredStream, StreamRole
from wire_packets import Kept

MAIN = StreamRole.MAIN


def desired(camera_id: str, url: str, username: str = "", password: str = "", **other: object) -> DesiredStream:
    stream = DesiredStream(
        camera_id=camera_id,
        role=MAIN,
        url=url,
        username=username,
        password=password,
        record=True,
        min_days=1,
        max_days=30,
    )
    return replace(stream, **other)


@dataclass
class IngestRig:
    ingest: Ingest
    outbound: OutboundPolicy
    gate: LoginGate
    clock: SystemClock
    sinks: dict[str, Kept] = field(default_factory=dict)
    states: list[StreamStateChanged] = field(default_factory=list)

    def status(self, camera_id: str) -> StreamStatus:
        status = self.ingest.stream_status(camera_id, MAIN)
        assert status is not None
        return status

    def history(self, camera_id: str) -> list[tuple[StreamState, StateReason]]:
        return [(event.state, event.reason) for event in self.states if event.camera_id == camera_id]

    def online(self, *camera_ids: str) -> Callable[[], bool]:
        return lambda: all(self.status(camera_id).state is StreamState.ONLINE for camera_id in camera_ids)

    def away(self, camera_id: str, reason: StateReason) -> Callable[[], bool]:
        return lambda: (self.status(camera_id).state, self.status(camera_id).reason) == (StreamState.OFFLINE, reason)

    async def until(self, condition: Callable[[], bool], timeout_s: float = 30.0) -> None:
        async with asyncio.timeout(timeout_s):
            while not condition():  # noqa: ASYNC110 - what is waited for is told by nobody
                await asyncio.sleep(0.02)


@asynccontextmanager
async def ingest_rig(ports: Iterable[int]) -> AsyncIterator[IngestRig]:
    clock = SystemClock()
    outbound = OutboundPolicy.of([f"127.0.0.1:{port}" for port in ports], [])
    gate = LoginGate(clock=clock)
    sinks: dict[str, Kept] = {}
    states: list[StreamStateChanged] = []

    def sinks_for(stream: DesiredStream) -> list[Kept]:
        return [sinks.setdefault(stream.camera_id, Kept())]

    ingest = Ingest(
        asyncio.get_running_loop(),
        clock,
        outbound,
        gate,
        sinks_for,
        on_state=states.append,
        randomness=random.Random(1),
    )
    try:
        yield IngestRig(ingest=ingest, outbound=outbound, gate=gate, clock=clock, sinks=sinks, states=states)
    finally:
        await ingest.close()
    assert ingest.crashes == 0
