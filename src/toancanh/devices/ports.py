"""What the use cases need of a device, whatever it speaks. The one adapter so far is `toancanh.devices.onvif`."""

from __future__ import annotations

import enum
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from toancanh.devices.facts import (
    Channel,
    DeviceEvent,
    DeviceFacts,
    DeviceTime,
    DeviceUser,
    Encoding,
    Identity,
    Imaging,
    ImagingLimits,
    Preset,
    PrivacyMask,
    PtzLimits,
    PtzPosition,
    PtzVector,
    RecordingSpan,
    UserLevel,
    VideoEncoding,
)
from toancanh.kernel import ErrorKind, PlatformError


@dataclass(frozen=True, kw_only=True)
class DeviceAt:
    """Where a device is and how to log in. Over TLS without ``certificate_sha256`` its certificate is verified."""

    address: str  # an IP address, or a name that is resolved once and pinned
    port: int = 80
    path: str = "/onvif/device_service"
    tls: bool = False
    certificate_sha256: str = ""  # of the certificate in DER, 64 hexadecimal digits: this one and no other
    username: str = ""
    password: str = field(default="", repr=False)


class DeviceReason(enum.StrEnum):
    """Why a device could not be asked, in words a person understands (texts are in the console's catalogue)."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"  # also an answer that never ends
    NOT_ONVIF = "not_onvif"  # something answers there, not an ONVIF device
    BAD_ANSWER = "bad_answer"  # malformed, or the answer to another question
    ANSWER_TOO_LARGE = "answer_too_large"  # by bytes, depth or number of elements
    LOGIN_WANTED = "login_wanted"  # no user name was given
    LOGIN_REFUSED = "login_refused"  # nothing more is tried with this password: devices lock after a few
    BASIC_ONLY = "basic_only"  # it wants the password in the clear, and no authority vouches for its certificate
    LOCKED = "locked"  # the device says that it has locked log-ins
    CLOCK_REFUSED = "clock_refused"  # it refuses log-ins for the time in them: set its clock
    NOT_PERMITTED = "not_permitted"  # logged in, but this account may not
    CERTIFICATE_CHANGED = "certificate_changed"
    CERTIFICATE_UNKNOWN = "certificate_unknown"  # nobody that we trust signed it, and none is pinned
    NOT_OFFERED = "not_offered"  # the device has no such service or operation
    REFUSED = "refused"  # it answered with a fault; ``detail`` says which


class DeviceFailure(PlatformError):
    """A device did not do what was asked. Where it may not be connected to at all the error is `Denied` (reasons
    ``address_forbidden`` and ``address_outside_networks``).
    """

    kind = ErrorKind.UNAVAILABLE

    def __init__(self, reason: DeviceReason, detail: str) -> None:
        super().__init__(detail, reason=reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class EncoderWanted:
    """What an encoder shall do; None leaves a part as it is."""

    encoding: VideoEncoding | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None
    bitrate_bps: int | None = None
    gop: int | None = None


@dataclass(frozen=True, kw_only=True)
class ImagingWanted:
    """What of a source's picture shall be another; None leaves it as it is. Modes as `ImagingLimits` names them."""

    brightness: float | None = None
    contrast: float | None = None
    saturation: float | None = None
    sharpness: float | None = None
    ir_cut_filter: str | None = None
    wide_dynamic_range: str | None = None
    focus: str | None = None
    exposure: str | None = None


class PtzPort(Protocol):
    """Steering, on one connection that stays open. ``profile``: token of a media profile with a ``ptz_token``.

    All raise `DeviceFailure`.
    """

    async def ptz_limits(self, profile: str) -> PtzLimits: ...

    async def ptz_status(self, profile: str) -> PtzPosition: ...

    async def ptz_continuous(self, profile: str, speed: PtzVector, *, timeout_s: float | None = None) -> None:
        """Go on at this speed until stopped, or until ``timeout_s`` have passed where the device keeps that."""

    async def ptz_absolute(self, profile: str, position: PtzPosition) -> None: ...

    async def ptz_relative(self, profile: str, step: PtzVector, *, of_view: bool = False) -> None:
        """A step; ``of_view``: in halves of the field of view, where `PtzLimits.relative_fov`."""

    async def ptz_stop(self, profile: str) -> None: ...

    async def ptz_presets(self, profile: str) -> tuple[Preset, ...]: ...

    async def ptz_goto_preset(self, profile: str, preset: str) -> None: ...

    async def ptz_set_preset(self, profile: str, name: str, *, preset: str = "") -> str:
        """Keep where it looks now, over ``preset`` if given; its token."""

    async def ptz_remove_preset(self, profile: str, preset: str) -> None: ...

    async def ptz_goto_home(self, profile: str) -> None: ...

    async def ptz_set_home(self, profile: str) -> None: ...


