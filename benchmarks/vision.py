"""Vision: what is counted without weights, what it costs, how good a speed is; then the detectors that are ONNX files.

Thresholds were set on the stations of `TUNED`; the figures with a target are of other roads and other days (seeds).
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from benchmarks import vision_onnx
from benchmarks.clip_views import counted_without_weights
from benchmarks.clips import folder, labelled, scored
from benchmarks.figures import Figure
from benchmarks.stations import FPS, HEIGHT, RAIN, WIDTH, Station, pictures, play_of
from toancanh.media.model import MEDIA_HZ, AccessUnit, ClockSource
from toancanh.simulation.district import Play, VehicleKind
from toancanh.vision import ObjectKind, Observation
from toancanh.vision.observing import Observer
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.watch.plan import RATES
from toancanh.vision.watch.ports import Assignment, Method, Purpose
from toancanh.vision.watch.post import Post
from toancanh.vision.watching import Lookout
from toancanh.vision.without_weights import MovingBodies, Watched

TUNED = (
    Station(play="calm_1", road="AU.A1", back_m=90),
    Station(play="dense_1", road="AU.A1", back_m=90),
    Station(play="dense_1", road="C1.A1", back_m=90),
    Station(play="night_1", road="AU.A1", back_m=90),
)
CALM = (
    Station(play="calm_2", road="AV.A2", back_m=80),
    Station(play="calm_2", road="AE.A3", back_m=90),
    Station(play="calm_2", road="PN.C2", back_m=90),
)
DENSE = (
    Station(play="dense_2", road="AV.A2", back_m=80),
    Station(play="dense_2", road="AE.A3", back_m=90),
    Station(play="dense_2", road="PN.C2", back_m=90),
)
OTHERS = (
    ("by night", Station(play="night_2", road="AE.A3", back_m=90)),
    ("in rain", Station(play="calm_2", road="AE.A3", back_m=90, weather=RAIN)),
)
_SPARSE = (RATES[Purpose.COUNTING].least, RATES[Purpose.INCIDENTS].wanted)
"""Looks a second: the fewest with which a site whose cores do not suffice counts, and those that incidents want."""
SEED = 20_261_123
_BEGIN_S = 10.0
"""Nothing is counted while the background is learned."""
_FASTER_MPS = 2.0
_NEAR_M = 4.0
_TWO_WHEELERS = (VehicleKind.MOTORCYCLE, VehicleKind.BICYCLE)
_COARSE = {
    "motorcycle": "two-wheelers", "bicycle": "two-wheelers", "car": "light", "van": "light", "bus": "heavy",
    "lorry": "heavy",
}  # fmt: skip


@dataclass(kw_only=True)
class Counted:
    """Of one station: true and told crossings by coarse class, and (true, measured) speeds of what crossed."""

    name: str
    pictures: int = 0
    cpu_s: float = 0.0
    true: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    speeds: list[tuple[bool, float, float]] = field(default_factory=list)

    @property
    def error(self) -> float:
        return abs(self.told.total() - self.true.total()) / max(1, self.true.total())

    @property
    def row(self) -> str:
        """By class, told of true."""
        return ", ".join(f"{name} {self.told[name]} of {self.true[name]}" for name in sorted(self.true))


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All figures; fewer cameras are one station of a kind."""
    cv2.setNumThreads(1)
    most = 1 if options.cameras else None
    calm, dense = [counted(one) for one in CALM[:most]], [counted(one) for one in DENSE[:most]]
    sparse = [
        (said, looks_per_s, [counted(one, looks_per_s=looks_per_s) for one in of[:most]])
        for looks_per_s in _SPARSE
        for said, of in (("calm", CALM), ("dense", DENSE))
    ]
    others = [(said, counted(one)) for said, one in OTHERS[:most]]
    figures = [
        *cost([*calm, *dense]),
        *volumes("calm", calm, 0.10),
        *volumes("dense", dense, 0.20),
        *(row for told in sparse for row in sparse_volumes(*told)),
        *(row for said, one in others for row in volumes(said, [one], None)),
        *speeds([*calm, *dense]),
        *clips(),
    ]
    theirs, settings = vision_onnx.measure(options)
    return [*figures, *theirs], {"seed": SEED, "tuned_on": [one.name for one in TUNED], **settings}


