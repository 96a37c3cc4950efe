"""What a picture of the virtual district costs: drawn, with its truth, coded; by day, in the peak, by night in rain.

Process time, since other work runs on these machines: it is what a core has to give.
"""

from __future__ import annotations

import argparse
import time

import cv2

from benchmarks.figures import Figure
from toancanh.simulation.district_views import CLEAR, DistrictScene, Weather
from toancanh.simulation.district_views.films import coded, view_of
from toancanh.simulation.encoding import Encoding, live_encoder

_PICTURES = 100
_FPS = 10
_LIMIT_MS = 15.0
_SUB = Encoding(width=640, height=360, fps=_FPS, gop=20, bitrate_bps=300_000)
_MAIN = Encoding(width=1280, height=720, fps=_FPS, gop=20, bitrate_bps=1_200_000)
_SCENES = (
    ("calm", "calm_1", CLEAR, _SUB, True),
    ("peak", "dense_1", CLEAR, _SUB, True),
    ("night-rain", "night_1", Weather(rain=0.6), _SUB, True),
    ("peak-720p", "dense_1", CLEAR, _MAIN, False),
)
_CAMERA = "A1-AU-front"
_FROM_S = 120.0


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Milliseconds of CPU a picture, one camera, one thread."""
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        figures = [figure for scene in _SCENES for figure in _of(*scene)]
    finally:
        cv2.setNumThreads(threads)
    return figures, {"camera": _CAMERA, "pictures": _PICTURES, "seed": 1}


def _of(name: str, play: str, weather: Weather, encoding: Encoding, has_target: bool) -> list[Figure]:
    began_s = time.process_time()
    view = view_of(DistrictScene(camera=_CAMERA, play=play, weather=weather, from_s=_FROM_S), encoding)
    view.picture(_FROM_S, 0)
    first_s = time.process_time() - began_s
    encoder = live_encoder(encoding)
    drawn_s = told_s = coded_s = 0.0
    seen = 0
    for tick in range(_PICTURES):
        t_s = _FROM_S + tick / _FPS
        start_s = time.process_time()
        picture = view.picture(t_s, tick)
        drawn = time.process_time()
        truth = view.truth(t_s)
        told = time.process_time()
        frame = coded(picture)
        frame.pts = tick
        for _ in encoder.encode(frame):
            pass
        coded_s += time.process_time() - told
        drawn_s, told_s = drawn_s + drawn - start_s, told_s + told - drawn
        seen += len(truth)
    drawn_ms, told_ms, coded_ms = (1000 * spent / _PICTURES for spent in (drawn_s, told_s, coded_s))
    faster = 1000 / _FPS / (drawn_ms + told_ms + coded_ms)
    size = f"{encoding.width}x{encoding.height}"
    return [
        Figure(
            key=f"{name}: a picture of {size}, {seen / _PICTURES:.0f} bodies told of",
            value=drawn_ms,
            unit="ms",
            target=f"< {_LIMIT_MS:.0f} ms" if has_target else "",
            holds=drawn_ms < _LIMIT_MS if has_target else None,
        ),
        Figure(key=f"{name}: its truth", value=told_ms, unit="ms"),
        Figure(key=f"{name}: coded", value=coded_ms, unit="ms"),
        Figure(key=f"{name}: all of it, faster than {_FPS} pictures a second by", value=faster, unit="times"),
        Figure(key=f"{name}: until the first picture", value=first_s, unit="s"),
    ]
