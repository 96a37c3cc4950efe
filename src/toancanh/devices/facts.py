"""What a device says of itself: pure values, in ONVIF's terms, checked where they were read.

Everything here is the device's own word. What should be true is the registry's; who may know it is governance's.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class VideoEncoding(enum.StrEnum):
    """How pictures are coded; the first two are those that media keeps."""

    H264 = "h264"
    H265 = "h265"
    MPEG4 = "mpeg4"
    JPEG = "jpeg"
    OTHER = "other"


class UserLevel(enum.StrEnum):
    """Level of an account on the device (ONVIF Core, tt:UserLevel)."""

    ADMINISTRATOR = "Administrator"
    OPERATOR = "Operator"
    USER = "User"
    ANONYMOUS = "Anonymous"
    EXTENDED = "Extended"


class Oddity(enum.StrEnum):
    """What a device said that was not taken at its word; shown, and food for the posture check."""

    NAMES_ANOTHER_ADDRESS = "names_another_address"  # a service or stream on another host: its own was used
    NAMES_FORBIDDEN_PORT = "names_forbidden_port"  # a stream where the outbound policy lets nobody go
    CLOCK_FAR_OFF = "clock_far_off"
    ANSWERS_WITHOUT_LOGIN = "answers_without_login"  # what wants an account by the standard
    PASSWORD_IN_ADDRESS = "password_in_address"  # noqa: S105  # user information inside a stream address: taken out
    NO_ANSWER = "no_answer"  # a question of the standard that it refused or could not answer


@dataclass(frozen=True, kw_only=True)
class OddityFound:
    """One oddity. ``about`` names the ONVIF operation or the address, never a secret."""

    kind: Oddity
    about: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who it says it is. Serial and MAC are how it is known again; two devices may claim the same."""

    make: str
    model: str
    firmware: str
    serial: str
    hardware: str = ""
    macs: tuple[str, ...] = ()  # lower case, colons: 00:11:22:33:44:55


@dataclass(frozen=True, kw_only=True)
class DeviceTime:
    """Its clock, read at ``read_at_us`` of ours; ``offset_us`` is what its clock is ahead."""

    reported_us: int
    read_at_us: int
    from_ntp: bool = False
    timezone: str = ""  # POSIX, as in ICT-7
    ntp_servers: tuple[str, ...] = ()

    @property
    def offset_us(self) -> int:
        """How far its clock is ahead of ours (negative: behind)."""
        return self.reported_us - self.read_at_us


@dataclass(frozen=True, kw_only=True)
class Service:
    """A web service of the device. ``path`` on ``port`` of its own address, whatever host it named."""

    namespace: str
    path: str
    port: int
    version: str = ""


@dataclass(frozen=True, kw_only=True)
class OpenProtocol:
    """A protocol as GetNetworkProtocols reports it."""

    name: str  # HTTP, HTTPS, RTSP
    enabled: bool
    ports: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Encoding:
    """A video encoder's setting. ``gop``: frames from one key frame to the next; 0 and 0.0 where it says nothing."""

    encoding: VideoEncoding
    width: int
    height: int
    fps: float = 0.0
    bitrate_bps: int = 0
    gop: int = 0


@dataclass(frozen=True, kw_only=True)
class MediaProfile:
    """A media profile: one encoding of one video source. Tokens are the device's names for its parts."""

    token: str
    name: str
    source_token: str
    encoder_token: str = ""
    encoding: Encoding | None = None
    ptz_token: str = ""  # of its PTZ configuration; empty: it cannot be steered
    stream_address: str = field(default="", repr=False)  # without user information; empty where it gave none


@dataclass(frozen=True, kw_only=True)
class Channel:
    """A video source with its profiles, the largest picture first: a camera has one, a recorder many."""

    number: int  # from 1, in the device's order
    source_token: str
    width: int = 0
    height: int = 0
    fps: float = 0.0
    profiles: tuple[MediaProfile, ...] = ()

    @property
    def main(self) -> MediaProfile | None:
        """The profile to record."""
        return self.profiles[0] if self.profiles else None

    @property
    def sub(self) -> MediaProfile | None:
        """The smaller one, for many pictures at once."""
        return self.profiles[1] if len(self.profiles) > 1 else None


@dataclass(frozen=True, kw_only=True)
class DeviceUser:
    """An account on the device."""

    name: str
    level: UserLevel


@dataclass(frozen=True, kw_only=True)
class Imaging:
    """Imaging settings of one source; None where the device says nothing."""

    source_token: str
    brightness: float | None = None
    contrast: float | None = None
    saturation: float | None = None
    sharpness: float | None = None
    ir_cut_filter: str = ""  # ON, OFF, AUTO
    wide_dynamic_range: str = ""  # ON, OFF
    focus: str = ""  # AUTO, MANUAL
    exposure: str = ""  # AUTO, MANUAL


