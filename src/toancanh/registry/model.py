"""Sites, cameras and their streams: what should exist."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class StreamRole(enum.StrEnum):
    """Which of a camera's encodings (ONVIF media profiles) a stream is."""

    MAIN = "main"
    SUB = "sub"


@dataclass(frozen=True, kw_only=True)
class StreamSpec:
    """One stream as declared. The password is not here: `Registry.desired_streams` alone decrypts it, for media."""

    role: StreamRole
    url: str  # rtsp://host[:port]/path, never with user information
    username: str = ""
    has_password: bool = False
    record: bool | None = None  # None: main yes, sub only where main is H.265


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


@dataclass(frozen=True, kw_only=True)
class DesiredStream:
    """What media should be doing for one stream; equal values mean nothing to change."""

    camera_id: str
    role: StreamRole
    url: str
    username: str
    password: str = field(repr=False)
    record: bool | None
    min_days: float
    max_days: float
    camera_code: str = ""  # for state texts and metrics only
