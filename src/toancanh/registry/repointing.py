"""A stream that is pointed to where another camera's is: that one's rights and masks are not left behind by it."""

from __future__ import annotations

from collections.abc import Collection

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Invalid, Principal
from toancanh.registry.address import StreamAddress, read_stream_address
from toancanh.registry.store import cameras as store

Refs = dict[str, ResourceRef]


def refs_at(
    database: Database, governance: Governance, principal: Principal, own: ResourceRef, to: Collection[StreamAddress]
) -> Refs:
    """The other living cameras with a stream at one of these addresses. Raises `Invalid`, on record, where the
    principal may see no picture of one of them; the words tell nothing else of it.
    """
    found = _at(database, {own.id}, to)
    for ref in found.values():
        if not governance.authorize(principal, AccessRequest(action=Action.MEDIA_SNAPSHOT, resource=ref)).allowed:
            governance.record_refusal(principal, Action.CAMERA_WRITE, own, why="address_of_another")
            raise Invalid("url: this address is not for this camera", field="url", reason="address_forbidden")
    return found


def _at(database: Database, but: Collection[str], to: Collection[StreamAddress]) -> Refs:
    with database.reading() as connection:
        there = [row for host in {one.host for one in to} for row in store.shown_urls(connection, host)]
        places = {_place(one) for one in to}
        ids = {id for id, url in there if id not in but and _place(read_stream_address(url)) in places}
        living = [store.load(connection, id) for id in sorted(ids)]
    return {
        one.id: ResourceRef(
            kind="camera", id=one.id, owner_id=one.owner_id, tags=one.tags, purpose_class=one.purpose_class
        )
        for one in living
        if one is not None
    }


def _place(address: StreamAddress) -> tuple[str, int, str]:
    _, _, rest = address.shown.partition("://")
    return address.host, address.port, rest.partition("/")[2].rstrip("/").casefold()
