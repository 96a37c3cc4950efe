"""What an answer, or none, makes of a kept device. Pure."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any
from urllib.parse import unquote

from toancanh.devices.facts import Channel, DeviceFacts
from toancanh.devices.model import Device, DeviceState, KeptChannel, plain_mac, plain_serial
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import Denied, Invalid, PlatformError
from toancanh.registry.address import read_stream_address

_STATES = {
    DeviceReason.UNREACHABLE: DeviceState.AWAY,
    DeviceReason.TIMEOUT: DeviceState.AWAY,
    DeviceReason.LOGIN_REFUSED: DeviceState.LOGIN_REFUSED,
    DeviceReason.LOGIN_WANTED: DeviceState.LOGIN_REFUSED,
    DeviceReason.BASIC_ONLY: DeviceState.LOGIN_REFUSED,
    DeviceReason.CERTIFICATE_CHANGED: DeviceState.CERTIFICATE_CHANGED,
    DeviceReason.CERTIFICATE_UNKNOWN: DeviceState.CERTIFICATE_CHANGED,
}
_LONGEST = 200


def described(before: Device, facts: DeviceFacts, now_us: int) -> Device:
    """With what it says of itself. Another serial number than before: nothing is taken over, a person looks."""
    said = facts.identity
    if plain_serial(before.serial) and plain_serial(said.serial) != plain_serial(before.serial):
        reason = f"the serial number is {said.serial[:_LONGEST] or 'missing'}, it was {before.serial}"
        return replace(before.moved(DeviceState.ANOTHER_DEVICE, reason), seen_at_us=now_us, updated_at_us=now_us)
    macs = [mac for mac in map(plain_mac, said.macs) if mac]
    return replace(
        before.moved(DeviceState.READY),
        maker=said.make[:_LONGEST],
        model=said.model[:_LONGEST],
        firmware=said.firmware[:_LONGEST],
        serial=said.serial[:_LONGEST] or before.serial,
        mac=before.mac if before.mac in macs else next(iter(macs), before.mac),
        name=_name_of(facts) or before.name,
        facts=_kept(facts),
        facts_at_us=facts.read_at_us,
        seen_at_us=now_us,
        updated_at_us=now_us,
        channels=channels_of(before.channels, facts.channels),
    )


def failed(before: Device, error: PlatformError, now_us: int) -> Device:
    """As it stands after a question that was not answered as it should be."""
    if isinstance(error, Denied):
        return replace(before.moved(DeviceState.OUTSIDE, error.detail), updated_at_us=now_us)
    state = _STATES.get(error.reason) if isinstance(error, DeviceFailure) else None
    if state is None:
        return replace(before, reason=error.detail, updated_at_us=now_us)
    return replace(before.moved(state, error.detail), updated_at_us=now_us)


def speaks_against(error: PlatformError) -> bool:
    """Whether it tells how the device stands, not only what became of one question."""
    if isinstance(error, DeviceFailure):
        return error.reason in _STATES
    return isinstance(error, Denied) and error.extra.get("reason") == "address_outside_networks"


def channels_of(before: tuple[KeptChannel, ...], now: tuple[Channel, ...]) -> tuple[KeptChannel, ...]:
    """By the device's tokens: a channel that is still there keeps its camera, one that is gone with a camera stays."""
    known = {one.token: one for one in before}
    fresh = tuple(_channel(one, known.get(one.source_token)) for one in now)
    tokens = {one.token for one in fresh}
    return (*fresh, *(one for one in before if one.token not in tokens and one.camera_id is not None))


def _channel(of: Channel, before: KeptChannel | None) -> KeptChannel:
    main, sub = of.main, of.sub
    return KeptChannel(
        token=of.source_token[:_LONGEST],
        position=of.number,
        name=main.name[:_LONGEST] if main is not None else "",
        camera_id=before.camera_id if before is not None else None,
        main_url=_shown(main.stream_address) if main is not None else "",
        sub_url=_shown(sub.stream_address) if sub is not None else "",
        main_profile=main.token[:_LONGEST] if main is not None else "",
        sub_profile=sub.token[:_LONGEST] if sub is not None else "",
        ptz_profile=next((one.token for one in of.profiles if one.ptz_token), "")[:_LONGEST],
    )


def _name_of(facts: DeviceFacts) -> str:
    prefix = "onvif://www.onvif.org/name/"
    found = next((scope for scope in facts.scopes if scope.lower().startswith(prefix)), "")
    return "".join(letter for letter in unquote(found[len(prefix) :]) if letter.isprintable())[:_LONGEST]


def _shown(url: str) -> str:
    """Makers put passwords into paths, too."""
    try:
        return read_stream_address(url).shown if url else ""
    except Invalid:
        return ""


def _kept(facts: DeviceFacts) -> dict[str, Any]:
    """As JSON, without what may hold a password."""
    kept = asdict(facts)
    for channel in kept["channels"]:
        for profile in channel["profiles"]:
            profile["stream_address"] = _shown(profile["stream_address"])
    return kept
