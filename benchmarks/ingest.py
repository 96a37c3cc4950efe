"""Recording: CPU and memory per camera against one ``ffmpeg -c copy`` segmenter per camera, frames lost, many cameras.

The recorder measured is the product's: ``toancanh up --no-web`` (supervisor and media processes). Its source and the
peer's is one simulated RTSP server in a process of its own, which is not counted.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.processes import cpu_seconds, descendants, pss_mb
from benchmarks.recorder import Recording, lost_packets, recorded, running_recorder
from benchmarks.sources import clip, rtsp_source


@dataclass(frozen=True, kw_only=True)
class Run:
    """One measurement of the recorder or of its peer."""

    cameras: int
    seconds: float
    cpu_s: float
    pss_mb: float
    peers_cpu_s: float = 0.0
    peers_pss_mb: float = 0.0
    recording: Recording | None = None
    all_recording_s: float = 0.0
    lost_packets: int = 0

    @property
    def cpu_percent_per_camera(self) -> float:
        return self.cpu_s / self.seconds / self.cameras * 100


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All figures, or with ``--url`` one run over copies of that stream."""
    if options.url:
        return _measure_url(options)
    seconds = options.seconds or 20.0
    figures = [*_against_ffmpeg(seconds), *_scaling(seconds), *_many(seconds)]
    return figures, {}


