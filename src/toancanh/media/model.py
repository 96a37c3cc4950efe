"""The terms of media: codecs, access units, states, gaps, segments. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any, Protocol

MEDIA_HZ = 90_000
"""RTP clock of both video codecs (RFC 6184 section 8.2.1, RFC 7798 section 7.1); the timescale of our files."""


Areas = tuple[tuple[tuple[float, float], ...], ...]
"""What is hidden of a picture: polygons, corners (x, y) from 0 to 1 of its width and height, from its upper left."""


def areas_of(listed: Any) -> Areas:
    """Areas as they come through JSON. Raises TypeError or ValueError where ``listed`` is something else."""
    return tuple(tuple((float(x), float(y)) for x, y in polygon) for polygon in listed)


class Codec(enum.StrEnum):
    """Video codecs kept as sent."""

    H264 = "h264"
    H265 = "h265"


@dataclass(frozen=True, kw_only=True)
class CodecParameters:
    """What a decoder needs before the first key frame. Equal values mean that nothing has changed."""

    codec: Codec
    width: int
    height: int
    vps: tuple[bytes, ...]  # empty for H.264
    sps: tuple[bytes, ...]
    pps: tuple[bytes, ...]

    # media.rtp.parameters builds these two from the sets above
    codec_string: str  # RFC 6381: "avc1.64001f", "hvc1.1.6.L93.B0"
    decoder_configuration: bytes  # body of avcC (ISO/IEC 14496-15, 5.3.3.1) or hvcC (8.3.3.1)


class AccessUnit:
    """One coded picture, parsed once and shared by all who take it. Treat as immutable.

    ``data``: its NAL units, each behind a 4-byte length, without parameter sets, delimiters and filler.
    ``media_time``: presentation time in 1/90000 s, unwrapped, counted on since the start of the run.
    ``wall_us``: UTC of capture as well as we know it; ``arrival_us``: UTC when its last packet was read.
    """

    __slots__ = ("arrival_us", "data", "is_key", "media_time", "wall_us")

    def __init__(self, *, media_time: int, is_key: bool, data: bytes, wall_us: int, arrival_us: int) -> None:
        self.media_time = media_time
        self.is_key = is_key
        self.data = data
        self.wall_us = wall_us
        self.arrival_us = arrival_us


class ClockSource(enum.StrEnum):
    """How the wall time of a run was obtained."""

    CAMERA_RTCP = "camera_rtcp"  # RTCP sender reports (RFC 3550, 6.4.1), checked against our clock
    SERVER_ARRIVAL = "server_arrival"
    CAMERA_STORAGE = "camera_storage"  # fetched later: what the camera wrote beside each picture, its clock put right


class StreamState(enum.StrEnum):
    """State of one stream of a camera, as shown."""

    CONNECTING = "connecting"
    ONLINE = "online"
    OFFLINE = "offline"
    FROZEN = "frozen"  # connected, but no new picture or always the same one
    DISABLED = "disabled"


class StateReason(enum.StrEnum):
    """Why a stream is in its state, in words a person understands (texts are in the console's catalogue)."""

    NONE = "none"
    NAME_NOT_FOUND = "name_not_found"
    NO_ROUTE = "no_route"
    REFUSED = "refused"  # nothing listens on that port
    TIMEOUT = "timeout"  # the address never answers
    NOT_RTSP = "not_rtsp"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    BASIC_ONLY = "basic_only"  # it wants the password in the clear, and no person has decided to send it
    LOGIN_PAUSED = "login_paused"  # no attempt until credentials change or 30 minutes pass
    NO_SUCH_PATH = "no_such_path"
    NO_VIDEO = "no_video"
    NO_KEY_FRAME = "no_key_frame"  # pictures come, and none at which one could begin (pure intra refresh)
    UNSUPPORTED_CODEC = "unsupported_codec"
    SERVER_ERROR = "server_error"
    CLOSED_BY_CAMERA = "closed_by_camera"
    STALLED = "stalled"  # connected, nothing comes
    GARBAGE = "garbage"  # what comes is no RTP video
    NO_TLS = "no_tls"  # rtsps:// leads to something that speaks no TLS
    CERTIFICATE_UNKNOWN = "certificate_unknown"  # nobody vouches for it, and no person has confirmed it
    CERTIFICATE_CHANGED = "certificate_changed"  # another than the one that was confirmed
    CERTIFICATE_EXPIRED = "certificate_expired"
    ADDRESS_FORBIDDEN = "address_forbidden"  # outbound policy
    SWITCHED_OFF = "switched_off"
    MEDIA_DOWN = "media_down"  # the media process itself is away


class GapCause(enum.StrEnum):
    """Why pictures are missing."""

    CAMERA_AWAY = "camera_away"  # could not be reached or closed the connection
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    NO_PICTURES = "no_pictures"  # connected, nothing usable came
    PACKETS_LOST = "packets_lost"
    RECORDER_CRASHED = "recorder_crashed"
    RECORDER_STOPPED = "recorder_stopped"  # planned: the platform was stopped
    DISK_FULL = "disk_full"
    DISK_SLOW = "disk_slow"
    DISK_ERROR = "disk_error"
    DISK_AWAY = "disk_away"  # recorded, on a disk that is not there now; said when asked, never stored
    DISK_LOST = "disk_lost"  # was recorded, on a disk that died and was given up
    SWITCHED_OFF = "switched_off"  # disabled or recording off, by a person
    SOURCE_CHANGED = "source_changed"  # another address or password, by a person
    CLOCK_STEPPED = "clock_stepped"
    DELETED = "deleted"  # by retention
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class RunClock:
    """How good the wall time of a run is: ``offset_us`` is the camera's clock less ours, ``drift_ppm`` its rate."""

    source: ClockSource
    offset_us: int | None = None
    drift_ppm: float | None = None


class StreamSink(Protocol):
    """One who takes what a stream brings (recorder, live fan-out, analysis). Called on the media process's loop; must
    not block and must not raise.
    """

    def on_parameters(self, parameters: CodecParameters) -> None:
        """New parameter sets; the next access unit is a key frame that uses them. A run always starts with this."""

    def on_access_unit(self, unit: AccessUnit) -> None:
        """The next access unit in decoding order."""

    def on_interrupted(self, cause: GapCause, at_us: int) -> None:
        """The run ends (connection gone, loss, stop): what follows starts with `on_parameters` and a key frame."""

    def on_clock(self, clock: RunClock) -> None:
        """How the wall times of this run are obtained; again whenever that changes."""
