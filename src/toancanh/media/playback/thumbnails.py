"""A page of thumbnails: judged camera by camera, recorded once, then fetched by grants."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from toancanh.governance import PROTECTED, Action, Governance, Grant, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import NotFound, Principal
from toancanh.registry import Camera, Registry, StreamRole

GRANT_S = 300.0


class Thumbnails:
    """Thread-safe; blocking."""

    def __init__(self, *, governance: Governance, registry: Registry, database: Database) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database

    def page(
        self, principal: Principal, camera_ids: Sequence[str], role: StreamRole, *, source: str
    ) -> list[tuple[Grant, str]]:
        """Grants for those of the cameras that may be seen; that others were asked for is recorded as a refusal."""
        visible = self._governance.visible(principal, Action.MEDIA_SNAPSHOT, "camera")
        cameras: list[Camera] = []
        for camera_id in dict.fromkeys(camera_ids):
            with suppress(NotFound):
                cameras.append(self._registry.camera_for(camera_id))
        shown = [camera for camera in cameras if visible.shows(self._registry.camera_ref(camera))]
        hidden = [camera for camera in cameras if camera not in shown]
        for is_protected in (False, True):  # an entry is there for those alone who may know of all that it counts
            for owner_id in sorted({one.owner_id for one in hidden}):
                of_owner = [one for one in hidden if one.owner_id == owner_id]
                refused = [one for one in of_owner if (PROTECTED in one.tags) is is_protected]
                if refused:
                    why = f"{len(refused)} of a page of {len(camera_ids)} thumbnails"
                    resource = self._registry.camera_ref(refused[0])
                    self._governance.record_refusal(principal, Action.MEDIA_SNAPSHOT, resource, why=why, source=source)
            for owner_id in sorted({one.owner_id for one in shown}):  # each owner finds the own cameras in its record
                of_owner = [one for one in shown if one.owner_id == owner_id]
                seen = [one for one in of_owner if (PROTECTED in one.tags) is is_protected]
                if seen:
                    self._record(principal, seen, role, source)
        return [
            self._governance.grants.issue(
                principal, kind="snapshot", camera_id=camera.id, owner_id=camera.owner_id, stream=role, ttl_s=GRANT_S
            )
            for camera in shown
        ]

    def _record(self, principal: Principal, shown: Sequence[Camera], role: StreamRole, source: str) -> None:
        tags = shown[0].tags & {PROTECTED}
        resource = ResourceRef(kind="camera", id="", owner_id=shown[0].owner_id, tags=tags)
        details: dict[str, object] = {"cameras": [camera.id for camera in shown], "stream": role}
        if shares := self._governance.share_use.behind(principal, map(self._registry.camera_ref, shown)):
            details["shares"] = shares
        with self._database.transaction() as tx:
            self._governance.record(
                tx, principal, "media.thumbnails", resource, details=details, personal={"source": source}
            )
