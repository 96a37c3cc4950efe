"""What goes over the wire about dossiers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from toancanh.infra.fields import Code, Words
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.registry.dossier.model import (
    ADDRESS_FIELDS,
    TRANSITIONS,
    CameraDossier,
    CameraKind,
    Certificate,
    ChangeAct,
    ConnectionKind,
    Declaration,
    DeclarationSource,
    Document,
    DocumentKind,
    Dossier,
    FieldChange,
    Funding,
    Lifecycle,
    Merge,
    Pole,
    PurposeClass,
)
from toancanh.registry.routes.shapes import CameraOut, Id, Latitude, Longitude, Version

Text = Annotated[str, StringConstraints(max_length=4000)]
Height = Annotated[float, Field(ge=0, le=500, allow_inf_nan=False, description="Metres above the ground.")]


class CertificateShape(RequestBody):
    """A calibration or conformity certificate."""

    kind: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    number: Annotated[str, StringConstraints(max_length=100)] = ""
    expires_on: date | None = None

    @classmethod
    def of(cls, source: Certificate) -> CertificateShape:
        """As sent."""
        return cls(kind=source.kind, number=source.number, expires_on=source.expires_on)


class DossierFields(BaseModel):
    """The fields of a dossier; null or an empty text where nobody has declared anything.

    ``network_address`` and ``network`` are null for those who may not change the camera.
    """

    lifecycle: Lifecycle
    kind: CameraKind | None
    purpose: PurposeClass | None
    funding: Funding | None
    operator_id: str | None
    maintainer_id: str | None
    unit_id: str | None
    address: str
    pole_id: str | None
    height_m: float | None
    tilt_deg: float | None
    hfov_deg: float | None
    width_px: int | None
    height_px: int | None
    maker: str
    model: str
    serial: str
    mac: str
    network_address: str | None
    network: str | None
    codecs: str
    fps: float | None
    bitrate_kbps: float | None
    key_interval_s: float | None
    connection: ConnectionKind | None
    installed_on: date | None
    warranty_until: date | None
    certificates: list[CertificateShape]
    legal_basis: str
    notice: bool | None
    retention_class: str
    note: str

    @classmethod
    def of(cls, source: Dossier, *, with_address: bool) -> DossierFields:
        """As sent."""
        shown: dict[str, Any] = {
            name: getattr(source, name) if with_address or name not in ADDRESS_FIELDS else None
            for name in cls.model_fields
        }
        return cls(**shown | {"certificates": [CertificateShape.of(one) for one in source.certificates]})


class DeclarationOut(BaseModel):
    """Who declared, when, from which source, and who has verified it."""

    id: str
    source: DeclarationSource
    declared_by: str
    declared_by_name: str | None
    organisation_id: str
    at: TimeOut
    reference: str
    verified_by: str | None
    verified_by_name: str | None
    verified_at: TimeOut | None

    @classmethod
    def of(cls, source: Declaration, usernames: dict[str, str]) -> DeclarationOut:
        """As sent."""
        return cls(
            id=source.id,
            source=source.source,
            declared_by=source.declared_by,
            declared_by_name=usernames.get(source.declared_by),
            organisation_id=source.organisation_id,
            at=source.at_us,
            reference=source.reference,
            verified_by=source.verified_by,
            verified_by_name=usernames.get(source.verified_by) if source.verified_by is not None else None,
            verified_at=source.verified_at_us,
        )


class MergeOut(BaseModel):
    """Two cameras that were found to be one; ``fields`` are those that were taken from the other."""

    id: str
    kept_id: str
    other_id: str
    other_code: str
    at: TimeOut
    fields: list[str]
    streams: bool
    split_at: TimeOut | None

    @classmethod
    def of(cls, source: Merge) -> MergeOut:
        """As sent."""
        return cls(
            id=source.id,
            kept_id=source.kept_id,
            other_id=source.other_id,
            other_code=source.other_code,
            at=source.at_us,
            fields=list(source.taken),
            streams=source.streams,
            split_at=source.split_at_us,
        )


class DossierOut(BaseModel):
    """A camera with its dossier. ``provenance``: field -> id of the declaration that last set it."""

    camera: CameraOut
    dossier: DossierFields
    version: int
    provenance: dict[str, str]
    declarations: dict[str, DeclarationOut]
    may_follow: list[Lifecycle] = Field(description="States of the life cycle that the camera may go to now.")
    may_change: bool
    merged_into: str | None
    merges: list[MergeOut]

    @classmethod
    def of(cls, source: CameraDossier) -> DossierOut:
        """As sent."""
        usernames = dict(source.usernames)
        return cls(
            camera=CameraOut.of(source.camera, with_address=source.with_address),
            dossier=DossierFields.of(source.dossier, with_address=source.with_address),
            version=source.camera.version,
            provenance={field: one.id for field, one in source.declarations.items()},
            declarations={one.id: DeclarationOut.of(one, usernames) for one in source.declarations.values()},
            may_follow=[] if source.merged_into else sorted(TRANSITIONS[source.dossier.lifecycle]),
            may_change=source.with_address,
            merged_into=source.merged_into,
            merges=[MergeOut.of(one) for one in source.merges],
        )


class DossierPatch(RequestBody):
    """What to change of camera and dossier; what is left out stays. null takes a value away where there may be none."""

    code: str | None = None
    name: str | None = None
    owner_id: Id | None = None
    site_id: Id | None = None
    lat: float | None = None
    lon: float | None = None
    azimuth_deg: float | None = None
    tags: Annotated[list[str], Field(max_length=50)] | None = None
    kind: CameraKind | None = None
    purpose: PurposeClass | None = None
    funding: Funding | None = None
    operator_id: Id | None = None
    maintainer_id: Id | None = None
    unit_id: Id | None = None
    address: Text | None = None
    pole_id: Id | None = None
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    maker: Text | None = None
    model: Text | None = None
    serial: Text | None = None
    mac: Text | None = Field(default=None, description="Twelve hexadecimal digits; separators are left out.")
    network_address: Text | None = None
    network: Text | None = None
    codecs: Text | None = None
    fps: float | None = Field(default=None, description="Frames a second that the main stream is promised to have.")
    bitrate_kbps: float | None = Field(default=None, description="The same of its bit rate, in 1000 bits a second.")
    key_interval_s: float | None = Field(default=None, description="The same of the seconds between key frames.")
    connection: ConnectionKind | None = None
    installed_on: date | None = None
    warranty_until: date | None = None
    certificates: Annotated[list[CertificateShape], Field(max_length=20)] | None = None
    legal_basis: Text | None = None
    notice: bool | None = None
    retention_class: Text | None = None
    note: Text | None = None
    reference: Words = Field(default="", description="Of this declaration: a letter, a decision, a file.")
    version: Version = None


class TransitionIn(RequestBody):
    """The next state, and why."""

    to: Lifecycle
    why: Words = ""
    version: Version = None


class VerifyIn(RequestBody):
    """Which fields were looked at and found true."""

    fields: Annotated[list[Code], Field(max_length=100)] | None = Field(
        default=None, description="Left out: all that were declared."
    )


class MergeIn(RequestBody):
    """The camera that is the same as this one, and what of it to take over."""

    other_id: Id
    fields_from_other: Annotated[list[Code], Field(max_length=100)] = Field(
        default=[], description='Declared fields save code and lifecycle; "streams": the two exchange their streams.'
    )


class MergeDone(BaseModel):
    """The merge, by whose id it can be split again, and the camera that was kept."""

    merge_id: str
    kept: DossierOut


class FieldChangeOut(BaseModel):
    """One field's change; ``field`` is empty where an act changed none, the values are null where they are secret."""

    camera_id: str
    version: int
    act: ChangeAct
    field: str
    before: object = None
    after: object = None
    at: TimeOut
    changed_by: str
    changed_by_name: str | None
    declaration_id: str
    source: DeclarationSource
    reference: str
    verified: bool

    @classmethod
    def of(cls, source: FieldChange) -> FieldChangeOut:
        """As sent."""
        return cls(
            camera_id=source.camera_id,
            version=source.version,
            act=source.act,
            field=source.field,
            before=source.before,
            after=source.after,
            at=source.at_us,
            changed_by=source.changed_by,
            changed_by_name=source.username or None,
            declaration_id=source.declaration.id,
            source=source.declaration.source,
            reference=source.declaration.reference,
            verified=source.declaration.verified_by is not None,
        )


