"""Counting stations of the virtual city: cameras over one carriageway, before its queue begins, and what they film.

A station is a mast with an arm: 8 m over the middle of the carriageway, looking downstream and 32 degrees down, as a
counting camera is hung. Its counting line lies 12 m ahead of it. It is calibrated as a person would do it: from four
clicked corners of a rectangle on the road, each off by 3 pixels (one standard deviation, of 640) in both directions.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import av
import numpy as np

from benchmarks.sources import CACHE
from toancanh.simulation.district import Network, Play, load_network, load_play
from toancanh.simulation.district_views.conditions import CLEAR, Weather, hour_of, light_at
from toancanh.simulation.district_views.films import coded
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.scenes import VIEWS_VERSION
from toancanh.simulation.district_views.view import DistrictView
from toancanh.simulation.encoding import Encoding, add_video_stream
from toancanh.simulation.stations import ASIDE_M, HEIGHT_M, HFOV_DEG, StationPlace
from toancanh.vision import Picture
from toancanh.vision.calibration import Calibration, Known, from_points
from toancanh.vision.view import Floats, focal_of
from toancanh.vision.zones import Zone, ZoneKind

WIDTH, HEIGHT, FPS = 640, 360, 10
CLICK_PX = 3.0
_WATCHED_M = (4.5, 22.0)
_BITRATE_BPS = 500_000
RAIN = Weather(rain=0.6, cloud=1.0, sight_m=2500.0, drops=20)


@cache
def network() -> Network:
    """The district."""
    return load_network()


@cache
def play_of(name: str) -> Play:
    """A shipped play."""
    return load_play(name)


@dataclass(frozen=True, kw_only=True)
class Station:
    """``back_m``: how far before the stop line of ``road`` the mast stands."""

    play: str
    road: str
    back_m: float
    weather: Weather = CLEAR
    seconds: int = 300

    @property
    def name(self) -> str:
        return f"{self.play} {self.road}" + (" in rain" if self.weather.rain else "")

    @property
    def place(self) -> StationPlace:
        """Where its mast stands."""
        return StationPlace(road=self.road, back_m=self.back_m)

    @property
    def pose(self) -> CameraPose:
        return self.place.pose(network(), WIDTH, HEIGHT)

    @property
    def heading_rad(self) -> float:
        _, way, _ = self.place.frame(network())
        return math.atan2(way[1], way[0])

    def across(self, ahead_m: float, aside_m: float) -> Floats:
        """(2, 2) metres: a line across the carriageway, from its left to its right, wider by ``aside_m`` each side."""
        return self.place.across(network(), ahead_m, aside_m)

    @property
    def line_m(self) -> Floats:
        """(2, 2): where vehicles are counted, on the ground."""
        return self.place.line(network())

    def calibrated(self, seed: int) -> Calibration:
        """From four corners of the carriageway, clicked with ``CLICK_PX`` of noise; the dossier knows the lens."""
        corners = np.concatenate([self.across(6.0, 0.0), self.across(18.0, 0.0)[::-1]])
        at_px = self.pose.project(corners) + np.random.default_rng(seed).normal(0, CLICK_PX, (4, 2))
        known = Known(height_m=(HEIGHT_M, 0.5), focal=(focal_of(HFOV_DEG), 0.03))
        return from_points(at_px / (WIDTH, HEIGHT), corners, aspect=HEIGHT / WIDTH, known=known, click=CLICK_PX / WIDTH)

    def watched(self, calibration: Calibration) -> list[tuple[float, float]]:
        """The part of the picture in which bodies are looked for, in shares; it may reach outside."""
        near, far = (self.across(ahead_m, ASIDE_M) for ahead_m in _WATCHED_M)
        return _seen(calibration, np.concatenate([near, far[::-1]]))

    def line(self, calibration: Calibration) -> Zone:
        """The counting line as it would be drawn; what drives away crosses it backwards."""
        (ax, ay), (bx, by) = np.clip(_seen(calibration, self.line_m), 0, 1).tolist()
        return Zone(
            id="line", kind=ZoneKind.COUNTING_LINE, name="line", points=((ax, ay), (bx, by)), aspect=HEIGHT / WIDTH
        )

    def sun(self) -> Floats | None:
        """Towards the sun of the simulated day; None at night."""
        light = light_at(hour_of(play_of(self.play).start, 0.0), self.weather)
        return None if light.day < 0.5 else light.sun_m

    def film(self) -> Path:
        """What its camera sends, made once."""
        said = f"{asdict(self)}{self.pose}{VIEWS_VERSION}{play_of(self.play).seed}{_BITRATE_BPS}"
        path = CACHE / f"station-{hashlib.sha256(said.encode()).hexdigest()[:16]}.mp4"
        if path.exists():
            return path
        path.parent.mkdir(parents=True, exist_ok=True)
        view = DistrictView(network(), play_of(self.play), self.pose, weather=self.weather)
        unfinished = path.with_suffix(".part.mp4")
        with av.open(str(unfinished), "w") as container:
            encoding = Encoding(width=WIDTH, height=HEIGHT, fps=FPS, gop=2 * FPS, bitrate_bps=_BITRATE_BPS)
            stream = add_video_stream(container, encoding)
            for index in range(self.seconds * FPS):
                frame = coded(view.picture(index / FPS, index))
                frame.pts = index
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        unfinished.rename(path)
        return path


def pictures(film: Path) -> Iterator[Picture]:
    """Decoded by one thread; times begin at 1 us."""
    with av.open(str(film)) as container:
        container.streams.video[0].thread_count = 1
        for index, frame in enumerate(container.decode(video=0)):
            bgr = np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
            yield Picture(bgr=bgr, time_us=index * 1_000_000 // FPS + 1)


def _seen(calibration: Calibration, ground_m: Floats) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in calibration.seen(ground_m)]
