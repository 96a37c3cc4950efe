"""What somebody does to one known device: its log-in, its certificate, what it says, a restart, its time."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection

from toancanh.devices.credentials.changing import Changing
from toancanh.devices.credentials.keeping import Credentials, KeptCredential, LogIn
from toancanh.devices.credentials.rotation import Rotation
from toancanh.devices.model import SPOKEN_TO, Device, DeviceState
from toancanh.devices.onboarding.template import Setting, time_setting
from toancanh.devices.shelf import Shelf
from toancanh.devices.store import devices as store
from toancanh.devices.store.tables import device as table
from toancanh.governance import AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Conflict, Invalid, NotFound, PlatformError, Principal, fold
from toancanh.registry import Registry

_CHANGES_AT_ONCE = 16


@dataclass(frozen=True, kw_only=True)
class DeviceFilter:
    """Which devices; empty: all."""

    q: str = ""
    states: tuple[DeviceState, ...] = ()
    owner_id: str = ""
    maker: str = ""
    camera_id: str = ""  # the one that has this camera


class Operations:
    """Judged, on record. What speaks to a device is a coroutine; the rest blocks."""

    def __init__(
        self,
        *,
        database: Database,
        governance: Governance,
        registry: Registry,
        credentials: Credentials,
        shelf: Shelf,
        changing: Changing,
    ) -> None:
        self._database = database
        self._governance = governance
        self._registry = registry
        self._credentials = credentials
        self._shelf = shelf
        self._changing = changing
        self._changed_last = ""  # the device whose change had the last turn

    def page(self, principal: Principal, wanted: DeviceFilter, *, after: str = "", limit: int = 100) -> list[Device]:
        """Those the principal may read, by id."""
        with self._database.reading() as connection:
            found = store.page(connection, self._conditions(principal, wanted), after=after, limit=limit)
        return self.page(principal, wanted, after=after, limit=limit) if self._shelf.hide(found) else found

    def seen(self, principal: Principal, device_ids: Collection[str]) -> dict[str, Device]:
        """By id, those of these (a page of them) that the principal may read."""
        conditions = [*self._conditions(principal, DeviceFilter()), table.c.id.in_(sorted(device_ids))]
        with self._database.reading() as connection:
            found = store.page(connection, conditions, after="", limit=len(device_ids))
        return self.seen(principal, device_ids) if self._shelf.hide(found) else {one.id: one for one in found}

    def firmware(self, principal: Principal) -> list[tuple[str, str, str, int]]:
        """Maker, model, firmware, how many: of the devices that the principal may read."""
        self._shelf.settle()
        with self._database.reading() as connection:
            return store.firmware(connection, self._conditions(principal, DeviceFilter()))

    def get(self, principal: Principal, device_id: str, *, source: str = "") -> tuple[Device, KeptCredential | None]:
        """Raises `NotFound`, also where the principal may not read it."""
        device = self._shelf.load(device_id)
        request = AccessRequest(action=Action.DEVICE_READ, resource=device.ref, source=source)
        self._governance.require(principal, request)
        with self._database.reading() as connection:
            return device, self._credentials.kept(connection, device_id)

    def enter_login(
        self, principal: Principal, device_id: str, username: str, password: str, *, source: str = ""
    ) -> Device:
        """In place of what is kept; it is tried when next used. Raises `Conflict` while two are kept for a change."""
        device = self._shelf.manageable(principal, device_id, source=source)
        login = LogIn(username=username, password=password)
        with self._database.transaction() as tx:
            before = self._credentials.first_twin(tx, device_id)
            self._credentials.put(tx, device_id, login, now_us=self._shelf.now_us())
            if device.state is DeviceState.LOGIN_REFUSED:
                device = store.save(tx, device.moved(DeviceState.READY))
            self._shelf.judge(tx, (device_id, *before))
            self._record(tx, principal, "device.login_set", device, {"username": username}, source)
        return device

    def confirm_certificate(
        self, principal: Principal, device_id: str, certificate: str, *, source: str = ""
    ) -> Device:
        """What a person has compared is the device's certificate from now on. Raises `Conflict`, `Invalid`."""
        device = self._shelf.manageable(principal, device_id, source=source)
        if device.state is not DeviceState.CERTIFICATE_CHANGED:
            raise Conflict("the certificate of this device has not changed", state=device.state)
        if certificate != device.offered_certificate or not certificate:
            raise Invalid("certificate: this is not the one that the device shows; look again", field="certificate")
        after = replace(device.moved(DeviceState.READY), certificate=certificate, offered_certificate="")
        with self._database.transaction() as tx:
            after = store.save(tx, after)
            self._record(tx, principal, "device.certificate_confirm", after, {"certificate": certificate}, source)
        return after

    def link(
        self, principal: Principal, device_id: str, token: str, camera_id: str | None, *, source: str = ""
    ) -> Device:
        """Say which camera a channel is, or that it is none. Raises `NotFound`, `Conflict`, `Denied`."""
        device = self._shelf.manageable(principal, device_id, source=source)
        if token not in {one.token for one in device.channels}:
            raise NotFound("the device has no such channel")
        if camera_id is not None:
            camera = self._registry.get_camera(principal, camera_id, source=source)
            ref = self._registry.camera_ref(camera)
            self._governance.require(
                principal, AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source)
            )  # fmt: skip
            with self._database.reading() as connection:
                if store.linked(connection, [camera_id]).get(camera_id, device_id) != device_id:
                    raise Conflict("this camera belongs to another device already")
        after = self._shelf.link(device_id, token, camera_id)
        with self._database.transaction() as tx:
            self._record(tx, principal, "device.link", after, {"channel": token, "camera_id": camera_id}, source)
        return after

    def retire(self, principal: Principal, device_id: str, *, both: bool = False, source: str = "") -> Device:
        """It is spoken to no longer, and what is kept of its log-in goes; its cameras stay as they are. ``both``: also
        the two passwords of a change that has not ended, for a device that is no more; else raises `Conflict` there.
        """
        device = self._shelf.manageable(principal, device_id, source=source)
        channels = tuple(replace(one, camera_id=None) for one in device.channels)
        with self._database.transaction() as tx:
            after = store.save(tx, replace(device.moved(DeviceState.RETIRED), channels=channels))
            self._credentials.forget(tx, device_id, both=both)
            details: dict[str, object] = {"host": after.host, "both_passwords": both}
            self._record(tx, principal, "device.forget", after, details, source)
        return after

    async def read(self, principal: Principal, device_id: str, *, source: str = "") -> Device:
        """Ask it what it says of itself now. A changed certificate is looked at, and nothing is sent to it."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        if device.state is DeviceState.CERTIFICATE_CHANGED:
            return await self._offered(device)
        device = await asyncio.to_thread(self._woken, device)
        port = await asyncio.to_thread(self._shelf.reaching.port, device)
        try:
            facts = await port.describe()
        except PlatformError as error:
            after = await asyncio.to_thread(self._shelf.failed, device, error)
            return await self._offered(after) if after.state is DeviceState.CERTIFICATE_CHANGED else after
        finally:
            await port.close()
        return await asyncio.to_thread(self._shelf.described, device_id, facts)

    async def reboot(self, principal: Principal, device_id: str, *, source: str = "") -> None:
        """Its pictures stop for a minute or two."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        async with self._shelf.asking(device) as port:
            await asyncio.to_thread(self._recorded, principal, "device.reboot", device, {}, source)
            await port.reboot()

    async def set_time(
        self, principal: Principal, device_id: str, ntp_servers: Sequence[str], timezone: str, *, source: str = ""
    ) -> Setting:
        """Where it takes its time from (nowhere: our time, once); and what it says of that afterwards."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        details: dict[str, object] = {"ntp_servers": list(ntp_servers), "timezone": timezone}
        async with self._shelf.asking(device) as port:
            await asyncio.to_thread(self._recorded, principal, "device.time_set", device, details, source)
            await port.set_time(ntp_servers=ntp_servers, timezone=timezone)
            return time_setting(ntp_servers, await port.time())

    async def change_password(self, principal: Principal, device_id: str, *, source: str = "") -> Rotation:
        """A new one that nobody knows, proved before the old one is forgotten."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        if device.state not in SPOKEN_TO:
            raise Conflict(f"nothing is sent to a device that is {device.state}: look at it first", state=device.state)
        return await self._changing.change(device, principal)

    async def try_passwords_again(self, principal: Principal, device_id: str, *, source: str = "") -> Rotation:
        """Of a change that is stuck, after a look at the device. Raises `Conflict`."""
        device = await asyncio.to_thread(lambda: self._shelf.manageable(principal, device_id, source=source))
        return await self._changing.try_again(device)

    async def go_on_with_changes(self) -> None:
        """Changes of passwords that were cut, or wait; for the worker. Some of them, at once: the others have their
        turn next, so that devices that do not answer hold up nothing for longer than one of them does.
        """
        devices = await asyncio.to_thread(self._next_changes)
        for ended in await asyncio.gather(*map(self._changing.go_on, devices), return_exceptions=True):
            if isinstance(ended, BaseException) and not isinstance(ended, PlatformError):
                raise ended  # the others are away, or not to be spoken to: a later turn asks again

    def _next_changes(self) -> list[Device]:
        with self._database.reading() as connection:
            ids = sorted(self._credentials.under_way(connection))
            turn = [*(one for one in ids if one > self._changed_last), *ids][: min(len(ids), _CHANGES_AT_ONCE)]
            found = [store.load(connection, one) for one in turn]
        self._changed_last = turn[-1] if turn else ""
        return [one for one in found if one is not None]

    async def _offered(self, device: Device) -> Device:
        """Which certificate it shows now, for a person to compare."""
        try:
            shown = await self._shelf.reaching.certificate(device)
        except PlatformError as error:
            return await asyncio.to_thread(self._shelf.failed, device, error)

        def keep() -> Device:
            with self._database.transaction() as tx:
                now = store.load(tx, device.id, lock=True)
                return store.save(tx, replace(now or device, offered_certificate=shown))

        return await asyncio.to_thread(keep)

    def _woken(self, device: Device) -> Device:
        """Who asks by hand has looked: a device outside of networks, or another one at its address, is asked again."""
        if device.state not in (DeviceState.OUTSIDE, DeviceState.ANOTHER_DEVICE):
            return device
        with self._database.transaction() as tx:
            return store.save(tx, device.moved(DeviceState.READY))

    def _conditions(self, principal: Principal, wanted: DeviceFilter) -> list[ColumnElement[bool]]:
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        conditions: list[ColumnElement[bool]] = [visible.clause(table.c.owner_id, protected=table.c.protected)]
        conditions += [table.c.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()]
        if wanted.states:
            conditions.append(table.c.state.in_(list(wanted.states)))
        if wanted.owner_id:
            conditions.append(table.c.owner_id.in_(sorted(self._governance.within(wanted.owner_id))))
        if wanted.maker:
            conditions.append(table.c.maker == wanted.maker)
        if wanted.camera_id:
            conditions.append(store.has_camera(wanted.camera_id))
        return conditions

    def _recorded(
        self, principal: Principal, action: str, device: Device, details: dict[str, object], source: str
    ) -> None:
        with self._database.transaction() as tx:
            self._record(tx, principal, action, device, details, source)

    def _record(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        device: Device,
        details: dict[str, object],
        source: str,
    ) -> None:
        self._governance.record(tx, principal, action, device.ref, details=details, personal={"source": source})
