"""Use cases of jobs over many devices: ask, look, pause, resume, cancel, try what failed again, decide. Blocking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from toancanh.devices.model import NamedNetwork, require_inside
from toancanh.devices.networks import Networks
from toancanh.devices.onboarding import store
from toancanh.devices.onboarding.addresses import read_address
from toancanh.devices.onboarding.model import (
    MOST_ITEMS,
    Item,
    ItemReason,
    ItemState,
    ItemStep,
    Job,
    JobKind,
    JobState,
    Plan,
    require_move,
)
from toancanh.devices.store import devices
from toancanh.devices.store.tables import device as device_table
from toancanh.devices.store.tables import device_job as table
from toancanh.governance import AccessRequest, Action, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.infra.keyring import KeyRing
from toancanh.kernel import Clock, Conflict, DataLoss, IdSource, Invalid, NotFound, Principal
from toancanh.registry import Registry

_MOST_OPEN = 20
_WORKER = Principal.system("devices")
_OVER = (ItemState.DONE, ItemState.FAILED, ItemState.ASKS)


class Jobs:
    """The door of jobs. ``wake``: tells the worker that there is something to do."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        keyring: KeyRing,
        networks: Networks,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._keyring = keyring
        self._networks = networks
        self.wake: Callable[[], None] = lambda: None

    def onboard(
        self,
        principal: Principal,
        owner_id: str,
        plan: Plan,
        password: str,
        *,
        protected: bool = False,
        source: str = "",
    ) -> Job:
        """Take devices in. Raises `Denied` (also for an address in no named network), `Invalid`, `Conflict`."""
        self._require(principal, owner_id, protected, source)
        networks = self._networks.seen(principal)
        wanted = [one for one in networks if one.id in set(plan.network_ids)]
        if len(wanted) != len(set(plan.network_ids)):
            raise NotFound("there is no such network, or you may not see it")
        if not plan.addresses and not wanted:
            raise Invalid("name a network to search, or addresses of devices", field="network_ids")
        if plan.site_id is not None:
            site = self._registry.sites.get(principal, plan.site_id)
            protected = protected or site.protected
        protected = protected or any(one.protected for one in wanted)
        items = self._addressed(plan.addresses, wanted or networks)
        state = JobState.RUNNING if items else JobState.DISCOVERING
        return self._started(principal, JobKind.ONBOARD, owner_id, plan, items, state, password, protected, source)

    def over_devices(
        self,
        principal: Principal,
        kind: JobKind,
        device_ids: Sequence[str],
        plan: Plan | None = None,
        *,
        source: str = "",
    ) -> Job:
        """Change the passwords of known devices, apply a template, or read them anew. Each is judged again when its
        turn comes. Raises `NotFound`, `Denied`.
        """
        wanted = list(dict.fromkeys(device_ids))
        if kind is JobKind.ONBOARD or not 0 < len(wanted) <= MOST_ITEMS:
            raise Invalid(f"device_ids: 1 to {MOST_ITEMS} devices", field="device_ids")
        plan = replace(plan or Plan(), device_ids=())
        if kind is JobKind.APPLY and plan.template.asks_nothing:
            raise Invalid("template: say what is to be set", field="template")
        found = []
        with self._database.reading() as connection:
            for start in range(0, len(wanted), 500):
                these = device_table.c.id.in_(wanted[start : start + 500])
                found += devices.page(connection, [these], after="", limit=500)
        visible = self._governance.visible(principal, Action.DEVICE_MANAGE, "device")
        for one in found:
            if not visible.shows(one.ref):
                request = AccessRequest(action=Action.DEVICE_MANAGE, resource=one.ref, source=source)
                self._governance.require(principal, request)
        if len(found) != len(wanted):
            raise NotFound("there is no such device, or you may not see it")
        items = [
            Item(job_id="", position=at, host=one.host, port=one.port, path=one.path, tls=one.tls, device_id=one.id)
            for at, one in enumerate(found)
        ]
        owner_id = found[0].owner_id if len({one.owner_id for one in found}) == 1 else principal.organisation_id
        protected = any(one.protected for one in found)
        self._require(principal, owner_id, protected, source)
        return self._started(principal, kind, owner_id, plan, items, JobState.RUNNING, "", protected, source)

    def page(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[Job]:
        """Those the principal may read, the newest first."""
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        with self._database.reading() as connection:
            clause = visible.clause(table.c.owner_id, protected=table.c.protected)
            return store.page(connection, [clause], after=after, limit=limit)

    def get(self, principal: Principal, job_id: str, *, source: str = "") -> Job:
        """Raises `NotFound`, also where the principal may not read it."""
        return self._judged(principal, job_id, Action.DEVICE_READ, source)

    def items(
        self,
        principal: Principal,
        job_id: str,
        *,
        states: Sequence[ItemState] = (),
        after: int = -1,
        limit: int = 100,
        source: str = "",
    ) -> list[Item]:
        """The report, device by device."""
        self.get(principal, job_id, source=source)
        with self._database.reading() as connection:
            return store.items(connection, job_id, states=states, after=after, limit=limit)

    def move(self, principal: Principal, job_id: str, to: JobState, *, source: str = "") -> Job:
        """Pause, go on (``running``), cancel. What is under way ends by itself."""
        job = self._judged(principal, job_id, Action.DEVICE_MANAGE, source)
        if to not in (JobState.PAUSED, JobState.RUNNING, JobState.CANCELLED) or job.state is JobState.DONE:
            raise Conflict(f"a job that is {job.state} does not become {to}", state=job.state)
        with self._database.transaction() as tx:
            if to is JobState.CANCELLED:
                store.move_items(tx, job_id, [ItemState.WAITING], ItemState.LEFT)
            if to is JobState.RUNNING and not job.counts and job.kind is JobKind.ONBOARD:
                to = JobState.DISCOVERING
        job = self.changed(job, to, principal=principal)
        self.wake()
        return job

    def retry(self, principal: Principal, job_id: str, *, source: str = "") -> Job:
        """What failed begins anew, but where the job's log-in was refused: devices lock after a few wrong tries, so
        another log-in wants another job. Raises `Conflict`.
        """
        job = self._judged(principal, job_id, Action.DEVICE_MANAGE, source)
        if job.state is JobState.CANCELLED or not job.counts.get(ItemState.FAILED):
            raise Conflict("nothing of this job can be tried again", state=job.state)
        with self._database.transaction() as tx:
            own_login = job.kind is JobKind.ONBOARD and bool(job.plan.username)
            if not store.begin_again(tx, job_id, but=[ItemReason.LOGIN_REFUSED] if own_login else []):
                raise Conflict("the log-in of this job was refused: begin another one with the right log-in")
        job = self.changed(job, JobState.RUNNING, principal=principal) if job.state is JobState.DONE else job
        self.wake()
        return job

    def decide(self, principal: Principal, job_id: str, position: int, decision: str, *, source: str = "") -> Item:
        """Which camera a device is (its id, or ``new``), where a person was asked. Raises `Conflict`."""
        job = self._judged(principal, job_id, Action.DEVICE_MANAGE, source)
        with self._database.transaction() as tx:
            item = store.item(tx, job_id, position)
            if item is None:
                raise NotFound("there is no such device in this job")
            if item.state is not ItemState.ASKS or job.state is JobState.CANCELLED:
                raise Conflict("nobody is asked about this device", state=item.state)
            after = replace(
                item, state=ItemState.WAITING, step=ItemStep.NONE, reason=ItemReason.NONE, detail="", decision=decision
            )
            store.save_item(tx, after)
        if job.state is JobState.DONE:
            self.changed(job, JobState.RUNNING, principal=principal)
        self.wake()
        return after

    # for the worker

    def changed(self, job: Job, to: JobState, *, detail: str = "", principal: Principal | None = None) -> Job:
        """The one function that changes a job's state; what somebody does to it is on record."""
        if to is job.state:
            return job
        require_move(job.state, to)
        done_at_us = self._clock.now_us() if to in (JobState.DONE, JobState.CANCELLED) else None
        with self._database.transaction() as tx:
            after = store.save(tx, replace(job, state=to, detail=detail, done_at_us=done_at_us))
            if principal is not None:
                details: dict[str, object] = {"job": job.id, "from": job.state.value, "to": to.value}
                self._governance.record(tx, principal, "device.job_change", job.ref, details=details, personal={})
        return after

    def open_jobs(self) -> list[Job]:
        """Those that want work, the oldest first."""
        with self._database.reading() as connection:
            return store.open_jobs(connection)

    def job(self, job_id: str) -> Job:
        """As it stands; no judgement. Raises `NotFound`."""
        with self._database.reading() as connection:
            found = store.load(connection, job_id)
        if found is None:
            raise NotFound("there is no such job, or you may not see it")
        return found

    def waiting(self, job_id: str, limit: int) -> list[Item]:
        """What of a job comes next."""
        with self._database.reading() as connection:
            return store.items(connection, job_id, states=[ItemState.WAITING], limit=limit)

    def save_item(self, item: Item) -> None:
        """As it stands now."""
        with self._database.transaction() as tx:
            store.save_item(tx, item)

    def add_items(self, job: Job, items: Sequence[Item]) -> int:
        """What discovery met, each address once. Returns how many are new."""
        with self._database.transaction() as tx:
            known = store.items(tx, job.id)
            there = {(one.host, one.port) for one in known}
            fresh = [one for one in items if (one.host, one.port) not in there][: MOST_ITEMS - len(known)]
            first = max((one.position for one in known), default=-1) + 1
            store.add_items(tx, [replace(one, job_id=job.id, position=first + at) for at, one in enumerate(fresh)])
        return len(fresh)

    def restart(self) -> None:
        """After a start: what was under way begins anew."""
        with self._database.transaction() as tx:
            store.restart(tx)

    def password(self, job: Job) -> str:
        """In the clear, for the log-in alone. Raises `DataLoss`."""
        with self._database.reading() as connection:
            sealed = store.secret_of(connection, job.id)
        return self._keyring.decrypt(sealed, _context(job.id)).decode() if sealed else ""

    def forget_passwords(self, older_than_us: int) -> None:
        """Of jobs that were done long ago: whoever tries something again then enters it again."""
        with self._database.transaction() as tx:
            store.forget_secrets(tx, self._clock.now_us() - older_than_us)

    def reencrypt(self, keyring: KeyRing) -> int:
        """`infra.keyring.SecretHolder`."""
        count = 0
        with self._database.transaction() as tx:
            for job_id, secret in store.secrets(tx):
                try:
                    fresh = keyring.reencrypt(secret, _context(job_id))
                except DataLoss:
                    continue
                if fresh != secret:
                    store.set_secret(tx, job_id, fresh)
                    count += 1
        return count

    def _started(
        self,
        principal: Principal,
        kind: JobKind,
        owner_id: str,
        plan: Plan,
        items: Sequence[Item],
        state: JobState,
        password: str,
        protected: bool,
        source: str,
    ) -> Job:
        job_id = self._ids.new_id()
        job = Job(
            id=job_id, kind=kind, user_id=principal.user_id, owner_id=owner_id, state=state, plan=plan,
            asker=principal, protected=protected, asked_at_us=self._clock.now_us(),
            counts={ItemState.WAITING: len(items)} if items else {},
        )  # fmt: skip
        secret = self._keyring.encrypt(password.encode(), _context(job_id)) if password else ""
        with self._database.transaction() as tx:
            if len(store.open_jobs(tx)) >= _MOST_OPEN:
                raise Conflict(f"{_MOST_OPEN} jobs are under way; wait or cancel some", most=_MOST_OPEN)
            store.add(tx, job, secret=secret)
            store.add_items(tx, [replace(one, job_id=job_id) for one in items])
            details: dict[str, object] = {"job": job_id, "kind": kind.value, "devices": len(items)}
            self._governance.record(
                tx, principal, "device.job_start", job.ref, details=details, personal={"source": source}
            )  # fmt: skip
        self.wake()
        return job

    def _addressed(self, addresses: Sequence[str], networks: Sequence[NamedNetwork]) -> list[Item]:
        if len(addresses) > MOST_ITEMS:
            raise Invalid(f"addresses: at most {MOST_ITEMS} at once", field="addresses")
        found: dict[tuple[str, int], Item] = {}
        for text in addresses:
            one = read_address(text)
            require_inside(one.host, networks)
            found.setdefault((one.host, one.port), replace(one, position=len(found)))
        return list(found.values())

    def _judged(self, principal: Principal, job_id: str, action: Action, source: str) -> Job:
        job = self.job(job_id)
        self._governance.require(principal, AccessRequest(action=action, resource=job.ref, source=source))
        return job

    def _require(self, principal: Principal, owner_id: str, protected: bool, source: str) -> None:
        ref = ResourceRef(kind="device", id="", owner_id=owner_id, tags=protected_tags(protected))
        request = AccessRequest(action=Action.DEVICE_MANAGE, resource=ref, source=source)
        self._governance.require(principal, request)


def _context(job_id: str) -> str:
    return f"device-job:{job_id}"
