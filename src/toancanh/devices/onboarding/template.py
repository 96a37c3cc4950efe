"""A template put on a device, and what the device says it does afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toancanh.devices.facts import Channel, DeviceFacts, DeviceTime, Encoding
from toancanh.devices.onboarding.model import Template
from toancanh.devices.ports import DeviceFailure, DevicePort, EncoderWanted

_RATE_APART = 0.1
_CLOCK_US = 5_000_000


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One thing that was to be set: what was wanted, what the device says it does; ``why``: what it answered."""

    what: str  # "main.bitrate_bps", "time", "name", ...
    channel: int | None
    wanted: str
    got: str
    took: bool
    why: str = ""


def wanted_of(template: Template, *, is_sub: bool, now: Encoding | None) -> EncoderWanted | None:
    """For one stream; None: nothing. Seconds between key frames become frames at the rate that is to be."""
    fps = template.sub_fps if is_sub else template.main_fps
    gop = None
    if not is_sub and template.main_gop_s is not None:
        rate = fps or (now.fps if now is not None else 0.0)
        gop = max(1, round(template.main_gop_s * rate)) if rate else None
    wanted = EncoderWanted(
        encoding=template.sub_encoding if is_sub else template.main_encoding,
        width=template.sub_width if is_sub else template.main_width,
        height=template.sub_height if is_sub else template.main_height,
        fps=fps,
        bitrate_bps=template.sub_bitrate_bps if is_sub else template.main_bitrate_bps,
        gop=gop,
    )
    return None if wanted == EncoderWanted() else wanted


def compared(wanted: EncoderWanted, got: Encoding | None, *, stream: str, channel: int, why: str) -> list[Setting]:
    """Each part that was wanted against what is."""
    parts = (
        ("encoding", wanted.encoding, got.encoding if got else None, 0.0),
        ("width", wanted.width, got.width if got else None, 0.0),
        ("height", wanted.height, got.height if got else None, 0.0),
        ("fps", wanted.fps, got.fps if got else None, _RATE_APART),
        ("bitrate_bps", wanted.bitrate_bps, got.bitrate_bps if got else None, _RATE_APART),
        ("gop", wanted.gop, got.gop if got else None, _RATE_APART),
    )
    return [
        Setting(
            what=f"{stream}.{name}", channel=channel, wanted=_shown(want), got=_shown(is_now),
            took=_alike(want, is_now, apart), why="" if _alike(want, is_now, apart) else why,
        )
        for name, want, is_now, apart in parts
        if want is not None
    ]  # fmt: skip


async def apply_template(
    port: DevicePort, facts: DeviceFacts, template: Template, names: Mapping[str, str]
) -> list[Setting]:
    """Tell the device, then ask it anew. ``names``: the text over the picture by video source. What it refuses is told
    in the list; raises `DeviceFailure` only where it does not answer the question afterwards.
    """
    said: dict[tuple[int, str], str] = {}
    for channel in facts.channels:
        for stream, profile, is_sub in (("main", channel.main, False), ("sub", channel.sub, True)):
            wanted = wanted_of(template, is_sub=is_sub, now=profile.encoding if profile else None)
            if profile is None or wanted is None:
                continue
            try:
                await port.set_encoder(profile.token, wanted)
            except DeviceFailure as error:
                said[channel.number, stream] = error.detail
    settings = await _names(port, facts.channels, names) if template.name_overlay else []
    time_said = ""
    if template.ntp_servers:
        try:
            await port.set_time(ntp_servers=template.ntp_servers, timezone=template.timezone)
        except DeviceFailure as error:
            time_said = error.detail
    settings += _encoders(template, facts.channels, await port.channels(), said)
    if template.ntp_servers:
        settings.append(time_setting(template.ntp_servers, await port.time(), time_said))
    return settings


def time_setting(servers: Sequence[str], now: DeviceTime, why: str = "") -> Setting:
    """Whether it takes its time from these servers and shows it."""
    took = now.from_ntp and set(servers) <= set(now.ntp_servers) and abs(now.offset_us) <= _CLOCK_US
    got = f"{', '.join(now.ntp_servers) or 'by hand'} ({now.offset_us / 1e6:+.1f} s)"
    return Setting(what="time", channel=None, wanted=", ".join(servers), got=got, took=took, why="" if took else why)


async def _names(port: DevicePort, channels: Sequence[Channel], names: Mapping[str, str]) -> list[Setting]:
    settings = []
    for channel in channels:
        text = names.get(channel.source_token)
        if text is None:
            continue
        why = ""
        try:
            await port.set_name_overlay(channel.source_token, text)
        except DeviceFailure as error:
            why = error.detail
        settings.append(
            Setting(
                what="name", channel=channel.number, wanted=text, got="" if why else text, took=not why, why=why
            )
        )  # fmt: skip
    return settings


def _encoders(
    template: Template, before: Sequence[Channel], now: Sequence[Channel], said: Mapping[tuple[int, str], str]
) -> list[Setting]:
    by_token = {profile.token: profile for channel in now for profile in channel.profiles}
    settings: list[Setting] = []
    for channel in before:
        for stream, profile, is_sub in (("main", channel.main, False), ("sub", channel.sub, True)):
            wanted = wanted_of(template, is_sub=is_sub, now=profile.encoding if profile else None)
            if wanted is None:
                continue
            got = by_token.get(profile.token) if profile is not None else None
            why = said.get((channel.number, stream), "" if profile is not None else "the device has no such stream")
            settings += compared(wanted, got.encoding if got else None, stream=stream, channel=channel.number, why=why)
    return settings


def _alike(wanted: object, got: object, apart: float) -> bool:
    if isinstance(wanted, int | float) and isinstance(got, int | float):
        return abs(wanted - got) <= apart * abs(wanted)
    return wanted == got


def _shown(value: object) -> str:
    return "" if value is None else str(value)
