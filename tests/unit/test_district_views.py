"""Cameras of the district: pictures that agree with their truth."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from district_street import ABOVE_THE_STREET, NOTHING_STANDS, Way, play_of, street
from toancanh.kernel import Invalid, NotFound
from toancanh.simulation.district import Incident, IncidentKind, IncidentPlace, VehicleKind, load_network
from toancanh.simulation.district_views import (
    CameraPose,
    Outlook,
    TruthFilm,
    Weather,
    district_cameras,
    find_camera,
    read_truth,
)
from toancanh.simulation.district_views.furniture import Furniture, StreetLamp, Tree, furnish
from toancanh.simulation.district_views.ground import along, points_at
from toancanh.simulation.district_views.view import DistrictView
from toancanh.simulation.strip import StripKind, StripReading, read_strip

CAR, BUS, MOTORCYCLE, PEDESTRIAN = VehicleKind.CAR, VehicleKind.BUS, VehicleKind.MOTORCYCLE, VehicleKind.PEDESTRIAN
OVERCAST = Weather(cloud=1.0)
NORTHWARDS: Way = (CAR, (1.75, 5.0), (1.75, 65.0))  # half a metre a second


def view(
    *ways: Way, weather: Weather = OVERCAST, seed: int = 1, pose: CameraPose = ABOVE_THE_STREET, **place: object
) -> DistrictView:
    furniture = place.pop("furniture", NOTHING_STANDS)
    assert isinstance(furniture, Furniture)
    return DistrictView(
        street(**place), play_of(ways), pose, weather=weather, seed=seed, furniture=furniture  # type: ignore[arg-type]
    )  # fmt: skip


def changed(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.bool_]:
    different: NDArray[np.bool_] = np.abs(one.astype(int) - other).max(axis=2) > 12
    return different


def test_equal_seeds_give_equal_pictures_and_others_do_not() -> None:
    first, again, other = view(NORTHWARDS), view(NORTHWARDS), view(NORTHWARDS, seed=2)
    picture = first.picture(10.0, 4)
    assert picture.shape == (180, 320, 3)
    assert picture.dtype == np.uint8
    assert (picture == again.picture(10.0, 4)).all()
    assert (picture == first.picture(10.0, 4)).all(), "what was drawn before leaves nothing behind"
    assert (picture != first.picture(10.0, 5)).any(), "each picture has noise of its own"
    assert (picture != other.picture(10.0, 4)).any()


@pytest.mark.parametrize("kind", list(VehicleKind))
def test_what_moves_is_drawn_where_the_truth_says(kind: VehicleKind) -> None:
    shown = view((kind, (1.75, 14.0), (1.75, 14.0)))
    truth = shown.truth(1.0)
    (box,) = truth.boxes_px.tolist()
    assert truth.kinds == (kind,)
    assert truth.visible[0] == pytest.approx(1.0, abs=0.02)
    where = changed(shown.picture(1.0, 7), view().picture(1.0, 7))
    rows, columns = np.nonzero(where)
    left, top, right, bottom = box
    inside = where[round(top) : round(bottom), round(left) : round(right)]
    assert inside.mean() > 0.35, "its box is filled by it"
    assert rows.min() == pytest.approx(top, abs=2)
    shadow = 0.35 * (right - left) + 3
    assert columns.min() == pytest.approx(left, abs=shadow)
    assert columns.max() == pytest.approx(right, abs=shadow)
    assert rows.max() == pytest.approx(bottom, abs=4)


def test_truth_tells_place_heading_speed_and_signals() -> None:
    shown = view(NORTHWARDS, (PEDESTRIAN, (9.0, 40.0), (9.0, 40.0)))
    truth = shown.truth(20.0)
    assert truth.numbers.tolist() == [0, 1]
    assert truth.ground_m[0] == pytest.approx((1.75, 15.0), abs=0.01)
    assert truth.heading_rad[0] == pytest.approx(np.pi / 2)
    assert truth.speed_mps.tolist() == pytest.approx([0.5, 0.0], abs=1e-3)
    assert truth.signals == {"J": "G"}
    assert shown.truth(34.0).signals == {"J": "r"}


def test_a_bus_hides_who_is_behind_it() -> None:
    car, bus = (CAR, (1.75, 40.0), (1.75, 40.0)), (BUS, (1.75, 28.0), (1.75, 28.0))
    alone, hidden = view(car).truth(0.0), view(car, bus).truth(0.0)
    assert alone.visible[0] == pytest.approx(1.0, abs=0.02)
    assert hidden.visible[0] < 0.45
    assert hidden.visible[1] == pytest.approx(1.0, abs=0.02)
    assert hidden.boxes_px[0] == pytest.approx(alone.boxes_px[0]), "a box is that of the whole body"


def test_who_rides_beside_a_bus_is_before_it() -> None:
    """The bus' middle is nearer to the camera than the rider; its side is not."""
    bus, rider = (BUS, (1.75, 30.0), (1.75, 30.0)), (MOTORCYCLE, (-0.4, 33.0), (-0.4, 33.0))
    from_the_left = dataclasses.replace(ABOVE_THE_STREET, x_m=-20.0, azimuth_deg=25.0)
    truth = view(bus, rider, pose=from_the_left).truth(0.0)
    assert truth.visible[1] == pytest.approx(1.0, abs=0.02)
    assert truth.visible[0] < 1.0