class DocumentOut(BaseModel):
    """A file in a dossier."""

    id: str
    camera_id: str
    kind: DocumentKind
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    added_by: str
    added_at: TimeOut

    @classmethod
    def of(cls, source: Document) -> DocumentOut:
        """As sent."""
        fields = {name: getattr(source, name) for name in cls.model_fields if name != "added_at"}
        return cls(**fields, added_at=source.added_at_us)


class PoleOut(BaseModel):
    """What cameras hang on."""

    id: str
    code: str
    owner_id: str
    site_id: str | None
    lat: float
    lon: float
    height_m: float | None
    address: str
    protected: bool = Field(description="There only for those cleared for its owner.")
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Pole) -> PoleOut:
        """As sent."""
        fields = {name: getattr(source, name) for name in cls.model_fields if not name.endswith("_at")}
        return cls(**fields, created_at=source.created_at_us, updated_at=source.updated_at_us)


class PoleNew(RequestBody):
    """A pole to make."""

    code: Code
    owner_id: Id
    site_id: Id | None = None
    lat: Latitude
    lon: Longitude
    height_m: Height | None = None
    address: Words = ""
    protected: bool = False


class PolePatch(RequestBody):
    """What to change."""

    code: Code | None = None
    owner_id: Id | None = None
    site_id: Id | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    height_m: Height | None = None
    address: Words | None = None
    protected: bool | None = None
    version: Version = None
