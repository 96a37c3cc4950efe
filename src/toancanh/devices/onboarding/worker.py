"""The thread that works on jobs: several devices at once, those of one job in their order, all jobs in turn.

One process has it (``web``). A killed one goes on with the devices that were waiting; what was under way begins anew.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Protocol

from toancanh.devices.facts import FoundDevice
from toancanh.devices.model import NamedNetwork
from toancanh.devices.onboarding.model import Item, ItemReason, ItemState, Job, JobState
from toancanh.devices.onboarding.service import Jobs
from toancanh.devices.onboarding.walk import Walk
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError

_log = get_logger(__name__)
LOOK_EVERY_S = 5.0
_AT_ONCE = 16
_BATCH = 32
_DEVICE_S = 240.0
_DISCOVERED_AT_ONCE = 200
_PASSWORD_KEPT_US = 86_400_000_000


class Discover(Protocol):
    """Meets devices in named networks (`devices.discovery`)."""

    def __call__(self, networks: Sequence[str]) -> AsyncIterator[FoundDevice]:
        """As they are met; each address may come twice."""


class Upkeep(Protocol):
    """What else is due from time to time: changes of passwords that were cut."""

    def __call__(self) -> Coroutine[Any, Any, None]: ...


class JobWorker:
    """``walk``: what is done to a device; made in the loop that it is to run in."""

    def __init__(
        self,
        *,
        jobs: Jobs,
        walk: Callable[[], Walk],
        networks: Callable[[Job], Sequence[NamedNetwork]],
        discover: Discover,
        clock: Clock,
        upkeep: Upkeep,
        at_once: int = _AT_ONCE,
    ) -> None:
        self._jobs = jobs
        self._make_walk = walk
        self._networks = networks
        self._discover = discover
        self._clock = clock
        self._upkeep = upkeep
        self._at_once = at_once
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = threading.Event()
        self._wanted: asyncio.Event | None = None

    def start(self) -> None:
        """Begin to work."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="device jobs", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        if self._loop is not None and self._wanted is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wanted.set)

    def close(self) -> None:
        """Leave what is under way: it begins anew."""
        self._closing.set()
        self.wake()
        if self._thread is not None:
            self._thread.join()

    async def _run(self) -> None:
        self._loop, self._wanted = asyncio.get_running_loop(), asyncio.Event()
        walk = self._make_walk()
        try:
            await asyncio.to_thread(self._jobs.restart)
        except PlatformError as error:
            _log.repeated("device-jobs", "jobs wait", why=error.detail)
        while not self._closing.is_set():
            worked = False
            try:
                await self._upkeep()
                worked = await self.look(walk)
            except PlatformError as error:
                _log.repeated("device-jobs", "jobs wait", why=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("device jobs", error)
            if not worked and not self._closing.is_set():
                try:
                    await asyncio.wait_for(self._wanted.wait(), LOOK_EVERY_S)
                except TimeoutError:
                    continue
                finally:
                    self._wanted.clear()

    async def look(self, walk: Walk) -> bool:
        """A turn of every open job. False where there was nothing to do."""
        worked = False
        await asyncio.to_thread(self._jobs.forget_passwords, _PASSWORD_KEPT_US)
        for job in await asyncio.to_thread(self._jobs.open_jobs):
            if self._closing.is_set():
                return worked
            if job.state is JobState.DISCOVERING:
                await self._found(job)
                worked = True
                continue
            items = await asyncio.to_thread(self._jobs.waiting, job.id, _BATCH)
            if not items:
                await self._done(job)
                continue
            worked = True
            await self._work(walk, job, items)
        return worked

    async def _work(self, walk: Walk, job: Job, items: Sequence[Item]) -> None:
        try:
            password = await asyncio.to_thread(self._jobs.password, job)
        except PlatformError as error:
            for item in items:
                failed = replace(item, state=ItemState.FAILED, reason=ItemReason.LOGIN_WANTED, detail=error.detail)
                await asyncio.to_thread(self._jobs.save_item, failed)
            return
        turns = asyncio.Semaphore(self._at_once)
        tasks = [asyncio.create_task(self._one(walk, job, item, password, turns)) for item in items]
        while tasks:
            _, pending = await asyncio.wait(tasks, timeout=0.5)
            tasks = list(pending)
            if self._closing.is_set():
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
                return

    async def _one(self, walk: Walk, job: Job, item: Item, password: str, turns: asyncio.Semaphore) -> None:
        async with turns:
            if (
                self._closing.is_set()
                or (await asyncio.to_thread(self._jobs.job, job.id)).state is not JobState.RUNNING
            ):
                return  # paused or cancelled meanwhile: it stays as it was
            begun = replace(
                item, state=ItemState.RUNNING, reason=ItemReason.NONE, detail="", report={},
                started_at_us=self._clock.now_us(), ended_at_us=None,
            )  # fmt: skip
            await asyncio.to_thread(self._jobs.save_item, begun)
            try:
                async with asyncio.timeout(_DEVICE_S):
                    ended = await walk.go(job, begun, password)
            except TimeoutError:
                ended = replace(begun, state=ItemState.FAILED, reason=ItemReason.TIMEOUT, detail="it took too long")
            except Exception as error:  # noqa: BLE001 - the supervisor of all devices: a broken one stops no other
                _log.crash("device job", error)
                detail = "something went wrong on our side; the log has it"
                ended = replace(begun, state=ItemState.FAILED, reason=ItemReason.BAD_ANSWER, detail=detail)
            await asyncio.to_thread(self._jobs.save_item, ended)

    async def _found(self, job: Job) -> None:
        """Search the networks; the devices that are met wait for their turn."""
        networks = [one.cidr for one in await asyncio.to_thread(self._networks, job)]
        met: list[Item] = []
        detail = ""
        try:
            async for one in self._discover(networks):
                met.append(
                    Item(job_id=job.id, position=0, host=one.address, port=one.port, path=one.path, tls=one.tls)
                )  # fmt: skip
                if len(met) >= _DISCOVERED_AT_ONCE:
                    await asyncio.to_thread(self._jobs.add_items, job, met)
                    met = []
                if self._closing.is_set():
                    return  # it begins anew: nothing was lost but time
        except PlatformError as error:
            detail = error.detail
        await asyncio.to_thread(self._jobs.add_items, job, met)
        now = await asyncio.to_thread(self._jobs.job, job.id)
        if now.state is not JobState.DISCOVERING:
            return
        if not now.counts:
            detail = detail or "no device answered in these networks"
            await asyncio.to_thread(lambda: self._jobs.changed(now, JobState.DONE, detail=detail))
            return
        await asyncio.to_thread(lambda: self._jobs.changed(now, JobState.RUNNING, detail=detail))

    async def _done(self, job: Job) -> None:
        now = await asyncio.to_thread(self._jobs.job, job.id)
        busy = now.counts.get(ItemState.RUNNING, 0) + now.counts.get(ItemState.WAITING, 0)
        if now.state is JobState.RUNNING and not busy:
            await asyncio.to_thread(lambda: self._jobs.changed(now, JobState.DONE))
