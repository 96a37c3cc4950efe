"""What is asked of playback and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from toancanh.governance import NOTHING_HIDDEN, Hidden
from toancanh.kernel import Principal
from toancanh.media.playback import export as exports
from toancanh.media.playback import hls
from toancanh.media.playback.pieces import Piece, Track
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import LeftOut, Timeline
from toancanh.media.playback.views import View
from toancanh.registry import Camera, StreamRole


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A request for recorded pictures."""

    camera_id: str
    role: StreamRole
    principal: Principal | None  # None: by grant
    grant: str
    without_h265: bool = False
    purpose: str = ""
    reference: str = ""
    source: str = ""
    unmask: bool = False

    def small(self, role: StreamRole) -> Asking:
        """The same of the stream that is shown small."""
        return replace(self, role=role)


@dataclass(frozen=True, kw_only=True)
class Playlist:
    """The text of a playlist, and which rendition it plays; ``watermark``: over the pictures stands who watches."""

    text: str
    rendition: str
    complete: bool
    watermark: bool = False
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The pieces of a range, in order: of ``asked``, which is what was asked for but what is ``left_out``. ``query``:
    the grant, as it stands at the end of each address.
    """

    entries: Sequence[hls.Entry]
    query: str
    role: StreamRole
    rendition: str
    complete: bool
    view: View
    asked: Span
    left_out: tuple[LeftOut, ...] = ()

    @property
    def watermark(self) -> bool:
        """Over the pictures stands who watches."""
        return self.view.grant.watermark


@dataclass(frozen=True, kw_only=True)
class Bytes:
    """Part of a segment file: ``[start, end)`` of ``total`` (what of it is whole)."""

    track: Track
    view: View
    start: int
    end: int
    total: int
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Download:
    """A range about to be sent as one file. ``export`` is None where ``pieces`` must be re-encoded one by one; what is
    ``hidden`` is black in them.
    """

    camera: Camera
    view: View
    rendition: str
    export: exports.Export | None
    pieces: Sequence[Piece]
    timeline: Timeline
    start_us: int
    end_us: int
    settled: bool = False  # asked again it will be the same bytes
    hidden: Hidden = NOTHING_HIDDEN
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A view that is open, and what of the time it is of; ``asked`` is None for what has no time."""

    camera: Camera
    view: View
    asked: Span | None
    left_out: tuple[LeftOut, ...] = ()
