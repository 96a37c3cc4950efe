"""Answers of the media routes."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from toancanh.infra.http import TimeOut
from toancanh.media.archive import Mark
from toancanh.media.model import GapCause
from toancanh.media.playback.timeline import MERGE_TOLERANCE_US, LeftOut, LeftOutReason, Timeline
from toancanh.registry import StreamRole


class ClockOut(BaseModel):
    """How the wall time of a range was obtained (the worst of its parts); ``mixed`` where it changed within."""

    source: str
    offset_ms: float | None = Field(description="The camera's clock less ours.")
    drift_ppm: float | None


class RangeOut(BaseModel):
    """A stretch with pictures."""

    start: TimeOut
    end: TimeOut
    clock: ClockOut


class GapOut(BaseModel):
    """A stretch without pictures, and why."""

    start: TimeOut
    end: TimeOut
    cause: GapCause


class MarkOut(BaseModel):
    """A note on a stretch of time."""

    start: TimeOut
    end: TimeOut
    kind: str
    reference: str


class SpanOut(BaseModel):
    """A stretch of time."""

    start: TimeOut
    end: TimeOut


class NotGivenOut(BaseModel):
    """A part of the range that is not given, because of whose camera it was then."""

    start: TimeOut
    end: TimeOut
    reason: LeftOutReason
    owner_id: str | None = Field(description="Whose it was then, for who may know of the camera as it was.")


class TimelineOut(BaseModel):
    """Ranges and gaps cover ``covered`` exactly, but for what is left out: from the first recording (or `from`) to now
    (or `to`).
    """

    camera_id: str
    stream: StreamRole
    covered: SpanOut
    ranges: list[RangeOut]
    gaps: list[GapOut]
    thinned: list[SpanOut] = Field(description="Parts of the ranges of which key frames alone are kept.")
    marks: list[MarkOut]
    left_out: list[NotGivenOut]
    merged_within_ms: float = Field(
        default=MERGE_TOLERANCE_US / 1000, description="Recordings at most this far apart are one range."
    )


def left_out_of(found: Sequence[LeftOut]) -> list[NotGivenOut]:
    """What is said of parts that are not given."""
    return [
        NotGivenOut(start=one.start_us, end=one.end_us, reason=one.reason, owner_id=one.owner_id or None)
        for one in found
    ]


def timeline_out(camera_id: str, stream: StreamRole, found: Timeline, marks: Sequence[Mark]) -> TimelineOut:
    """The answer to a timeline request."""
    return TimelineOut(
        camera_id=camera_id,
        stream=stream,
        covered=SpanOut(start=found.covered.start_us, end=found.covered.end_us),
        ranges=[
            RangeOut(
                start=item.start_us,
                end=item.end_us,
                clock=ClockOut(
                    source=item.clock.source,
                    offset_ms=None if item.clock.offset_us is None else item.clock.offset_us / 1000,
                    drift_ppm=item.clock.drift_ppm,
                ),
            )
            for item in found.ranges
        ],
        thinned=[SpanOut(start=item.start_us, end=item.end_us) for item in found.thinned],
        gaps=[GapOut(start=gap.start_us, end=gap.end_us, cause=gap.cause) for gap in found.gaps],
        marks=[
            MarkOut(start=mark.start_us, end=mark.end_us, kind=mark.kind, reference=mark.reference) for mark in marks
        ],
        left_out=left_out_of(found.left_out),
    )
