"""The simulated devices, as clients written by others see them, and what their faults do."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import http.client
import ipaddress
import secrets
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import av
import numpy as np
import pytest
from onvif import ONVIFCamera
from wsdiscovery.discovery import ThreadedWSDiscovery
from zeep.exceptions import Fault as ZeepFault

from toancanh.registry.model import StreamRole
from toancanh.simulation import SimulatedDevices, read_strip, simulated_devices
from toancanh.simulation.devices import DeviceFacts, Make

TDS, TR2 = "http://www.onvif.org/ver10/device/wsdl", "http://www.onvif.org/ver20/media/wsdl"
_WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss"


@pytest.fixture(scope="module")
def devices() -> Iterator[SimulatedDevices]:
    with simulated_devices(
        5, make=tuple(Make), ptz=(1,), channels={5: 32}, tls=True, wait_for_pictures=False, reboot_s=0.1
    ) as simulated:
        yield simulated


def token(username: str, password: str, at: datetime | None = None) -> str:
    nonce, created = secrets.token_bytes(16), f"{at or datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    digest = base64.b64encode(
        hashlib.sha1(nonce + created.encode() + password.encode(), usedforsecurity=False).digest()
    ).decode()
    return (
        f'<s:Header><Security xmlns="{_WSSE}-wssecurity-secext-1.0.xsd"><UsernameToken><Username>{username}</Username>'
        f'<Password Type="{_WSSE}-username-token-profile-1.0#PasswordDigest">{digest}</Password>'
        f"<Nonce>{base64.b64encode(nonce).decode()}</Nonce><Created>{created}</Created></UsernameToken></Security>"
        "</s:Header>"
    )


def ask(
    device: DeviceFacts,
    operation: str,
    content: str = "",
    *,
    namespace: str = TDS,
    password: str | None = None,
    source: str = "127.0.0.1",
    most: int = 200_000,
) -> tuple[int, str]:
    header = token(device.username, device.password if password is None else password)
    body = (
        f'<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:tt="http://www.onvif.org/ver10/schema">'
        f'{header}<s:Body><{operation} xmlns="{namespace}">{content}</{operation}></s:Body></s:Envelope>'
    )
    connection = http.client.HTTPConnection(device.host, device.http_port, timeout=5, source_address=(source, 0))
    try:
        connection.request("POST", "/onvif/device_service", body, {"Content-Type": "application/soap+xml"})
        answer = connection.getresponse()
        return answer.status, answer.read(most).decode("utf-8", "replace")
    finally:
        connection.close()


def set_password(device: DeviceFacts, new: str) -> tuple[int, str]:
    user = f"<User><tt:Username>{device.username}</tt:Username><tt:Password>{new}</tt:Password></User>"
    return ask(device, "SetUser", user)


def test_a_client_written_by_others_finds_sets_and_steers(devices: SimulatedDevices) -> None:
    async def know(device: DeviceFacts) -> None:
        camera = ONVIFCamera(device.host, device.http_port, device.username, device.password, adjust_time=True)
        try:
            await camera.update_xaddrs()
            service = await camera.create_devicemgmt_service()
            information = await service.GetDeviceInformation()
            assert (information.Manufacturer, information.SerialNumber) == (device.manufacturer, device.serial)
            interfaces = await service.GetNetworkInterfaces()
            assert interfaces[0].Info.HwAddress == device.mac
            media = await camera.create_media_service()
            profiles = await media.GetProfiles()
            assert [profile.token for profile in profiles] == [token for _, _, token in device.profiles]
            setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
            uri = (await media.GetStreamUri({"StreamSetup": setup, "ProfileToken": profiles[-1].token})).Uri
            assert uri.startswith(devices.stream_url(device.number, len(profiles) // 2, "sub"))
            if device.number == 1:
                await set_up_and_steer(camera, service, media, profiles[0])
        finally:
            await camera.close()

    async def set_up_and_steer(camera: ONVIFCamera, service: object, media: object, profile: object) -> None:
        encoder = profile.VideoEncoderConfiguration
        encoder.RateControl.BitrateLimit, encoder.H264.GovLength = 777, 50
        await media.SetVideoEncoderConfiguration({"Configuration": encoder, "ForcePersistence": True})
        overlay = (await media.GetOSDs())[1]
        overlay.TextString.PlainText = "HN-GT-0101 Bà Triệu"
        await media.SetOSD({"OSD": overlay})
        server = {"Type": "IPv4", "IPv4Address": "10.1.2.3"}
        await service.SetNTP({"FromDHCP": False, "NTPManual": [server]})
        with pytest.raises(ZeepFault):
            await service.SetUser({"User": [{"Username": "nobody", "Password": "x" * 9, "UserLevel": "User"}]})
        pull = await camera.create_pullpoint_manager(timedelta(seconds=60), lambda: None)
        devices.emit(1, "tns1:VideoSource/MotionAlarm")
        message = {"MessageLimit": 10, "Timeout": timedelta(seconds=2)}
        news = await pull.get_service().PullMessages(message)
        assert [one.Message._value_1.Data.SimpleItem[0].Value for one in news.NotificationMessage] == ["false", "true"]
        await pull.shutdown()
        jpeg = await camera.get_snapshot(profile.token)
        assert jpeg is not None
        assert jpeg[:2] + jpeg[-2:] == b"\xff\xd8\xff\xd9"
        ptz = await camera.create_ptz_service()
        await ptz.AbsoluteMove({"ProfileToken": profile.token, "Position": {"PanTilt": {"x": 0.001, "y": 0}}})
        preset = await ptz.SetPreset({"ProfileToken": profile.token, "PresetName": "cổng"})
        presets = await ptz.GetPresets({"ProfileToken": profile.token})
        assert [(one.token, one.Name) for one in presets] == [(preset, "cổng")]

    async def all_of_them() -> None:
        for device in devices:
            await know(device)

    asyncio.run(all_of_them())
    state = devices.state(1)
    encoder = state.channels[1].encoders[StreamRole.MAIN]
    assert (encoder.bitrate_kbps, encoder.gop) == (777, 50)
    assert state.channels[1].overlays["OSD_name"].text == "HN-GT-0101 Bà Triệu"
    assert state.ntp == ("10.1.2.3",)
    assert len(devices.state(5).channels) == 32


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")  # theirs, where IPv6 is away
def test_discovery_written_by_others_finds_every_device(monkeypatch: pytest.MonkeyPatch) -> None:
    loopback = ipaddress.IPv4Address("127.0.0.1")  # which the library leaves out by itself
    monkeypatch.setattr(
        "wsdiscovery.threaded._getNetworkAddrs", lambda kind: [loopback] if kind == socket.AF_INET else []
    )
    with simulated_devices(3, seed=3702, discovery_port=3702, wait_for_pictures=False) as devices:
        wanted = {device.endpoint: [device.url] for device in devices}
        client = ThreadedWSDiscovery(ttl=1)
        client.start()
        try:
            deadline, found = time.monotonic() + 10, {}
            while found != wanted and time.monotonic() < deadline:
                services = client.searchServices(timeout=0.2)
                found = {one.getEPR(): one.getXAddrs() for one in services if one.getEPR() in wanted}
        finally:
            client.stop()
    assert found == wanted


def test_a_probe_to_the_group_is_answered_by_all_and_a_storm_by_many_more(devices: SimulatedDevices) -> None:
    probe = (
        '<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body><Probe>'
        '<Types xmlns:dn="http://www.onvif.org/ver10/network/wsdl">dn:NetworkVideoTransmitter</Types>'
        "</Probe></e:Body></e:Envelope>"
    )
    devices.fault(2, "storm", 40)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.settimeout(5)
        one.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))
        one.sendto(probe.encode(), ("239.255.255.250", devices.discovery_port))
        sources = [one.recvfrom(65_536)[1][0] for _ in range(44)]
    devices.clear(2)
    assert set(sources) == {device.host for device in devices}
    assert sources.count(devices[2].host) == 40


def test_five_wrong_tries_lock_one_source_out_and_a_reboot_lets_it_in_again(devices: SimulatedDevices) -> None:
    device = devices[2]
    for _ in range(5):
        assert "NotAuthorized" in ask(device, "GetUsers", password="wrong", source="127.0.0.9")[1]
    status, text = ask(device, "GetUsers", source="127.0.0.9")
    assert (status, "locked" in text, 'xmlns:ter="' in text) == (400, True, True)
    assert ask(device, "SystemReboot")[0] == 200
    deadline = time.monotonic() + 5
    while devices.state(2).reboots == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            assert ask(device, "GetUsers", source="127.0.0.9")[0] == 200
            break
        except OSError:  # still starting
            time.sleep(0.02)


@pytest.mark.parametrize(
    ("fault", "seen"),
    [
        ("soap-bomb", "<!ENTITY a8"),
        ("deep:50", "<tt:a>" * 50),
        ("endless", ". --><!-- ."),
        ("garbage", "lighttpd"),
        ("wrong-wsdl", "GetWeatherResponse"),
        ("clock-1970", "<tt:Year>1970<"),
        ("foreign-address:10.9.9.9:8000", "http://10.9.9.9:8000/onvif/media"),
        ("same-serial:1", "<tds:SerialNumber>E00000001<"),
    ],
)
def test_faults_are_what_their_names_say(devices: SimulatedDevices, fault: str, seen: str) -> None:
    operation = {"clock": "GetSystemDateAndTime", "forei": "GetServices", "same-": "GetDeviceInformation"}
    name, _, value = fault.partition(":")
    device = devices[3]
    devices.fault(3, name, value or None)
    try:
        assert seen in ask(device, operation.get(name[:5], "GetSystemDateAndTime"))[1]
    finally:
        devices.clear(3)


def test_a_password_change_that_is_cut_is_applied_or_not_and_nobody_says(devices: SimulatedDevices) -> None:
    device = devices[3]
    for fault, holds in (("cut-before", device.password), ("cut-after", "another-pass-1")):
        devices.fault(3, fault)
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            set_password(device, "another-pass-1")
        devices.clear(3)
        assert devices.state(3).users["admin"].password == holds
        assert ask(device, "GetUsers", password=holds)[0] == 200


def test_masks_are_kept_and_bad_ones_are_not(devices: SimulatedDevices) -> None:
    def mask(x: str) -> str:
        points = "".join(f'<tt:Point x="{x}" y="{y}"/>' for y in (0, 1, -1))
        source = "<ConfigurationToken>VideoSourceConfig_source-1</ConfigurationToken>"
        return f"<Mask>{source}<Polygon>{points}</Polygon><Type>Color</Type></Mask>"

    assert ask(devices[1], "CreateMask", mask("0.5"), namespace=TR2)[0] == 200
    assert ask(devices[1], "CreateMask", mask("nowhere"), namespace=TR2)[0] == 400
    assert [mask.polygon[0] for mask in devices.state(1).channels[1].masks.values()] == [(0.5, 0.0)]


def test_many_devices_fit_into_one_process_and_each_answers_for_itself() -> None:
    with simulated_devices(150, make=("hikvision", "dahua"), wait_for_pictures=False) as many:
        serials = {ask(device, "GetDeviceInformation")[1].partition("SerialNumber>")[2][:40] for device in many}
    assert len(serials) == 150


def test_a_certificate_can_change_overnight(devices: SimulatedDevices) -> None:
    def shown() -> str:
        return ssl.get_server_certificate((devices[4].host, devices[4].https_port))

    before = shown()
    assert shown() == before
    devices.fault(4, "certificate")
    assert shown() != before


def test_a_head_turns_the_view_that_is_sent() -> None:
    with simulated_devices(1, ptz=True) as devices:
        address = devices.stream_url(1).replace("//", f"//admin:{devices[1].password}@")
        options = {"rtsp_transport": "tcp", "probesize": "32", "analyzeduration": "0"}
        with av.open(address, options=options, timeout=20) as stream:
            views = []
            for frame in stream.decode(video=0):
                views.append(frame.to_ndarray(format="gray")[60:].astype(int))
                if len(views) == 2:
                    position = '<Position><tt:PanTilt x="1" y="0"/></Position>'
                    move = "<ProfileToken>profile-1-0</ProfileToken>" + position
                    ptz = "http://www.onvif.org/ver20/ptz/wsdl"
                    assert ask(devices[1], "AbsoluteMove", move, namespace=ptz)[0] == 200
                if len(views) == 10:
                    break
        position = devices.state(1).channels[1].position
    unturned, turned = (np.abs(view - views[0]).mean() for view in (views[1], views[-1]))
    assert turned > max(15, 2 * unturned)
    assert position is not None
    assert position.pan > 0.1


def test_a_recorder_replays_what_it_recorded() -> None:
    async def find(device: DeviceFacts, at: datetime) -> str:
        camera = ONVIFCamera(device.host, device.http_port, device.username, device.password)
        try:
            await camera.update_xaddrs()
            search = await camera.create_onvif_service("search")
            number = await search.FindRecordings({"Scope": {}, "KeepAliveTime": timedelta(seconds=30)})
            found: list[object] = []
            state = ""
            while state != "Completed":
                asked = {"SearchToken": number, "MinResults": 1, "MaxResults": 20, "WaitTime": timedelta(seconds=1)}
                results = await search.GetRecordingSearchResults(asked)
                found, state = found + results.RecordingInformation, results.SearchState
            assert len(found) == 12
            assert all(one.EarliestRecording < at < one.LatestRecording for one in found)
            replay = await camera.create_onvif_service("replay")
            setup = {"Stream": "RTP-Unicast", "Transport": {"Protocol": "RTSP"}}
            uri: str = await replay.GetReplayUri({"StreamSetup": setup, "RecordingToken": found[11].RecordingToken})
            return uri
        finally:
            await camera.close()

    with simulated_devices(1, make="hikvision", channels=12) as devices:
        start = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=3)
        uri = asyncio.run(find(devices[1], start))
        span = f"?starttime={start:%Y%m%dT%H%M%SZ}&endtime={start + timedelta(seconds=1):%Y%m%dT%H%M%SZ}"
        address = uri.replace("//", f"//admin:{devices[1].password}@") + span
        with av.open(address, options={"rtsp_transport": "tcp"}, timeout=20) as stream:
            strips = []
            for frame in stream.decode(video=0):
                plane = frame.planes[0]
                strips.append(read_strip(memoryview(plane), frame.width, frame.height, plane.line_size))
    assert [strip.ms for strip in strips if strip] == [start.second * 1000 + k * 1000 // 15 for k in range(15)]
