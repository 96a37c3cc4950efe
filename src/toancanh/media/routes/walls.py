"""Layouts of walls, and the screens that show them on their own."""

from __future__ import annotations

from typing import Annotated, Literal, Protocol

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn, Source, refuse_foreign_page
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, Page, RequestBody, TimeOut
from toancanh.kernel import Principal
from toancanh.media.playback.states import States
from toancanh.media.wall import Alarm, Alarms, Layout, Layouts, Node, Nodes, Shown
from toancanh.media.wall import Page as WallPage
from toancanh.registry import StreamRole

COOKIE = "toancanh_wall"
_PATH = "/api/v1/wall-nodes"
_MOST_PAGES = 50
_MOST_IDS = 50
CameraId = Annotated[str, Field(max_length=36)]


class Services(Protocol):
    """What these routes need."""

    @property
    def alarms(self) -> Alarms: ...

    @property
    def states(self) -> States: ...

    @property
    def layouts(self) -> Layouts: ...

    @property
    def nodes(self) -> Nodes: ...


class PageBody(RequestBody):
    """One view; an empty tile is null."""

    size: Literal[1, 4, 9, 16]
    tiles: list[CameraId | None] = Field(max_length=16)
    seconds: float = Field(default=20.0, ge=3, le=3600, description="How long it stays, in a cycle.")
    pinned: list[Annotated[int, Field(ge=0, le=15)]] = Field(
        default_factory=list, max_length=16, description="Numbers of tiles that no alarm takes, from 0."
    )


class LayoutBody(RequestBody):
    """A layout to keep; ``shared``: colleagues of the same organisation see it."""

    name: Name
    shared: bool = False
    pages: list[PageBody] = Field(min_length=1, max_length=_MOST_PAGES)
    alarms: bool = Field(default=False, description="A camera with an alarm comes to the front.")

    def wall_pages(self) -> list[WallPage]:
        """As kept."""
        return [
            WallPage(
                size=one.size, tiles=tuple(one.tiles[: one.size]), seconds=one.seconds,
                pinned=tuple(sorted({tile for tile in one.pinned if tile < one.size})),
            )
            for one in self.pages
        ]  # fmt: skip


class LayoutPatch(LayoutBody):
    """All of it anew; ``version`` is what one has seen."""

    version: int


class LayoutOut(BaseModel):
    """``own``: the asker may change it."""

    id: str
    name: str
    own: bool
    shared: bool
    pages: list[PageBody]
    alarms: bool
    version: int
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Layout, principal: Principal | None) -> LayoutOut:
        """As sent."""
        pages = [
            PageBody.model_validate(
                {"size": page.size, "tiles": page.tiles, "seconds": page.seconds, "pinned": page.pinned}
            )
            for page in source.pages
        ]
        own = principal is not None and source.user_id == principal.user_id
        return cls(
            id=source.id, name=source.name, own=own, shared=source.shared, pages=pages, alarms=source.alarms,
            version=source.version, updated_at=source.updated_us,
        )  # fmt: skip


class NodeOut(BaseModel):
    """A screen of the asker's organisation."""

    id: str
    name: str
    layout_id: str | None
    put_by: str | None = Field(description="Whose rights it uses.")
    until: TimeOut | None = Field(description="So long the layout stays; null: nothing is shown.")
    enrolled_at: TimeOut | None
    seen_at: TimeOut | None
    expires_at: TimeOut

    @classmethod
    def of(cls, source: Node) -> NodeOut:
        """As sent."""
        return cls(
            id=source.id, name=source.name, layout_id=source.layout_id or None, put_by=source.put_name or None,
            until=source.until_us if source.session_id else None, enrolled_at=source.enrolled_us,
            seen_at=source.seen_us, expires_at=source.expires_us,
        )  # fmt: skip


class NodeNew(RequestBody):
    """A screen to invite."""

    name: Name
    days: float = Field(default=30, gt=0, le=366)


class InvitedOut(BaseModel):
    """``code`` is typed on the screen, within ten minutes and once."""

    node: NodeOut
    code: str


class NodePut(RequestBody):
    """What the screen is to show, in the name of who asks."""

    layout_id: str = Field(max_length=36)
    days: float = Field(default=30, gt=0, le=30, description="So long it stays, while the asker may see it.")


class CodeIn(RequestBody):
    """As the operator has read it out."""

    code: str = Field(max_length=20)


class ShownOut(BaseModel):
    """``grant`` opens the camera's live view; null where the one who put the layout may not see it."""

    camera_id: str
    code: str
    name: str
    stream: StreamRole
    grant: str | None

    @classmethod
    def of(cls, source: Shown) -> ShownOut:
        """As sent."""
        return cls(
            camera_id=source.camera_id, code=source.code, name=source.name, stream=source.stream,
            grant=source.grant or None,
        )  # fmt: skip


class WallAlarmOut(BaseModel):
    """``kind``: ``pictures_lost``, or the kind of a mark on the recordings."""

    id: str
    camera_id: str
    kind: str
    since: TimeOut

    @classmethod
    def of(cls, source: Alarm) -> WallAlarmOut:
        """As sent."""
        return cls(id=source.id, camera_id=source.camera_id, kind=source.kind, since=source.since_us)


class AcknowledgeIn(RequestBody):
    """An alarm that somebody has seen."""

    camera_id: CameraId
    alarm_id: str = Field(max_length=64)


class ScreenOut(BaseModel):
    """What a node shows; without a layout it waits for one. ``alarms``: of cameras that it may show, the newest first,
    where the layout brings them to the front.
    """

    name: str
    put_by: str | None
    layout: LayoutOut | None
    cameras: list[ShownOut]
    alarms: list[WallAlarmOut] = Field(default_factory=list)


