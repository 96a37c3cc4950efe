"""The ONVIF adapter against simulated devices of several makes, and all that they can do wrong."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from toancanh.devices import (
    DeviceAt,
    DeviceFailure,
    DevicePort,
    DeviceReason,
    EncoderWanted,
    ImagingWanted,
    Oddity,
    PrivacyMask,
    PtzPosition,
    PtzVector,
    UserLevel,
    VideoEncoding,
)
from toancanh.devices.onvif import OnvifOpener
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import Denied, SystemClock
from toancanh.simulation import SimulatedDevices, simulated_devices

LOOPBACK = ["127.0.0.0/8"]
MAKES = ("exact", "hikvision", "dahua", "sloppy")
RECORDER, STEERED = 5, 6

Ask = Callable[[DevicePort], Coroutine[Any, Any, Any]]


@pytest.fixture(scope="module")
def fleet() -> Iterator[SimulatedDevices]:
    with simulated_devices(
        6,
        make=[*MAKES, "hikvision", "exact"],
        channels={RECORDER: 32},
        ptz={STEERED},
        tls=True,
        wait_for_pictures=False,
    ) as devices:
        yield devices


@pytest.fixture(autouse=True)
def _well(fleet: SimulatedDevices) -> Iterator[None]:
    yield
    for one in fleet:
        fleet.clear(one.number)


def _opener(fleet: SimulatedDevices, answer_s: float = 5.0, **policy: Any) -> OnvifOpener:
    return OnvifOpener(
        outbound=OutboundPolicy.of(fleet.outbound, policy.get("own_ports", ())), clock=SystemClock(), answer_s=answer_s
    )


def _ask(
    fleet: SimulatedDevices,
    number: int,
    ask: Ask,
    *,
    answer_s: float = 5.0,
    networks: list[str] | None = None,
    **changes: Any,
) -> Any:
    one = fleet[number]
    known = {"address": one.host, "port": one.http_port, "username": one.username, "password": one.password}
    at = DeviceAt(**{**known, **changes})

    async def run() -> Any:
        port = _opener(fleet, answer_s)(at, networks=networks or LOOPBACK)
        try:
            return await ask(port)
        finally:
            await port.close()

    return asyncio.run(run())


@pytest.mark.parametrize("number", range(1, 5), ids=MAKES)
def test_what_a_device_says_of_itself(fleet: SimulatedDevices, number: int) -> None:
    one = fleet[number]
    refused_before = fleet.state(number).log_ins_refused
    facts = _ask(fleet, number, lambda port: port.describe())
    assert (facts.identity.make, facts.identity.model) == (one.manufacturer, one.model)
    assert (facts.identity.serial, facts.identity.macs) == (one.serial, (one.mac.lower(),))
    assert facts.media_version == (1 if one.make == "sloppy" else 2)
    (channel,) = facts.channels
    assert channel.main is not None
    assert channel.sub is not None
    assert channel.main.stream_address.startswith(fleet.stream_url(number).partition("?")[0])
    assert (channel.main.token, channel.sub.token) == (one.profiles[0][2], one.profiles[1][2])
    assert channel.main.encoding is not None
    assert channel.main.encoding.width > channel.sub.encoding.width  # type: ignore[union-attr]
    assert channel.main.encoding.gop > 0
    assert [user.name for user in facts.users] == ["admin"]
    assert facts.users[0].level is UserLevel.ADMINISTRATOR
    assert {protocol.name for protocol in facts.protocols} >= {"HTTP", "RTSP"}
    assert fleet.state(number).log_ins_refused == refused_before
    assert not facts.certificate_sha256
    far_off = any(oddity.kind is Oddity.CLOCK_FAR_OFF for oddity in facts.oddities)
    assert far_off == (one.make == "sloppy")


def test_a_recorder_is_one_device_with_many_channels(fleet: SimulatedDevices) -> None:
    channels = _ask(fleet, RECORDER, lambda port: port.channels())
    assert [channel.number for channel in channels] == list(range(1, 33))
    last = channels[-1]
    assert last.main.stream_address.partition("?")[0] == fleet.stream_url(RECORDER, 32)
    assert len({channel.sub.stream_address for channel in channels}) == 32


def test_a_wrong_password_is_sent_once(fleet: SimulatedDevices) -> None:
    async def insist(port: DevicePort) -> list[DeviceReason]:
        reasons = []
        for _ in range(8):
            with pytest.raises(DeviceFailure) as caught:
                await port.identity()
            reasons.append(caught.value.reason)
        return reasons

    for number in (1, 3):  # by HTTP, by token
        before = fleet.state(number).log_ins_refused
        assert set(_ask(fleet, number, insist, password="wrong")) == {DeviceReason.LOGIN_REFUSED}
        assert fleet.state(number).log_ins_refused == before + 1
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 1, lambda port: port.identity(), username="", password="")
    assert caught.value.reason is DeviceReason.LOGIN_WANTED
    assert _ask(fleet, 1, lambda port: port.prove_login())
    assert _ask(fleet, 3, lambda port: port.prove_login())


def test_no_password_is_told_by_the_adapter(fleet: SimulatedDevices, caplog: pytest.LogCaptureFixture) -> None:
    """Over real connections, right and wrong, and by devices that break off or answer nonsense."""
    caplog.set_level(logging.DEBUG)
    said = []
    for number in range(1, len(MAKES) + 1):
        right = fleet[number].password
        for password, fault in ((right, ""), ("wr0ng-" + right, ""), (right, "garbage"), (right, "wrong-wsdl")):
            if fault:
                fleet.fault(number, fault)
            try:
                said.append(repr(_ask(fleet, number, lambda port: port.describe(), password=password)))
            except DeviceFailure as failure:
                said.append(f"{failure!r} {failure.detail}")
        fleet.clear(number)
    assert len(said) == 4 * len(MAKES)
    for one in fleet:
        assert not any(one.password in text for text in (*said, caplog.text))


def test_questions_at_once_are_one_try(fleet: SimulatedDevices) -> None:
    async def at_once(port: DevicePort) -> list[object]:
        return await asyncio.gather(*(port.users() for _ in range(6)), return_exceptions=True)

    before = fleet.state(2).log_ins_refused
    answers = _ask(fleet, 2, at_once, password="wrong")
    assert all(isinstance(one, DeviceFailure) for one in answers)
    assert fleet.state(2).log_ins_refused == before + 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("soap-bomb", DeviceReason.NOT_ONVIF),
        ("deep", DeviceReason.ANSWER_TOO_LARGE),
        ("endless", DeviceReason.ANSWER_TOO_LARGE),
        ("garbage", DeviceReason.NOT_ONVIF),
        ("silent", DeviceReason.TIMEOUT),
        ("slow", DeviceReason.TIMEOUT),
        ("away", DeviceReason.UNREACHABLE),
    ],
)
def test_what_cannot_be_read_ends_in_time(fleet: SimulatedDevices, fault: str, reason: DeviceReason) -> None:
    fleet.fault(1, fault)
    waits_s = 0.3 if reason is DeviceReason.TIMEOUT else 10.0  # what never ends in time is waited for shortly
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 1, lambda port: port.describe(), answer_s=waits_s)
    assert caught.value.reason is reason


def test_the_wrong_words(fleet: SimulatedDevices) -> None:
    fleet.fault(1, "wrong-wsdl")
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 1, lambda port: port.identity())
    assert caught.value.reason in (DeviceReason.BAD_ANSWER, DeviceReason.NOT_ONVIF)


def test_a_clock_in_1970_logs_in_all_the_same_and_is_set(fleet: SimulatedDevices) -> None:
    fleet.fault(3, "clock-1970")
    facts = _ask(fleet, 3, lambda port: port.describe())
    assert facts.time.offset_us < -50 * 365 * 86_400_000_000
    assert Oddity.CLOCK_FAR_OFF in {oddity.kind for oddity in facts.oddities}
    _ask(fleet, 3, lambda port: port.set_time(ntp_servers=["10.0.0.5", "time.hanoi.vn"], timezone="ICT-7"))
    assert fleet.state(3).ntp == ("10.0.0.5", "time.hanoi.vn")


def test_a_device_that_names_another_is_taken_at_its_own_address(fleet: SimulatedDevices) -> None:
    fleet.fault(1, "foreign-address", "169.254.169.254")
    facts = _ask(fleet, 1, lambda port: port.describe())
    host = fleet[1].host
    assert facts.channels[0].main.stream_address.startswith(f"rtsp://{host}")
    assert (Oddity.NAMES_ANOTHER_ADDRESS, "169.254.169.254") in {(one.kind, one.about) for one in facts.oddities}


def test_nothing_outside_the_named_networks_is_connected_to(fleet: SimulatedDevices) -> None:
    with pytest.raises(Denied) as caught:
        _ask(fleet, 1, lambda port: port.describe(), networks=["10.20.0.0/16"])
    assert caught.value.extra["reason"] == "address_outside_networks"
    assert caught.value.kind == "denied"


def test_a_stream_on_a_port_of_ours_is_not_led_to(fleet: SimulatedDevices) -> None:
    one = fleet[1]
    opener = OnvifOpener(
        outbound=OutboundPolicy.of([f"{one.host}:{one.http_port}"], {one.rtsp_port}), clock=SystemClock()
    )
    at = DeviceAt(address=one.host, port=one.http_port, username=one.username, password=one.password)

    async def ask() -> Any:
        port = opener(at, networks=LOOPBACK)
        try:
            return await port.describe()
        finally:
            await port.close()

    facts = asyncio.run(ask())
    assert facts.channels[0].main.stream_address == ""
    assert Oddity.NAMES_FORBIDDEN_PORT in {oddity.kind for oddity in facts.oddities}


def test_a_certificate_is_learned_pinned_and_missed_when_it_changes(fleet: SimulatedDevices) -> None:
    one = fleet[1]
    opener, at = _opener(fleet), DeviceAt(address=one.host, port=one.https_port, tls=True)
    pinned = asyncio.run(opener.learn_certificate(at, networks=LOOPBACK))
    facts = _ask(fleet, 1, lambda port: port.describe(), port=one.https_port, tls=True, certificate_sha256=pinned)
    assert facts.certificate_sha256 == pinned
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 1, lambda port: port.identity(), port=one.https_port, tls=True)
    assert caught.value.reason is DeviceReason.CERTIFICATE_UNKNOWN
    calls = fleet.state(1).calls
    fleet.fault(1, "certificate")
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 1, lambda port: port.identity(), port=one.https_port, tls=True, certificate_sha256=pinned)
    assert caught.value.reason is DeviceReason.CERTIFICATE_CHANGED
    assert fleet.state(1).calls == calls


@pytest.mark.parametrize("number", [1, 4], ids=["media2", "media1"])
def test_encoder_and_name_are_set_and_the_rest_stays(fleet: SimulatedDevices, number: int) -> None:
    async def set_up(port: DevicePort) -> Any:
        (channel,) = await port.channels()
        wanted = EncoderWanted(bitrate_bps=1_024_000, gop=40)
        found = await port.set_encoder(channel.main.token, wanted)  # type: ignore[union-attr]
        await port.set_name_overlay(channel.source_token, "Ngã tư <Sở> & Láng")
        await port.set_name_overlay(channel.source_token, "Ngã tư Sở")
        return channel.main.encoding, found  # type: ignore[union-attr]

    before, after = _ask(fleet, number, set_up)
    assert (after.bitrate_bps, after.gop) == (1_024_000, 40)
    assert (after.width, after.height, after.fps, after.encoding) == (
        before.width, before.height, before.fps, before.encoding,
    )  # fmt: skip
    texts = [overlay.text for overlay in fleet.state(number).channels[1].overlays.values() if overlay.kind == "Plain"]
    assert texts == ["Ngã tư Sở"]


def test_h265_where_the_device_knows_it(fleet: SimulatedDevices) -> None:
    wanted = EncoderWanted(encoding=VideoEncoding.H265)

    async def turn(port: DevicePort) -> Any:
        (channel,) = await port.channels()
        return await port.set_encoder(channel.sub.token, wanted)  # type: ignore[union-attr]

    assert _ask(fleet, 2, turn).encoding is VideoEncoding.H265
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 4, turn)
    assert caught.value.reason is DeviceReason.NOT_OFFERED


def test_masks_lie_where_they_were_drawn_and_replace_what_was_there(fleet: SimulatedDevices) -> None:
    first = PrivacyMask(polygon=((0.0, 0.0), (0.5, 0.0), (0.5, 0.25)))
    second = PrivacyMask(polygon=((0.5, 0.5), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0)))

    async def mask(port: DevicePort) -> Any:
        (channel,) = await port.channels()
        await port.set_privacy_masks(channel.source_token, [first])
        await port.set_privacy_masks(channel.source_token, [second])
        return (await port.describe()).masks

    (found,) = _ask(fleet, 1, mask)
    assert found.polygon == second.polygon
    (kept,) = fleet.state(1).channels[1].masks.values()
    assert kept.polygon == ((0.0, 0.0), (1.0, 0.0), (1.0, -1.0), (0.0, -1.0))  # ONVIF's plane


def test_the_picture_is_set_and_the_rest_of_it_stays(fleet: SimulatedDevices) -> None:
    async def darken(port: DevicePort) -> Any:
        (channel,) = await port.channels()
        token = channel.source_token
        after = await port.set_imaging(token, ImagingWanted(brightness=30.0, ir_cut_filter="OFF"))
        with pytest.raises(DeviceFailure) as caught:
            await port.set_imaging(token, ImagingWanted(sharpness=10.0))
        return await port.imaging_limits(token), after, caught.value.reason

    for number in (1, 2, 3):
        limits, after, reason = _ask(fleet, number, darken)
        assert (limits.brightness, limits.ir_cut_filter) == ((0.0, 100.0), ("ON", "OFF", "AUTO"))
        assert (after.brightness, after.contrast, after.ir_cut_filter) == (30.0, 50.0, "OFF")
        assert reason is DeviceReason.NOT_OFFERED  # what it does not tell it is not told
    with pytest.raises(DeviceFailure) as caught:
        _ask(fleet, 4, darken)
    assert caught.value.reason is DeviceReason.NOT_OFFERED


def test_accounts_are_made_changed_and_taken_away(fleet: SimulatedDevices) -> None:
    async def accounts(port: DevicePort) -> None:
        await port.create_user("toancanh", "M\u1eadt kh\u1ea9u <1>", UserLevel.OPERATOR)
        await port.set_user("toancanh", "other-2026", UserLevel.OPERATOR)

    _ask(fleet, 2, accounts)
    assert fleet.state(2).users["toancanh"].password == "other-2026"
    assert _ask(fleet, 2, lambda port: port.prove_login(), username="toancanh", password="other-2026")
    with pytest.raises(DeviceFailure) as caught:
        _ask(
            fleet, 2, lambda port: port.create_user("x", "y", UserLevel.USER),
            username="toancanh", password="other-2026",
        )  # fmt: skip
    assert caught.value.reason is not DeviceReason.REFUSED
    _ask(fleet, 2, lambda port: port.delete_user("toancanh"))
    assert "toancanh" not in fleet.state(2).users


def test_a_head_turns_stops_and_remembers(fleet: SimulatedDevices) -> None:
    async def steer(port: DevicePort) -> None:
        (channel,) = await port.channels()
        profile = channel.main.token  # type: ignore[union-attr]
        limits = await port.ptz_limits(profile)
        assert limits.continuous
        assert limits.absolute
        assert limits.pan == (-1.0, 1.0)
        await port.ptz_absolute(profile, PtzPosition(pan=0.5, tilt=-0.25, zoom=0.1))
        preset = await port.ptz_set_preset(profile, "Cổng chính")
        assert [one.name for one in await port.ptz_presets(profile)] == ["Cổng chính"]
        await port.ptz_continuous(profile, PtzVector(pan=-1.0), timeout_s=5)
        assert (await port.ptz_status(profile)).moving
        await port.ptz_stop(profile)
        assert not (await port.ptz_status(profile)).moving
        await port.ptz_relative(profile, PtzVector(pan=0.1))
        await port.ptz_goto_preset(profile, preset)
        await port.ptz_set_home(profile)
        await port.ptz_goto_home(profile)
        await port.ptz_remove_preset(profile, preset)
        assert await port.ptz_presets(profile) == ()

    _ask(fleet, STEERED, steer)


def test_events_come_until_closed(fleet: SimulatedDevices) -> None:
    async def hear(port: DevicePort) -> tuple[str, str, dict[str, str]]:
        events = port.events()
        async for event in events:
            if event.operation == "Initialized":
                await asyncio.to_thread(fleet.emit, 1, "tns1:VideoSource/MotionAlarm")
            else:
                break
        await events.aclose()  # type: ignore[attr-defined]
        return event.topic, event.operation, dict(event.data)

    assert _ask(fleet, 1, hear) == ("tns1:VideoSource/MotionAlarm", "Changed", {"State": "true"})
    assert fleet.state(1).pull_points == 0


def test_what_a_recorder_keeps_itself(fleet: SimulatedDevices) -> None:
    async def stored(port: DevicePort) -> Any:
        spans = await port.recordings()
        return spans, await port.replay_address(spans[-1].recording_token)

    spans, address = _ask(fleet, RECORDER, stored)
    assert len(spans) == 32
    assert all(span.start_us < span.end_us for span in spans)
    assert address.startswith(f"rtsp://{fleet[RECORDER].host}")


def test_a_reboot_is_asked_for_once(fleet: SimulatedDevices) -> None:
    before = fleet.state(6).calls.get("SystemReboot", 0)
    _ask(fleet, 6, lambda port: port.reboot())
    assert fleet.state(6).calls["SystemReboot"] == before + 1
