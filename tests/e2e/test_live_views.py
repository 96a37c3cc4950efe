"""Live views of the whole platform: real processes, a simulated camera, a real WebSocket client."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import time
import urllib.error
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from live555_client import live555_client
from running import PASSWORD, Running, free_port, running, until
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from toancanh.kernel import parse_rfc3339
from toancanh.media.fmp4.boxes import from_ntp
from toancanh.media.model import Codec
from toancanh.simulation import simulated_cameras


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("live")
    with (
        simulated_cameras(1, live={1}) as cameras,
        simulated_cameras(1, live={1}, codec=Codec.H265) as modern,
        running(
            folder,
            *(f"--allow-outbound=127.0.0.1:{port}" for port in (cameras.port, modern.port, 9)),
            TOANCANH_RTSP_PORT=str(free_port()),
        ) as started,
    ):  # fmt: skip
        started.add_camera("one", cameras.url(1))
        started.add_camera("modern", modern.url(1))
        started.add_camera("away", "rtsp://127.0.0.1:9/nothing")
        for code in ("one", "modern"):
            until(lambda code=code: started.state(started.cameras[code]) == "online", 60)  # type: ignore[misc]
        until(lambda: started.state(started.cameras["away"]) == "offline", 60)
        yield started


@contextlib.contextmanager
def watching(
    platform: Running,
    code: str = "one",
    query: str = "",
    *,
    token: str | None = None,
    origin: str | None = None,
) -> Iterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {platform.token if token is None else token}"}
    url = platform.live_url(platform.cameras.get(code, code), query)
    with connect(
        url,
        additional_headers={} if token == "" else headers,
        origin=None if origin is None else Origin(origin),
        compression=None,
        max_size=None,
        max_queue=None,
        proxy=None,
    ) as client:
        yield client


def message_of(client: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        message = client.recv(timeout=20)
        if isinstance(message, str) and json.loads(message)["type"] == kind:
            return dict(json.loads(message))


def pictures_of(client: ClientConnection, count: int) -> list[bytes]:
    messages = [client.recv(timeout=20) for _ in range(count)]
    assert all(isinstance(message, bytes) for message in messages)
    return messages  # type: ignore[return-value]


def wall_us_of(fragment: bytes) -> int:
    """When its first picture was taken: the NTP time of its ``prft`` (ISO/IEC 14496-12, 8.16.5)."""
    assert fragment[4:8] == b"prft"
    return from_ntp(int.from_bytes(fragment[16:24]))


def closed_with(client: ClientConnection, within_s: float = 15.0) -> int | None:
    """The close code; None where the connection ended without one."""
    end = time.monotonic() + within_s
    with contextlib.suppress(ConnectionClosed):
        while True:
            client.recv(timeout=max(0.0, end - time.monotonic()))
    return client.protocol.close_rcvd.code if client.protocol.close_rcvd else None


def ends(platform: Running, view_id: str) -> list[dict[str, Any]]:
    return [end for end in platform.record("media.live.end") if end["view_id"] == view_id]


def test_the_first_picture_comes_at_once_and_the_view_is_on_record(platform: Running) -> None:
    time.sleep(0.5)
    with watching(platform) as client:
        init = message_of(client, "init")
        head, first = pictures_of(client, 2)
        assert wall_us_of(first) < parse_rfc3339(init["server_time"])  # a key frame of before, none that is waited for
        assert init["codec"].startswith("avc1.")
        assert head[4:8] == b"ftyp"
        assert b"moof" in first[:200]
        pictures_of(client, 20)
        begun = platform.record("media.live")[-1]
        assert begun["view_id"] == init["view_id"]
        assert begun["outcome"] == "allow"
    end = until(lambda: ends(platform, init["view_id"]), 20)[0]
    assert 0.5 < end["seconds_seen"] < 20
    assert end["reason"] == "left"


@pytest.mark.parametrize(
    ("code", "query", "options", "closes"),
    [
        ("one", "", {"token": ""}, 4401),
        ("one", "", {"token": "forged"}, 4401),
        ("one", "grant=forged.grant", {"token": ""}, 4403),
        ("one", "", {"origin": "http://elsewhere.example"}, 4403),
        ("01a2037d-fd52-7000-8000-78d8f6e133a4", "", {}, 4404),
        ("one", "stream=../main", {}, 4404),
        ("no-id", "", {}, 4404),
        ("one", "stream=sub", {}, 4404),
        ("one", "stream=third", {}, 4404),
        ("away", "", {}, 4503),
    ],
)
def test_refusals(platform: Running, code: str, query: str, options: dict[str, str], closes: int) -> None:
    with watching(platform, code, query, **options) as client:  # type: ignore[arg-type]
        assert closed_with(client) == closes


def test_signing_out_ends_the_running_view(platform: Running) -> None:
    token = platform.sign_in()
    with watching(platform, token=token) as client:
        init = message_of(client, "init")
        pictures_of(client, 5)
        platform.call("DELETE", "/session", token=token)
        assert closed_with(client) == 4409
    assert until(lambda: ends(platform, init["view_id"]), 20)[0]["reason"] == "session_ended"


@pytest.fixture
def member(platform: Running) -> Iterator[Callable[..., tuple[str, str]]]:
    """Makes users: their id and a session's token."""
    made: list[str] = []

    def make(role: str, organisation_id: str = "") -> tuple[str, str]:
        username = f"{role}-{time.monotonic_ns()}"
        owner_id = organisation_id or platform.organisation_id
        body = {"username": username, "password": PASSWORD, "role": role, "organisation_id": owner_id}
        user_id = str(platform.call("POST", "/users", body)["id"])
        made.append(user_id)
        return user_id, platform.sign_in(username)

    yield make
    for user_id in made:
        with contextlib.suppress(urllib.error.HTTPError):
            platform.call("DELETE", f"/users/{user_id}")