@pytest.mark.parametrize("what", ["house", "tree"])
def test_houses_and_trees_hide(what: str) -> None:
    car: Way = (CAR, (1.75, 60.0), (1.75, 60.0))
    if what == "house":
        hidden = view(car, house_at=(1.75, 40.0))
    else:
        tree = Tree(x_m=1.4, y_m=30.0, height_m=6.5, radius_m=3.0, seed=1)
        hidden = view(car, furniture=Furniture(trees=(tree,), lamps=()))
    truth = hidden.truth(0.0)
    assert truth.visible[0] < 0.3
    place = hidden.picture(0.0, 3)
    if what == "house":
        assert not changed(place, view(house_at=(1.75, 40.0)).picture(0.0, 3)).any(), "nothing of it is drawn"


def test_who_leaves_the_picture_is_seen_in_part_and_who_has_left_is_not_told() -> None:
    away: Way = (CAR, (-40.0, 60.0), (-40.0, 60.0))
    edge_px = ABOVE_THE_STREET.ground(np.array([[0.5, 90.0]]))[0]
    edge: Way = (CAR, (edge_px[0], edge_px[1]), (edge_px[0], edge_px[1]))
    truth = view(away, edge).truth(0.0)
    assert truth.numbers.tolist() == [1]
    assert 0.2 < truth.visible[0] < 0.8
    assert truth.boxes_px[0, 0] == 0


def test_what_is_under_the_strip_and_the_text_is_not_seen() -> None:
    far: Way = (BUS, (1.75, 80.0), (1.75, 80.0))
    low = dataclasses.replace(ABOVE_THE_STREET, tilt_deg=16.5)
    shown = view(far, pose=low)
    assert shown.truth(0.0).visible[0] < 0.1, "the strip"
    reading = StripReading(kind=StripKind.MINUTE, scene=5, ms=1500)
    picture = shown.picture(1.5, 0, reading, ":01.500 / 01")
    assert read_strip(np.ascontiguousarray(picture[..., 1]).tobytes(), 320, 180) == reading
    left: Way = (CAR, (-16.0, 58.0), (-16.0, 58.0))
    written, bare = view(left, pose=low), view(left, pose=low)
    written.picture(1.5, 0, reading, "2026-11-23 10:00:00.000 +07")
    assert bare.truth(0.0).visible[0] > 0.9
    assert written.truth(0.0).visible[0] < 0.5, "the text"


def test_a_turned_camera_sees_another_place_and_a_covered_one_nothing() -> None:
    straight = view(NORTHWARDS)
    turned = view(NORTHWARDS, pose=ABOVE_THE_STREET.turned(20, 0, 1))
    assert changed(straight.picture(0.0, 1), turned.picture(0.0, 1)).mean() > 0.2
    assert len(turned.truth(0.0)) == 1
    assert turned.truth(0.0).boxes_px[0, 0] < straight.truth(0.0).boxes_px[0, 0]
    assert straight.picture(0.0, 1, is_covered=True).max() < 32


@pytest.mark.parametrize("kind", [IncidentKind.FLOODED, IncidentKind.CLOSED_LANE])
def test_what_an_incident_leaves_on_the_road_is_seen_while_it_lasts(kind: IncidentKind) -> None:
    shape = np.array(((3.5, 5.0), (0.0, 5.0), (0.0, 45.0), (3.5, 45.0)))
    place = IncidentPlace(road_id="road", lane_ids=("lane1",), from_m=5.0, to_m=45.0, shape_m=shape)
    incident = Incident(kind=kind, start_s=20.0, end_s=60.0, place=place)
    behind: Way = (CAR, (1.75, 8.0), (1.75, 8.0))
    play = dataclasses.replace(play_of([behind]), incidents=(incident,))
    shown = DistrictView(street(), play, ABOVE_THE_STREET, weather=OVERCAST, furniture=NOTHING_STANDS)
    before, during, after = (shown.picture(t_s, 0) for t_s in (19.0, 20.0, 60.0))
    assert not changed(before, after)[60:].any()
    rows, columns = np.nonzero(changed(before, during)[60:])  # above stands the signal
    corners = ABOVE_THE_STREET.project(shape)
    assert len(rows) > (500 if kind is IncidentKind.FLOODED else 60)
    assert columns.min() >= corners[:, 0].min() - 6
    assert columns.max() <= corners[:, 0].max() + 6
    hidden = 1 - shown.truth(30.0).visible[0] / shown.truth(0.0).visible[0]
    assert hidden == 0 if kind is IncidentKind.FLOODED else 0.01 < hidden < 0.6, "the barrier stands before the car"


