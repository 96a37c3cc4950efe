"""Devices without a network: ports over values, with log-ins that lock after five wrong tries, as makes do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field

from toancanh.devices import (
    Channel,
    DeviceAt,
    DeviceEvent,
    DeviceFacts,
    DeviceFailure,
    DeviceReason,
    DeviceTime,
    DeviceUser,
    EncoderWanted,
    Encoding,
    FoundDevice,
    Identity,
    Imaging,
    ImagingLimits,
    ImagingWanted,
    MediaProfile,
    OpenProtocol,
    PrivacyMask,
    UserLevel,
    VideoEncoding,
)
from toancanh.devices.reach import Reach, read_networks
from toancanh.infra.outbound import OutboundPolicy

LOCKS_AFTER = 5
NOW_US = 1_795_000_000_000_000


class Cut(BaseException):
    """The process ends here."""


@dataclass
class Fake:
    """One device. ``on``: called with the name of each question, before it is answered."""

    host: str
    port: int = 80
    serial: str = "DS-2CD-000001"
    mac: str = "44:19:b6:00:00:01"
    username: str = "admin"
    password: str = "factory-1"
    channels: int = 1
    firmware: str = "V5.5.82 build 260101"
    certificate: str = ""
    offset_us: int = 0
    wrong: int = 0
    locked: bool = False
    away: bool = False
    codec: VideoEncoding = VideoEncoding.H264
    most_bitrate_bps: int = 8_000_000
    ntp: tuple[str, ...] = ()
    overlays: dict[str, str] = field(default_factory=dict)
    named_host: str = ""  # the host in its stream addresses, where it names another one
    on: Callable[[str], None] = lambda _: None
    bitrate: dict[str, int] = field(default_factory=dict)
    brightness: float = 50.0
    read_at_us: int = NOW_US
    masks: tuple[PrivacyMask, ...] = ()
    accounts: dict[str, UserLevel] = field(default_factory=dict)  # beside ``username``
    tells: list[DeviceEvent] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    def check(self, at: DeviceAt) -> None:
        if self.away:
            raise DeviceFailure(DeviceReason.UNREACHABLE, "it does not answer")
        if at.tls and at.certificate_sha256 != self.certificate:
            raise DeviceFailure(DeviceReason.CERTIFICATE_CHANGED, "another certificate")
        self.tried.append(at.password)
        if self.locked:
            raise DeviceFailure(DeviceReason.LOCKED, "locked")
        if (at.username, at.password) != (self.username, self.password):
            self.wrong += 1
            self.locked = self.wrong >= LOCKS_AFTER
            raise DeviceFailure(DeviceReason.LOGIN_REFUSED, "the user name or the password is wrong")
        self.wrong = 0

    def channel(self, number: int) -> Channel:
        source = f"src{number}"
        profiles = tuple(
            MediaProfile(
                token=f"{role}{number}", name=f"{role} {number}", source_token=source, encoder_token=f"e{role}{number}",
                encoding=Encoding(
                    encoding=self.codec, width=width, height=height, fps=25.0,
                    bitrate_bps=self.bitrate.get(f"{role}{number}", 4_000_000), gop=50,
                ),
                ptz_token="ptz" if role == "main" and number == 1 else "",
                stream_address=f"rtsp://{self.named_host or self.host}:554/ch{number}/{role}",
            )
            for role, width, height in (("main", 1920, 1080), ("sub", 640, 360))
        )  # fmt: skip
        return Channel(number=number, source_token=source, width=1920, height=1080, fps=25.0, profiles=profiles)


class FakePort:
    """A `DevicePort` as far as onboarding needs one."""

    def __init__(self, fake: Fake, at: DeviceAt) -> None:
        self.fake = fake
        self.at = at

    def _asked(self, name: str) -> None:
        self.fake.on(f"before {name}")
        self.fake.check(self.at)

    async def prove_login(self) -> bool:
        self._asked("prove_login")
        self.fake.on("after prove_login")
        return True

    async def users(self) -> tuple[DeviceUser, ...]:
        self._asked("users")
        accounts = {self.fake.username: UserLevel.ADMINISTRATOR, **self.fake.accounts}
        return tuple(DeviceUser(name=name, level=level) for name, level in accounts.items())

    async def create_user(self, name: str, password: str, level: UserLevel) -> None:
        self._asked("create_user")
        self.fake.accounts[name] = level

    async def delete_user(self, name: str) -> None:
        self._asked("delete_user")
        del self.fake.accounts[name]

    async def imaging(self, source_token: str) -> Imaging:
        self._asked("imaging")
        return Imaging(source_token=source_token, brightness=self.fake.brightness, ir_cut_filter="AUTO")

    async def imaging_limits(self, source_token: str) -> ImagingLimits:
        self._asked("imaging_limits")
        return ImagingLimits(brightness=(0.0, 100.0), ir_cut_filter=("ON", "AUTO"))

    async def set_imaging(self, source_token: str, wanted: ImagingWanted) -> Imaging:
        """It rounds to tens, and leaves its filter as it is."""
        self._asked("set_imaging")
        if wanted.brightness is not None:
            self.fake.brightness = round(wanted.brightness, -1)
        return await self.imaging(source_token)

    async def privacy_masks(self, source_token: str) -> tuple[PrivacyMask, ...]:
        self._asked("privacy_masks")
        return self.fake.masks

    async def set_privacy_masks(self, source_token: str, masks: Sequence[PrivacyMask]) -> None:
        self._asked("set_privacy_masks")
        self.fake.masks = tuple(masks)

    async def set_user(self, name: str, password: str, level: UserLevel) -> None:
        self._asked("set_user")
        assert name == self.fake.username
        self.fake.password = password
        self.fake.on("after set_user")

    async def describe(self) -> DeviceFacts:
        self._asked("describe")
        fake = self.fake
        return DeviceFacts(
            read_at_us=fake.read_at_us,
            identity=Identity(
                make="HIKVISION", model="DS-2CD2043", firmware=fake.firmware, serial=fake.serial, macs=(fake.mac,)
            ),
            time=await self.time(),
            media_version=2,
            scopes=("onvif://www.onvif.org/Profile/Streaming", "onvif://www.onvif.org/name/Cam%20A"),
            channels=await self.channels(),
            users=(DeviceUser(name=fake.username, level=UserLevel.ADMINISTRATOR),),
            protocols=(OpenProtocol(name="HTTP", enabled=True, ports=(80,)),),
        )

    async def channels(self) -> tuple[Channel, ...]:
        return tuple(self.fake.channel(number + 1) for number in range(self.fake.channels))

    async def time(self) -> DeviceTime:
        return DeviceTime(
            reported_us=NOW_US + self.fake.offset_us, read_at_us=NOW_US, from_ntp=bool(self.fake.ntp),
            ntp_servers=self.fake.ntp,
        )  # fmt: skip

    async def set_time(self, *, ntp_servers: Sequence[str], timezone: str) -> None:
        self._asked("set_time")
        self.fake.ntp, self.fake.offset_us = tuple(ntp_servers), 0

    async def set_encoder(self, profile: str, wanted: EncoderWanted) -> Encoding:
        self._asked("set_encoder")
        if wanted.bitrate_bps is not None:
            self.fake.bitrate[profile] = min(wanted.bitrate_bps, self.fake.most_bitrate_bps)
        return Encoding(encoding=self.fake.codec, width=1920, height=1080)

    async def set_name_overlay(self, source_token: str, text: str) -> None:
        self.fake.overlays[source_token] = text

    async def reboot(self) -> None:
        self._asked("reboot")

    async def events(self, answered: Callable[[], None] = lambda: None) -> AsyncIterator[DeviceEvent]:
        self._asked("events")
        answered()
        for event in self.fake.tells:
            yield event

    async def close(self) -> None:
        pass


@dataclass
class FakeNet:
    """`OpenDevice`, `LearnCertificate` and `Discover` over fakes."""

    fakes: dict[tuple[str, int], Fake] = field(default_factory=dict)

    def add(self, fake: Fake) -> Fake:
        self.fakes[fake.host, fake.port] = fake
        return fake

    def __call__(self, at: DeviceAt, *, networks: Sequence[str]) -> FakePort:
        Reach(outbound=OutboundPolicy(), networks=read_networks(networks)).check(at.address, at.port)
        return FakePort(self.fakes.get((at.address, at.port)) or Fake(host=at.address, away=True), at)

    async def learn_certificate(self, at: DeviceAt, *, networks: Sequence[str]) -> str:
        return self.fakes[at.address, at.port].certificate

    async def discover(self, networks: Sequence[str]) -> AsyncIterator[FoundDevice]:
        for fake in self.fakes.values():
            yield FoundDevice(address=fake.host, port=fake.port, path="/onvif/device_service")
