"""The simulated cameras, as clients not written by us see them, and the time in their pictures."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import av
import pytest

from raw_rtsp import RawClient, Received, nal_units
from toancanh.kernel import Unavailable
from toancanh.media.model import Codec
from toancanh.simulation import Encoding, ServerOptions, SimulatedCameras, StripKind, read_strip, simulated_cameras
from toancanh.simulation.authentication import Credentials, Scheme
from toancanh.simulation.strip import StripReading

MAIN = Encoding(width=320, height=180, fps=15, gop=5, bitrate_bps=300_000)
SUB = Encoding(width=160, height=90, fps=10, gop=5, bitrate_bps=100_000)
ACCOUNT = Credentials(username="admin", password="s:e/c ret")
IN_URL = "admin:s%3Ae%2Fc%20ret@"


@pytest.fixture(scope="module")
def cameras() -> Iterator[SimulatedCameras]:
    with simulated_cameras(3, live=(1,), main=MAIN, sub=SUB) as simulated:
        yield simulated


@pytest.fixture(scope="module")
def guarded() -> Iterator[SimulatedCameras]:
    options = ServerOptions(credentials=ACCOUNT, schemes=(Scheme.SHA_256, Scheme.MD5))
    with simulated_cameras(1, main=MAIN, sub=SUB, codec=Codec.H265, options=options) as simulated:
        yield simulated


def readings(received: Received) -> list[tuple[StripReading, int, int]]:
    """(strip, RTP timestamp, arrival of its last packet) of each whole picture."""
    decoder = av.VideoCodecContext.create("h264", "r")
    decoder.options = {"flags": "low_delay"}
    decoder.thread_count = 1
    arrivals = {packet.timestamp: packet.arrival_us for packet in received.packets}
    out = []
    for timestamp, bodies in received.pictures().items():
        data = b"".join(b"\0\0\0\1" + nal for nal in nal_units(bodies))
        for frame in decoder.decode(av.Packet(data)):
            plane = frame.planes[0]
            reading = read_strip(memoryview(plane), frame.width, frame.height, plane.line_size)
            assert reading is not None
            out.append((reading, timestamp, arrivals[timestamp]))
    return out


@pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
@pytest.mark.parametrize(("number", "kind"), [(1, StripKind.EPOCH), (2, StripKind.MINUTE)], ids=["live", "loop"])
def test_the_picture_shows_true_time(cameras: SimulatedCameras, number: int, kind: StripKind, udp: bool) -> None:
    with RawClient(cameras.url(number)) as client:
        received = client.play(udp=udp).receive(pictures=12)
    report = received.reports[0]
    seen = readings(received)[:-1]
    assert len(seen) >= 10
    for reading, timestamp, _ in seen:
        assert reading.kind is kind
        behind = (timestamp - report.timestamp + (1 << 31)) % (1 << 32) - (1 << 31)
        ntp_ms = (report.ntp_us + behind * 100 / 9) / 1000
        late_ms = ntp_ms - reading.ms
        if kind is StripKind.MINUTE:
            late_ms = (late_ms + 30_000) % 60_000 - 30_000  # 0 and 60,000 are one moment of the minute
        assert abs(late_ms) <= 1.1  # milliseconds are cut off, not rounded
    ages = sorted(reading.age_ms(arrival_us) for reading, _, arrival_us in seen)
    assert 0 <= ages[0] < 1000 / MAIN.fps


def test_cameras_that_share_a_scene_send_the_same_pictures(cameras: SimulatedCameras) -> None:
    with RawClient(cameras.url(2, "sub")) as first, RawClient(cameras.url(2, "sub")) as second:
        first.play()
        second.play()
        one, other = first.receive(pictures=8).pictures(), second.receive(pictures=8).pictures()
    common = sorted(one.keys() & other.keys())[:-1]
    assert len(common) >= 2
    assert all(one[timestamp] == other[timestamp] for timestamp in common)


def test_equal_seeds_give_equal_streams() -> None:
    taken = []
    for _ in range(2):
        with simulated_cameras(1, main=MAIN, sub=SUB, seed=7) as simulated, RawClient(simulated.url(1)) as client:
            received = client.play().receive(pictures=3)
            taken.append((received.packets[0].ssrc, received.pictures()))
    assert taken[0][0] == taken[1][0]


def test_ffprobe_reads_everything(cameras: SimulatedCameras, guarded: SimulatedCameras) -> None:
    wanted = [
        (cameras.url(1), "tcp", "h264", 320),
        (cameras.url(2), "udp", "h264", 320),
        (cameras.url(3, "sub"), "tcp", "h264", 160),
        (guarded.url(1).replace("//", f"//{IN_URL}"), "tcp", "hevc", 320),
        (guarded.url(1).replace("//", f"//{IN_URL}"), "udp", "hevc", 320),
    ]
    command = ["ffprobe", "-v", "error", "-of", "json", "-show_streams", "-analyzeduration", "500000"]
    running = [
        subprocess.Popen([*command, "-rtsp_transport", transport, url], stdout=subprocess.PIPE)
        for url, transport, _, _ in wanted
    ]
    for process, (_, _, codec, width) in zip(running, wanted, strict=True):
        out, _ = process.communicate(timeout=30)
        (stream,) = json.loads(out)["streams"]
        assert (stream["codec_name"], stream["width"]) == (codec, width)


def test_a_wrong_password_is_refused_and_counted(guarded: SimulatedCameras) -> None:
    before = guarded.counters(1).log_ins_refused
    url = guarded.url(1).replace("//", "//admin:wrong@")
    with pytest.raises(av.error.HTTPUnauthorizedError):
        av.open(url, options={"rtsp_transport": "tcp"}, timeout=20)
    assert guarded.counters(1).log_ins_refused == before + 1


def test_what_is_not_there(cameras: SimulatedCameras) -> None:
    with RawClient(cameras.url(1)) as client:
        assert client.request("DESCRIBE", cameras.url(1).replace("/cam/1", "/cam/99"))[0] == 404
        assert client.request("DESCRIBE", cameras.url(1).replace("/cam/1", "/else"))[0] == 404
        assert client.request("PLAY")[0] == 454
        assert client.request("RECORD")[0] == 405
        assert client.request("SETUP", Transport="RTP/AVP;multicast")[0] == 461
        assert client.request("OPTIONS")[1]["public"].startswith("OPTIONS, DESCRIBE")
        client.socket.sendall(b"nonsense\r\n\r\n")
        assert client.socket.recv(100).startswith(b"RTSP/1.0 400")


def test_a_session_ends_without_keep_alive() -> None:
    options = ServerOptions(session_timeout_s=2)
    with simulated_cameras(1, main=MAIN, sub=SUB, options=options) as simulated:
        with RawClient(simulated.url(1)) as silent, RawClient(simulated.url(1)) as polite:
            silent.play()
            polite.play()
            for _ in range(9):
                time.sleep(0.3)
                assert polite.request("GET_PARAMETER")[0] == 200
            assert silent.is_closed_within(20)
        for _ in range(1000):
            if simulated.counters(1).players == 0:
                break
            time.sleep(0.02)
        assert simulated.counters(1).players == 0


def test_a_client_that_does_not_read_costs_no_memory() -> None:
    options = ServerOptions(backlog_bytes=20_000)
    with simulated_cameras(1, main=MAIN, sub=SUB, options=options) as simulated:
        simulated.fault(1, "burst", 200)
        with RawClient(simulated.url(1)) as client:
            client.play()
            for _ in range(100):
                time.sleep(0.1)
                if simulated.counters(1).frames_dropped > 3:
                    break
            assert simulated.counters(1).frames_dropped > 3


@pytest.mark.parametrize("bframes", [False, True], ids=["sendable", "b-frames"])
def test_video_files(tmp_path: Path, bframes: bool) -> None:
    path = tmp_path / "clip.mkv"
    source = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=1"]
    options = ["-c:v", "libx264", "-g", "5", "-bf", "2" if bframes else "0", "-pix_fmt", "yuv420p"]
    subprocess.run([*source, *options, path], check=True)
    with simulated_cameras(2, videos=[path], cache=tmp_path) as simulated, RawClient(simulated.url(2)) as client:
        received = client.play().receive(pictures=14)
    timestamps = list(received.pictures())
    steps = {(later - earlier) % (1 << 32) for earlier, later in itertools.pairwise(timestamps)}
    assert len(timestamps) > 10  # more than one round of the loop
    assert all(8_900 <= step <= 9_100 for step in steps)
    assert len(list((tmp_path / "loops").glob("*.mp4"))) == 1


def test_a_file_that_is_no_video_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("no video")
    with pytest.raises(Unavailable, match="could not be made"), simulated_cameras(1, videos=[path], cache=tmp_path):
        pass


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "loops").write_text("in the way")
    with pytest.raises(Unavailable, match="--cache"), simulated_cameras(1, main=MAIN, sub=SUB, cache=tmp_path):
        pass


def test_the_command_serves_until_told_to_stop() -> None:
    command = [sys.executable, "-m", "toancanh", "simulate"]
    options = ["--port", "0", "--cameras", "1", "--size", "320x180", "--fps", "10", "--control", "--auth", "u:p"]
    with subprocess.Popen(
        [*command, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stderr is not None
        ready = process.stdout.readline()
        assert ready.startswith("ready rtsp://127.0.0.1:")
        process.stdin.write("1=stall\n1=clear\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done 1=stall\n"
        assert process.stdout.readline() == "done 1=clear\n"
        url = ready.split()[1]
        with RawClient(url) as client:
            assert client.request("DESCRIBE")[0] == 401
        process.terminate()
        assert process.wait(10) == 0


def test_wrong_use_of_the_command_says_what_to_do() -> None:
    from toancanh.cli import main

    assert main(["simulate", "--port", "0", "--fault", "9=drop"]) == 2
    assert main(["simulate", "--video", "absent.mp4"]) == 2
    with pytest.raises(SystemExit) as stopped:
        main(["simulate", "--size", "wide"])
    assert stopped.value.code == 2
