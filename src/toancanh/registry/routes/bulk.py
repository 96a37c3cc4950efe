"""``/cameras/bulk``: many cameras changed at once, after a look at what would happen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut
from toancanh.kernel import Invalid
from toancanh.registry.lists.bulk import BULK_FIELDS, MOST_NAMED, BulkEdits, BulkWish
from toancanh.registry.lists.model import BulkDone, LeftOut, WhyNot
from toancanh.registry.routes.asked import FilterBody
from toancanh.registry.routes.shapes import Id, Tags

_SHOWN = 200
_SHOWN_LEFT_OUT = 1000


class BulkIn(RequestBody):
    """Either ``filter`` or ``ids`` picks the cameras; ``set`` names fields of the dossier."""

    filter: FilterBody | None = None
    ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_NAMED)] | None = None
    set: dict[str, Any] = Field(default={}, description="Of: " + ", ".join(sorted(BULK_FIELDS)))
    add_tags: Tags = frozenset()
    remove_tags: Tags = frozenset()


class BulkRowOut(BaseModel):
    """One camera that would change; ``code`` first, then only what changes."""

    camera_id: str
    code: str
    before: Mapping[str, object]
    after: Mapping[str, object]


class LeftOutOut(BaseModel):
    """One camera that stays as it is, and why; without its code where that may not be known."""

    camera_id: str
    code: str
    why: WhyNot

    @classmethod
    def of(cls, sources: Sequence[LeftOut]) -> list[LeftOutOut]:
        """As sent."""
        return [cls(camera_id=one.camera_id, code=one.code, why=one.why) for one in sources[:_SHOWN_LEFT_OUT]]


class BulkPreviewOut(BaseModel):
    """Nothing has changed yet. ``token`` stands for exactly this until ``expires_at``."""

    token: str
    expires_at: TimeOut
    picked: int
    changing: int
    same: int
    left_out: int
    rows: list[BulkRowOut] = Field(description=f"The first {_SHOWN} that would change, by code.")
    refused: list[LeftOutOut] = Field(description=f"The first {_SHOWN_LEFT_OUT} that are left out.")


class BulkApplyIn(RequestBody):
    """What was seen."""

    token: Id


class BulkDoneOut(BaseModel):
    """What has happened. ``id`` takes it back."""

    id: str
    changed: int
    left_out: int
    refused: list[LeftOutOut]

    @classmethod
    def of(cls, source: BulkDone) -> BulkDoneOut:
        """As sent."""
        refused = LeftOutOut.of(source.left_out)
        return cls(id=source.id, changed=source.changed, left_out=len(source.left_out), refused=refused)


def router(bulk: BulkEdits) -> APIRouter:
    """Must stand before the routes of one camera."""
    routes = APIRouter(prefix="/cameras/bulk", tags=["cameras"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("")
    def preview_bulk_edit(principal: SignedIn, body: BulkIn, source: Source) -> BulkPreviewOut:
        """What would change, and what would not and why."""
        if (body.filter is None) is (body.ids is None):
            raise Invalid("either filter or ids picks the cameras", field="filter")
        pick = body.filter.filter() if body.filter is not None else body.ids or []
        wish = BulkWish(values=body.set, add_tags=body.add_tags, remove_tags=body.remove_tags)
        found = bulk.preview(principal, pick, wish, source=source)
        rows = [
            BulkRowOut(camera_id=one.camera_id, code=one.code, before=one.before, after=one.after)
            for one in found.changes[:_SHOWN]
        ]
        return BulkPreviewOut(
            token=found.token,
            expires_at=found.expires_at_us,
            picked=found.picked,
            changing=len(found.changes),
            same=found.same,
            left_out=len(found.left_out),
            rows=rows,
            refused=LeftOutOut.of(found.left_out),
        )

    @routes.post("/apply")
    def apply_bulk_edit(principal: SignedIn, body: BulkApplyIn, source: Source) -> BulkDoneOut:
        """Do what was seen, in one step; what was changed meanwhile is left out and named."""
        return BulkDoneOut.of(bulk.apply(principal, body.token, source=source))

    @routes.post("/{edit_id}/undo")
    def undo_bulk_edit(principal: SignedIn, edit_id: str, source: Source) -> BulkDoneOut:
        """Give the cameras back what they had, save those that were changed since."""
        return BulkDoneOut.of(bulk.undo(principal, edit_id, source=source))

    return routes