def test_by_night_head_lamps_shine_and_the_rest_is_dark() -> None:
    towards: Way = (CAR, (1.75, 60.0), (1.75, 10.0))
    night = view(towards, weather=Weather(hour=22.0, cloud=0.0))
    day = view(towards, weather=Weather(hour=12.0, cloud=0.0))
    assert night.picture(60.0, 0).mean() < 0.6 * day.picture(60.0, 0).mean()
    (box,) = night.truth(60.0).boxes_px.astype(int)
    lit = night.picture(60.0, 0)[box[1] : box[3], box[0] : box[2]]
    assert lit.max() > 225
    lamp = StreetLamp(x_m=8.0, y_m=20.0, head_x_m=5.0, head_y_m=20.0)
    lamps = Furniture(trees=(), lamps=(lamp,))
    foot = ABOVE_THE_STREET.project(np.array([[5.0, 20.0]]))[0].astype(int)
    under = [
        view(weather=Weather(hour=22.0), furniture=one).picture(0.0, 0)[foot[1] - 3 : foot[1] + 3, foot[0]].mean()
        for one in (lamps, NOTHING_STANDS)
    ]
    assert under[0] > 1.2 * under[1]


@pytest.mark.parametrize(
    ("weather", "at_least"),
    [
        (Weather(hour=12.0, rain=0.8), 0.01),
        (Weather(hour=12.0, dirt=0.7), 0.2),
        (Weather(hour=12.0, glare=0.8), 0.2),
        (Weather(hour=12.0, drops=25), 0.01),
        (Weather(hour=12.0, sight_m=60), 0.2),
    ],
)
def test_weather_and_the_lens_are_seen(weather: Weather, at_least: float) -> None:
    clear = view(weather=Weather(hour=12.0)).picture(0.0, 0)
    assert changed(clear, view(weather=weather).picture(0.0, 0)).mean() > at_least


def test_plates_look_at_the_camera_and_differ() -> None:
    close = dataclasses.replace(ABOVE_THE_STREET, y_m=0.0, height_m=3.5, tilt_deg=22.0, hfov_deg=30.0)
    shown = view((MOTORCYCLE, (0.0, 8.0), (0.0, 8.0)), (PEDESTRIAN, (1.6, 9.0), (1.6, 9.0)), pose=close)
    truth = shown.truth(0.0)
    corners = truth.plates_px[0]
    assert np.isnan(truth.plates_px[1]).all()
    (left, top), (right, _), (_, bottom), _ = corners
    assert left < right
    assert top < bottom
    assert right - left > 12
    picture = shown.picture(0.0, 0)
    part = picture[int(top) + 1 : int(bottom), int(left) + 1 : int(right)].max(axis=2)
    assert part.max() > 120, "a white ground"
    assert part.min() < 0.7 * part.max(), "and dark writing"
    back_to_front = view((MOTORCYCLE, (0.0, 8.0), (0.0, 7.0)), pose=close).truth(0.0)
    assert np.isnan(back_to_front.plates_px[0]).all(), "a motorcycle has none in front"


def test_a_truth_file_gives_back_what_was_written_and_refuses_what_is_damaged(tmp_path: Path) -> None:
    shown = view(NORTHWARDS, (MOTORCYCLE, (5.0, 10.0), (5.0, 60.0)))
    frames = tuple(shown.truth(second) for second in (0.0, 31.0, 60.0))
    path = tmp_path / "A.truth.npz"
    TruthFilm(header={"fps": 10}, frames=frames).write(path)
    read = read_truth(path)
    assert read.header["fps"] == 10
    assert len(read.frames) == 3
    for wrote, got in zip(frames, read.frames, strict=True):
        for field in dataclasses.fields(wrote):
            one, other = getattr(wrote, field.name), getattr(got, field.name)
            assert np.array_equal(one, other, equal_nan=True) if isinstance(one, np.ndarray) else one == other
    whole = path.read_bytes()
    TruthFilm(header={"fps": 10}, frames=frames).write(path)
    assert path.read_bytes() == whole, "equal truth is equal bytes"
    for size in (0, 10, len(whole) // 2, len(whole) - 30):
        path.write_bytes(whole[:size])
        with pytest.raises(Invalid):
            read_truth(path)
    path.write_bytes(b"no truth at all")
    with pytest.raises(Invalid):
        read_truth(path)


def test_a_truth_of_no_pictures_is_kept_too(tmp_path: Path) -> None:
    path = tmp_path / "A.truth.npz"
    TruthFilm(header={}, frames=(view().truth(0.0),)).write(path)
    assert len(read_truth(path).frames[0]) == 0


@pytest.mark.parametrize(
    "wrong",
    [{"rain": 1.1}, {"cloud": -0.1}, {"hour": 24.0}, {"sight_m": 10.0}, {"drops": 1000}, {"dirt": float("nan")}],
)
def test_weather_that_is_none_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        Weather(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"height_m": 0.0}, {"hfov_deg": 170.0}, {"width": 321}, {"tilt_deg": 91.0}])
def test_a_pose_that_is_none_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(Invalid):
        dataclasses.replace(ABOVE_THE_STREET, **wrong)  # type: ignore[arg-type]


