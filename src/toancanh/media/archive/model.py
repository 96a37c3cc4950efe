"""The terms of the archive: segment, gap, mark, limits. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple

from toancanh.media.model import Codec, GapCause, RunClock
from toancanh.registry.model import StreamRole

_STANDBY = "2"
COPIES = (False, True)
"""Values of `StreamKey.standby`: a process records one or the other, and recovers and thins what it records."""


class StreamKey(NamedTuple):
    """One recorded stream; ``standby``: the copy of it that the second recorder makes (a stream of its own here)."""

    camera_id: str
    role: StreamRole
    standby: bool = False

    @property
    def name(self) -> str:
        """Of the stream within its camera, as in the index, the folders and the chain: ``main``, or ``main2``."""
        return self.role.value + (_STANDBY if self.standby else "")

    @classmethod
    def named(cls, camera_id: str, name: str) -> StreamKey:
        """By its `name`; raises `ValueError`."""
        return cls(camera_id, StreamRole(name.removesuffix(_STANDBY)), name.endswith(_STANDBY))


def every_stream(camera_id: str) -> list[StreamKey]:
    """All that a camera may have recorded."""
    return [StreamKey(camera_id, role, standby) for role in StreamRole for standby in COPIES]


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
    stepped: docs/design/media.md, A5). ``table`` is the packed list of its fragments (`fragment_table`).
    ``thinned``: its file has key frames only. ``standby``: the second recorder's copy.
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
    place: str = ""
    thinned: bool = False
    standby: bool = False

    @property
    def key(self) -> StreamKey:
        """Its stream."""
        return StreamKey(self.camera_id, self.role, self.standby)

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
    standby: bool = False

    @property
    def key(self) -> StreamKey:
        """Its stream."""
        return StreamKey(self.camera_id, self.role, self.standby)


@dataclass(frozen=True, kw_only=True)
class StreamTail:
    """Where a stream ended: the end of its last picture, and the gap that lasts since, if one is written."""

    end_us: int | None
    gap: Gap | None


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
