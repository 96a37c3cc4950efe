"""The second recorder's process: waits beside the media processes, and records where one of them died or hangs.

It asks each of them once a second how it fares, and opens no stream while the first records it (`takeover` decides).
What it records is a copy of its own (`Copy.SECOND`); playback joins the two. Live pictures of the cameras that it
has come from here.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from toancanh.infra.logs import get_logger
from toancanh.kernel import PlatformError, Unavailable
from toancanh.media import fmp4
from toancanh.media.archive import StreamKey
from toancanh.media.archive.model import Copy
from toancanh.media.gateway.way import RtspWay
from toancanh.media.ingest import Ingest, LoginGate
from toancanh.media.link import shard_of, socket_path, standby_path
from toancanh.media.link.client import Link
from toancanh.media.link.server import LinkServer
from toancanh.media.live.journal import ViewJournal
from toancanh.media.live.rendition_hub import RenditionWorkers
from toancanh.media.live.requests import LiveRequests
from toancanh.media.live.service import LiveService
from toancanh.media.live.ticket import RTSP
from toancanh.media.process.ends import Ends
from toancanh.media.process.process import LOOK_EVERY_S, MediaPlatform, recording_of, run_until_told
from toancanh.media.process.requests import ProcessRequests
from toancanh.media.process.streams import ProcessStreams
from toancanh.media.process.takeover import FirstRecorder, Report
from toancanh.media.recorder.recording import Recording
from toancanh.registry.model import DesiredStream

_ASK_EVERY_S = 1.0
_ANSWER_WITHIN_S = 1.0
_CLOSE_WITHIN_S = 10.0
_THREADS = 3

_log = get_logger(__name__)
T = TypeVar("T")


def run_standby_process(platform: MediaPlatform, *, shards: int) -> int:
    """Run until SIGTERM or SIGINT; the exit status."""
    return asyncio.run(run_until_told(lambda: StandbyProcess(platform, shards=shards)))


class StandbyProcess:
    """`start`, then it runs on the loop by itself until `close`."""

    def __init__(self, platform: MediaPlatform, *, shards: int) -> None:
        self._platform = platform
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="standby")
        self._links = [Link(socket_path(platform.settings.run_path, shard)) for shard in range(shards)]
        now_us = platform.clock.monotonic_us()
        self._firsts = [FirstRecorder(now_us) for _ in range(shards)]
        self._desired: dict[StreamKey, DesiredStream] = {}
        self._known: tuple[int, set[str]] | None = None
        self._applied: dict[StreamKey, DesiredStream] = {}
        self._places: dict[StreamKey, str] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._recording: Recording | None = None
        self._ingest: Ingest | None = None
        self._live: LiveService | None = None
        self._server: LinkServer | None = None
        journal = ViewJournal(platform.settings.journal_path, "standby")
        self._ends = Ends(journal, in_thread=self._in_thread, tell=self._tell_ended)

    async def start(self) -> None:
        """Recover its copy, then wait beside the others. Waits for the database as long as that takes."""
        platform = self._platform
        while self._recording is None:
            try:
                self._recording = await self._in_thread(partial(recording_of, platform, lambda _: True, (Copy.SECOND,)))
            except Unavailable:
                _log.repeated("start", "the database is away; the second recorder waits for it before it starts")
                await asyncio.sleep(LOOK_EVERY_S / 4)
        gate = LoginGate(
            clock=platform.clock,
            secret=platform.keyring.mac_key("log-ins refused"),
            folder=platform.settings.data / "refused",
        )
        self._ingest = Ingest(self._loop, platform.clock, platform.outbound, gate, lambda _: ())
        streams = ProcessStreams(self._ingest, self._recording, copy=Copy.SECOND, avoid=self._places.get)
        self._live = live = LiveService(
            self._loop,
            clock=platform.clock,
            streams=streams,
            packager=fmp4,
            renditions=RenditionWorkers(self._loop, streams=streams, clock=platform.clock),
            on_ended=self._ends.add,
            ways={RTSP: RtspWay()},
        )
        requests = ProcessRequests(
            shard=len(self._links),
            streams=streams,
            recording=self._recording,
            live=live,
            clock=platform.clock,
            outbound=platform.outbound,
            login_gate=gate,
            stands_in=lambda: {key.camera_id for key in self._applied},
        )
        handlers = {**requests.handlers(), **LiveRequests(live).handlers()}
        self._server = LinkServer(self._loop, standby_path(platform.settings.run_path), handlers)
        self._server.start()
        for link in self._links:
            link.start()
        self._tasks = [
            self._loop.create_task(self._for_ever(self._learn, LOOK_EVERY_S)),
            self._loop.create_task(self._for_ever(partial(self._watch, streams, live), _ASK_EVERY_S)),
            self._loop.create_task(self._ends.write_for_ever()),
        ]

    async def close(self) -> None:
        """End what it records; it is on disk and in the index when this returns."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for link in self._links:
            link.close()
        if self._live is not None:
            self._live.close()
        if self._ingest is not None:
            await self._ingest.close()
        if self._recording is not None:
            await self._in_thread(partial(self._recording.close, _CLOSE_WITHIN_S))
        await self._ends.write()
        if self._server is not None:
            self._server.close()
        self._threads.shutdown(wait=False)

    async def _for_ever(self, work: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            begun_s = self._loop.time()
            try:
                await work()
            except Unavailable:
                _log.repeated("learn", "the database is away; the second recorder goes on with what it knows")
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a fault of the second recorder; it goes on", error)
            await asyncio.sleep(max(0.1, begun_s + every_s - self._loop.time()))

    async def _learn(self) -> None:
        """Which streams of which cameras, while the database can be asked."""
        registry, tags = self._platform.registry, self._platform.settings.standby_tags
        revision = await self._in_thread(registry.revision)
        cameras = await self._in_thread(partial(registry.cameras_tagged, tags))
        if self._known == (revision, cameras):
            return
        desired = await self._in_thread(partial(registry.desired_streams, 0, 1))
        self._desired = {StreamKey(one.camera_id, one.role): one for one in desired if one.camera_id in cameras}
        self._known = (revision, cameras)

    async def _watch(self, streams: ProcessStreams, live: LiveService) -> None:
        """Ask all, decide, and make exactly what is decided run."""
        await asyncio.gather(*(self._ask(link, first) for link, first in zip(self._links, self._firsts, strict=True)))
        now_us = self._platform.clock.monotonic_us()
        wanted: dict[StreamKey, DesiredStream] = {}
        for shard, first in enumerate(self._firsts):
            its = [key for key in self._desired if shard_of(key.camera_id, len(self._firsts)) == shard]
            taken = first.to_record(its, now_us)
            wanted |= {key: self._desired[key] for key in taken}
        if wanted == self._applied:
            streams.look()
            return
        if new := wanted.keys() - self._applied.keys():
            _log.warning("the second recorder takes over", streams=len(new))
            with contextlib.suppress(TimeoutError, PlatformError):
                async with asyncio.timeout(_ANSWER_WITHIN_S):
                    self._places.update(await self._in_thread(partial(self._places_of, new)))
        if over := self._applied.keys() - wanted.keys():
            _log.info("the second recorder gives back", streams=len(over))
        streams.apply(list(wanted.values()))
        self._applied = wanted
        live.refresh()

    def _tell_ended(self) -> None:
        if self._server is not None:
            self._server.broadcast({"news": "views_ended"})

    async def _ask(self, link: Link, first: FirstRecorder) -> None:
        with contextlib.suppress(PlatformError, KeyError, ValueError):
            status = await link.request("status", timeout_s=_ANSWER_WITHIN_S / 2)
            fares = await link.request("recording", timeout_s=_ANSWER_WITHIN_S / 2)
            first.heard(Report.of(status.body, fares.body), self._platform.clock.monotonic_us())

    def _places_of(self, keys: Collection[StreamKey]) -> Mapping[StreamKey, str]:
        """Where the first recorded these last: the copy goes to another disk."""
        found = {key: self._platform.archive.latest(key.camera_id, key.role) for key in keys}
        return {key: segment.place for key, segment in found.items() if segment is not None}

    async def _in_thread(self, work: Callable[[], T]) -> T:
        return await self._loop.run_in_executor(self._threads, work)
