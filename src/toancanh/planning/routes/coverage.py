"""HTTP of coverage. Every one of these views is on record."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.planning.geometry import DensityClass
from toancanh.planning.routes.coverage_shapes import (
    CandidateCheckIn,
    CheckedOut,
    CoverOut,
    FeaturesOut,
    OverlapsOut,
    SpotCheckIn,
    SpotOut,
    UnitsOut,
    box_of,
)
from toancanh.planning.service import Planning

Organisation = Annotated[str, Query(max_length=36, description="For whom it is asked; the asker's own where left out.")]


def router(planning: Planning) -> APIRouter:
    """Footprints, overlap, gain, and what nobody sees."""
    routes = APIRouter(prefix="/coverage", tags=["coverage"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("/candidate")
    def check_candidate(principal: SignedIn, body: CandidateCheckIn, source: Source) -> CheckedOut:
        """What a camera that is thought of would overlap with and add."""
        checked = planning.coverage.check(
            principal,
            body.candidate.candidate(),
            organisation_id=body.organisation_id or principal.organisation_id,
            source=source,
        )
        return CheckedOut.of(checked)

    @routes.post("/spot")
    def check_spot(principal: SignedIn, body: SpotCheckIn, source: Source) -> SpotOut:
        """How well a circle of ground, or a sector of it, is seen, and by whom."""
        cover, shown = planning.coverage.spot(
            principal,
            body.spot.spot(),
            organisation_id=body.organisation_id or principal.organisation_id,
            source=source,
        )
        return SpotOut(
            cover=CoverOut.of(cover.ground_m2, cover.m2, cover.overlap_m2, cover.reach_m2),
            cameras=OverlapsOut.of(shown),
        )

    @routes.get("/units")
    def list_units(principal: SignedIn, source: Source, organisation_id: Organisation = "") -> UnitsOut:
        """Union, overlap and holes of every unit whose coverage the asker may know, and of these together."""
        shown = planning.coverage.units(
            principal, organisation_id=organisation_id or principal.organisation_id, source=source
        )
        return UnitsOut.of(shown)

    @routes.get("/layer")
    def get_layer(
        principal: SignedIn,
        source: Source,
        bbox: Annotated[str, Query(max_length=200, description="west,south,east,north; at most 4 km a side")],
        needed: DensityClass = DensityClass.MONITOR,
        organisation_id: Organisation = "",
    ) -> FeaturesOut:
        """What is seen in a box, by class, and what is not, as GeoJSON."""
        layer, standing = planning.coverage.layer(
            principal,
            box_of(bbox),
            needed=needed,
            organisation_id=organisation_id or principal.organisation_id,
            source=source,
        )
        return FeaturesOut.of_layer(layer, as_of_us=standing.as_of_us, is_stale=standing.is_stale)

    @routes.get("/cameras/{camera_id}")
    def get_footprint(principal: SignedIn, camera_id: str, source: Source) -> FeaturesOut:
        """One camera's footprint in zones of density, as GeoJSON."""
        return FeaturesOut.of_camera(planning.coverage.camera(principal, camera_id, source=source))

    return routes
