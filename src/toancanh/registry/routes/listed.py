"""``/cameras`` as a list: a page, how many, by what; and the same as a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from toancanh.governance import Action, Governance
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, Page, page
from toancanh.registry.cameras import camera_ref
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, Lifecycle, PurposeClass
from toancanh.registry.lists.export import MEDIA_TYPES, Export
from toancanh.registry.lists.model import Dimension, ExportFormat, Listed
from toancanh.registry.lists.service import Lists
from toancanh.registry.routes.asked import FilterIn, ListAsked
from toancanh.registry.routes.shapes import CameraOut
from toancanh.registry.store.cameras import key_of


class ListedOut(CameraOut):
    """A camera in a list, with what of its dossier stands beside it there."""

    lifecycle: Lifecycle
    kind: CameraKind | None
    purpose: PurposeClass | None
    funding: Funding | None
    connection: ConnectionKind | None
    unit_id: str | None
    pole_id: str | None
    address: str
    maker: str
    model: str
    serial: str
    notice: bool | None

    @classmethod
    def listed(cls, source: Listed, *, with_address: bool) -> ListedOut:
        """As sent."""
        beside = {name: getattr(source, name) for name in Listed.__dataclass_fields__ if name != "camera"}
        shown = CameraOut.of(source.camera, with_address=with_address)
        return cls.model_construct(**{name: getattr(shown, name) for name in CameraOut.model_fields}, **beside)


class CountOut(BaseModel):
    """How many cameras of the filter the asker may read."""

    count: int


class StatisticsAsked(FilterIn):
    """By what to count."""

    by: Dimension


class CountedOut(BaseModel):
    """``key`` narrows a filter to these; null: nobody has declared it."""

    key: str | None
    name: str
    count: int


class StatisticsOut(BaseModel):
    """The most first."""

    by: Dimension
    total: int
    items: list[CountedOut]


class ExportAsked(FilterIn):
    """As what to take it out."""

    format: ExportFormat


_PART_BYTES = 256 * 1024
_FILES: dict[str, dict[str, object]] = {media_type: {} for media_type in MEDIA_TYPES.values()}


def router(lists: Lists, governance: Governance) -> APIRouter:
    """Must stand before the routes of one camera: their paths would match these."""
    routes = APIRouter(prefix="/cameras", tags=["cameras"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_cameras(principal: SignedIn, asked: Annotated[ListAsked, Query()]) -> Page[ListedOut]:
        """Those that the asker may read, by code."""
        found = lists.page(principal, asked.filter(), after=asked.after or "", limit=asked.limit + 1)
        part = page(found, asked.limit, key=lambda one: key_of(one.camera))
        writable = governance.visible(principal, Action.CAMERA_WRITE, "camera")
        items = [ListedOut.listed(one, with_address=writable.shows(camera_ref(one.camera))) for one in part.items]
        return Page(items=items, next=part.next)

    @routes.get("/count")
    def count_cameras(principal: SignedIn, asked: Annotated[FilterIn, Query()]) -> CountOut:
        """How many they are."""
        return CountOut(count=lists.count(principal, asked.filter()))

    @routes.get("/statistics")
    def camera_statistics(principal: SignedIn, asked: Annotated[StatisticsAsked, Query()]) -> StatisticsOut:
        """How many of each owner, unit, model, state ...; over what the asker may read alone."""
        found = lists.statistics(principal, asked.filter(), asked.by)
        items = [CountedOut(key=one.key, name=one.name, count=one.count) for one in found.items]
        return StatisticsOut(by=found.by, total=found.total, items=items)

    @routes.get("/export", response_class=StreamingResponse, responses={200: {"content": _FILES}})
    def export_cameras(
        principal: SignedIn, asked: Annotated[ExportAsked, Query()], source: Source
    ) -> StreamingResponse:
        """The same cameras as a file, in the columns of the inventory; on record with the filter and their number."""
        made = lists.export(principal, asked.filter(), asked.format, source=source)
        headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
        return StreamingResponse(_parts(made), media_type=made.media_type, headers=headers)

    return routes


def _parts(made: Export) -> Iterator[bytes]:
    with made.file as file:
        while part := file.read(_PART_BYTES):
            yield part