def below(platform: Running) -> str:
    body = {"code": f"o{time.monotonic_ns()}", "name": "Phường", "parent_id": platform.organisation_id}
    return str(platform.call("POST", "/organisations", body)["id"])


def test_another_role_or_organisation_is_refused_and_recorded(
    platform: Running, member: Callable[..., tuple[str, str]]
) -> None:
    _, auditor = member("auditor")
    with watching(platform, token=auditor) as client:
        assert closed_with(client) == 4403
    assert platform.record("media.live")[-1]["outcome"] == "deny"
    _, stranger = member("viewer", below(platform))
    with watching(platform, token=stranger) as client:
        assert closed_with(client) == 4404  # may not even know of it


@pytest.mark.parametrize("change", ["role", "disabled", "owner", "camera"])
def test_a_changed_right_ends_the_running_view(
    platform: Running, member: Callable[..., tuple[str, str]], change: str
) -> None:
    here = below(platform)
    camera_id = platform.add_camera(f"camera-{change}", platform.call("GET", f"/cameras/{platform.cameras['one']}")
                                    ["streams"][0]["url"])  # fmt: skip
    platform.call("PATCH", f"/cameras/{camera_id}", {"owner_id": here})
    user_id, token = member("viewer", here)
    until(lambda: platform.state(camera_id) == "online", 30)
    with watching(platform, camera_id, token=token) as client:
        message_of(client, "init")
        pictures_of(client, 3)
        if change == "role":
            platform.call("PATCH", f"/users/{user_id}", {"roles": [{"role": "auditor"}]})
        elif change == "disabled":
            platform.call("PATCH", f"/users/{user_id}", {"disabled": True})
        elif change == "owner":
            platform.call("PATCH", f"/cameras/{camera_id}", {"owner_id": platform.organisation_id})
        else:
            platform.call("DELETE", f"/cameras/{camera_id}")
        assert closed_with(client) in ({4409, 4503} if change == "camera" else {4409})
    if change != "camera":
        platform.call("DELETE", f"/cameras/{camera_id}")


def test_a_grant_is_enough_and_only_for_its_camera(platform: Running) -> None:
    wish = {"camera_id": platform.cameras["one"], "kind": "live", "purpose": "test"}
    granted = platform.call("POST", "/grants", wish)
    token = granted["url"].split("grant=")[1].split("&")[0]
    with watching(platform, query=f"grant={token}", token="") as client:
        message_of(client, "init")
    with watching(platform, "modern", f"grant={token}", token="") as client:
        assert closed_with(client) == 4403


def test_the_media_process_dies_and_viewers_come_back(platform: Running) -> None:
    with watching(platform) as client:
        init = message_of(client, "init")
        pictures_of(client, 3)
        platform.kill("_media")
        assert closed_with(client) is None

    def again() -> bool:
        with watching(platform) as client, contextlib.suppress(ConnectionClosed, TimeoutError):
            message_of(client, "init")
            return len(pictures_of(client, 5)) == 5
        return False

    until(again, 30)
    assert until(lambda: ends(platform, init["view_id"]), 20)[0]["reason"] == "the media process died"


def test_the_web_process_dies_and_the_view_goes_on_watched_over_by_the_next_one(platform: Running) -> None:
    token = platform.sign_in()
    with watching(platform, token=token) as client, watching(platform) as other:
        init = message_of(client, "init")
        left = message_of(other, "init")
        platform.kill("_web")
        other.close()
        pictures_of(client, 30)
        until(lambda: platform.call("GET", "/me"), 30)
        assert until(lambda: ends(platform, left["view_id"]), 20)[0]["reason"] == "left"
        platform.call("DELETE", "/session", token=token)
        assert closed_with(client) == 4409
    until(lambda: ends(platform, init["view_id"]), 20)


