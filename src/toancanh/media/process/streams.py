"""The streams of this process with what hangs on each: a recorder, or the last group of pictures for viewers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from toancanh.infra.logs import get_logger
from toancanh.media.archive import StreamKey
from toancanh.media.archive.model import Copy
from toancanh.media.ingest import Ingest, StreamHub, StreamStatus
from toancanh.media.ingest.status import gap_cause
from toancanh.media.live.last_group import LastGroup
from toancanh.media.live.ports import RecentPictures
from toancanh.media.model import AccessUnit, Codec, GapCause, StateReason, StreamState
from toancanh.media.recorder import Recorder
from toancanh.media.recorder.recording import Recording
from toancanh.registry.model import DesiredStream, StreamRole

_log = get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class _Attached:
    hub: StreamHub
    sink: Recorder | LastGroup


class ProcessStreams:
    """Implements `live.ports.Streams`. On the process's loop."""

    def __init__(
        self,
        ingest: Ingest,
        recording: Recording,
        *,
        copy: Copy = Copy.FIRST,
        avoid: Callable[[StreamKey], str | None] = lambda _: None,
    ) -> None:
        self._ingest = ingest
        self._recording = recording
        self._copy = copy
        self._avoid = avoid
        self._desired: dict[StreamKey, DesiredStream] = {}
        self._attached: dict[StreamKey, _Attached] = {}

    def apply(self, desired: Sequence[DesiredStream]) -> None:
        """Make exactly these streams run, each recorded or not."""
        self._ingest.apply(desired)
        self._desired = {StreamKey(stream.camera_id, stream.role): stream for stream in desired}
        for key in [key for key in self._attached if key not in self._desired]:
            del self._attached[key]  # its hub has told it that the stream was switched off
        self.look()

    def look(self) -> None:
        """Again and again: whether a sub stream is recorded depends on what its main stream turns out to be."""
        for key, desired in self._desired.items():
            hub = self._ingest.hub(key.camera_id, key.role)
            attached = self._attached.get(key)
            if hub is None:
                continue
            recorded = self._is_recorded(desired)
            status = self._ingest.stream_status(key.camera_id, key.role)
            if recorded and status is not None and status.state is StreamState.OFFLINE:
                self._recording.away(key._replace(copy=self._copy), gap_cause(status.reason), status.since_us)
            if attached is not None:
                if attached.hub is hub and isinstance(attached.sink, Recorder) is recorded:
                    continue
                attached.hub.detach(attached.sink)
                if isinstance(attached.sink, Recorder):
                    attached.sink.close(GapCause.SWITCHED_OFF)
            sink = self._recorder(key) if recorded else LastGroup()
            hub.attach(sink, from_key_frame=True)
            self._attached[key] = _Attached(hub=hub, sink=sink)

    def recorded(self, key: StreamKey) -> bool:
        """True where pictures that come are recorded."""
        attached = self._attached.get(key)
        return attached is not None and isinstance(attached.sink, Recorder)

    def status(self) -> Mapping[tuple[str, StreamRole], StreamStatus]:
        """Of every stream."""
        return self._ingest.status()

    # live.ports.Streams

    def hub(self, camera_id: str, role: StreamRole) -> StreamHub | None:
        """See `Streams`."""
        return self._ingest.hub(camera_id, role)

    def recent(self, camera_id: str, role: StreamRole) -> RecentPictures:
        """See `Streams`."""
        attached = self._attached.get(StreamKey(camera_id, role))
        if attached is None:
            return RecentPictures()
        if isinstance(attached.sink, LastGroup):
            return RecentPictures(units=attached.sink.units())
        try:
            return RecentPictures(fragments=attached.sink.recent())
        except OSError as error:  # the disk fails: the viewer waits for the next key frame
            _log.repeated("recent", "the last pictures cannot be read back", error=str(error))
            return RecentPictures()

    def recent_units(self, camera_id: str, role: StreamRole) -> Sequence[AccessUnit]:
        """See `Streams`."""
        attached = self._attached.get(StreamKey(camera_id, role))
        if attached is None:
            return ()
        if isinstance(attached.sink, LastGroup):
            return attached.sink.units()
        try:
            return attached.sink.recent_units()
        except OSError as error:
            _log.repeated("recent", "the last pictures cannot be read back", error=str(error))
            return ()

    def state(self, camera_id: str, role: StreamRole) -> tuple[StreamState, StateReason]:
        """See `Streams`."""
        status = self._ingest.stream_status(camera_id, role)
        if status is None:
            return StreamState.DISABLED, StateReason.SWITCHED_OFF
        return status.state, status.reason

    def _recorder(self, key: StreamKey) -> Recorder:
        return self._recording.recorder(key._replace(copy=self._copy), avoid=self._avoid(key))

    def _is_recorded(self, desired: DesiredStream) -> bool:
        if desired.record is not None or desired.role is StreamRole.MAIN:
            return desired.record is not False
        main = self._ingest.hub(desired.camera_id, StreamRole.MAIN)
        return main is not None and main.parameters is not None and main.parameters.codec is Codec.H265
