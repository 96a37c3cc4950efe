"""``/planned-works``: work that was announced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.repairs.routes.shapes import Id, Remark
from toancanh.health.repairs.service import Repairs
from toancanh.health.repairs.store.works import Work
from toancanh.health.repairs.works import MOST_CAMERAS, MOST_SPAN_US, WorkDraft
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, Page, RequestBody, TimeIn, TimeOut


class PlannedWorkNew(RequestBody):
    """On cameras named one by one; and on those of a site, or that hang on a node, on which one may plan."""

    title: Name
    why: Remark = ""
    start: Annotated[TimeIn, Field(alias="from")]
    end: Annotated[TimeIn, Field(alias="to")]
    camera_ids: list[Id] = Field(default_factory=list, max_length=MOST_CAMERAS)
    site_id: Id = ""
    node_id: Id = ""

    def draft(self) -> WorkDraft:
        """As the use case takes it."""
        return WorkDraft(
            title=self.title, why=self.why, from_us=self.start, until_us=self.end,
            camera_ids=tuple(dict.fromkeys(self.camera_ids)), site_id=self.site_id, node_id=self.node_id,
        )  # fmt: skip


class WorkCameraOut(BaseModel):
    """A camera it is on."""

    id: str
    code: str


class PlannedWorkOut(BaseModel):
    """``cameras``: those that the asker may read; ``end``: when it ends, or was called off."""

    id: str
    title: str
    why: str
    start: TimeOut
    end: TimeOut
    is_called_off: bool
    who: str
    cameras: list[WorkCameraOut]


def works_router(repairs: Repairs) -> APIRouter:
    """Silent alarms, clocks that stand, a mark on the timeline."""
    routes = APIRouter(prefix="/planned-works", tags=["repairs"], responses=PROBLEMS, dependencies=SECURITY)
    works, desk = repairs.works, repairs.desk

    def out(found: list[Work]) -> list[PlannedWorkOut]:
        people = desk.governance.users.names({one.made_by for one in found})
        codes = desk.registry.camera_codes({id for one in found for id in one.camera_ids})
        return [_out(one, people, codes) for one in found]

    @routes.get("", summary="What touches the time; without one, what is going on and what comes")
    def list_works(
        principal: SignedIn,
        start: Annotated[TimeIn | None, Query(alias="from")] = None,
        end: Annotated[TimeIn | None, Query(alias="to")] = None,
    ) -> Page[PlannedWorkOut]:
        from_us = desk.clock.now_us() if start is None else start
        return Page(items=out(works.listed(principal, from_us, from_us + 4 * MOST_SPAN_US if end is None else end)))

    @routes.post("", status_code=201, summary="Announce work")
    def plan(principal: SignedIn, body: PlannedWorkNew, source: Source) -> PlannedWorkOut:
        return out([works.plan(principal, body.draft(), source=source)])[0]

    @routes.post("/{work_id}/call-off", status_code=204, summary="It is over, or does not come")
    def call_off(principal: SignedIn, work_id: Id, source: Source) -> None:
        works.call_off(principal, work_id, source=source)

    return routes


def _out(one: Work, people: Mapping[str, str], codes: Mapping[str, str]) -> PlannedWorkOut:
    return PlannedWorkOut(
        id=one.id, title=one.title, why=one.why, start=one.from_us, end=one.ends_us,
        is_called_off=one.called_off_us is not None, who=people.get(one.made_by, ""),
        cameras=[WorkCameraOut(id=id, code=codes.get(id, "")) for id in one.camera_ids],
    )  # fmt: skip