def test_with_the_database_away_running_views_go_on_and_new_ones_are_refused(platform: Running) -> None:
    database = sqlite3.connect(platform.data / "toancanh.db", isolation_level=None)
    with contextlib.closing(database), watching(platform) as staying, watching(platform) as leaving:
        message_of(staying, "init")
        left = message_of(leaving, "init")
        database.execute("BEGIN EXCLUSIVE")
        leaving.close()
        with watching(platform) as refused:
            assert closed_with(refused, 30) == 4503
        pictures_of(staying, 30)
        assert until(lambda: list((platform.data / "journal").glob("views-*")), 20)
        assert database.execute("SELECT 1").fetchone()
        database.execute("ROLLBACK")
        assert len(until(lambda: ends(platform, left["view_id"]), 30)) == 1


def test_h265_for_a_browser_that_cannot_decode_it(platform: Running) -> None:
    with watching(platform, "modern") as able, watching(platform, "modern", "hevc=0") as unable:
        assert message_of(able, "init")["codec"].startswith("hvc1.")
        init = message_of(unable, "init")
        assert init["rendition"] == "h264-720p"
        assert init["codec"].startswith("avc1.")
        pictures_of(unable, 20)


def other_system(platform: Running) -> tuple[str, str, dict[str, str]]:
    """User and password of a system that is given two cameras, and the addresses of these by id."""
    cameras = [{"camera_id": platform.cameras[code], "streams": ["main"]} for code in ("one", "modern")]
    made = platform.call(
        "POST", "/consumers",
        {"name": "IOC", "organisation_id": platform.organisation_id, "legal_basis": "1/QĐ", "cameras": cameras},
    )  # fmt: skip
    given = {camera["camera_id"]: camera["addresses"]["main"] for camera in made["consumer"]["cameras"]}
    return made["consumer"]["username"], made["password"], given


def test_clients_of_others_take_pictures_by_rtsp_and_each_view_is_on_record(platform: Running) -> None:
    one, modern = platform.cameras["one"], platform.cameras["modern"]
    username, password, given = other_system(platform)
    address = {
        camera: url.replace("://", f"://{username}:{password}@") for camera, url in given.items()
    }  # fmt: skip
    ffmpeg = ("ffmpeg", "-v", "error", "-nostdin", "-rtsp_transport")
    gst = ("gst-launch-1.0", "-q", "rtspsrc", "latency=100")
    shown = ("!", "fakesink", "num-buffers=60", "sync=false")  # more than come at once, of the group that is running
    commands = [
        (*ffmpeg, "tcp", "-i", address[one], "-frames:v", "60", "-f", "null", "-"),
        (*ffmpeg, "udp", "-i", address[modern], "-frames:v", "60", "-f", "null", "-"),
        (*gst, f"location={address[modern]}", "protocols=tcp", "!", "rtph265depay", "!", "avdec_h265", *shown),
        (*gst, f"location={address[one]}", "protocols=udp", "!", "rtph264depay", "!", "avdec_h264", *shown),
    ]
    begun, over = len(platform.record("media.live")), len(platform.record("media.live.end"))
    clients = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for command in commands]
    said = [client.communicate(timeout=40)[0] for client in clients]
    told = [(client.returncode, words) for client, words in zip(clients, said, strict=True)]
    assert told == [(0, b"")] * 4, platform.record("media.live.end")[over:]
    views = platform.record("media.live")[begun:]
    assert [(view["over"], view["outcome"]) for view in views] == [("rtsp", "allow")] * 4
    until(lambda: len(platform.record("media.live.end")) == over + 4, 15)
    assert all(end["seconds_seen"] > 0 for end in platform.record("media.live.end")[over:])
    wrong = subprocess.run([*ffmpeg, "tcp", "-i", given[one], "-f", "null", "-"], capture_output=True, timeout=40)
    assert b"401" in wrong.stderr


@pytest.mark.soak
@pytest.mark.timeout(1500)  # the library is compiled the first time
def test_vlcs_own_rtsp_library_takes_pictures(platform: Running) -> None:
    client = live555_client()
    username, password, given = other_system(platform)
    begun = len(platform.record("media.live"))
    for code, codec in (("one", "H264"), ("modern", "H265")):
        for transport in ("tcp", "udp"):
            asked = (client, given[platform.cameras[code]], username, password, transport, "60")
            told = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)
            assert (told.returncode, told.stdout.split()[:1], told.stderr) == (0, [codec], "")
    views = platform.record("media.live")[begun:]
    assert [(view["over"], view["outcome"]) for view in views] == [("rtsp", "allow")] * 4
    guess = (client, given[platform.cameras["one"]], username, "guess", "tcp", "1")
    told = subprocess.run(guess, capture_output=True, text=True, timeout=60, check=False)
    assert (told.returncode, told.stderr) == (1, "DESCRIBE: 401 401 Unauthorized\n")
