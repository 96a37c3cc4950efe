"""``/holds``: footage kept from deletion for a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from toancanh.governance.holds import Hold, HoldDraft, Span
from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.routes.shapes import Id
from toancanh.infra.fields import Code, printable
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page

Reason = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(printable)
]


class HoldNew(RequestBody):
    """What to hold: what is recorded in the range, and what will be."""

    camera_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    start: TimeIn = Field(alias="from")
    end: TimeIn = Field(alias="to")
    case: Code = Field(description="Number of an open case.")
    reason: Reason
    expires_at: TimeIn | None = Field(default=None, description="null: until it is released.")


class HoldRelease(RequestBody):
    """Why it may go."""

    reason: Reason


class HoldOut(BaseModel):
    """A hold; ``camera_ids`` are those whose holds the asker may read."""

    id: str
    camera_ids: list[str]
    start: TimeOut = Field(serialization_alias="from")
    end: TimeOut = Field(serialization_alias="to")
    case: str
    reason: str
    placed_by: str = Field(description="User name.")
    placed_at: TimeOut
    expires_at: TimeOut | None
    is_active: bool
    released_by: str | None
    released_at: TimeOut | None
    release_reason: str

    @classmethod
    def of(cls, source: Hold, names: Mapping[str, str], now_us: int) -> HoldOut:
        """As sent."""
        return cls(
            id=source.id,
            camera_ids=list(source.camera_ids),
            start=source.span.from_us,
            end=source.span.to_us,
            case=source.case_number,
            reason=source.reason,
            placed_by=names.get(source.placed_by, ""),
            placed_at=source.placed_us,
            expires_at=source.expires_us,
            is_active=source.is_active(now_us),
            released_by=names.get(source.released_by or "") if source.released_by else None,
            released_at=source.released_us,
            release_reason=source.release_reason,
        )


def router(platform: Platform) -> APIRouter:
    """Place, read, release."""
    holds = platform.governance.holds
    routes = APIRouter(prefix="/holds", tags=["holds"], responses=PROBLEMS, dependencies=SECURITY)

    def told(*found: Hold) -> list[HoldOut]:
        names = holds.usernames(found)
        return [HoldOut.of(hold, names, holds.now_us()) for hold in found]

    @routes.get("", summary="Footage held for cases")
    def list_holds(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        camera_id: Annotated[str, Query(max_length=36)] = "",
        active: Annotated[bool, Query(description="Only those that hold now.")] = False,
    ) -> Page[HoldOut]:
        """The newest first, of cameras whose holds the asker may read."""
        found = holds.page(principal, after=after or "", limit=limit + 1, camera_id=camera_id, active=active)
        shown = page(found, limit)
        return Page(items=told(*shown.items), next=shown.next)

    @routes.post("", status_code=201, summary="Hold footage for a case")
    def place_hold(principal: SignedIn, body: HoldNew, source: Source) -> HoldOut:
        """All cameras or none. What is there now is remembered, and the report tells whether it stays."""
        draft = HoldDraft(
            camera_ids=tuple(body.camera_ids),
            span=Span(body.start, body.end),
            case_number=body.case,
            reason=body.reason,
            expires_us=body.expires_at,
        )
        return told(holds.place(principal, draft, source=source))[0]

    @routes.get("/{hold_id}")
    def get_hold(principal: SignedIn, hold_id: str, source: Source) -> HoldOut:
        """One hold, also one that has ended."""
        return told(holds.get(principal, hold_id, source=source))[0]

    @routes.post("/{hold_id}/release", summary="Let held footage go")
    def release_hold(principal: SignedIn, hold_id: str, body: HoldRelease, source: Source) -> HoldOut:
        """By another person than the one who placed it, who may take back a slip within the first hour."""
        return told(holds.release(principal, hold_id, reason=body.reason, source=source))[0]

    return routes
