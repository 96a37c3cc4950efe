"""All views of a media process: each is placed on the stream it can decode, ended when its right or its camera goes."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from toancanh.kernel import Clock, Exhausted
from toancanh.media.live.ports import FanOut, Hub, Packager, RecentPictures, Streams, Watcher, Way
from toancanh.media.live.rendition_hub import RenditionHub, RenditionWorkers
from toancanh.media.live.stream import LiveStream
from toancanh.media.live.ticket import WEBSOCKET, ViewEnd, ViewTicket
from toancanh.media.live.viewer import Viewer
from toancanh.media.live.websocket import CloseCode
from toancanh.media.model import Areas, Codec, StreamState
from toancanh.registry.model import StreamRole

TICK_S = 1.0
MAX_VIEWERS = 4000
AWAY_AT_START_US = 5_000_000
AWAY_IN_VIEW_US = 10_000_000
RENDITION_START_US = 20_000_000  # a worker on a loaded machine
_HOPELESS = frozenset({StreamState.OFFLINE, StreamState.DISABLED})

_STOPS = "the platform stops"
SOURCE = "source"
SUB = "sub"
H264_RENDITION = "h264-720p"
MASKED = "masked"


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Which pictures a viewer gets: the stream as sent, or its rendition, with what is hidden in black."""

    camera_id: str
    role: StreamRole
    rendered: bool
    hidden: Areas = ()
    over: str = WEBSOCKET