@dataclass(frozen=True, kw_only=True)
class ImagingLimits:
    """What may be set of a source's imaging: levels as (lowest, highest), None where it tells none; modes by name."""

    brightness: tuple[float, float] | None = None
    contrast: tuple[float, float] | None = None
    saturation: tuple[float, float] | None = None
    sharpness: tuple[float, float] | None = None
    ir_cut_filter: tuple[str, ...] = ()
    wide_dynamic_range: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """A text in the picture (OSD). ``kind``: Plain, Date, Time, DateAndTime."""

    token: str
    source_token: str  # of the channel; empty where it is not told
    kind: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class PrivacyMask:
    """A part of the picture that the camera itself blots out. ``polygon``: x and y from 0 to 1, from the top left."""

    polygon: tuple[tuple[float, float], ...]
    enabled: bool = True
    token: str = ""  # the device's; empty before it is made


@dataclass(frozen=True, kw_only=True)
class PtzPosition:
    """Where it looks, in ONVIF's generic spaces: pan and tilt from -1 to 1, zoom from 0 to 1."""

    pan: float
    tilt: float
    zoom: float
    moving: bool = False


@dataclass(frozen=True, kw_only=True)
class PtzVector:
    """A speed or a step: each part from -1 to 1 (right, up, nearer are positive)."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0


@dataclass(frozen=True, kw_only=True)
class PtzLimits:
    """What its PTZ node can do. Ranges are (lowest, highest) of the generic spaces; None: not offered."""

    node_token: str
    pan: tuple[float, float] | None = None
    tilt: tuple[float, float] | None = None
    zoom: tuple[float, float] | None = None
    zooms: bool = True  # False: a head without a zoom, to which none may be named
    continuous: bool = False
    absolute: bool = False
    relative: bool = False
    relative_fov: bool = False  # steps in parts of the field of view (TranslationSpaceFov): click-to-centre
    home: bool = False
    most_presets: int = 0


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A position that the device keeps under a name."""

    token: str
    name: str
    position: PtzPosition | None = None


@dataclass(frozen=True, kw_only=True)
class DeviceEvent:
    """A message of the pull-point (ONVIF Core, 9.5). ``at_us`` by the device's clock, put right by its offset."""

    topic: str  # tns1:VideoSource/MotionAlarm
    at_us: int
    operation: str = ""  # Initialized, Changed, Deleted
    source: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class RecordingSpan:
    """Footage in the device's own storage (profile G), times put right by the clock's offset."""

    recording_token: str
    source_token: str
    start_us: int
    end_us: int


@dataclass(frozen=True, kw_only=True)
class DeviceFacts:
    """All of it, as read at ``read_at_us``. What a device does not offer is empty."""

    read_at_us: int
    identity: Identity
    time: DeviceTime
    media_version: int  # 1 or 2
    scopes: tuple[str, ...] = ()
    services: tuple[Service, ...] = ()
    channels: tuple[Channel, ...] = ()
    users: tuple[DeviceUser, ...] = ()
    protocols: tuple[OpenProtocol, ...] = ()
    imaging: tuple[Imaging, ...] = ()
    overlays: tuple[Overlay, ...] = ()
    masks: tuple[PrivacyMask, ...] = ()
    ptz: PtzLimits | None = None
    certificate_sha256: str = ""  # of what it served this with; empty over plain HTTP
    oddities: tuple[OddityFound, ...] = ()

    @property
    def onvif_profiles(self) -> frozenset[str]:
        """The conformance that it claims in its scopes: S, T, G, M."""
        prefix = "onvif://www.onvif.org/profile/"
        claimed = (scope.lower().removeprefix(prefix) for scope in self.scopes if scope.lower().startswith(prefix))
        return frozenset("S" if name == "streaming" else name.upper() for name in claimed)

    def offers(self, namespace: str) -> bool:
        """Whether it has a service, by the part of the namespace that tells it: ``ver20/ptz``, ``ver10/search``."""
        return any(namespace in service.namespace for service in self.services)


@dataclass(frozen=True, kw_only=True)
class FoundDevice:
    """A device that discovery met, without a log-in. Nothing of it is proven."""

    address: str
    port: int
    path: str
    tls: bool = False
    endpoint: str = ""  # WS-Discovery's endpoint reference (urn:uuid:...); empty where only the scan met it
    name: str = ""
    hardware: str = ""
    scopes: tuple[str, ...] = ()
