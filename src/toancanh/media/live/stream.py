"""The fan-out of one stream: a frame becomes one WebSocket message, built once and shared by all viewers."""

from __future__ import annotations

import json
from collections.abc import Callable

from toancanh.kernel.clock import Clock, format_rfc3339
from toancanh.media.live.ports import Hub, Packager, RecentPictures
from toancanh.media.live.viewer import Viewer
from toancanh.media.live.websocket import Opcode, frame, frame_header
from toancanh.media.model import MEDIA_HZ, AccessUnit, CodecParameters, GapCause, RunClock, StateReason, StreamState
from toancanh.registry.model import StreamRole

MAX_GROUP_BYTES = 16 << 20
_USUAL_FRAME = MEDIA_HZ // 25
_LONGEST_FRAME = 5 * MEDIA_HZ


class FrameTiming:
    """Duration and decoding time of each frame before the next is known.

    A frame is taken to last as long as the one before. Where pictures are reordered (B-frames) decoding times run on
    evenly, and signed composition offsets (ISO/IEC 14496-12, 8.6.1.3) lead to the time of presentation.
    """

    def __init__(self) -> None:
        self._last: int | None = None
        self._duration = _USUAL_FRAME
        self._next_decode_time = 0
        self._reordered = False

    def of(self, unit: AccessUnit) -> tuple[int, int | None]:
        """Duration, and the decoding time where it is not the time of presentation; both in 1/90000 s."""
        media_time, last = unit.media_time, self._last
        self._last = media_time
        if last is not None:
            step = media_time - last
            if step < 0:
                self._duration = min(-step, self._duration) if self._reordered else -step
                self._reordered = True
            elif 0 < step <= _LONGEST_FRAME:
                self._duration = min(step, self._duration) if self._reordered else step
        if not self._reordered:
            self._next_decode_time = media_time + self._duration
            return self._duration, None
        decode_time = self._next_decode_time
        if unit.is_key and media_time > decode_time:
            decode_time = media_time
        self._next_decode_time = decode_time + self._duration
        return self._duration, decode_time


class LiveStream:
    """A sink of one hub, joined while someone watches.

    It keeps the messages of the current group of pictures (at most `MAX_GROUP_BYTES`; a longer group is not kept, and
    new viewers then wait for the next key frame), so that a second viewer gets it without another copy.
    """

    def __init__(
        self,
        *,
        hub: Hub,
        given: StreamRole,
        rendition: str,
        masks: int = 0,
        packager: Packager,
        clock: Clock,
        recent: Callable[[], RecentPictures],
        on_codec_known: Callable[[LiveStream], None],
    ) -> None:
        self.hub = hub
        self.given = given
        self.rendition = rendition
        self._masks = masks
        self.viewers: list[Viewer] = []
        self.without_pictures_since_us: int | None = clock.monotonic_us()
        self._packager = packager
        self._clock = clock
        self._recent = recent
        self._on_codec_known = on_codec_known
        self._parameters: CodecParameters | None = None
        self._initialisation = b""
        self._group: list[bytes] = []
        self._group_bytes = 0
        self._group_kept = False
        self._sequence = 0
        self._timing = FrameTiming()

    @property
    def parameters(self) -> CodecParameters | None:
        """Of the run that is on; None while none is."""
        return self._parameters

    def join(self) -> None:
        """Begin to take the stream."""
        self.hub.watched = True
        parameters = self.hub.parameters
        if parameters is not None and self.hub.running:
            self._begin_run(parameters)
            recent = self._recent()
            messages = [frame(Opcode.BINARY, fragment) for fragment in recent.fragments]
            self._keep_group(messages + [self._message(unit) for unit in recent.units])
        self.hub.attach(self)

    def leave(self) -> None:
        """Take it no more."""
        self.hub.detach(self)
        self.hub.watched = False

    def add(self, viewer: Viewer) -> None:
        """A viewer whose handshake is answered gets the last group of pictures now, and what comes."""
        self.viewers.append(viewer)
        if self._parameters is not None:
            viewer.begin(self._init_text(viewer), self._initialisation)
            if self._group_kept:
                viewer.burst(self._group)

    def remove(self, viewer: Viewer) -> None:
        """It has ended or goes to another stream."""
        if viewer in self.viewers:
            self.viewers.remove(viewer)

    def tell_state(self, viewer: Viewer, state: StreamState | str, reason: StateReason | GapCause | str) -> None:
        """Say why no pictures come."""
        viewer.text(json.dumps({"type": "state", "state": str(state), "reason": str(reason)}).encode())

    # the sink

    def on_parameters(self, parameters: CodecParameters) -> None:
        if parameters == self._parameters:
            return
        changed = self._parameters is None or parameters.codec is not self._parameters.codec
        self._begin_run(parameters)
        if changed:
            self._on_codec_known(self)  # takes those away who cannot decode it
        for viewer in tuple(self.viewers):
            viewer.begin(self._init_text(viewer), self._initialisation)

    def on_access_unit(self, unit: AccessUnit) -> None:
        message = self._message(unit)
        is_key = unit.is_key
        self.without_pictures_since_us = None
        if is_key:
            self._keep_group([message])
        elif self._group_kept:
            self._group.append(message)
            self._group_bytes += len(message)
            if self._group_bytes > MAX_GROUP_BYTES:
                self._forget_group()
        for viewer in self.viewers[:]:
            viewer.offer(message, is_key)

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        self._parameters = None
        self._forget_group()
        self.without_pictures_since_us = self._clock.monotonic_us()
        for viewer in tuple(self.viewers):
            viewer.await_key_frame()
            self.tell_state(viewer, "away", cause)

    def on_clock(self, clock: RunClock) -> None:
        """The times are in the fragments already."""

    def _begin_run(self, parameters: CodecParameters) -> None:
        self._parameters = parameters
        self._initialisation = frame(Opcode.BINARY, self._packager.initialisation(parameters))
        self._timing = FrameTiming()
        self._forget_group()

    def _message(self, unit: AccessUnit) -> bytes:
        duration, decode_time = self._timing.of(unit)
        self._sequence += 1
        fragment = self._packager.frame_fragment(self._sequence, unit, duration, decode_time=decode_time)
        return frame_header(Opcode.BINARY, len(fragment)) + fragment

    def _keep_group(self, messages: list[bytes]) -> None:
        self._group = messages
        self._group_bytes = sum(map(len, messages))
        self._group_kept = bool(messages) and self._group_bytes <= MAX_GROUP_BYTES

    def _forget_group(self) -> None:
        self._group = []
        self._group_bytes = 0
        self._group_kept = False

    def _init_text(self, viewer: Viewer) -> bytes:
        parameters = self._parameters
        assert parameters is not None  # noqa: S101  # only called within a run
        return json.dumps(
            {
                "type": "init",
                "codec": parameters.codec_string,
                "width": parameters.width,
                "height": parameters.height,
                "stream": self.given,
                "rendition": self.rendition,
                "masks": self._masks,
                "watermark": viewer.ticket.watermark,
                "view_id": viewer.ticket.view_id,
                "server_time": format_rfc3339(self._clock.now_us()),
            }
        ).encode()
