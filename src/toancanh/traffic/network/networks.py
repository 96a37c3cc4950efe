"""Road networks: drawn by organisations, read by who may read their figures, published by who may decide that.
Blocking; thread-safe.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, ResourceRef
from toancanh.governance.visibility import Visibility
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Invalid, NotFound, Principal
from toancanh.registry import Registry
from toancanh.traffic.network import geojson, store
from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.network.shapes import NetworkIn
from toancanh.traffic.network.store import Publication, Version

KIND = "road_network"
_CACHED = 16
_SECRET_CLASSES = frozenset({"defence"})


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The networks that somebody may know of, as one, and the cameras of them that he may."""

    network: RoadNetwork
    cameras: frozenset[str]

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """Equal where the same is seen."""
        return self.network.version, self.cameras


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One organisation's network as somebody meets it; ``version`` None: it has none."""

    owner_id: str
    version: Version | None
    published: bool
    may_write: bool
    may_publish: bool


class Networks:
    """The register of networks."""

    def __init__(self, *, database: Database, clock: Clock, governance: Governance, registry: Registry) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._lock = threading.Lock()
        self._documents: tuple[str, dict[str, NetworkIn]] = ("", {})
        self._made: OrderedDict[str, RoadNetwork] = OrderedDict()
        governance.organisations.before_delete(self._forget)

    def everything(self) -> RoadNetwork:
        """All networks as one; no judgement: for who measures, and to have one order of places."""
        return self._of(None)

    def seen(self, principal: Principal, *, source: str = "") -> Seen:
        """What the principal may know of. Who may read no network at all is refused, on record."""
        visible = self._readable(principal, source)
        owners = {one.owner_id for one in self._versions() if visible.shows(_ref(one.owner_id))}
        network = self._of(owners)
        cameras = self._governance.visible(principal, Action.TRAFFIC_READ, "camera")
        refs = self._registry.camera_refs({place.camera_id for place in network.places})
        return Seen(network=network, cameras=frozenset(id for id, ref in refs.items() if cameras.shows(ref)))

    def public(self) -> Seen:
        """What everybody may know of: networks and cameras whose owners decided so, but no protected camera, and none
        of the defence, whoever decided.
        """
        with self._database.reading() as connection:
            given = {one.owner_id for one in store.publications(connection) if one.published}
        network = self._of(given)
        refs = self._registry.camera_refs({place.camera_id for place in network.places})
        cameras = frozenset(
            id
            for id, ref in refs.items()
            if ref.owner_id in given and PROTECTED not in ref.tags and ref.purpose_class not in _SECRET_CLASSES
        )
        return Seen(network=network, cameras=cameras)

    def usual(self) -> Seen:
        """What most who work with all networks see: everything but protected cameras. For having it ready."""
        network = self._of(None)
        refs = self._registry.camera_refs({place.camera_id for place in network.places})
        return Seen(network=network, cameras=frozenset(id for id, ref in refs.items() if PROTECTED not in ref.tags))

    def standings(self, principal: Principal) -> list[Standing]:
        """Of every organisation that has a network which the principal may know of, or for which he may draw one."""
        may = {
            action: self._governance.visible(principal, action, KIND)
            for action in (Action.TRAFFIC_READ, Action.TRAFFIC_DRAW, Action.TRAFFIC_PUBLISH)
        }
        with self._database.reading() as connection:
            versions = {one.owner_id: one for one in store.versions(connection)}
            given = {one.owner_id: one.published for one in store.publications(connection)}
        found = []
        for owner_id in sorted({*versions, principal.organisation_id}):
            ref = _ref(owner_id)
            if not may[Action.TRAFFIC_READ].shows(ref):
                continue
            found.append(
                Standing(
                    owner_id=owner_id, version=versions.get(owner_id), published=given.get(owner_id, False),
                    may_write=may[Action.TRAFFIC_DRAW].shows(ref), may_publish=may[Action.TRAFFIC_PUBLISH].shows(ref),
                )
            )  # fmt: skip
        return found

    def put(
        self, principal: Principal, owner_id: str, body: NetworkIn, *, version: int | None = None, source: str = ""
    ) -> Version:
        """In place of the organisation's network. ``version``: the one that was changed; None: whatever is there.

        Raises `Invalid` with the feature, `Conflict` where somebody was quicker, `NotFound` or `Denied` for who may not
        and for a camera that he may not read.
        """
        self._require(principal, Action.TRAFFIC_DRAW, owner_id, source)
        if not self._governance.organisations.named({owner_id}):
            raise Invalid("owner_id: there is no such organisation", field="owner_id")
        documents = self._load()
        before = documents.get(owner_id, NetworkIn(features=[]))
        hidden = self._hidden(principal, geojson.cameras_of(before))
        self._require_cameras(principal, geojson.cameras_of(body) - geojson.cameras_of(before), hidden, body, source)
        whole = geojson.with_hidden(body, before, geojson.cameras_of(before) - hidden)
        others = geojson.network_of(((id, one) for id, one in documents.items() if id != owner_id), "")
        geojson.check(owner_id, whole, others)
        now = next((one for one in self._versions() if one.owner_id == owner_id), None)
        number = now.version if now is not None else 0
        if version is not None and version != number:
            raise Conflict("somebody changed this network meanwhile; look again", version=number)
        made = Version(
            owner_id=owner_id, version=number + 1, changed_us=self._clock.now_us(), changed_by=principal.user_id
        )
        details: dict[str, object] = {"version": made.version, "features": len(whole.features)}
        with self._database.transaction() as tx:
            store.put(tx, made, whole.model_dump_json())
            self._recorded(tx, principal, "traffic.draw", owner_id, details, source)
        return made

    def publish(
        self, principal: Principal, owner_id: str, *, published: bool, reason: str, source: str = ""
    ) -> Publication:
        """Give an organisation's figures to the public, or take them back; who, when and why stays on record."""
        self._require(principal, Action.TRAFFIC_PUBLISH, owner_id, source)
        if not self._governance.organisations.named({owner_id}):
            raise Invalid("owner_id: there is no such organisation", field="owner_id")
        made = Publication(
            owner_id=owner_id, published=published, reason=reason, decided_us=self._clock.now_us(),
            decided_by=principal.user_id,
        )  # fmt: skip
        with self._database.transaction() as tx:
            store.decide(tx, made)
            details: dict[str, object] = {"published": published, "reason": reason}
            self._recorded(tx, principal, "traffic.publish", owner_id, details, source)
        return made

    def publications(self, principal: Principal, *, source: str = "") -> list[Publication]:
        """Of the organisations whose figures the principal may read."""
        visible = self._readable(principal, source)
        with self._database.reading() as connection:
            return [one for one in store.publications(connection) if visible.shows(_ref(one.owner_id))]

    def require(self, principal: Principal, owner_id: str, *, source: str = "") -> None:
        """May the principal read an organisation's network? Raises `NotFound`, on record."""
        self._require(principal, Action.TRAFFIC_READ, owner_id, source)

    def _readable(self, principal: Principal, source: str) -> Visibility:
        visible = self._governance.visible(principal, Action.TRAFFIC_READ, KIND)
        if not visible.parts:
            self._require(principal, Action.TRAFFIC_READ, principal.organisation_id, source)
        return visible

    def _hidden(self, principal: Principal, camera_ids: Collection[str]) -> set[str]:
        """Of these, those that the principal may not know of; ones that are gone are not among them."""
        visible = self._governance.visible(principal, Action.TRAFFIC_READ, "camera")
        refs = self._registry.camera_refs(camera_ids)
        return {id for id, ref in refs.items() if not visible.shows(ref)}

    def _require_cameras(
        self, principal: Principal, new: Collection[str], hidden: Collection[str], body: NetworkIn, source: str
    ) -> None:
        """Whoever names a camera may read its figures: refused on record, as if it were not there."""
        wanted = {*new, *(geojson.cameras_of(body) & set(hidden))}
        refs = self._registry.camera_refs(wanted)
        for camera_id in sorted(wanted):
            if camera_id not in refs:
                raise NotFound(f"there is no camera {camera_id}")
            request = AccessRequest(action=Action.TRAFFIC_READ, resource=refs[camera_id], source=source)
            self._governance.require(principal, request)

    def _require(self, principal: Principal, action: Action, owner_id: str, source: str) -> None:
        self._governance.require(principal, AccessRequest(action=action, resource=_ref(owner_id), source=source))

    def _recorded(
        self, tx: Connection, principal: Principal, act: str, owner_id: str, details: dict[str, object], source: str
    ) -> None:
        self._governance.record(tx, principal, act, _ref(owner_id), details=details, personal={"source": source})

    def _forget(self, tx: Connection, _principal: Principal, organisation_id: str, _root_id: str) -> None:
        store.forget(tx, organisation_id)

    def _versions(self) -> Sequence[Version]:
        with self._database.reading() as connection:
            return store.versions(connection)

    def _load(self) -> dict[str, NetworkIn]:
        """All networks, read again where one of them changed."""
        stamp = _stamp(self._versions())
        with self._lock:
            if self._documents[0] == stamp:
                return self._documents[1]
        with self._database.reading() as connection:
            read = {id: NetworkIn.model_validate_json(text) for id, text in store.documents(connection).items()}
        with self._lock:
            self._documents = (stamp, read)
        return read

    def _of(self, owners: Collection[str] | None) -> RoadNetwork:
        versions = [one for one in self._versions() if owners is None or one.owner_id in owners]
        stamp = _stamp(versions)
        with self._lock:
            if stamp in self._made:
                self._made.move_to_end(stamp)
                return self._made[stamp]
        documents = self._load()
        parts = [(one.owner_id, documents[one.owner_id]) for one in versions if one.owner_id in documents]
        made = geojson.network_of(parts, stamp)
        with self._lock:
            self._made[stamp] = made
            while len(self._made) > _CACHED:
                self._made.popitem(last=False)
        return made


def _ref(owner_id: str) -> ResourceRef:
    return ResourceRef(kind=KIND, id=owner_id, owner_id=owner_id)


def _stamp(versions: Sequence[Version]) -> str:
    text = " ".join(f"{one.owner_id}.{one.version}" for one in versions)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
