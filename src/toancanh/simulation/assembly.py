"""A set of cameras as planned: their videos found, made or filmed, and put on a server."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from toancanh.kernel import Clock, PlatformError, Unavailable
from toancanh.registry.model import StreamRole
from toancanh.simulation.district_views.scenes import ShownScene
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.faults import Fault
from toancanh.simulation.live import Film, LiveFilm, LiveSource, disturbed, live_parameters
from toancanh.simulation.loop import Loop, LoopSource
from toancanh.simulation.packets import Identity
from toancanh.simulation.parameters import ParameterSets
from toancanh.simulation.scene import SceneKey
from toancanh.simulation.server import ServerOptions, SimulationServer
from toancanh.simulation.source import PictureSource
from toancanh.simulation.view import Aim
from toancanh.simulation.workshop import DistrictLoop, FileLoop, SceneLoop, Workshop


@dataclass(frozen=True, kw_only=True)
class LiveScene:
    """A generated scene coded while it happens and somebody watches; ``aim``: where a camera on a head looks then."""

    scene: SceneKey
    encoding: Encoding
    aim: Callable[[int], Aim] | None = None


@dataclass(frozen=True, kw_only=True)
class LiveDistrict:
    """What a camera of the district sees, drawn and coded while somebody watches."""

    district: ShownScene
    encoding: Encoding


Footage = SceneLoop | DistrictLoop | FileLoop | LiveScene | LiveDistrict


@dataclass(frozen=True, kw_only=True)
class CameraPlan:
    """One camera to simulate; equal footage of several cameras is read, paced and packetised once."""

    number: int
    main: Footage
    sub: Footage | None = None


class Simulation:
    """Cameras on a server, on the running event loop. ``truth``: a folder for that of live views of the district."""

    def __init__(
        self,
        plans: Sequence[CameraPlan],
        *,
        clock: Clock,
        seed: int,
        cache: Path,
        options: ServerOptions,
        truth: Path | None = None,
    ) -> None:
        self.server = SimulationServer(clock=clock, options=options, seed=seed)
        self._plans = plans
        self._clock = clock
        self._truth = truth
        self._random = random.Random(seed)  # noqa: S311
        self._workshop = Workshop(cache)
        self._sources: list[PictureSource] = []
        self._failures: list[PlatformError] = []
        self._preparing: asyncio.Task[None] | None = None
        self._parameters: dict[Encoding, asyncio.Future[ParameterSets]] = {}

    async def start(self, port: int = 0, *, with_pictures: bool = True) -> None:
        """Listen, and get the videos ready meanwhile: a camera without its video yet answers 503. Raises `Unavailable`
        where truth cannot be kept, OSError for the port.
        """
        if self._truth is not None:
            _make_folder(self._truth)
        await self.server.start(port)
        for plan in self._plans:
            await self.server.add_camera(plan.number)
        if with_pictures:
            self._preparing = asyncio.create_task(self._prepare())

    async def prepared(self) -> None:
        """Wait until every camera has its videos; raises Unavailable or Invalid where one could not be had."""
        if self._preparing is not None:
            await self._preparing
        if self._failures:
            raise self._failures[0]

    async def close(self) -> None:
        """Stop everything."""
        if self._preparing is not None:
            self._preparing.cancel()
            await asyncio.gather(self._preparing, return_exceptions=True)
        await self.server.close()
        for source in self._sources:
            source.close()

    async def _prepare(self) -> None:
        showing: defaultdict[Footage, list[tuple[int, StreamRole]]] = defaultdict(list)
        for plan in self._plans:
            for role, footage in ((StreamRole.MAIN, plan.main), (StreamRole.SUB, plan.sub)):
                if footage is not None:
                    showing[footage].append((plan.number, role))
        identities = {footage: self._new_identity() for footage in showing}
        anchor_us = self._clock.now_us()
        async with asyncio.TaskGroup() as group:
            for footage in sorted(showing, key=_effort):
                group.create_task(self._provide(footage, identities[footage], anchor_us, showing[footage]))

    async def _provide(
        self, footage: Footage, identity: Identity, anchor_us: int, shown_by: Sequence[tuple[int, StreamRole]]
    ) -> None:
        try:
            source = await self._open(footage, identity, anchor_us, shown_by[0][0])
        except PlatformError as error:  # the others go on
            self._failures.append(error)
            return
        self._sources.append(source)
        for number, role in shown_by:
            streams = self.server.cameras[number].streams
            streams[role].source = source
            streams[StreamRole.SUB if role is StreamRole.MAIN else StreamRole.MAIN].alternative = source

    async def _open(self, footage: Footage, identity: Identity, anchor_us: int, shown_by: int) -> PictureSource:
        if isinstance(footage, LiveScene | LiveDistrict):
            return LiveSource(
                clock=self._clock,
                identity=identity,
                parameters=await self._parameters_of(footage.encoding),
                encoding=footage.encoding,
                make_film=self._film_of(footage, shown_by),
            )
        loop = Loop(await self._workshop.fetch(footage))
        is_generated = not isinstance(footage, FileLoop)  # its anchor is a minute's start
        return LoopSource(clock=self._clock, identity=identity, loop=loop, anchor_us=0 if is_generated else anchor_us)

    def _film_of(self, footage: LiveScene | LiveDistrict, shown_by: int) -> Callable[[], Film]:
        faults: Mapping[Fault, float] = self.server.cameras[shown_by].faults
        if isinstance(footage, LiveScene):
            return partial(LiveFilm, footage.scene, footage.encoding, disturbed(footage.aim, faults))

        def begin() -> Film:
            from toancanh.simulation.district_views.films import DistrictFilm  # OpenCV: only where it is watched

            aim = disturbed(None, faults)
            if self._truth is None:
                return DistrictFilm(footage.district, footage.encoding, aim)
            from toancanh.simulation.live_truth import TruthKeepingFilm

            named = f"cam-{shown_by}"
            return TruthKeepingFilm(footage.district, footage.encoding, aim, folder=self._truth, camera=named)

        return begin

    async def _parameters_of(self, encoding: Encoding) -> ParameterSets:
        """Learned once for all that are coded live so."""
        if encoding not in self._parameters:
            loop = asyncio.get_running_loop()
            self._parameters[encoding] = loop.run_in_executor(None, live_parameters, encoding)
        return await self._parameters[encoding]

    def _new_identity(self) -> Identity:
        return Identity(
            ssrc=self._random.getrandbits(32),
            first_sequence=self._random.getrandbits(16),
            timestamp_offset=self._random.getrandbits(32),
        )


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"truth cannot be kept in {path} ({error.strerror}): name another --truth") from error


def _effort(footage: Footage) -> int:
    """What is soonest ready comes first: a wall can show sub streams while main streams are still being made."""
    if isinstance(footage, SceneLoop | DistrictLoop):
        return footage.encoding.width * footage.encoding.height
    return 0