def test_the_district_s_cameras_see_what_they_are_hung_for() -> None:
    network = load_network()
    cameras = district_cameras(network)
    assert [camera.number for camera in cameras] == list(range(1, len(cameras) + 1))
    assert len(cameras) < 256, "the strip has eight bits for the scene"
    assert len({camera.code for camera in cameras}) == len(cameras)
    heads = {head.road_id: head for junction in network.junctions for head in junction.heads}
    for camera in cameras:
        pose = camera.pose
        if camera.outlook is Outlook.ALONG:
            lane = next(road for road in network.roads if road.id == camera.road_id).lanes[-1].centre_m
            (column, row), *_ = pose.project(points_at(lane, along(lane)[-1:] - 30))
            assert 0 < column < pose.width, camera.code
            assert pose.height / 10 < row < pose.height, camera.code
            continue
        if camera.road_id is None:
            continue
        line = pose.project(heads[camera.road_id].stop_line_m)
        middle = line.mean(axis=0)
        assert 0 < middle[0] < pose.width, camera.code
        assert pose.height / 10 < middle[1] < pose.height, camera.code
        ahead = np.array((np.sin(np.radians(pose.azimuth_deg)), np.cos(np.radians(pose.azimuth_deg))))
        turn = heads[camera.road_id].heading_rad
        comes = float(ahead @ (np.cos(turn), np.sin(turn)))
        assert comes < -0.9 if camera.outlook is Outlook.FRONT else comes > 0.8, camera.code
    with pytest.raises(NotFound):
        find_camera(network, "nowhere")


def test_a_camera_hangs_as_its_dossier_says() -> None:
    network = load_network()
    camera = find_camera(network, "A1-all")
    lat, lon = network.lat_lon(camera.pose.x_m, camera.pose.y_m)
    pose = camera.pose
    declared = CameraPose.declared(
        network, lat=lat, lon=lon, azimuth_deg=pose.azimuth_deg, height_m=pose.height_m, tilt_deg=pose.tilt_deg,
        hfov_deg=pose.hfov_deg,
    )  # fmt: skip
    corners = np.array([[0.0, 720.0], [1280.0, 720.0], [640.0, 400.0]])
    assert np.allclose(declared.ground(corners), pose.ground(corners), atol=0.01)


def test_no_tree_and_no_lamp_stands_where_somebody_drives() -> None:
    network = load_network()
    furniture = furnish(network, 1)
    assert furniture == furnish(network, 1)
    assert len(furniture.trees) > 100
    assert len(furniture.lamps) > 100
    feet = np.array([(one.x_m, one.y_m) for one in (*furniture.trees, *furniture.lamps)])
    for road in network.roads:
        for lane in road.lanes:
            if not lane.is_pavement:
                for start, end in zip(lane.centre_m[:-1], lane.centre_m[1:], strict=True):
                    along = np.clip(
                        ((feet - start) @ (end - start)) / max(float((end - start) @ (end - start)), 1e-9), 0, 1
                    )
                    away = np.linalg.norm(feet - (start + along[:, None] * (end - start)), axis=1)
                    assert away.min() > lane.width_m / 2, lane.id


def test_who_drives_out_under_the_camera_by_night_is_drawn_without_a_word() -> None:
    """Ends of beams and shadows may lie beside the lens, or behind it."""
    towards: Way = (CAR, (0.0, 20.0), (0.0, -30.0))
    night = view(towards, weather=Weather(hour=22.0, rain=0.5))
    day = view(towards, weather=Weather(hour=7.0, cloud=0.0))
    for t_s in np.linspace(40, 120, 9):
        assert night.picture(t_s, 0).any()
        assert day.picture(t_s, 0).any()
