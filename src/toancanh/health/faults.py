"""The one place where faults change: signs come in, faults open and close, what has one cause is one alarm."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from toancanh.health.causes import Cause, causes
from toancanh.health.model import (
    Fault,
    FaultClosed,
    FaultKind,
    FaultOpened,
    FaultState,
    Incident,
    Sign,
    step,
)
from toancanh.health.ports import NoPlannedWork, PlannedWork
from toancanh.health.store import faults as store
from toancanh.infra.database import Database
from toancanh.kernel import Clock, EventBus, IdSource

Hanging = Callable[[], Mapping[Cause, Collection[str]]]
"""What every cause has hanging on it, of the cameras that are watched."""

_Key = tuple[str, FaultKind]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What signs have brought about; ``turned``: cameras of which something is suspected or ends, so that a look is
    due again soon.
    """

    opened: tuple[Fault, ...] = ()
    closed: tuple[Fault, ...] = ()
    turned: frozenset[str] = frozenset()


class Faults:
    """Thread-safe; belongs to the one process that watches. Suspicions are in memory alone."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        events: EventBus,
        hanging: Hanging,
        planned: PlannedWork | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._events = events
        self._hanging = hanging
        self._planned: PlannedWork = planned or NoPlannedWork()
        self._lock = threading.Lock()
        self._known: dict[_Key, Fault] | None = None
        self._kinds: dict[str, set[FaultKind]] = {}
        self._incidents: dict[str, Incident] = {}

    def know_planned_work(self, planned: PlannedWork) -> None:
        """Who can say where somebody works."""
        self._planned = planned

    def kinds_of(self, camera_id: str) -> Collection[FaultKind]:
        """What is suspected or open: signs of these count also where they are good."""
        return self._kinds.get(camera_id, ())

    def watched(self) -> set[str]:
        """Cameras of which anything is suspected or open. Raises `Unavailable`."""
        with self._lock:
            self._loaded()
            return set(self._kinds)

    def of(self, camera_id: str) -> list[Fault]:
        """What is suspected or open now, as far as this process watches."""
        with self._lock:
            known = self._loaded()
            return [known[camera_id, kind] for kind in sorted(self._kinds.get(camera_id, ()))]

    def judge(self, signs: Mapping[str, Sequence[Sign]]) -> Changes:
        """By camera. What opens or closes is stored and then published. Raises `Unavailable`: then nothing of it
        counts, and it is judged again with the next signs.
        """
        with self._lock:
            known = self._loaded()
            after: dict[_Key, Fault | None] = {}
            for camera_id, of_camera in signs.items():
                for sign in of_camera:
                    key = (camera_id, sign.kind)
                    before = after.get(key, known.get(key))
                    made = step(before, sign, camera_id=camera_id, fault_id=before.id if before else self._ids.new_id())
                    if made is not before:
                        after[key] = made
            changes = self._settled(known, after)
        self._publish(changes)
        return changes

    def forget(self, camera_ids: Collection[str], kinds: Collection[FaultKind] = tuple(FaultKind)) -> Changes:
        """Of these cameras nothing of these kinds is judged any more: such faults end."""
        if not camera_ids:
            return Changes()
        with self._lock:
            known = self._loaded()
            now_us = self._clock.now_us()
            gone = {
                (camera_id, kind): known[camera_id, kind]
                for camera_id in camera_ids
                for kind in self._kinds.get(camera_id, ())
                if kind in kinds
            }
            after: dict[_Key, Fault | None] = {
                key: replace(one, state=FaultState.CLOSED, closed_us=now_us, details={**one.details, "unwatched": True})
                if one.state is FaultState.OPEN else None
                for key, one in gone.items()
            }  # fmt: skip
            changes = self._settled(known, after)
        self._publish(changes)
        return changes

    def work_over(self) -> Changes:
        """What opened while somebody worked there and outlasts the work becomes an alarm now. Raises `Unavailable`."""
        with self._lock:
            known, now_us = self._loaded(), self._clock.now_us()
            waiting = [one for one in known.values() if one.planned and one.state is FaultState.OPEN]
            covered = self._planned.covers([one.camera_id for one in waiting], now_us) if waiting else ()
            late = [
                replace(one, planned=False, opened_us=now_us) for one in waiting if one.camera_id not in covered
            ]  # fmt: skip
            if late:
                with self._database.transaction() as tx:
                    store.update(tx, late)
                known.update({(one.camera_id, one.kind): one for one in late})
            changes = Changes(opened=tuple(late))
        self._publish(changes)
        return changes

    def _loaded(self) -> dict[_Key, Fault]:
        if self._known is None:
            with self._database.reading() as connection:
                found = store.open_faults(connection)
                self._incidents = {one.id: one for one in store.open_incidents(connection)}
            self._known = {(one.camera_id, one.kind): one for one in found}
            for one in found:
                self._kinds.setdefault(one.camera_id, set()).add(one.kind)
        return self._known

    def _settled(self, known: dict[_Key, Fault], after: Mapping[_Key, Fault | None]) -> Changes:
        def was(key: _Key) -> FaultState | None:
            return known[key].state if key in known else None

        opened = [
            one for key, one in after.items() if one and one.state is FaultState.OPEN and was(key) is not one.state
        ]
        closed = [one for one in after.values() if one and one.state is FaultState.CLOSED]
        turned = {key[0] for key, one in after.items() if one is None or one.signs or was(key) != one.state}
        incidents: list[Incident] = []
        joined: list[Fault] = []
        if opened or closed:
            standing = known | {key: one for key, one in after.items() if one}
            opened, joined, incidents = self._explained(standing, opened, closed)
            with self._database.transaction() as tx:
                store.put_incidents(tx, incidents)
                store.insert(tx, opened)
                store.update(tx, [*closed, *joined])
        by_key = {(one.camera_id, one.kind): one for one in [*opened, *joined]}
        for key, one in {**after, **by_key}.items():
            self._put(known, key, by_key.get(key, one))
        for cause in incidents:
            if cause.closed_us is None:
                self._incidents[cause.id] = cause
            else:
                self._incidents.pop(cause.id, None)
        return Changes(opened=tuple(opened), closed=tuple(closed), turned=frozenset(turned))

    def _put(self, known: dict[_Key, Fault], key: _Key, one: Fault | None) -> None:
        kinds = self._kinds.setdefault(key[0], set())
        if one is None or one.state is FaultState.CLOSED:
            known.pop(key, None)
            kinds.discard(key[1])
            if not kinds:
                del self._kinds[key[0]]
        else:
            known[key] = one
            kinds.add(key[1])

    def _explained(
        self, after: Mapping[_Key, Fault], opened: Sequence[Fault], closed: Sequence[Fault]
    ) -> tuple[list[Fault], list[Fault], list[Incident]]:
        """What has just opened, with what it is a consequence of; what was open already and turns out to be one, too;
        the incidents that begin or end.
        """
        now_us = self._clock.now_us()
        away = {
            camera_id: one.began_us
            for (camera_id, kind), one in after.items()
            if kind is FaultKind.AWAY and one.state is not FaultState.CLOSED and one.incident_id is None
        }
        explains: dict[str, str] = {}
        changed: dict[str, Incident] = {}
        if any(one.kind is FaultKind.AWAY for one in opened) and (self._incidents or len(away) > 1):
            hanging = self._hanging()
            for standing in self._incidents.values():
                on = hanging.get(Cause(kind=standing.kind, id=standing.cause_id), ())
                explains |= {camera_id: standing.id for camera_id in away if camera_id in on}
            rest = {camera_id: since_us for camera_id, since_us in away.items() if camera_id not in explains}
            for found in causes(rest, hanging):
                made = Incident(
                    id=self._ids.new_id(), kind=found.cause.kind, cause_id=found.cause.id, opened_us=now_us,
                    closed_us=None, affected=len(found.camera_ids), hanging=found.hanging,
                )  # fmt: skip
                changed[made.id] = made
                explains |= dict.fromkeys(found.camera_ids, made.id)
        planned = set(self._planned.covers([one.camera_id for one in opened], now_us)) if opened else set()
        marked = [
            replace(
                one,
                planned=one.camera_id in planned,
                incident_id=explains.get(one.camera_id) if one.kind is FaultKind.AWAY else None,
            )
            for one in opened
        ]
        new = {one.id for one in opened}
        joined = [
            replace(one, incident_id=explains[camera_id])
            for (camera_id, kind), one in after.items()
            if kind is FaultKind.AWAY and camera_id in explains and one.state is FaultState.OPEN and one.id not in new
        ]
        return marked, joined, [*changed.values(), *self._ended(after, [*marked, *joined], closed, now_us)]

    def _ended(
        self, after: Mapping[_Key, Fault], opened: Sequence[Fault], closed: Sequence[Fault], now_us: int
    ) -> list[Incident]:
        """Those of which the last camera is back."""
        touched = {one.incident_id for one in closed if one.incident_id is not None}
        standing = {one.incident_id for one in after.values() if one.state is not FaultState.CLOSED}
        standing |= {one.incident_id for one in opened}
        return [
            replace(self._incidents[id], closed_us=now_us) for id in sorted(touched - standing) if id in self._incidents
        ]

    def _publish(self, changes: Changes) -> None:
        now_us = self._clock.now_us()
        for one in changes.opened:
            self._events.publish(FaultOpened(at_us=now_us, fault=one))
        for one in changes.closed:
            self._events.publish(FaultClosed(at_us=now_us, fault=one))
