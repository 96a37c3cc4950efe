"""What is known about a camera beside its streams: terms and rules of the inventory. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from toancanh.registry.model import Camera


class CameraKind(enum.StrEnum):
    """How it looks."""

    FIXED = "fixed"
    PTZ = "ptz"


class PurposeClass(enum.StrEnum):
    """What it is there for: the three groups of Decision 319/QĐ-UBND."""

    SECURITY = "security"  # security, order, handling of violations
    DEFENCE = "defence"
    STATE_MANAGEMENT = "state_management"


class Funding(enum.StrEnum):
    """Who paid."""

    BUDGET = "budget"
    SOCIALISED = "socialised"
    OTHER = "other"


class ConnectionKind(enum.StrEnum):
    """The line to it."""

    FIBRE = "fibre"  # dedicated
    INTERNET = "internet"
    MOBILE = "mobile"


class Lifecycle(enum.StrEnum):
    """Where a camera stands between wish and scrap."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    INSTALLING = "installing"
    OPERATING = "operating"
    FAULTY = "faulty"
    SUSPENDED = "suspended"
    RETIRED = "retired"


TRANSITIONS: Mapping[Lifecycle, frozenset[Lifecycle]] = {
    Lifecycle.PROPOSED: frozenset({Lifecycle.APPROVED, Lifecycle.RETIRED}),
    Lifecycle.APPROVED: frozenset({Lifecycle.INSTALLING, Lifecycle.RETIRED}),
    Lifecycle.INSTALLING: frozenset({Lifecycle.OPERATING, Lifecycle.RETIRED}),
    Lifecycle.OPERATING: frozenset({Lifecycle.FAULTY, Lifecycle.SUSPENDED, Lifecycle.RETIRED}),
    Lifecycle.FAULTY: frozenset({Lifecycle.OPERATING, Lifecycle.SUSPENDED, Lifecycle.RETIRED}),
    Lifecycle.SUSPENDED: frozenset({Lifecycle.OPERATING, Lifecycle.FAULTY, Lifecycle.RETIRED}),
    Lifecycle.RETIRED: frozenset(),
}
"""What may follow on what; a retired camera stays what it was."""

WITH_STREAMS = frozenset({Lifecycle.INSTALLING, Lifecycle.OPERATING, Lifecycle.FAULTY})
"""Only then are a camera's streams desired; whether it is enabled is asked besides, and stays as it was."""


def may_follow(before: Lifecycle, after: Lifecycle) -> bool:
    """Whether the one may follow on the other; staying is no transition."""
    return before is after or after in TRANSITIONS[before]


class DeclarationSource(enum.StrEnum):
    """Where a statement about a camera came from."""

    FORM = "form"
    SPREADSHEET = "spreadsheet"
    FIELD = "field"  # the form for phones
    DEVICE = "device"  # what the camera itself reports
    PROPOSAL = "proposal"
    MERGE = "merge"


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A calibration or conformity certificate."""

    kind: str
    number: str
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One camera's dossier; None or an empty text where nobody has declared anything. Identity is ``camera_id``.

    ``unit_id``: the commune or ward (an organisation) on whose ground it stands; ``tilt_deg``: below the horizon;
    ``hfov_deg``: horizontal angle of view; ``notice``: whether a sign tells the public. ``fps``, ``bitrate_kbps`` and
    ``key_interval_s`` (between key frames): what is promised of the main stream, health holds the camera to it.
    """

    camera_id: str
    lifecycle: Lifecycle = Lifecycle.OPERATING
    kind: CameraKind | None = None
    purpose: PurposeClass | None = None
    funding: Funding | None = None
    operator_id: str | None = None
    maintainer_id: str | None = None
    unit_id: str | None = None
    address: str = ""
    pole_id: str | None = None
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    width_px: int | None = None
    height_px: int | None = None
    maker: str = ""
    model: str = ""
    serial: str = ""
    mac: str = ""  # twelve upper-case hexadecimal digits
    network_address: str = ""  # host, or host:port
    network: str = ""  # which network a private address belongs to
    codecs: str = ""  # "H.264, H.265"
    fps: float | None = None
    bitrate_kbps: float | None = None
    key_interval_s: float | None = None
    connection: ConnectionKind | None = None
    installed_on: date | None = None
    warranty_until: date | None = None
    certificates: tuple[Certificate, ...] = ()
    legal_basis: str = ""
    notice: bool | None = None
    retention_class: str = ""
    note: str = ""


