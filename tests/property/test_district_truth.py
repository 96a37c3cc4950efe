"""Whoever is put before a camera: the truth holds together, and the picture changes nowhere but where it says."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from district_street import ABOVE_THE_STREET, NOTHING_STANDS, Way, play_of, street
from toancanh.simulation.district import VehicleKind
from toancanh.simulation.district_views import Weather
from toancanh.simulation.district_views.view import DistrictView

WIDTH, HEIGHT = 160, 90
POSE = dataclasses.replace(ABOVE_THE_STREET, width=WIDTH, height=HEIGHT)
PLACES = st.tuples(st.floats(-30, 30), st.floats(-25, 200))
WAYS = st.lists(st.tuples(st.sampled_from(VehicleKind), PLACES, PLACES), max_size=12)
SHADOW_M = 1.5  # under a covered sky it lies close around the body
STREET = street(house_at=(-14.0, 30.0))


OVERCAST = Weather(cloud=1.0)
WEATHERS = st.sampled_from((OVERCAST, OVERCAST, Weather(hour=7.0, cloud=0.0), Weather(hour=22.0, rain=0.7, drops=5)))


def view(ways: list[Way], weather: Weather = OVERCAST) -> DistrictView:
    return DistrictView(STREET, play_of(ways), POSE, weather=weather, furniture=NOTHING_STANDS)


@functools.cache
def empty_street() -> DistrictView:
    return view([])


@given(ways=WAYS, t_s=st.floats(0, 120), weather=WEATHERS)
@settings(max_examples=20)
def test_truth_holds_together_and_pictures_agree(ways: list[Way], t_s: float, weather: Weather) -> None:
    shown = view(ways, weather)
    picture, truth = shown.shoot(t_s, 1, None, "")
    assert (np.diff(truth.numbers) > 0).all()
    assert ((truth.visible >= 0) & (truth.visible <= 1)).all()
    left, top, right, bottom = truth.boxes_px.T
    assert ((left >= 0) & (left < right) & (right <= WIDTH) & (top >= 0) & (top < bottom) & (bottom <= HEIGHT)).all()
    moment = shown.play.at(t_s)
    assert set(truth.numbers.tolist()) <= set(moment.numbers.tolist())
    if weather != OVERCAST:  # shadows and lamps reach further
        return
    may_change = np.zeros((HEIGHT, WIDTH), np.bool_)
    for number in moment.numbers:  # those too low to be told of leave a mark, too
        body = shown.play.bodies[number]
        reach_m = np.hypot(body.length_m, body.width_m) / 2 + SHADOW_M
        corners = np.array(
            [
                (moment.x_m[number] + east, moment.y_m[number] + north, up)
                for east in (-reach_m, reach_m)
                for north in (-reach_m, reach_m)
                for up in (0.0, body.height_m)
            ]
        )
        seen = POSE.project(corners)
        if np.isnan(seen).any():
            low, high = np.zeros(2), np.array((WIDTH, HEIGHT))
        else:
            low, high = seen.min(axis=0) - 3, seen.max(axis=0) + 3
        may_change[max(0, int(low[1])) : max(0, int(high[1]) + 1), max(0, int(low[0])) : max(0, int(high[0]) + 1)] = (
            True
        )
    empty = empty_street().picture(t_s, 1)
    assert (picture == empty).all(axis=2)[~may_change].all()
