"""Cameras of the district over RTSP, as films with truth, and on the command line."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from toancanh.cli import main as command
from toancanh.kernel import Invalid
from toancanh.simulation import Encoding, SimulatedCameras, StripKind, StripReading, read_strip, simulated_cameras
from toancanh.simulation.district import load_network
from toancanh.simulation.district_views import DistrictScene, find_camera, read_truth
from toancanh.simulation.district_views.films import coded, view_of
from toancanh.simulation.district_views.truth import TruthFilm
from toancanh.simulation.faults import Fault
from toancanh.simulation.live import disturbed
from toancanh.simulation.live_truth import TruthKeepingFilm
from toancanh.simulation.workshop import DistrictLoop, loop_key

SCENE = DistrictScene(camera="A1-AU-front", play="calm_1", from_s=60.0)
MAIN = Encoding(width=320, height=180, fps=3, gop=3, bitrate_bps=400_000)
SUB = Encoding(width=160, height=90, fps=2, gop=2, bitrate_bps=100_000)
NUMBER = find_camera(load_network(), SCENE.camera).number
POSE = "21.0142,105.8040,75,9,16,60"
Luma = NDArray[np.uint8]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="module")
def cameras(cache: Path) -> Iterator[SimulatedCameras]:
    """Camera 1 is live, camera 2 a loop of the same view."""
    with simulated_cameras(
        2, live=(1,), district=[SCENE], main=MAIN, sub=SUB, cache=cache, truth=cache / "live"
    ) as running:
        yield running


def pictures(url: str, count: int) -> Iterator[tuple[StripReading, Luma]]:
    options = {"rtsp_transport": "tcp", "probesize": "32", "analyzeduration": "0"}
    with av.open(url, options=options, timeout=20) as stream:
        for frame in stream.decode(video=0):
            luma = frame.to_ndarray(format="gray")
            reading = read_strip(np.ascontiguousarray(luma).tobytes(), frame.width, frame.height)
            assert reading is not None
            yield reading, luma
            count -= 1
            if count == 0:
                return


def below_the_text(luma: Luma) -> NDArray[np.int64]:
    return luma[len(luma) // 5 :].astype(np.int64)


@pytest.mark.parametrize(("number", "kind"), [(1, StripKind.EPOCH), (2, StripKind.MINUTE)], ids=["live", "loop"])
def test_what_is_sent_is_that_moment_of_the_play(cameras: SimulatedCameras, number: int, kind: StripKind) -> None:
    view = view_of(SCENE, MAIN)
    for reading, luma in pictures(cameras.url(number), 3):
        assert reading.kind is kind
        assert reading.scene == NUMBER
        wanted = view.picture(SCENE.play_s(reading.ms * 1000), 0)
        made = coded(wanted).to_ndarray(format="gray")
        off = np.abs(below_the_text(luma) - below_the_text(made))
        assert off.mean() < 6
        assert (off > 60).mean() < 0.004, "nobody is anywhere else"


def test_a_loop_s_truth_lies_beside_it(cameras: SimulatedCameras, cache: Path) -> None:
    assert cameras.counters(2).connections >= 0
    (path,) = (cache / "loops").glob("A1-AU-front-320x180-3-*.truth.npz")
    assert path.with_name(path.name.replace(".truth.npz", ".mp4")).exists()
    truth = read_truth(path)
    assert len(truth.frames) == 60 * MAIN.fps
    assert truth.header["camera"] == SCENE.camera
    assert truth.header["pose"]["hfov_deg"] == find_camera(load_network(), SCENE.camera).pose.hfov_deg
    again = view_of(SCENE, MAIN).truth(SCENE.play_s(20_000_000))
    assert truth.frames[20 * MAIN.fps].numbers.tolist() == again.numbers.tolist()
    assert np.allclose(truth.frames[20 * MAIN.fps].boxes_px, again.boxes_px)


def test_the_truth_of_live_pictures_is_kept(cameras: SimulatedCameras, cache: Path) -> None:
    seen = {reading.ms * 1000 for reading, _ in pictures(cameras.url(1), 3)}

    def kept() -> TruthFilm | None:
        films = [read_truth(path) for path in (cache / "live").glob("cam-1-320x180-3-*.truth.npz")]
        return next((one for one in films if seen & {at // 1000 * 1000 for at in one.header["capture_us"]}), None)

    while (truth := kept()) is None:  # nobody watches any more: it is written
        time.sleep(0.02)
    assert (truth.header["play"], truth.header["covered"], truth.header["synthetic"]) == (SCENE.play, [], True)
    assert len(truth.frames) == len(truth.header["capture_us"])
    view = view_of(SCENE, MAIN)
    for at_us, frame in zip(truth.header["capture_us"], truth.frames, strict=True):
        again = view.truth(SCENE.play_s(at_us))
        assert frame.numbers.tolist() == again.numbers.tolist()
        assert np.allclose(frame.boxes_px, again.boxes_px)


def test_each_minute_and_each_way_of_live_pictures_has_a_file_and_a_cloth_is_told(tmp_path: Path) -> None:
    faults: dict[Fault, float] = {}
    film = TruthKeepingFilm(SCENE, SUB, disturbed(None, faults), folder=tmp_path, camera="here")
    turn = 1_763_800_020 * SUB.fps  # a minute's begin
    for tick, hit in ((turn - 1, None), (turn, None), (turn + 1, Fault.COVERED), (turn + 2, Fault.TURNED)):
        if hit is not None:
            faults[hit] = 25
        film.shoot(tick)
    film.close()
    film.close()
    headers = [read_truth(path).header for path in sorted(tmp_path.iterdir())]
    ticks = [[at * SUB.fps // 1_000_000 - turn for at in header["capture_us"]] for header in headers]
    assert ticks == [[-1], [0, 1], [2]]
    assert [header["covered"] for header in headers] == [[], [1], [0]]
    straight, aside = (header["pose"]["azimuth_deg"] for header in headers[1:])
    assert (aside - straight) % 360 == pytest.approx(25)


def test_a_live_view_is_turned_covered_soiled_and_frozen_by_its_faults(cameras: SimulatedCameras) -> None:
    straight = below_the_text(next(pictures(cameras.url(1, "sub"), 1))[1])
    cameras.fault(1, "turned", 25)
    turned = below_the_text(next(pictures(cameras.url(1, "sub"), 1))[1])
    assert np.abs(turned - straight).mean() > 15
    cameras.fault(1, "covered")
    covered = below_the_text(next(pictures(cameras.url(1, "sub"), 1))[1])
    assert covered.max() < 60
    cameras.clear(1)
    cameras.fault(1, "dirty", 90)
    dirty = below_the_text(next(pictures(cameras.url(1, "sub"), 1))[1])
    assert dirty.std() < 0.85 * straight.std(), "grime hides what is behind it"
    cameras.clear(1)
    cameras.fault(1, "freeze")
    frozen = [reading.ms for reading, _ in pictures(cameras.url(1, "sub"), 3)]
    cameras.clear(1)
    assert len(set(frozen)) == 1


def test_where_no_truth_can_be_kept_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full").touch()
    assert command(["simulate", "--play", "calm_1", "--port", "0", "--truth", str(tmp_path / "full")]) == 1
    assert "name another --truth" in capsys.readouterr().err


def test_films_are_written_with_their_truth(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    film = ["simulate", "--play", "calm_1", "--pose", POSE, "--size", "320x180", "--fps", "1", "--light", "22"]
    assert command([*film, "--film", str(tmp_path)]) == 0
    path, truth_path = capsys.readouterr().out.split()
    truth = read_truth(Path(truth_path))
    assert truth.header["scene"]["weather"]["hour"] == 22
    with av.open(path) as container:
        shown = [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]
    assert len(shown) == len(truth.frames) == 60
    for index, luma in enumerate(shown):
        reading = read_strip(np.ascontiguousarray(luma).tobytes(), 320, 180)
        assert reading is not None
        assert reading.ms == index * 1000
        assert truth.frames[index].t_s == index
    assert command([*film, "--film", str(tmp_path)]) == 2, "nothing is written over"


@pytest.mark.parametrize(
    "wrong",
    [
        ["--film", "somewhere"],
        ["--play", "never"],
        ["--play", "calm_1", "--views", "nowhere"],
        ["--play", "calm_1", "--minutes", "11"],
        ["--play", "calm_1", "--rain", "2"],
        ["--play", "absent.play.xz"],
        ["--play", "calm_1", "--pose", "21.014,105.806,90"],
        ["--play", "calm_1", "--pose", "21.014,105.806,90,0,10,50"],
    ],
)
def test_wrong_use_is_said(wrong: list[str], tmp_path: Path) -> None:
    assert command(["simulate", "--port", "0", *wrong, "--cache", str(tmp_path)]) == 2
    assert not list(tmp_path.iterdir())


def test_a_loop_is_made_anew_where_its_play_or_its_weather_is_another() -> None:
    def key(play: str, hour: float | None = None) -> str:
        scene = DistrictScene.from_request(
            {**SCENE.as_request(), "play": play, "weather": {**SCENE.as_request()["weather"], "hour": hour}}
        )
        return loop_key(DistrictLoop(district=scene, encoding=MAIN))

    hung = dataclasses.replace(SCENE, camera="pose-1", pose=find_camera(load_network(), "A1-all").pose)
    assert DistrictScene.from_request(json.loads(json.dumps(hung.as_request()))) == hung
    assert hung.number(load_network()) >= 240
    assert key("calm_1") == key("calm_1")
    assert len({key("calm_1"), key("night_1"), key("calm_1", 9.0)}) == 3
    with pytest.raises(Invalid):
        DistrictScene(camera="A1-all", play="calm_1", minutes=0)
