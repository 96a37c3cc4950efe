"""``/bookmarks``: one's own, and those that colleagues share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Protocol

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from toancanh.governance import Governance
from toancanh.governance.http import SignedIn, Source
from toancanh.infra.fields import Words, printable
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut
from toancanh.infra.http import page as page_of
from toancanh.kernel import Invalid, Principal
from toancanh.media.bookmarks import Bookmark, BookmarkDraft, BookmarkFilter, Bookmarks
from toancanh.media.bookmarks.model import MAX_CAMERAS, MAX_TAGS
from toancanh.registry import Registry

Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), AfterValidator(printable)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), AfterValidator(printable)]


class BookmarkIn(RequestBody):
    """``shared``: everybody of the own organisation sees it who may play back all of its cameras."""

    text: Remark = ""
    tags: list[Tag] = Field(default_factory=list, max_length=MAX_TAGS)
    start: Annotated[TimeIn, Field(alias="from")]
    end: Annotated[TimeIn, Field(alias="to")]
    shared: bool = False

    def draft(self, camera_ids: list[str]) -> BookmarkDraft:
        """As the use case takes it."""
        tags = tuple(dict.fromkeys(self.tags))
        return BookmarkDraft(
            text=self.text, tags=tags, camera_ids=tuple(camera_ids), start_us=self.start, end_us=self.end,
            shared=self.shared,
        )  # fmt: skip


class BookmarkNew(BookmarkIn):
    """A bookmark to keep, on up to 16 cameras."""

    camera_ids: list[Annotated[str, Field(max_length=36)]] = Field(min_length=1, max_length=MAX_CAMERAS)


class BookmarkChange(BookmarkIn):
    """All of it but its cameras; ``version``: as it was read, or a change that came between is written over."""

    version: int | None = None


class BookmarkedCameraOut(BaseModel):
    """A camera it is on."""

    id: str
    code: str


class BookmarkOut(BaseModel):
    """``own``: the asker may change it."""

    id: str
    text: str
    tags: list[str]
    cameras: list[BookmarkedCameraOut]
    start: TimeOut
    end: TimeOut
    shared: bool
    own: bool
    maker: str
    made_at: TimeOut
    version: int


class Services(Protocol):
    """What these routes need."""

    @property
    def governance(self) -> Governance: ...

    @property
    def registry(self) -> Registry: ...

    @property
    def bookmarks(self) -> Bookmarks: ...


def bookmarks_router(services: Services) -> APIRouter:
    """Routes of bookmarks."""
    router = APIRouter(tags=["bookmarks"], responses=PROBLEMS)
    bookmarks = services.bookmarks

    def out(found: list[Bookmark], principal: Principal) -> list[BookmarkOut]:
        names = services.governance.users.names({one.maker_id for one in found})
        codes = services.registry.camera_codes({id for one in found for id in one.camera_ids})
        return [_out(one, principal, names, codes) for one in found]

    @router.get("/bookmarks", summary="One's own and those shared in the own organisation, the latest time first")
    def list_bookmarks(
        principal: SignedIn,
        q: Annotated[Words, Query(description="Words of the text or the tags, with or without accents.")] = "",
        tag: Annotated[Words, Query(max_length=40)] = "",
        camera_id: Annotated[str, Query(max_length=36)] = "",
        start: Annotated[TimeIn | None, Query(alias="from")] = None,
        end: Annotated[TimeIn | None, Query(alias="to")] = None,
        own: bool = False,
        after: After = None,
        limit: Limit = 50,
    ) -> Page[BookmarkOut]:
        wanted = BookmarkFilter(q=q, tag=tag, camera_id=camera_id, from_us=start, to_us=end, own=own)
        found = bookmarks.page(principal, wanted, after=_after(after) if after else None, limit=limit + 1)
        paged = page_of(found, limit, key=lambda one: f"{one.start_us}_{one.id}")
        return Page(items=out(list(paged.items), principal), next=paged.next)

    @router.post("/bookmarks", status_code=201, summary="Keep a bookmark")
    def create_bookmark(principal: SignedIn, body: BookmarkNew, source: Source) -> BookmarkOut:
        made = bookmarks.create(principal, body.draft(body.camera_ids), source=source)
        return out([made], principal)[0]

    @router.get("/bookmarks/{bookmark_id}", summary="One bookmark")
    def get_bookmark(principal: SignedIn, bookmark_id: str, source: Source) -> BookmarkOut:
        return out([bookmarks.get(principal, bookmark_id, source=source)], principal)[0]

    @router.put("/bookmarks/{bookmark_id}", summary="Change one's own; its cameras stay")
    def change_bookmark(principal: SignedIn, bookmark_id: str, body: BookmarkChange, source: Source) -> BookmarkOut:
        changed = bookmarks.update(principal, bookmark_id, body.draft([]), version=body.version, source=source)
        return out([changed], principal)[0]

    @router.delete("/bookmarks/{bookmark_id}", status_code=204, summary="Delete one's own")
    def delete_bookmark(principal: SignedIn, bookmark_id: str, source: Source) -> None:
        bookmarks.delete(principal, bookmark_id, source=source)

    return router


def _after(text: str) -> tuple[int, str]:
    start, _, id = text.partition("_")
    if not start.isascii() or not start.isdigit() or len(start) > 18:
        raise Invalid("after: it is the `next` of the page before", field="after")
    return int(start), id


def _out(one: Bookmark, principal: Principal, names: Mapping[str, str], codes: Mapping[str, str]) -> BookmarkOut:
    return BookmarkOut(
        id=one.id, text=one.text, tags=list(one.tags), start=one.start_us, end=one.end_us, shared=one.shared,
        cameras=[BookmarkedCameraOut(id=id, code=codes.get(id, "")) for id in one.camera_ids],
        own=one.maker_id == principal.user_id, maker=names.get(one.maker_id, ""), made_at=one.made_us,
        version=one.version,
    )  # fmt: skip
