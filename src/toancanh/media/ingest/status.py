"""What is shown of a stream: its state, why, since when, and what comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from toancanh.kernel import Event
from toancanh.media.model import Codec, GapCause, RunClock, StateReason, StreamState
from toancanh.registry.model import StreamRole

_CAUSES = {
    StateReason.WRONG_PASSWORD: GapCause.WRONG_PASSWORD,
    StateReason.LOGIN_PAUSED: GapCause.WRONG_PASSWORD,
    StateReason.BASIC_ONLY: GapCause.WRONG_PASSWORD,
    StateReason.NO_VIDEO: GapCause.NO_PICTURES,
    StateReason.NO_KEY_FRAME: GapCause.NO_PICTURES,
    StateReason.UNSUPPORTED_CODEC: GapCause.NO_PICTURES,
    StateReason.STALLED: GapCause.NO_PICTURES,
    StateReason.GARBAGE: GapCause.NO_PICTURES,
    StateReason.SWITCHED_OFF: GapCause.SWITCHED_OFF,
}


def gap_cause(reason: StateReason) -> GapCause:
    """What a gap is called that begins for this reason."""
    return _CAUSES.get(reason, GapCause.CAMERA_AWAY)


@dataclass(frozen=True, kw_only=True)
class StreamStatus:
    """State and figures of one stream. Figures are of the last seconds; zero while nothing comes."""

    state: StreamState
    reason: StateReason
    since_us: int
    last_frame_us: int | None = None
    fps: float = 0.0
    bitrate_bps: int = 0
    width: int | None = None
    height: int | None = None
    codec: Codec | None = None
    codec_string: str | None = None
    lost_packets: int = 0  # since the platform knows the stream
    reconnects: int = 0
    clock: RunClock | None = None
    transport: str = ""  # "tcp" or "udp" while connected
    server: str = ""  # what the camera calls itself
    same_keys: int = 0  # key frames in a row that were one picture coded again
    key_interval_us: int | None = None  # between the last two key frames


@dataclass(frozen=True, kw_only=True)
class StreamStateChanged(Event):
    """A stream is in another state, or in the same for another reason."""

    camera_id: str
    role: StreamRole
    state: StreamState
    reason: StateReason


StateListener = Callable[[StreamStateChanged], None]
