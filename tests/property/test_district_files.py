"""A play comes back from its file as it was; whatever is no play is refused; who is where is what the samples say."""

from __future__ import annotations

import datetime
import lzma
import math
import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from toancanh.kernel import Invalid
from toancanh.simulation.district import (
    Body,
    Incident,
    IncidentKind,
    IncidentPlace,
    PlateColour,
    Play,
    SignalFilm,
    Tracks,
    VehicleKind,
    crossed,
)
from toancanh.simulation.district.packed import LIMIT_BYTES
from toancanh.simulation.district.stored_play import play_from_bytes, play_to_bytes

METRES = st.floats(-900, 900, width=32)
STEP_S = 0.5


@st.composite
def bodies(draw: st.DrawFn, number: int) -> Body:
    kind = draw(st.sampled_from(VehicleKind))
    has_plate = draw(st.booleans())
    return Body(
        number=number,
        kind=kind,
        length_m=draw(st.integers(30, 1200)) / 100,
        width_m=draw(st.integers(30, 260)) / 100,
        height_m=draw(st.integers(100, 350)) / 100,
        colour=draw(st.tuples(*[st.integers(0, 255)] * 3)),
        plate="45-B1 123.45" if has_plate else None,
        plate_colour=draw(st.sampled_from(PlateColour)) if has_plate else None,
    )


@st.composite
def plays(draw: st.DrawFn) -> Play:
    count = draw(st.integers(0, 5))
    lengths = draw(st.lists(st.integers(1, 30), min_size=count, max_size=count))
    samples = sum(lengths)
    flat = [
        np.array(draw(st.lists(values, min_size=samples, max_size=samples)), dtype=np.float32)
        for values in (METRES, METRES, st.floats(-20, 20, width=32))
    ]
    tracks = Tracks(
        step_s=STEP_S,
        first=np.array(draw(st.lists(st.integers(0, 40), min_size=count, max_size=count)), dtype=np.int32),
        counts=np.array(lengths, dtype=np.int32),
        x_m=flat[0],
        y_m=flat[1],
        heading_rad=flat[2],
    )
    incidents = []
    if count:
        place = IncidentPlace(
            road_id="A.B", lane_ids=("A.B_1",), from_m=1.0, to_m=9.5, shape_m=np.array([[0, 0], [4, 0], [4, 3.5]])
        )
        kind = draw(st.sampled_from(IncidentKind))
        incidents.append(Incident(kind=kind, start_s=1.0, end_s=20.0, place=place, numbers=(count - 1,)))
    states = draw(st.lists(st.text("Ggyr", min_size=4, max_size=4), min_size=1, max_size=5))
    return Play(
        name=draw(st.text(string.ascii_lowercase + "_", min_size=1, max_size=12)),
        seed=draw(st.integers(0, 2**40)),
        start=draw(st.times().map(lambda time: time.replace(microsecond=0))),
        duration_s=40.0,
        bodies=tuple(draw(bodies(number)) for number in range(count)),
        tracks=tracks,
        films={"A": SignalFilm(times_s=tuple(float(2 * at) for at in range(len(states))), states=tuple(states))},
        incidents=tuple(incidents),
    )


def small_play() -> Play:
    along = np.arange(20, dtype=np.float32) * 5
    tracks = Tracks(
        step_s=STEP_S,
        first=np.array([0, 4], dtype=np.int32),
        counts=np.array([20, 20], dtype=np.int32),
        x_m=np.concatenate([along, np.full(20, 30, dtype=np.float32)]),
        y_m=np.concatenate([np.zeros(20, dtype=np.float32), -along]),
        heading_rad=np.concatenate([np.zeros(20), np.full(20, -math.pi / 2)]).astype(np.float32),
    )
    size = {"length_m": 1.9, "width_m": 0.7, "height_m": 1.5, "colour": (20, 30, 40)}
    return Play(
        name="small",
        seed=1,
        start=datetime.time(8),
        duration_s=10.0,
        bodies=(
            Body(number=0, kind=VehicleKind.MOTORCYCLE, plate="45-B1 123.45", plate_colour=PlateColour.WHITE, **size),
            Body(number=1, kind=VehicleKind.BICYCLE, **size),
        ),
        tracks=tracks,
        films={"A": SignalFilm(times_s=(0.0, 5.0), states=("GGrr", "yyrr"))},
    )


