"""Consumers of the gateway, in a process of their own: our own RTSP client, which throws the pictures away."""

from __future__ import annotations

import asyncio
import json
import sys

from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.media.ingest import LoginGate
from toancanh.media.ingest.connecting import Session, Source, Surroundings, open_session
from toancanh.media.model import AccessUnit, CodecParameters, GapCause, RunClock
from toancanh.media.rtsp import parse_url


class _Nobody:
    def __init__(self) -> None:
        self.units = 0

    def on_parameters(self, parameters: CodecParameters) -> None: ...

    def on_access_unit(self, unit: AccessUnit) -> None:
        self.units += 1

    def on_interrupted(self, cause: GapCause, at_us: int) -> None: ...

    def on_clock(self, clock: RunClock) -> None: ...


async def _consume(wanted: list[str], seconds: float) -> None:
    """Each line: address, user name, password. Says ``ready`` once all have a picture, then what came."""
    clock, sinks = SystemClock(), [_Nobody() for _ in wanted]
    sessions: list[Session] = []
    for line, sink in zip(wanted, sinks, strict=True):
        url, username, password = line.split()
        around = Surroundings(
            loop=asyncio.get_running_loop(),
            clock=clock,
            login_gate=LoginGate(clock=clock),
            outbound=OutboundPolicy.of([f"127.0.0.1:{parse_url(url).port}"], set()),
        )
        session = await open_session(around, Source(url=url, username=username, password=password), sink)
        session.read_on_arrival(True)
        sessions.append(session)
    async with asyncio.timeout(20):
        while not all(sink.units for sink in sinks):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    before = sum(session.received_bytes for session in sessions)
    print("ready", flush=True)
    await asyncio.sleep(seconds)
    ended = sum(session.connection.failure is not None for session in sessions)
    came = sum(session.received_bytes for session in sessions) - before
    print(json.dumps({"ended": ended, "bytes": came}), flush=True)


if __name__ == "__main__":
    asyncio.run(_consume(sys.stdin.read().splitlines(), float(sys.argv[1])))
