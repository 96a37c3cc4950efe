"""The thread that listens to devices: one loop, one open question a device, written down together every few seconds.

One process has it (``web``). A password that was refused is not sent again: the device's own state says so.
"""

from __future__ import annotations

import asyncio
import threading

from toancanh.devices.events.model import Heard, ListeningState, after_failure, pause_s
from toancanh.devices.events.service import Listening
from toancanh.devices.shelf import Shelf
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError

_log = get_logger(__name__)
_LOOK_EVERY_S = 2.0
_HEARD_EVERY_US = 60_000_000
"""That a device answered is written down no more often than this, where it told nothing."""
_START_EVERY_S = 0.02


class Listener:
    """Keeps as many subscriptions as are wanted."""

    def __init__(self, *, listening: Listening, shelf: Shelf, clock: Clock) -> None:
        self._listening = listening
        self._shelf = shelf
        self._clock = clock
        self._heard: dict[str, Heard] = {}
        self._told_us: dict[str, int] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._closing = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken: asyncio.Event | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="device events", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def wake(self) -> None:
        """Somebody began or ended a subscription."""
        if self._loop is not None and self._woken is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    def close(self) -> None:
        """Give the subscriptions up; they begin anew after the next start."""
        self._closing.set()
        self.wake()
        if self._thread.is_alive():
            self._thread.join()

    async def hear(self, device_id: str) -> None:
        """One subscription, until the device ends it. Raises what speaks against it."""
        device = await asyncio.to_thread(self._listening.device, device_id)
        async with self._shelf.asking(device) as port:
            async for event in port.events(answered=lambda: self._answered(device_id)):
                self._noted(device_id, ListeningState.LISTENING).add(event)

    async def look(self) -> None:
        """Write down what came; begin what is wanted, end what is not."""
        heard, self._heard = self._heard, {}
        if heard:
            await asyncio.to_thread(self._listening.write, heard)
        wanted = set(await asyncio.to_thread(self._listening.wanted))
        for device_id in self._tasks.keys() - wanted:
            self._tasks.pop(device_id).cancel()
            self._told_us.pop(device_id, None)
        for device_id in wanted - self._tasks.keys():
            self._tasks[device_id] = asyncio.create_task(self._keep(device_id))
            await asyncio.sleep(_START_EVERY_S)

    async def end(self) -> None:
        """Give all of them up."""
        tasks, self._tasks = list(self._tasks.values()), {}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        self._loop, self._woken = asyncio.get_running_loop(), asyncio.Event()
        while not self._closing.is_set():
            try:
                await self.look()
            except PlatformError as error:
                _log.repeated("device-events", "events of devices wait", why=error.detail)
            except Exception as error:  # noqa: BLE001 - the supervisor of this thread
                _log.crash("device events", error)
            try:
                await asyncio.wait_for(self._woken.wait(), _LOOK_EVERY_S)
            except TimeoutError:
                continue
            finally:
                self._woken.clear()
        await self.end()

    async def _keep(self, device_id: str) -> None:
        failures = 0
        while True:
            begun_us = self._clock.monotonic_us()
            try:
                await self.hear(device_id)
                state, reason = ListeningState.WAITING, "the device ended it"
            except PlatformError as error:
                state, reason = after_failure(error), error.detail
            except Exception as error:  # noqa: BLE001 - the supervisor of one subscription: a broken one ends no other
                _log.crash("device events", error)
                state, reason = ListeningState.WAITING, "something went wrong on our side; the log has it"
            if self._clock.monotonic_us() - begun_us > _HEARD_EVERY_US:
                failures = 0
            failures += 1
            self._noted(device_id, state, reason)
            self._told_us.pop(device_id, None)
            await asyncio.sleep(pause_s(failures, state))

    def _answered(self, device_id: str) -> None:
        now_us = self._clock.now_us()
        if now_us - self._told_us.get(device_id, 0) >= _HEARD_EVERY_US:
            self._told_us[device_id] = now_us
            self._noted(device_id, ListeningState.LISTENING).heard_at_us = now_us

    def _noted(self, device_id: str, state: ListeningState, reason: str = "") -> Heard:
        heard = self._heard.setdefault(device_id, Heard(state=state))
        heard.state, heard.reason = state, reason
        return heard
