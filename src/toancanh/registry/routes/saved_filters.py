"""``/saved-filters``: one's own, and those that colleagues share."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter
from pydantic import BaseModel

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, Page, RequestBody, TimeOut
from toancanh.kernel import Principal
from toancanh.registry.lists.model import SavedFilter
from toancanh.registry.lists.saved import SavedFilters
from toancanh.registry.routes.asked import FilterBody
from toancanh.registry.routes.shapes import Version


class SavedFilterOut(BaseModel):
    """``own``: the asker may change it."""

    id: str
    name: str
    own: bool
    shared: bool
    filter: Mapping[str, object]
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: SavedFilter, principal: Principal) -> SavedFilterOut:
        """As sent."""
        return cls(
            id=source.id,
            name=source.name,
            own=source.user_id == principal.user_id,
            shared=source.shared,
            filter=source.filter,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class SavedFilterNew(RequestBody):
    """A filter to keep; ``shared``: colleagues of the same organisation see it."""

    name: Name
    filter: FilterBody
    shared: bool = False


class SavedFilterPatch(RequestBody):
    """What to change."""

    name: Name | None = None
    filter: FilterBody | None = None
    shared: bool | None = None
    version: Version = None


def router(saved: SavedFilters) -> APIRouter:
    """Filters under names."""
    routes = APIRouter(prefix="/saved-filters", tags=["cameras"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_saved_filters(principal: SignedIn) -> Page[SavedFilterOut]:
        """One's own, and those shared inside the own organisation, by name; all on one page."""
        return Page(items=[SavedFilterOut.of(one, principal) for one in saved.all(principal)])

    @routes.post("", status_code=201)
    def create_saved_filter(principal: SignedIn, body: SavedFilterNew, source: Source) -> SavedFilterOut:
        """Keep a filter under a name."""
        made = saved.create(principal, name=body.name, wanted=body.filter.filter(), shared=body.shared, source=source)
        return SavedFilterOut.of(made, principal)

    @routes.patch("/{filter_id}")
    def change_saved_filter(
        principal: SignedIn, filter_id: str, body: SavedFilterPatch, source: Source
    ) -> SavedFilterOut:
        """Change one's own."""
        changed = saved.update(
            principal,
            filter_id,
            name=body.name,
            wanted=body.filter.filter() if body.filter is not None else None,
            shared=body.shared,
            version=body.version,
            source=source,
        )
        return SavedFilterOut.of(changed, principal)

    @routes.delete("/{filter_id}", status_code=204)
    def delete_saved_filter(principal: SignedIn, filter_id: str, source: Source) -> None:
        """Delete one's own."""
        saved.delete(principal, filter_id, source=source)

    return routes
