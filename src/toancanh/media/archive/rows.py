"""Rows of the archive's index and what they stand for."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Result, Row

from toancanh.media.archive.fragment_table import outline_of
from toancanh.media.archive.model import Gap, Mark, Segment, SegmentState, StreamKey, segment_path, thinned_path
from toancanh.media.archive.retention import DAY_US
from toancanh.media.model import ClockSource, Codec, GapCause, RunClock

_ALWAYS = (
    "id", "camera_id", "role", "start_us", "end_us", "run_id", "size_bytes", "codec", "codec_string", "width", "height",
    "clock_source", "clock_offset_us", "drift_ppm", "timeline_error_us", "state", "place", "thinned",
)  # fmt: skip

_OUTLINE_BYTES = 2000
"""One of an hour has 1,800; PostgreSQL's index takes rows of 2,700."""


def clock_values(clock: RunClock) -> dict[str, object]:
    """Columns."""
    return {
        "clock_source": clock.source.value,
        "clock_offset_us": clock.offset_us,
        "drift_ppm": clock.drift_ppm,
    }


def table_values(table: bytes | None) -> dict[str, object]:
    """Columns."""
    outline = b"" if table is None else outline_of(table)
    return {"fragments": table, "outline": outline if 0 < len(outline) <= _OUTLINE_BYTES else None}


def segment_values(segment: Segment) -> dict[str, object]:
    """Columns."""
    return {
        **_stretch_values(segment),
        "run_id": segment.run_id,
        "path": segment.path,
        "size_bytes": segment.size_bytes,
        "codec": segment.codec.value,
        "codec_string": segment.codec_string,
        "width": segment.width,
        "height": segment.height,
        "timeline_error_us": segment.timeline_error_us,
        "state": segment.state.value,
        **table_values(segment.table),
        "place": segment.place,
        "thinned": segment.thinned,
        **clock_values(segment.clock),
    }


def segments_of(found: Result[Any]) -> list[Segment]:
    """Out of rows, with or without their tables and what follows from the rest. A day has hundreds, while somebody
    waits for them: where each column stands is looked up once.
    """
    names = list(found.keys())
    take = itemgetter(*(names.index(name) for name in _ALWAYS))
    places = [names.index(name) if name in names else None for name in ("path", "fragments", "outline")]
    segments = []
    for item in found:
        (
            segment_id, camera_id, name, start_us, end_us, run_id, size_bytes, codec, codec_string, width, height,
            source, offset_us, drift_ppm, error_us, state, place, thinned,
        ) = take(item)  # fmt: skip
        path, table, outline = [None if at is None else item[at] for at in places]
        key, folder = _folder(camera_id, name, start_us // DAY_US)
        segments.append(
            Segment(
                id=segment_id, camera_id=camera_id, role=key.role, copy=key.copy, start_us=start_us,
                end_us=end_us, run_id=run_id, path=path or _file(folder, segment_id, thinned=thinned),
                size_bytes=size_bytes, codec=Codec(codec), codec_string=codec_string, width=width, height=height,
                clock=RunClock(source=ClockSource(source), offset_us=offset_us, drift_ppm=drift_ppm),
                timeline_error_us=error_us, state=SegmentState(state), table=table, outline=outline, place=place,
                thinned=bool(thinned),
            )
        )  # fmt: skip
    return segments


@lru_cache(maxsize=1024)
def _folder(camera_id: str, name: str, day: int) -> tuple[StreamKey, str]:
    key = StreamKey.named(camera_id, name)
    return key, segment_path(key, "", day * DAY_US).removesuffix(".mp4")


def _file(folder: str, segment_id: str, *, thinned: bool) -> str:
    path = f"{folder}{segment_id}.mp4"
    return thinned_path(path) if thinned else path


def gap_values(gap: Gap) -> dict[str, object]:
    """Columns."""
    return {**_stretch_values(gap), "cause": gap.cause.value}


def gap_of(item: Row[tuple[object, ...]]) -> Gap:
    """Out of a row."""
    return Gap(**_stretch(item), cause=GapCause(item.cause))


def mark_of(item: Row[tuple[object, ...]]) -> Mark:
    """Out of a row, which has the columns that a mark has fields."""
    return Mark(**item._mapping)


def _stretch_values(of: Segment | Gap) -> dict[str, object]:
    return {
        "id": of.id,
        "camera_id": of.camera_id,
        "role": of.key.name,
        "start_us": of.start_us,
        "end_us": of.end_us,
    }


def _stretch(item: Row[tuple[object, ...]]) -> dict[str, Any]:
    """What a row of a segment and one of a gap have in common."""
    key = StreamKey.named(item.camera_id, item.role)
    return {
        "id": item.id,
        "camera_id": key.camera_id,
        "role": key.role,
        "copy": key.copy,
        "start_us": item.start_us,
        "end_us": item.end_us,
    }
