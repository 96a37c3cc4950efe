"""What live needs from the rest of the media process, and from governance and registry in the web process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from toancanh.media.model import AccessUnit, CodecParameters, StateReason, StreamSink, StreamState
from toancanh.registry.model import StreamRole


class Hub(Protocol):
    """A running stream that sinks can join (media.ingest's hub, or a rendition's)."""

    watched: bool

    @property
    def running(self) -> bool:
        """True within a run."""

    @property
    def parameters(self) -> CodecParameters | None:
        """What the current run is encoded with; None before the first run."""

    def attach(self, sink: StreamSink) -> None:
        """Give the stream to ``sink`` too; within a run it is introduced with `on_parameters`."""

    def detach(self, sink: StreamSink) -> None:
        """No more of it."""


@dataclass(frozen=True, kw_only=True)
class RecentPictures:
    """The last group of pictures: as fragments (of a recorded stream), or as access units."""

    fragments: Sequence[bytes] = ()
    units: Sequence[AccessUnit] = ()


class Streams(Protocol):
    """The streams of this media process."""

    def hub(self, camera_id: str, role: StreamRole) -> Hub | None:
        """None where no such stream should exist."""

    def recent(self, camera_id: str, role: StreamRole) -> RecentPictures:
        """What came since the last key frame, which comes first; empty where nothing is kept."""

    def recent_units(self, camera_id: str, role: StreamRole) -> Sequence[AccessUnit]:
        """The same as access units, for a decoder."""

    def state(self, camera_id: str, role: StreamRole) -> tuple[StreamState, StateReason]:
        """Its state, for viewers who get no pictures."""


class Packager(Protocol):
    """media.fmp4, as live uses it."""

    def initialisation(self, parameters: CodecParameters) -> bytes:
        """The boxes ftyp and moov."""

    def frame_fragment(
        self, sequence: int, unit: AccessUnit, duration: int, *, decode_time: int | None = None
    ) -> bytes:
        """One frame as a fragment; times in 1/90000 s; ``decode_time`` where pictures are reordered."""
