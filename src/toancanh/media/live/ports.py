"""What live needs from the rest of the media process, and from governance and registry in the web process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from toancanh.media.model import AccessUnit, CodecParameters, StateReason, StreamSink, StreamState
from toancanh.registry.model import StreamRole


class Hub(Protocol):
    """A running stream that sinks can join (media.ingest's hub, or a rendition's)."""

    watched: bool

    @property
    def parameters(self) -> CodecParameters | None:
        """What the current run is encoded with; None before the first run."""

    def attach(self, sink: StreamSink) -> None:
        """Give the stream to ``sink`` too."""

    def detach(self, sink: StreamSink) -> None:
        """No more of it."""


class Streams(Protocol):
    """The streams of this media process."""

    def hub(self, camera_id: str, role: StreamRole) -> Hub | None:
        """None where no such stream should exist."""

    def recent(self, camera_id: str, role: StreamRole) -> Sequence[bytes]:
        """Fragments since the last key frame, which comes first; empty where nothing is kept."""

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