class LiveService:
    """Owned by the media process's loop; not thread-safe."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        *,
        clock: Clock,
        streams: Streams,
        packager: Packager,
        renditions: RenditionWorkers,
        on_ended: Callable[[ViewEnd], None],
        ways: Mapping[str, Way] = MappingProxyType({}),
    ) -> None:
        self._loop = loop
        self._clock = clock
        self._streams = streams
        self._packager = packager
        self._renditions = renditions
        self._on_ended = on_ended
        self._ways = ways
        self._viewers: dict[str, Watcher] = {}
        self._places: dict[str, _Place] = {}
        self._live: dict[_Place, FanOut] = {}
        self._timer = loop.call_later(TICK_S, self._tick)

    def take(self, connection: socket.socket, ticket: ViewTicket, early: bytes = b"") -> None:
        """A view begins: answer its handshake and send pictures, or say why there are none."""
        if len(self._viewers) >= MAX_VIEWERS:
            connection.close()
            raise Exhausted(f"this media process has {MAX_VIEWERS} viewers; it takes no more")
        way = self._ways.get(ticket.over)
        make = Viewer if way is None else way.watcher
        viewer: Watcher = make(self._loop, connection, ticket, clock=self._clock, on_closed=self._viewer_closed)
        self._viewers[ticket.view_id] = viewer
        viewer.open(early)
        if not viewer.closing:
            self._place(viewer)

    def withdraw(self, view_id: str, reason: str) -> bool:
        """The right to this view is gone; False where there is no such view."""
        viewer = self._viewers.get(view_id)
        if viewer is None:
            return False
        self._displace(viewer)
        viewer.close(CloseCode.WITHDRAWN, reason)
        return True

    def views(self) -> Sequence[ViewTicket]:
        """Those running now."""
        return [viewer.ticket for viewer in self._viewers.values() if not viewer.closing]

    def refresh(self) -> None:
        """After the desired streams changed: viewers follow to a new hub, or end where the stream is gone."""
        for place, live in tuple(self._live.items()):
            hub = self._streams.hub(place.camera_id, place.role)
            source = live.hub.source if isinstance(live.hub, RenditionHub) else live.hub
            if hub is source:
                continue
            for viewer in tuple(live.viewers):
                self._displace(viewer)
                if hub is None:
                    viewer.close(CloseCode.AWAY, "the stream was removed or switched off")
                else:
                    self._place(viewer)

    def farewell(self) -> None:
        """The platform stops: say so to every viewer."""
        for viewer in tuple(self._viewers.values()):
            self._displace(viewer)
            viewer.close(CloseCode.GOING_AWAY, _STOPS)

    def close(self) -> None:
        """Say so to those who have not heard it, and end."""
        self._timer.cancel()
        viewers = tuple(self._viewers.values())
        self.farewell()
        for viewer in viewers:
            viewer.abandon(_STOPS)

    def _place(self, viewer: Watcher) -> None:
        ticket = viewer.ticket
        hub = self._streams.hub(ticket.camera_id, ticket.role)
        if hub is None:
            viewer.close(CloseCode.AWAY, "the stream is switched off")
            return
        state, reason = self._streams.state(ticket.camera_id, ticket.role)
        place, rendition = self._choose(ticket, hub)
        live = self._live.get(place)
        if live is None:
            try:
                live = self._start(place, hub, rendition)
            except Exhausted as full:
                viewer.close(CloseCode.AWAY, full.detail)
                return
        self._places[ticket.view_id] = place
        live.add(viewer)
        if live.parameters is None and not place.rendered:
            live.tell_state(viewer, state, reason)
            if state in _HOPELESS:
                self._displace(viewer)
                viewer.close(CloseCode.AWAY, f"the camera is away: {reason}")

    def _choose(self, ticket: ViewTicket, hub: Hub) -> tuple[_Place, str]:
        """Who is under a mask gets a rendition, of the sub stream where there is one that is known to show the same,
        else of the main stream, which all under the same masks share. A browser without H.265 gets the sub stream where
        that is H.264, else a rendition.
        """
        place = partial(_Place, camera_id=ticket.camera_id, over=ticket.over)
        if ticket.hidden:
            has_sub = self._streams.hub(ticket.camera_id, StreamRole.SUB) is not None
            role = StreamRole.SUB if has_sub and not ticket.main_only else StreamRole.MAIN
            return place(role=role, rendered=True, hidden=ticket.hidden), MASKED
        source = place(role=ticket.role, rendered=False)
        if ticket.hevc or hub.parameters is None or hub.parameters.codec is Codec.H264:
            return source, SOURCE
        sub = self._streams.hub(ticket.camera_id, StreamRole.SUB)
        if sub is not None and sub.running and sub.parameters is not None and sub.parameters.codec is Codec.H264:
            return place(role=StreamRole.SUB, rendered=False), SUB
        return place(role=ticket.role, rendered=True), H264_RENDITION

    def _start(self, place: _Place, source: Hub, rendition: str) -> FanOut:
        found = self._streams.hub(place.camera_id, place.role)
        hub = found if found is not None else source
        if place.rendered:
            hub = self._renditions.open(place.camera_id, place.role, hub, place.hidden)
        live = self._fan_out(place, hub, rendition)
        self._live[place] = live
        live.join()
        return live

    def _fan_out(self, place: _Place, hub: Hub, rendition: str) -> FanOut:
        way = self._ways.get(place.over)
        if way is not None:
            units = partial(self._streams.recent_units, place.camera_id, place.role)
            return way.stream(hub=hub, clock=self._clock, recent=tuple if place.rendered else units)
        return LiveStream(
            hub=hub,
            given=place.role,
            rendition=rendition,
            masks=len(place.hidden),
            packager=self._packager,
            clock=self._clock,
            recent=lambda: RecentPictures() if place.rendered else self._streams.recent(place.camera_id, place.role),
            on_codec_known=self._place_again,
        )

    def _place_again(self, live: FanOut) -> None:
        """The codec became known or changed: whoever cannot decode it goes elsewhere, and back."""
        for viewer in tuple(live.viewers):
            hub = self._streams.hub(viewer.ticket.camera_id, viewer.ticket.role)
            if hub is not None and self._choose(viewer.ticket, hub)[0] != self._places[viewer.ticket.view_id]:
                self._displace(viewer)
                self._place(viewer)

    def _displace(self, viewer: Watcher) -> None:
        place = self._places.pop(viewer.ticket.view_id, None)
        if place is None:
            return
        live = self._live[place]
        live.remove(viewer)
        if not live.viewers:
            del self._live[place]
            live.leave()
            if isinstance(live.hub, RenditionHub):
                self._renditions.close(live.hub)

    def _viewer_closed(self, viewer: Watcher, reason: str) -> None:
        self._displace(viewer)
        self._viewers.pop(viewer.ticket.view_id, None)
        end = ViewEnd(
            ticket=viewer.ticket, ended_us=self._clock.now_us(), seconds_seen=viewer.seconds_seen, reason=reason
        )
        self._on_ended(end)

    def _tick(self) -> None:
        self._timer = self._loop.call_later(TICK_S, self._tick)
        for viewer in tuple(self._viewers.values()):
            viewer.tick()
        now_us = self._clock.monotonic_us()
        for place, live in tuple(self._live.items()):
            if place.rendered:
                self._place_again(live)  # the camera may send H.264 by now, or its sub stream be there
            since_us = live.without_pictures_since_us
            if since_us is None:
                continue
            for viewer in tuple(live.viewers):
                patience_us = AWAY_IN_VIEW_US if viewer.seconds_seen else AWAY_AT_START_US
                if place.rendered:
                    patience_us = RENDITION_START_US
                if now_us - since_us > patience_us:
                    self._displace(viewer)
                    viewer.close(CloseCode.AWAY, "no pictures from the camera")
