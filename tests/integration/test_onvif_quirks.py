"""Every deviation of `makes.json`, replayed from its fixture `tests/fixtures/onvif/MAKE.ID.txt`."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from scripted_device import FIXTURES, Scripted, play
from toancanh.devices import DeviceAt, DeviceFailure, DeviceReason
from toancanh.devices.onvif.addresses import named_web
from toancanh.devices.onvif.device import OnvifDevice
from toancanh.devices.quirks import known_makes


def _play(name: str, ask: Callable[[OnvifDevice], Coroutine[Any, Any, Any]]) -> tuple[Any, Scripted]:
    script = Scripted.of(name)
    return play(script, ask), script


def test_every_deviation_has_a_fixture() -> None:
    names = {f"{make.make}.{deviation.id}" for make in known_makes() for deviation in make.deviations}
    assert {path.stem for path in FIXTURES.glob("*.txt")} == names


def test_digest_by_http() -> None:
    found, script = _play("hikvision.digest-by-http", lambda device: device.identity())
    assert (found.make, found.serial) == ("HIKVISION", "DS-2CD2T47G2-L20220112AAWR000000001")
    logins = [login for operation, login, _ in script.asked if operation == "GetDeviceInformation"]
    assert logins == ["none", "http"]


def test_zulu_timestamps() -> None:
    proved, script = _play("hikvision.zulu-timestamps", lambda device: device.prove_login())
    assert proved
    created = [re.search(r"<u:Created>(.*?)</u:Created>", body) for _, login, body in script.asked if login == "token"]
    assert created
    assert all(one is not None and one[1].endswith("Z") for one in created)


def test_suffix_in_stream_address() -> None:
    address, _ = _play("hikvision.suffix-in-stream-address", lambda device: device.stream_address("Profile_1"))
    assert address == "rtsp://127.0.0.1/Streaming/Channels/101?transportmode=unicast&profile=Profile_1"


def test_time_check() -> None:
    proved, script = _play("dahua.time-check", lambda device: device.prove_login())
    assert proved
    assert [operation for operation, _, _ in script.asked].count("GetSystemDateAndTime") == 2


def test_no_http_challenge() -> None:
    found, script = _play("dahua.no-http-challenge", lambda device: device.identity())
    assert found.make == "Dahua"
    assert [login for operation, login, _ in script.asked if operation == "GetDeviceInformation"] == ["none", "token"]


def test_admin_only() -> None:
    async def ask(device: OnvifDevice) -> DeviceReason:
        with pytest.raises(DeviceFailure) as caught:
            await device.identity()
        with pytest.raises(DeviceFailure):
            await device.users()
        return caught.value.reason

    reason, script = _play("dahua.admin-only", ask)
    assert reason is DeviceReason.LOGIN_REFUSED
    assert [login for _, login, _ in script.asked].count("token") == 1


def test_recorder_rtsp_port() -> None:
    address, _ = _play("hanwha.recorder-rtsp-port", lambda device: device.stream_address("ch0"))
    assert address == "rtsp://127.0.0.1:558/LiveChannel/0/media.smp/profile=2"


def test_login_for_the_time() -> None:
    found, script = _play("axis.login-for-the-time", lambda device: device.identity())
    assert found.make == "AXIS"
    logins = [login for operation, login, _ in script.asked if operation == "GetSystemDateAndTime"]
    assert logins[0] == "none"
    assert "http" in logins


def test_events_on_another_port() -> None:
    script = Scripted.of("tp-link.events-on-another-port")
    ((_, body),) = script.answers[("CreatePullPointSubscription", "any")]
    address = re.search(r"<wsa5:Address>(.*?)</wsa5:Address>", body.decode())
    assert address is not None
    at = DeviceAt(address="192.168.100.70", port=2020)
    named = named_web(address[1], at=at, pinned=at.address)
    assert named is not None
    assert (named.port, named.path, named.elsewhere) == (1024, "/event-1024_1024", "")
