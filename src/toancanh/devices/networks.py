"""Use cases on named networks: nothing outside them is ever connected to as a device."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection

from toancanh.devices.model import NamedNetwork, NetworkDraft, network_ref, read_cidr
from toancanh.devices.store import devices as store
from toancanh.devices.store.tables import device_network as table
from toancanh.governance import AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal
from toancanh.registry import Registry


class Networks:
    """Ranges of addresses, each named by an administrator of its owner. Blocking; thread-safe."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, registry: Registry
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry

    def seen(self, principal: Principal) -> list[NamedNetwork]:
        """Those the principal may read, by name."""
        visible = self._governance.visible(principal, Action.DEVICE_READ, "device")
        condition: ColumnElement[bool] = visible.clause(table.c.owner_id, protected=table.c.protected)
        with self._database.reading() as connection:
            return store.networks(connection, condition)

    def all(self) -> list[NamedNetwork]:
        """No judgement: for what connects."""
        with self._database.reading() as connection:
            return store.networks(connection)

    def of_owner(self, owner_id: str) -> list[NamedNetwork]:
        """Where this owner's devices may be: networks of its own and of the organisations below it."""
        within = self._governance.within(owner_id)
        return [one for one in self.all() if one.owner_id in within]

    def name(self, principal: Principal, draft: NetworkDraft, *, source: str = "") -> NamedNetwork:
        """Raises `Conflict` where it overlaps one of another owner: who names a range may have it searched."""
        cidr = read_cidr(draft.cidr)
        request = AccessRequest(action=Action.DEVICE_NETWORK, resource=network_ref(draft), source=source)
        decision = self._governance.require(principal, request)
        if draft.site_id is not None:
            self._check_site(principal, draft.site_id, draft.protected)
        made = NamedNetwork(
            id=self._ids.new_id(), name=draft.name, cidr=str(cidr), owner_id=draft.owner_id, site_id=draft.site_id,
            note=draft.note, protected=draft.protected, created_at_us=self._clock.now_us(),
        )  # fmt: skip
        with self._database.transaction() as tx:
            self._governance.organisations.refuse_ended(tx, [draft.owner_id], field="owner_id")
            self._refuse_others(tx, made)
            store.insert_network(tx, made)
            details: dict[str, object] = {"cidr": made.cidr, "name": made.name}
            self._governance.record(
                tx, principal, "device.network_name", network_ref(made), decision=decision, details=details,
                personal={"source": source},
            )  # fmt: skip
        return made

    def forget(self, principal: Principal, network_id: str, *, source: str = "") -> None:
        """Devices in it stay known and are spoken to no longer."""
        found = self.get(principal, network_id, source=source)
        request = AccessRequest(action=Action.DEVICE_NETWORK, resource=network_ref(found), source=source)
        decision = self._governance.require(principal, request)
        with self._database.transaction() as tx:
            store.delete_network(tx, network_id)
            self._governance.record(
                tx, principal, "device.network_forget", network_ref(found), decision=decision,
                details={"cidr": found.cidr, "name": found.name}, personal={"source": source},
            )  # fmt: skip

    def get(self, principal: Principal, network_id: str, *, source: str = "") -> NamedNetwork:
        """Raises `NotFound`, also where the principal may not read it."""
        found = next((one for one in self.all() if one.id == network_id), None)
        if found is None:
            raise NotFound("there is no such network, or you may not see it")
        request = AccessRequest(action=Action.DEVICE_READ, resource=network_ref(found), source=source)
        self._governance.require(principal, request)
        return found

    def _refuse_others(self, tx: Connection, made: NamedNetwork) -> None:
        mine = self._governance.within(made.owner_id)
        for one in store.networks(tx):
            if one.owner_id not in mine and _overlap(one, made):
                raise Conflict("cidr: a part of this range was named for another organisation", field="cidr")

    def _check_site(self, principal: Principal, site_id: str, protected: bool) -> None:
        try:
            site = self._registry.sites.get(principal, site_id)
        except NotFound:
            raise Invalid("site_id: there is no such site, or you may not see it", field="site_id") from None
        if site.protected and not protected:
            raise Invalid("protected: a network at a protected site is protected, too", field="protected")


def _overlap(one: NamedNetwork, other: NamedNetwork) -> bool:
    return one.network.version == other.network.version and one.network.overlaps(other.network)
