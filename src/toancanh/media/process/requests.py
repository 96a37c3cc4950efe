"""What the web process may ask of a media process besides live views."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import Any

from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Clock, Invalid
from toancanh.media.archive import StreamKey
from toancanh.media.ingest import LoginGate, StreamStatus
from toancanh.media.ingest.probe import probe
from toancanh.media.link.channel import LinkMessage
from toancanh.media.link.codec import KeyFrame, parameters_to_json
from toancanh.media.link.server import Handler, Reply
from toancanh.media.live.service import LiveService
from toancanh.media.model import GapCause
from toancanh.media.process.streams import ProcessStreams
from toancanh.media.recorder.recording import Recording
from toancanh.registry.model import StreamRole


class ProcessRequests:
    """``status``, ``recording``, ``metrics``, ``reconcile``, ``key_frame`` and ``probe``."""

    def __init__(
        self,
        *,
        shard: int,
        streams: ProcessStreams,
        recording: Recording,
        live: LiveService,
        clock: Clock,
        outbound: OutboundPolicy,
        login_gate: LoginGate,
        look_now: Callable[[], None] = lambda: None,
        stands_in: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._shard = shard
        self._streams = streams
        self._recording = recording
        self._live = live
        self._clock = clock
        self._outbound = outbound
        self._login_gate = login_gate
        self._look_now = look_now
        self._stands_in = stands_in

    def handlers(self) -> Mapping[str, Handler]:
        """By the request's name."""
        return {
            "status": self._status,
            "recording": self._fares,
            "metrics": self._metrics,
            "reconcile": self._reconcile,
            "key_frame": self._key_frame,
            "probe": self._probe,
        }

    async def _status(self, message: LinkMessage) -> Reply:
        body = {
            "shard": self._shard,
            "streams": [self._stream(*key, status) for key, status in self._streams.status().items()],
            "views": len(self._live.views()),
        }
        return Reply(body=body)

    async def _fares(self, message: LinkMessage) -> Reply:
        return Reply(body={**asdict(self._recording.status()), "stands_in": sorted(self._stands_in())})

    def _stream(self, camera_id: str, role: StreamRole, status: StreamStatus) -> dict[str, object]:
        clock = status.clock
        recorded = self._streams.recorded(StreamKey(camera_id, role))
        stands = self._recording.writer.disk_full
        return {
            "camera_id": camera_id,
            "role": role,
            "state": status.state,
            "reason": status.reason,
            "since_us": status.since_us,
            "last_frame_us": status.last_frame_us,
            "fps": status.fps,
            "bitrate_bps": status.bitrate_bps,
            "codec": status.codec,
            "codec_string": status.codec_string,
            "width": status.width,
            "height": status.height,
            "lost_packets": status.lost_packets,
            "reconnects": status.reconnects,
            "recording": recorded and not stands,
            "recording_fault": GapCause.DISK_FULL if recorded and stands else None,
            "transport": status.transport,
            "server": status.server,
            "same_keys": status.same_keys,
            "key_interval_us": status.key_interval_us,
            "clock": None
            if clock is None
            else {"source": clock.source, "offset_us": clock.offset_us, "drift_ppm": clock.drift_ppm},
        }

    async def _metrics(self, message: LinkMessage) -> Reply:
        from toancanh.media.process.figures import exposition_of  # the library weighs megabytes; few ask

        return Reply(body={"text": exposition_of(self._streams, self._recording.status(), self._live)})

    async def _reconcile(self, message: LinkMessage) -> Reply:
        self._look_now()
        return Reply()

    async def _key_frame(self, message: LinkMessage) -> Reply:
        try:
            camera_id, role = str(message.body["camera_id"]), StreamRole(str(message.body["role"]))
        except (KeyError, ValueError):
            raise Invalid("key_frame names a camera and a stream") from None
        hub = self._streams.hub(camera_id, role)
        units = self._streams.recent_units(camera_id, role)
        if hub is None or hub.parameters is None or not hub.running or not units or not units[0].is_key:
            return Reply()
        key_frame = KeyFrame(parameters=hub.parameters, unit=units[0])
        return Reply(body=key_frame.as_json(), binary=units[0].data)

    async def _probe(self, message: LinkMessage) -> Reply:
        body: Mapping[str, Any] = message.body
        result = await probe(
            str(body["url"]),
            str(body["username"]),
            str(body["password"]),
            outbound=self._outbound,
            login_gate=self._login_gate,
            clock=self._clock,
            timeout_s=float(body["timeout_s"]),
            certificate=str(body.get("certificate", "")),
            allow_basic=body.get("allow_basic") is True,
        )
        answer = {
            "ok": result.ok,
            "reason": result.reason,
            "detail": result.detail,
            "parameters": None if result.parameters is None else parameters_to_json(result.parameters),
            "fps": result.fps,
            "server": result.server,
            "transport": result.transport,
            "certificate": None if result.certificate is None else asdict(result.certificate),
        }
        return Reply(body=answer, binary=b"" if result.key_frame is None else result.key_frame.data)
