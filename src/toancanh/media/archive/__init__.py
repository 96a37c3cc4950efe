"""The archive: what is recorded, what is missing and why, what is kept and for how long.

Owns: the index (segment, gap, mark), retention, recovery after a crash, the proof that index and disk agree.
Does not own: the making of segments (`media.recorder`).
Invariants A1 ... in docs/design/media.md; ``toancanh check`` proves them.
"""

from toancanh.media.archive.check import check
from toancanh.media.archive.deletion import Keeping, Retention, RetentionRun, oldest_unheld
from toancanh.media.archive.fragment_table import pack_fragments, unpack_fragments
from toancanh.media.archive.index import ArchiveIndex
from toancanh.media.archive.model import (
    Gap,
    Mark,
    RetentionLimits,
    Segment,
    SegmentState,
    StreamKey,
    StreamTail,
    Violation,
    every_stream,
    segment_path,
)
from toancanh.media.archive.recovery import Recovery, recover
from toancanh.media.archive.store import first_kept_us, segments_in, streams

__all__ = [
    "ArchiveIndex",
    "Gap",
    "Keeping",
    "Mark",
    "Recovery",
    "Retention",
    "RetentionLimits",
    "RetentionRun",
    "Segment",
    "SegmentState",
    "StreamKey",
    "StreamTail",
    "Violation",
    "check",
    "every_stream",
    "first_kept_us",
    "oldest_unheld",
    "pack_fragments",
    "recover",
    "segment_path",
    "segments_in",
    "streams",
    "unpack_fragments",
]
