"""Devices as they are kept: taken in, described anew, found missing, linked to cameras. Blocking; all on record."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from sqlalchemy import Connection

from toancanh.devices.credentials.keeping import Credentials, LogIn, being_changed
from toancanh.devices.credentials.rotation import ChangeStep
from toancanh.devices.facts import DeviceFacts
from toancanh.devices.model import Device, DeviceState, NamedNetwork, home_of, require_inside
from toancanh.devices.networks import Networks
from toancanh.devices.onboarding.cameras import Place
from toancanh.devices.onboarding.model import Halt, Item, ItemReason, Job
from toancanh.devices.ports import DeviceAt, DeviceFailure, DevicePort
from toancanh.devices.posture.service import Postures
from toancanh.devices.reaching import Reaching
from toancanh.devices.standing import described, failed, speaks_against
from toancanh.devices.store import devices as store
from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, IdSource, NotFound, PlatformError, Principal
from toancanh.registry import Registry

_OURS = Principal.system("devices")


class Shelf:
    """The devices of all owners; judges only where it says so."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        networks: Networks,
        credentials: Credentials,
        reaching: Reaching,
        postures: Postures,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._networks = networks
        self._credentials = credentials
        self._postures = postures
        self.reaching = reaching
        self._noted: set[str] = set()  # cameras that somebody changed
        self._noting = threading.Lock()

    def now_us(self) -> int:
        """By the clock of the platform."""
        return self._clock.now_us()

    def require_manager(self, principal: Principal, ref: ResourceRef) -> None:
        """Raises `Denied`."""
        self._governance.require(principal, AccessRequest(action=Action.DEVICE_MANAGE, resource=ref))

    def manageable(self, principal: Principal, device_id: str, *, source: str = "") -> Device:
        """A device that the principal may manage. Raises `NotFound`, `Denied`."""
        device = self.load(device_id)
        request = AccessRequest(action=Action.DEVICE_MANAGE, resource=device.ref, source=source)
        self._governance.require(principal, request)
        return device

    def load(self, device_id: str) -> Device:
        """No judgement. Raises `NotFound`."""
        with self._database.reading() as connection:
            found = _loaded(store.load(connection, device_id))
        return replace(found, protected=True) if self.hide([found]) else found

    def look_up(self, job: Job, item: Item) -> tuple[Device | None, list[str]]:
        """What is known at the item's address, and the networks of the job. Raises `Denied` outside them.

        A device of which the asker may not know answers nobody: as if nothing were there.
        """
        networks = self._of_job(job)
        require_inside(item.host, networks)
        with self._database.reading() as connection:
            known = store.at(connection, item.host, item.port)
        if known is not None:
            visible = self._governance.visible(job.asker, Action.DEVICE_MANAGE, "device")
            if not visible.shows(known.ref):
                raise Halt(ItemReason.UNREACHABLE, "it does not answer")
        return known, [one.cidr for one in networks]

    def at(self, job: Job, item: Item, known: Device | None, password: str) -> DeviceAt:
        """How to log in: as the job says, else as is kept. Raises `Conflict` while a change of its password counts
        the tries; one that is stuck ends with a password that somebody gives and the device takes.
        """
        login = LogIn(username=job.plan.username, password=password)
        if known is not None:
            with self._database.reading() as connection:
                kept = self._credentials.kept(connection, known.id)
            ends_it = kept is not None and kept.rotation.step is ChangeStep.STUCK and bool(login.username)
            if kept is not None and kept.rotation.both_kept and not ends_it:
                raise being_changed()
        if not login.username and known is not None:
            with self._database.reading() as connection:
                login = self._credentials.open(connection, known.id)
        return DeviceAt(
            address=item.host, port=item.port, path=item.path, tls=item.tls,
            certificate_sha256=known.certificate if known is not None else "",
            username=login.username, password=login.password,
        )  # fmt: skip

    def keep(
        self, job: Job, item: Item, known: Device | None, facts: DeviceFacts, login: LogIn, certificate: str,
        *, proved: bool,
    ) -> Device:  # fmt: skip
        """Take it in, or anew. ``proved``: it answers this log-in, and no stranger. Raises `Halt` where another device
        has its serial number and nobody has decided, `Conflict` as `Credentials.put`.
        """
        now_us = self._clock.now_us()
        place = self.place_of(job, item)
        device = known or Device(
            id=self._ids.new_id(), owner_id=job.owner_id, site_id=place.site_id if place else None,
            protected=job.protected or bool(place and place.protected), host=item.host, port=item.port,
            path=item.path, tls=item.tls, certificate=certificate, state=DeviceState.READY, created_at_us=now_us,
            updated_at_us=now_us,
        )  # fmt: skip
        after = described(device, facts, now_us)
        if after.state is DeviceState.ANOTHER_DEVICE and item.decision == "new":
            after = described(replace(device, serial="", mac=""), facts, now_us)
        with self._database.transaction() as tx:
            if not item.decision:
                self._refuse_twins(tx, job.asker, after)
            if known is None:
                store.insert_device(tx, after)
            else:
                after = store.save(tx, after)
            if after.state is DeviceState.READY and login.username:
                self._credentials.put(tx, after.id, login, now_us=now_us, proved=proved)
            details: dict[str, object] = {
                "host": after.host, "serial": after.serial, "model": after.model, "job": job.id,
                "known": known is not None,
            }  # fmt: skip
            self._governance.record(tx, job.asker, "device.onboard", after.ref, details=details, personal={})
            self._postures.judge(tx, after)
        if after.state is DeviceState.ANOTHER_DEVICE:
            raise Halt(ItemReason.ANOTHER_DEVICE, after.reason, asks=True)
        return after

    def described(self, device_id: str, facts: DeviceFacts) -> Device:
        """What it says now."""
        with self._database.transaction() as tx:
            after = store.save(tx, described(_loaded(store.load(tx, device_id, lock=True)), facts, self.now_us()))
            self._postures.judge(tx, after)
        return after

    def failed(self, device: Device, error: PlatformError) -> Device:
        """It did not answer as it should: whoever has to look at it sees that, and nothing more is sent meanwhile."""
        with self._database.transaction() as tx:
            now = _loaded(store.load(tx, device.id, lock=True))
            after = failed(now, error, self.now_us())
            if (after.state, after.reason) == (now.state, now.reason):
                return now
            after = store.save(tx, after)
            if after.state is not now.state:
                details: dict[str, object] = {"from": now.state.value, "to": after.state.value}
                self._governance.record(tx, _OURS, "device.state", after.ref, details=details, personal={})
        return after

    @asynccontextmanager
    async def asking(self, device: Device) -> AsyncIterator[DevicePort]:
        """A port, closed afterwards. What speaks against asking the device again is kept, so that nobody sends a
        refused password a second time.
        """
        port: DevicePort | None = None
        try:
            port = await asyncio.to_thread(self.reaching.port, device)
            yield port
        except (DeviceFailure, Denied) as error:
            if speaks_against(error):
                await asyncio.to_thread(self.failed, device, error)
            raise
        finally:
            if port is not None:
                await port.close()

    def username(self, device_id: str) -> str:
        """By which account the platform logs in; empty: by none."""
        with self._database.reading() as connection:
            kept = self._credentials.kept(connection, device_id)
        return kept.username if kept is not None else ""

    def judge(self, tx: Connection, device_ids: Iterable[str]) -> None:
        """How safe they are, after the log-in of one has changed: fewer or more have the same password."""
        for device_id in device_ids:
            found = store.load(tx, device_id)
            if found is not None:
                self._postures.judge(tx, found)

    def link(self, device_id: str, token: str, camera_id: str | None) -> Device:
        """A channel is this camera; what is protected hides its device, too."""
        with self._database.transaction() as tx:
            device = _loaded(store.load(tx, device_id, lock=True))
            channels = tuple(
                replace(one, camera_id=camera_id) if one.token == token else one for one in device.channels
            )
            refs = self._registry.camera_refs([one.camera_id for one in channels if one.camera_id], tx)
            protected = device.protected or any(PROTECTED in ref.tags for ref in refs.values())
            return store.save(tx, replace(device, channels=channels, protected=protected, updated_at_us=self.now_us()))

    def hide(self, devices: Sequence[Device]) -> bool:
        """Whether one of these was open while a camera of it is protected; it is not any longer."""
        cameras = {one.id: {each.camera_id for each in one.channels if each.camera_id} for one in devices}
        refs = self._registry.camera_refs({id for of in cameras.values() for id in of})
        hidden = {
            one.id
            for one in devices
            if not one.protected and any(PROTECTED in refs[id].tags for id in cameras[one.id] if id in refs)
        }
        if hidden:
            with self._database.transaction() as tx:
                store.set_protected(tx, hidden, protected=True)
                self._governance.rights_changed(tx)
        return bool(hidden)

    def note(self, camera_ids: Iterable[str]) -> None:
        """These cameras were changed: `settle` looks at their devices."""
        with self._noting:
            self._noted |= set(camera_ids)

    def settle(self) -> None:
        """Before anything is counted: devices of cameras that were made protected meanwhile are, too; so it is with
        what was decided of their passwords.
        """
        with self._noting:
            noted, self._noted = self._noted, set()
        if noted:
            with self._database.reading() as connection:
                found = [store.load(connection, id) for id in sorted(set(store.linked(connection, noted).values()))]
            there = [one for one in found if one is not None]
            self.hide(there)
            self._postures.settle(there)

    def names_of(self, device: Device) -> dict[str, str]:
        """What stands over each channel's picture: the camera's code and name."""
        names = {}
        for one in device.channels:
            if one.camera_id is not None:
                camera = self._registry.cameras.load(one.camera_id)
                names[one.token] = f"{camera.code} {camera.name}" if camera.name != camera.code else camera.code
        return names

    def place_of(self, job: Job, item: Item) -> Place | None:
        """The job's site, else that of the network that holds the address."""
        home = home_of(item.host, self._of_job(job))
        site_id = job.plan.site_id or (home.site_id if home is not None else None)
        if site_id is None:
            return None
        site = self._registry.sites.get(job.asker, site_id)
        protected = site.protected or bool(home is not None and home.protected)
        return Place(site_id=site.id, lat=site.lat, lon=site.lon, protected=protected)

    def _of_job(self, job: Job) -> Sequence[NamedNetwork]:
        """Those that it names and the asker still sees; without any, all that the asker sees."""
        seen = self._networks.seen(job.asker)
        named = set(job.plan.network_ids)
        return [one for one in seen if not named or one.id in named]

    def _refuse_twins(self, tx: Connection, asker: Principal, after: Device) -> None:
        twins = [one for one in store.with_serial(tx, after.serial) if one.id != after.id]
        if not twins:
            return
        visible = self._governance.visible(asker, Action.DEVICE_READ, "device")
        named = [
            {"device_id": one.id, "host": one.host, "port": one.port, "model": one.model}
            for one in twins
            if visible.shows(one.ref)
        ]
        others = ", ".join(f"{one['host']}:{one['port']}" for one in named) or "one that you may not see"
        raise Halt(
            ItemReason.SAME_SERIAL, f"another device has the serial number {after.serial}: {others}", asks=True,
            twins=named,
        )  # fmt: skip


def _loaded(found: Device | None) -> Device:
    if found is None:
        raise NotFound("there is no such device, or you may not see it")
    return found