def lookout(station: Station, seed: int) -> Lookout:
    """As a worker would have it, calibrated by clicks of this seed."""
    calibration = station.calibrated(seed)
    heading_rad, sun = station.heading_rad, station.sun()
    watched = Watched(
        outline=station.watched(calibration), headings=lambda ground_m: np.full(len(ground_m), heading_rad)
    )
    observer = Observer(size_px=(WIDTH, HEIGHT), time_source=ClockSource.CAMERA_RTCP, calibration=calibration)
    detector = MovingBodies(calibration, watched, sun=lambda _time_us: sun)
    return Lookout(detector, BoxTracker(), observer, [station.line(calibration)])


def counted(station: Station, seed: int = SEED, *, looks_per_s: float = FPS) -> Counted:
    """One film: decoded, looked at as the plan's rate says, and compared with who crossed its line."""
    film, play, eye = station.film(), play_of(station.play), lookout(station, seed)
    found = Counted(name=station.name)
    crossed: dict[int, ObjectKind] = {}
    speeds_of: dict[int, Observation] = {}
    begin_s = time.process_time()
    for picture in itertools.compress(pictures(film), looked_at(station, looks_per_s)):
        found.pictures += 1
        sight = eye.look(picture)
        for crossing, seen in sight.crossings:
            if not crossing.is_forward and crossing.at_us >= _BEGIN_S * 1e6:
                crossed[seen.track] = seen.kind
        for seen in sight.observations:
            if seen.track in crossed and seen.speed_mps is not None:
                speeds_of.setdefault(seen.track, seen)
    found.cpu_s = time.process_time() - begin_s
    found.told.update(_COARSE[kind] for kind in crossed.values() if kind is not ObjectKind.PEDESTRIAN)
    found.true.update(_crossings(station))
    found.speeds += [pair for track in crossed if track in speeds_of and (pair := _speeds(play, speeds_of[track]))]
    return found


