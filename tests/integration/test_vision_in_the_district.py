"""A minute's part of the virtual city, drawn, looked at without weights and counted, against who truly drove by."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toancanh.media.model import ClockSource
from toancanh.simulation.district import VehicleKind, load_network, load_play
from toancanh.simulation.district_views import CLEAR, CameraPose
from toancanh.simulation.district_views.conditions import light_at
from toancanh.simulation.district_views.view import DistrictView
from toancanh.vision import ObjectKind, Observation, Picture
from toancanh.vision.calibration import Calibration, Known, from_points
from toancanh.vision.observing import Observer
from toancanh.vision.tracking import BoxTracker
from toancanh.vision.view import Floats, focal_of, shares
from toancanh.vision.watching import Lookout
from toancanh.vision.without_weights import MovingBodies, Watched
from toancanh.vision.zones import Zone, ZoneKind

WIDTH, HEIGHT, ASPECT = 640, 360, 9 / 16
FROM_S, SECONDS, FPS = 15.0, 17, 10
ROAD, BACK_M, AHEAD_M = "AU.A1", 90.0, 10.0
TWO = (VehicleKind.MOTORCYCLE, VehicleKind.BICYCLE)


class Place:
    """The carriageway under a camera that hangs over its middle."""

    def __init__(self) -> None:
        self.network, self.play = load_network(), load_play("dense_1")
        lanes = [lane for one in self.network.roads if one.id == ROAD for lane in one.lanes if not lane.is_pavement]
        ends = [lane.centre_m[-1] for lane in (lanes[0], lanes[-1])]
        step = lanes[0].centre_m[-1] - lanes[0].centre_m[-2]
        self.way = step / np.hypot(*step)
        self.right = np.array([self.way[1], -self.way[0]])
        self.half_m = float(np.hypot(*(ends[0] - ends[1])) + lanes[0].width_m) / 2
        self.under = (ends[0] + ends[1]) / 2 - self.way * BACK_M
        self.pose = CameraPose(
            x_m=float(self.under[0]), y_m=float(self.under[1]), height_m=8, tilt_deg=32, hfov_deg=75,
            azimuth_deg=math.degrees(math.atan2(*self.way)) % 360, width=WIDTH, height=HEIGHT,
        )  # fmt: skip

    def across(self, ahead_m: float, aside_m: float = 1.2) -> Floats:
        aside = self.right * (self.half_m + aside_m)
        return np.stack([self.under + self.way * ahead_m - aside, self.under + self.way * ahead_m + aside])

    def calibration(self) -> Calibration:
        corners = np.concatenate([self.across(6, 0), self.across(18, 0)[::-1]])
        clicks = self.pose.project(corners) + np.random.default_rng(6).normal(0, 3, (4, 2))
        known = Known(height_m=(8.0, 0.5), focal=(focal_of(75), 0.03))
        return from_points(clicks / (WIDTH, HEIGHT), corners, aspect=ASPECT, known=known)

    def lookout(self, calibration: Calibration) -> Lookout:
        def seen(places: Floats) -> Floats:
            flat = np.column_stack([places, np.zeros(len(places))])
            return shares(calibration.view.project(flat), ASPECT)

        heading_rad = math.atan2(self.way[1], self.way[0])
        outline = seen(np.concatenate([self.across(4.5), self.across(17)[::-1]])).tolist()
        watched = Watched(outline=outline, headings=lambda ground_m: np.full(len(ground_m), heading_rad))
        sun = light_at(17.25, CLEAR).sun_m
        (ax, ay), (bx, by) = np.clip(seen(self.across(AHEAD_M)), 0, 1).tolist()
        line = Zone(id="line", kind=ZoneKind.COUNTING_LINE, name="", points=((ax, ay), (bx, by)))
        observer = Observer(size_px=(WIDTH, HEIGHT), time_source=ClockSource.CAMERA_RTCP, calibration=calibration)
        return Lookout(MovingBodies(calibration, watched, sun=lambda _: sun), BoxTracker(), observer, [line])

    def crossed(self, from_s: float, to_s: float) -> list[tuple[VehicleKind, float]]:
        """Kind and speed of who truly crosses the line."""
        before: dict[int, float] = {}
        found = []
        for t_s in np.arange(from_s, to_s, 1 / FPS):
            moment = self.play.at(float(t_s))
            apart = np.column_stack([moment.x_m, moment.y_m]) - self.under
            beyond, aside = apart @ self.way - AHEAD_M, np.abs(apart @ self.right)
            now = dict(zip(moment.numbers.tolist(), beyond.tolist(), strict=True))
            for row, number in enumerate(moment.numbers.tolist()):
                if before.get(number, 0) < 0 <= now[number] and aside[row] < self.half_m + 1.2:
                    found.append((self.play.bodies[number].kind, float(moment.speed_mps[row])))
            before = now
        return found


@pytest.fixture(scope="module")
def counted() -> tuple[list[Observation], list[tuple[VehicleKind, float]]]:
    place = Place()
    view = DistrictView(place.network, place.play, place.pose, from_s=FROM_S)
    lookout, told = place.lookout(place.calibration()), []
    for index in range(SECONDS * FPS):
        picture = Picture(bgr=view.picture(FROM_S + index / FPS, index), time_us=index * 1_000_000 // FPS + 1)
        told += [seen for crossing, seen in lookout.look(picture).crossings if not crossing.is_forward]
    return told, place.crossed(FROM_S + 2, FROM_S + SECONDS)


def test_what_is_counted_is_what_drove_by(
    counted: tuple[list[Observation], list[tuple[VehicleKind, float]]],
) -> None:
    told, true = counted
    assert len(true) >= 6
    assert abs(len(told) - len(true)) <= 2
    riders = sum(seen.kind is ObjectKind.MOTORCYCLE for seen in told)
    assert abs(riders - sum(kind in TWO for kind, _ in true)) <= 2


def test_speeds_are_those_of_the_street(
    counted: tuple[list[Observation], list[tuple[VehicleKind, float]]],
) -> None:
    told, true = counted
    speeds = [seen.speed_mps for seen in told if seen.speed_mps is not None]
    assert np.median(speeds) == pytest.approx(np.median([speed for _, speed in true]), rel=0.25)
