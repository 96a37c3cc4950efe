"""A device behind `DevicePort`, spoken to by ONVIF."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

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
    MediaProfile,
    Oddity,
    Preset,
    PrivacyMask,
    PtzLimits,
    PtzPosition,
    PtzVector,
    RecordingSpan,
    UserLevel,
)
from toancanh.devices.onvif import (
    device_service,
    event_service,
    imaging_service,
    overlay_service,
    ptz_service,
    storage_service,
)
from toancanh.devices.onvif.envelope import DEVICE, IMAGING, MEDIA2, PTZ
from toancanh.devices.onvif.media_service import MediaService
from toancanh.devices.onvif.session import OnvifSession
from toancanh.devices.ports import DeviceFailure, DeviceReason, EncoderWanted, ImagingWanted
from toancanh.devices.quirks import Role, quirks_of
from toancanh.kernel import Denied

T = TypeVar("T")

_NO_ANSWER = frozenset(
    {DeviceReason.REFUSED, DeviceReason.NOT_OFFERED, DeviceReason.NOT_PERMITTED, DeviceReason.BAD_ANSWER}
)
_MOST_IMAGED = 64
_ROLES: tuple[Role, ...] = ("main", "sub")  # of a channel's profiles, in their order
_DESCRIBE_S = 180.0  # a recorder with 64 channels answers some 200 questions
_PROOFS = ((DEVICE, "GetDeviceInformation"), (DEVICE, "GetUsers"), (DEVICE, "GetNetworkInterfaces"))


class OnvifDevice:
    """A `DevicePort`."""

    def __init__(self, session: OnvifSession) -> None:
        self._session = session
        self._media = MediaService(session)
        self._heads: dict[str, PtzLimits] = {}  # by profile, as far as asked

    async def identity(self) -> Identity:
        await self._session.time()
        found = await device_service.read_identity(self._session)
        return replace(
            found, macs=await self._told("GetNetworkInterfaces", device_service.read_macs(self._session), ())
        )

    async def prove_login(self) -> bool:
        await self._session.time()
        for service, operation in _PROOFS:
            await self._told(operation, self._session.call(service, operation), None)
            if self._session.logged_in:
                return True
        return False

    async def describe(self) -> DeviceFacts:
        return await _within(_DESCRIBE_S, self._describe())

    async def _describe(self) -> DeviceFacts:
        session = self._session
        identity = await self.identity()
        services = await session.services()
        channels = self._known_streams(await self._media.channels(), identity.make)
        steered = next((one.token for channel in channels for one in channel.profiles if one.ptz_token), "")
        read_at_us = session.clock.now_us()
        return DeviceFacts(
            read_at_us=read_at_us,
            identity=identity,
            time=replace(
                await session.time(), ntp_servers=await self._told("GetNTP", device_service.read_ntp(session), ())
            ),
            media_version=2 if await self._media.namespace() == MEDIA2 else 1,
            scopes=await self._told("GetScopes", device_service.read_scopes(session), ()),
            services=tuple(services.values()),
            channels=channels,
            users=await self._told("GetUsers", device_service.read_users(session), ()),
            protocols=await self._told("GetNetworkProtocols", device_service.read_protocols(session), ()),
            imaging=tuple(
                [
                    found
                    for channel in channels[:_MOST_IMAGED]
                    if IMAGING in services
                    and (found := await self._told("GetImagingSettings", self.imaging(channel.source_token), None))
                ]
            ),
            overlays=await self._told("GetOSDs", overlay_service.read_overlays(session, self._media), ()),
            masks=await self._told("GetMasks", overlay_service.read_masks(session), ()) if MEDIA2 in services else (),
            ptz=await self._told("GetNodes", self.ptz_limits(steered), None) if steered and PTZ in services else None,
            certificate_sha256=session.http.certificate_sha256,
            oddities=session.oddities,
        )

    async def channels(self) -> tuple[Channel, ...]:
        return await _within(_DESCRIBE_S, self._media.channels())

    async def stream_address(self, profile: str) -> str:
        return await self._media.stream_address(profile)

    async def snapshot(self, profile: str) -> bytes:
        return await self._media.snapshot(profile)

    async def time(self) -> DeviceTime:
        return await device_service.read_time(self._session)

    async def set_time(self, *, ntp_servers: Sequence[str], timezone: str) -> None:
        await device_service.set_time(self._session, ntp_servers=ntp_servers, timezone=timezone)

    async def users(self) -> tuple[DeviceUser, ...]:
        return await device_service.read_users(self._session)

    async def create_user(self, name: str, password: str, level: UserLevel) -> None:
        await device_service.write_user(self._session, "CreateUsers", name, password, level)

    async def set_user(self, name: str, password: str, level: UserLevel) -> None:
        await device_service.write_user(self._session, "SetUser", name, password, level)

    async def delete_user(self, name: str) -> None:
        await device_service.delete_user(self._session, name)

    async def set_encoder(self, profile: str, wanted: EncoderWanted) -> Encoding:
        return await self._media.set_encoder(profile, wanted)

    async def set_name_overlay(self, source_token: str, text: str) -> None:
        await overlay_service.set_name_overlay(self._session, self._media, source_token, text)

    async def imaging(self, source_token: str) -> Imaging:
        return await imaging_service.read_imaging(self._session, source_token)

    async def imaging_limits(self, source_token: str) -> ImagingLimits:
        return await imaging_service.read_limits(self._session, source_token)

    async def set_imaging(self, source_token: str, wanted: ImagingWanted) -> Imaging:
        return await imaging_service.set_imaging(self._session, source_token, wanted)

    async def privacy_masks(self, source_token: str) -> tuple[PrivacyMask, ...]:
        return await overlay_service.read_masks(self._session, await self._media.source_configuration(source_token))

    async def set_privacy_masks(self, source_token: str, masks: Sequence[PrivacyMask]) -> None:
        await overlay_service.set_masks(self._session, self._media, source_token, masks)

    async def reboot(self) -> None:
        await device_service.reboot(self._session)

    def events(self, answered: Callable[[], None] = lambda: None) -> AsyncIterator[DeviceEvent]:
        return event_service.events(self._session, answered)

    async def recordings(self) -> tuple[RecordingSpan, ...]:
        return await storage_service.read_recordings(self._session)

    async def replay_address(self, recording_token: str) -> str:
        return await storage_service.replay_address(self._session, recording_token)

    async def ptz_limits(self, profile: str) -> PtzLimits:
        found = await ptz_service.read_limits(self._session, await self._media.ptz_node(profile))
        self._heads[profile] = found
        return found

    async def ptz_status(self, profile: str) -> PtzPosition:
        return await ptz_service.read_status(self._session, profile)

    async def ptz_continuous(self, profile: str, speed: PtzVector, *, timeout_s: float | None = None) -> None:
        zooms = await self._zooms(profile)
        await ptz_service.move(self._session, profile, speed, timeout_s=timeout_s, zooms=zooms)

    async def ptz_absolute(self, profile: str, position: PtzPosition) -> None:
        await ptz_service.move_to(self._session, profile, position, zooms=await self._zooms(profile))

    async def ptz_relative(self, profile: str, step: PtzVector, *, of_view: bool = False) -> None:
        await ptz_service.step(self._session, profile, step, of_view=of_view)

    async def ptz_stop(self, profile: str) -> None:
        await ptz_service.stop(self._session, profile)

    async def ptz_presets(self, profile: str) -> tuple[Preset, ...]:
        return await ptz_service.read_presets(self._session, profile)

    async def ptz_goto_preset(self, profile: str, preset: str) -> None:
        await ptz_service.about_preset(self._session, "GotoPreset", profile, preset)

    async def ptz_set_preset(self, profile: str, name: str, *, preset: str = "") -> str:
        return await ptz_service.set_preset(self._session, profile, name, preset)

    async def ptz_remove_preset(self, profile: str, preset: str) -> None:
        await ptz_service.about_preset(self._session, "RemovePreset", profile, preset)

    async def ptz_goto_home(self, profile: str) -> None:
        await ptz_service.about_home(self._session, "GotoHomePosition", profile)

    async def ptz_set_home(self, profile: str) -> None:
        await ptz_service.about_home(self._session, "SetHomePosition", profile)

    async def close(self) -> None:
        self._session.close()

    async def _zooms(self, profile: str) -> bool:
        if profile not in self._heads:
            self._heads[profile] = await self._told("GetNodes", self.ptz_limits(profile), PtzLimits(node_token=""))
        return self._heads[profile].zooms

    def _known_streams(self, channels: Sequence[Channel], make: str) -> tuple[Channel, ...]:
        """Where the device tells no address of a stream: the one by which its make is known to serve it."""
        known = quirks_of(make)
        if known is None or any(one.kind is Oddity.NAMES_FORBIDDEN_PORT for one in self._session.oddities):
            return tuple(channels)
        host = self._session.at.address
        base = f"rtsp://{f'[{host}]' if ':' in host else host}:{known.rtsp_port}"

        def told(profile: MediaProfile, role: Role, number: int) -> MediaProfile:
            path = known.stream_path(role, channel=number, of_recorder=len(channels) > 1)
            if profile.stream_address or not path:
                return profile
            try:
                return replace(profile, stream_address=self._session.own_stream(base + path))
            except Denied:
                return profile

        return tuple(
            replace(
                one,
                profiles=(
                    *(told(each, role, one.number) for each, role in zip(one.profiles, _ROLES, strict=False)),
                    *one.profiles[len(_ROLES) :],
                ),
            )
            for one in channels
        )

    async def _told(self, about: str, asked: Awaitable[T], otherwise: T) -> T:
        """What it answered; a question that it refuses is an oddity."""
        try:
            return await asked
        except DeviceFailure as failure:
            if failure.reason not in _NO_ANSWER:
                raise
            self._session.note(Oddity.NO_ANSWER, about)
        except Denied:  # the service is named where nobody may be led to
            self._session.note(Oddity.NAMES_FORBIDDEN_PORT, about)
        return otherwise


async def _within(seconds: float, asked: Awaitable[T]) -> T:
    """Each answer has its time, and all of them together have theirs."""
    try:
        async with asyncio.timeout(seconds):
            return await asked
    except TimeoutError:
        raise DeviceFailure(
            DeviceReason.TIMEOUT, f"the device told too slowly: {seconds:g} s were not enough"
        ) from None
