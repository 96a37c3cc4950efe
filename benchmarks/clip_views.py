"""How the cameras of the real clips see their roads, and what a detector without weights counts there.

Nobody surveyed them: the horizon was found where the road's edges meet, and the scale from the width of a car (1.8 m)
at the counting line, both by eye. That is a mounting as a dossier would have it, with a lens that is a guess.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from benchmarks.clips import Clip, Counting, Event
from toancanh.vision import ObjectKind
from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.without_weights import MovingBodies, Watched
from toancanh.vision.without_weights.silhouettes import SOLIDS

_CAR_M = 1.8
_FOCAL = 1.2
_BODIES = [solid for solid in SOLIDS if solid.kind is not ObjectKind.MOTORCYCLE]
"""What is looked for: on these roads one vehicle in a hundred has two wheels, and half a car looks like one."""


@dataclass(frozen=True, kw_only=True)
class ClipView:
    """In pixels of the clip: the row of the horizon; a row and how wide a car is there; two points along the traffic
    and the outline of the road that is watched.
    """

    horizon: float
    row: float
    car: float
    along: tuple[tuple[float, float], tuple[float, float]]
    outline: tuple[tuple[float, float], ...]


_A13 = ClipView(
    horizon=68, row=200, car=20, along=((205, 280), (185, 120)), outline=((0, 290), (90, 130), (260, 130), (360, 290))
)
VIEWS = {
    "tfl_a13": _A13,
    "tfl_hydepark": ClipView(
        horizon=-40,
        row=190,
        car=58,
        along=((230, 190), (215, 80)),
        outline=((110, 290), (180, 40), (260, 40), (360, 290)),
    ),
    "bgs_road": ClipView(
        horizon=-60,
        row=150,
        car=52,
        along=((190, 105), (150, 180)),
        outline=((10, 240), (150, 60), (275, 60), (265, 240)),
    ),
    "ozlu_residential": ClipView(
        horizon=62,
        row=230,
        car=105,
        along=((265, 150), (420, 300)),
        outline=((200, 140), (400, 140), (640, 260), (640, 352), (330, 352)),
    ),
}


def counted_without_weights(clip: Clip) -> list[Event] | None:
    """What crosses the clip's lines; None where its view is not known: who looks straight down sees no horizon."""
    view = next((view for name, view in VIEWS.items() if clip.name.startswith(name)), None)
    if view is None:
        return None
    detector, tracker, counting = _detector(clip, view), BoxTracker(), Counting(clip)
    for _, picture in clip.pictures(every=max(1, round(clip.fps / 12))):
        counting.step(tracker.follow(detector.detect(picture), picture.time_us), picture.time_us)
    return counting.events


def _detector(clip: Clip, view: ClipView) -> MovingBodies:
    width, height = clip.told["width"], clip.told["height"]
    focal_px = _FOCAL * width
    tilt_rad = math.atan2(height / 2 - view.horizon, focal_px)
    height_m = (view.row - view.horizon) * _CAR_M / view.car * math.cos(tilt_rad)
    calibration = from_mounting(
        Mounting(height_m=height_m, tilt_deg=math.degrees(tilt_rad), focal=_FOCAL), aspect=height / width
    )
    (ax, ay), (bx, by) = calibration.ground(np.array(view.along) / (width, height))
    heading_rad = math.atan2(by - ay, bx - ax)
    outline = [(x / width, y / height) for x, y in view.outline]
    watched = Watched(outline=outline, headings=lambda ground_m: np.full(len(ground_m), heading_rad))
    return MovingBodies(calibration, watched, solids=_BODIES)
