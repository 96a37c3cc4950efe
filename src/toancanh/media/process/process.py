"""Start, the reconcile loop, stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from toancanh.governance.holds import Limits
from toancanh.infra.keyring import KeyRing
from toancanh.infra.logs import get_logger
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, IdSource, Unavailable
from toancanh.media import fmp4
from toancanh.media.archive import ArchiveIndex, Keeping, RetentionLimits, StreamKey
from toancanh.media.archive.model import COPIES, Copy
from toancanh.media.gateway.way import RtspWay
from toancanh.media.ingest import Ingest, LoginGate
from toancanh.media.keeping.quotas import Quotas
from toancanh.media.link import shard_of, socket_path
from toancanh.media.link.server import LinkServer
from toancanh.media.live.journal import ViewJournal
from toancanh.media.live.rendition_hub import RenditionWorkers
from toancanh.media.live.requests import LiveRequests
from toancanh.media.live.service import LiveService
from toancanh.media.live.ticket import RTSP
from toancanh.media.process.ends import Ends
from toancanh.media.process.requests import ProcessRequests
from toancanh.media.process.streams import ProcessStreams
from toancanh.media.recorder.recording import Recording
from toancanh.media.tap.taps import Taps
from toancanh.registry.model import DesiredStream, StreamRole

LOOK_EVERY_S = 2.0
_THREADS = 2
_COLLECT_EVERY = 50_000
_CLOSE_WITHIN_S = 10.0

_log = get_logger(__name__)
T = TypeVar("T")


class Registry(Protocol):
    """What should exist."""

    def desired_streams(self, shard: int, shards: int, /) -> Sequence[DesiredStream]:
        """Of one media process. Raises `Unavailable`."""

    def cameras_tagged(self, tags: Collection[str], /) -> set[str]:
        """Ids of the cameras that have one of these tags. Raises `Unavailable`."""

    def revision(self) -> int:
        """Another number when that may have changed. Raises `Unavailable`."""

    def retention(self) -> Mapping[tuple[str, StreamRole], Limits]:
        """Limits of every stream."""


class Governance(Protocol):
    """What is asked of it here."""

    @property
    def holds(self) -> Keeping: ...


class Settings(Protocol):
    """Those that matter here."""

    @property
    def data(self) -> Path: ...
    @property
    def run_path(self) -> Path: ...
    @property
    def journal_path(self) -> Path: ...
    @property
    def segment_seconds(self) -> int: ...
    @property
    def fragment_seconds(self) -> float: ...
    @property
    def min_free_bytes(self) -> int: ...
    @property
    def sync_seconds(self) -> float: ...
    @property
    def default_min_days(self) -> float: ...
    @property
    def default_max_days(self) -> float: ...
    @property
    def standby_tags(self) -> Sequence[str]: ...


class MediaPlatform(Protocol):
    """What of the wired platform a media process needs."""

    @property
    def settings(self) -> Settings: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def ids(self) -> IdSource: ...
    @property
    def keyring(self) -> KeyRing: ...
    @property
    def outbound(self) -> OutboundPolicy: ...
    @property
    def governance(self) -> Governance: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def archive(self) -> ArchiveIndex: ...
    @property
    def quotas(self) -> Quotas: ...


def run_media_process(platform: MediaPlatform, *, shard: int, shards: int) -> int:
    """Run until SIGTERM or SIGINT; the exit status."""
    return asyncio.run(run_until_told(lambda: MediaProcess(platform, shard=shard, shards=shards)))


class Process(Protocol):
    """What runs on the loop by itself between the two."""

    async def start(self) -> None: ...
    async def close(self) -> None: ...


async def run_until_told(made: Callable[[], Process]) -> int:
    """Run it until SIGTERM or SIGINT; the exit status."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    process = made()
    starting = loop.create_task(process.start())
    stopping = loop.create_task(stop.wait())
    await asyncio.wait((starting, stopping), return_when=asyncio.FIRST_COMPLETED)
    if starting.done():
        starting.result()
        gc.collect()
        gc.freeze()  # what start-up made stays: no collection need look at it again
        gc.set_threshold(_COLLECT_EVERY)  # access units come and go without cycles
    else:
        starting.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await starting
    await stopping
    await process.close()
    return 0