SMALL = play_to_bytes(small_play())
PLAIN = lzma.decompress(SMALL)


@given(play=plays())
@settings(max_examples=examples(90), deadline=None)
def test_a_play_comes_back_from_its_file(play: Play) -> None:
    packed = play_to_bytes(play)
    back = play_from_bytes(packed)
    assert (back.name, back.seed, back.start, back.bodies) == (play.name, play.seed, play.start, play.bodies)
    assert back.films["A"].states == play.films["A"].states
    assert np.array_equal(back.tracks.first, play.tracks.first)
    assert np.array_equal(back.tracks.counts, play.tracks.counts)
    for name, tolerance in (("x_m", 0.0101), ("y_m", 0.0101), ("heading_rad", math.pi / 1024 + 1e-5)):
        assert np.allclose(getattr(back.tracks, name), getattr(play.tracks, name), atol=tolerance, rtol=0)
    assert [one.numbers for one in back.incidents] == [one.numbers for one in play.incidents]
    assert play_to_bytes(back) == packed


@given(play=plays(), share=st.floats(0, 1))
@settings(max_examples=examples(90), deadline=None)
def test_who_is_there_is_between_the_first_sample_and_the_last(play: Play, share: float) -> None:
    t_s = share * play.duration_s
    moment = play.at(t_s)
    tracks = play.tracks
    ends_s = (tracks.first + tracks.counts - 1) * STEP_S
    assert set(moment.numbers) == set(np.flatnonzero((tracks.first * STEP_S <= t_s) & (t_s <= ends_s)))
    assert (np.abs(moment.heading_rad) <= math.pi + 1e-9).all()
    assert (moment.speed_mps >= 0).all()
    assert all(len(part) == len(moment) for part in (moment.x_m, moment.y_m, moment.heading_rad, moment.speed_mps))


@given(play=plays(), step=st.integers(0, 80))
@settings(max_examples=examples(60), deadline=None)
def test_at_a_sample_everybody_is_where_the_sample_says(play: Play, step: int) -> None:
    moment = play.at(step * STEP_S)
    at = play.tracks.offsets[moment.numbers] + step - play.tracks.first[moment.numbers]
    assert np.allclose(moment.x_m, play.tracks.x_m[at], atol=1e-3)
    assert np.allclose(moment.y_m, play.tracks.y_m[at], atol=1e-3)
    assert np.allclose(np.cos(moment.heading_rad - play.tracks.heading_rad[at]), 1, atol=1e-5)


@given(t_s=st.floats(0, 9.5))
def test_who_goes_straight_on_at_one_speed_does_so_between_the_samples(t_s: float) -> None:
    moment = small_play().at(t_s)
    assert moment.x_m[0] == pytest.approx(10 * t_s, abs=1e-4)
    assert moment.speed_mps[0] == pytest.approx(10, abs=1e-3)


def test_a_line_is_crossed_when_and_where_and_how_it_was() -> None:
    play = small_play()
    over = crossed(play, np.array([[22.0, -5.0], [22.0, 5.0]]))
    assert over.numbers.tolist() == [0]
    assert over.times_s[0] == pytest.approx(2.2)
    assert over.shares[0] == pytest.approx(0.5)
    assert not over.to_left[0], "to the right of a line that leads north"
    assert over.speeds_mps[0] == pytest.approx(10)
    front = crossed(play, np.array([[22.0, 5.0], [22.0, -5.0]]), at_front=True)
    assert front.times_s[0] == pytest.approx(2.2 - 0.095)
    assert front.to_left[0]
    both = crossed(play, np.array([[0.0, -8.0], [100.0, 4.0]]))
    assert both.numbers.tolist() == [1, 0], "in the order of time"
    assert len(crossed(play, np.array([[22.0, 1.0], [22.0, 5.0]]))) == 0, "it ends before the way"
    with pytest.raises(Invalid):
        crossed(play, np.array([[1.0, 1.0], [1.0, 1.0]]))


