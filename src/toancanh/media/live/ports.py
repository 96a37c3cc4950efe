"""What live needs from the rest of the media process, and from governance and registry in the web process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from toancanh.media.model import AccessUnit, CodecParameters, StateReason, StreamSink, StreamState
from toancanh.registry.model import StreamRole

if TYPE_CHECKING:
    import asyncio
    import socket
    from collections.abc import Callable

    from toancanh.kernel import Clock
    from toancanh.media.live.ticket import ViewTicket
    from toancanh.media.live.websocket import CloseCode


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


class Watcher(Protocol):
    """One who watches, over a socket of his own."""

    @property
    def ticket(self) -> ViewTicket: ...
    @property
    def closing(self) -> bool:
        """True once it ends; nothing more is sent to it."""

    @property
    def seconds_seen(self) -> float:
        """Since the first picture."""

    def open(self, early: bytes) -> None:
        """Begin; ``early`` is what was sent before the socket came here."""

    def tick(self) -> None:
        """Every second."""

    def close(self, code: CloseCode, reason: str) -> None:
        """Stop at once and say why."""

    def abandon(self, reason: str) -> None:
        """End without a word."""


class FanOut(Protocol):
    """The fan-out of one stream to watchers of one kind, while there are any."""

    @property
    def hub(self) -> Hub: ...
    @property
    def viewers(self) -> Sequence[Any]: ...
    @property
    def parameters(self) -> CodecParameters | None: ...
    @property
    def without_pictures_since_us(self) -> int | None: ...

    def join(self) -> None:
        """Begin to take the stream."""

    def leave(self) -> None:
        """Take it no more."""

    def add(self, viewer: Any, /) -> None:
        """One more."""

    def remove(self, viewer: Any, /) -> None:
        """One less."""

    def tell_state(self, viewer: Any, state: StreamState, reason: StateReason, /) -> None:
        """Say why no pictures come."""


class Way(Protocol):
    """Another way on which views go out than our viewers' WebSockets."""

    def watcher(
        self,
        loop: asyncio.AbstractEventLoop,
        connection: socket.socket,
        ticket: ViewTicket,
        *,
        clock: Clock,
        on_closed: Callable[[Any, str], None],
    ) -> Watcher:
        """One who watches."""

    def stream(self, *, hub: Hub, clock: Clock, recent: Callable[[], Sequence[AccessUnit]]) -> FanOut:
        """What such watchers of a stream share."""
