"""Use cases on drawings: authorise, check, keep a version, record. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, IdSource, Invalid, NotFound, Principal
from toancanh.registry import Registry
from toancanh.registry.dossier.model import CameraKind
from toancanh.vision.calibration import Calibration
from toancanh.vision.drawings import store
from toancanh.vision.drawings.model import (
    Change,
    Drawn,
    GroundOrigin,
    Method,
    Version,
    ZoneDraft,
    check_zones,
)
from toancanh.vision.drawings.placing import Hung, calibrated
from toancanh.vision.zones import Zone

MAX_CAMERAS = 100
"""Of one question by a person."""
_UNKNOWN = "there is no such camera, or you may not see it"
"""Word for word what is said of a camera that is hidden: who guesses ids of zones learns nothing."""


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What a calibration would be, or is. ``hung``: as the registry has the camera."""

    calibration: Calibration
    origin: GroundOrigin | None
    method: Method
    hung: Hung


@dataclass(frozen=True, kw_only=True)
class History:
    """Versions, the newest first; ``usernames`` of those who made them, by id."""

    versions: Sequence[Version]
    usernames: Mapping[str, str]


class Drawings:
    """What is drawn over the pictures of all cameras."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, registry: Registry
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry

    def of(self, camera_ids: Collection[str] | None = None) -> Mapping[str, Drawn]:
        """As it is now, of each of these cameras, or of all over which anything ever was. For the platform's own work:
        nobody is asked.
        """
        with self._database.reading() as connection:
            found = store.newest(connection, camera_ids)
        return found | {id: Drawn(camera_id=id) for id in camera_ids or () if id not in found}

    def revision(self) -> int:
        """Another number after any change over any camera; one cheap query."""
        with self._database.reading() as connection:
            return store.revision(connection)

    def read(self, principal: Principal, camera_ids: Sequence[str], *, source: str = "") -> list[Drawn]:
        """In this order. Raises `NotFound`, `Denied` for one that may not be read, `Invalid` for too many."""
        if not 1 <= len(camera_ids) <= MAX_CAMERAS:
            raise Invalid(f"camera_id: name 1 to {MAX_CAMERAS} cameras", field="camera_id")
        for camera_id in dict.fromkeys(camera_ids):
            self._require(principal, Action.TRAFFIC_READ, camera_id, source)
        found = self.of(camera_ids)
        return [found[camera_id] for camera_id in dict.fromkeys(camera_ids)]

    def history(
        self, principal: Principal, camera_id: str, *, before: int | None = None, limit: int, source: str = ""
    ) -> History:
        """Versions below ``before``, with who made them."""
        self._require(principal, Action.TRAFFIC_READ, camera_id, source)
        with self._database.reading() as connection:
            found = store.versions(connection, camera_id, before=before, limit=limit)
        return History(versions=found, usernames=self._governance.users.names({one.changed_by for one in found}))

    def draw(
        self,
        principal: Principal,
        camera_id: str,
        drafts: Sequence[ZoneDraft],
        *,
        version: int | None = None,
        source: str = "",
    ) -> Drawn:
        """All zones of a camera in place of those of ``version`` (None: of whichever is there).

        Raises `Conflict` where somebody drew meanwhile, `Invalid` for a zone that is none, another kind for a zone that
        there was, or two names alike.
        """

        def change(before: Drawn) -> tuple[Zone, ...]:
            known = {zone.id for zone in before.zones}
            if unknown := [one.id for one in drafts if one.id and one.id not in known]:
                raise Invalid("id: there is no such drawing here; leave it out for a new one", field="id", ids=unknown)
            return tuple(draft.zone(draft.id or self._ids.new_id()) for draft in drafts)

        return self._drawn(principal, camera_id, change, version, source)

    def add(
        self, principal: Principal, camera_id: str, draft: ZoneDraft, *, version: int | None = None, source: str = ""
    ) -> tuple[Drawn, Zone]:
        """One zone more. Raises as `draw` does."""
        made = draft.zone(self._ids.new_id())
        return self._drawn(principal, camera_id, lambda before: (*before.zones, made), version, source), made

    def change(
        self, principal: Principal, zone_id: str, draft: ZoneDraft, *, version: int | None = None, source: str = ""
    ) -> tuple[Drawn, Zone]:
        """Another name, another shape. Raises `NotFound` for a zone that is not there, and as `draw` does."""
        made = draft.zone(zone_id)

        def change(before: Drawn) -> tuple[Zone, ...]:
            _check_there(before, zone_id)
            return tuple(made if zone.id == zone_id else zone for zone in before.zones)

        return self._drawn(principal, self._camera_of(zone_id), change, version, source), made

    def remove(self, principal: Principal, zone_id: str, *, version: int | None = None, source: str = "") -> Drawn:
        """It is counted no more; what was counted stays."""

        def change(before: Drawn) -> tuple[Zone, ...]:
            _check_there(before, zone_id)
            return tuple(zone for zone in before.zones if zone.id != zone_id)

        return self._drawn(principal, self._camera_of(zone_id), change, version, source)

    def calibration(self, principal: Principal, camera_id: str, *, source: str = "") -> tuple[Drawn, Tried | None]:
        """The one that is kept, and None where there is none."""
        self._require(principal, Action.TRAFFIC_READ, camera_id, source)
        drawn = self.of([camera_id])[camera_id]
        if drawn.calibration is None or drawn.method is None:
            return drawn, None
        hung = self._hung(principal, camera_id, source)
        return drawn, Tried(calibration=drawn.calibration, origin=drawn.origin, method=drawn.method, hung=hung)

    def try_out(self, principal: Principal, camera_id: str, method: Method, *, source: str = "") -> Tried:
        """What these clicks would give; nothing is kept. Raises `Invalid` which says what to click otherwise."""
        self._require(principal, Action.ZONE_WRITE, camera_id, source)
        return self._tried(principal, camera_id, method, source)

    def calibrate(
        self, principal: Principal, camera_id: str, method: Method, *, version: int | None = None, source: str = ""
    ) -> tuple[Drawn, Tried]:
        """Keep what these clicks give. Raises as `try_out` and `draw` do."""
        ref, decision = self._require(principal, Action.ZONE_WRITE, camera_id, source)
        tried = self._tried(principal, camera_id, method, source)

        def next_one(before: Drawn) -> Drawn:
            return replace(before, calibration=tried.calibration, origin=tried.origin, method=method)

        return self._kept(principal, ref, decision, next_one, Change.CALIBRATED, version, source), tried

    def uncalibrate(
        self, principal: Principal, camera_id: str, *, version: int | None = None, source: str = ""
    ) -> Drawn:
        """No places and speeds from now on. Raises `NotFound` where there is no calibration."""
        ref, decision = self._require(principal, Action.ZONE_WRITE, camera_id, source)

        def next_one(before: Drawn) -> Drawn:
            if before.calibration is None:
                raise NotFound("this camera is not calibrated")
            return replace(before, calibration=None, origin=None, method=None)

        return self._kept(principal, ref, decision, next_one, Change.UNCALIBRATED, version, source)

    def _drawn(
        self,
        principal: Principal,
        camera_id: str,
        change: Callable[[Drawn], tuple[Zone, ...]],
        version: int | None,
        source: str,
    ) -> Drawn:
        ref, decision = self._require(principal, Action.ZONE_WRITE, camera_id, source)

        def next_one(before: Drawn) -> Drawn:
            zones = change(before)
            check_zones(zones)
            kinds = {zone.id: zone.kind for zone in before.zones}
            if any(kinds.get(zone.id, zone.kind) is not zone.kind for zone in zones):
                raise Invalid("kind: a drawing keeps its kind; draw a new one and remove this", field="kind")
            return replace(before, zones=zones)

        return self._kept(principal, ref, decision, next_one, Change.ZONES, version, source)

    def _kept(
        self,
        principal: Principal,
        ref: ResourceRef,
        decision: Decision,
        next_one: Callable[[Drawn], Drawn],
        change: Change,
        version: int | None,
        source: str,
    ) -> Drawn:
        with self._database.transaction() as tx:
            before = store.newest(tx, [ref.id]).get(ref.id, Drawn(camera_id=ref.id))
            if version is not None and before.version != version:
                raise Conflict("somebody drew here meanwhile: look again", version=before.version)
            after = replace(next_one(before), version=before.version + 1, changed_us=self._clock.now_us())
            known = {zone.id for zone in before.zones}
            made = Version(drawn=after, changed_by=principal.user_id, change=change)
            store.keep(tx, made, [zone for zone in after.zones if zone.id not in known])
            self._record(tx, principal, ref, decision, before, made, source)
        return after

    def _record(
        self,
        tx: Connection,
        principal: Principal,
        ref: ResourceRef,
        decision: Decision,
        before: Drawn,
        made: Version,
        source: str,
    ) -> None:
        """Which drawings came, went or were changed; their names may name a person and can be erased."""
        old, new = ({zone.id: zone for zone in drawn.zones} for drawn in (before, made.drawn))
        details = {
            "version": made.drawn.version,
            "change": made.change,
            "way": None if made.drawn.method is None else made.drawn.method.way,
            "added": sorted(new.keys() - old.keys()),
            "removed": sorted(old.keys() - new.keys()),
            "changed": sorted(id for id in new.keys() & old.keys() if new[id] != old[id]),
        }
        names = ", ".join(zone.name for zone in made.drawn.zones)
        personal = {"names": names, "source": source}
        action = "zone.write" if made.change is Change.ZONES else "zone.calibrate"
        self._governance.record(
            tx, principal, action, ref, decision=decision, details=details,
            personal={name: text for name, text in personal.items() if text},
        )  # fmt: skip

    def _tried(self, principal: Principal, camera_id: str, method: Method, source: str) -> Tried:
        hung = self._hung(principal, camera_id, source)
        found, origin = calibrated(method, hung)
        return Tried(calibration=found, origin=origin, method=method, hung=hung)

    def _hung(self, principal: Principal, camera_id: str, source: str) -> Hung:
        known = self._registry.dossiers.get(principal, camera_id, source=source)
        camera, dossier = known.camera, known.dossier
        return Hung(
            lat=camera.lat, lon=camera.lon, azimuth_deg=camera.azimuth_deg, height_m=dossier.height_m,
            tilt_deg=dossier.tilt_deg, hfov_deg=dossier.hfov_deg, turns=dossier.kind is CameraKind.PTZ,
        )  # fmt: skip

    def _camera_of(self, zone_id: str) -> str:
        with self._database.reading() as connection:
            camera_id = store.camera_of(connection, zone_id)
        if camera_id is None:
            raise NotFound(_UNKNOWN)
        return camera_id

    def _require(
        self, principal: Principal, action: Action, camera_id: str, source: str
    ) -> tuple[ResourceRef, Decision]:
        ref = self._registry.camera_refs([camera_id]).get(camera_id)
        if ref is None:
            raise NotFound(_UNKNOWN)
        return ref, self._governance.require(principal, AccessRequest(action=action, resource=ref, source=source))


def _check_there(drawn: Drawn, zone_id: str) -> None:
    if all(zone.id != zone_id for zone in drawn.zones):
        raise NotFound("this drawing was removed")
