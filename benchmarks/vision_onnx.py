"""Detectors that are ONNX files: what a picture costs beside the bare network, and what is counted on real clips.

The model comes from TOANCANH_MODELS, the clips from TOANCANH_CLIPS; without them nothing is measured and nothing holds.
Thresholds are those of `Manifest` and `TrackerTerms`, for all clips the same.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import Clip, Counting, Event, Score, folder, labelled, scored
from benchmarks.figures import Figure
from benchmarks.sources import CACHE
from toancanh.simulation.district import load_network
from toancanh.simulation.district_views import DistrictScene, district_cameras
from toancanh.simulation.encoding import Encoding
from toancanh.vision import Picture
from toancanh.vision.onnx_models.detector import OnnxDetector
from toancanh.vision.onnx_models.layouts import Reader, reader_of
from toancanh.vision.onnx_models.manifest import Layout, Manifest
from toancanh.vision.onnx_models.runtime import Session
from toancanh.vision.tracking import BoxTracker

MODEL = "yolox_nano_416.onnx"
_WIDTH, _HEIGHT, _FPS = 640, 360, 10
_PICTURES, _TURNS = 200, 5
_PLAY = "dense_2"
_COUNTED = "real clips by day, YOLOX-Nano: events of lines matched (15 frames, 28 px, light = car + van)"
_STAGES = ("decode", "input", "network", "output", "follow")


def measure(_options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All figures."""
    manifest = Manifest(layout=Layout.YOLOX)
    where = models()
    if where is None or not (where / MODEL).exists():
        return [_not_measured("YOLOX-Nano", "no models")], {}
    content = (where / MODEL).read_bytes()
    settings: dict[str, object] = {"model": MODEL, "sure": manifest.sure, "floor": manifest.floor, "threads": 1}
    return [*speed(content, manifest), *counts(content, manifest)], settings


def models() -> Path | None:
    """The folder of models; None where there is none."""
    named = os.environ.get("TOANCANH_MODELS", "")
    return Path(named) if named and Path(named).is_dir() else None


def _not_measured(key: str, why: str) -> Figure:
    return Figure(key=key, value=None, unit="", peer=f"not measured: {why}")


