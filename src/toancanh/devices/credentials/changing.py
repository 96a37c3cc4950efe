"""Runs the change of a device's password: saves each step before it acts. `rotation` says why that locks nobody out.

A change has one runner at a time: a request and the worker's upkeep are threads of one process, and what another
process saved meanwhile makes `Credentials.save` refuse.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from sqlalchemy import Connection

from toancanh.devices.credentials.keeping import Credentials, being_changed, new_password
from toancanh.devices.credentials.rotation import (
    Act,
    ChangeOutcome,
    ChangeStep,
    Rotation,
    Seen,
    Which,
    after,
    again,
    begin,
    next_act,
    noted,
    sending,
    told,
)
from toancanh.devices.facts import UserLevel
from toancanh.devices.model import Device
from toancanh.devices.ports import DeviceFailure, DevicePort, DeviceReason
from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, NotFound, PlatformError, Principal

_CHANGER = Principal.system("devices")


class TellStreams(Protocol):
    """The cameras of a device learn its new log-in."""

    def __call__(self, device: Device, username: str, password: str) -> None: ...


class Changing:
    """One password at a time for each device. ``port``: a log-in by one of the two passwords; ``judge``: how safe these
    devices are with it.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        governance: Governance,
        credentials: Credentials,
        port: Callable[[Device, Which], DevicePort],
        tell_streams: TellStreams,
        judge: Callable[[Connection, Sequence[str]], None],
        make: Callable[[], str] = new_password,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._credentials = credentials
        self._port = port
        self._tell_streams = tell_streams
        self._make = make
        self._judge = judge
        self._lock = threading.Lock()
        self._running: set[str] = set()  # device ids

    async def change(self, device: Device, principal: Principal, password: str = "") -> Rotation:
        """Begin, and go as far as it comes. Raises `Conflict` where one is under way, `NotFound` without a log-in."""
        with self._alone(device) as alone:
            if not alone:
                raise being_changed()
            await asyncio.to_thread(self._begin, device, principal, password or self._make())
            return await self._run(device)

    async def try_again(self, device: Device) -> Rotation:
        """A person has looked at a change that was stuck. Raises `Conflict`."""

        def again_() -> None:
            with self._database.transaction() as tx:
                before = self._now_in(tx, device)
                self._credentials.save(tx, device.id, again(before), before=before)

        with self._alone(device) as alone:
            if not alone:
                raise being_changed()
            await asyncio.to_thread(again_)
            return await self._run(device)

    async def go_on(self, device: Device) -> Rotation:
        """From where it stands, also after a cut, until it ends or has to wait. Not while another goes on with it."""
        with self._alone(device) as alone:
            return await self._run(device) if alone else await asyncio.to_thread(self._now, device)

    @contextmanager
    def _alone(self, device: Device) -> Iterator[bool]:
        """Whether nobody else in this process runs this device's change; nobody does until the end."""
        with self._lock:
            alone = device.id not in self._running
            self._running.add(device.id)
        try:
            yield alone
        finally:
            if alone:
                with self._lock:
                    self._running.discard(device.id)

    async def _run(self, device: Device) -> Rotation:
        while True:
            now = await asyncio.to_thread(self._now, device)
            act = next_act(now, self._clock.now_us())
            if act in (Act.NOTHING, Act.WAIT):
                return now
            if act is Act.TELL_STREAMS:
                await asyncio.to_thread(self._tell, device, now)
                continue
            which = Which.NEW if act is Act.LOG_IN_NEW else Which.OLD
            now = await asyncio.to_thread(self._noted, device, now, which)
            port = await asyncio.to_thread(self._port, device, which)
            try:
                if not await self._tried(device, port, now, which):
                    return await asyncio.to_thread(self._now, device)
            finally:
                await port.close()

    async def _tried(self, device: Device, port: DevicePort, now: Rotation, which: Which) -> bool:
        """Log in, and where that was to be followed by the command, send it. False: no answer, look again later."""
        seen, level = await _log_in(port, await asyncio.to_thread(self._username, device))
        now = await asyncio.to_thread(self._saw, device, now, which, seen)
        if seen in (Seen.NO_ANSWER, Seen.PROVES_NOTHING):
            return False
        if now.step is ChangeStep.PREPARED:
            await asyncio.to_thread(self._save, device, sending(now), now)
            username, password = await asyncio.to_thread(self._new_login, device)
            try:
                await port.set_user(username, password, level)
            except DeviceFailure:
                return True  # whatever it answered, or not: the log-ins tell which password it has
        return True

    def _begin(self, device: Device, principal: Principal, password: str) -> None:
        with self._database.transaction() as tx:
            before = self._now_in(tx, device)
            self._credentials.remember(tx, device.id, password, begin(before), before=before)
            details: dict[str, object] = {"step": "begun"}
            self._governance.record(tx, principal, "device.password", device.ref, details=details, personal={})

    def _now(self, device: Device) -> Rotation:
        with self._database.transaction() as tx:
            return self._now_in(tx, device)

    def _now_in(self, tx: Connection, device: Device) -> Rotation:
        kept = self._credentials.kept(tx, device.id)
        if kept is None:
            raise NotFound("no log-in is kept for this device: enter one")
        return kept.rotation

    def _username(self, device: Device) -> str:
        with self._database.reading() as connection:
            return self._credentials.open(connection, device.id).username

    def _new_login(self, device: Device) -> tuple[str, str]:
        with self._database.reading() as connection:
            login = self._credentials.open(connection, device.id, Which.NEW)
        return login.username, login.password

    def _noted(self, device: Device, now: Rotation, which: Which) -> Rotation:
        trying = noted(now, which, self._clock.now_us())
        self._save(device, trying, now)
        return trying

    def _save(self, device: Device, now: Rotation, before: Rotation) -> None:
        with self._database.transaction() as tx:
            self._credentials.save(tx, device.id, now, before=before)

    def _saw(self, device: Device, before: Rotation, which: Which, seen: Seen) -> Rotation:
        """What a try has shown; the end of a change is on record, and one password is forgotten."""
        now = after(before, which, seen)
        with self._database.transaction() as tx:
            if now.both_kept:
                self._credentials.save(tx, device.id, now, before=before)
            else:
                twins = self._credentials.first_twin(tx, device.id)
                self._credentials.settle(tx, device.id, now, before=before, now_us=self._clock.now_us())
                self._judge(tx, (device.id, *twins))
            if now.step in (ChangeStep.IDLE, ChangeStep.STUCK, ChangeStep.PROVED) and now.step is not before.step:
                details: dict[str, object] = {"step": now.step.value, "outcome": now.outcome.value}
                self._governance.record(tx, _CHANGER, "device.password", device.ref, details=details, personal={})
        return now

    def _tell(self, device: Device, now: Rotation) -> None:
        with self._database.reading() as connection:
            login = self._credentials.open(connection, device.id)
        self._tell_streams(device, login.username, login.password)
        with self._database.transaction() as tx:
            self._credentials.save(tx, device.id, told(now), before=now)
            details: dict[str, object] = {"step": ChangeStep.IDLE.value, "outcome": ChangeOutcome.CHANGED.value}
            self._governance.record(tx, _CHANGER, "device.password", device.ref, details=details, personal={})


async def _log_in(port: DevicePort, username: str) -> tuple[Seen, UserLevel]:
    """A question that it refuses to strangers; and the account's level, which stays as it is."""
    try:
        if not await port.prove_login():
            return Seen.PROVES_NOTHING, UserLevel.ADMINISTRATOR
        users = await port.users()
    except DeviceFailure as error:
        return _SEEN.get(error.reason, Seen.NO_ANSWER), UserLevel.ADMINISTRATOR
    except PlatformError:
        return Seen.NO_ANSWER, UserLevel.ADMINISTRATOR
    level = next((one.level for one in users if one.name == username), UserLevel.ADMINISTRATOR)
    return Seen.TAKEN, level


_SEEN = {
    DeviceReason.LOGIN_REFUSED: Seen.REFUSED,
    DeviceReason.BASIC_ONLY: Seen.REFUSED,  # it did not take what shows no password
    DeviceReason.NOT_PERMITTED: Seen.TAKEN,  # logged in, and may not read the list
}
