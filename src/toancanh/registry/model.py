"""Sites, cameras and their streams: what should exist."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from toancanh.governance import ResourceRef


class StreamRole(enum.StrEnum):
    """Which of a camera's encodings (ONVIF media profiles) a stream is."""

    MAIN = "main"
    SUB = "sub"


class SiteKind(enum.StrEnum):
    """What a place is."""

    JUNCTION = "junction"
    GATE = "gate"  # of the city, a ring road, a quarter
    ROAD = "road"  # a stretch between junctions, a bridge, a tunnel
    OFFICE = "office"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    MARKET = "market"
    STATION = "station"  # railway, metro, coaches
    PARK = "park"  # gardens, lakes, squares
    INDUSTRIAL = "industrial"
    RESIDENTIAL = "residential"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class StreamSpec:
    """One stream as declared. The password is not here: `Registry.desired_streams` alone decrypts it, for media."""

    role: StreamRole
    url: str  # rtsp://host[:port]/path, never with user information; passwords in the path are shown as ***
    username: str = ""
    has_password: bool = False
    certificate: str = ""  # SHA-256 of the one that rtsps:// must show; empty: an authority must vouch for it
    allow_basic: bool = False  # a person decided that the password may be sent in the clear (Basic over rtsp://)
    record: bool | None = None  # None: main yes, sub only where main is H.265
    min_days: float | None = None  # None: the camera's
    max_days: float | None = None
    thin_after_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place with cameras: a junction, a building. Identity is ``id``."""

    id: str
    code: str
    name: str
    owner_id: str
    lat: float
    lon: float
    address: str
    version: int
    created_at_us: int
    updated_at_us: int
    kind: SiteKind = SiteKind.OTHER
    protected: bool = False  # there only for those cleared for its owner


@dataclass(frozen=True, kw_only=True)
class SiteDraft:
    """A site as a person describes it."""

    code: str
    name: str
    owner_id: str
    lat: float
    lon: float
    address: str = ""
    kind: SiteKind = SiteKind.OTHER
    protected: bool = False  # there only for those cleared for its owner


@dataclass(frozen=True, kw_only=True)
class StreamDraft:
    """A stream as a person describes it. ``username`` and ``password``: None keeps what is stored, "" takes it away."""

    role: StreamRole
    url: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    certificate: str | None = None  # as `StreamSpec`; None keeps what is stored while the machine stays the same
    allow_basic: bool | None = None  # the same
    record: bool | None = None
    min_days: float | None = None
    max_days: float | None = None
    thin_after_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class CameraDraft:
    """A camera as a person describes it."""

    code: str
    name: str
    owner_id: str
    site_id: str | None = None
    lat: float
    lon: float
    azimuth_deg: float | None = None
    enabled: bool = True
    min_days: float
    max_days: float
    thin_after_days: float | None = None
    tags: frozenset[str] = frozenset()
    streams: tuple[StreamDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Camera:
    """A camera as declared; identity is ``id``, never the code or the name."""

    id: str
    code: str
    name: str
    owner_id: str
    site_id: str | None
    lat: float
    lon: float
    azimuth_deg: float | None
    enabled: bool
    min_days: float  # nothing younger is ever deleted for want of room
    max_days: float  # older is deleted
    tags: frozenset[str]
    streams: tuple[StreamSpec, ...]
    version: int
    created_at_us: int
    updated_at_us: int
    thin_after_days: float | None = None  # of older footage key frames alone are kept, where its class allows that
    purpose_class: str = ""  # what it is there for, as its dossier says


@dataclass(frozen=True, kw_only=True)
class KeptCamera:
    """Whose recordings they are. ``declared_class``: as the dossier has it; ``lives``: it was not deleted."""

    ref: ResourceRef
    name: str
    declared_class: str
    lives: bool


@dataclass(frozen=True, kw_only=True)
class DesiredStream:
    """What media should be doing for one stream; equal values mean nothing to change."""

    camera_id: str
    role: StreamRole
    url: str = field(repr=False)  # in full: makers put passwords into paths
    username: str
    password: str = field(repr=False)
    record: bool | None
    min_days: float
    max_days: float
    camera_code: str = ""  # for state texts and metrics only
    certificate: str = ""
    allow_basic: bool = False