def refused_or_equal(packed: bytes) -> None:
    try:
        play = play_from_bytes(packed)
    except Invalid:
        return
    play.at(0.0)
    assert play_from_bytes(play_to_bytes(play)).bodies == play.bodies


@given(at=st.integers(0, len(SMALL) - 1), value=st.integers(0, 255))
@settings(max_examples=examples(150), deadline=None)
def test_a_damaged_file_is_refused(at: int, value: int) -> None:
    refused_or_equal(SMALL[:at] + bytes([value]) + SMALL[at + 1 :])


@given(end=st.integers(0, len(SMALL) - 1), more=st.binary(min_size=1, max_size=8))
@settings(max_examples=examples(60), deadline=None)
def test_a_file_that_is_cut_or_goes_on_is_refused(end: int, more: bytes) -> None:
    with pytest.raises(Invalid):
        play_from_bytes(SMALL[:end])
    with pytest.raises(Invalid):
        play_from_bytes(SMALL + more)


@given(at=st.integers(0, len(PLAIN) - 1), new=st.binary(max_size=4), gone=st.integers(0, 4))
@settings(max_examples=examples(300), deadline=None)
def test_a_whole_file_with_wrong_content_is_refused_or_is_a_play(at: int, new: bytes, gone: int) -> None:
    refused_or_equal(lzma.compress(PLAIN[:at] + new + PLAIN[at + gone :], preset=0))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"seed":1', b'"seed":1,"owner":"x"'),
        (b'"samples":40', b'"samples":41'),
        (b'"samples":40', b'"samples":4000000000'),
        (b'"step_s":0.5', b'"step_s":0'),
        (b'"step_s":0.5', b'"step_s":NaN'),
        (b'"name":"small"', b'"name":"../small"'),
        (b'"kind":[0,1]', b'"kind":[0,99]'),
        (b'"kind":[0,1]', b'"kind":[0]'),
        (b'"states":["GGrr","yyrr"]', b'"states":["GGrr","yyr"]'),
        (b'"times_s":[0.0,5.0]', b'"times_s":[5.0,0.0]'),
        (b'"states":["GGrr","yyrr"]', b'"states":["GGrr","xxrr"]'),
    ],
)
def test_a_head_that_says_wrong_things_is_refused(old: bytes, new: bytes) -> None:
    assert old in PLAIN
    with pytest.raises(Invalid):
        play_from_bytes(lzma.compress(PLAIN.replace(old, new)))


def test_a_bomb_is_not_unpacked() -> None:
    bomb = lzma.compress(b"toancanh-play 1\n" + bytes(LIMIT_BYTES + 1000), preset=0)
    assert len(bomb) < 100_000
    with pytest.raises(Invalid, match="too large"):
        play_from_bytes(bomb)


def test_arrays_that_do_not_fit_together_are_refused() -> None:
    ones = np.ones(3, dtype=np.float32)
    with pytest.raises(Invalid, match="3 samples are counted"):
        Tracks(
            step_s=1.0,
            first=np.array([0], dtype=np.int32),
            counts=np.array([3], dtype=np.int32),
            x_m=ones,
            y_m=ones[:2],
            heading_rad=ones,
        )
    with pytest.raises(Invalid, match="numbered by their place"):
        Play(
            name="x",
            seed=0,
            start=datetime.time(8),
            duration_s=1.0,
            bodies=(Body(number=1, kind=VehicleKind.CAR, length_m=4, width_m=2, height_m=1, colour=(0, 0, 0)),),
            tracks=Tracks(
                step_s=1.0,
                first=np.array([0], dtype=np.int32),
                counts=np.array([3], dtype=np.int32),
                x_m=ones,
                y_m=ones,
                heading_rad=ones,
            ),
        )