class MediaProcess:
    """One shard: `start`, then it runs on the loop by itself until `close`."""

    def __init__(self, platform: MediaPlatform, *, shard: int, shards: int) -> None:
        self._platform = platform
        self._shard = shard
        self._shards = shards
        self._loop = asyncio.get_running_loop()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="media")
        journal = ViewJournal(platform.settings.journal_path, f"media-{shard}")
        self._ends = Ends(journal, in_thread=self._in_thread, tell=self._tell_ended)
        self._look_wanted = asyncio.Event()
        self._revision: int | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._recording: Recording | None = None
        self._ingest: Ingest | None = None
        self._live: LiveService | None = None
        self._link: LinkServer | None = None
        self._streams: ProcessStreams | None = None
        self._taps: Taps | None = None

    async def start(self) -> None:
        """Recover, begin to record what is desired, listen. Waits for the database as long as that takes."""
        platform, clock = self._platform, self._platform.clock
        self._recording = recording = await self._with_database(self._recover)
        login_gate = LoginGate(
            clock=clock,
            secret=platform.keyring.mac_key("log-ins refused"),
            folder=platform.settings.data / "refused",
        )
        self._ingest = ingest = Ingest(self._loop, clock, platform.outbound, login_gate, lambda _: ())
        self._streams = streams = ProcessStreams(ingest, recording)
        self._live = live = LiveService(
            self._loop,
            clock=clock,
            streams=streams,
            packager=fmp4,
            renditions=RenditionWorkers(self._loop, streams=streams, clock=clock),
            on_ended=self._ends.add,
            ways={RTSP: RtspWay()},
        )
        requests = ProcessRequests(
            shard=self._shard,
            streams=streams,
            recording=recording,
            live=live,
            clock=clock,
            outbound=platform.outbound,
            login_gate=login_gate,
            look_now=self._look_wanted.set,
        )
        self._taps = taps = Taps(self._loop, streams)
        handlers = {**requests.handlers(), **LiveRequests(live).handlers(), **taps.handlers()}
        self._link = LinkServer(self._loop, socket_path(platform.settings.run_path, self._shard), handlers)
        await self._with_database(partial(self._look, streams, live))
        self._link.start()
        self._tasks = [self._loop.create_task(self._look_for_ever(streams, live)),
                       self._loop.create_task(self._ends.write_for_ever())]  # fmt: skip

    async def close(self) -> None:
        """End views and recordings as planned; what was recorded is on disk and in the index when this returns."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._taps is not None:
            self._taps.close()
        if self._live is not None:
            self._live.close()
        if self._ingest is not None:
            await self._ingest.close()
        if self._recording is not None:
            await self._in_thread(self._recording.close, _CLOSE_WITHIN_S)
        await self._ends.write()
        if self._link is not None:
            self._link.close()
        self._threads.shutdown(wait=False)

    # the reconcile loop

    async def _look_for_ever(self, streams: ProcessStreams, live: LiveService) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_S):  # wait_for of 3.11 can swallow a cancellation
                    await self._look_wanted.wait()
            self._look_wanted.clear()
            try:
                await self._look(streams, live)
            except Unavailable:
                _log.repeated("reconcile", "the database is away; media goes on with what it knows")
            except Exception as error:  # noqa: BLE001 - the supervisor of this task
                _log.crash("a look at what should run failed; it is tried again", error)

    async def _look(self, streams: ProcessStreams, live: LiveService) -> None:
        registry = self._platform.registry
        revision = await self._in_thread(registry.revision)
        if revision != self._revision:
            desired = await self._in_thread(registry.desired_streams, self._shard, self._shards)
            self._revision = revision
            streams.apply(desired)
            live.refresh()
        streams.look()

    def _tell_ended(self) -> None:
        if self._link is not None:
            self._link.broadcast({"news": "views_ended"})

    # threads

    async def _in_thread(self, work: Callable[..., T], *arguments: object) -> T:
        return await self._loop.run_in_executor(self._threads, partial(work, *arguments))

    async def _with_database(self, work: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await work()
            except Unavailable:
                _log.repeated("start", "the database is away; media waits for it before it starts")
                await asyncio.sleep(LOOK_EVERY_S / 4)

    async def _recover(self) -> Recording:
        copies = (Copy.FIRST, Copy.CAMERA) if self._platform.settings.standby_tags else COPIES
        return await self._in_thread(partial(recording_of, self._platform, self._owns, copies))

    def _owns(self, camera_id: str) -> bool:
        return shard_of(camera_id, self._shards) == self._shard


def recording_of(platform: MediaPlatform, owned: Callable[[str], bool], copies: Collection[Copy]) -> Recording:
    """Recovers, then is ready to record. Blocking; raises `Unavailable`."""
    settings = platform.settings

    def limits() -> dict[StreamKey, RetentionLimits]:
        found = platform.registry.retention()
        return {
            StreamKey(*key, copy): RetentionLimits(**one._asdict()) for key, one in found.items() for copy in COPIES
        }

    return Recording(
        platform.archive,
        clock=platform.clock,
        ids=platform.ids,
        owned=owned,
        limits=limits,
        default_limits=RetentionLimits(min_days=settings.default_min_days, max_days=settings.default_max_days),
        min_free_bytes=settings.min_free_bytes,
        keeping=platform.governance.holds,
        quotas=platform.quotas.in_force,
        sync_seconds=settings.sync_seconds,
        segment_seconds=settings.segment_seconds,
        fragment_seconds=settings.fragment_seconds,
        copies=copies,
    )
