"""What goes over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.registry.model import Camera, Site, SiteKind, StreamRole, StreamSpec

Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="WGS 84, degrees.")]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="WGS 84, degrees.")]
Azimuth = Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False, description="Degrees clockwise from north.")]
Days = Annotated[float, Field(ge=0, le=36_500, allow_inf_nan=False)]
Tags = Annotated[frozenset[Code], Field(max_length=50)]
Version = Annotated[
    int | None, Field(description="The version that was seen: 409 with what changed if it is no longer so.")
]


class SiteOut(BaseModel):
    """A place with cameras."""

    id: str
    code: str
    name: str
    owner_id: str
    lat: float
    lon: float
    address: str
    kind: SiteKind
    protected: bool = Field(description="There only for those cleared for its owner.")
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Site) -> SiteOut:
        """As sent."""
        return cls(
            id=source.id,
            code=source.code,
            name=source.name,
            owner_id=source.owner_id,
            lat=source.lat,
            lon=source.lon,
            address=source.address,
            kind=source.kind,
            protected=source.protected,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class SiteNew(RequestBody):
    """A site to make."""

    code: Code
    name: Name
    owner_id: Id
    lat: Latitude
    lon: Longitude
    address: Words = ""
    kind: SiteKind = SiteKind.OTHER
    protected: bool = False


class SitePatch(RequestBody):
    """What to change."""

    code: Code | None = None
    name: Name | None = None
    owner_id: Id | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    address: Words | None = None
    kind: SiteKind | None = None
    protected: bool | None = None
    version: Version = None


class StreamIn(RequestBody):
    """A stream; user information in ``url`` is taken out of it. The password never comes back."""

    role: StreamRole
    url: Annotated[str, StringConstraints(min_length=1, max_length=2048)] = Field(
        examples=["rtsp://192.0.2.10:554/Streaming/Channels/101"]
    )
    username: Words | None = Field(default=None, description="Left out: as in the address, or as stored.")
    password: Annotated[str, StringConstraints(max_length=256)] | None = Field(
        default=None, description="Left out: as in the address, or as stored while the host stays the same."
    )
    certificate: Annotated[str, StringConstraints(max_length=128)] | None = Field(
        default=None,
        description="SHA-256 of the certificate that an `rtsps://` address must show, as a person has confirmed it; "
        "empty: an authority of this machine must vouch for it. Left out: as stored while the host stays the same.",
    )
    allow_basic: bool | None = Field(
        default=None,
        description="Decide that the password may be sent in the clear, where a camera offers nothing but Basic over "
        "plain RTSP: who listens on the line reads it. Left out: as stored while the host stays the same; of a new "
        "camera yes, as from every program that knows nothing of it; else not.",
    )
    record: bool | None = Field(default=None, description="null: main yes, sub only where main is H.265.")
    min_days: Days | None = Field(default=None, description="null: the camera's.")
    max_days: Days | None = Field(default=None, description="null: the camera's.")
    thin_after_days: Days | None = Field(default=None, description="null: the camera's.")


class StreamOut(BaseModel):
    """A stream. Address and user name are null for those who may not change the camera."""

    role: StreamRole
    url: str | None
    username: str | None
    has_password: bool
    certificate: str | None
    allow_basic: bool
    record: bool | None
    min_days: float | None
    max_days: float | None
    thin_after_days: float | None

    @classmethod
    def of(cls, source: StreamSpec, *, with_address: bool) -> StreamOut:
        """As sent."""
        return cls(
            role=source.role,
            url=source.url if with_address else None,
            username=source.username if with_address else None,
            has_password=source.has_password,
            certificate=source.certificate if with_address else None,
            allow_basic=source.allow_basic,
            record=source.record,
            min_days=source.min_days,
            max_days=source.max_days,
            thin_after_days=source.thin_after_days,
        )


class CameraOut(BaseModel):
    """A camera as declared."""

    id: str
    code: str
    name: str
    owner_id: str
    site_id: str | None
    lat: float
    lon: float
    azimuth_deg: float | None
    enabled: bool
    min_days: float
    max_days: float
    thin_after_days: float | None
    tags: list[str]
    streams: list[StreamOut]
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Camera, *, with_address: bool) -> CameraOut:
        """As sent."""
        return cls(
            id=source.id,
            code=source.code,
            name=source.name,
            owner_id=source.owner_id,
            site_id=source.site_id,
            lat=source.lat,
            lon=source.lon,
            azimuth_deg=source.azimuth_deg,
            enabled=source.enabled,
            min_days=source.min_days,
            max_days=source.max_days,
            thin_after_days=source.thin_after_days,
            tags=sorted(source.tags),
            streams=[StreamOut.of(spec, with_address=with_address) for spec in source.streams],
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class CameraNew(RequestBody):
    """A camera to make."""

    code: Code
    name: Name
    owner_id: Id
    site_id: Id | None = None
    lat: Latitude
    lon: Longitude
    azimuth_deg: Azimuth | None = None
    streams: Annotated[list[StreamIn], Field(max_length=2)] = []
    tags: Tags = frozenset()
    enabled: bool = True
    min_days: Days | None = Field(default=None, description="Younger recordings are never deleted for want of room.")
    max_days: Days | None = Field(default=None, description="Older recordings are deleted.")
    thin_after_days: Days | None = Field(
        default=None,
        description="Of older recordings only key frames are kept, where the retention class allows that; null: from "
        "the class's own day on.",
    )


class CameraPatch(RequestBody):
    """What to change; ``streams`` and ``tags`` replace all of theirs."""

    code: Code | None = None
    name: Name | None = None
    owner_id: Id | None = None
    site_id: Id | None = None
    lat: Latitude | None = None
    lon: Longitude | None = None
    azimuth_deg: Azimuth | None = None
    streams: Annotated[list[StreamIn], Field(max_length=2)] | None = None
    tags: Tags | None = None
    enabled: bool | None = None
    min_days: Days | None = None
    max_days: Days | None = None
    thin_after_days: Days | None = None
    version: Version = None
