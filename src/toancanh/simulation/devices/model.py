"""What one simulated device is and what has been set on it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from toancanh.kernel import Clock
from toancanh.registry.model import StreamRole
from toancanh.simulation.devices.door import DeviceDoor
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.head import Head
from toancanh.simulation.devices.makes import Make, Manners

ROLES = (StreamRole.MAIN, StreamRole.SUB)


@dataclass(kw_only=True, slots=True)
class Encoder:
    """A video encoder configuration; what the stream really sends stays as it is."""

    token: str
    codec: str  # H264 or H265
    width: int
    height: int
    fps: int
    gop: int
    bitrate_kbps: int
    quality: float = 4.0


@dataclass(frozen=True, kw_only=True)
class Stream:
    """One profile of a channel."""

    role: StreamRole
    profile_token: str
    encoder: Encoder
    path: str  # with its query, of the RTSP address
    shown_path: str  # as answers give it


@dataclass(kw_only=True, slots=True)
class Overlay:
    """An OSD text (ONVIF Media 1 and 2)."""

    kind: str  # Plain, DateAndTime
    text: str
    position: str = "UpperLeft"


@dataclass(kw_only=True, slots=True)
class Mask:
    """A privacy mask (ONVIF Media 2): corners in -1..1."""

    polygon: tuple[tuple[float, float], ...]
    kind: str = "Color"
    enabled: bool = True


@dataclass(kw_only=True)
class Channel:
    """One video source; ``camera_number`` is its number on the RTSP server."""

    number: int
    camera_number: int
    source_token: str
    streams: tuple[Stream, ...]
    replay_path: str  # empty: nothing is recorded
    head: Head | None
    overlays: dict[str, Overlay] = field(default_factory=dict)
    masks: dict[str, Mask] = field(default_factory=dict)
    imaging: dict[str, str] = field(
        default_factory=lambda: {"Brightness": "50", "ColorSaturation": "50", "Contrast": "50", "IrCutFilter": "AUTO"}
    )

    def stream(self, role: StreamRole) -> Stream:
        """The profile of a role."""
        return next(one for one in self.streams if one.role is role)


@dataclass(kw_only=True)
class PullPoint:
    """A subscription (ONVIF core, real-time pull-point): bounded, the oldest go first."""

    ends_us: int
    waiting: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, message: str) -> None:
        """One notification message."""
        self.waiting = [*self.waiting[-99:], message]
        self.news.set()


@dataclass(kw_only=True)
class Device:
    """One machine in the network: a camera, or a recorder with many channels."""

    number: int
    make: Make
    manners: Manners
    model: str
    firmware: str
    serial: str
    mac: str  # aa:bb:...
    name: str
    host: str
    http_port: int
    rtsp_port: int
    https_port: int = 0
    rtsps_port: int = 0
    door: DeviceDoor
    channels: Sequence[Channel]
    clock: Clock
    clock_offset_us: int = 0
    ntp: list[str] = field(default_factory=list)
    time_is_manual: bool = True
    timezone: str = "ICT-7"
    faults: dict[DeviceFault, str] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    pull_points: dict[str, PullPoint] = field(default_factory=dict)
    searches: dict[str, int] = field(default_factory=dict)  # results already given, by token
    counter: int = 0
    reboots: int = 0
    started_us: int = 0
    snapshot: Callable[[Channel, Stream], Awaitable[bytes]] | None = None
    recorded_s: float = 0  # how far back its own storage goes
    reboot_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def now_us(self) -> int:
        """By its own clock."""
        return self.clock.now_us() + self.ahead_us

    @property
    def ahead_us(self) -> int:
        """How far its own clock is ahead of the true one."""
        return -self.started_us if DeviceFault.CLOCK_1970 in self.faults else self.clock_offset_us

    @property
    def ports(self) -> tuple[int, ...]:
        """Those it listens on."""
        return tuple(filter(None, (self.http_port, self.rtsp_port, self.https_port, self.rtsps_port)))

    def recorded_us(self) -> tuple[int, int]:
        """From when to when its own storage holds pictures, by its own clock."""
        now_us = self.now_us()
        return now_us - round(self.recorded_s * 1_000_000), now_us

    @property
    def endpoint(self) -> str:
        """Its endpoint reference (WS-Discovery): the same for ever."""
        digits = self.mac.replace(":", "")
        return f"urn:uuid:{self.number:08x}-70a0-4ca0-8000-{digits}"

    @property
    def shown_host(self) -> str:
        """The host that its answers name."""
        return self.faults.get(DeviceFault.FOREIGN_ADDRESS, "") or self.host

    def service_url(self, service: str, *, secure: bool = False) -> str:
        """Of a service, as the device names it to who came over TLS, or not."""
        port = self.https_port if secure else self.http_port
        return f"{self._shown('https' if secure else 'http', port)}/onvif/{service}"

    def stream_url(self, path: str, *, secure: bool = False) -> str:
        """An RTSP address as it names it."""
        port = self.rtsps_port if secure else self.rtsp_port
        return f"{self._shown('rtsps' if secure else 'rtsp', port)}{path}"

    def new_token(self, kind: str) -> str:
        """Never used before by this device."""
        self.counter += 1
        return f"{kind}{self.counter}"

    def _shown(self, scheme: str, port: int) -> str:
        host = self.shown_host
        return f"{scheme}://{host}" if ":" in host else f"{scheme}://{host}:{port}"
