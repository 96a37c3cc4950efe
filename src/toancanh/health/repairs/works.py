"""Planned work: announced in time, so that nobody is called for it and nobody is blamed for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, ResourceRef, protected_tags
from toancanh.health.repairs.desk import Desk
from toancanh.health.repairs.store import tickets, works
from toancanh.health.repairs.store.tables import ticket as ticket_table
from toancanh.health.repairs.store.works import Work
from toancanh.kernel import Conflict, Invalid, NotFound, Principal
from toancanh.media.archive import ArchiveIndex, Mark
from toancanh.registry.topology.model import chain

MARK = "planned_work"
"""Kind of the marks on the timeline; their reference is the work's title."""

MOST_CAMERAS = 5_000
MOST_SPAN_US = 92 * 86_400_000_000
_LATEST_BEGIN_US = 3_600_000_000


@dataclass(frozen=True, kw_only=True)
class WorkDraft:
    """On cameras named one by one; and on those of a site, or that hang on a node (line, switch, power feed), on which
    the asker may plan.
    """

    title: str
    why: str
    from_us: int
    until_us: int
    camera_ids: tuple[str, ...] = ()
    site_id: str = ""
    node_id: str = ""


class PlannedWorks:
    """Thread-safe."""

    def __init__(self, desk: Desk, archive: ArchiveIndex) -> None:
        self._desk = desk
        self._archive = archive

    def covers(self, camera_ids: Collection[str], at_us: int, /) -> Collection[str]:
        """`health.ports.PlannedWork`: those of these cameras that are being worked at then. No judgement."""
        with self._desk.database.reading() as connection:
            found = works.touching(connection, at_us, at_us + 1)
        return frozenset(id for one in found for id in one.camera_ids) & frozenset(camera_ids)

    def between(self, camera_ids: Collection[str], from_us: int, until_us: int) -> list[Work]:
        """What touches the time on one of these cameras; no judgement."""
        with self._desk.database.reading() as connection:
            return works.touching(connection, from_us, until_us, camera_ids)

    def listed(self, principal: Principal, from_us: int, until_us: int) -> list[Work]:
        """What touches the time, each with those of its cameras alone that the asker may read; none, no work."""
        with self._desk.database.reading() as connection:
            found = works.touching(connection, from_us, until_us)
        view = self._desk.governance.visible(principal, Action.CAMERA_READ, "camera")
        refs = self._desk.registry.camera_refs({id for one in found for id in one.camera_ids})
        seen = {id for id, ref in refs.items() if view.shows(ref)}
        left = (replace(one, camera_ids=tuple(id for id in one.camera_ids if id in seen)) for one in found)
        return [one for one in left if one.camera_ids]

    def plan(self, principal: Principal, draft: WorkDraft, *, source: str = "") -> Work:
        """It begins at the earliest an hour ago: what went wrong before is not made good by a plan. Raises `Denied`,
        `NotFound`, `Invalid`.
        """
        desk, now_us = self._desk, self._desk.clock.now_us()
        if not now_us - _LATEST_BEGIN_US <= draft.from_us < draft.until_us <= draft.from_us + MOST_SPAN_US:
            raise Invalid(
                "from, until: work begins at the earliest an hour ago and lasts at most 92 days", field="from"
            )
        view = desk.governance.visible(principal, Action.WORK_PLAN, "camera")
        standing = self._together(draft)
        together = desk.registry.camera_refs({id for ids in standing.values() for id in ids})
        refs = {id: ref for id, ref in together.items() if view.shows(ref)}
        named = desk.registry.camera_refs(draft.camera_ids)
        decision: Decision | None = None
        for camera_id in draft.camera_ids:
            ref = named.get(camera_id)
            if ref is None:
                raise NotFound("there is no such camera, or you may not see it")
            if decision is None or not view.shows(ref):
                request = AccessRequest(action=Action.WORK_PLAN, resource=ref, source=source)
                decision = desk.governance.require(principal, request)
        if (
            decision is None and together
        ):  # by the site or node alone: on one that is planned, else who may not is told so
            about = min((refs or together).values(), key=lambda ref: ref.id)
            request = AccessRequest(action=Action.WORK_PLAN, resource=about, source=source)
            decision = desk.governance.require(principal, request)
        for field, ids in standing.items():
            if not ids & refs.keys():  # one word for all: whether it is there is not told to who may not plan there
                raise Invalid(f"{field}: it has no camera on which you may plan work", field=field)
        refs |= named
        if not 0 < len(refs) <= MOST_CAMERAS:
            raise Invalid(f"camera_ids: work is planned for 1 to {MOST_CAMERAS} cameras", field="camera_ids")
        camera_ids = tuple(sorted(refs))
        made = Work(
            id=desk.ids.new_id(), organisation_id=principal.organisation_id, title=draft.title, why=draft.why,
            from_us=draft.from_us, until_us=draft.until_us, made_by=principal.user_id, made_us=now_us,
            called_off_us=None, camera_ids=camera_ids,
        )  # fmt: skip
        marks = [
            Mark(
                id=desk.ids.new_id(), camera_id=id, start_us=made.from_us, end_us=made.until_us, kind=MARK,
                reference=made.title,
            )
            for id in camera_ids
        ]  # fmt: skip
        with desk.database.transaction() as tx:
            works.write(tx, made, {mark.camera_id: mark.id for mark in marks})
            self._archive.put_marks(tx, marks)
            self._recorded(tx, principal, made, refs.values(), "work.plan", decision, source)
            self._retime(tx, camera_ids)
        return made

    def call_off(self, principal: Principal, work_id: str, *, source: str = "") -> None:
        """It is over, or does not come."""
        desk, now_us = self._desk, self._desk.clock.now_us()
        with desk.database.reading() as connection:
            found = works.load(connection, work_id)
        if found is None:
            raise NotFound("there is no such work, or you may not see it")
        refs = desk.registry.camera_refs(found.camera_ids)
        decision: Decision | None = None
        for ref in refs.values():
            request = AccessRequest(action=Action.WORK_PLAN, resource=ref, source=source)
            decision = desk.governance.require(principal, request)
        if found.until_us <= now_us:
            raise Conflict("this work is over already")
        with desk.database.transaction() as tx:
            if not works.call_off(tx, work_id, now_us):
                raise Conflict("this work was called off already")
            after = replace(found, called_off_us=now_us)
            self._archive.end_marks(tx, works.marks_of(tx, work_id), after.ends_us)
            self._recorded(tx, principal, after, refs.values(), "work.call_off", decision, source)
            self._retime(tx, found.camera_ids)

    def _together(self, draft: WorkDraft) -> dict[str, set[str]]:
        """What stands at the site and hangs on the node, by the field that names it; without those that are empty."""
        registry, found = self._desk.registry, dict[str, set[str]]()
        if draft.site_id:
            cared = registry.dossiers.care().values()
            found["site_id"] = {one.camera_id for one in cared if one.site_id == draft.site_id}
        if draft.node_id:
            parents, on_it = registry.topology.parents(), found.setdefault("node_id", set())
            for camera_id, links in registry.topology.all_links().items():
                on = (node for node in links.by_kind().values() if node is not None)
                if any(draft.node_id in chain(node, parents) for node in on):
                    on_it.add(camera_id)
        return found

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        of: Work,
        refs: Iterable[ResourceRef],
        act: str,
        decision: Decision | None,
        source: str,
    ) -> None:
        """An entry for each owner: the one finds what was planned on his cameras, and no more."""
        by_owner: dict[tuple[str, bool], list[str]] = {}
        for ref in refs:
            by_owner.setdefault((ref.owner_id, PROTECTED in ref.tags), []).append(ref.id)
        for (owner_id, is_protected), ids in by_owner.items():
            about = ResourceRef(kind="work", id=of.id, owner_id=owner_id, tags=protected_tags(is_protected))
            details = {"from_us": of.from_us, "until_us": of.ends_us, "cameras": sorted(ids)[:100], "all": len(ids)}
            personal = {"source": source, "title": of.title, "why": of.why}
            self._desk.governance.record(
                tx, principal, act, about, decision=decision, details=details, personal=personal
            )

    def _retime(self, tx: Connection, camera_ids: Sequence[str]) -> None:
        """The clocks of tickets on these cameras stand meanwhile."""
        touched = set(camera_ids)
        waiting = tickets.under_way(tx, [ticket_table.c.contract_id.is_not(None)])
        on = tickets.cameras(tx, [one.id for one in waiting])
        for one in waiting:
            if any(each.camera_id in touched for each in on.get(one.id, ())):
                tickets.change(tx, replace(self._desk.timed(tx, one), version=one.version + 1))
