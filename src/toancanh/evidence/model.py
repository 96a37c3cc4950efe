"""The terms of an export. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, replace
from typing import Any

from toancanh.kernel import Conflict, PlatformError, Principal
from toancanh.media.model import Areas
from toancanh.registry import StreamRole

MOST_CAMERAS = 32
MOST_S = 24 * 3600.0


class ExportState(enum.StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    WAITING = "waiting"  # for something outside: it goes on by itself
    PAUSED = "paused"  # by a person
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # its package is deleted


class ExportReason(enum.StrEnum):
    """Why it waits, failed, or what is to be known of what was made (texts are in the console's catalogue)."""

    NONE = ""
    STILL_RECORDING = "still_recording"
    STORE_AWAY = "store_away"
    DISK_FULL = "disk_full"
    DATABASE_AWAY = "database_away"
    NOTHING_RECORDED = "nothing_recorded"
    RIGHT_WITHDRAWN = "right_withdrawn"
    RECORDING_GONE = "recording_gone"
    RECORDING_CHANGED = "recording_changed"  # made, and some pictures are not those that were recorded
    NOT_STAMPED = "not_stamped"  # made; the time stamp server did not answer
    BROKEN = "broken"  # our fault


class ExportStep(enum.StrEnum):
    """What is being done now to one that runs, or is done."""

    NONE = ""
    PLANNING = "planning"
    READING = "reading"  # also: fetched from the object store
    WRITING = "writing"
    ENCODING = "encoding"
    PACKING = "packing"  # papers, signature, time stamp
    SUMMING = "summing"  # the package is there: SHA-256 of the whole, for hand-overs


class Stamped(enum.StrEnum):
    """Whether an outside server's time stamp lies in the package."""

    NO = "no"  # no server is configured
    HELD = "held"
    MISSING = "missing"  # it did not answer; asked again until the package is given to somebody


class ExportForm(enum.StrEnum):
    """How pictures are given out."""

    EXACT = "exact"  # the recorded bytes
    MASKED = "masked"  # encoded anew: what is hidden is black
    REDACTED = "redacted"  # masked, and what moves is pixelated


OPEN = frozenset({ExportState.QUEUED, ExportState.RUNNING, ExportState.WAITING})
_MOVES: dict[ExportState, frozenset[ExportState]] = {
    ExportState.QUEUED: OPEN | {ExportState.PAUSED, ExportState.CANCELLED, ExportState.FAILED},
    ExportState.RUNNING: OPEN | {ExportState.PAUSED, ExportState.CANCELLED, ExportState.FAILED, ExportState.DONE},
    ExportState.WAITING: OPEN | {ExportState.PAUSED, ExportState.CANCELLED, ExportState.FAILED},
    ExportState.PAUSED: frozenset({ExportState.QUEUED, ExportState.CANCELLED}),
    ExportState.DONE: frozenset({ExportState.EXPIRED}),
    ExportState.FAILED: frozenset({ExportState.QUEUED, ExportState.EXPIRED}),
    ExportState.CANCELLED: frozenset(),
    ExportState.EXPIRED: frozenset(),
}


def require_move(before: ExportState, after: ExportState) -> None:
    """Raises `Conflict` where a job in ``before`` does not become ``after``."""
    if after not in _MOVES[before]:
        raise Conflict(f"an export that is {before} does not become {after}", state=before)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks for."""

    camera_ids: tuple[str, ...]
    from_us: int
    to_us: int
    role: StreamRole
    form: ExportForm
    burn_in: bool
    purpose: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class ExportCamera:
    """A camera of a job, as it was when asked; ``hidden``: digest of what is black in its pictures."""

    camera_id: str
    owner_id: str
    protected: bool
    code: str
    hidden: str


@dataclass(frozen=True, kw_only=True)
class ExportFile:
    """A finished file of the package."""

    name: str
    size_bytes: int
    sha256: str
    crc32: int


@dataclass(frozen=True, kw_only=True)
class ExportJob:
    """A job. ``made``: what it keeps for itself from step to step (JSON); ``version`` rises with each change."""

    id: str
    user_id: str
    session_id: str
    state: ExportState
    reason: ExportReason = ExportReason.NONE
    detail: str = ""
    wanted: Wanted
    cameras: tuple[ExportCamera, ...]
    source: str
    asked_us: int
    done_us: int | None = None
    expires_us: int | None = None
    done_bytes: int = 0
    total_bytes: int = 0
    made: dict[str, Any] = field(default_factory=dict)
    version: int = 1

    @property
    def asker(self) -> Principal:
        """Who asked, to ask for his right again."""
        return Principal(
            user_id=self.user_id, username=str(self.made["username"]), session_id=self.session_id,
            organisation_id=str(self.made["organisation_id"]), second_factor=bool(self.made["second_factor"]),
        )  # fmt: skip

    @property
    def step(self) -> ExportStep:
        """What is being done now."""
        return ExportStep(self.made.get("step", ""))

    @property
    def clip(self) -> tuple[int, int]:
        """At which clip it is, of how many; 0 where it is not known yet."""
        return int(self.made.get("clip", 0)), len(self.made.get("clips", ()))

    @property
    def sha256(self) -> str:
        """Of the whole package; empty until it is summed."""
        return str(self.made.get("sha256", ""))

    @property
    def stamped(self) -> Stamped:
        """Whether a time stamp lies in the package."""
        return Stamped(self.made.get("stamped", "no"))

    def at(self, step: ExportStep, **made: Any) -> ExportJob:
        """The same, doing that; ``made`` is kept with it."""
        return replace(self, made={**self.made, "step": step.value, **made})

    def areas(self, camera_id: str) -> Areas:
        """What is black in the camera's pictures."""
        listed = self.made.get("hidden", {}).get(camera_id, [])
        return tuple(tuple((float(x), float(y)) for x, y in polygon) for polygon in listed)


class Waits(PlatformError):
    """The job cannot go on now, and will by itself."""

    def __init__(self, reason: ExportReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Stopped(PlatformError):
    """Somebody paused or cancelled the job meanwhile, or the platform ends."""
