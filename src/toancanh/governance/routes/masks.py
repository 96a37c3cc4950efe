"""``/cameras/{id}/masks``: the areas of a camera's picture that are hidden."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.masks.model import MAX_AREAS, MAX_POINTS, CameraMasks, MaskArea
from toancanh.governance.model import Role
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut

Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Point = tuple[Share, Share]
_PLACES = 5  # a hundredth of a pixel


class MaskAreaIn(RequestBody):
    """An area; without ``id`` a new one."""

    id: str = Field(default="", max_length=36)
    name: Name
    reason: Name
    points: list[Point] = Field(
        min_length=3,
        max_length=MAX_POINTS,
        description="Corners in order, from 0 to 1 of the picture's width and height, from its upper left.",
    )
    seen_by: list[Role] = Field(default_factory=list, max_length=len(Role), description="Who sees what lies under it.")

    def area(self) -> MaskArea:
        """As governance has it."""
        points = tuple((round(x, _PLACES), round(y, _PLACES)) for x, y in self.points)
        return MaskArea(
            id=self.id, name=self.name, reason=self.reason, points=points, seen_by=frozenset(self.seen_by)
        )  # fmt: skip


class MasksIn(RequestBody):
    """All areas of a camera, in place of those of ``version``. They are drawn over the main stream's picture;
    ``sub_alike``: the sub stream was looked at and shows the same, else nobody under a mask sees it.

    ``purpose``, ``reference``: of the approval by which an area may go, change its shape or be seen by more.
    """

    version: int = Field(ge=0)
    areas: list[MaskAreaIn] = Field(max_length=MAX_AREAS)
    sub_alike: bool = False
    purpose: Words = ""
    reference: Words = ""


class MaskAreaOut(BaseModel):
    """An area of a camera's picture."""

    id: str
    name: str
    reason: str
    points: list[Point]
    seen_by: list[Role]


class MasksOut(BaseModel):
    """All areas of a camera; ``version`` 0: none was ever drawn. ``turns``: each area hides the whole picture."""

    camera_id: str
    version: int
    areas: list[MaskAreaOut]
    sub_alike: bool
    turns: bool
    updated_at: TimeOut | None

    @classmethod
    def of(cls, masks: CameraMasks) -> MasksOut:
        """As sent."""
        areas = [
            MaskAreaOut(
                id=area.id, name=area.name, reason=area.reason, points=list(area.points), seen_by=sorted(area.seen_by)
            )
            for area in masks.areas
        ]
        return cls(
            camera_id=masks.camera_id, version=masks.version, areas=areas, sub_alike=masks.sub_alike,
            turns=masks.turns, updated_at=masks.updated_us,
        )  # fmt: skip


def router(platform: Platform) -> APIRouter:
    """Reading and drawing masks."""
    masks = platform.governance.masks
    routes = APIRouter(tags=["masks"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/cameras/{camera_id}/masks", summary="What of a camera's picture is hidden, and why")
    def get_masks(principal: SignedIn, camera_id: str, source: Source) -> MasksOut:
        return MasksOut.of(masks.read(principal, camera_id, source=source))

    @routes.put("/cameras/{camera_id}/masks", summary="Draw a camera's masks anew; running views follow at once")
    def put_masks(principal: SignedIn, camera_id: str, body: MasksIn, source: Source) -> MasksOut:
        areas = [area.area() for area in body.areas]
        written = masks.write(
            principal, camera_id, areas, version=body.version, sub_alike=body.sub_alike, purpose=body.purpose,
            reference=body.reference, source=source,
        )  # fmt: skip
        return MasksOut.of(written)

    return routes
