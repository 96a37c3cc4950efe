"""Jobs over many devices. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toancanh.devices.facts import VideoEncoding
from toancanh.governance import ResourceRef, protected_tags
from toancanh.kernel import Conflict, Principal

MOST_ITEMS = 5_000


class JobKind(enum.StrEnum):
    """What is done to each device."""

    ONBOARD = "onboard"
    ROTATE = "rotate"  # a new password for each
    APPLY = "apply"  # the template
    READ = "read"  # what it says of itself, and its posture


class JobState(enum.StrEnum):
    """How a job stands."""

    DISCOVERING = "discovering"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


class ItemState(enum.StrEnum):
    """How one device of a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    ASKS = "asks"  # a person decides: which camera it is
    LEFT = "left"  # the job was cancelled before


class ItemStep(enum.StrEnum):
    """Where a device is on its way."""

    NONE = ""
    LOG_IN = "log_in"
    READ = "read"
    MATCH = "match"
    CONFORM = "conform"
    PICTURE = "picture"
    TEMPLATE = "template"
    PASSWORD = "password"  # noqa: S105
    DONE = "done"


class ItemReason(enum.StrEnum):
    """Why a device was not taken in, or wants a person; the first ones are `DeviceReason`'s."""

    NONE = ""
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    NOT_ONVIF = "not_onvif"
    BAD_ANSWER = "bad_answer"
    ANSWER_TOO_LARGE = "answer_too_large"
    LOGIN_WANTED = "login_wanted"
    LOGIN_REFUSED = "login_refused"
    BASIC_ONLY = "basic_only"
    LOCKED = "locked"
    CLOCK_REFUSED = "clock_refused"
    NOT_PERMITTED = "not_permitted"
    CERTIFICATE_CHANGED = "certificate_changed"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    NOT_OFFERED = "not_offered"
    REFUSED = "refused"
    OUTSIDE_NETWORKS = "outside_networks"  # in none that an administrator named
    ADDRESS_FORBIDDEN = "address_forbidden"  # by the outbound policy
    SAME_SERIAL = "same_serial"  # another device claims this serial number
    ANOTHER_DEVICE = "another_device"  # not the one that was at this address before
    SEVERAL_CAMERAS = "several_cameras"  # which of them it is
    SERIAL_DIFFERS = "serial_differs"  # the dossier of the camera at this address names another
    CAMERA_TAKEN = "camera_taken"  # the camera belongs to another device already
    NO_PLACE = "no_place"  # a new camera needs one: name a site
    RIGHT_MISSING = "right_missing"  # to make or change the camera
    REGISTRY_REFUSED = "registry_refused"
    NOT_CONFORMING = "not_conforming"
    NO_PICTURE = "no_picture"
    TEMPLATE_DIFFERS = "template_differs"  # the device does otherwise than it was told
    PASSWORD_STUCK = "password_stuck"  # noqa: S105
    PASSWORD_KEPT = "password_kept"  # noqa: S105
    BEING_CHANGED = "being_changed"  # its password, by another job
    NOT_SPOKEN_TO = "not_spoken_to"  # a person has to look at the device first
    UNKNOWN_DEVICE = "unknown_device"


@dataclass(frozen=True, kw_only=True)
class Template:
    """How cameras are to be set; None leaves a part as it is. ``name_overlay``: the camera's code and name."""

    main_encoding: VideoEncoding | None = None
    main_width: int | None = None
    main_height: int | None = None
    main_fps: float | None = None
    main_bitrate_bps: int | None = None
    main_gop_s: float | None = None  # seconds from one key frame to the next
    sub_encoding: VideoEncoding | None = None
    sub_width: int | None = None
    sub_height: int | None = None
    sub_fps: float | None = None
    sub_bitrate_bps: int | None = None
    ntp_servers: tuple[str, ...] = ()
    timezone: str = "ICT-7"  # POSIX
    name_overlay: bool = False

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to set."""
        return self == Template(timezone=self.timezone)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a job is to do. ``create``: cameras that are not in the inventory are made."""

    network_ids: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # host, host:port, https://host:port; none: discover in the networks
    device_ids: tuple[str, ...] = ()  # of known devices, where not to onboard
    username: str = ""
    site_id: str | None = None
    create: bool = True
    code_prefix: str = ""
    template: Template = field(default_factory=Template)
    unit_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job. ``asker``: who asked, to ask for his right again; ``protected``: it is there for those cleared alone."""

    id: str
    kind: JobKind
    user_id: str
    owner_id: str
    state: JobState
    detail: str = ""
    plan: Plan
    asker: Principal
    protected: bool = False
    asked_at_us: int
    done_at_us: int | None = None
    version: int = 1
    counts: Mapping[ItemState, int] = field(default_factory=dict)

    @property
    def ref(self) -> ResourceRef:
        """The job as governance knows it: about devices of its owner."""
        return ResourceRef(kind="device", id=self.id, owner_id=self.owner_id, tags=protected_tags(self.protected))


@dataclass(frozen=True, kw_only=True)
class Item:
    """One device of a job. ``report``: what was found and done, by step; never a secret."""

    job_id: str
    position: int
    host: str
    port: int
    path: str
    tls: bool
    state: ItemState = ItemState.WAITING
    step: ItemStep = ItemStep.NONE
    reason: ItemReason = ItemReason.NONE
    detail: str = ""
    device_id: str | None = None
    decision: str = ""
    report: Mapping[str, Any] = field(default_factory=dict)
    started_at_us: int | None = None
    ended_at_us: int | None = None


_MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.DISCOVERING: frozenset({JobState.RUNNING, JobState.PAUSED, JobState.CANCELLED, JobState.DONE}),
    JobState.RUNNING: frozenset({JobState.PAUSED, JobState.CANCELLED, JobState.DONE}),
    JobState.PAUSED: frozenset({JobState.RUNNING, JobState.DISCOVERING, JobState.CANCELLED}),
    JobState.DONE: frozenset({JobState.RUNNING}),  # what failed is tried again
    JobState.CANCELLED: frozenset(),
}


def require_move(before: JobState, to: JobState) -> None:
    """Raises `Conflict`."""
    if to not in _MOVES[before]:
        raise Conflict(f"a job that is {before} does not become {to}", state=before)


class Halt(Exception):
    """The device's way ends here."""

    def __init__(self, reason: ItemReason, detail: str, *, asks: bool = False, **report: object) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail
        self.asks = asks
        self.report = report
