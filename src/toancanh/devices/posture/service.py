"""Use cases of posture: judge, look, except. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from toancanh.devices.credentials.keeping import Credentials
from toancanh.devices.model import Device
from toancanh.devices.posture import store
from toancanh.devices.posture.model import LoginKnown, PostureCheck, PostureSeverity, PostureVerdict, judge
from toancanh.devices.posture.store import DeviceStanding, HeldException, KeptException, OwnerSummary, Posture
from toancanh.devices.store import devices
from toancanh.devices.store.tables import device as table
from toancanh.governance import AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal
from toancanh.registry import Registry

_DAY_US = 86_400_000_000
_LONGEST_US = 366 * _DAY_US
_AT_ONCE = 500


class Postures:
    """The table of postures and of exceptions."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        credentials: Credentials,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._credentials = credentials

    def judge(self, tx: Connection, device: Device) -> None:
        """By what is known now, in the caller's transaction; the one other that shares its password fails, too."""
        self._judge(tx, device)
        for device_id in self._credentials.first_twin(tx, device.id):
            twin = devices.load(tx, device_id)
            if twin is not None:
                self._judge(tx, twin)

    def _judge(self, tx: Connection, device: Device) -> None:
        now_us = self._clock.now_us()
        kept = self._credentials.kept(tx, device.id)
        login = LoginKnown(factory=kept.factory, shared_with=kept.shared_with) if kept is not None else None
        excepted = store.excepted(tx, device.id, now_us)
        findings = judge(
            device.facts, login, tls=device.tls, in_clear=self._in_clear(tx, device), now_us=now_us, excepted=excepted
        )
        store.save(tx, device.id, findings, now_us=now_us)

    def _in_clear(self, connection: Connection, device: Device) -> bool:
        cameras = {one.camera_id for one in device.channels if one.camera_id is not None}
        return bool(self._registry.with_basic(cameras, connection))

    def settle(self, devices: Sequence[Device]) -> None:
        """Cameras of these were changed: what was decided of their passwords counts at once."""
        for device in devices:
            with self._database.reading() as connection:
                in_clear = self._in_clear(connection, device)
                kept = store.load(connection, device.id)
            told = {one.check: one.verdict for one in kept.findings} if kept is not None else {}
            was = told.get(PostureCheck.PASSWORD_IN_CLEAR) in (PostureVerdict.FAILS, PostureVerdict.EXCEPTED)
            if kept is not None and was is not in_clear:
                with self._database.transaction() as tx:
                    self.judge(tx, device)

    def get(self, principal: Principal, device: Device, *, source: str = "") -> tuple[Posture, list[KeptException]]:
        """Raises `NotFound`, also where the principal may not read the device."""
        self._governance.require(
            principal, AccessRequest(action=Action.DEVICE_READ, resource=device.ref, source=source)
        )  # fmt: skip
        with self._database.reading() as connection:
            found = store.load(connection, device.id)
            exceptions = store.exceptions(connection, device.id)
        if found is None:
            raise NotFound("this device was not judged yet: read it first")
        return found, exceptions

    def owners(self, principal: Principal) -> list[OwnerSummary]:
        """Of the devices that the principal may read."""
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        with self._database.reading() as connection:
            return store.of_owners(connection, visible.clause(table.c.owner_id, protected=table.c.protected))

    def devices(
        self,
        principal: Principal,
        *,
        within: str = "",
        check: PostureCheck | None = None,
        worst: PostureSeverity | None = None,
        after: str = "",
        limit: int = 100,
    ) -> list[DeviceStanding]:
        """Devices that the principal may read, one by one; ``within``: of an owner, and of those below it."""
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        conditions = [visible.clause(table.c.owner_id, protected=table.c.protected)]
        if within:
            conditions.append(table.c.owner_id.in_(sorted(self._governance.within(within))))
        with self._database.reading() as connection:
            return store.of_devices(connection, conditions, check=check, worst=worst, after=after, limit=limit)

    def held(self, principal: Principal) -> list[HeldException]:
        """Exceptions that hold now, of devices that the principal may read; the first to end first."""
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        condition = visible.clause(table.c.owner_id, protected=table.c.protected)
        with self._database.reading() as connection:
            return store.held(connection, condition, self._clock.now_us(), _AT_ONCE)

    def except_(
        self,
        principal: Principal,
        device: Device,
        check: PostureCheck,
        *,
        responsible: str,
        reason: str,
        until_us: int,
        source: str = "",
    ) -> KeptException:
        """Somebody answers for a failure until then, at most a year. Raises `Invalid`."""
        request = AccessRequest(action=Action.DEVICE_MANAGE, resource=device.ref, source=source)
        decision = self._governance.require(principal, request)
        now_us = self._clock.now_us()
        if not now_us < until_us <= now_us + _LONGEST_US:
            raise Invalid("until: a day within a year from now", field="until")
        made = KeptException(
            id=self._ids.new_id(), device_id=device.id, check=check, responsible=responsible, reason=reason,
            until_us=until_us, made_by=principal.user_id, made_at_us=now_us,
        )  # fmt: skip
        with self._database.transaction() as tx:
            store.add_exception(tx, made)
            self.judge(tx, device)
            self._governance.record(
                tx, principal, "device.exception_make", device.ref, decision=decision,
                details={"check": check.value, "reason": reason},
                personal={"responsible": responsible, "source": source},
            )  # fmt: skip
        return made

    def end(self, principal: Principal, device: Device, exception_id: str, *, source: str = "") -> None:
        """Raises `NotFound`, `Conflict` where it has ended."""
        request = AccessRequest(action=Action.DEVICE_MANAGE, resource=device.ref, source=source)
        decision = self._governance.require(principal, request)
        with self._database.transaction() as tx:
            if exception_id not in {one.id for one in store.exceptions(tx, device.id)}:
                raise NotFound("there is no such exception")
            if not store.end_exception(tx, exception_id, self._clock.now_us()):
                raise Conflict("this exception has ended already")
            self.judge(tx, device)
            self._governance.record(
                tx, principal, "device.exception_end", device.ref, decision=decision,
                details={"exception": exception_id}, personal={"source": source},
            )  # fmt: skip

    def again(self) -> bool:
        """Judge what was judged a day ago: exceptions end and firmware grows old. True where there may be more."""
        with self._database.reading() as connection:
            due = store.stale(connection, self._clock.now_us() - _DAY_US, _AT_ONCE)
        for device_id in due:
            with self._database.transaction() as tx:
                found = devices.load(tx, device_id)
                if found is not None:
                    self.judge(tx, found)
        return len(due) == _AT_ONCE
