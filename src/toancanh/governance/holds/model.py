"""The terms of keeping footage. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

MAX_CAMERAS = 200
MAX_SPAN_US = 400 * 86_400_000_000
RELEASED_BY_PLACER_WITHIN_US = 3_600_000_000
"""A slip: so long the one who placed a hold takes it away again alone."""


class Span(NamedTuple):
    """``[from_us, to_us)``."""

    from_us: int
    to_us: int

    def touches(self, from_us: int, to_us: int) -> bool:
        """Whether any of ``[from_us, to_us)`` lies in it."""
        return self.from_us < to_us and from_us < self.to_us


class Reason(enum.StrEnum):
    """Why footage was deleted."""

    AGE = "age"  # older than its class or its camera's setting allows
    ROOM = "room"  # the disk was full
    QUOTA = "quota"  # its owner or its camera has more than is allowed
    LOST = "lost"  # nobody deleted it: its disk died and was given up


class FoundFootage(NamedTuple):
    """A stretch that was recorded of a camera's stream."""

    camera_id: str
    stream: str
    start_us: int
    end_us: int


@dataclass(frozen=True, kw_only=True)
class DeletedFootage:
    """What one deletion took of one camera's stream: all files between the two ends, or some of them."""

    camera_id: str
    stream: str
    start_us: int
    end_us: int
    files: int
    size_bytes: int
    reason: Reason


@dataclass(frozen=True, kw_only=True)
class ThinnedFootage:
    """What one thinning took of one camera's stream: all but the key frames; ``freed_bytes`` less are on disk."""

    camera_id: str
    stream: str
    start_us: int
    end_us: int
    files: int
    freed_bytes: int


@dataclass(frozen=True, kw_only=True)
class HoldDraft:
    """What to hold, and why. ``expires_us`` None: until it is released."""

    camera_ids: tuple[str, ...]
    span: Span
    case_number: str
    reason: str
    expires_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A hold as far as the asker may see it: ``camera_ids`` are those whose holds the asker may read."""

    id: str
    camera_ids: tuple[str, ...]
    span: Span
    case_number: str
    reason: str
    placed_by: str  # user id
    placed_us: int
    expires_us: int | None
    released_us: int | None = None
    released_by: str | None = None
    release_reason: str = ""

    def is_active(self, now_us: int) -> bool:
        """Neither released nor expired."""
        return self.released_us is None and (self.expires_us is None or self.expires_us > now_us)
