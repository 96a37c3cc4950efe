"""``/targets``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page
from toancanh.planning.geometry import DensityClass
from toancanh.planning.routes.lines import lines
from toancanh.planning.service import Planning
from toancanh.planning.targets.model import CoverState, Need, Target, TargetCover, TargetDraft, TargetKind
from toancanh.planning.targets.service import TargetQuery
from toancanh.planning.targets.store.targets import key_of

Id = Annotated[str, StringConstraints(min_length=1, max_length=36)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="WGS 84, degrees.")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="WGS 84, degrees.")]
Radius = Annotated[float, Field(gt=0, le=2000, allow_inf_nan=False)]
Corners = Annotated[list[tuple[Latitude, Longitude]], Field(max_length=200)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(lines)]


class NeedShape(RequestBody):
    """What must be seen: the ground towards a direction, or all around, in at least this class of EN 62676-4."""

    density: DensityClass
    azimuth_deg: Annotated[float | None, Field(ge=0, lt=360, allow_inf_nan=False)] = None
    width_deg: Annotated[float, Field(gt=0, le=360, allow_inf_nan=False)] = 90.0

    def need(self) -> Need:
        """As planning knows it."""
        return Need(density=self.density, azimuth_deg=self.azimuth_deg, width_deg=self.width_deg)


class NeedCoverOut(BaseModel):
    """How far one need is met: the share of its ground."""

    need: NeedShape
    share: float
    state: CoverState


class TargetCoverOut(BaseModel):
    """How far a target's needs are met, by the cameras that the asker may know of."""

    target_id: str
    state: CoverState
    needs: list[NeedCoverOut]
    as_of: TimeOut
    is_stale: bool = Field(description="The cameras have changed since; a newer answer is being made.")

    @classmethod
    def of(cls, source: TargetCover) -> TargetCoverOut:
        """As sent."""
        return cls(
            target_id=source.target_id,
            state=source.state,
            needs=[NeedCoverOut(need=_shape(each.need), share=each.share, state=each.state) for each in source.needs],
            as_of=source.as_of_us,
            is_stale=source.is_stale,
        )


class TargetOut(BaseModel):
    """A key target; ``cover`` where it was asked for."""

    id: str
    name: str
    kind: TargetKind
    owner_id: str
    lat: float
    lon: float
    radius_m: float
    polygon: list[tuple[float, float]]
    needs: list[NeedShape]
    protected: bool
    note: str
    version: int
    created_at: TimeOut
    updated_at: TimeOut
    cover: TargetCoverOut | None = None

    @classmethod
    def of(cls, source: Target, cover: TargetCover | None = None) -> TargetOut:
        """As sent."""
        return cls(
            id=source.id,
            name=source.name,
            kind=source.kind,
            owner_id=source.owner_id,
            lat=source.lat,
            lon=source.lon,
            radius_m=source.radius_m,
            polygon=list(source.polygon),
            needs=[_shape(need) for need in source.needs],
            protected=source.protected,
            note=source.note,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
            cover=TargetCoverOut.of(cover) if cover is not None else None,
        )


class TargetNew(RequestBody):
    """A target to keep. ``polygon`` (lat, lon) stands for the circle where it is given."""

    name: Name
    kind: TargetKind
    owner_id: Id
    lat: Latitude
    lon: Longitude
    radius_m: Radius = 50.0
    polygon: Corners = []
    needs: Annotated[list[NeedShape], Field(max_length=16)] = []
    protected: bool = False
    note: Remark = ""


class TargetPatch(RequestBody):
    """What to change; lists replace all of theirs."""

    name: Name | None = None
    kind: TargetKind | None = None
    owner_id: Id | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    radius_m: Radius | None = None
    polygon: Corners | None = None
    needs: Annotated[list[NeedShape], Field(max_length=16)] | None = None
    protected: bool | None = None
    note: Remark | None = None
    version: int | None = None


def targets_router(planning: Planning) -> APIRouter:
    """The register of key targets; each view is on record."""
    routes = APIRouter(prefix="/targets", tags=["targets"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_targets(
        principal: SignedIn,
        source: Source,
        limit: Limit = 100,
        after: After = None,
        q: Words = "",
        kind: TargetKind | None = None,
        owner_id: Annotated[str, Query(max_length=36)] = "",
        cover: Annotated[bool, Query(description="With how far each one's needs are met.")] = False,
    ) -> Page[TargetOut]:
        """Those that the asker may read, by name."""
        wanted = TargetQuery(q=q, kind=kind, owner_id=owner_id, after=after or "")
        found = planning.placement.targets.page(principal, wanted, limit=limit + 1, source=source)
        shown = page(found, limit, key=key_of)
        covers = (
            {each.target_id: each for each in planning.placement.targets.covers(principal, shown.items)}
            if cover
            else {}
        )
        return Page(items=[TargetOut.of(item, covers.get(item.id)) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_target(principal: SignedIn, body: TargetNew, source: Source) -> TargetOut:
        """Keep a target."""
        return TargetOut.of(planning.placement.targets.create(principal, TargetDraft(**_given(body)), source=source))

    @routes.get("/{target_id}")
    def get_target(principal: SignedIn, target_id: str, source: Source) -> TargetOut:
        """One target, and how far its needs are met."""
        found = planning.placement.targets.get(principal, target_id, source=source)
        return TargetOut.of(found, planning.placement.targets.covers(principal, [found])[0])

    @routes.patch("/{target_id}")
    def change_target(principal: SignedIn, target_id: str, body: TargetPatch, source: Source) -> TargetOut:
        """Change it."""
        given = _given(body)
        changed = planning.placement.targets.update(
            principal, target_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return TargetOut.of(changed)

    @routes.delete("/{target_id}", status_code=204)
    def delete_target(principal: SignedIn, target_id: str, source: Source) -> None:
        """It matters no more."""
        planning.placement.targets.delete(principal, target_id, source=source)

    return routes


def _given(body: TargetNew | TargetPatch) -> dict[str, Any]:
    names = body.model_fields_set - {"version"} if isinstance(body, TargetPatch) else set(type(body).model_fields)
    given: dict[str, Any] = {name: getattr(body, name) for name in names if getattr(body, name) is not None}
    if "needs" in given:
        given["needs"] = tuple(each.need() for each in given["needs"])
    if "polygon" in given:
        given["polygon"] = tuple(given["polygon"])
    return given


def _shape(need: Need) -> NeedShape:
    return NeedShape(density=need.density, azimuth_deg=need.azimuth_deg, width_deg=need.width_deg)
