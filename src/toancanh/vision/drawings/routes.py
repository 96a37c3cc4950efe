"""``/zones`` and ``/cameras/{id}/calibration``: what is drawn over cameras' pictures."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, status

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, Limit, Page
from toancanh.vision.drawings.service import MAX_CAMERAS, Drawings
from toancanh.vision.drawings.shapes import (
    CalibrationIn,
    CalibrationOut,
    DrawingVersionOut,
    DrawnOut,
    FoundViewOut,
    ZoneChange,
    ZoneNew,
    ZoneOut,
    ZonesIn,
    ZonesOut,
)

SeenVersion = Annotated[int | None, Query(ge=0, description="Refused where the drawings have a newer version.")]


def router(drawings: Drawings) -> APIRouter:
    """Drawing, calibrating, and what was drawn before."""
    routes = APIRouter(tags=["zones"], responses=PROBLEMS, dependencies=SECURITY)
    _zones(routes, drawings)
    _calibrations(routes, drawings)
    return routes


def _zones(routes: APIRouter, drawings: Drawings) -> None:
    @routes.get("/zones")
    def list_zones(
        principal: SignedIn,
        camera_id: Annotated[list[str], Query(min_length=1, max_length=MAX_CAMERAS)],
        source: Source,
    ) -> ZonesOut:
        """Lines, lanes and areas over the pictures of these cameras."""
        return ZonesOut.of(drawings.read(principal, camera_id, source=source))

    @routes.post("/zones", status_code=status.HTTP_201_CREATED)
    def draw_zone(principal: SignedIn, body: ZoneNew, source: Source) -> ZoneOut:
        """One more over a camera's picture."""
        drawn, zone = drawings.add(principal, body.camera_id, body.draft(), version=body.version, source=source)
        return ZoneOut.of(drawn.camera_id, zone)

    @routes.put("/zones/{zone_id}")
    def change_zone(principal: SignedIn, zone_id: str, body: ZoneChange, source: Source) -> ZoneOut:
        """Another name or shape; what was counted under the old one stays under its id."""
        drawn, zone = drawings.change(principal, zone_id, body.draft(), version=body.version, source=source)
        return ZoneOut.of(drawn.camera_id, zone)

    @routes.delete("/zones/{zone_id}")
    def remove_zone(principal: SignedIn, zone_id: str, source: Source, version: SeenVersion = None) -> DrawnOut:
        """Nothing is counted there any more; what was counted stays."""
        return DrawnOut.of(drawings.remove(principal, zone_id, version=version, source=source))

    @routes.put("/cameras/{camera_id}/zones")
    def draw_zones(principal: SignedIn, camera_id: str, body: ZonesIn, source: Source) -> ZonesOut:
        """All of a camera's at once, as one version."""
        drafts = [one.draft(one.id) for one in body.zones]
        return ZonesOut.of([drawings.draw(principal, camera_id, drafts, version=body.version, source=source)])

    @routes.get("/cameras/{camera_id}/zones/history")
    def zones_history(
        principal: SignedIn,
        camera_id: str,
        source: Source,
        limit: Limit = 50,
        after: Annotated[int | None, Query(ge=1, description="`next` of the page before.")] = None,
    ) -> Page[DrawingVersionOut]:
        """Who drew what when, the newest first."""
        found = drawings.history(principal, camera_id, before=after, limit=limit + 1, source=source)
        items = [DrawingVersionOut.of(one, found.usernames) for one in found.versions[:limit]]
        return Page(items=items, next=str(items[-1].version) if len(found.versions) > limit else None)


def _calibrations(routes: APIRouter, drawings: Drawings) -> None:
    @routes.get("/cameras/{camera_id}/calibration")
    def get_calibration(principal: SignedIn, camera_id: str, source: Source) -> CalibrationOut:
        """Where on the ground the camera looks, and how wrong that may be."""
        return CalibrationOut.of(*drawings.calibration(principal, camera_id, source=source))

    @routes.put("/cameras/{camera_id}/calibration")
    def calibrate(principal: SignedIn, camera_id: str, body: CalibrationIn, source: Source) -> CalibrationOut:
        """From clicks, or from how it hangs; places and speeds rest on it from the next version on."""
        method = body.method.method()
        return CalibrationOut.of(*drawings.calibrate(principal, camera_id, method, version=body.version, source=source))

    @routes.post("/cameras/{camera_id}/calibration/try")
    def try_calibration(principal: SignedIn, camera_id: str, body: CalibrationIn, source: Source) -> FoundViewOut:
        """What it would be; nothing is kept."""
        return FoundViewOut.of(drawings.try_out(principal, camera_id, body.method.method(), source=source))

    @routes.delete("/cameras/{camera_id}/calibration")
    def uncalibrate(principal: SignedIn, camera_id: str, source: Source, version: SeenVersion = None) -> CalibrationOut:
        """No places and no speeds from the next version on."""
        return CalibrationOut.of(drawings.uncalibrate(principal, camera_id, version=version, source=source), None)
