"""Where the archive lies, for those who may see and change it. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.kernel import DataLoss, Principal
from toancanh.media.archive.places import store
from toancanh.media.archive.places.keeper import PlacesKeeper, PlacesReport
from toancanh.media.archive.places.model import PoolState
from toancanh.media.archive.places.store import ColdSettings

_TRIAL_KEY = "toancanh-trial"
_TRIAL_TIMEOUT = timedelta(seconds=10)


class PlacesService:
    """The door of the places."""

    def __init__(self, *, governance: Governance, keeper: PlacesKeeper) -> None:
        self._governance = governance
        self._keeper = keeper

    def read(self, principal: Principal, *, source: str) -> PlacesReport:
        """All places as they are now."""
        self._require(principal, Action.ARCHIVE_READ, "", source)
        return self._report()

    def add_pool(self, principal: Principal, name: str, folder: Path, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.add`."""
        details = {"name": name, "folder": str(folder)}
        return self._act(
            principal, "archive.pool_add", name, lambda tx: self._keeper.add(tx, name, folder), details, source
        )

    def drain_pool(self, principal: Principal, name: str, draining: bool, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.drain`."""
        details = {"name": name, "draining": draining}
        return self._act(
            principal, "archive.pool_drain", name, lambda tx: self._keeper.drain(tx, name, draining), details, source
        )

    def remove_pool(self, principal: Principal, name: str, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.remove`."""
        return self._act(
            principal, "archive.pool_remove", name, lambda tx: self._keeper.remove(tx, name), {"name": name}, source
        )

    def give_up_pool(self, principal: Principal, name: str, confirm: str, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.give_up`; what is lost is on record at once, whose it was when it became gaps."""
        self._require(principal, Action.ARCHIVE_WRITE, name, source)
        with self._keeper.database.reading() as connection:
            count, size_bytes = store.kept_in(connection, name)
            held = self._held(connection, name)
        details = {"name": name, "segments": count, "size_bytes": size_bytes, "held": held}
        return self._act(
            principal, "archive.pool_give_up", name, lambda tx: self._keeper.give_up(tx, name, confirm), details, source
        )

    def take_back_pool(
        self, principal: Principal, name: str, folder: Path | None, *, unproven: bool, source: str
    ) -> PlacesReport:
        """See `PlacesKeeper.take_back`; ``unproven``: recordings without proof come back with it."""
        details = {"name": name, "folder": "" if folder is None else str(folder), "unproven": unproven}
        return self._act(
            principal, "archive.pool_take_back", name, lambda tx: self._keeper.take_back(tx, name, folder), details,
            source,
        )  # fmt: skip

    def set_cold(self, principal: Principal, wanted: ColdSettings, secret: str | None, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.set_cold`; kept only once something was written there, read back and deleted."""
        details = {name: getattr(wanted, name) for name in ("endpoint", "bucket", "prefix", "after_days", "paused")}

        self._require(principal, Action.ARCHIVE_WRITE, "", source)
        with self._keeper.database.reading() as connection:
            made = self._keeper.prepared_cold(connection, wanted, secret)
        self._try(made)

        def change(tx: Connection) -> None:
            self._keeper.set_cold(tx, wanted, secret)

        return self._act(principal, "archive.cold_set", "", change, details, source)

    def forget_cold(self, principal: Principal, *, source: str) -> PlacesReport:
        """See `PlacesKeeper.forget_cold`."""
        return self._act(principal, "archive.cold_forget", "", self._keeper.forget_cold, {}, source)

    def _try(self, settings: ColdSettings) -> None:
        if settings.paused:
            return
        store = self._keeper.open_cold(settings, timeout=_TRIAL_TIMEOUT)
        store.put(_TRIAL_KEY, [b"trial"])
        found = b"".join(store.get(_TRIAL_KEY))
        store.delete(_TRIAL_KEY)
        if found != b"trial":
            raise DataLoss("the object store gives other bytes back than it was given: it is not used")

    def _act(
        self,
        principal: Principal,
        action: str,
        name: str,
        change: Callable[[Connection], None],
        details: Mapping[str, object],
        source: str,
    ) -> PlacesReport:
        decision = self._require(principal, Action.ARCHIVE_WRITE, name, source)
        with self._keeper.database.transaction() as tx:
            change(tx)
            self._governance.record(tx, principal, action, _ref(name), decision=decision, details=details)
        return self._report()

    def _report(self) -> PlacesReport:
        """With what is held on disks that may have to be given up: a hold cannot keep what nobody can read."""
        report = self._keeper.report()
        dead = {
            one.name for one in report.places
            if one.look is not None and one.look.state in (PoolState.AWAY, PoolState.FAILING)
        }  # fmt: skip
        if not dead:
            return report
        with self._keeper.database.reading() as connection:
            held = {name: self._held(connection, name) for name in dead}
        return replace(report, places=[replace(one, held=held.get(one.name, 0)) for one in report.places])

    def _held(self, connection: Connection, name: str) -> int:
        lasting = [hold for hold, _ in self._governance.holds.lasting()]
        return store.of_spans(connection, name, [(id, *hold.span) for hold in lasting for id in hold.camera_ids])

    def _require(self, principal: Principal, action: Action, name: str, source: str) -> Decision:
        return self._governance.require(principal, AccessRequest(action=action, resource=_ref(name), source=source))


def _ref(name: str) -> ResourceRef:
    return ResourceRef(kind="archive", id=name, owner_id="")
