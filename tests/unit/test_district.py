"""The shipped place and plays are what they say: nobody jumps or passes at red, incidents are where they are told."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from importlib.resources import files

import numpy as np
import pytest
import shapely

from toancanh.cli import main
from toancanh.kernel import Invalid, NotFound
from toancanh.simulation.district import (
    Incident,
    IncidentKind,
    Network,
    Play,
    Turn,
    VehicleKind,
    crossed,
    load_network,
    load_play,
    names,
)
from toancanh.simulation.district.plates import is_synthetic, two_lines

FASTEST_MPS = 17.5
FASTEST_WALK_MPS = 4.0
SET_OUT_AT_AMBER_S = 1.0  # who waits to turn left sets out at the last moment, and is over the line in the first of red
OVER_THE_LINE_M = 0.5  # who stops with the front wheel on the line has not passed it
WITH_INCIDENT = [name for name in names() if not name.startswith(("calm", "dense", "night"))]


@pytest.fixture(scope="module")
def network() -> Network:
    return load_network()


@pytest.fixture(scope="module")
def plays() -> dict[str, Play]:
    return {name: load_play(name) for name in names()}


def of_kind(play: Play, *kinds: VehicleKind) -> np.ndarray:
    return np.array([body.kind in kinds for body in play.bodies])


def samples_inside(play: Play, shape_m: np.ndarray, start_s: float, end_s: float) -> tuple[np.ndarray, np.ndarray]:
    """Numbers and speeds of who drives inside, over the time, at each second."""
    area = shapely.Polygon(shape_m)
    shapely.prepare(area)
    walks = of_kind(play, VehicleKind.PEDESTRIAN)
    numbers, speeds = [], []
    for t_s in np.arange(start_s, end_s, 1.0):
        moment = play.at(float(t_s))
        inside = shapely.contains_xy(area, moment.x_m, moment.y_m) & ~walks[moment.numbers]
        numbers.append(moment.numbers[inside])
        speeds.append(moment.speed_mps[inside])
    return np.concatenate(numbers), np.concatenate(speeds)


def test_there_is_calm_dense_night_and_each_incident_twice_in_less_than_five_megabytes(plays: dict[str, Play]) -> None:
    wanted = {"calm", "dense", "night", *IncidentKind}
    assert {name.rpartition("_")[0] for name in plays} == wanted
    assert {name.rpartition("_")[2] for name in plays} == {"1", "2", "4"}
    data = files("toancanh.simulation.district").joinpath("data")
    assert sum(len(one.read_bytes()) for one in data.iterdir()) <= 5_000_000
    for name in plays.keys() & WITH_INCIDENT:
        assert {one.kind for one in plays[name].incidents} == {name.rpartition("_")[0]}
    assert not any(plays[name].incidents for name in plays if name not in WITH_INCIDENT)


def test_motorcycles_are_the_majority_and_every_kind_is_there(plays: dict[str, Play]) -> None:
    for name, play in plays.items():
        driving = ~of_kind(play, VehicleKind.PEDESTRIAN)
        assert 0.7 <= of_kind(play, VehicleKind.MOTORCYCLE).sum() / driving.sum() <= 0.85, name
        assert {body.kind for body in play.bodies} == set(VehicleKind), name


def test_the_dense_play_is_denser_than_the_calm_one(plays: dict[str, Play]) -> None:
    assert len(plays["dense_1"].at(150)) > 2.5 * len(plays["calm_1"].at(150))


@pytest.mark.parametrize("name", names())
def test_nobody_jumps(name: str, plays: dict[str, Play]) -> None:
    tracks = plays[name].tracks
    owner = np.repeat(np.arange(len(tracks)), tracks.counts)
    moved_mps = np.hypot(np.diff(tracks.x_m), np.diff(tracks.y_m)) / tracks.step_s
    walks = of_kind(plays[name], VehicleKind.PEDESTRIAN)[owner[1:]]
    same = owner[:-1] == owner[1:]
    assert moved_mps[same & ~walks].max() <= FASTEST_MPS
    assert moved_mps[same & walks].max() <= FASTEST_WALK_MPS


@pytest.mark.parametrize("name", names())
def test_nobody_passes_a_stop_line_at_red(name: str, plays: dict[str, Play], network: Network) -> None:
    play = plays[name]
    links = defaultdict(set)
    for one in network.connections:
        if one.link is not None:
            links[one.from_lane.rpartition("_")[0]].add(one.link)
    walks = of_kind(play, VehicleKind.PEDESTRIAN)
    passed = 0
    for head in (head for junction in network.junctions for head in junction.heads):
        ahead_m = OVER_THE_LINE_M * np.array([math.cos(head.heading_rad), math.sin(head.heading_rad)])
        at_red = []
        for line_m in (head.stop_line_m, head.stop_line_m + ahead_m):
            passing = crossed(play, line_m, at_front=True)
            driving = ~walks[passing.numbers] & passing.to_left
            passed += int(driving.sum())
            film = play.films[head.junction_id]
            states = [film.at(t_s) + film.at(t_s - SET_OUT_AT_AMBER_S) for t_s in passing.times_s[driving]]
            both = links[head.road_id] | {link + len(film.states[0]) for link in links[head.road_id]}
            is_red = [{state[link] for link in both} == {"r"} for state in states]
            at_red.append(set(passing.numbers[driving][is_red]))
        assert not at_red[0] & at_red[1], head.road_id
    assert passed > 1000


def test_signals_go_from_green_by_amber_to_red(plays: dict[str, Play]) -> None:
    for junction_id, film in plays["calm_1"].films.items():
        for link in range(len(film.states[0])):
            letters = [state[link].upper() for state in film.states]
            changes = {(a, b) for a, b in itertools.pairwise(letters) if a != b}
            assert changes <= {("G", "Y"), ("Y", "R"), ("R", "G"), ("G", "R")}, (junction_id, link)
        lengths = np.diff([*film.times_s, math.inf])[1:]
        assert (lengths >= 2).all()


@pytest.mark.parametrize("name", names())
def test_plates_are_of_form_nobodys_and_of_one_vehicle_each(name: str, plays: dict[str, Play]) -> None:
    bodies = plays[name].bodies
    plates = [body.plate for body in bodies if body.plate is not None]
    assert len(set(plates)) == len(plates)
    for body in bodies:
        carries = body.kind not in {VehicleKind.BICYCLE, VehicleKind.PEDESTRIAN}
        assert (body.plate is not None) == (body.plate_colour is not None) == carries
        if body.plate is not None:
            head, number = two_lines(body.plate)
            assert is_synthetic(body.plate)
            assert len(number) == 6
            assert ("-" in head) == (body.kind is VehicleKind.MOTORCYCLE)


def told(plays: dict[str, Play], kind: IncidentKind) -> list[tuple[Play, Incident]]:
    return [(play, one) for play in plays.values() for one in play.incidents if one.kind is kind]


def test_what_broke_down_stands_where_it_is_told_for_as_long(plays: dict[str, Play]) -> None:
    found = told(plays, IncidentKind.BREAKDOWN)
    assert len(found) == 8
    for play, one in found:
        (number,) = one.numbers
        area = shapely.Polygon(one.place.shape_m)
        for t_s in (one.start_s + 1, (one.start_s + one.end_s) / 2, one.end_s - 1):
            moment = play.at(t_s)
            (at,) = np.flatnonzero(moment.numbers == number)
            assert moment.speed_mps[at] < 0.1
            assert area.contains(shapely.Point(moment.x_m[at], moment.y_m[at]))
        assert one.end_s - one.start_s >= 90


def test_who_rides_the_wrong_way_faces_the_traffic(plays: dict[str, Play], network: Network) -> None:
    roads = {road.id: road for road in network.roads}
    found = told(plays, IncidentKind.WRONG_WAY)
    assert len(found) == 18
    for play, one in found:
        centre = roads[one.place.road_id].lanes[-1].centre_m
        moment = play.at((one.start_s + one.end_s) / 2)
        (at,) = np.flatnonzero(np.isin(moment.numbers, one.numbers))
        along = math.atan2(*(centre[-1] - centre[0])[::-1])
        assert math.cos(moment.heading_rad[at] - along) < -0.95
        assert 4 < moment.speed_mps[at] < 7
        assert shapely.Polygon(one.place.shape_m).contains(shapely.Point(moment.x_m[at], moment.y_m[at]))
        assert play.bodies[one.numbers[0]].kind is VehicleKind.MOTORCYCLE


def test_through_the_flood_all_go_at_walking_pace_and_before_it_they_did_not(plays: dict[str, Play]) -> None:
    for play, one in told(plays, IncidentKind.FLOODED):
        _, before = samples_inside(play, one.place.shape_m, 0, one.start_s)
        _, during = samples_inside(play, one.place.shape_m, one.start_s + 15, one.end_s)
        assert np.median(before) > 5
        assert np.median(during) < 2.2


def test_nobody_is_on_the_closed_lane_who_was_not_there_before(plays: dict[str, Play], network: Network) -> None:
    lanes = {lane.id: lane for road in network.roads for lane in road.lanes}
    for play, one in told(plays, IncidentKind.CLOSED_LANE):
        (lane_id,) = one.place.lane_ids
        inner = np.array(
            shapely.LineString(lanes[lane_id].centre_m)
            .buffer(lanes[lane_id].width_m / 4, cap_style="flat")
            .exterior.coords
        )
        before, _ = samples_inside(play, inner, 0, one.start_s)
        during, _ = samples_inside(play, inner, one.start_s + 20, one.end_s)
        assert len(set(before)) > 5
        assert len(set(during)) <= len(set(before)) / 5


def test_the_crowd_comes_over_the_junction(plays: dict[str, Play]) -> None:
    for play, one in told(plays, IncidentKind.EVENT_CROWD):
        assert len(one.numbers) > 120
        assert {play.bodies[number].kind for number in one.numbers} == {VehicleKind.PEDESTRIAN}
        area = shapely.Polygon(one.place.shape_m).buffer(6)
        seen: set[int] = set()
        for t_s in np.arange(one.start_s, one.end_s, 2.0):
            moment = play.at(float(t_s))
            inside = shapely.contains_xy(area, moment.x_m, moment.y_m)
            seen |= set(moment.numbers[inside].tolist()) & set(one.numbers)
        assert len(seen) > 0.8 * len(one.numbers)


def test_the_place_has_one_ways_u_turns_signals_and_no_house_on_a_street(network: Network) -> None:
    ends = {(road.from_junction, road.to_junction) for road in network.roads if not road.lanes[-1].is_pavement}
    assert sum((end, start) not in ends for start, end in ends) == 8, "two one-way streets of four stretches"
    assert sum(one.turn is Turn.U_TURN for one in network.connections) == 4
    assert sum(bool(junction.heads) for junction in network.junctions) == 7
    surface = shapely.union_all(
        [shapely.LineString(lane.centre_m).buffer(lane.width_m / 2.1) for road in network.roads for lane in road.lanes]
    )
    shapely.prepare(surface)
    houses = [shapely.Polygon(one.shape_m) for one in network.buildings]
    assert len(houses) > 500
    assert not any(surface.intersects(house) for house in houses)
    assert all(house.exterior.is_ccw for house in houses)
    assert all(shapely.Polygon(one.shape_m).exterior.is_ccw for one in network.junctions if one.heads)


def test_movements_lead_from_lane_to_lane_and_every_letter_is_somebodys(
    network: Network, plays: dict[str, Play]
) -> None:
    lanes = {lane.id: lane for road in network.roads for lane in road.lanes}
    letters = defaultdict(set)
    for one in network.connections:
        assert np.hypot(*(one.centre_m[0] - lanes[one.from_lane].centre_m[-1])) < 1.5
        assert np.hypot(*(one.centre_m[-1] - lanes[one.to_lane].centre_m[0])) < 1.5
        if one.link is not None:
            letters[one.junction_id].add(one.link)
    for crossing in network.crossings:
        if crossing.link is not None:
            letters[crossing.junction_id].add(crossing.link)
    signals = plays["calm_1"].signals(0)
    assert set(signals) == {junction.id for junction in network.junctions if junction.heads}
    assert {name: set(range(len(state))) for name, state in signals.items()} == dict(letters)


def test_degrees_and_metres_are_one_anothers_inverse(network: Network) -> None:
    lat, lon = network.lat_lon(512.5, -333.25)
    assert network.metres(lat, lon) == pytest.approx((512.5, -333.25))
    assert network.metres(network.origin_lat + 1e-3, network.origin_lon)[1] == pytest.approx(111.32)


def test_a_time_outside_of_the_play_and_an_unknown_play_are_refused(plays: dict[str, Play]) -> None:
    with pytest.raises(Invalid, match="600 s long"):
        plays["calm_1"].at(600.5)
    with pytest.raises(NotFound, match="there is no play quiet"):
        load_play("quiet")


def test_the_list_says_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "district", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(names())
    assert lines[0].startswith("breakdown_1: 10:00, 420 s")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "say `list`, or `make"),
        (["draw"], "say `list`, or `make"),
        (["make"], "name a folder that is there by --out"),
        (["make", "quiet", "--out", "."], "there is no plan quiet"),
        (["make", "a", "b", "--out", ".", "--start", "10:00"], "with --start goes one name"),
        (["make", "a", "--out", ".", "--start", "10:00", "--incident", "fire:1:2"], "is not KIND:START:SECONDS"),
    ],
)
def test_wrong_words_are_refused(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "district", *words]) != 0
    assert complaint in capsys.readouterr().err
