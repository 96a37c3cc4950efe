"""Recording: one `Recorder` per recorded stream, one `ArchiveWriter` (a thread) per media process.

Owns: how access units become fragments and segments, the wall time of what is recorded, the order of writes.
Does not own: what is kept and for how long (`media.archive`), where access units come from (`media.ingest`).
Invariants A1-A6 of docs/design/media.md.
"""

from toancanh.media.recorder.recorder import Recorder
from toancanh.media.recorder.recording import Recording
from toancanh.media.recorder.writer import ArchiveWriter, WriterStatus

__all__ = ["ArchiveWriter", "Recorder", "Recording", "WriterStatus"]
