"""``/topology`` and what a camera hangs on."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page
from toancanh.registry.routes.shapes import Id, Version
from toancanh.registry.topology.model import CameraLinks, LinkWrite, Node, NodeDraft, NodeKind
from toancanh.registry.topology.service import Topology
from toancanh.registry.topology.store import key_of

_MAY_BE_NULL = frozenset({"site_id", "parent_id"})
_MAX_ROWS = 1000


class NetworkNodeOut(BaseModel):
    """A line, a switch or a power feed."""

    id: str
    kind: NodeKind
    code: str
    name: str
    owner_id: str
    site_id: str | None
    parent_id: str | None = Field(description="What it hangs on itself.")
    protected: bool
    cameras: int = Field(description="How many cameras that you may see hang on it directly.")
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Node, cameras: int) -> NetworkNodeOut:
        """As sent."""
        return cls(
            id=source.id, kind=source.kind, code=source.code, name=source.name, owner_id=source.owner_id,
            site_id=source.site_id, parent_id=source.parent_id, protected=source.protected, cameras=cameras,
            version=source.version, created_at=source.created_at_us, updated_at=source.updated_at_us,
        )  # fmt: skip


class NetworkNodeNew(RequestBody):
    """One to make."""

    kind: NodeKind
    code: Code
    name: Name
    owner_id: Id
    site_id: Id | None = None
    parent_id: Id | None = None
    protected: bool = False


class NetworkNodePatch(RequestBody):
    """What to change."""

    code: Code | None = None
    name: Name | None = None
    owner_id: Id | None = None
    site_id: Id | None = None
    parent_id: Id | None = None
    protected: bool | None = None
    version: Version = None


class LinksOut(BaseModel):
    """What a camera hangs on; null where nobody has said, or where you may not see it."""

    line_id: str | None
    switch_id: str | None
    power_id: str | None

    @classmethod
    def of(cls, source: CameraLinks) -> LinksOut:
        """As sent."""
        return cls(line_id=source.line_id, switch_id=source.switch_id, power_id=source.power_id)


class LinksPatch(RequestBody):
    """By id; null takes it away, what is left out stays."""

    line_id: Id | None = None
    switch_id: Id | None = None
    power_id: Id | None = None


class LinkRow(RequestBody):
    """One camera of a list, all by code; an empty text takes away, what is left out stays."""

    camera: Code
    line: Words | None = None
    switch: Words | None = None
    power: Words | None = None


class LinkRows(RequestBody):
    """A list."""

    rows: list[LinkRow] = Field(min_length=1, max_length=_MAX_ROWS)


class Linked(BaseModel):
    """What came of it."""

    cameras: int


def router(topology: Topology) -> APIRouter:
    """What cameras hang on."""
    routes = APIRouter(tags=["topology"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(principal: SignedIn, found: Node) -> NetworkNodeOut:
        return NetworkNodeOut.of(found, topology.hanging(principal).get(found.id, 0))

    @routes.get("/topology/nodes")
    def list_nodes(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        q: Words = "",
        kind: Annotated[NodeKind | None, Query()] = None,
    ) -> Page[NetworkNodeOut]:
        """Lines, switches and power feeds that the asker may read, by code; ``q`` looks without accents."""
        found = page(topology.page(principal, q=q, kind=kind, after=after or "", limit=limit + 1), limit, key=key_of)
        hanging = topology.hanging(principal)
        return Page(items=[NetworkNodeOut.of(one, hanging.get(one.id, 0)) for one in found.items], next=found.next)

    @routes.post("/topology/nodes", status_code=201)
    def create_node(principal: SignedIn, body: NetworkNodeNew, source: Source) -> NetworkNodeOut:
        """Make one."""
        return shown(principal, topology.create(principal, NodeDraft(**body.model_dump()), source=source))

    @routes.get("/topology/nodes/{node_id}")
    def get_node(principal: SignedIn, node_id: str, source: Source) -> NetworkNodeOut:
        """One of them."""
        return shown(principal, topology.get(principal, node_id, source=source))

    @routes.patch("/topology/nodes/{node_id}")
    def change_node(principal: SignedIn, node_id: str, body: NetworkNodePatch, source: Source) -> NetworkNodeOut:
        """Change it; null takes site or parent away."""
        given = {
            name: value
            for name, value in body.model_dump(exclude_unset=True, exclude={"version"}).items()
            if value is not None or name in _MAY_BE_NULL
        }
        changed = topology.update(
            principal, node_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return shown(principal, changed)

    @routes.delete("/topology/nodes/{node_id}", status_code=204)
    def delete_node(principal: SignedIn, node_id: str, source: Source) -> None:
        """Delete it; what hung on it hangs on nothing then."""
        topology.delete(principal, node_id, source=source)

    @routes.post("/topology/links")
    def import_links(principal: SignedIn, body: LinkRows, source: Source) -> Linked:
        """What many cameras hang on, by codes: all rows or none. 422 names the row that cannot be."""
        rows = [LinkWrite(**row.model_dump()) for row in body.rows]
        return Linked(cameras=topology.import_links(principal, rows, source=source))

    @routes.get("/cameras/{camera_id}/topology")
    def get_links(principal: SignedIn, camera_id: str, source: Source) -> LinksOut:
        """What one camera hangs on."""
        return LinksOut.of(topology.links(principal, camera_id, source=source))

    @routes.patch("/cameras/{camera_id}/topology")
    def change_links(principal: SignedIn, camera_id: str, body: LinksPatch, source: Source) -> LinksOut:
        """Say what it hangs on."""
        given = body.model_dump(exclude_unset=True)
        wanted = {kind: given[f"{kind}_id"] for kind in NodeKind if f"{kind}_id" in given}
        return LinksOut.of(topology.link(principal, camera_id, wanted, source=source))

    return routes
