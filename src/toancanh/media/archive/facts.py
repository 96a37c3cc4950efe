"""What a segment file says about itself: a ``uuid`` box (ISO/IEC 14496-12, 4.2) behind ``moov``, JSON inside.

With it and the ``prft`` of each fragment a file without an index row is as good as one with a row (recovery).
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping

from toancanh.kernel import is_id
from toancanh.media.archive.model import Segment, SegmentState, StreamKey, segment_path
from toancanh.media.fmp4 import BrokenFile, FragmentInfo, box, top_level_box
from toancanh.media.model import ClockSource, Codec, RunClock

_FACTS = uuid.uuid5(uuid.NAMESPACE_DNS, "segment.toancanh").bytes


def facts_box(facts: bytes) -> bytes:
    """The box around the facts."""
    return box(b"uuid", _FACTS, facts)


def facts_json(segment: Segment) -> bytes:
    """The facts of this segment."""
    facts = {
        "segment": segment.id,
        "camera": segment.camera_id,
        "role": segment.key.name,
        "run": segment.run_id,
        "codec": segment.codec.value,
        "codec_string": segment.codec_string,
        "width": segment.width,
        "height": segment.height,
        "clock_source": segment.clock.source.value,
        "clock_offset_us": segment.clock.offset_us,
        "drift_ppm": segment.clock.drift_ppm,
        "timeline_error_us": segment.timeline_error_us,
    }
    return json.dumps(facts).encode()


def segment_of_file(fd: int, first: FragmentInfo) -> Segment:
    """The segment as the file describes it, still without end and table. Raises `BrokenFile`."""
    found = top_level_box(fd, b"uuid")
    if found is None or found[8:24] != _FACTS:
        raise BrokenFile("the file does not say which segment it is")
    try:
        facts = json.loads(found[24:])
        return _segment(facts, first.wall_us)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFile("the file's description of itself cannot be read") from error


def _segment(facts: Mapping[str, object], start_us: int) -> Segment:
    segment_id, camera_id, run_id = str(facts["segment"]), str(facts["camera"]), str(facts["run"])
    if not (is_id(segment_id) and is_id(camera_id) and is_id(run_id)):
        raise ValueError("no ids")
    key = StreamKey.named(camera_id, str(facts["role"]))
    offset_us, drift_ppm = facts["clock_offset_us"], facts["drift_ppm"]
    return Segment(
        id=segment_id,
        camera_id=camera_id,
        role=key.role,
        copy=key.copy,
        run_id=run_id,
        start_us=start_us,
        end_us=None,
        path=segment_path(key, segment_id, start_us),
        size_bytes=0,
        codec=Codec(str(facts["codec"])),
        codec_string=str(facts["codec_string"]),
        width=int(str(facts["width"])),
        height=int(str(facts["height"])),
        clock=RunClock(
            source=ClockSource(str(facts["clock_source"])),
            offset_us=None if offset_us is None else int(str(offset_us)),
            drift_ppm=None if drift_ppm is None else float(str(drift_ppm)),
        ),
        timeline_error_us=int(str(facts["timeline_error_us"])),
        state=SegmentState.WRITING,
    )
