"""Use cases of playback: authorise, find the footage, lay it out. Blocking; thread-safe.

Whoever asks is either signed in (the view is judged and recorded now) or brings a grant (it was, when that was issued).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from toancanh.governance import NOTHING_HIDDEN, AccessRequest, Action, AnonymousReason, Governance, Hidden
from toancanh.governance.holds import Span as Held
from toancanh.kernel import Clock, Denied, Invalid, NotFound, Principal, Unauthenticated
from toancanh.media.archive import ArchiveIndex, Mark
from toancanh.media.model import Areas
from toancanh.media.playback import export as exports
from toancanh.media.playback import hls
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.marking import mark_of
from toancanh.media.playback.pieces import Piece, Track, cut, end_index
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import Timeline
from toancanh.media.playback.views import View, Views, Wish, longest
from toancanh.registry import Camera, Registry, StreamRole

PLAYLIST_LIMIT_S = 24 * 3600.0
EXPORT_LIMIT_S = 24 * 3600.0
TIMELINE_LIMIT_S = 400 * 24 * 3600.0
_LEAD_US = 15_000_000
"""Before anything is recorded the start of the first piece is unknown; it lies at most a group of pictures earlier."""

_FRESH_US = 60_000_000

SOURCE = "source"
SUB = "sub"
H264 = "h264-720p"
MASKED = "masked"


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


@dataclass(frozen=True, kw_only=True)
class Listing:
    """The pieces of a range, in order. ``query``: the grant, as it stands at the end of each address."""

    entries: Sequence[hls.Entry]
    query: str
    role: StreamRole
    rendition: str
    complete: bool
    view: View

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


class Playback:
    """The door of playback."""

    def __init__(
        self, *, governance: Governance, registry: Registry, footage: Footage, views: Views, clock: Clock
    ) -> None:
        self._governance = governance
        self._registry = registry
        self.footage = footage
        self.views = views
        self._clock = clock

    @property
    def archive(self) -> ArchiveIndex:
        """Where the recordings lie."""
        return self.footage.archive

    def timeline(self, principal: Principal, asking: Asking, asked: Span) -> tuple[Timeline, list[Mark]]:
        """What is recorded, what is missing and why. Judged as playback of no time in particular and not recorded: no
        picture is seen.
        """
        longest(asked, TIMELINE_LIMIT_S)
        camera = self._registry.camera_then(principal, asking.camera_id, asked.start_us, asked.end_us)
        request = AccessRequest(
            action=Action.MEDIA_PLAYBACK, resource=self._registry.camera_ref(camera), purpose=asking.purpose,
            reference=asking.reference, source=asking.source,
        )  # fmt: skip
        self._governance.require_footage(principal, request, asked.start_us, asked.end_us)
        return self._with_marks(principal, camera.id, asking.role, asked)

    def recorded(self, asking: Asking, role: StreamRole, asked: Span) -> tuple[Timeline, list[Mark]]:
        """`timeline` of a stream whose pictures `listing` has just given."""
        if asking.principal is None:
            raise Unauthenticated("several cameras at once are for who is signed in")
        return self._with_marks(asking.principal, asking.camera_id, role, asked)

    def _with_marks(
        self, principal: Principal, camera_id: str, role: StreamRole, asked: Span
    ) -> tuple[Timeline, list[Mark]]:
        found = self.footage.timeline(camera_id, role, asked)
        marks = self.archive.marks(camera_id, asked.start_us, asked.end_us)
        held = self._governance.holds.marked(principal, camera_id, Held(asked.start_us, asked.end_us))
        return found, marks + [
            Mark(
                id=hold.id,
                camera_id=camera_id,
                start_us=hold.span.from_us,
                end_us=hold.span.to_us,
                kind="hold",
                reference=hold.case_number,
            )
            for hold in held
        ]

    def fetching(self, principal: Principal, asking: Asking, asked: Span) -> list[float]:
        """See `Footage.fetching`. Judged as the timeline is: no picture is seen."""
        longest(asked, PLAYLIST_LIMIT_S)
        self.timeline(principal, asking, Span(start_us=asked.start_us, end_us=asked.start_us + 1))
        return self.footage.fetching(asking.camera_id, asking.role, asked)

    def playlist(self, asking: Asking, asked: Span) -> Playlist:
        """HLS of the range; while the range touches now it grows."""
        found = self.listing(asking, asked)
        if found.complete and not found.entries:
            raise NotFound("nothing was recorded in this range")
        notes = [("camera", asking.camera_id), ("rendition", found.rendition)]
        text = hls.playlist(found.entries, complete=found.complete, start_us=asked.start_us, notes=notes)
        return Playlist(text=text, rendition=found.rendition, complete=found.complete, watermark=found.watermark)

    def listing(self, asking: Asking, asked: Span) -> Listing:
        """The pieces of the range, for who plays them without a playlist too."""
        longest(asked, PLAYLIST_LIMIT_S)
        ttl_s = min(max(900.0, 2 * asked.seconds), 6 * 3600.0)
        camera, view = self.enter(asking, kind="playback", asked=asked, ttl_s=ttl_s, goes_on=True)
        role, rendition = self._rendition(asking, asked, self.views.hidden(view))
        complete = self.footage.settled(camera.id, role, asked)
        target_us = hls.target_seconds(asked.seconds) * 1_000_000
        pieces = list(cut(self.footage.tracks(camera.id, role, asked), asked, target_us=target_us))
        start_us = min(pieces[0].start_us, asked.start_us) if pieces else asked.start_us - _LEAD_US
        granted = Span(start_us=start_us, end_us=asked.end_us)
        query = f"?grant={self.views.derive(view, camera, role, granted, ttl_s=ttl_s).token}"
        entry_of = hls.rendition_entry_of if rendition in (H264, MASKED) else hls.entry_of
        return Listing(
            entries=[entry_of(piece, query=query) for piece in pieces], query=query, role=role, rendition=rendition,
            complete=complete, view=view,
        )  # fmt: skip

    def head_of(self, entry: hls.Entry) -> bytes:
        """The initialisation of a piece that is given as it lies; empty for one that must be rendered."""
        return b"" if entry.segment is None else self.archive.initialisation(entry.segment)

    def in_a_grid(self, asking: Asking, asked: Span) -> StreamRole:
        """Which stream to show small: the sub stream where as much of it is recorded as of main. It tells nothing of
        the recordings; `listing` judges.
        """
        longest(asked, PLAYLIST_LIMIT_S)
        main = StreamRole.MAIN
        return StreamRole.SUB if self.footage.sub_covers(asking.camera_id, main, asked) else main

    def segment(self, asking: Asking, name: str, start: int | None, end: int | None) -> Bytes:
        """Bytes ``[start, end)`` of a segment file, covered by a playlist's grant; None: its beginning, its end.

        ``name`` is an id of the index, never a path: what is not known there does not exist.
        """
        track = self._track(asking, name)
        total = end_index(track)
        start = 0 if start is None else start
        end = total if end is None else min(end, total)
        if start >= end:
            raise Invalid("nothing of the recording lies in that range", total=total)
        inside = [f for f in track.fragments if f.offset < end and f.offset + f.size_bytes > start]
        seen = (
            Span(start_us=inside[0].wall_us, end_us=inside[-1].wall_us)
            if inside
            else _claimed(asking.grant, Span(start_us=track.fragments[0].wall_us, end_us=track.until_us))
        )
        view = self._admit(asking, track, seen)
        if self.views.hidden(view):
            self._refuse_masked(asking, view)
        self.footage.wait_for(track.segment)
        seconds = sum(fragment.duration for fragment in inside) / 90_000
        return Bytes(track=track, view=view, start=start, end=end, total=total, seconds=seconds)

    def piece(self, asking: Asking, segment_id: str, first: int, count: int) -> tuple[Piece, View, Areas]:
        """A piece that a playlist of a rendition lists, and what is hidden in it."""
        track = self._track(asking, segment_id)
        if count < 1 or first + count > len(track.fragments) or not track.fragments[first].is_key:
            raise NotFound("there is no such piece")
        piece = Piece(track=track, first=first, count=count, breaks=False)
        seen = Span(start_us=piece.start_us, end_us=piece.fragments[-1].wall_us)
        view = self._admit(asking, track, seen)
        self.footage.wait_for(track.segment)
        hidden = self.views.hidden(view)
        if hidden.main_only and track.segment.role is StreamRole.SUB:
            self._refuse_masked(asking, view)
        return piece, view, hidden.areas

    def head(self, asking: Asking, segment_id: str) -> Track:
        """The track whose initialisation is asked for."""
        track = self._track(asking, segment_id)
        whole = Span(start_us=track.fragments[0].wall_us, end_us=track.until_us)
        self._admit(asking, track, _claimed(asking.grant, whole))
        return track

    def download(self, asking: Asking, asked: Span, *, goes_on: bool = False) -> Download:
        """The range as one file. ``goes_on``: a further part of it is fetched, which is the same view."""
        longest(asked, EXPORT_LIMIT_S)
        camera, view = self.enter(asking, kind="export", asked=asked, ttl_s=900.0, goes_on=goes_on)
        hidden = self.views.hidden(view)
        role, rendition = self._rendition(asking, asked, hidden)
        tracks = self.footage.tracks(camera.id, role, asked)
        timeline = self.footage.timeline(camera.id, role, asked)
        if rendition in (H264, MASKED):
            pieces = list(cut(tracks, asked, target_us=2_000_000))
            if not pieces:
                raise NotFound("nothing was recorded in this range")
            return Download(
                camera=camera, view=view, rendition=rendition, export=None, pieces=pieces, timeline=timeline,
                start_us=pieces[0].start_us, end_us=pieces[-1].end_us, hidden=hidden,
            )  # fmt: skip
        export = exports.plan(
            self.archive, tracks, asked, mark=mark_of(view.grant), taker=view.grant.user_id + view.grant.organisation_id
        )
        return Download(
            camera=camera, view=view, rendition=rendition, export=export, pieces=(), timeline=timeline,
            start_us=export.start_us, end_us=export.end_us, settled=self.footage.settled(camera.id, role, asked),
        )  # fmt: skip

    def sent(self, download: Download, export: exports.Export, start: int, end: int) -> Iterator[bytes]:
        """The file's bytes ``[start, end)``. Ends with `Denied` when the right to it is withdrawn meanwhile."""
        with self.views.watched(download.view, download.hidden) as gone:
            for chunk in exports.stream(self.archive, export, start, end):
                if gone.is_set():
                    raise Denied("the right to these pictures has been withdrawn")
                seconds = export.seconds * len(chunk) / export.size_bytes
                self.views.fetched(download.view, seconds=seconds, size_bytes=len(chunk))
                yield chunk

    def enter(
        self, asking: Asking, *, kind: str, asked: Span | None, ttl_s: float, goes_on: bool = False
    ) -> tuple[Camera, View]:
        """The camera and the view, opened now or by the grant that was brought."""
        if asking.principal is None:
            view = self.views.admit(
                asking.grant, kind=kind, camera_id=asking.camera_id, role=asking.role, seen=asked, source=asking.source
            )
            return self._registry.camera_for(asking.camera_id), view
        if asked is None:
            camera = self._registry.get_camera(asking.principal, asking.camera_id)
        else:
            camera = self._registry.camera_then(asking.principal, asking.camera_id, asked.start_us, asked.end_us)
        wish = Wish(
            kind=kind, role=asking.role, asked=asked, purpose=asking.purpose,
            reference=asking.reference, source=asking.source, ttl_s=ttl_s, goes_on=goes_on, unmask=asking.unmask,
        )  # fmt: skip
        return camera, self.views.open(asking.principal, camera, self._registry.camera_ref(camera), wish)

    def enter_instant(self, asking: Asking, at_us: int, *, ttl_s: float) -> View:
        """For a recorded picture, which is playback."""
        longest(Span(start_us=at_us, end_us=at_us + 1), PLAYLIST_LIMIT_S)
        return self.enter(asking, kind="playback", asked=Span(start_us=at_us, end_us=at_us), ttl_s=ttl_s)[1]

    def require_old_picture(self, asking: Asking, view: View, taken_us: int) -> None:
        """In place of the picture of now there is only a recorded one: who may not play back may see it while it is
        fresh, and not later.
        """
        if self._clock.now_us() - taken_us <= _FRESH_US:
            return
        resource = self._registry.camera_ref(self._registry.camera_for(asking.camera_id))
        request = AccessRequest(
            action=Action.MEDIA_PLAYBACK, resource=resource, from_us=taken_us, to_us=taken_us, source=asking.source,
            purpose=view.grant.purpose, reference=view.grant.reference,
        )  # fmt: skip
        self._governance.require(self._governance.grants.present_holder(view.grant), request)

    def _refuse_masked(self, asking: Asking, view: View) -> None:
        """The file is as the camera sent it, and no mask can be drawn into a part of it; or nobody has said that the
        masks lie right over the sub stream.
        """
        resource = self._registry.camera_ref(self._registry.camera_for(asking.camera_id))
        self._governance.record_refusal(
            view.principal, Action.MEDIA_PLAYBACK, resource, why="masked", source=asking.source
        )  # fmt: skip
        raise Denied(
            "a mask lies over these pictures: ask for the playlist anew, it names masked ones", reason="masked"
        )

    def _rendition(self, asking: Asking, asked: Span, hidden: Hidden) -> tuple[StreamRole, str]:
        if hidden.main_only:
            return StreamRole.MAIN, MASKED
        if hidden:
            has_sub = asking.role is StreamRole.SUB or self.footage.sub_covers(asking.camera_id, asking.role, asked)
            return (StreamRole.SUB if has_sub else asking.role), MASKED
        if not asking.without_h265:
            return asking.role, SOURCE
        role, rendered = self.footage.without_h265(asking.camera_id, asking.role, asked)
        if rendered:
            return role, H264
        return role, SOURCE if role is asking.role else SUB

    def _track(self, asking: Asking, name: str) -> Track:
        if not asking.grant:
            self._governance.record_anonymous(asking.source, AnonymousReason.NO_SESSION)
            raise Unauthenticated("a segment is fetched by the address that the playlist gives")
        try:
            track = self.footage.track(name)
        except NotFound:
            self.views.refuse(asking.grant, asking.camera_id, why="no_such_segment", source=asking.source)
            raise
        if track.segment.camera_id != asking.camera_id:
            self.views.refuse(asking.grant, asking.camera_id, why="segment_of_another_camera", source=asking.source)
            raise NotFound("there is no such segment")
        return track

    def _admit(self, asking: Asking, track: Track, seen: Span) -> View:
        return self.views.admit(
            asking.grant, kind="playback", camera_id=asking.camera_id, role=track.segment.role, seen=seen,
            source=asking.source,
        )  # fmt: skip


def _claimed(token: str, within: Span) -> Span:
    """An instant of ``within`` that the token claims to cover (whether it truly does is checked with its signature): a
    file's initialisation belongs to all of its time.
    """
    body = token.partition(".")[0]
    try:
        fields = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))[1]
        start_us = max(within.start_us, int(fields["from_us"]))
    except (ValueError, TypeError, KeyError, IndexError, binascii.Error):
        start_us = within.start_us
    return Span(start_us=start_us, end_us=start_us)
