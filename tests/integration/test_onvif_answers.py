"""What simulated devices do not do: their own storage, pictures, subscriptions with parameters, nonces, noise."""

from __future__ import annotations

import asyncio
import contextlib
import re
import ssl
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_ingest_tls import certificate

from scripted_device import Scripted, play
from toancanh.devices import DeviceEvent, DeviceFailure, DeviceReason
from toancanh.devices.onvif.device import OnvifDevice
from toancanh.kernel import Denied, parse_rfc3339

ENVELOPE = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>{}</s:Body></s:Envelope>'
CHALLENGE = 'WWW-Authenticate: Digest qop="auth", realm="c", nonce="{}", algorithm="MD5"'
SPACES = ("ver10/media", "ver10/events", "ver10/search", "ver10/replay")
SERVICES = "".join(
    f"<Service><Namespace>http://www.onvif.org/{space}/wsdl</Namespace><XAddr>http://10.0.0.1/{space}</XAddr></Service>"
    for space in SPACES
)


def _script(*answers: tuple[str, str]) -> Scripted:
    """Answers as (line of the fixture, what stands in the body)."""
    given = [("GetServices any 200", f"<GetServicesResponse>{SERVICES}</GetServicesResponse>"), *answers]
    return Scripted.saying("".join(f"=== {head}\n{ENVELOPE.format(body)}\n" for head, body in given))


def _recording(token: str, start: str, end: str) -> str:
    return (
        f"<RecordingInformation><RecordingToken>{token}</RecordingToken><Source><SourceId>source-1</SourceId></Source>"
        f"<Track><TrackType>Video</TrackType><DataFrom>{start}</DataFrom><DataTo>{end}</DataTo></Track>"
        "</RecordingInformation>"
    )


def test_what_the_device_stores_and_where_it_replays_it() -> None:
    def results(state: str, inside: str) -> str:
        return (
            "<GetRecordingSearchResultsResponse><ResultList>"
            f"<SearchState>{state}</SearchState>{inside}</ResultList></GetRecordingSearchResultsResponse>"
        )

    first = _recording("r1", "2025-11-20T00:00:00Z", "2025-11-21T00:00:00Z")
    second = _recording("r2", "2025-11-21T00:00:00Z", "2025-11-21T12:00:00Z")
    script = _script(
        ("FindRecordings any 200", "<FindRecordingsResponse><SearchToken>s1</SearchToken></FindRecordingsResponse>"),
        ("GetRecordingSearchResults any 200", results("Searching", first + _recording("", "x", "y"))),
        ("GetRecordingSearchResults any 200", results("Completed", second)),
        ("GetReplayUri any 200", "<GetReplayUriResponse><Uri>rtsp://10.0.0.1/replay/r1</Uri></GetReplayUriResponse>"),
    )

    async def ask(device: OnvifDevice) -> tuple[object, str]:
        return await device.recordings(), await device.replay_address("r1")

    spans, address = play(script, ask)
    assert [span.recording_token for span in spans] == ["r1", "r2"]
    assert address == "rtsp://127.0.0.1/replay/r1"
    clock_us = parse_rfc3339("2025-11-22T08:26:40Z") - 1_763_800_000_000_000  # what the device's clock is ahead of ours
    assert spans[0].start_us == parse_rfc3339("2025-11-20T00:00:00Z") - clock_us
    assert spans[1].end_us == parse_rfc3339("2025-11-21T12:00:00Z") - clock_us


