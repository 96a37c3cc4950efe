"""A model in its confined process: what it finds, and what becomes of files that mean harm."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

import onnx_files
from media_units import START_US, Pictures, pictures
from toancanh.kernel import Exhausted, Invalid, PlatformError, Unavailable
from toancanh.media.model import AccessUnit, Codec
from toancanh.vision import ObjectKind
from toancanh.vision.confined.coded import CodedPictures
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.process import ModelProcess, Running

YOLOX = Manifest(layout=Layout.YOLOX, seconds=10, memory_mib=512)


def coded(made: Pictures, first: int, last: int, *, camera: str = "one", every: int = 1) -> CodedPictures:
    units = tuple(made.unit(number, start_us=START_US) for number in range(first, last))
    return CodedPictures(
        camera=camera,
        codec=Codec(made.parameters.codec),
        configuration=made.parameters.decoder_configuration,
        units=units,
        wanted=[unit.media_time for unit in units[::every]],
    )


def test_it_finds_in_coded_pictures_and_goes_on_where_it_stopped() -> None:
    made = pictures(width=64, height=64, count=40, gop=40)
    with ModelProcess(onnx_files.yolox(), YOLOX) as process:
        trial = process.trial()
        assert (trial.width, trial.height) == (64, 64)
        assert 0 < trial.picture_s < 10
        first = process.look(coded(made, 0, 20, every=2))
        assert [one.time_us for one in first] == [made.unit(number).wall_us for number in range(0, 20, 2)]
        assert all(set(one.detections.kinds) <= {ObjectKind.CAR} for one in first)
        grey = [np.mean(one.detections.scores) if len(one.detections) else 0.0 for one in first]
        assert grey[-1] > grey[5] > 0, "each picture is brighter than the one before"
        # no key frame comes: the camera's decoder stands after the last picture
        second = process.look(coded(made, 20, 30))
        assert len(second) == 10
        assert (second[0].width, second[0].height) == (64, 64)
        assert process.look(coded(made, 30, 40, camera="two")) == [], "another camera's begins with a key frame"


def test_the_very_same_picture_for_five_seconds_is_no_street() -> None:
    made = pictures(width=64, height=64, fps=10, count=20, gop=1)
    frozen = Pictures(parameters=made.parameters, units=made.units[-1:], ticks=made.ticks // 20)
    with ModelProcess(onnx_files.yolox(), YOLOX) as process:
        looked = [one for first in range(0, 60, 30) for one in process.look(coded(frozen, first, first + 30))]
        assert [one.is_still for one in looked] == [False] * 50 + [True] * 10
        assert [bool(len(one.detections)) for one in looked] == [True] * 50 + [False] * 10
        again = process.look(replace(coded(made, 60, 80), is_new=True))
        assert not any(one.is_still for one in again)


def test_two_cameras_do_not_mix() -> None:
    made, other = pictures(width=64, height=64, count=20, gop=20), pictures("h265", width=64, height=48, count=20)
    with ModelProcess(onnx_files.yolox(), YOLOX) as process:
        for first in range(0, 20, 5):
            assert len(process.look(coded(made, first, first + 5))) == 5
            found = process.look(coded(other, first, first + 5, camera="two"))
            assert {(one.width, one.height) for one in found} == {(64, 48)}


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (onnx_files.vector(512), Layout.YOLOX),
        (onnx_files.yolox(embedding=512), Layout.YOLOX),
        (onnx_files.yolox()[:-200], Layout.YOLOX),
    ],
)
def test_a_file_that_is_not_what_it_is_said_to_be(content: bytes, layout: Layout) -> None:
    with ModelProcess(content, Manifest(layout=layout, memory_mib=512)) as process, pytest.raises(Invalid):
        process.trial()
    assert process.pid is None


def test_one_that_never_returns_is_ended() -> None:
    begin_s = time.monotonic()
    manifest = Manifest(layout=Layout.YOLOX, seconds=1, memory_mib=512)
    with ModelProcess(onnx_files.endless(), manifest) as process:
        with pytest.raises(Unavailable) as told:
            process.trial()
        assert told.value.extra["reason"] == "model_never_answered"
        assert process.pid is None
    assert time.monotonic() - begin_s < 30


def test_one_that_wants_more_memory_than_it_has_is_refused_it() -> None:
    with ModelProcess(onnx_files.greedy(2 << 30), Manifest(layout=Layout.YOLOX, memory_mib=512)) as process:
        with pytest.raises(Exhausted) as told:
            process.trial()
        assert told.value.extra["reason"] == "model_out_of_memory"


def test_a_process_that_is_killed_costs_one_question() -> None:
    made = pictures(width=64, height=64, count=20, gop=5)
    with ModelProcess(onnx_files.yolox(), YOLOX) as process:
        process.trial()
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSEGV)
        with pytest.raises(Unavailable) as told:
            process.look(coded(made, 0, 5))
        assert told.value.extra["reason"] == "model_died"
        assert len(process.look(coded(made, 5, 10))) == 5


def test_one_that_keeps_failing_is_given_up() -> None:
    reasons = []
    with ModelProcess(onnx_files.vector(512), Manifest(layout=Layout.YOLOX, memory_mib=512)) as process:
        for _ in range(4):
            with pytest.raises(PlatformError) as told:
                process.trial()
            reasons.append(told.value.extra["reason"])
    assert reasons == ["output_refused"] * 3 + ["model_unfit"]


def test_an_accelerator_that_is_not_there_is_named() -> None:
    with ModelProcess(onnx_files.yolox(), YOLOX, Running(provider="openvino")) as process:
        with pytest.raises(Unavailable, match="onnxruntime-openvino") as told:
            process.trial()
        assert told.value.extra["reason"] == "no_provider"


def test_it_holds_no_secret_and_can_write_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOANCANH_ADMIN_PASSWORD", "not for models")
    with ModelProcess(onnx_files.yolox(), YOLOX) as process:
        process.trial()
        here = Path(f"/proc/{process.pid}")
        assert b"not for models" not in (here / "environ").read_bytes()
        limits = {line[:26].strip(): line[26:].split()[:2] for line in (here / "limits").read_text().splitlines()[1:]}
        assert limits["Max file size"] == ["0", "0"]
        assert limits["Max data size"] == [str(512 << 20)] * 2
        assert limits["Max core file size"] == ["0", "0"]
        assert os.readlink(here / "cwd") == "/"
        opened = [os.readlink(one) for one in (here / "fd").iterdir()]
        assert not [name for name in opened if name.startswith("/") and not name.startswith("/dev/null")]


LAYOUTS = {
    "yolox_nano_416.onnx": Layout.YOLOX,
    "nanodet_m_416.onnx": Layout.NANODET,
    "FastestDet.onnx": Layout.FASTESTDET,
}


def street() -> CodedPictures | None:
    """The first two seconds of a real street by day, every fifth picture; None where there are no clips."""
    path = Path(os.environ.get("TOANCANH_CLIPS", ".")) / "tfl_a13_201709141311.mp4"
    if not path.exists():
        return None
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        packets = [packet for packet in container.demux(stream) if packet.size][:50]
        units = tuple(
            AccessUnit(
                media_time=packet.pts or 0, is_key=packet.is_keyframe, data=bytes(packet), wall_us=at * 40_000 + 1,
                arrival_us=0,
            )
            for at, packet in enumerate(packets)
        )  # fmt: skip
        configuration = bytes(stream.codec_context.extradata or b"")
    wanted = [unit.media_time for unit in units[::5]]
    return CodedPictures(camera="a13", codec=Codec.H264, configuration=configuration, units=units, wanted=wanted)


def test_every_model_at_hand_runs_and_sees_the_street() -> None:
    """The tiny one, and those of TOANCANH_MODELS; over a clip of TOANCANH_CLIPS, where there is one."""
    folder = Path(os.environ.get("TOANCANH_MODELS", "."))
    at_hand = {name: (folder / name).read_bytes() for name in LAYOUTS if (folder / name).exists()}
    for name, content in {"tiny": onnx_files.yolox(), **at_hand}.items():
        manifest = Manifest(layout=LAYOUTS.get(name, Layout.YOLOX), seconds=20)
        with ModelProcess(content, manifest) as process:
            trial = process.trial()
            assert trial.width % 32 == 0
            film = street() if name in at_hand else None
            if film is not None:
                seen = process.look(film)
                assert len(seen) == 10
                cars = [sum(kind is ObjectKind.CAR for kind in one.detections.kinds) for one in seen]
                assert min(cars) >= 2, (name, cars)
