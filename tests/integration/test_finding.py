"""Finding footage: summaries, the next gap, the search by place and time, key frames, bookmarks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from archive_rig import Rig
from media_units import START_US
from playback_rig import S, Setup, at, playback_setup, span
from toancanh.media.archive import Mark
from toancanh.media.archive.model import MOTION_MARK
from toancanh.media.archive.summary import Stretch, sums
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import Timeline
from toancanh.registry.model import StreamRole

HERE = {"lat": "10.7", "lon": "106.7", "radius_m": "150"}


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory, each_database: str) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("finding")) as made:
        mark = Mark(
            id=made.rig.ids.new_id(), camera_id=made.cameras["plain"].id, start_us=START_US + 30 * S,
            end_us=START_US + 31 * S, kind="note", reference="r",
        )  # fmt: skip
        rig: Rig = made.rig
        rig.archive.add_marks([mark])
        yield made


def recorded_within(of: Timeline, stretch: Stretch) -> int:
    return sum(max(0, min(one.end_us, stretch.end_us) - max(one.start_us, stretch.start_us)) for one in of.ranges)


@pytest.mark.parametrize("length_s", [7, 20, 45])
def test_sums_say_what_the_timeline_says(setup: Setup, length_s: int) -> None:
    """Stretches that begin and end within segments and gaps, and one that is shorter than either."""
    plain, both = setup.cameras["plain"].id, setup.cameras["both"].id
    stretches = [
        Stretch(START_US + (3 + number * length_s) * S, START_US + (3 + (number + 1) * length_s) * S)
        for number in range(90 // length_s)
    ]
    with setup.rig.database.reading() as connection:
        found = sums(connection, [plain, both], StreamRole.MAIN, stretches, now_us=START_US + 95 * S)
    for camera_id in (plain, both):
        for stretch, one in zip(stretches, found[camera_id].stretches, strict=True):
            told = setup.services.playback.footage.timeline(camera_id, StreamRole.MAIN, span_of(stretch))
            known = max(0, min(stretch.end_us, found[camera_id].until_us) - stretch.start_us)
            missing_us = sum(missing.us for missing in one.missing.values())
            assert known - missing_us == pytest.approx(recorded_within(told, stretch), abs=1.2 * S)
            gaps_us = sum(gap.end_us - gap.start_us for gap in told.gaps)
            assert missing_us == pytest.approx(gaps_us, abs=1.2 * S)
    assert sum(one.marks.get("note", 0) for one in found[plain].stretches) == 1


def span_of(stretch: Stretch) -> Span:
    return Span(start_us=stretch.start_us, end_us=stretch.end_us)


def test_a_day_at_a_glance_in_the_zone_that_was_asked_for(setup: Setup) -> None:
    with setup.client() as client:
        path = setup.path("plain", "timeline/summary")
        answer = client.get(path, params={**span(0, 90), "unit": "hour"}).json()
        assert (answer["zone"], answer["unit"]) == ("Asia/Ho_Chi_Minh", "hour")
        (hour,) = answer["items"][0]["buckets"]
        assert hour["expected_seconds"] == pytest.approx(95)
        assert hour["recorded_seconds"] == pytest.approx(80, abs=1.5)
        assert [one["cause"] for one in hour["missing"]] == ["camera_away"]
        assert hour["marks"] == {"note": 1}
        berlin = client.get(path, params={**span(0, 90), "zone": "Europe/Berlin"}).json()["items"][0]["buckets"]
        city = client.get(path, params=span(0, 90)).json()["items"][0]["buckets"]
        assert berlin[0]["start"] != city[0]["start"]
        assert client.get(path, params={**span(0, 90), "zone": "Mars"}).status_code == 422
        ids = ",".join(setup.cameras[code].id for code in ("plain", "both", "foreign"))
        refused = setup.refusals()
        many = client.get("/timeline/summary", params={**span(0, 90), "cameras": ids}).json()
        assert [one["camera_id"] for one in many["items"]] == ids.split(",")[:2]
        assert setup.refusals() == refused + 1
        assert (
            client.get(
                "/timeline/summary", params={**span(0, 90), "cameras": ",".join(map(str, range(17)))}
            ).status_code
            == 422
        )
    with setup.client("viewer") as viewer:
        assert viewer.get(path, params=span(0, 90)).status_code == 403


def test_the_next_gap_and_mark_either_way(setup: Setup) -> None:
    with setup.client() as client:

        def item(**query: str) -> dict[str, str] | None:
            found: dict[str, str] | None = client.get(setup.path("plain", "timeline/next"), params=query).json()["item"]
            return found

        gap = item(after=at(0))
        assert gap is not None
        assert (gap["kind"], gap["reference"], gap["start"]) == ("gap", "camera_away", at(60))
        assert item(after=at(90), toward="back") == gap
        assert item(after=at(0), toward="back") is None
        mark = item(after=at(0), kind="mark")
        assert mark is not None
        assert (mark["kind"], mark["start"]) == ("note", at(30))
        assert item(after=at(30), kind="mark") is None
        with something_moved(setup, 40):
            assert item(after=at(30), kind="mark") is None, "a street moves all day"
            summary = client.get(setup.path("plain", "timeline"), params=span(0, 90)).json()
            moving = [(one["start"], one["end"]) for one in summary["marks"] if one["kind"] == MOTION_MARK]
            assert moving == [(at(40), at(45))]


@contextlib.contextmanager
def something_moved(setup: Setup, at_s: int) -> Iterator[None]:
    """A mark that was noted for a second and has grown by four; afterwards its time is over."""
    archive, now_us = setup.rig.archive, setup.clock.now_us()
    camera_id, start_us = setup.cameras["plain"].id, START_US + at_s * S
    mark = Mark(
        id=setup.rig.ids.new_id(), camera_id=camera_id, start_us=start_us, end_us=start_us + S, kind=MOTION_MARK,
        reference="",
    )  # fmt: skip
    with archive.database.transaction() as tx:
        archive.put_marks(tx, [mark])
        archive.stretch_marks(tx, {mark.id: start_us + 5 * S, setup.rig.ids.new_id(): 0})
        archive.stretch_marks(tx, {})
    yield
    with archive.database.transaction() as tx:
        assert archive.forget_marks(tx, [MOTION_MARK], now_us - S) == 0
        assert archive.forget_marks(tx, ["another"], now_us + S) == 0
        assert archive.forget_marks(tx, [MOTION_MARK], now_us + S) == 1


def test_cameras_near_a_place_with_pictures_of_a_time(setup: Setup) -> None:
    with setup.client() as client:
        found = client.get("/footage/search", params={**HERE, **span(10, 50), "limit": "2"}).json()
        rest = client.get("/footage/search", params={**HERE, **span(10, 50), "after": found["next"]}).json()
        items = found["items"] + rest["items"]
        shares = {one["code"]: one["share"] for one in items}
        assert set(shares) == {"plain", "heavy", "both", "reordered"}  # the foreign one is not theirs
        assert shares["plain"] == pytest.approx(1, abs=0.03)
        assert shares["both"] == pytest.approx(0.25, abs=0.03)
        late = client.get("/footage/search", params={**HERE, **span(80, 90)}).json()["items"]
        assert [one["code"] for one in late] == ["plain"]
        away = {**HERE, "lat": "10.7013", "radius_m": "150"}
        (far, *_) = client.get("/footage/search", params={**away, **span(10, 50)}).json()["items"]
        assert far["distance_m"] == pytest.approx(144.6, abs=0.5)
        assert not client.get("/footage/search", params={**away, "radius_m": "140", **span(10, 50)}).json()["items"]
        for wrong in ({"after": "x"}, {"lat": "91"}, {"radius_m": "0"}, {"lat": "nan"}):
            assert client.get("/footage/search", params={**HERE, **span(10, 50), **wrong}).status_code == 422
    with setup.client("stranger") as stranger:
        theirs = stranger.get("/footage/search", params={**HERE, **span(0, 20)}).json()["items"]
        assert [one["code"] for one in theirs] == ["foreign"]


@pytest.mark.databases("sqlite")
def test_a_range_of_key_frames_is_one_entry_in_the_record(setup: Setup) -> None:
    before = len(setup.entries("media.playback"))
    with setup.client() as client:
        wanted = {"camera_id": setup.cameras["plain"].id, "kind": "playback", **span(0, 90)}
        grant = client.post("/grants", json=wanted).json()["url"].partition("grant=")[2]
        for second, taken in ((3.5, 3), (4.1, 4), (3.9, 3)):
            url = f"{setup.path('plain', 'key-frame.jpg')}?grant={grant}"
            answer = client.get(f"{url}&at={at(second)}")
            assert answer.status_code == 200, answer.text
            assert answer.headers["X-Picture-Time"] == at(taken)
        assert client.get(f"{setup.path('plain', 'key-frame.jpg')}?grant={grant}&at={at(65)}").status_code == 404
        assert client.get(f"{setup.path('both', 'key-frame.jpg')}?grant={grant}&at={at(5)}").status_code == 403
        assert client.get(f"{setup.path('plain', 'key-frame.jpg')}?grant={grant}&at={at(200)}").status_code == 403
    assert len(setup.entries("media.playback")) == before + 1


def test_bookmarks_are_shared_with_those_alone_who_may_see_the_camera(setup: Setup) -> None:
    plain, both = setup.cameras["plain"].id, setup.cameras["both"].id
    given = {"camera_ids": [plain, both], **span(10, 20), "text": "Xe tải đâm dải phân cách", "tags": ["Tai nạn"]}
    with setup.client() as maker, setup.client("chief") as chief, setup.client("viewer") as viewer:
        made = maker.post("/bookmarks", json=given).json()
        assert (made["own"], made["maker"], made["shared"]) == (True, "operator", False)
        assert {one["code"] for one in made["cameras"]} == {"plain", "both"}
        path = f"/bookmarks/{made['id']}"
        assert chief.get(path).status_code == 404  # private
        assert not chief.get("/bookmarks").json()["items"]
        change = {key: given[key] for key in ("from", "to", "text", "tags")} | {"shared": True}
        assert maker.put(path, json={**change, "version": 7}).status_code == 409
        assert maker.put(path, json={**change, "version": 1}).json()["shared"] is True
        assert chief.get(path).json()["own"] is False
        for query in ({"q": "tai dam"}, {"q": "tai nan"}, {"tag": "tai nan"}, {"camera_id": both}, span(15, 16)):
            assert [one["id"] for one in chief.get("/bookmarks", params=query).json()["items"]] == [made["id"]]
        for query in ({"q": "xe khach"}, {"tag": "tai"}, {"own": "true"}, span(21, 30), {"camera_id": "x"}):
            assert not chief.get("/bookmarks", params=query).json()["items"]
        assert (chief.put(path, json=change).status_code, chief.delete(path).status_code) == (404, 404)
        assert viewer.get(path).status_code == 404  # may not play back
        assert not viewer.get("/bookmarks").json()["items"]
        assert viewer.post("/bookmarks", json=given).status_code == 403
        assert maker.post("/bookmarks", json={**given, "camera_ids": [plain, "x"]}).status_code == 404
        assert maker.post("/bookmarks", json={**given, "text": "", "tags": []}).status_code == 422
        with setup.client("stranger") as stranger:
            assert stranger.get(path).status_code == 404
            assert not stranger.get("/bookmarks").json()["items"]
        others = [maker.post("/bookmarks", json={**given, "camera_ids": [plain]}).json()["id"] for _ in range(2)]
        first = maker.get("/bookmarks", params={"limit": 2}).json()
        second = maker.get("/bookmarks", params={"limit": 2, "after": first["next"]}).json()
        ids = [one["id"] for one in first["items"] + second["items"]]
        assert sorted(ids) == sorted([made["id"], *others])
        assert maker.delete(path).status_code == 204
        assert maker.get(path).status_code == 404
    assert [len(setup.entries(f"bookmark.{act}")) for act in ("create", "update", "delete")] == [3, 1, 1]
