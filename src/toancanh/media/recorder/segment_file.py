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
from toancanh.media.archive.facts import facts_box, facts_json
from toancanh.media.archive.proof import node_of_columns, segment_root, unit_wall_us
from toancanh.media.fmp4 import FragmentInfo, initialisation
from toancanh.media.model import AccessUnit, CodecParameters, GapCause
from toancanh.media.recorder.output import Output


class SegmentFile:
    """A segment from its first fragment to its last."""

    __slots__ = (
        "configuration", "facts", "failed", "head", "nodes", "output", "path", "planned_bytes", "segment", "written",
        "written_bytes",
    )  # fmt: skip

    def __init__(self, *, segment: Segment, parameters: CodecParameters, root: Path) -> None:
        self.segment = segment
        self.path = root / segment.path
        self.facts = facts_json(segment)
        self.configuration = parameters.decoder_configuration
        self.head = initialisation(parameters) + facts_box(self.facts)
        self.planned_bytes = len(self.head)
        self.output: Output | None = None
        self.written: list[FragmentInfo] = []
        self.nodes: list[bytes] = []  # of what is written
        self.written_bytes = 0
        self.failed: GapCause | None = None

    def wrote(self, fragment: QueuedFragment) -> None:
        """It is on disk: it counts, and is proven."""
        info = fragment.info
        self.written_bytes += info.size_bytes
        self.written.append(info)
        self.nodes.append(fragment.node())

    def root(self) -> bytes:
        """The root over what is written."""
        return segment_root(self.facts, self.configuration, self.nodes)


class QueuedFragment:
    """A fragment between recorder and disk; ``chunks`` and ``units`` are let go once it is written."""

    __slots__ = ("chunks", "digests", "file", "info", "units")

    def __init__(
        self,
        *,
        file: SegmentFile,
        info: FragmentInfo,
        chunks: list[bytes],
        units: Sequence[AccessUnit],
        digests: Sequence[bytes],
    ) -> None:
        self.file = file
        self.info = info
        self.chunks: list[bytes] | None = chunks
        self.units: Sequence[AccessUnit] | None = units
        self.digests = digests

    def node(self) -> bytes:
        """What proves it (while it has its units)."""
        wall_us, base, units = self.info.wall_us, self.info.base_decode_time, self.units or ()
        times_us = [unit_wall_us(wall_us, base, unit.media_time) for unit in units]
        return node_of_columns(times_us, [unit.is_key for unit in units], self.digests)


def cause_of(error: OSError) -> GapCause:
    """What a failed write means for the timeline."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return GapCause.DISK_FULL if full else GapCause.DISK_ERROR
