"""The sun over Hà Nội, by what almanacs say of it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from toancanh.kernel import parse_rfc3339
from toancanh.vision.sun import towards_sun

HANOI = {"lat": 21.028, "lon": 105.854}


def stands(when: str, **where: float) -> tuple[float, float]:
    """Degrees above the horizon, and clockwise from north."""
    east, north, up = towards_sun(parse_rfc3339(when), **(where or HANOI))
    return math.degrees(math.asin(up)), math.degrees(math.atan2(east, north)) % 360


def test_at_noon_of_midsummer_it_stands_in_the_north_and_at_midwinter_low_in_the_south() -> None:
    """Declination 23.44 degrees: the zenith distance is the difference to the latitude. Noon there is 4:58 UTC."""
    up, towards = stands("2026-06-21T04:58:30Z")
    assert up == pytest.approx(90 - (23.44 - 21.028), abs=0.1)
    assert abs((towards + 180) % 360 - 180) < 15
    up, towards = stands("2026-12-21T04:54:40Z")
    assert up == pytest.approx(90 - (23.44 + 21.028), abs=0.1)
    assert towards == pytest.approx(180, abs=1)


def test_at_the_equinox_it_rises_in_the_east_at_six_and_sets_in_the_west() -> None:
    up, towards = stands("2026-03-20T23:02:00Z")
    assert up == pytest.approx(0, abs=1)
    assert towards == pytest.approx(90, abs=1)
    up, towards = stands("2026-03-21T11:07:00Z")
    assert up == pytest.approx(0, abs=1)
    assert towards == pytest.approx(270, abs=1)


def test_at_midnight_it_is_down_and_the_vector_is_of_length_one() -> None:
    assert stands("2026-06-21T17:00:00Z")[0] < -40
    assert np.linalg.norm(towards_sun(parse_rfc3339("2026-08-01T03:00:00Z"), **HANOI)) == pytest.approx(1)


def test_it_agrees_with_a_published_position() -> None:
    """NREL's solar position algorithm, worked example (NREL/TP-560-34302, A.5): 17 October 2003, 19:30:30 UTC, at
    39.742476 N, 105.1786 W: zenith 50.11162, azimuth 194.34024 degrees.
    """
    up, towards = stands("2003-10-17T19:30:30Z", lat=39.742476, lon=-105.1786)
    assert up == pytest.approx(90 - 50.11162, abs=0.05)
    assert towards == pytest.approx(194.34024, abs=0.05)
