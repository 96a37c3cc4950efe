"""Which seconds of a camera are on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from toancanh.governance.holds import FoundFootage
from toancanh.governance.holds import Span as Held
from toancanh.kernel import DataLoss
from toancanh.media.archive import ArchiveIndex, Segment, StreamKey, every_stream, segments_in
from toancanh.media.archive.spans import HOLE_US
from toancanh.media.playback.spans import Span, clip, complement, union


def footage_of(archive: ArchiveIndex, connection: Connection, camera_id: str, held: Held) -> Iterator[FoundFootage]:
    """What is recorded of all streams of a camera, as the connection sees it."""
    asked = Span(start_us=held.from_us, end_us=held.to_us)
    for key in every_stream(camera_id):
        for span in _joined(archive, segments_in(connection, key, held.from_us, held.to_us), asked):
            yield FoundFootage(camera_id, key.name, span.start_us, span.end_us)


def still_there(archive: ArchiveIndex, connection: Connection, found: FoundFootage) -> list[Span]:
    """What is missing now of what was there, in order: without a row, or without the file that its row names."""
    key = StreamKey.named(found.camera_id, found.stream)
    asked = Span(start_us=found.start_us, end_us=found.end_us)
    rows = segments_in(connection, key, found.start_us, found.end_us)
    kept = [segment for segment in rows if _is_whole(archive, segment)]
    missing = complement(_joined(archive, kept, asked), asked)
    return [span for span in missing if span.end_us - span.start_us > HOLE_US]


def _joined(archive: ArchiveIndex, segments: Sequence[Segment], asked: Span) -> list[Span]:
    spans = (Span(start_us=one.start_us, end_us=_end_us(archive, one)) for one in segments)
    return clip(union(spans, tolerance_us=HOLE_US), asked)


def _end_us(archive: ArchiveIndex, segment: Segment) -> int:
    if segment.end_us is not None:
        return segment.end_us
    try:
        written = archive.fragments(segment)
    except DataLoss:
        return segment.start_us
    return written[-1].end_us if written else segment.start_us


def _is_whole(archive: ArchiveIndex, segment: Segment) -> bool:
    size_bytes = archive.size_bytes(segment)
    return size_bytes is not None and (segment.end_us is None or size_bytes >= segment.size_bytes)
