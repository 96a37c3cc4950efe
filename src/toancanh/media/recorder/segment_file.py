"""One segment file on its way to the disk, shared by its recorder (loop) and the writer thread.

The recorder alone sets ``planned_bytes``, the writer thread alone the rest. A file describes itself:
behind ``ftyp`` and ``moov`` lies a ``uuid`` box with what its index row holds beside times: recovery can
write the row again.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from pathlib import Path

from toancanh.media.archive import Segment
from toancanh.media.archive.facts import facts_box
from toancanh.media.fmp4 import FragmentInfo, initialisation
from toancanh.media.model import AccessUnit, CodecParameters, GapCause
from toancanh.media.recorder.output import Output


class SegmentFile:
    """A segment from its first fragment to its last."""

    __slots__ = ("failed", "head", "output", "path", "planned_bytes", "segment", "written", "written_bytes")

    def __init__(self, *, segment: Segment, parameters: CodecParameters, root: Path) -> None:
        self.segment = segment
        self.path = root / segment.path
        self.head = initialisation(parameters) + facts_box(segment)
        self.planned_bytes = len(self.head)
        self.output: Output | None = None
        self.written: list[FragmentInfo] = []
        self.written_bytes = 0
        self.failed: GapCause | None = None


class QueuedFragment:
    """A fragment between recorder and disk; ``chunks`` and ``units`` are let go once it is written."""

    __slots__ = ("chunks", "file", "info", "units")

    def __init__(
        self, *, file: SegmentFile, info: FragmentInfo, chunks: list[bytes], units: Sequence[AccessUnit]
    ) -> None:
        self.file = file
        self.info = info
        self.chunks: list[bytes] | None = chunks
        self.units: Sequence[AccessUnit] | None = units


def cause_of(error: OSError) -> GapCause:
    """What a failed write means for the timeline."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return GapCause.DISK_FULL if full else GapCause.DISK_ERROR