def test_a_picture_by_its_own_log_in() -> None:
    snapshot = ("GetSnapshotUri any 200", "<GetSnapshotUriResponse><MediaUri><Uri>http://10.0.0.1/snap.jpg</Uri></MediaUri></GetSnapshotUriResponse>")  # fmt: skip  # noqa: E501
    script = _script(snapshot)
    script.answers[("GET", "none")] = [(f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n1')}\r\n", b"")]
    script.answers[("GET", "http")] = [("HTTP/1.1 200 OK\r\n", b"\xff\xd8jpeg")]
    assert play(script, lambda device: device.snapshot("p")) == b"\xff\xd8jpeg"

    script = _script(snapshot)
    script.answers[("GET", "any")] = [(f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n1')}\r\n", b"")]

    async def insist(device: OnvifDevice) -> list[DeviceReason]:
        reasons = []
        for _ in range(3):
            with pytest.raises(DeviceFailure) as caught:
                await device.snapshot("p")
            reasons.append(caught.value.reason)
        return reasons

    assert play(script, insist) == [DeviceReason.LOGIN_REFUSED] * 3
    assert [login for operation, login, _ in script.asked if operation == "GET"] == ["none", "http"]

    script = _script(snapshot)
    script.answers[("GET", "any")] = [("HTTP/1.1 200 OK\r\n", b"<html>log in first</html>")]
    with pytest.raises(DeviceFailure) as caught:
        play(script, lambda device: device.snapshot("p"))
    assert caught.value.reason is DeviceReason.BAD_ANSWER


def test_a_subscription_keeps_its_parameters_and_is_given_up() -> None:
    reference = (
        "<CreatePullPointSubscriptionResponse><SubscriptionReference><Address>http://10.0.0.1/sub</Address>"
        '<ReferenceParameters><x:Id xmlns:x="urn:axis">7</x:Id></ReferenceParameters></SubscriptionReference>'
        "</CreatePullPointSubscriptionResponse>"
    )
    message = (
        '<PullMessagesResponse><NotificationMessage><Topic>tns1:A/B</Topic><Message><Message UtcTime="nonsense" '
        'PropertyOperation="Changed"><Data><SimpleItem Name="State" Value="true"/></Data></Message></Message>'
        "</NotificationMessage><NotificationMessage/></PullMessagesResponse>"
    )
    script = _script(
        ("CreatePullPointSubscription any 200", reference),
        ("PullMessages any 200", message),
        ("Unsubscribe any 200", "<UnsubscribeResponse/>"),
    )

    async def first(device: OnvifDevice) -> DeviceEvent:
        events = device.events()
        event = await anext(events)
        await events.aclose()  # type: ignore[attr-defined]
        return event

    event = play(script, first)
    assert (event.topic, event.data, event.at_us) == ("tns1:A/B", {"State": "true"}, 1_763_800_000_000_000)
    pulled = next(body for operation, _, body in script.asked if operation == "PullMessages")
    assert re.search(r'<Id xmlns="urn:axis">7</Id>', pulled)
    assert script.asked[-1][0] == "Unsubscribe"


def test_a_stale_nonce_is_replaced_and_a_changed_password_is_not_insisted_on() -> None:
    users = "<GetUsersResponse/>"
    script = _script(("GetUsers http 200", users))
    script.answers[("GetUsers", "none")] = [(f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n1')}\r\n", b"")]
    fresh = (f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n2')}, stale=true\r\n", b"")
    script.answers[("GetUsers", "http")].insert(0, fresh)
    assert play(script, lambda device: device.users()) == ()

    script = _script(("GetUsers http 200", users))
    script.answers[("GetUsers", "none")] = [(f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n1')}\r\n", b"")]
    refused = (f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n3')}\r\n", b"")

    async def on(device: OnvifDevice) -> int:
        await device.users()
        script.answers[("GetUsers", "http")] = [refused]
        for _ in range(5):
            with pytest.raises(DeviceFailure):
                await device.users()
        return sum(operation == "GetUsers" and login == "http" for operation, login, _ in script.asked)

    assert play(script, on) == 3  # the good one; one with the nonce of then, one with that of now


@pytest.mark.parametrize("door", ["plain", "pinned", "vouched for"])
def test_the_password_is_shown_only_where_an_authority_vouches_for_the_certificate(
    door: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sha256 = certificate(tmp_path, "impostor")
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(path)
    basic = ('HTTP/1.1 401 X\r\nWWW-Authenticate: Basic realm="c"\r\n', b"")
    script = _script(("GetUsers http 200", "<GetUsersResponse/>"))
    script.answers[("GetUsers", "none")] = script.answers[("GetUsers", "token")] = [basic]
    if door == "vouched for":
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        assert play(script, lambda device: device.users(), tls=tls) == ()
        return
    pinned = sha256 if door == "pinned" else ""

    async def insist(device: OnvifDevice) -> None:
        for _ in range(2):
            with pytest.raises(DeviceFailure) as caught:
                await device.users()
            assert caught.value.reason is DeviceReason.BASIC_ONLY

    play(script, insist, tls=tls if pinned else None, certificate_sha256=pinned)
    assert [login for operation, login, _ in script.asked if operation == "GetUsers"] == ["none", "token"]

    script = _script(("GetUsers http 200", "<GetUsersResponse/>"))  # nor in the middle, by a challenge that is "stale"
    script.answers[("GetUsers", "none")] = [(f"HTTP/1.1 401 X\r\n{CHALLENGE.format('n1')}\r\n", b"")]
    script.answers[("GetUsers", "http")].insert(0, basic)
    play(script, insist, tls=tls if pinned else None, certificate_sha256=pinned)


@pytest.mark.parametrize("target", ["https://127.0.0.1/", "http://169.254.169.254/latest"])
def test_a_redirect_is_not_followed(target: str) -> None:
    script = Scripted.saying(f"=== GetSystemDateAndTime any 302 Location: {target}\n")
    with pytest.raises(DeviceFailure) as caught:
        play(script, lambda device: device.identity())
    assert caught.value.reason is DeviceReason.NOT_ONVIF
    assert ("it wants TLS" in caught.value.detail) == target.startswith("https")


def test_a_second_media_service_that_fails_is_left_for_the_first() -> None:
    profile = (
        '<Profiles token="p"><Name>n</Name><VideoSourceConfiguration token="v"><SourceToken>s</SourceToken>'
        "</VideoSourceConfiguration></Profiles>"
    )
    second = "<Service><Namespace>http://www.onvif.org/ver20/media/wsdl</Namespace><XAddr>http://10.0.0.1/m2</XAddr></Service>"
    script = _script(
        ("GetProfiles any 500", "<Fault><Reason><Text>internal</Text></Reason></Fault>"),
        ("GetProfiles any 200", f"<GetProfilesResponse>{profile}</GetProfilesResponse>"),
        (
            "GetStreamUri any 200",
            "<GetStreamUriResponse><MediaUri><Uri>rtsp://10.0.0.1/a</Uri></MediaUri></GetStreamUriResponse>",
        ),
    )
    script.answers[("GetServices", "any")] = [
        (
            "HTTP/1.1 200 OK\r\n",
            f"\r\n{ENVELOPE.format(f'<GetServicesResponse>{SERVICES}{second}</GetServicesResponse>')}\n\0".encode(),
        )
    ]
    (channel,) = play(script, lambda device: device.channels())
    assert channel.main.stream_address == "rtsp://127.0.0.1/a"


@pytest.mark.parametrize(
    ("make", "main", "sub"),
    [
        ("HIKVISION", "rtsp://127.0.0.1/Streaming/Channels/101", "rtsp://127.0.0.1/told"),
        ("Dahua", "rtsp://127.0.0.1/cam/realmonitor?channel=1&subtype=0", "rtsp://127.0.0.1/told"),
        ("nobody", "", "rtsp://127.0.0.1/told"),
    ],
)
def test_where_it_tells_no_address_its_make_s_is_taken(make: str, main: str, sub: str) -> None:
    source = '<VideoSourceConfiguration token="v"><SourceToken>s</SourceToken></VideoSourceConfiguration>'
    profiles = "".join(f'<Profiles token="{token}"><Name>n</Name>{source}</Profiles>' for token in ("p", "q"))
    said = f"<Manufacturer>{make}</Manufacturer><Model>m</Model>"
    told = "<MediaUri><Uri>rtsp://10.0.0.1/told</Uri></MediaUri>"
    script = _script(
        ("GetDeviceInformation any 200", f"<GetDeviceInformationResponse>{said}</GetDeviceInformationResponse>"),
        ("GetProfiles any 200", f"<GetProfilesResponse>{profiles}</GetProfilesResponse>"),
        ("GetStreamUri any 500", "<Fault><Reason><Text>internal</Text></Reason></Fault>"),
        ("GetStreamUri any 200", f"<GetStreamUriResponse>{told}</GetStreamUriResponse>"),
    )
    (channel,) = play(script, lambda device: device.describe()).channels
    assert [one.stream_address for one in channel.profiles] == [main, sub]


PIECES = st.sampled_from(
    ["<Profiles token='p'>", "</Profiles>", "<VideoSourceConfiguration token='v'><SourceToken>s</SourceToken>",
     "</VideoSourceConfiguration>", "<Fault/>", "<Uri>rtsp://x/</Uri>", "<Uri>rtsp://127.0.0.1:99999/</Uri>", "&#0;",
     "<VideoEncoderConfiguration token='e'><Encoding>H264</Encoding></VideoEncoderConfiguration>", "<!DOCTYPE x>",
     "<UTCDateTime/>", "<OSDs token='o'/>", "<Masks token='m'><Polygon><Point x='nan'/></Polygon></Masks>", "nan"]
)  # fmt: skip


@settings(derandomize=True, max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(PIECES, max_size=12), st.lists(PIECES, max_size=6), st.sampled_from([200, 400, 401, 500]))
def test_noise_brings_declared_failures_alone(media: list[str], other: list[str], status: int) -> None:
    def answer(operation: str, pieces: list[str], with_status: int = 200) -> tuple[str, str]:
        return f"{operation} any {with_status}", f"<{operation}Response>{''.join(pieces)}</{operation}Response>"

    script = _script(
        answer("GetDeviceInformation", []),
        answer("GetProfiles", media),
        answer("GetStreamUri", other),
        *(answer(name, other, status) for name in ("GetUsers", "GetOSDs", "GetNTP", "GetScopes", "GetVideoSources")),
    )
    with contextlib.suppress(DeviceFailure, Denied):
        facts = play(script, lambda device: device.describe())
        assert len(facts.channels) <= 12


def test_two_ports_at_once_do_not_wait_for_each_other() -> None:
    script = _script(("GetUsers any 200", "<GetUsersResponse/>"))

    async def many(device: OnvifDevice) -> int:
        return len(await asyncio.gather(*(device.users() for _ in range(8))))

    assert play(script, many) == 8