class _Clocked:
    """CPU seconds by stage."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """From here on."""
        self.spent = dict.fromkeys(_STAGES, 0.0)
        self._at = time.process_time()

    def stage(self, name: str) -> None:
        """What was done since the last one."""
        now = time.process_time()
        self.spent[name] += now - self._at
        self._at = now


def speed(content: bytes, manifest: Manifest) -> Iterator[Figure]:
    """A sub stream of the district, all pictures; in turn with the bare network on a ready input, in one process."""
    film, session = sub_stream(), Session(content)
    reader = reader_of(manifest, session.inputs())
    turns = [(_bare(session, reader), _analysed(film, session, manifest)) for _ in range(_TURNS)]
    bare_s = statistics.median(bare for bare, _ in turns)
    ours_s = statistics.median(sum(stages.values()) for _, stages in turns)
    share = statistics.median(bare / sum(stages.values()) for bare, stages in turns)
    told = ", ".join(f"{name} {statistics.median(one[name] for _, one in turns) * 1000:.2f} ms" for name in _STAGES)
    yield Figure(
        key=f"YOLOX-Nano on a sub stream ({_WIDTH}x{_HEIGHT}, {_FPS} frames/s), decoded and followed: frames/s per "
        "core against onnxruntime alone with a ready input",
        value=share,
        unit="x",
        target=">= 0.75 x",
        peer=f"onnxruntime alone {1 / bare_s:.1f} frames/s; a picture here: {told}; median of {_TURNS} turns",
        holds=share >= 0.75,
    )
    yield Figure(key="the same: frames per second and core, every frame looked at", value=1 / ours_s, unit="frames/s")


def sub_stream() -> Path:
    """A minute of a view of the district by day, made once."""
    path = CACHE / f"district-{_PLAY}-{_WIDTH}x{_HEIGHT}p{_FPS}.mp4"
    if not path.exists():
        from toancanh.simulation.district_views.films import make_film

        scene = DistrictScene(camera=district_cameras(load_network())[0].code, play=_PLAY)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part.mp4")
        make_film(scene, Encoding(width=_WIDTH, height=_HEIGHT, fps=_FPS), unfinished)
        unfinished.rename(path)
    return path


def _packets(film: Path) -> list[av.Packet[av.VideoStream]]:
    with av.open(str(film)) as container:
        return [packet for packet in container.demux(video=0) if packet.size][:_PICTURES]


def _bare(session: Session, reader: Reader) -> float:
    """CPU seconds of one run of the network, over and over on the same input."""
    grey = np.full((_HEIGHT, _WIDTH, 3), 114, np.uint8)
    inputs, _ = reader.feed(Picture(bgr=grey, time_us=0))
    begin_s = time.process_time()
    for _ in range(_PICTURES):
        session.run(inputs)
    return (time.process_time() - begin_s) / _PICTURES


def _analysed(film: Path, session: Session, manifest: Manifest) -> dict[str, float]:
    """CPU seconds of a picture by stage: all that a worker does with it."""
    clocked = _Clocked()

    def run(inputs: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
        clocked.stage("input")
        outputs = session.run(inputs)
        clocked.stage("network")
        return outputs

    detector = OnnxDetector(reader_of(manifest, session.inputs()), run)
    tracker = BoxTracker()
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_count = 1
        packets = _packets(film)
        decoder = stream.codec_context
        clocked.begin()
        for place, packet in enumerate(packets):
            (frame,) = decoder.decode(packet)
            bgr = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            clocked.stage("decode")
            found = detector.detect(Picture(bgr=bgr, time_us=place * 100_000 + 1))
            clocked.stage("output")
            tracker.follow(found, place * 100_000 + 1)
            clocked.stage("follow")
    return {name: spent / len(packets) for name, spent in clocked.spent.items()}


def counts(content: bytes, manifest: Manifest) -> Iterator[Figure]:
    """Crossings of each labelled clip, by day together, by night apart."""
    where = folder()
    if where is None:
        yield _not_measured(_COUNTED, "no clips")
        return
    session = Session(content)
    day, any_class = Score(events=0, crossings=0, found=0), Score(events=0, crossings=0, found=0)
    rows = []
    for clip in labelled(where):
        detector = OnnxDetector(reader_of(manifest, session.inputs()), session.run)
        crossings = counted(clip, detector)
        score = scored(clip.events(), crossings)
        rows.append(_row(clip, score))
        if not clip.is_night:
            day += score
            any_class += scored(clip.events(), crossings, by_class=False)
    yield Figure(
        key=_COUNTED, value=day.f1, unit="F1", target=">= 0.85", holds=day.f1 >= 0.85,
        peer=f"{day.found} of {day.events} found, {day.crossings} told; whatever the class {any_class.f1:.3f}",
    )  # fmt: skip
    yield from rows


def counted(clip: Clip, detector: OnnxDetector) -> list[Event]:
    """What crosses the clip's lines, by a new tracker. Clips of 60 frames/s are looked at every other frame."""
    tracker, counting = BoxTracker(), Counting(clip)
    for _, picture in clip.pictures(every=2 if clip.fps > 40 else 1):
        counting.step(tracker.follow(detector.detect(picture), picture.time_us), picture.time_us)
    return counting.events


def _row(clip: Clip, score: Score) -> Figure:
    return Figure(
        key=f"{clip.name}, {clip.told['light']}", value=score.f1, unit="F1",
        peer=f"{score.found} of {score.events} found, {score.crossings} told; light {score.light_crossings} for "
        f"{score.light_events}",
    )  # fmt: skip
