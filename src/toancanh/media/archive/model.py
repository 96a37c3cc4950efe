"""The terms of the archive: segment, gap, mark, limits. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from toancanh.media.model import Codec, GapCause, RunClock
from toancanh.registry.model import StreamRole


class Copy(enum.IntEnum):
    """Whose recording of a stream it is. Each is a stream of its own here, with one writer and one chain."""

    FIRST = 0  # what is recorded live
    SECOND = 1  # by the second recorder
    CAMERA = 2  # out of the camera's own storage, into holes (`media.backfill`)

    @property
    def suffix(self) -> str:
        """In the stream's name."""
        return "" if self is Copy.FIRST else str(self + 1)


COPIES = tuple(Copy)
_SUFFIXES = {copy.suffix: copy for copy in COPIES if copy.suffix}


class StreamKey(NamedTuple):
    """One recorded stream."""

    camera_id: str
    role: StreamRole
    copy: Copy = Copy.FIRST

    @property
    def name(self) -> str:
        """Of the stream within its camera, as in the index, the folders and the chain: ``main``, ``main2``."""
        return self.role.value + self.copy.suffix

    @classmethod
    def named(cls, camera_id: str, name: str) -> StreamKey:
        """By its `name`; raises `ValueError`."""
        copy = _SUFFIXES.get(name[-1:], Copy.FIRST)
        return cls(camera_id, StreamRole(name.removesuffix(copy.suffix)), copy)


def every_stream(camera_id: str) -> list[StreamKey]:
    """All that a camera may have recorded; out of its own storage main streams alone are fetched."""
    return [StreamKey(camera_id, role, copy) for role in StreamRole for copy in copies_of(role)]


def copies_of(role: StreamRole) -> tuple[Copy, ...]:
    """Those that there may be of a stream."""
    return COPIES if role is StreamRole.MAIN else (Copy.FIRST, Copy.SECOND)


class SegmentState(enum.StrEnum):
    """Where a segment is in its life; only `deletion` and `recovery` know of ``deleting``."""

    WRITING = "writing"
    COMPLETE = "complete"
    DELETING = "deleting"


@dataclass(frozen=True, kw_only=True)
class Segment:
    """One file of the archive: some minutes of one run, beginning at a key frame.

    ``end_us`` and ``size_bytes`` are known once it is complete. ``path`` is relative to its place.
    ``timeline_error_us``: how far its times lay ahead of the stream's clock when it began (they are slewed, never
    stepped: docs/design/media.md, A5). ``table`` is the packed list of its fragments (`fragment_table`),
    ``outline`` the same in long pieces.
    ``thinned``: its file has key frames only.
    ``place``: the pool or store that has the file (`places`); empty: the archive's root.
    """

    id: str
    camera_id: str
    role: StreamRole
    run_id: str
    start_us: int
    end_us: int | None
    path: str
    size_bytes: int
    codec: Codec
    codec_string: str
    width: int
    height: int
    clock: RunClock
    timeline_error_us: int
    state: SegmentState
    table: bytes | None = field(default=None, repr=False)
    outline: bytes | None = field(default=None, repr=False)
    place: str = ""
    thinned: bool = False
    copy: Copy = Copy.FIRST

    @property
    def key(self) -> StreamKey:
        """Its stream."""
        return StreamKey(self.camera_id, self.role, self.copy)

    def ended_by(self, at_us: int) -> bool:
        """Whether it was complete and over by then."""
        return self.end_us is not None and self.end_us <= at_us


@dataclass(frozen=True, kw_only=True)
class Gap:
    """A stretch without pictures and why; ``end_us`` is None while it lasts."""

    id: str
    camera_id: str
    role: StreamRole
    start_us: int
    end_us: int | None
    cause: GapCause
    copy: Copy = Copy.FIRST

    @property
    def key(self) -> StreamKey:
        """Its stream."""
        return StreamKey(self.camera_id, self.role, self.copy)


@dataclass(frozen=True, kw_only=True)
class StreamTail:
    """Where a stream ended: the end of its last picture, and the gap that lasts since, if one is written."""

    end_us: int | None
    gap: Gap | None


MOTION_MARK = "device_motion"
"""Kind of the marks that a street has all day: they are shown, and nothing is ever led to one."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A note on a stretch of time, written by upper packages (or by the recorder: ``clock_stepped``)."""

    id: str
    camera_id: str
    start_us: int
    end_us: int
    kind: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class RetentionLimits:
    """``min_days``: younger is never deleted for want of room; ``max_days``: older is deleted; of what is older than
    ``thin_after_days`` key frames alone are kept (None: all); after ``cold_after_days`` it goes to the object store
    (None: as the site says).
    """

    min_days: float
    max_days: float
    thin_after_days: float | None = None
    cold_after_days: float | None = None


@dataclass(frozen=True, kw_only=True)
class Violation:
    """One broken invariant: its number in docs/design/media.md, what it is about (a path or an id), what is wrong."""

    invariant: str
    subject: str
    detail: str


def segment_path(key: StreamKey, segment_id: str, start_us: int) -> str:
    """``<camera>/<stream>/<UTC day>/<segment>.mp4``."""
    day = datetime.fromtimestamp(start_us // 1_000_000, tz=UTC).date().isoformat()
    return f"{key.camera_id}/{key.name}/{day}/{segment_id}.mp4"


def thinned_path(path: str) -> str:
    """Where the file with its key frames only lies."""
    return path.removesuffix(".mp4") + ".thin.mp4"
