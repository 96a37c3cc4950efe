"""Rows of the archive's index and what they stand for."""

from __future__ import annotations

from sqlalchemy import Row

from toancanh.media.archive.model import Gap, Segment, SegmentState, StreamKey
from toancanh.media.model import ClockSource, Codec, GapCause, RunClock


def clock_values(clock: RunClock) -> dict[str, object]:
    """Columns."""
    return {
        "clock_source": clock.source.value,
        "clock_offset_us": clock.offset_us,
        "drift_ppm": clock.drift_ppm,
    }


def segment_values(segment: Segment) -> dict[str, object]:
    """Columns."""
    return {
        "id": segment.id,
        "camera_id": segment.camera_id,
        "role": segment.key.name,
        "run_id": segment.run_id,
        "start_us": segment.start_us,
        "end_us": segment.end_us,
        "path": segment.path,
        "size_bytes": segment.size_bytes,
        "codec": segment.codec.value,
        "codec_string": segment.codec_string,
        "width": segment.width,
        "height": segment.height,
        "timeline_error_us": segment.timeline_error_us,
        "state": segment.state.value,
        "fragments": segment.table,
        "place": segment.place,
        "thinned": segment.thinned,
        **clock_values(segment.clock),
    }


def segment_of(item: Row[tuple[object, ...]]) -> Segment:
    """Out of a row, with or without the table of fragments."""
    key = StreamKey.named(item.camera_id, item.role)
    return Segment(
        id=item.id,
        camera_id=item.camera_id,
        role=key.role,
        standby=key.standby,
        run_id=item.run_id,
        start_us=item.start_us,
        end_us=item.end_us,
        path=item.path,
        size_bytes=item.size_bytes,
        codec=Codec(item.codec),
        codec_string=item.codec_string,
        width=item.width,
        height=item.height,
        clock=RunClock(source=ClockSource(item.clock_source), offset_us=item.clock_offset_us, drift_ppm=item.drift_ppm),
        timeline_error_us=item.timeline_error_us,
        state=SegmentState(item.state),
        table=getattr(item, "fragments", None),
        place=item.place,
        thinned=bool(item.thinned),
    )


def gap_of(item: Row[tuple[object, ...]]) -> Gap:
    """Out of a row."""
    key = StreamKey.named(item.camera_id, item.role)
    return Gap(
        id=item.id,
        camera_id=item.camera_id,
        role=key.role,
        standby=key.standby,
        start_us=item.start_us,
        end_us=item.end_us,
        cause=GapCause(item.cause),
    )