def _measure_url(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    cameras, seconds = options.cameras or 1, options.seconds or 30.0
    with _folder(options.data) as data:
        run = record(options.url, cameras=cameras, seconds=seconds, data=data)
    recording = run.recording
    assert recording is not None
    extra: dict[str, object] = {
        "cameras": cameras,
        "seconds": run.seconds,
        "frames": recording.frames,
        "bytes": recording.bytes,
        "lost_packets": run.lost_packets,
        "gaps": recording.gaps,
        "cpu_seconds": run.cpu_s,
        "cpu_percent_per_camera": run.cpu_percent_per_camera,
        "pss_mb": run.pss_mb,
    }
    figures = [
        Figure(key="CPU per camera", value=run.cpu_percent_per_camera, unit="% of a core"),
        Figure(key="memory, all processes", value=run.pss_mb, unit="MB PSS"),
        Figure(key="packets lost", value=run.lost_packets, unit="", target="0", holds=not run.lost_packets),
    ]
    return figures, extra


def record(url: str, *, cameras: int, seconds: float, data: Path, peers: Sequence[int] = ()) -> Run:
    """Record copies of a stream; CPU is counted from when all cameras record, that of ``peers`` in the same window."""
    with running_recorder(url, cameras=cameras, data=data) as (supervisor, all_recording_s):
        pids = list(descendants(supervisor.pid))
        before, peers_before, started = cpu_seconds(pids), cpu_seconds(peers), time.monotonic()
        time.sleep(seconds)
        elapsed, cpu, peers_cpu = time.monotonic() - started, cpu_seconds(pids) - before, cpu_seconds(peers)
        memory, peers_memory, lost = pss_mb(pids), pss_mb(peers), lost_packets(data)
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(60)
    return Run(
        cameras=cameras,
        seconds=elapsed,
        cpu_s=cpu,
        pss_mb=memory,
        peers_cpu_s=peers_cpu - peers_before,
        peers_pss_mb=peers_memory,
        recording=recorded(data),
        all_recording_s=all_recording_s,
        lost_packets=lost,
    )


@contextlib.contextmanager
def _segmenters(url: str, *, cameras: int, folder: Path) -> Iterator[list[int]]:
    """The peer: an ffmpeg segmenter per camera, as one would write it by hand; their process ids."""
    folder.mkdir()
    recorders = []
    for number in range(cameras):
        target = folder / f"{number:03d}-%03d.mp4"
        output = ["-f", "segment", "-segment_time", "300", "-reset_timestamps", "1", str(target)]
        command = ["ffmpeg", "-v", "error", "-rtsp_transport", "tcp", "-i", url, "-c", "copy", *output]
        recorders.append(subprocess.Popen(command, stdin=subprocess.DEVNULL))
        time.sleep(0.05)
    try:
        time.sleep(5.0)  # probing is over
        yield [recorder.pid for recorder in recorders]
    finally:
        for recorder in recorders:
            recorder.terminate()
        for recorder in recorders:
            recorder.wait(30)


def _against_ffmpeg(seconds: float) -> list[Figure]:
    """Both at the same time from the same source, so that whatever else this machine does weighs on both."""
    video = clip(width=1920, height=1080, fps=25, kbit=4000)
    runs = []
    with rtsp_source(video) as url:
        for _ in range(3):
            with _folder() as theirs, _folder() as ours, _segmenters(url, cameras=64, folder=theirs) as peers:
                runs.append(record(url, cameras=64, seconds=seconds, data=ours, peers=peers))
    run = sorted(runs, key=lambda one: one.cpu_s / one.peers_cpu_s)[1]
    lost = sum(one.recording.frames_missing for one in runs if one.recording)
    theirs_percent = run.peers_cpu_s / run.seconds / 64 * 100
    beside = f"ffmpeg -c copy: {theirs_percent:.3f} % of a core a camera, {run.peers_pss_mb:.0f} MB; median of 3 runs"
    return [
        _at_most("64 cameras 1080p25 4 Mbit/s: CPU against ffmpeg", run.cpu_s / run.peers_cpu_s, "x", 0.20, beside),
        Figure(key="the same: CPU per camera", value=run.cpu_percent_per_camera, unit="% of a core"),
        _at_most("the same: memory (PSS) against ffmpeg", run.pss_mb / run.peers_pss_mb, "x", 0.15, beside),
        Figure(key="the same: memory (PSS)", value=run.pss_mb, unit="MB"),
        _at_most("the same: frames lost, three runs", lost, "", 0),
    ]


def _scaling(seconds: float) -> list[Figure]:
    video = clip(width=1280, height=720, fps=25, kbit=2000)
    runs = {}
    with rtsp_source(video) as url:
        for cameras in (32, 256):
            with _folder() as folder:
                runs[cameras] = record(url, cameras=cameras, seconds=seconds, data=folder)
    ratio = runs[256].cpu_percent_per_camera / runs[32].cpu_percent_per_camera
    beside = f"32 cameras: {runs[32].cpu_percent_per_camera:.3f} % of a core a camera"
    lost = sum(run.recording.frames_missing for run in runs.values() if run.recording)
    return [
        _at_most("256 cameras of 2 Mbit/s: CPU per camera against 32 of them", ratio, "x", 1.2, beside),
        _at_most("the same: frames lost", lost, "", 0),
    ]


def _many(seconds: float) -> list[Figure]:
    video = clip(width=640, height=360, fps=15, kbit=400)
    runs = []
    with rtsp_source(video) as url:
        for _ in range(3):
            with _folder() as folder:
                runs.append(record(url, cameras=500, seconds=seconds / 2, data=folder))
    lost = sum(run.recording.frames_missing for run in runs if run.recording)
    after_s = statistics.median(run.all_recording_s for run in runs)
    return [
        _at_most("500 cameras of 400 kbit/s: all recording after, median of 3 runs", after_s, "s", 15),
        _at_most("the same: frames lost, three runs", lost, "", 0),
    ]


def _at_most(key: str, value: float, unit: str, target: float, peer: str = "") -> Figure:
    return Figure(
        key=key, value=value, unit=unit, target=f"<= {target:g} {unit}".strip(), peer=peer, holds=value <= target
    )


@contextlib.contextmanager
def _folder(given: Path | None = None) -> Iterator[Path]:
    """A data folder; the master key lies beside it."""
    if given is not None:
        given.parent.mkdir(parents=True, exist_ok=True)
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="toancanh-bench-"))
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder)
