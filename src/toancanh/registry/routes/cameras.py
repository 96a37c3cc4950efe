"""``/cameras``: what should exist. Whether it works is media's to say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter

from toancanh.governance import Action, Governance
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS
from toancanh.kernel import Principal
from toancanh.registry.cameras import camera_ref
from toancanh.registry.model import Camera, CameraDraft, StreamDraft
from toancanh.registry.routes.shapes import CameraNew, CameraOut, CameraPatch, StreamIn
from toancanh.registry.service import Registry

_MAY_BE_NULL = frozenset({"site_id", "azimuth_deg", "thin_after_days"})


def router(registry: Registry, governance: Governance) -> APIRouter:
    """The cameras that should exist."""
    cameras = registry.cameras
    routes = APIRouter(prefix="/cameras", tags=["cameras"], responses=PROBLEMS, dependencies=SECURITY)

    def shown(principal: Principal, *found: Camera) -> list[CameraOut]:
        writable = governance.visible(principal, Action.CAMERA_WRITE, "camera")
        return [CameraOut.of(one, with_address=writable.shows(camera_ref(one))) for one in found]

    @routes.post("", status_code=201)
    def create_camera(principal: SignedIn, body: CameraNew, source: Source) -> CameraOut:
        """Add a camera; it is recorded from now on."""
        given = body.model_dump(exclude={"streams", "min_days", "max_days"})
        draft = CameraDraft(
            **given,
            streams=_drafts(body.streams, allow_basic=True),
            min_days=registry.default_min_days if body.min_days is None else body.min_days,
            max_days=registry.default_max_days if body.max_days is None else body.max_days,
        )
        return shown(principal, cameras.create(principal, draft, source=source))[0]

    @routes.get("/{camera_id}")
    def get_camera(principal: SignedIn, camera_id: str, source: Source) -> CameraOut:
        """One camera."""
        return shown(principal, cameras.get(principal, camera_id, source=source))[0]

    @routes.patch("/{camera_id}")
    def change_camera(principal: SignedIn, camera_id: str, body: CameraPatch, source: Source) -> CameraOut:
        """Change it; no other camera is disturbed."""
        given: dict[str, Any] = {
            name: value
            for name, value in body.model_dump(exclude_unset=True, exclude={"version", "streams"}).items()
            if value is not None or name in _MAY_BE_NULL
        }
        if body.streams is not None:
            given["streams"] = _drafts(body.streams)
        changed = cameras.update(
            principal, camera_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return shown(principal, changed)[0]

    @routes.delete("/{camera_id}", status_code=204)
    def delete_camera(principal: SignedIn, camera_id: str, source: Source) -> None:
        """Take it out of service; its recordings follow their retention."""
        cameras.delete(principal, camera_id, source=source)

    return routes


def _drafts(streams: list[StreamIn], *, allow_basic: bool | None = None) -> tuple[StreamDraft, ...]:
    """``allow_basic``: where a stream does not say."""
    return tuple(
        StreamDraft(**one.model_dump() | {"allow_basic": allow_basic if one.allow_basic is None else one.allow_basic})
        for one in streams
    )
