"""A stream that is pointed to where another camera's is or was: that one's rights and masks are not left behind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection

from toancanh.governance import PROTECTED, AccessRequest, Action, Governance, ResourceRef
from toancanh.kernel import Invalid, Principal
from toancanh.registry.address import StreamAddress
from toancanh.registry.places import host_at, place_at, place_of
from toancanh.registry.store import cameras as store
from toancanh.registry.store.cameras import DeclaredLimits, StoredStream


def refuse_unseen(
    connection: Connection,
    governance: Governance,
    principal: Principal,
    pointed: Mapping[str, tuple[ResourceRef, Collection[StreamAddress]]],
) -> None:
    """These cameras are pointed there. Raises `Invalid` where the principal may see no picture of another living camera
    with a stream at one of the places; the words tell nothing else of it. The caller puts it on record.

    A protected camera that the principal may not know of is passed over: a refusal would tell that it is there. What is
    pointed to it stays dark instead; see `without_dark`.
    """
    hosts = {at.host for _, to in pointed.values() for at in to}
    wanted = {id: {place_of(at) for at in to} for id, (_, to) in pointed.items()}
    there = _at(connection, {place for places in wanted.values() for place in places}, hosts)
    known = {id: _ref(connection, id) for ids in there.values() for id in ids if id not in pointed}
    for camera_id, (own, _) in pointed.items():
        for other_id in sorted({id for place in wanted[camera_id] for id in there.get(place, ())}):
            other = known.get(other_id)
            if other is None or _alike(own, other):
                continue
            request = AccessRequest(action=Action.MEDIA_SNAPSHOT, resource=other)
            if PROTECTED in other.tags - own.tags and not _may_know(governance, principal, other):
                continue
            if not governance.authorize(principal, request).allowed:
                raise Invalid("url: this address is not for this camera", field="url", reason="address_forbidden")


def without_dark(
    connection: Connection, wanted: Sequence[tuple[StoredStream, str, DeclaredLimits]]
) -> list[tuple[StoredStream, str, DeclaredLimits]]:
    """These streams, but those of open cameras that lead to where a protected camera's do: no picture is fetched."""
    protected = store.tagged(connection, [PROTECTED])
    rows = store.streams(connection, protected) if protected else []
    hidden = {place_at(row.shown_url) for row in rows if row.shown_url}
    hosts = {host_at(row.shown_url) for row in rows if row.shown_url}
    return [
        one
        for one in wanted
        if one[0].camera_id in protected
        or host_at(one[0].shown_url) not in hosts
        or place_at(one[0].shown_url) not in hidden
    ]


def follow(
    tx: Connection,
    governance: Governance,
    principal: Principal,
    pointed: Mapping[str, Collection[str]],
    refs: Mapping[str, ResourceRef],
) -> None:
    """These cameras have streams at these places now: what was masked there, of whatever camera, is masked of them."""
    if not pointed:
        return
    drawn = governance.masks.drawn(tx)
    there = {id: set(masks.left_places) for id, masks in drawn.items()}
    for row in store.streams(tx, drawn) if drawn else ():
        if row.shown_url:
            there[row.camera_id].add(place_at(row.shown_url))
    for camera_id, places in pointed.items():
        others = sorted(id for id, known in there.items() if id != camera_id and known.intersection(places))
        if others:
            governance.masks.unite(tx, principal, [camera_id, *others], {camera_id: refs[camera_id]})


def leave(tx: Connection, governance: Governance, rows: Collection[StoredStream]) -> None:
    """These streams lead elsewhere from now on, or nowhere."""
    for camera_id in {row.camera_id for row in rows}:
        places = {place_at(row.shown_url) for row in rows if row.camera_id == camera_id and row.shown_url}
        governance.masks.left(tx, camera_id, places)


def _at(connection: Connection, places: Collection[str], hosts: Collection[str]) -> dict[str, set[str]]:
    """Cameras with a stream there, by place."""
    few = len(hosts) <= 20  # else one look at all
    rows = [row for host in (hosts if few else [""]) for row in store.shown_urls(connection, host)]
    found: dict[str, set[str]] = {}
    for camera_id, url in rows:
        if host_at(url) in hosts and (place := place_at(url)) in places:
            found.setdefault(place, set()).add(camera_id)
    return found


def _ref(connection: Connection, camera_id: str) -> ResourceRef | None:
    one = store.load(connection, camera_id)
    if one is None:
        return None
    return ResourceRef(kind="camera", id=one.id, owner_id=one.owner_id, tags=one.tags, purpose_class=one.purpose_class)


def _may_know(governance: Governance, principal: Principal, camera: ResourceRef) -> bool:
    return governance.authorize(principal, AccessRequest(action=Action.CAMERA_READ, resource=camera)).allowed


def _alike(one: ResourceRef, other: ResourceRef) -> bool:
    """Rights to both are the same, whatever they are: nobody gains by exchanging them."""
    return (one.owner_id, one.tags, one.purpose_class) == (other.owner_id, other.tags, other.purpose_class)
