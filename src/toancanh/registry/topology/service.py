"""Use cases on the topology. Who may see or keep sites may see or keep its nodes; what a camera hangs on is a part of
what it is, and judged as the camera.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace

from sqlalchemy import ColumnElement, Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal, fold
from toancanh.registry.cameras import Cameras, camera_ref
from toancanh.registry.changes import changed_fields, refuse_stale
from toancanh.registry.lists.filters import CameraFilter, readable
from toancanh.registry.lists.store.rows import JOINED
from toancanh.registry.sites import refuse_unseen_site
from toancanh.registry.topology import store
from toancanh.registry.topology.model import CameraLinks, LinkWrite, Node, NodeDraft, NodeKind, chain

_FIELDS = tuple(field.name for field in fields(NodeDraft))


class Topology:
    """Lines, switches, power feeds and what hangs on them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        cameras: Cameras,
        refs: Callable[[Collection[str], Connection], Mapping[str, ResourceRef]],
    ) -> None:
        self._refs = refs
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._cameras = cameras

    def page(
        self, principal: Principal, *, q: str = "", kind: NodeKind | None = None, after: str = "", limit: int
    ) -> list[Node]:
        """Those the principal may read, by code."""
        conditions = [self._visible(principal), *(store.node.c.folded.contains(w, autoescape=True) for w in _words(q))]
        if kind is not None:
            conditions.append(store.node.c.kind == kind)
        with self._database.reading() as connection:
            return store.page(connection, conditions, after=after, limit=limit)

    def hanging(self, principal: Principal) -> Mapping[str, int]:
        """How many cameras that the principal may read hang on each node itself."""
        with self._database.reading() as connection:
            seen = readable(self._governance, principal, CameraFilter())
            return store.hanging(connection, seen[-1], JOINED)

    def get(self, principal: Principal, node_id: str, *, source: str = "") -> Node:
        """Raises `NotFound`, also where the principal may not read it."""
        found = self._load(node_id)
        self._require(principal, Action.SITE_READ, _ref(found), source)
        return found

    def create(self, principal: Principal, draft: NodeDraft, *, source: str = "") -> Node:
        """Raises `Conflict` where the code is taken, `Invalid` where site or parent are not there."""
        decision = self._require(principal, Action.SITE_WRITE, _ref(draft), source)
        now_us = self._clock.now_us()
        made = Node(id=self._ids.new_id(), version=1, created_at_us=now_us, updated_at_us=now_us, **asdict(draft))
        with self._database.transaction() as tx:
            self._check_places(tx, principal, draft, None)
            store.insert(tx, made)
            self._recorded(tx, principal, "topology.create", made, decision, {"code": made.code}, source)
        return made

    def update(
        self,
        principal: Principal,
        node_id: str,
        change: Callable[[NodeDraft], NodeDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Node:
        """``change`` is applied to the node as it is now; a new owner must be within the asker's reach, too."""
        before = self._load(node_id)
        decision = self._require(principal, Action.SITE_WRITE, _ref(before), source)
        wanted = change(_draft(before))
        if (wanted.owner_id, wanted.protected) != (before.owner_id, before.protected):
            self._require(principal, Action.SITE_WRITE, _ref(wanted), source)
        with self._database.transaction() as tx:
            now = _loaded(store.load(tx, node_id, lock=True))
            refuse_stale(self._governance, node_id, seen=version, now=now.version)
            if (now.owner_id, now.protected) != (before.owner_id, before.protected):
                raise Conflict("somebody gave this node to another owner meanwhile, or changed its protection")
            draft = replace(change(_draft(now)), owner_id=wanted.owner_id, protected=wanted.protected)
            self._check_places(tx, principal, draft, now)
            after = replace(now, **asdict(draft), version=now.version + 1, updated_at_us=self._clock.now_us())
            store.update(tx, after)
            details = {"version": after.version, "changed": changed_fields(now, after, _FIELDS)}
            self._recorded(tx, principal, "topology.update", after, decision, details, source)
        return after

    def delete(self, principal: Principal, node_id: str, *, source: str = "") -> None:
        """What hung on it hangs on nothing then, also what the principal does not see: a refusal would tell of it."""
        found = self._load(node_id)
        decision = self._require(principal, Action.SITE_WRITE, _ref(found), source)
        with self._database.transaction() as tx:
            store.delete(tx, node_id)
            self._recorded(tx, principal, "topology.delete", found, decision, {"code": found.code}, source)

    def links(self, principal: Principal, camera_id: str, *, source: str = "") -> CameraLinks:
        """Without those nodes that the principal may not see."""
        camera = self._cameras.get(principal, camera_id, source=source)
        visible = self._governance.visible(principal, Action.SITE_READ, "topology_node")
        with self._database.reading() as connection:
            found = store.links_of(connection, [camera.id]).get(camera.id, CameraLinks())
            ids = [node_id for node_id in found.by_kind().values() if node_id is not None]
            seen = {one.id for one in store.named(connection, ids).values() if visible.shows(_ref(one))}
        shown = {f"{kind}_id": node_id for kind, node_id in found.by_kind().items() if node_id in seen}
        return CameraLinks(**shown)

    def link(
        self, principal: Principal, camera_id: str, wanted: Mapping[NodeKind, str | None], *, source: str = ""
    ) -> CameraLinks:
        """What the camera hangs on from now on, by id; kinds that are not named stay. Raises `Invalid` with the field
        where there is no such node.
        """
        camera = self._cameras.get(principal, camera_id, source=source)
        decision = self._require(principal, Action.CAMERA_WRITE, camera_ref(camera), source)
        visible = self._governance.visible(principal, Action.SITE_READ, "topology_node")
        with self._database.transaction() as tx:
            named = store.named(tx, [node_id for node_id in wanted.values() if node_id is not None])
            for kind, node_id in wanted.items():
                found = named.get(node_id or "")
                if node_id is not None and (found is None or found.kind is not kind or not visible.shows(_ref(found))):
                    raise Invalid(f"{kind}_id: there is no such {kind}, or you may not see it", field=f"{kind}_id")
            store.write_links(tx, {camera_id: wanted})
            self._governance.record(
                tx, principal, "camera.link", camera_ref(camera), decision=decision,
                details={"changed": {f"{kind}_id": node_id for kind, node_id in wanted.items()}},
                personal={"source": source},
            )  # fmt: skip
        return self.links(principal, camera_id, source=source)

    def import_links(self, principal: Principal, rows: Sequence[LinkWrite], *, source: str = "") -> int:
        """A list of what cameras hang on, by codes; all of it or nothing. Raises `NotFound` or `Invalid` with the row
        (from 1) that names a camera or a node that is not there. How many cameras it names.
        """
        writable = self._governance.visible(principal, Action.CAMERA_WRITE, "camera")
        codes = {code for row in rows for code in row.by_kind().values() if code}
        with self._database.reading() as connection:
            cameras = store.cameras_by_code(connection, [row.camera for row in rows])
            refs = self._refs(list(cameras.values()), connection)
            nodes = store.by_codes(connection, codes, self._visible(principal))
        wanted: dict[str, dict[NodeKind, str | None]] = {}
        for number, row in enumerate(rows, start=1):
            camera_id = cameras.get(fold(row.camera), "")
            if camera_id not in refs:
                raise NotFound(f"row {number}: there is no camera {row.camera}, or you may not see it", row=number)
            if not writable.shows(refs[camera_id]):
                self._require(principal, Action.CAMERA_WRITE, refs[camera_id], source)
            wanted.setdefault(camera_id, {}).update(_by_ids(row, nodes, number))
        with self._database.transaction() as tx:
            store.write_links(tx, wanted)
            self._governance.record(
                tx, principal, "topology.import", None, details={"cameras": sorted(wanted)}, personal={"source": source}
            )  # fmt: skip
        return len(wanted)

    def parents(self) -> dict[str, str | None]:
        """What every node hangs on; no judgement: for health, which judges what it shows."""
        with self._database.reading() as connection:
            return store.parents(connection)

    def all_links(self) -> dict[str, CameraLinks]:
        """Of every camera that hangs on anything; no judgement."""
        with self._database.reading() as connection:
            return store.links_of(connection)

    def nodes(self, node_ids: Sequence[str]) -> dict[str, Node]:
        """By id; no judgement."""
        with self._database.reading() as connection:
            return store.named(connection, node_ids)

    def seen(self, principal: Principal, node_ids: Sequence[str]) -> dict[str, Node]:
        """By id, those the principal may read."""
        visible = self._governance.visible(principal, Action.SITE_READ, "topology_node")
        return {id: one for id, one in self.nodes(node_ids).items() if visible.shows(_ref(one))}

    def _check_places(self, tx: Connection, principal: Principal, draft: NodeDraft, before: Node | None) -> None:
        if draft.site_id is not None and (before is None or before.site_id != draft.site_id):
            refuse_unseen_site(self._governance, tx, principal, draft.site_id)
        if draft.parent_id is None or (before is not None and before.parent_id == draft.parent_id):
            return
        parent = store.load(tx, draft.parent_id)
        visible = self._governance.visible(principal, Action.SITE_READ, "topology_node")
        if parent is None or not visible.shows(_ref(parent)):
            raise Invalid("parent_id: there is no such node, or you may not see it", field="parent_id")
        if before is not None and before.id in chain(draft.parent_id, store.parents(tx)):
            raise Invalid("parent_id: that hangs on this node itself", field="parent_id")

    def _visible(self, principal: Principal) -> ColumnElement[bool]:
        visible = self._governance.visible(principal, Action.SITE_READ, "topology_node")
        return visible.clause(store.node.c.owner_id, protected=store.node.c.protected)

    def _load(self, node_id: str) -> Node:
        with self._database.reading() as connection:
            return _loaded(store.load(connection, node_id))

    def _require(self, principal: Principal, action: Action, ref: ResourceRef, source: str) -> Decision:
        return self._governance.require(principal, AccessRequest(action=action, resource=ref, source=source))

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        act: str,
        about: Node,
        decision: Decision,
        details: dict[str, object],
        source: str,
    ) -> None:
        self._governance.record(
            tx, principal, act, _ref(about), decision=decision, details=details, personal={"source": source}
        )


def _by_ids(row: LinkWrite, nodes: Mapping[str, Node], number: int) -> dict[NodeKind, str | None]:
    found: dict[NodeKind, str | None] = {}
    for kind, code in row.by_kind().items():
        if code is None:
            continue
        one = nodes.get(fold(code)) if code else None
        if code and (one is None or one.kind is not kind):
            raise Invalid(f"row {number}: there is no {kind} {code}, or you may not see it", row=number)
        found[kind] = one.id if one is not None else None
    return found


def _words(q: str) -> list[str]:
    return fold(q).split()


def _loaded(found: Node | None) -> Node:
    if found is None:
        raise NotFound("there is no such node, or you may not see it")
    return found


def _draft(of: Node) -> NodeDraft:
    return NodeDraft(**{name: getattr(of, name) for name in _FIELDS})


def _ref(of: Node | NodeDraft) -> ResourceRef:
    tags = protected_tags(of.protected)
    return ResourceRef(kind="topology_node", id=of.id if isinstance(of, Node) else "", owner_id=of.owner_id, tags=tags)
