"""Simulated cameras for tests and benchmarks: a server in a thread of its own, with calls that any thread may make."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from toancanh.kernel import Clock, SystemClock
from toancanh.media.model import Codec
from toancanh.simulation.assembly import CameraPlan, Footage, LiveScene, Simulation
from toancanh.simulation.district_views.command import plan_district
from toancanh.simulation.district_views.scenes import DistrictScene
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.faults import Fault
from toancanh.simulation.loop_thread import loop_thread
from toancanh.simulation.scene import Look, SceneKey
from toancanh.simulation.server import ServerOptions
from toancanh.simulation.workshop import FileLoop, SceneLoop, default_cache

T = TypeVar("T")

SMALL_MAIN = Encoding(width=640, height=360, fps=15, gop=15, bitrate_bps=500_000)
SMALL_SUB = Encoding(width=320, height=180, fps=10, gop=10, bitrate_bps=150_000)


@dataclass(frozen=True, kw_only=True)
class CameraCounters:
    """What a camera's clients have done so far; both streams together."""

    connections: int
    describes: int
    log_ins_accepted: int
    log_ins_refused: int
    players: int
    frames_sent: int
    frames_dropped: int


class SimulatedCameras:
    """A running set of cameras, numbered from 1."""

    def __init__(self, simulation: Simulation, loop: asyncio.AbstractEventLoop) -> None:
        self._simulation = simulation
        self._loop = loop

    @property
    def port(self) -> int:
        """The port that all share (each has its own with ``ServerOptions.own_ports``)."""
        return self._simulation.server.port

    def url(self, number: int, role: str = "main") -> str:
        """Address of a stream, without user information."""
        camera = self._simulation.server.cameras[number]
        scheme = "rtsps" if self._simulation.server.options.tls else "rtsp"
        return f"{scheme}://127.0.0.1:{camera.port}/cam/{number}{'/sub' if role == 'sub' else ''}"

    def fault(self, number: int, name: str, value: float | None = None) -> None:
        """Switch a fault on (see `Fault`); it holds when this returns."""
        self._call(self._simulation.server.set_fault(number, Fault(name), value))

    def clear(self, number: int, *names: str) -> None:
        """Switch these faults off, or all."""
        self._call(self._simulation.server.clear_faults(number, *map(Fault, names)))

    def counters(self, number: int) -> CameraCounters:
        """What has happened so far."""

        async def read() -> CameraCounters:
            camera = self._simulation.server.cameras[number]
            streams = camera.streams.values()
            return CameraCounters(
                connections=camera.connection_count,
                describes=camera.describe_count,
                log_ins_accepted=camera.log_ins_accepted,
                log_ins_refused=camera.log_ins_refused,
                players=sum(len(stream.clients) for stream in streams),
                frames_sent=sum(stream.frames_sent for stream in streams),
                frames_dropped=sum(stream.frames_dropped for stream in streams),
            )

        return self._call(read())

    def _call(self, work: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)


@contextmanager
def simulated_cameras(
    count: int = 2,
    *,
    seed: int = 1,
    faults: Mapping[int, str] | None = None,
    live: Collection[int] = (),
    codec: Codec = Codec.H264,
    main: Encoding = SMALL_MAIN,
    sub: Encoding = SMALL_SUB,
    videos: Sequence[Path] = (),
    looks: Sequence[Look] = (Look.ALLEY, Look.BRIDGE),
    district: Sequence[DistrictScene] = (),
    options: ServerOptions | None = None,
    cache: Path | None = None,
    clock: Clock | None = None,
    truth: Path | None = None,
    port: int = 0,
) -> Iterator[SimulatedCameras]:
    """Cameras 1..``count``, ready when the block begins.

    ``live``: numbers of those whose main stream is coded live. ``codec``: of the main streams. ``videos``: files shown
    in turn instead of scenes (then there are no sub streams). ``district``: what cameras of the district show, in turn
    instead of generated streets; both streams of those in ``live`` are drawn live. ``faults``: one by number, switched
    on from the start. ``truth``: a folder for that of live views of the district.
    """
    if district:
        scenes = [district[number % len(district)] for number in range(count)]
        plans = plan_district(scenes, live=live, main=replace(main, codec=codec), sub=sub)
    else:
        plans = plan_cameras(count, seed=seed, live=live, codec=codec, main=main, sub=sub, videos=videos, looks=looks)

    async def begin() -> Simulation:
        simulation = Simulation(
            plans,
            clock=clock or SystemClock(),
            seed=seed,
            cache=cache or default_cache(),
            options=options or ServerOptions(),
            truth=truth,
        )
        try:
            await simulation.start(port)
            await simulation.prepared()
        except BaseException:
            await simulation.close()
            raise
        for number, name in (faults or {}).items():
            await simulation.server.set_fault(number, Fault(name))
        return simulation

    with loop_thread("simulated-cameras") as loop:
        simulation = asyncio.run_coroutine_threadsafe(begin(), loop).result(timeout=120)
        try:
            yield SimulatedCameras(simulation, loop)
        finally:
            asyncio.run_coroutine_threadsafe(simulation.close(), loop).result(timeout=30)


def plan_cameras(
    count: int,
    *,
    seed: int,
    live: Collection[int],
    codec: Codec,
    main: Encoding,
    sub: Encoding,
    videos: Sequence[Path],
    looks: Sequence[Look],
) -> list[CameraPlan]:
    """Which footage each camera shows; cameras share scenes in turn."""
    if videos:
        files = [FileLoop(path=path) for path in videos]
        return [CameraPlan(number=number, main=files[(number - 1) % len(files)]) for number in range(1, count + 1)]
    plans = []
    for number in range(1, count + 1):
        index = (number - 1) % len(looks)
        key = SceneKey(look=looks[index], seed=seed, number=index + 1)
        coded = replace(main, codec=codec)
        first: Footage = (
            LiveScene(scene=key, encoding=coded) if number in live else SceneLoop(scene=key, encoding=coded)
        )
        plans.append(CameraPlan(number=number, main=first, sub=SceneLoop(scene=key, encoding=sub)))
    return plans
