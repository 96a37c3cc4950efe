"""The map's tiles: what is written is read back, and every camera is somewhere, once, whatever stands where."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from map_tiles import read_tile
from toancanh.registry.map.grouping import MAX_ZOOM, TILE_PX, group, radius_px
from toancanh.registry.map.mvt import EXTENT, Layer
from toancanh.registry.map.snapshot import to_mercator

WORDS = st.text(max_size=20)
VALUES = st.one_of(WORDS, st.booleans(), st.integers(-(2**40), 2**40), st.floats(width=32, allow_nan=False))
PLACE = st.integers(-EXTENT, 2 * EXTENT)


@given(st.lists(st.tuples(PLACE, PLACE, st.dictionaries(WORDS, VALUES, max_size=6)), min_size=1, max_size=20), WORDS)
def test_points_are_read_back_as_written(points: list[tuple[int, int, dict[str, object]]], name: str) -> None:
    layer = Layer(name)
    for x, y, attributes in points:
        layer.add_point((x, y), attributes)  # type: ignore[arg-type]
    found = read_tile(layer.encode())[name]
    assert [(*feature.points[0], feature.attributes) for feature in found] == points
    assert [{key: type(value) for key, value in feature.attributes.items()} for feature in found] == [
        {key: type(value) for key, value in attributes.items()} for _x, _y, attributes in points
    ]


@given(st.lists(st.tuples(PLACE, PLACE), min_size=2, max_size=10))
def test_lines_are_read_back_as_written(points: list[tuple[int, int]]) -> None:
    layer = Layer("legs")
    layer.add_line(points, {})
    ((feature,),) = read_tile(layer.encode()).values()
    assert (feature.kind, feature.points) == (2, points)


def test_a_layer_without_features_is_not_written() -> None:
    assert Layer("cameras").encode() == b""


def _city(seed: int, count: int, poles: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cameras around a centre, some sharing poles exactly."""
    random = np.random.default_rng(seed)
    lon, lat = random.normal(105.84, 0.05, count), random.normal(21.02, 0.05, count)
    share = random.integers(0, min(poles, count), count // 2)
    lon[: count // 2], lat[: count // 2] = lon[share], lat[share]
    x, y = to_mercator(lon, lat)
    azimuth = random.uniform(0, 360, count)
    azimuth[::3] = np.nan
    return x, y, azimuth


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1000), st.integers(1, 400), st.integers(1, 40), st.integers(0, MAX_ZOOM))
def test_every_camera_is_shown_once(seed: int, count: int, poles: int, zoom: int) -> None:
    x, y, azimuth = _city(seed, count, poles)
    rows = np.arange(count)
    groups = group(rows, x, y, azimuth, zoom)
    alone = [int(groups.members[number]) for tile in groups.alone_of.values() for number in tile]
    stacks = [number for tile in groups.stacks_of.values() for number in tile]
    stacked = [int(row) for number in stacks for row in groups.rows_of(number)]
    assert sorted(alone + stacked) == rows.tolist()
    assert all(len(groups.rows_of(number)) == groups.size[number] > 1 for number in stacks)
    for (column, line), numbers in groups.stacks_of.items():
        for number in numbers:
            assert math.floor(groups.x[number] * 2.0**zoom) == column
            assert math.floor(groups.y[number] * 2.0**zoom) == line


@pytest.mark.parametrize("zoom", [9, 12, 14, 16])
def test_signs_keep_their_distance(zoom: int) -> None:
    x, y, azimuth = _city(3, 3000, 200)
    groups = group(np.arange(len(x)), x, y, azimuth, zoom)
    places = np.stack([groups.x, groups.y], axis=1) * TILE_PX * 2.0**zoom
    gaps = np.sqrt(((places[:, None] - places[None, :]) ** 2).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    assert np.mean(gaps.min(axis=1) < radius_px(zoom) * 0.6) < 0.02


def test_twenty_cameras_on_one_pole_stand_apart() -> None:
    x, y = to_mercator(np.full(20, 105.84), np.full(20, 21.0))
    groups = group(np.arange(20), x, y, np.arange(20) * 18.0, 18)
    assert groups.stacked.size == 0
    places = np.stack([groups.shown_x, groups.shown_y], axis=1) * TILE_PX * 2.0**18
    gaps = np.sqrt(((places[:, None] - places[None, :]) ** 2).sum(axis=2))
    np.fill_diagonal(gaps, np.inf)
    assert gaps.min() > 24
    assert sum(map(len, groups.moved_of.values())) >= 20  # each has its leg


def test_a_place_with_hundreds_stays_one_sign() -> None:
    x, y = to_mercator(np.full(300, 105.84), np.full(300, 21.0))
    groups = group(np.arange(300), x, y, np.full(300, np.nan), 20)
    assert groups.size.tolist() == [300]
    assert groups.stacked.tolist() == [0]
