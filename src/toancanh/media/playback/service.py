"""Use cases of playback: authorise, find the footage, lay it out. Blocking; thread-safe.

Whoever asks is either signed in (the view is judged and recorded now) or brings a grant (it was, when that was issued).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toancanh.governance import GRANT_ACTIONS, AccessRequest, Action, AnonymousReason, Governance, Hidden, ResourceRef
from toancanh.governance.holds import Span as Held
from toancanh.kernel import Clock, Denied, Invalid, NotFound, Principal, Unauthenticated
from toancanh.media.archive import ArchiveIndex, Mark
from toancanh.media.archive.fragment_table import OUTLINE_S
from toancanh.media.model import Areas
from toancanh.media.playback import export as exports
from toancanh.media.playback import hls
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.marking import mark_of
from toancanh.media.playback.model import Asking, Bytes, Download, Entered, Listing, Playlist
from toancanh.media.playback.parts import given, left_out_of, of_one_owner, owned_around
from toancanh.media.playback.pieces import Piece, Track, cut, end_index
from toancanh.media.playback.spans import Span, complement
from toancanh.media.playback.timeline import LeftOut, Timeline, one_after_other
from toancanh.media.playback.views import View, Views, Wish, longest
from toancanh.registry import Camera, Registry, StreamRole

PLAYLIST_LIMIT_S = 24 * 3600.0
EXPORT_LIMIT_S = 24 * 3600.0
TIMELINE_LIMIT_S = 400 * 24 * 3600.0
_FRESH_US = 60_000_000
_LEAD_US = 15_000_000  # of a group of pictures, for a player's grant

SOURCE = "source"
SUB = "sub"
H264 = "h264-720p"
MASKED = "masked"


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
        parted = self._governance.parted(principal, request, asked.start_us, asked.end_us)
        for span in parted.spans:
            self._governance.require_footage(principal, request, *span)
        spans = [Span(start_us=start_us, end_us=end_us) for start_us, end_us in parted.spans]
        parts = [self._with_marks(principal, camera.id, asking.role, one) for one in spans]
        marks = {mark.id: mark for _, marked in parts for mark in marked}
        return one_after_other([found for found, _ in parts], left_out_of(parted, spans)), [*marks.values()]

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
        left_out = self.timeline(principal, asking, asked)[0].left_out
        spans = complement([Span(start_us=one.start_us, end_us=one.end_us) for one in left_out], asked)
        return [share for one in spans for share in self.footage.fetching(asking.camera_id, asking.role, one)]

    def playlist(self, asking: Asking, asked: Span) -> Playlist:
        """HLS of the range; while the range touches now it grows."""
        found = self.listing(asking, asked)
        if found.complete and not found.entries:
            raise NotFound("nothing was recorded in this range")
        notes = [("camera", asking.camera_id), ("rendition", found.rendition)]
        text = hls.playlist(found.entries, complete=found.complete, start_us=found.asked.start_us, notes=notes)
        return Playlist(
            text=text, rendition=found.rendition, complete=found.complete, watermark=found.watermark,
            left_out=found.left_out,
        )  # fmt: skip

    def listing(self, asking: Asking, asked: Span, *, at_us: int | None = None) -> Listing:
        """The pieces of the range, for who plays them without a playlist too. Of a time over several owners the
        stretch that the asker may see, the one with ``at_us`` where there are two.
        """
        longest(asked, PLAYLIST_LIMIT_S)
        ttl_s = min(max(900.0, 2 * asked.seconds), 6 * 3600.0)
        entered = self._entered(asking, "playback", asked, ttl_s=ttl_s, goes_on=True, at_us=at_us)
        camera, view, asked = entered.camera, entered.view, entered.asked or asked
        role, rendition = self._rendition(asking, asked, self.views.hidden(view))
        complete = self.footage.settled(camera.id, role, asked)
        target_s = hls.target_seconds(asked.seconds, as_recorded=rendition not in (H264, MASKED))
        read = self.footage.outlines if target_s >= OUTLINE_S else self.footage.tracks
        tracks = self._of_one_owner(camera, read(camera.id, role, asked), asked)
        pieces = list(cut(tracks, asked, target_us=target_s * 1_000_000))
        granted = self._granted(camera, pieces, asked, complete=complete)
        query = f"?grant={self.views.derive(view, camera, role, granted, ttl_s=ttl_s).token}"
        entries_of = hls.rendition_entries_of if rendition in (H264, MASKED) else hls.entries_of
        return Listing(
            entries=list(entries_of(pieces, query=query)), query=query, role=role, rendition=rendition,
            complete=complete, view=view, asked=asked, left_out=entered.left_out,
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

        ``name`` is a `Track.name`: an id of the index, never a path. What is not known there does not exist.
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
            else self._claimed(asking, Span(start_us=track.fragments[0].wall_us, end_us=track.until_us))
        )
        view = self._admit(asking, track, seen)
        if self.views.hidden(view):
            self._refuse_masked(asking, view)
        self.footage.wait_for(track.segment)
        seconds = sum(fragment.duration for fragment in inside) / 90_000
        return Bytes(track=track, view=view, start=start, end=end, total=total, seconds=seconds)

    def piece(self, asking: Asking, name: str, first: int, count: int) -> tuple[Piece, View, Areas]:
        """A piece that a playlist of a rendition lists, and what is hidden in it."""
        track = self._track(asking, name)
        if count < 1 or first + count > len(track.fragments) or not track.fragments[first].is_key:
            raise NotFound("there is no such piece")
        piece = Piece(track, first, first + count, breaks=False)
        seen = Span(start_us=piece.start_us, end_us=piece.fragments[-1].wall_us)
        view = self._admit(asking, track, seen)
        self.footage.wait_for(track.segment)
        hidden = self.views.hidden(view)
        if hidden.main_only and track.segment.role is StreamRole.SUB:
            self._refuse_masked(asking, view)
        return piece, view, hidden.areas

    def head(self, asking: Asking, name: str) -> Track:
        """The track whose initialisation is asked for."""
        track = self._track(asking, name)
        whole = Span(start_us=track.fragments[0].wall_us, end_us=track.until_us)
        self._admit(asking, track, self._claimed(asking, whole))
        return track

    def download(self, asking: Asking, asked: Span, *, goes_on: bool = False) -> Download:
        """The range as one file. ``goes_on``: a further part of it is fetched, which is the same view."""
        longest(asked, EXPORT_LIMIT_S)
        entered = self._entered(asking, "export", asked, ttl_s=900.0, goes_on=goes_on)
        camera, view, asked = entered.camera, entered.view, entered.asked or asked
        hidden = self.views.hidden(view)
        role, rendition = self._rendition(asking, asked, hidden)
        tracks = self.footage.tracks(camera.id, role, asked)
        timeline = self.footage.timeline(camera.id, role, asked)
        tracks = self._of_one_owner(camera, tracks, asked)
        if rendition in (H264, MASKED):
            pieces = list(cut(tracks, asked, target_us=2_000_000))
            if not pieces:
                raise NotFound("nothing was recorded in this range")
            return Download(
                camera=camera, view=view, rendition=rendition, export=None, pieces=pieces, timeline=timeline,
                start_us=pieces[0].start_us, end_us=pieces[-1].end_us, hidden=hidden,
                left_out=entered.left_out,
            )  # fmt: skip
        export = exports.plan(
            self.archive,
            tracks,
            asked,
            mark=mark_of(view.grant),
            taker=view.grant.user_id + view.grant.organisation_id,
        )
        return Download(
            camera=camera, view=view, rendition=rendition, export=export, pieces=(), timeline=timeline,
            start_us=export.start_us, end_us=export.end_us, settled=self.footage.settled(camera.id, role, asked),
            left_out=entered.left_out,
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

    def enter(self, asking: Asking, *, kind: str, asked: Span | None, ttl_s: float) -> View:
        """The view, opened now or by the grant that was brought."""
        if asking.principal is None:
            return self._admitted(asking, kind, asked).view
        if asked is None:
            camera = self._registry.get_camera(asking.principal, asking.camera_id)
        else:
            camera = self._registry.camera_then(asking.principal, asking.camera_id, asked.start_us, asked.end_us)
        return self._opened(asking.principal, asking, camera, kind, asked, ttl_s=ttl_s)

    def _entered(
        self, asking: Asking, kind: str, asked: Span, *, ttl_s: float, goes_on: bool, at_us: int | None = None
    ) -> Entered:
        """The same of what the asker may see of a time over several owners."""
        if asking.principal is None:
            return self._admitted(asking, kind, asked)
        principal, find = asking.principal, self._registry.camera_then
        camera = find(principal, asking.camera_id, asked.start_us, asked.end_us)
        request = AccessRequest(
            action=GRANT_ACTIONS[kind], resource=self._registry.camera_ref(camera), purpose=asking.purpose,
            reference=asking.reference, source=asking.source, seconds=asked.seconds, from_us=asked.start_us,
            to_us=asked.end_us,
        )  # fmt: skip
        parted = self._governance.parted(principal, request, asked.start_us, asked.end_us)
        left_out: tuple[LeftOut, ...] = ()
        if parted.refused:
            asked = given(parted, at_us)
            left_out = left_out_of(parted, [asked])
            camera = find(principal, asking.camera_id, asked.start_us, asked.end_us)  # by the name of that time
        view = self._opened(principal, asking, camera, kind, asked, ttl_s=ttl_s, goes_on=goes_on)
        return Entered(camera=camera, view=view, asked=asked, left_out=left_out)

    def _admitted(self, asking: Asking, kind: str, asked: Span | None) -> Entered:
        view = self.views.admit(
            asking.grant, kind=kind, camera_id=asking.camera_id, role=asking.role, seen=asked, source=asking.source
        )
        return Entered(camera=self._registry.camera_for(asking.camera_id), view=view, asked=asked)

    def _opened(
        self, principal: Principal, asking: Asking, camera: Camera, kind: str, asked: Span | None, *, ttl_s: float,
        goes_on: bool = False,
    ) -> View:  # fmt: skip
        wish = Wish(
            kind=kind, role=asking.role, asked=asked, purpose=asking.purpose,
            reference=asking.reference, source=asking.source, ttl_s=ttl_s, goes_on=goes_on, unmask=asking.unmask,
        )  # fmt: skip
        return self.views.open(principal, camera, self._registry.camera_ref(camera), wish)

    def _of_one_owner(self, camera: Camera, tracks: Sequence[Track], asked: Span) -> list[Track]:
        return of_one_owner(self._governance.footage_parts(), self._registry.camera_ref(camera), tracks, asked)

    def _granted(self, camera: Camera, pieces: Sequence[Piece], asked: Span, *, complete: bool) -> Span:
        """What a grant for the pieces of ``asked`` covers. Before anything is recorded the start of the first one is
        unknown; where the camera was another's the grant ends with the last one's last fragment.
        """
        owned = owned_around(self._governance.footage_parts(), self._registry.camera_ref(camera), asked)
        if not pieces:
            return Span(start_us=max(asked.start_us - _LEAD_US, owned.start_us), end_us=asked.end_us)
        is_turn = complete and pieces[-1].track.owned is not None
        end_us = pieces[-1].fragments[-1].wall_us if is_turn else asked.end_us
        return Span(start_us=min(pieces[0].start_us, asked.start_us), end_us=end_us)

    def require_same_owner(self, view: View, at_us: int, taken_us: int) -> None:
        """What is shown at an instant was taken before it: where the camera was another's then it is not given. Raises
        `NotFound`.
        """
        if self._is_anothers(view, at_us, taken_us):
            raise NotFound("no picture of that time can be given by itself")

    def _is_anothers(self, view: View, at_us: int, taken_us: int) -> bool:
        camera = ResourceRef(kind="camera", id=view.grant.camera_id, owner_id=view.grant.owner_id)
        instant = Span(start_us=at_us, end_us=at_us + 1)
        return taken_us < owned_around(self._governance.footage_parts(), camera, instant).start_us

    def enter_instant(self, asking: Asking, at_us: int, *, ttl_s: float) -> View:
        """For a recorded picture, which is playback."""
        longest(Span(start_us=at_us, end_us=at_us + 1), PLAYLIST_LIMIT_S)
        return self.enter(asking, kind="playback", asked=Span(start_us=at_us, end_us=at_us), ttl_s=ttl_s)

    def require_old_picture(self, asking: Asking, view: View, taken_us: int) -> None:
        """In place of the picture of now there is only one of before: who may not play back may see it while it is
        fresh and the camera is whose it was, and not later.
        """
        now_us = self._clock.now_us()
        if now_us - taken_us <= _FRESH_US and not self._is_anothers(view, now_us, taken_us):
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

    def _claimed(self, asking: Asking, within: Span) -> Span:
        """An instant of ``within`` that the grant says to cover: a file's initialisation belongs to all of its time."""
        start_us = max(within.start_us, self._governance.grants.begins_us(asking.grant) or 0)
        return Span(start_us=start_us, end_us=start_us)

    def _admit(self, asking: Asking, track: Track, seen: Span) -> View:
        return self.views.admit(
            asking.grant, kind="playback", camera_id=asking.camera_id, role=track.segment.role, seen=seen,
            source=asking.source,
        )  # fmt: skip
