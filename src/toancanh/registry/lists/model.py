"""The terms of lists. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.registry.dossier.model import (
    CameraKind,
    ConnectionKind,
    Funding,
    Lifecycle,
    PurposeClass,
)
from toancanh.registry.model import Camera


class Dimension(enum.StrEnum):
    """By what cameras are counted."""

    OWNER = "owner"
    UNIT = "unit"
    MAKER = "maker"
    MODEL = "model"
    STATE = "state"  # the life cycle
    PURPOSE = "purpose"
    KIND = "kind"
    FUNDING = "funding"
    CONNECTION = "connection"


class ExportFormat(enum.StrEnum):
    """As what a list leaves the platform."""

    XLSX = "xlsx"
    CSV = "csv"
    GEOJSON = "geojson"


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A camera in a list, with what of its dossier stands beside it there."""

    camera: Camera
    lifecycle: Lifecycle
    kind: CameraKind | None
    purpose: PurposeClass | None
    funding: Funding | None
    connection: ConnectionKind | None
    unit_id: str | None
    pole_id: str | None
    address: str
    maker: str
    model: str
    serial: str
    notice: bool | None


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many cameras share a value. ``key`` narrows a filter to them; None: nobody has declared it."""

    key: str | None
    name: str  # of an organisation, or maker and model; else empty: the console has the words for codes
    count: int


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """Of the cameras that may be seen, those of the filter by one dimension; the most first."""

    by: Dimension
    total: int
    items: tuple[Counted, ...]


@dataclass(frozen=True, kw_only=True)
class SavedFilter:
    """A filter that a person keeps under a name; ``shared``: colleagues of the same organisation see it, too."""

    id: str
    user_id: str
    organisation_id: str
    name: str
    shared: bool
    filter: Mapping[str, object] = field(hash=False)  # as `CameraFilter.plain`
    version: int
    created_at_us: int
    updated_at_us: int


class WhyNot(enum.StrEnum):
    """Why a camera that was picked is not changed."""

    NOT_FOUND = "not_found"  # or not to be seen
    NOT_ALLOWED = "not_allowed"
    NO_TRANSITION = "no_transition"  # the life cycle does not lead there
    MERGED = "merged"  # into another camera
    TOO_MANY_TAGS = "too_many_tags"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A camera that a bulk edit leaves as it is. ``code`` is empty where it may not be known."""

    camera_id: str
    code: str
    why: WhyNot


@dataclass(frozen=True, kw_only=True)
class RowChange:
    """What a bulk edit makes of one camera: values as in JSON, only what changes."""

    camera_id: str
    code: str
    version: int
    before: Mapping[str, object] = field(hash=False)
    after: Mapping[str, object] = field(hash=False)


@dataclass(frozen=True, kw_only=True)
class BulkPreview:
    """What would happen. ``token`` stands for exactly this."""

    token: str
    picked: int
    same: int  # have these values already
    changes: tuple[RowChange, ...]
    left_out: tuple[LeftOut, ...]
    expires_at_us: int


@dataclass(frozen=True, kw_only=True)
class BulkDone:
    """What has happened."""

    id: str
    changed: int
    left_out: tuple[LeftOut, ...]
