"""One camera's head at work: the newest act goes to the device, what is due comes by itself. Belongs to one loop.

There is no queue: an act that has not gone out yet is replaced by the next. One call to the device is under way at a
time, so that no two commands overtake each other; a call that hangs is given up, and a stop that failed is tried again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from toancanh.devices.facts import PtzLimits
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.devices.ptz.helm import Act, Ended, Helm, Move, Shift, Stop, Terms, ToHome, ToPosition, ToPreset, Turn
from toancanh.devices.ptz.helm import due_us as next_due_us
from toancanh.devices.ptz.helm import tick as next_turn
from toancanh.devices.ptz.ports import Head, Heads
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, PlatformError, Unavailable

_log = get_logger(__name__)

_CALL_S = 3.0
_GIVEN_UP = frozenset({DeviceReason.LOGIN_REFUSED, DeviceReason.LOCKED, DeviceReason.CERTIFICATE_CHANGED})
"""After these a person has to look at the device: no new connection may try the same again."""
_STOP_AGAIN_US = (200_000, 500_000, 1_000_000, 2_000_000, 5_000_000)


class Station:
    """``ended`` hears of locks that are over; it must not block. Watchers are called after every change."""

    def __init__(
        self, camera_id: str, *, heads: Heads, clock: Clock, terms: Terms, ended: Callable[[str, Ended], None]
    ) -> None:
        self.camera_id = camera_id
        self.helm = Helm()
        self.fault = ""
        """Why the device did not do what it was told last; empty where it did."""
        self.taking = asyncio.Lock()
        """Who takes the camera is put on record before it counts: one after the other."""
        self.watchers: set[Callable[[], None]] = set()
        self.seats: Counter[str] = Counter()
        """Windows by person: who closes the last one lets go."""
        self.using = 0
        """Calls to the head under way that are not acts."""
        self._heads = heads
        self._clock = clock
        self._terms = terms
        self._ended = ended
        self._head: Head | None = None
        self._limits: PtzLimits | None = None
        self._opening = asyncio.Lock()
        self._next: tuple[Act, asyncio.Future[None]] | None = None
        self._stops_failed = 0
        self._stop_at_us: int | None = None
        self._wanted = asyncio.Event()

    @property
    def is_idle(self) -> bool:
        """Nobody is here and nothing will happen."""
        is_used = self.watchers or self.using or self.taking.locked()
        return self.helm.is_idle and not is_used and self._next is None and self._stop_at_us is None

    def apply(self, turn: Turn) -> asyncio.Future[None]:
        """Take the next state; the future ends when its act was done, or at once where there is none or a newer one."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        changed = turn.helm != self.helm
        self.helm = turn.helm
        if turn.ended is not None:
            self._ended(self.camera_id, turn.ended)
        if turn.act is None:
            done.set_result(None)
        else:
            self._supersede()
            self._next = turn.act, done
            self._stop_at_us, self._stops_failed = None, 0
        self._wanted.set()
        if changed:
            self.tell()
        return done

    def tell(self) -> None:
        """All who watch."""
        for changed in tuple(self.watchers):
            changed()

    async def head(self) -> Head:
        """The head, opened once. Raises as `Heads.open` does."""
        async with self._opening:
            if self._head is None:
                self._head = await self._heads.open(self.camera_id)
            return self._head

    async def limits(self) -> PtzLimits:
        """What it can do, asked once."""
        head = await self.head()
        if self._limits is None:
            try:
                self._limits = await head.port.ptz_limits(head.profile)
            except DeviceFailure as failure:
                await self._give_up(failure)
                raise
        return self._limits

    async def run(self) -> None:
        """Work until nothing is left to do and nobody is here."""
        while not self.is_idle:
            if await self.turn():
                continue
            self._wanted.clear()
            wait_s = self._wait_s()
            if self._next is not None or self.is_idle:
                continue
            try:
                async with asyncio.timeout(wait_s):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def turn(self) -> bool:
        """What is due now, and the newest act: True where something was done."""
        if self._next is None:
            self._look()
        if self._next is None:
            return False
        (act, done), self._next = self._next, None
        try:
            fault = await self._tried(act)
        except BaseException:
            done.cancel()
            raise
        if fault is None:
            self._stops_failed = 0
        elif isinstance(act, Stop):
            self._stop_later()
        if not done.done():
            _answer(done, fault)
        if (said := fault.detail if fault else "") != self.fault:
            self.fault = said
            self.tell()
        return True

    async def close(self) -> None:
        """Nothing turns any more, as far as the device hears us."""
        if self.helm.motion is not None or self._stop_at_us is not None:
            self.helm = replace(self.helm, motion=None)
            await self._tried(Stop())
        self._supersede()
        if self._head is not None:
            head, self._head = self._head, None
            await head.close()

    def _look(self) -> None:
        """What time brings."""
        now_us = self._clock.monotonic_us()
        if self._stop_at_us is not None and now_us >= self._stop_at_us:
            self._stop_at_us = None
            self._next = Stop(), asyncio.get_running_loop().create_future()
            return
        due_us = next_due_us(self.helm, self._terms)
        if due_us is not None and now_us >= due_us:
            self.apply(next_turn(self.helm, now_us, self._terms))

    def _wait_s(self) -> float | None:
        due = [us for us in (next_due_us(self.helm, self._terms), self._stop_at_us) if us is not None]
        return max(0.0, (min(due) - self._clock.monotonic_us()) / 1e6) if due else None

    def _stop_later(self) -> None:
        if self._stops_failed < len(_STOP_AGAIN_US):
            self._stop_at_us = self._clock.monotonic_us() + _STOP_AGAIN_US[self._stops_failed]
            self._stops_failed += 1

    def _supersede(self) -> None:
        if self._next is not None and not self._next[1].done():
            self._next[1].set_result(None)
        self._next = None

    async def _tried(self, act: Act) -> PlatformError | None:
        try:
            async with asyncio.timeout(_CALL_S):
                await self._perform(act)
        except PlatformError as error:
            fault: PlatformError = error
            await self._give_up(error)
        except TimeoutError:
            fault = Unavailable(f"the camera did not answer within {_CALL_S:g} s")
        else:
            return None
        _log.repeated(f"ptz-{self.camera_id}", f"camera {self.camera_id} is not steered: {fault.detail}")
        return fault

    async def _give_up(self, error: PlatformError) -> None:
        """The connection, where the device is not to be spoken to any more: the next one is asked for anew."""
        if not isinstance(error, DeviceFailure) or error.reason not in _GIVEN_UP or self._head is None:
            return
        head, self._head = self._head, None
        await asyncio.to_thread(head.failed, error)
        await head.close()

    async def _perform(self, act: Act) -> None:
        head = await self.head()
        port, profile = head.port, head.profile
        match act:
            case Move(speed=speed):
                await port.ptz_continuous(profile, speed, timeout_s=self._terms.device_us / 1e6)
            case Stop():
                await port.ptz_stop(profile)
            case ToPreset(preset=preset):
                await port.ptz_goto_preset(profile, preset)
            case ToHome():
                await port.ptz_goto_home(profile)
            case ToPosition(position=position):
                await port.ptz_absolute(profile, position)
            case Shift(step=step):
                await port.ptz_relative(profile, step, of_view=True)


def _answer(done: asyncio.Future[None], fault: PlatformError | None) -> None:
    if fault is None:
        done.set_result(None)
        return
    done.set_exception(fault)
    done.exception()  # told to the watchers too: who does not wait for it has lost nothing