class DevicePort(PtzPort, Protocol):
    """One device. All raise `DeviceFailure` and `Denied`; none tries a password twice that was refused once."""

    async def identity(self) -> Identity:
        """Make, model, firmware, serial and MACs: the cheapest question that proves a log-in."""

    async def prove_login(self) -> bool:
        """True where a question that it refuses to strangers was answered to this log-in; False where it answers
        everybody, so that no password proves anything.
        """

    async def describe(self) -> DeviceFacts:
        """Everything; what the device refuses to tell is an oddity, not an error."""

    async def channels(self) -> tuple[Channel, ...]:
        """Video sources with their profiles and stream addresses."""

    async def stream_address(self, profile: str) -> str:
        """RTSP address on the device's own host, without user information."""

    async def snapshot(self, profile: str) -> bytes:
        """One JPEG, at most 8 MiB."""

    async def time(self) -> DeviceTime:
        """Its clock and time servers; the clock alone needs no log-in."""

    async def set_time(self, *, ntp_servers: Sequence[str], timezone: str) -> None:
        """Take time from these servers; with none, set the clock to ours by hand."""

    async def users(self) -> tuple[DeviceUser, ...]: ...

    async def create_user(self, name: str, password: str, level: UserLevel) -> None: ...

    async def set_user(self, name: str, password: str, level: UserLevel) -> None:
        """New password of an account. This port goes on with the old log-in: open another for the new one."""

    async def delete_user(self, name: str) -> None: ...

    async def set_encoder(self, profile: str, wanted: EncoderWanted) -> Encoding:
        """What the device says it does after it was told; it may round or refuse."""

    async def set_name_overlay(self, source_token: str, text: str) -> None:
        """The camera's name in the picture; what else is there stays."""

    async def imaging(self, source_token: str) -> Imaging: ...

    async def imaging_limits(self, source_token: str) -> ImagingLimits: ...

    async def set_imaging(self, source_token: str, wanted: ImagingWanted) -> Imaging:
        """What the device says it does after it was told. What it does not tell it is not told, either."""

    async def privacy_masks(self, source_token: str) -> tuple[PrivacyMask, ...]:
        """What the camera itself blots out of that source."""

    async def set_privacy_masks(self, source_token: str, masks: Sequence[PrivacyMask]) -> None:
        """Exactly these masks on that source: new ones first, then what is not wanted is taken away."""

    async def reboot(self) -> None: ...

    def events(self, answered: Callable[[], None] = lambda: None) -> AsyncIterator[DeviceEvent]:
        """Events by pull-point until closed; `DeviceFailure` ends it. ``answered``: the device said something, also
        that there is nothing new.
        """

    async def recordings(self) -> tuple[RecordingSpan, ...]:
        """What its own storage holds (profile G)."""

    async def replay_address(self, recording_token: str) -> str:
        """RTSP address that replays a recording; the range is asked for over RTSP (``Range: clock=``)."""

    async def close(self) -> None: ...


class OpenDevice(Protocol):
    """Makes a port; connects when first asked. The opener knows the outbound policy."""

    def __call__(self, at: DeviceAt, *, networks: Sequence[str]) -> DevicePort:
        """``networks``: those an administrator named, as 10.20.0.0/16. Outside them nothing is connected to."""


class LearnCertificate(Protocol):
    """First contact over TLS: which certificate is served there; nothing is sent."""

    async def __call__(self, at: DeviceAt, *, networks: Sequence[str]) -> str:
        """SHA-256 of the certificate, to be compared by a person and pinned."""
