"""Recordings of which key frames alone are kept are played, downloaded and looked at as any others are."""

from __future__ import annotations

import contextlib
import io
import re
import time
from collections.abc import Iterator

import av
import httpx
import pytest

from archive_rig import feed
from media_units import START_US, pictures
from playback_rig import FPS, S, Setup, at, playback_setup, span, writing_behind
from toancanh.kernel import parse_rfc3339
from toancanh.media.archive import RetentionLimits, StreamKey
from toancanh.media.archive.thinning import Thinning
from toancanh.media.model import GapCause
from toancanh.registry.model import StreamRole

pytestmark = pytest.mark.databases("sqlite")

GOP = 50
LENGTH_S, FILE_S = 24, 8
WHY = {"purpose": "order", "reference": "7/L-CAHN"}
CODECS = {"reordered": "h264", "heavy": "h265"}
"""Both with B-frames; picture 0 and picture 50 of each hundred are the key frames, one dark and one bright."""


def record(setup: Setup, _stack: contextlib.ExitStack) -> None:
    setup.clock.advance(10 + LENGTH_S + 30)
    with setup.rig.writer() as writer:
        for code, codec in CODECS.items():
            recorder = setup.rig.recorder(
                writer, StreamKey(setup.cameras[code].id, StreamRole.MAIN), segment_seconds=FILE_S
            )
            size = (64, 48) if codec == "h264" else (320, 240)
            made = pictures(codec, width=size[0], height=size[1], gop=GOP, count=2 * GOP, b=2)
            feed(recorder, made, range(LENGTH_S * FPS), then=GapCause.CAMERA_AWAY)
    deadline = time.monotonic() + 10
    while writing_behind(setup) and time.monotonic() < deadline:
        time.sleep(0.02)


class Before:
    """What was given out while the recordings were whole."""

    def __init__(self, setup: Setup) -> None:
        with setup.client() as client:
            self.playlist = ask(client, setup, "reordered", "playlist.m3u8").text
            self.rendered = ask(client, setup, "heavy", "playlist.m3u8", codecs="h264").text
            for uri in addresses(self.rendered)[1:4]:
                assert client.get(setup.path("heavy", uri)).status_code == 200
            self.picture = ask(client, setup, "reordered", "key-frame.jpg", at=at(6.5))


@pytest.fixture(scope="module")
def thinned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Setup, Before]]:
    with playback_setup(tmp_path_factory.mktemp("thinned"), record) as setup:
        before = Before(setup)
        limits = RetentionLimits(min_days=0.0, max_days=365.0, thin_after_days=1e-5)
        keys = [StreamKey(setup.cameras[code].id, StreamRole.MAIN) for code in CODECS]
        thinning = Thinning(
            setup.rig.archive, clock=setup.clock, owned=lambda _camera: True, limits=lambda: dict.fromkeys(keys, limits)
        )
        assert thinning.look() == len(CODECS) * LENGTH_S // FILE_S
        yield setup, before


def ask(client: httpx.Client, setup: Setup, camera: str, rest: str, **more: str) -> httpx.Response:
    answer = client.get(setup.path(camera, rest), params={**span(0, LENGTH_S), **WHY, **more})
    assert answer.status_code == 200, answer.text
    return answer


def addresses(playlist: str) -> list[str]:
    return [line for line in playlist.splitlines() if line and not line.startswith("#")]


def fetched(client: httpx.Client, setup: Setup, camera: str, playlist: str) -> bytes:
    """All that a player would load, in order."""
    wanted = re.findall(
        r'#EXT-X-MAP:URI="([^"]+)"(?:,BYTERANGE="(\d+)@(\d+)")?|#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)|^(renditions.+)$',
        playlist,
        re.MULTILINE,
    )
    data = b""
    for head, head_size, head_at, size, offset, uri, rendered in wanted:
        path, length, start = (head, head_size, head_at) if head else (uri or rendered, size, offset)
        ranges = {"Range": f"bytes={start}-{int(start) + int(length) - 1}"} if length else {}
        answer = client.get(setup.path(camera, path), headers=ranges)
        assert answer.status_code == (206 if length else 200), answer.text
        data += answer.content
    return data


def shown(data: bytes) -> list[tuple[float, bool]]:
    """Of each picture its time after the first, and whether it is a bright one."""
    with av.open(io.BytesIO(data), "r", format="mp4") as container:
        frames = [(frame.time or 0.0, frame.to_ndarray(format="gray").mean()) for frame in container.decode(video=0)]
    return [(round(time_s - frames[0][0], 3), bool(mean > 45)) for time_s, mean in frames]


EXPECTED = [(second, second % 4 == 2) for second in range(0, LENGTH_S, GOP // FPS)]


@pytest.mark.parametrize("camera", CODECS)
def test_a_playlist_and_a_download_show_each_key_frame_at_its_time(thinned: tuple[Setup, Before], camera: str) -> None:
    setup, _ = thinned
    with setup.client() as client:
        playlist = ask(client, setup, camera, "playlist.m3u8").text
        dates = [parse_rfc3339(date) for date in re.findall(r"PROGRAM-DATE-TIME:(\S+)", playlist)]
        lengths = [float(seconds) for seconds in re.findall(r"#EXTINF:([\d.]+)", playlist)]
        assert (dates[0] - START_US) / S == 0
        assert sum(lengths) == pytest.approx(LENGTH_S, abs=0.001)
        assert shown(fetched(client, setup, camera, playlist)) == EXPECTED
        video = ask(client, setup, camera, "video.mp4")
        assert [(parse_rfc3339(video.headers[name]) - START_US) / S for name in ("x-start", "x-end")] == [0, LENGTH_S]
        assert shown(video.content) == EXPECTED
        part = ask(client, setup, camera, "video.mp4", **span(5, 9.5))
        assert shown(part.content) == [(0, False), (2, True), (4, False)], "of 4 to 10"


def test_what_was_named_while_they_were_whole_is_asked_for_anew(thinned: tuple[Setup, Before]) -> None:
    """Bytes and fragments lie elsewhere now: the old addresses give nothing, and nothing kept from before is given."""
    setup, before = thinned
    with setup.client() as client:
        for camera, playlist in (("reordered", before.playlist), ("heavy", before.rendered)):
            gone = client.get(setup.path(camera, addresses(playlist)[1]), headers={"Range": "bytes=0-99"})
            assert gone.status_code == 404
            assert "thinned" in gone.json()["detail"]
        playlist = ask(client, setup, "heavy", "playlist.m3u8", codecs="h264").text
        assert shown(fetched(client, setup, "heavy", playlist)) == EXPECTED
        assert ask(client, setup, "reordered", "key-frame.jpg", at=at(6.5)).headers["x-picture-time"] == at(6)
        assert before.picture.headers["x-picture-time"] == at(6)
        later = ask(client, setup, "reordered", "key-frame.jpg", at=at(4.5))
        assert later.headers["x-picture-time"] == at(4)
        assert client.get(setup.path("reordered", "snapshot.jpg"), params={"at": at(7.9), **WHY}).status_code == 200


def test_it_is_said_in_a_set_too(thinned: tuple[Setup, Before]) -> None:
    setup, _ = thinned
    body = {"camera_ids": [setup.cameras[code].id for code in CODECS], "at": at(3), **span(0, LENGTH_S)}
    with setup.client() as client:
        for item in client.post("/playback", json=body).json()["items"]:
            assert item["track"]["thinned"] == [{"start": at(0), "end": at(LENGTH_S)}]
            assert item["track"]["first"]