def walls_router(services: Services) -> APIRouter:
    """``/wall-layouts`` and ``/wall-nodes``."""
    router = APIRouter(tags=["walls"], responses=PROBLEMS)
    alarms, layouts, nodes = services.alarms, services.layouts, services.nodes

    @router.get("/wall-alarms", dependencies=SECURITY)
    async def list_alarms(
        principal: SignedIn,
        source: Source,
        ids: Annotated[str, Query(max_length=_MOST_IDS * 37, description="Cameras, with commas between.")] = "",
        layout_id: Annotated[str, Query(max_length=36, description="All cameras of this layout too.")] = "",
    ) -> Page[WallAlarmOut]:
        """What brings cameras to the front of a wall now, the newest first; all on one page."""
        cameras = list(filter(None, ids.split(",")))
        if layout_id:
            cameras += (await run_in_threadpool(layouts.seen, principal, layout_id)).cameras
        streams = await services.states.streams()
        found = await run_in_threadpool(alarms.seen, principal, cameras, streams, source)
        return Page(items=[WallAlarmOut.of(one) for one in found])

    @router.post("/wall-alarms/acknowledge", status_code=204, dependencies=SECURITY)
    async def acknowledge_alarm(principal: SignedIn, body: AcknowledgeIn, source: Source) -> None:
        """It goes back, on all walls and screens of the own organisation."""
        streams = await services.states.streams()
        await run_in_threadpool(
            alarms.acknowledge, principal, body.camera_id, body.alarm_id, streams, source=source
        )  # fmt: skip

    @router.get("/wall-layouts", dependencies=SECURITY)
    def list_layouts(principal: SignedIn, source: Source) -> Page[LayoutOut]:
        """One's own, and those shared inside the own organisation, by name; all on one page."""
        return Page(items=[LayoutOut.of(one, principal) for one in layouts.all(principal, source)])

    @router.post("/wall-layouts", status_code=201, dependencies=SECURITY)
    def create_layout(principal: SignedIn, body: LayoutBody, source: Source) -> LayoutOut:
        """Keep a layout under a name."""
        made = layouts.create(
            principal, name=body.name, shared=body.shared, pages=body.wall_pages(), alarms=body.alarms, source=source
        )
        return LayoutOut.of(made, principal)

    @router.put("/wall-layouts/{layout_id}", dependencies=SECURITY)
    def change_layout(principal: SignedIn, layout_id: str, body: LayoutPatch, source: Source) -> LayoutOut:
        """Change one's own."""
        changed = layouts.update(
            principal, layout_id, body.version, name=body.name, shared=body.shared, pages=body.wall_pages(),
            alarms=body.alarms, source=source,
        )  # fmt: skip
        return LayoutOut.of(changed, principal)

    @router.delete("/wall-layouts/{layout_id}", status_code=204, dependencies=SECURITY)
    def delete_layout(principal: SignedIn, layout_id: str, source: Source) -> None:
        """Delete one's own."""
        layouts.delete(principal, layout_id, source=source)

    @router.get("/wall-nodes", dependencies=SECURITY)
    def list_nodes(principal: SignedIn, source: Source) -> Page[NodeOut]:
        """Screens of the own organisation."""
        return Page(items=[NodeOut.of(one) for one in nodes.all(principal, source)])

    @router.post("/wall-nodes", status_code=201, dependencies=SECURITY)
    def invite_node(principal: SignedIn, body: NodeNew, source: Source) -> InvitedOut:
        """A code for a screen that is to show layouts on its own."""
        node, code = nodes.invite(principal, name=body.name, days=body.days, source=source)
        return InvitedOut(node=NodeOut.of(node), code=code)

    @router.put("/wall-nodes/{node_id}/layout", dependencies=SECURITY)
    def put_layout(principal: SignedIn, node_id: str, body: NodePut, source: Source) -> NodeOut:
        """Put a layout on a screen: it is shown by the asker's rights, as they are at each time."""
        return NodeOut.of(nodes.put(principal, node_id, body.layout_id, days=body.days, source=source))

    @router.delete("/wall-nodes/{node_id}", status_code=204, dependencies=SECURITY)
    def revoke_node(principal: SignedIn, node_id: str, source: Source) -> None:
        """The screen shows nothing any more."""
        nodes.revoke(principal, node_id, source)

    @router.post("/wall-nodes/enrol")
    def enrol_node(body: CodeIn, request: Request, response: Response, source: Source) -> ScreenOut:
        """On the screen itself: from now on it is a node, by a cookie that is good for this alone."""
        if "origin" in request.headers:
            refuse_foreign_page(request)
        node, token = nodes.enrol(body.code, source)
        response.set_cookie(
            COOKIE, token, httponly=True, samesite="strict", secure=request.url.scheme == "https", path=_PATH,
            max_age=max(1, (node.expires_us - node.created_us) // 1_000_000),
        )  # fmt: skip
        return ScreenOut(name=node.name, put_by=None, layout=None, cameras=[])

    @router.get("/wall-nodes/screen")
    async def screen(request: Request, source: Source) -> ScreenOut:
        """What this screen shows now; asked again and again, by the node's own cookie."""
        node, layout, shown = await run_in_threadpool(nodes.screen, request.cookies.get(COOKIE, ""), source)
        seen = [one.camera_id for one in shown if one.grant] if layout is not None and layout.alarms else []
        streams = await services.states.streams() if seen else {}
        stand = await run_in_threadpool(alarms.standing, node.organisation_id, seen, streams)
        return ScreenOut(
            name=node.name, put_by=node.put_name or None,
            layout=LayoutOut.of(layout, None) if layout is not None else None,
            cameras=[ShownOut.of(one) for one in shown], alarms=[WallAlarmOut.of(one) for one in stand],
        )  # fmt: skip

    return router