DOSSIER_FIELDS: tuple[str, ...] = tuple(name for name in Dossier.__dataclass_fields__ if name != "camera_id")
CAMERA_FIELDS: tuple[str, ...] = ("code", "name", "owner_id", "site_id", "lat", "lon", "azimuth_deg", "tags")
"""Fields of `registry.Camera` that are declared in the same way."""
DECLARED_FIELDS: tuple[str, ...] = (*CAMERA_FIELDS, *DOSSIER_FIELDS)
"""The one name space of forms, spreadsheets, history and bulk edits."""
ADDRESS_FIELDS = frozenset({"network_address", "network"})
"""Shown, like a stream's address, only to those who may change the camera."""


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Who declared, when, from which source. ``reference``: a file and row, a decision, a proposal."""

    id: str
    source: DeclarationSource
    declared_by: str  # user id
    organisation_id: str  # for which it was declared
    at_us: int
    reference: str = ""
    verified_by: str | None = None
    verified_at_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class CameraWrite:
    """One camera to make (``camera_id`` None) or to change, by the fields of `DECLARED_FIELDS` that are to be set."""

    camera_id: str | None
    values: Mapping[str, object]
    version: int | None = None  # the camera's version that was seen
    main_url: str | None = None  # address of the main stream, where declared
    username: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, kw_only=True)
class CameraFacts:
    """What planning and the map need of every camera; angles in degrees, lengths in metres. No judgement was made."""

    camera_id: str
    code: str
    name: str
    owner_id: str
    unit_id: str | None
    site_id: str | None
    pole_id: str | None
    protected: bool
    lifecycle: Lifecycle
    kind: CameraKind | None
    purpose: PurposeClass | None
    lat: float
    lon: float
    azimuth_deg: float | None
    height_m: float | None
    tilt_deg: float | None
    hfov_deg: float | None
    width_px: int | None
    height_px: int | None
    maker: str
    model: str
    serial: str
    mac: str
    network_address: str
    network: str
    fps: float | None = None
    bitrate_kbps: float | None = None
    key_interval_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class CameraCare:
    """What repairs need of a camera: who looks after it, where it hangs, what it is. No judgement was made."""

    camera_id: str
    code: str
    name: str
    owner_id: str
    site_id: str | None
    lat: float
    lon: float
    protected: bool
    created_us: int
    maintainer_id: str | None
    operator_id: str | None
    unit_id: str | None
    address: str
    maker: str
    model: str
    serial: str
    height_m: float | None
    purpose: str
    warranty_until: date | None


@dataclass(frozen=True, kw_only=True)
class DeclarationDraft:
    """A statement to be made: who makes it and when is known from the act."""

    source: DeclarationSource
    reference: str = ""
    organisation_id: str = ""  # empty: the declarer's own


class ChangeAct(enum.StrEnum):
    """What made an entry of a camera's history."""

    MADE = "made"
    CHANGED = "changed"
    MERGED = "merged"
    SPLIT = "split"
    DELETED = "deleted"


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field's change. ``camera_id`` is another one's where that was merged into the camera asked about.

    Values as in JSON; both are None where a secret or an address changed.
    """

    camera_id: str
    version: int
    act: ChangeAct
    field: str  # empty where the act changed no field
    before: object
    after: object
    at_us: int
    changed_by: str  # user id
    username: str
    declaration: Declaration
    change_id: str  # of the act, by which a page begins


@dataclass(frozen=True, kw_only=True)
class Merge:
    """Two cameras that were found to be one. ``taken``: fields of the kept one that were set from the other."""

    id: str
    kept_id: str
    other_id: str
    other_code: str
    at_us: int
    taken: tuple[str, ...]
    streams: bool
    split_at_us: int | None


class DocumentKind(enum.StrEnum):
    """What a file in a dossier is."""

    PHOTO = "photo"
    VIEW = "view"  # a picture of what the camera sees
    CERTIFICATE = "certificate"
    CONTRACT = "contract"
    DECISION = "decision"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file in a camera's dossier; its content is known by its SHA-256."""

    id: str
    camera_id: str
    kind: DocumentKind
    name: str
    media_type: str
    sha256: str
    size_bytes: int
    added_by: str
    added_at_us: int


@dataclass(frozen=True, kw_only=True)
class Pole:
    """What cameras hang on. Identity is ``id``."""

    id: str
    code: str
    owner_id: str
    site_id: str | None
    lat: float
    lon: float
    height_m: float | None
    address: str
    version: int
    created_at_us: int
    updated_at_us: int
    protected: bool = False  # there only for those cleared for its owner


@dataclass(frozen=True, kw_only=True)
class PoleDraft:
    """A pole as a person describes it."""

    code: str
    owner_id: str
    site_id: str | None = None
    lat: float
    lon: float
    height_m: float | None = None
    address: str = ""
    protected: bool = False


@dataclass(frozen=True, kw_only=True)
class CameraDossier:
    """A camera with all that was declared about it. ``usernames``: of those who declared and verified."""

    camera: Camera
    dossier: Dossier
    declarations: Mapping[str, Declaration]  # of each field that somebody declared
    usernames: Mapping[str, str]
    merged_into: str | None
    merges: tuple[Merge, ...]
    with_address: bool  # whether the asker may see `ADDRESS_FIELDS`