def looked_at(station: Station, looks_per_s: float) -> list[bool]:
    """Of each frame, whether a camera that is watched at this rate looks at it."""
    assignment = Assignment(
        camera_id=station.name, purposes=frozenset({Purpose.COUNTING}), method_name=Method.WITHOUT_WEIGHTS,
        looks_per_s=looks_per_s, zones=(), calibration=None, version=1,
    )  # fmt: skip
    units = [
        AccessUnit(media_time=index * MEDIA_HZ // FPS, is_key=False, data=b"", wall_us=index, arrival_us=index)
        for index in range(station.seconds * FPS)
    ]
    wanted = set(Post(assignment).wanted(units))
    return [unit.media_time in wanted for unit in units]


def _speeds(play: Play, seen: Observation) -> tuple[bool, float, float] | None:
    """Of a two-wheeler or not, true, measured; None where nobody drives there faster than a walk."""
    moment = play.at(seen.time_us / 1e6)
    if seen.ground is None or seen.speed_mps is None or not len(moment):
        return None
    apart = np.hypot(moment.x_m - seen.ground.x_m, moment.y_m - seen.ground.y_m)
    nearest = int(np.argmin(apart))
    true_mps = float(moment.speed_mps[nearest])
    if apart[nearest] > _NEAR_M or true_mps <= _FASTER_MPS:
        return None
    return play.bodies[moment.numbers[nearest]].kind in _TWO_WHEELERS, true_mps, seen.speed_mps


def _crossings(station: Station) -> Iterator[str]:
    """Who truly crosses the line downstream, with the middle of the body."""
    play, (left, right) = play_of(station.play), station.line_m
    along = right - left
    ahead = np.array([-along[1], along[0]]) / np.hypot(*along)
    before: dict[int, float] = {}
    for index in range(round(_BEGIN_S * FPS), station.seconds * FPS):
        moment = play.at(index / FPS)
        places = np.column_stack([moment.x_m, moment.y_m]) - left
        beyond, share = places @ ahead, places @ along / (along @ along)
        now = dict(zip(moment.numbers.tolist(), beyond.tolist(), strict=True))
        for number, is_between in zip(moment.numbers.tolist(), ((share >= 0) & (share <= 1)).tolist(), strict=True):
            kind = play.bodies[number].kind
            if is_between and before.get(number, 0.0) < 0 <= now[number] and kind is not VehicleKind.PEDESTRIAN:
                yield _COARSE[kind]
        before = now


def cost(stations: Sequence[Counted]) -> Iterator[Figure]:
    """Of the very runs that give the counts."""
    pictures_seen, cpu_s = sum(one.pictures for one in stations), sum(one.cpu_s for one in stations)
    slowest = max(stations, key=lambda one: one.cpu_s / one.pictures)
    yield Figure(
        key=f"sub streams ({WIDTH}x{HEIGHT}, {FPS} frames/s) decoded, looked at without weights, followed and counted: "
        "frames per second and core",
        value=pictures_seen / cpu_s,
        unit="frames/s",
        target=">= 40",
        peer=f"every frame of {len(stations)} streams is looked at, {FPS} a second; the slowest, {slowest.name}: "
        f"{slowest.pictures / slowest.cpu_s:.1f}",
        holds=pictures_seen / cpu_s >= 40,
    )


def volumes(said: str, stations: Sequence[Counted], most: float | None) -> Iterator[Figure]:
    """The mean error of the approaches has the target, each of them is told."""
    mean = statistics.mean(one.error for one in stations)
    if most is not None:
        yield Figure(
            key=f"volume of 5 minutes, {said}, without weights: mean error of {len(stations)} approaches",
            value=mean * 100,
            unit="%",
            target=f"<= {most:.0%}",
            holds=mean <= most,
        )
    for one in stations:
        yield Figure(
            key=f"volume of 5 minutes, {said}: {one.name}", value=one.error * 100, unit="%",
            peer=f"{one.told.total()} of {one.true.total()}: {one.row}",
        )  # fmt: skip


def sparse_volumes(said: str, looks_per_s: float, stations: Sequence[Counted]) -> Iterator[Figure]:
    """Where fewer pictures are looked at than come."""
    yield Figure(
        key=f"volume of 5 minutes, {said}, at {looks_per_s:g} looks a second: mean error of {len(stations)} approaches",
        value=statistics.mean(one.error for one in stations) * 100,
        unit="%",
        peer="; ".join(f"{one.name}: {one.error:.1%}" for one in stations),
    )


def speeds(stations: Sequence[Counted]) -> Iterator[Figure]:
    """First after the line, of what truly drives faster than a walk; calibrated from clicks with noise."""
    pairs = [pair for one in stations for pair in one.speeds]
    for said, some in (("all", pairs), ("two-wheelers", [pair for pair in pairs if pair[0]])):
        if not some:
            continue
        error = statistics.median(abs(told - true) / true for _, true, told in some)
        bias = statistics.median((told - true) / true for _, true, told in some)
        yield Figure(
            key=f"speed at the line, calibrated from four points clicked with 3 px of noise: median error, {said}",
            value=error * 100,
            unit="%",
            target="<= 10 %" if said == "all" else "",
            peer=f"{len(some)} vehicles; bias {bias:+.1%}",
            holds=error <= 0.10 if said == "all" else None,
        )


def clips() -> Iterator[Figure]:
    """Real clips, counted without weights; the views were calibrated by eye (`CLIP_VIEWS`)."""
    where = folder()
    if where is None:
        yield Figure(key="real clips, without weights", value=None, unit="", peer="not measured: no clips")
        return
    for clip in labelled(where):
        told, key = counted_without_weights(clip), f"{clip.name}, {clip.told['light']}, without weights"
        if told is None:
            yield Figure(key=key, value=None, unit="", peer="not measured: its view is not calibrated")
            continue
        score = scored(clip.events(), told, by_class=False)
        yield Figure(
            key=key, value=score.f1, unit="F1",
            peer=f"{score.found} of {score.events} events found whatever their class, {score.crossings} told",
        )  # fmt: skip
