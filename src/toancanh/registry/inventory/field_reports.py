"""What somebody saw at a camera: position, direction, photo; a form that may be sent twice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, EventBus, Invalid, NotFound, Principal, format_rfc3339
from toancanh.registry.cameras import CamerasChanged, camera_ref
from toancanh.registry.dossier.model import (
    DOSSIER_FIELDS,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    DocumentKind,
)
from toancanh.registry.dossier.service import Dossiers
from toancanh.registry.inventory.coordinates import HANOI
from toancanh.registry.inventory.store.tables import field_report as table
from toancanh.registry.store import cameras

ALLOWED_VALUES = frozenset(DOSSIER_FIELDS) - {"pole_id", "note"}
"""What the form's ``values`` may name."""


@dataclass(frozen=True, kw_only=True)
class FieldReport:
    """A form as the phone sends it; ``values`` besides those named here are declared fields in plain form."""

    form_id: str
    camera_id: str | None
    owner_id: str | None
    code: str | None
    name: str | None
    lat: float
    lon: float
    accuracy_m: float | None
    azimuth_deg: float | None
    note: str
    values: Mapping[str, object] = field(default_factory=dict)
    photo: bytes = field(default=b"", repr=False)
    taken_us: int | None = None

    @property
    def digest(self) -> str:
        """Equal for the same content."""
        content = [
            *(self.camera_id, self.owner_id, self.code, self.name, self.lat, self.lon, self.accuracy_m),
            *(self.azimuth_deg, self.note, dict(self.values), self.taken_us),
        ]
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode() + self.photo).hexdigest()


class FieldReports:
    """Forms from phones, each taken once. Thread-safe."""

    def __init__(
        self, *, database: Database, clock: Clock, governance: Governance, events: EventBus, dossiers: Dossiers
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._events = events
        self._dossiers = dossiers

    def send(self, principal: Principal, report: FieldReport, *, source: str = "") -> tuple[str, bool]:
        """The camera's id, and whether this form had come before. Raises `Invalid`, `Conflict`, `NotFound`, `Denied`.

        The camera and the note that the form came are written together; a photo that did not get so far comes with the
        next sending.
        """
        camera_id = self._known(principal, report)
        was_known = bool(camera_id)
        if not was_known:
            try:
                camera_id = self._written(principal, report, source)
            except IntegrityError:  # the same form came at the same moment
                camera_id, was_known = self._known(principal, report), True
        if report.photo:
            self._add_photo(principal, report, camera_id, source)
        return camera_id, was_known

    def _written(self, principal: Principal, report: FieldReport, source: str) -> str:
        strange = next((name for name in report.values if name not in ALLOWED_VALUES), None)
        if strange is not None:
            raise Invalid(f"values: {strange[:64]!r} cannot be declared by this form", field="values")
        if not HANOI.holds(report.lat, report.lon):
            raise Invalid("lat, lon: the position lies outside the city", field="lat", reason="out_of_city")
        write = _write(report)
        ref = self._ref(report)
        request = AccessRequest(action=Action.CAMERA_WRITE, resource=ref, source=source)
        decision = self._governance.require(principal, request)
        declared = DeclarationDraft(
            source=DeclarationSource.FIELD, reference=_reference(report), organisation_id=ref.owner_id
        )
        now_us = self._clock.now_us()
        with self._database.transaction() as tx:
            row = {"form_id": report.form_id, "sent_by": principal.user_id, "digest": report.digest}
            tx.execute(table.insert().values(camera_id="", created_us=now_us, **row))
            if report.camera_id is not None and self._ref(report, tx) != ref:
                raise Conflict("somebody gave this camera to another owner meanwhile; look again")
            camera_id = self._dossiers.apply(tx, principal, [write], declared, source=source)[0]
            tx.execute(table.update().where(table.c.form_id == report.form_id).values(camera_id=camera_id))
            about = ResourceRef(kind="camera", id=camera_id, owner_id=ref.owner_id, tags=ref.tags)
            details = {"form": report.form_id, "new": report.camera_id is None, "fields": sorted(write.values)}
            self._governance.record(
                tx,
                principal,
                "inventory.field_report",
                about,
                decision=decision,
                details=details,
                personal={"source": source},
            )
        self._events.publish(CamerasChanged(at_us=now_us, camera_ids=(camera_id,)))
        return camera_id

    def _ref(self, report: FieldReport, tx: Connection | None = None) -> ResourceRef:
        if report.camera_id is None:
            return ResourceRef(kind="camera", id="", owner_id=report.owner_id or "")
        if tx is not None:
            camera = cameras.load(tx, report.camera_id)
        else:
            with self._database.reading() as connection:
                camera = cameras.load(connection, report.camera_id)
        if camera is None:
            raise NotFound("there is no such camera, or you may not see it")
        return camera_ref(camera)

    def _add_photo(self, principal: Principal, report: FieldReport, camera_id: str, source: str) -> None:
        kind = "png" if report.photo.startswith(b"\x89PNG") else "jpeg"
        name = f"{report.form_id}.{kind}"
        documents = self._dossiers.documents
        if any(one.name == name for one in documents.list(principal, camera_id, source=source)):
            return
        documents.add(
            principal,
            camera_id,
            report.photo,
            kind=DocumentKind.PHOTO,
            name=name,
            media_type=f"image/{kind}",
            source=source,
        )

    def _known(self, principal: Principal, report: FieldReport) -> str:
        with self._database.reading() as connection:
            row = connection.execute(select(table).where(table.c.form_id == report.form_id)).one_or_none()
        if row is None:
            return ""
        if row.sent_by != principal.user_id or row.digest != report.digest:
            raise Conflict("this form was sent before with another content", reason="form_differs")
        return str(row.camera_id)


def _write(report: FieldReport) -> CameraWrite:
    values: dict[str, object] = {**report.values, "lat": report.lat, "lon": report.lon}
    if report.azimuth_deg is not None:
        values["azimuth_deg"] = report.azimuth_deg
    if report.note:
        values["note"] = report.note
    if report.camera_id is None:
        if not report.owner_id or not report.code or not report.name:
            raise Invalid("a new camera needs owner_id, code and name", field="owner_id")
        values |= {"owner_id": report.owner_id, "code": report.code, "name": report.name}
    return CameraWrite(camera_id=report.camera_id, values=values)


def _reference(report: FieldReport) -> str:
    accuracy = f" ±{report.accuracy_m:g} m" if report.accuracy_m is not None else ""
    taken = f" {format_rfc3339(report.taken_us)}" if report.taken_us is not None else ""
    return f"form {report.form_id}{accuracy}{taken}"
