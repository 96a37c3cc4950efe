"""Playback over HTTP with real clients: httpx and ffmpeg, on an archive that recorders have written."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest

from media_units import START_US, pictures
from playback_rig import FPS, S, Setup, at, playback_setup, span
from toancanh.kernel import parse_rfc3339
from toancanh.media.link import KeyFrame
from toancanh.media.model import AccessUnit


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("playback")) as made:
        yield made


def seconds(text: str) -> float:
    return (parse_rfc3339(text) - START_US) / S


def ffprobe(*arguments: str) -> dict[str, Any]:
    command = ["ffprobe", "-v", "error", "-of", "json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return dict(json.loads(done.stdout))


def frame_times(source: str) -> list[float]:
    frames = ffprobe("-show_entries", "frame=pts_time", "-select_streams", "v", source)["frames"]
    return [float(frame["pts_time"]) for frame in frames]


def brightness(jpeg: bytes) -> float:
    frame = next(av.open(io.BytesIO(jpeg), format="jpeg_pipe").decode(video=0)).reformat(format="gray")
    plane = frame.planes[0]
    data = bytes(plane)
    return sum(sum(data[row * plane.line_size :][: frame.width]) for row in range(frame.height)) / (
        frame.width * frame.height
    )


def luma(number: int) -> float:
    """Full-range brightness of picture ``number`` of a run."""
    return ((number % 50 * 5) % 200 + 20 - 16) * 255 / 219


# timeline


def test_timeline(setup: Setup) -> None:
    with setup.client() as client:
        answer = client.get(setup.path("plain", "timeline"), params=span(-50, 500))
    assert answer.status_code == 200
    body = answer.json()
    ranges = [(seconds(r["start"]), seconds(r["end"])) for r in body["ranges"]]
    gaps = [(seconds(g["start"]), seconds(g["end"]), g["cause"]) for g in body["gaps"]]
    assert ranges[0] == pytest.approx((0, 60), abs=0.05)
    assert ranges[1] == pytest.approx((75, 95), abs=1.1)  # still being written
    assert ranges[1][0] == pytest.approx(75, abs=0.01)
    assert [gap[2] for gap in gaps] == ["camera_away"]
    assert gaps[0][:2] == pytest.approx((60, 75), abs=0.05)
    assert body["ranges"][0]["clock"]["source"] == "server_arrival"
    assert body["marks"] == []


def test_timeline_of_a_part(setup: Setup) -> None:
    with setup.client() as client:
        body = client.get(setup.path("plain", "timeline"), params=span(50, 65)).json()
    assert [(seconds(r["start"]), seconds(r["end"])) for r in body["ranges"]] == [pytest.approx((50, 60), abs=0.05)]
    assert [(seconds(g["start"]), seconds(g["end"])) for g in body["gaps"]] == [pytest.approx((60, 65), abs=0.05)]


# playlist


def playlist_of(client: httpx.Client, setup: Setup, camera: str, start_s: float, end_s: float, **more: str) -> str:
    answer = client.get(setup.path(camera, "playlist.m3u8"), params={**span(start_s, end_s), **WHY, **more})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_playlist_plays_in_ffmpeg(setup: Setup, tmp_path: Path) -> None:
    with setup.client() as client:
        url = f"{setup.base}{setup.path('plain', 'playlist.m3u8')}"
        text = playlist_of(client, setup, "plain", 3.5, 58.2)
    assert "#EXT-X-ENDLIST" in text
    assert "#EXT-X-PLAYLIST-TYPE:VOD" in text
    assert "#EXT-X-DISCONTINUITY\n" not in text  # one run over three files
    assert text.count("#EXT-X-MAP") == 3
    dates = re.findall(r"PROGRAM-DATE-TIME:(\S+)", text)
    assert seconds(dates[0]) == pytest.approx(3, abs=0.001)  # the key frame before
    assert "#EXT-X-START:TIME-OFFSET=0.500,PRECISE=YES" in text
    absolute = re.sub(r"segments/", url.replace("playlist.m3u8", "segments/"), text)
    (tmp_path / "list.m3u8").write_text(absolute)
    shown = frame_times_of_playlist(tmp_path / "list.m3u8")
    assert len(shown) == pytest.approx((59 - 3) * FPS, abs=FPS)
    steps = {round(b - a, 3) for a, b in itertools.pairwise(shown)}
    assert steps == {0.04}


def frame_times_of_playlist(path: Path) -> list[float]:
    allowed = ["-protocol_whitelist", "file,http,tcp", "-allowed_extensions", "ALL"]
    frames = ffprobe(*allowed, "-show_entries", "frame=pts_time", "-select_streams", "v", str(path))["frames"]
    return [float(frame["pts_time"]) for frame in frames]


def test_playlist_across_a_gap_says_so(setup: Setup) -> None:
    with setup.client() as client:
        text = playlist_of(client, setup, "plain", 55, 80)
    assert text.count("#EXT-X-DISCONTINUITY\n") == 1
    dates = [seconds(date) for date in re.findall(r"PROGRAM-DATE-TIME:(\S+)", text)]
    before, after = text.split("#EXT-X-DISCONTINUITY\n")
    assert before.count("#EXTINF")
    assert after.count("#EXTINF")
    assert any(date == pytest.approx(75, abs=0.05) for date in dates)


def test_playlist_that_touches_now_grows_with_the_same_addresses(setup: Setup) -> None:
    with setup.client() as client:
        first = playlist_of(client, setup, "plain", 76, 300)
        rows = len(setup.entries("media.playback"))
        again = playlist_of(client, setup, "plain", 76, 300)
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in first
    assert "ENDLIST" not in first
    assert again == first
    assert len(setup.entries("media.playback")) == rows  # a reload is the same view
    pieces = first.count("#EXTINF")
    assert 7 <= pieces <= 10  # of 76 to 95, without what may still grow


def test_pieces_are_fetched_by_grant_alone_and_counted(setup: Setup) -> None:
    with setup.client() as client:
        text = playlist_of(client, setup, "plain", 10, 12)
    uri = next(line for line in text.splitlines() if line.startswith("segments/"))
    size, offset = map(int, re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", text)[0])
    setup.services.views.flush(everything=True)
    before = len(setup.entries("media.playback.fetched"))
    with setup.client(None) as nobody:
        part = nobody.get(setup.path("plain", uri), headers={"Range": f"bytes={offset}-{offset + size - 1}"})
        assert part.status_code == 206
        assert len(part.content) == size
        assert part.content[4:8] == b"prft"
        head = nobody.get(
            setup.path("plain", uri), headers={"Range": f"bytes=0-{offset - 1 if offset < 2000 else 700}"}
        )
        assert head.content[4:8] == b"ftyp"
        beyond = nobody.get(setup.path("plain", uri), headers={"Range": "bytes=99999999-"})
        assert beyond.status_code == 416
    setup.services.views.flush(everything=True)
    rows = setup.entries("media.playback.fetched")
    assert len(rows) == before + 1
    details = json.loads(rows[-1].details)
    assert details["seconds"] == pytest.approx(2, abs=1.1)
    assert details["bytes"] >= size


def test_playlist_is_compressed_where_wanted(setup: Setup) -> None:
    with (
        setup.client() as client,
        client.stream(
            "GET", setup.path("plain", "playlist.m3u8"), params=span(0, 60), headers={"Accept-Encoding": "gzip"}
        ) as answer,
    ):
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw).startswith(b"#EXTM3U")


# one MP4 of a range

WHY = {"purpose": "order", "reference": "7/L-CAHN"}


def download(setup: Setup, tmp_path: Path, camera: str, start_s: float, end_s: float, **more: str) -> tuple[Path, Any]:
    with setup.client() as client:
        answer = client.get(setup.path(camera, "video.mp4"), params={**span(start_s, end_s), **WHY, **more})
    assert answer.status_code == 200, answer.text
    path = tmp_path / "video.mp4"
    path.write_bytes(answer.content)
    return path, answer.headers


def test_video_of_a_range(setup: Setup, tmp_path: Path) -> None:
    path, headers = download(setup, tmp_path, "plain", 12.3, 47.8)
    assert int(headers["content-length"]) == path.stat().st_size
    assert re.fullmatch(r'attachment; filename="plain_\d{8}T\d{6}Z_\d{8}T\d{6}Z\.mp4"', headers["content-disposition"])
    assert headers["x-gaps"] == ""
    assert seconds(headers["x-start"]) == pytest.approx(12, abs=0.001)
    times = frame_times(str(path))
    assert times[0] == 0
    assert len(times) == 36 * FPS
    assert {round(b - a, 3) for a, b in itertools.pairwise(times)} == {0.04}
    told = ffprobe("-show_entries", "format=duration", str(path))["format"]["duration"]
    assert float(told) == pytest.approx(36, abs=0.05)
    decoded = subprocess.run(
        ["ffmpeg", "-v", "error", "-i", str(path), "-f", "null", "-"], capture_output=True, text=True, check=False
    )
    assert decoded.stderr == ""
    mark = json.loads(ffprobe("-show_entries", "format_tags", str(path))["format"]["tags"]["comment"])
    assert (mark["user"], mark["purpose"], mark["number"]) == ("operator", WHY["purpose"], WHY["reference"])
    assert mark["grant"]
    assert mark["at"]


def test_video_across_a_gap_and_a_change_of_size(setup: Setup, tmp_path: Path) -> None:
    path, headers = download(setup, tmp_path, "plain", 57, 79)
    assert ";camera_away" in headers["x-gaps"]
    with av.open(str(path)) as container:
        frames = [(frame.pts * frame.time_base, frame.width) for frame in container.decode(video=0)]
    assert [width for _, width in frames] == [64] * (3 * FPS) + [96] * (4 * FPS)
    assert [round(float(time), 2) for time, _ in frames] == [round(n / FPS, 2) for n in range(7 * FPS)]
    head = path.read_bytes()[:6000]
    assert b"avc3" in head
    assert b"sidx" in head


def test_video_with_reordered_pictures(setup: Setup, tmp_path: Path) -> None:
    path, _ = download(setup, tmp_path, "reordered", 2.5, 9.5)
    times = frame_times(str(path))
    assert len(times) == pytest.approx(8 * FPS, abs=2)
    assert {round(b - a, 3) for a, b in itertools.pairwise(times)} == {0.04}


def test_video_in_parts_is_one_view(setup: Setup) -> None:
    with setup.client() as client:
        path, query = setup.path("plain", "video.mp4"), {**span(12.5, 55), **WHY}
        rows = len(setup.entries("media.export"))
        whole = client.get(path, params=query, headers={"Range": "bytes=0-"})
        assert whole.status_code == 206
        size = len(whole.content)
        for start, end in ((1, 3), (100, 5000), (size // 2, size // 2 + 200_000), (size - 10, size)):
            part = client.get(path, params=query, headers={"Range": f"bytes={start}-{end - 1}"})
            assert part.content == whole.content[start:end]
            assert part.headers["content-range"] == f"bytes {start}-{min(end, size) - 1}/{size}"
        assert len(setup.entries("media.export")) == rows + 1
        assert client.get(path, params=query, headers={"Range": f"bytes={size}-"}).status_code == 416
        other = client.get(path, params=query, headers={"Range": "bytes=5-9", "If-Range": '"other"'})
        assert (other.status_code, other.content) == (200, whole.content)
        growing = client.get(path, params={**span(90, 500), **WHY}, headers={"Range": "bytes=0-9"})
        assert growing.status_code == 200  # it will be longer next time


def test_video_up_to_what_is_being_written(setup: Setup, tmp_path: Path) -> None:
    path, headers = download(setup, tmp_path, "plain", 90, 500)
    assert seconds(headers["x-end"]) == pytest.approx(95, abs=1.1)
    assert len(frame_times(str(path))) >= 4 * FPS


def test_h265_video_is_kept_or_made_h264(setup: Setup, tmp_path: Path) -> None:
    path, headers = download(setup, tmp_path, "heavy", 2, 8)
    assert ffprobe("-show_entries", "stream=codec_name", str(path))["streams"][0]["codec_name"] == "hevc"
    assert headers["x-toancanh-rendition"] == "source"
    path, headers = download(setup, tmp_path, "heavy", 2, 8, codecs="h264")
    assert headers["x-toancanh-rendition"] == "h264-720p"
    assert ffprobe("-show_entries", "stream=codec_name", str(path))["streams"][0]["codec_name"] == "h264"
    times = frame_times(str(path))
    assert len(times) == 6 * FPS
    path, headers = download(setup, tmp_path, "both", 2, 8, codecs="h264")
    assert headers["x-toancanh-rendition"] == "sub"
    assert "content-length" in headers


def test_a_player_without_h265_gets_the_sub_stream_or_a_rendition(setup: Setup, tmp_path: Path) -> None:
    with setup.client() as client:
        sub = client.get(setup.path("both", "playlist.m3u8"), params={**span(1, 9), "codecs": "h264"})
        assert sub.headers["x-toancanh-rendition"] == "sub"
        made = client.get(setup.path("heavy", "playlist.m3u8"), params={**span(1, 9), "codecs": "h264"})
        assert made.headers["x-toancanh-rendition"] == "h264-720p"
        assert "# rendition: h264-720p" in made.text
        kept = client.get(setup.path("plain", "playlist.m3u8"), params={**span(1, 9), "codecs": "h264"})
        assert kept.headers["x-toancanh-rendition"] == "source"
    base = f"{setup.base}{setup.path('heavy', 'renditions/')}"
    (tmp_path / "list.m3u8").write_text(made.text.replace("renditions/", base))
    shown = frame_times_of_playlist(tmp_path / "list.m3u8")
    assert len(shown) == 8 * FPS
    assert {round(b - a, 3) for a, b in itertools.pairwise(shown)} == {0.04}


# pictures


@pytest.mark.parametrize("camera", ["plain", "heavy", "reordered"])
@pytest.mark.parametrize("second", [0.0, 1.5, 7.77, 19.9])
def test_picture_of_an_instant(setup: Setup, camera: str, second: float) -> None:
    with setup.client() as client:
        answer = client.get(setup.path(camera, "snapshot.jpg"), params={"at": at(second)})
    assert answer.status_code == 200, answer.text
    number = int(second * FPS + 1e-6)
    assert seconds(answer.headers["x-picture-time"]) == pytest.approx(number / FPS, abs=0.001)
    assert answer.headers["x-picture-source"] == "archive"
    assert brightness(answer.content) == pytest.approx(luma(number), abs=6)


def test_picture_of_an_instant_that_was_not_recorded(setup: Setup) -> None:
    with setup.client() as client:
        assert client.get(setup.path("plain", "snapshot.jpg"), params={"at": at(70)}).status_code == 404


def test_picture_of_now_or_the_last_recorded(setup: Setup) -> None:
    made = pictures("h265", width=320, height=240)
    key = made.units[25]
    unit = AccessUnit(media_time=0, is_key=True, data=key.data, wall_us=START_US + 94 * S, arrival_us=0)
    setup.links.frames[setup.cameras["heavy"].id] = KeyFrame(parameters=made.parameters, unit=unit)
    with setup.client("viewer") as client:
        answer = client.get(setup.path("heavy", "snapshot.jpg"), params={"width": 160})
        assert answer.status_code == 200
        assert answer.headers["x-picture-source"] == "live"
        assert seconds(answer.headers["x-picture-time"]) == 94
        assert brightness(answer.content) == pytest.approx(luma(25), abs=6)
        old = client.get(setup.path("both", "snapshot.jpg"))
        assert old.status_code == 403  # 75 s old: that is playback
        fresh = client.get(setup.path("plain", "snapshot.jpg"))
        assert fresh.headers["x-picture-source"] == "archive"
    with setup.client() as client:
        assert client.get(setup.path("both", "snapshot.jpg")).status_code == 200


def test_a_page_of_thumbnails_is_one_entry(setup: Setup) -> None:
    ids = [setup.cameras[code].id for code in ("plain", "foreign")]
    refusals = setup.refusals()
    with setup.client("viewer") as client, setup.client(None) as nobody:
        page = client.post("/thumbnails", json={"camera_ids": ids}).json()["items"]
        assert [item["camera_id"] for item in page] == ids[:1]
        rows = len(setup.entries("media.thumbnails")), len(setup.entries("media.snapshot"))
        root = setup.base.removesuffix("/api/v1")
        picture = nobody.get(root + page[0]["url"])
        assert picture.status_code == 200
        assert picture.content[:2] == b"\xff\xd8"
        assert nobody.get(root + page[0]["url"].replace("grant=", "grant=x")).status_code == 403
    assert (len(setup.entries("media.thumbnails")), len(setup.entries("media.snapshot"))) == rows
    assert rows[0] >= 1
    assert setup.refusals() == refusals + 2


# grants, states, connection test


@pytest.mark.parametrize("kind", ["playback", "snapshot", "export"])
def test_grants_open_what_they_name(setup: Setup, kind: str) -> None:
    wish: dict[str, Any] = {"camera_id": setup.cameras["plain"].id, "kind": kind, **WHY}
    wish |= {} if kind == "snapshot" else span(5, 9)
    with setup.client() as client, setup.client(None) as nobody:
        made = client.post("/grants", json=wish)
        assert made.status_code == 201, made.text
        answer = nobody.get(setup.base.removesuffix("/api/v1") + made.json()["url"])
        assert answer.status_code == 200, answer.text


def test_status_of_one_and_of_many(setup: Setup) -> None:
    camera = setup.cameras["plain"].id
    setup.links.streams = [
        {
            "camera_id": camera, "role": "main", "state": "online", "reason": "none", "since_us": START_US,
            "last_frame_us": START_US + 94 * S, "fps": 25.0, "bitrate_bps": 4_000_000, "codec": "h264", "width": 64,
            "height": 48, "lost_packets": 0, "reconnects": 1, "recording": True,
            "clock": {"source": "camera_rtcp", "offset_us": 1500, "drift_ppm": 2.0},
        }
    ]  # fmt: skip
    setup.clock.advance(1)
    with setup.client("viewer") as client:
        answer = client.get(setup.path("plain", "status"))
        assert answer.status_code == 200, answer.text
        one = answer.json()
        assert (one["state"], one["fps"], one["recording"]) == ("online", 25.0, True)
        assert one["clock"]["offset_ms"] == 1.5
        setup.links.streams[0] |= {"recording": False, "recording_fault": "disk_full"}
        setup.clock.advance(1)
        alarm = client.get(setup.path("plain", "status")).json()
        assert (alarm["state"], alarm["recording"], alarm["recording_fault"]) == ("online", False, "disk_full")
        many = client.get("/camera-status", params={"ids": f"{camera},{setup.cameras['foreign'].id}"}).json()
        assert [item["camera_id"] for item in many["items"]] == [camera]
        first = client.get("/camera-status", params={"limit": 2}).json()
        rest = client.get("/camera-status", params={"limit": 2, "after": first["next"]}).json()
        assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 2, None]
        assert first["items"][0]["state"] == "connecting"  # no media process has heard of it yet
        setup.links.away = True
        setup.clock.advance(1)
        down = client.get(setup.path("plain", "status")).json()
        assert (down["state"], down["reason"]) == ("offline", "media_down")
    setup.links.away = False
    setup.clock.advance(-3)


def test_connection_test_shows_the_picture_is_recorded_and_limited(setup: Setup) -> None:
    made = pictures("h264")
    parameters = {
        "codec": "h264", "width": 64, "height": 48, "vps": [], "sps": [], "pps": [], "codec_string": "avc1",
        "decoder_configuration": made.parameters.decoder_configuration.hex(),
    }  # fmt: skip
    setup.links.probe_result = (
        {"ok": True, "reason": "none", "parameters": parameters, "fps": 25.0},
        made.units[0].data,
    )
    body = {"url": "rtsp://user:secret@192.0.2.9/live", "owner_id": setup.cameras["plain"].owner_id}
    with setup.client("chief") as client:
        answer = client.post("/probe", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["picture"].startswith("data:image/jpeg;base64,")
        assert setup.links.probed[-1]["password"] == "secret"
        (row,) = setup.entries("camera.probe")
        assert "secret" not in row.details
        stored = {"url": "rtsp://192.0.2.2/other", "camera_id": setup.cameras["heavy"].id}
        assert client.post("/probe", json=stored).status_code == 200
        assert setup.links.probed[-1]["password"] == "stored-secret"
        elsewhere = {**stored, "url": "rtsp://198.51.100.1/main"}
        assert client.post("/probe", json=elsewhere).status_code == 422  # stored passwords do not travel
        assert len(setup.links.probed) == 2
        codes = [client.post("/probe", json=body).status_code for _ in range(10)]
    assert codes == [200] * 7 + [429] * 3
    with setup.client("operator") as client:
        assert client.post("/probe", json=body).status_code == 403
