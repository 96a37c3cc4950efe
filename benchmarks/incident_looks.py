"""What a camera of the virtual city saw: drawn, coded, decoded, looked at without weights, followed; kept, so that
signs of incidents can be looked for in it again without drawing a picture.

What is kept stands in the cache under a digest of all code that it depends on: after a change it is made anew.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np

from benchmarks.figures import ROOT
from benchmarks.incident_trials import Trial
from benchmarks.sources import CACHE
from benchmarks.stations import HEIGHT, WIDTH, Station, network, play_of
from toancanh.media.model import ClockSource
from toancanh.simulation.district_views.films import coded
from toancanh.simulation.district_views.scenes import VIEWS_VERSION
from toancanh.simulation.district_views.view import DistrictView
from toancanh.simulation.encoding import Encoding, live_encoder
from toancanh.vision import Box, GroundPoint, Observation, Picture
from toancanh.vision.calibration import Calibration
from toancanh.vision.model import CODES, KINDS
from toancanh.vision.observing import Observer
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.watching import Lookout
from toancanh.vision.without_weights import MovingBodies, Watched

LOOKS_PER_S = 5
SEED = 20_261_124
_CODE = (
    "src/toancanh/vision/without_weights", "src/toancanh/vision/tracking", "src/toancanh/vision/observing.py",
    "src/toancanh/vision/view.py", "benchmarks/incident_looks.py",
)  # fmt: skip
_COLUMNS = 12

Look = tuple[int, Sequence[Observation]]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """All looks of a trial, in microseconds of the play, and what decoding and looking cost."""

    looks: Sequence[Look]
    cpu_s: float


def seen(trial: Trial) -> Seen:
    """As it was kept, or made now."""
    path = _path(trial)
    if not path.exists():
        _keep(path, *_watched(trial))
    return _kept(path)


def is_kept(trial: Trial) -> bool:
    """Whether it need not be made."""
    return _path(trial).exists()


def _watched(trial: Trial) -> tuple[list[Look], float]:
    cv2.setNumThreads(1)
    station = trial.station
    eye = _lookout(station, station.calibrated(SEED))
    view = DistrictView(network(), play_of(station.play), station.pose, weather=station.weather, from_s=trial.from_s)
    encoding = Encoding(width=WIDTH, height=HEIGHT, fps=LOOKS_PER_S, gop=2 * LOOKS_PER_S, bitrate_bps=400_000)
    encoder, decoder = live_encoder(encoding), av.VideoCodecContext.create("h264", "r")
    decoder.thread_count = 1
    looks: list[Look] = []
    cpu_s = 0.0
    for index in range(round(trial.seconds * LOOKS_PER_S)):
        frame = coded(view.picture(trial.from_s + index / LOOKS_PER_S, index))
        frame.pts = index
        for packet in encoder.encode(frame):
            begin_s = time.process_time()
            for shown in decoder.decode(packet):
                bgr = np.asarray(shown.to_ndarray(format="bgr24"), np.uint8)
                time_us = round((trial.from_s + len(looks) / LOOKS_PER_S) * 1e6) + 1
                looks.append((time_us, eye.look(Picture(bgr=bgr, time_us=time_us)).observations))
            cpu_s += time.process_time() - begin_s
    return looks, cpu_s


def _lookout(station: Station, calibration: Calibration) -> Lookout:
    heading_rad, sun = station.heading_rad, station.sun()
    looked_at = Watched(
        outline=station.watched(calibration), headings=lambda ground_m: np.full(len(ground_m), heading_rad)
    )
    observer = Observer(size_px=(WIDTH, HEIGHT), time_source=ClockSource.CAMERA_RTCP, calibration=calibration)
    return Lookout(MovingBodies(calibration, looked_at, sun=lambda _: sun), BoxTracker(), observer, [])


def _keep(path: Path, looks: Sequence[Look], cpu_s: float) -> None:
    rows = [row for _, some in looks for row in map(_row, some)]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part.npz")
    np.savez_compressed(
        draft, times=np.array([at_us for at_us, _ in looks], np.int64), cpu_s=np.array(cpu_s),
        counts=np.array([len(some) for _, some in looks], np.int32),
        rows=np.array(rows, np.float64).reshape(-1, _COLUMNS),
    )  # fmt: skip
    draft.rename(path)


def _kept(path: Path) -> Seen:
    with np.load(path) as found:
        times, counts, rows, cpu_s = (found[name] for name in ("times", "counts", "rows", "cpu_s"))
    return Seen(looks=list(_looks(times.tolist(), counts.tolist(), rows)), cpu_s=float(cpu_s))


def _looks(times: Sequence[int], counts: Sequence[int], rows: np.ndarray) -> Iterator[Look]:
    at = 0
    for time_us, many in zip(times, counts, strict=True):
        yield time_us, [_observation(time_us, row) for row in rows[at : at + many].tolist()]
        at += many


def _row(one: Observation) -> list[float]:
    ground = one.ground
    return [
        one.track, CODES[one.kind], one.score, one.box.left, one.box.top, one.box.right, one.box.bottom,
        *((np.nan, np.nan, np.nan) if ground is None else (ground.x_m, ground.y_m, ground.uncertainty_m)),
        np.nan if one.speed_mps is None else one.speed_mps, np.nan if one.heading_rad is None else one.heading_rad,
    ]  # fmt: skip


def _observation(time_us: int, row: Sequence[float]) -> Observation:
    x_m, y_m, uncertainty_m, speed_mps, heading_rad = row[7:]
    return Observation(
        time_us=time_us, time_source=ClockSource.CAMERA_RTCP, track=int(row[0]), kind=KINDS[int(row[1])], score=row[2],
        box=Box(left=row[3], top=row[4], right=row[5], bottom=row[6]),
        ground=None if np.isnan(x_m) else GroundPoint(x_m=x_m, y_m=y_m, uncertainty_m=uncertainty_m),
        speed_mps=None if np.isnan(speed_mps) else speed_mps,
        heading_rad=None if np.isnan(heading_rad) else heading_rad,
    )  # fmt: skip


def _path(trial: Trial) -> Path:
    station = trial.station
    calibration = station.calibrated(SEED)
    eye = f"{calibration.view.vector.round(6).tolist()} {np.round(station.watched(calibration), 6).tolist()}"
    said = f"{station!r} {station.pose!r} {eye} {trial.from_s} {trial.seconds} {_digest()}"
    return CACHE / f"incident-looks-{hashlib.sha256(said.encode()).hexdigest()[:20]}.npz"


@cache
def _digest() -> str:
    digest = hashlib.sha256(f"{VIEWS_VERSION} {av.__version__} {cv2.__version__} {np.__version__}".encode())
    for place in _CODE:
        path = ROOT / place
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()
