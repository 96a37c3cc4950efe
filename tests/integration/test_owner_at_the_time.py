"""75 days of a camera that was renamed, moved and given to another owner: each sees the own part and no other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from test_exports import an_evidence

from archive_rig import feed
from media_units import START_US, pictures
from playback_rig import PASSWORD, S, Setup, at, playback_setup, span
from toancanh.evidence.exports import ExportForm, Wanted
from toancanh.governance import PROTECTED
from toancanh.governance.holds import HoldDraft, Span
from toancanh.governance.purpose import CaseDraft, CaseKind
from toancanh.kernel import Denied, NotFound
from toancanh.media.archive import StreamKey, check
from toancanh.media.model import GapCause
from toancanh.registry import StreamRole

pytestmark = pytest.mark.databases("sqlite")

DAY_S = 86_400
OLD_S, TURN_S, NEW_S = 72 * DAY_S, 73 * DAY_S, 74 * DAY_S
OLD, NEW, BOTH = span(OLD_S, OLD_S + 1), span(NEW_S, NEW_S + 1), span(TURN_S, TURN_S + 4)
WHY = {"purpose": "order", "reference": "12/QD"}


def _protected(setup: Setup, *, is_now: bool) -> None:
    setup.registry.cameras.update(
        setup.governance.sign_in("admin", PASSWORD, "test")[1],
        setup.cameras["foreign"].id,
        lambda draft: replace(draft, tags=frozenset({PROTECTED} if is_now else ())),
    )


def _record(setup: Setup, stack: contextlib.ExitStack) -> None:
    rig, clock = setup.rig, setup.clock
    writer = stack.enter_context(rig.writer())
    camera, other = setup.cameras["plain"], setup.cameras["foreign"].owner_id
    recorder = rig.recorder(writer, StreamKey(camera.id, StreamRole.MAIN), segment_seconds=20)
    clock.advance(10)
    for day in range(75):
        start_us = START_US + day * DAY_S * S
        if day == 73:
            _protected(setup, is_now=True)
            feed(recorder, pictures("h264"), range(50), start_us=start_us, then=GapCause.CAMERA_AWAY)
            clock.advance(2)
            _protected(setup, is_now=False)
            setup.registry.cameras.update(
                setup.governance.sign_in("admin", PASSWORD, "test")[1],
                camera.id,
                lambda draft: replace(draft, code="moved", name="Ngã tư mới", lat=10.8, owner_id=other),
            )
            setup.registry.cameras.update(
                setup.governance.sign_in("admin", PASSWORD, "test")[1], setup.cameras["both"].id,
                lambda draft: replace(draft, lat=10.701, owner_id=other),
            )  # fmt: skip
            long = setup.cameras["reordered"].id
            setup.registry.cameras.update(
                setup.governance.sign_in("admin", PASSWORD, "test")[1], long,
                lambda draft: replace(draft, owner_id=other),
            )  # fmt: skip
            feed(
                rig.recorder(writer, StreamKey(long, StreamRole.MAIN), segment_seconds=20),
                pictures("h264", fps=5, gop=50, count=100), range(60), start_us=start_us + S,
                then=GapCause.CAMERA_AWAY,
            )  # fmt: skip
            start_us += 2 * S
        feed(recorder, pictures("h264"), range(50 if day == 73 else 25), start_us=start_us, then=GapCause.CAMERA_AWAY)
        clock.advance(DAY_S - (2 if day == 73 else 0))


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("owners"), _record) as made:
        for user in ("operator", "stranger", "chief", "admin"):
            made.sign_in(user)  # the sessions of 75 days ago have ended
        yield made


def _asked(client: httpx.Client, setup: Setup, when: dict[str, str]) -> dict[str, int]:
    camera, once = setup.cameras["plain"].id, {"at": when["from"], **WHY}
    found = {
        rest: client.get(setup.path("plain", rest), params=query).status_code
        for rest, query in {
            "timeline": when | WHY, "playlist.m3u8": when | WHY, "video.mp4": when | WHY,
            "timeline/summary": {**when, "unit": "hour", **WHY},
        }.items()
    }  # fmt: skip
    if when is not BOTH:
        found["snapshot.jpg"] = client.get(setup.path("plain", "snapshot.jpg"), params=once).status_code
        found["key-frame.jpg"] = client.get(setup.path("plain", "key-frame.jpg"), params=once).status_code
        next_of = {"after": when["from"], **WHY}
        found["timeline/next"] = client.get(setup.path("plain", "timeline/next"), params=next_of).status_code
    found["playback"] = client.post("/playback", json={"camera_ids": [camera], **when, **WHY}).status_code
    found["grants"] = client.post(
        "/grants", json={"camera_id": camera, "kind": "export", **when, **WHY}
    ).status_code  # fmt: skip
    found["bookmarks"] = client.post("/bookmarks", json={"camera_ids": [camera], **when, "text": "n"}).status_code
    return found


@pytest.mark.parametrize(("user", "when", "status"), [
    ("operator", OLD, 200), ("operator", NEW, 404), ("operator", BOTH, 404),
    ("stranger", OLD, 403), ("stranger", NEW, 200), ("stranger", BOTH, 403),
    ("admin", BOTH, 200),
])  # fmt: skip
def test_each_owner_sees_the_own_time(setup: Setup, user: str, when: dict[str, str], status: int) -> None:
    before = setup.refusals()
    with setup.client(user) as client:
        found = _asked(client, setup, when)
    good = {201: 200}
    in_part = {"timeline", "playlist.m3u8", "video.mp4", "timeline/summary", "playback"} if when is BOTH else set()
    expected = {rest: 200 if rest in in_part else status for rest in found}
    assert {rest: good.get(code, code) for rest, code in found.items()} == expected
    assert (setup.refusals() > before) is (status != 200)


@pytest.mark.parametrize(("user", "own", "others"), [
    ("operator", (TURN_S, TURN_S + 2), (TURN_S + 2, TURN_S + 4)),
    ("stranger", (TURN_S + 2, TURN_S + 4), (TURN_S, TURN_S + 2)),
])  # fmt: skip
def test_of_a_time_over_both_each_is_given_the_own_part_and_told_of_the_other(
    setup: Setup, user: str, own: tuple[int, int], others: tuple[int, int]
) -> None:
    owner = {"operator": None, "stranger": setup.principals["operator"].organisation_id}[user]
    said = f"{at(others[0])}/{at(others[1])};other_owner"
    left_out = {"start": at(others[0]), "end": at(others[1]), "reason": "other_owner"}
    with setup.client(user) as client:

        def get(rest: str, **more: str) -> httpx.Response:
            answer = client.get(setup.path("plain", rest), params={**BOTH, **WHY, **more})
            assert answer.status_code in (200, 206), answer.text
            return answer

        timeline = get("timeline").json()
        [told] = timeline["left_out"]
        assert {key: told[key] for key in left_out} == left_out
        assert told["owner_id"] in (None, owner)
        for one in (*timeline["ranges"], *timeline["gaps"]):
            assert at(own[0]) <= one["start"] <= one["end"] <= at(own[1])
        playlist = get("playlist.m3u8")
        assert playlist.headers["x-left-out"] == said
        uris = [line for line in playlist.text.splitlines() if line and not line.startswith("#")]
        assert uris
        assert {client.get(setup.path("plain", uri)).status_code for uri in uris} <= {200, 206}
        video = get("video.mp4")
        assert video.headers["x-left-out"] == said
        assert at(own[0]) <= video.headers["x-start"] < video.headers["x-end"] <= at(own[1])
        code = "plain" if user == "operator" else "moved"
        assert f'filename="{code}_' in video.headers["content-disposition"]
        [summary] = get("timeline/summary", unit="hour").json()["items"]
        assert summary["buckets"][0]["recorded_seconds"] == pytest.approx(2, abs=0.2)
        assert len(summary["left_out"]) == 1
        asked = {"camera_ids": [setup.cameras["plain"].id], **BOTH, **WHY}
        track = client.post("/playback", json=asked).json()["items"][0]["track"]
        assert track["pieces"][0]["start"] >= at(own[0])
        assert track["left_out"][0]["start"] == at(others[0])
        lat = "10.7" if user == "operator" else "10.8"  # where it stood then
        near = {"lat": lat, "lon": "106.7", "radius_m": "150"}
        found = client.get("/footage/search", params={**near, **BOTH}).json()["items"]
        mine = [one for one in found if one["camera_id"] == setup.cameras["plain"].id]
        assert [(one["code"], one["lat"], one["share"]) for one in mine] == [
            (code, float(lat), pytest.approx(0.5, abs=0.05))
        ]


def test_what_lies_at_the_turn_is_not_given_with_what_is_asked_for_beside_it(setup: Setup) -> None:
    """A clip begins with a key frame before it and ends with a fragment behind it; not over a change of owner."""
    for user, (start_s, end_s) in {
        "operator": (TURN_S + 1.5, TURN_S + 2), "stranger": (TURN_S + 2, TURN_S + 2.6)
    }.items():  # fmt: skip
        with setup.client(user) as client:
            answer = client.get(setup.path("plain", "video.mp4"), params={**span(start_s, end_s), **WHY})
            if answer.status_code == 200:
                assert user == "operator" or answer.headers["x-start"] >= at(TURN_S + 2)
                assert user == "stranger" or answer.headers["x-end"] <= at(TURN_S + 2)


def test_a_group_of_pictures_over_the_turn_is_in_neither_owners_pictures(setup: Setup) -> None:
    """A run with key frames one second before the change of owner and nine seconds behind it."""
    turn_s = TURN_S + 2

    with setup.client("stranger") as client:

        def get(rest: str, **query: str) -> httpx.Response:
            return client.get(setup.path("reordered", rest), params={**query, **WHY})

        between, behind = span(turn_s + 5, turn_s + 5.2), span(turn_s + 5, turn_s + 11)
        assert [get(rest, **between).status_code for rest in ("playlist.m3u8", "video.mp4")] == [404, 404]
        body = {"camera_ids": [setup.cameras["reordered"].id], "at": at(turn_s + 5), **WHY}
        nothing, some = (client.post("/playback", json=body | when).json()["items"] for when in (between, behind))
        assert (nothing[0]["track"]["pieces"], nothing[0]["track"]["first"]) == ([], None)
        assert some[0]["track"]["pieces"][0]["start"] == get("video.mp4", **behind).headers["x-start"] == at(turn_s + 9)
        assert get("key-frame.jpg", at=at(turn_s + 5)).status_code == 404
        assert get("key-frame.jpg", at=at(turn_s + 9.5)).headers["x-picture-time"] == at(turn_s + 9)
        assert get("snapshot.jpg", at=at(turn_s + 5.1)).headers["x-picture-time"] == at(turn_s + 5)
    with setup.client("operator") as client:
        own = client.get(setup.path("reordered", "video.mp4"), params={**span(turn_s - 1, turn_s), **WHY})
        assert own.headers["x-end"] == at(turn_s)


def test_the_record_says_whose_footage_it_was(setup: Setup) -> None:
    owners = {name: setup.principals[name].organisation_id for name in ("operator", "stranger")}
    ward, other = owners.values()
    for user, when, expected in (
        ("operator", OLD, [ward]), ("stranger", NEW, [other]), ("admin", BOTH, [ward, other])
    ):  # fmt: skip
        before = len(setup.entries("media.export"))
        with setup.client(user) as client:
            answer = client.get(setup.path("plain", "video.mp4"), params={**when, **WHY})
        assert answer.status_code == 200
        assert [one.owner_id for one in setup.entries("media.export")[before:]] == expected
        code = "plain" if user == "operator" else "moved"
        assert f'filename="{code}_' in answer.headers["content-disposition"]  # then it had another name
    before = len(setup.entries("media.playback", "deny"))
    with setup.client("stranger") as client:
        assert client.get(setup.path("plain", "playlist.m3u8"), params={**OLD, **WHY}).status_code == 403
    assert [one.owner_id for one in setup.entries("media.playback", "deny")[before:]] == [ward]


def test_pieces_are_fetched_by_the_grant_of_the_own_time(setup: Setup) -> None:
    with setup.client("operator") as client:
        text = client.get(setup.path("plain", "playlist.m3u8"), params={**OLD, **WHY}).text
        uri = next(line for line in text.splitlines() if line and not line.startswith("#"))
        assert client.get(setup.path("plain", uri)).status_code in (200, 206)


def test_a_search_names_no_camera_whose_time_was_anothers(setup: Setup) -> None:
    with setup.client("stranger") as client:
        near = {"lat": 10.8, "lon": 106.7, **WHY}
        for when, count in ((NEW, 1), (OLD, 0), (BOTH, 1)):
            assert len(client.get("/footage/search", params={**near, **when}).json()["items"]) == count
        for user, when in (("stranger", NEW), ("operator", OLD)):
            with setup.client(user) as own:
                own.post("/bookmarks", json={"camera_ids": [setup.cameras["plain"].id], **when, "text": "n"})
                seen = {one["start"].partition(".")[0].rstrip("Z") for one in own.get("/bookmarks").json()["items"]}
                assert seen == {when["from"].partition(".")[0].rstrip("Z")}


def test_a_search_tells_of_no_place_where_a_camera_stood_under_another_owner(setup: Setup) -> None:
    near = {"lat": 10.7, "lon": 106.7, "radius_m": 300, "with_empty": True, **BOTH}
    for user, expected in (("operator", (10.7, 0)), ("stranger", (10.701, pytest.approx(111.2, abs=0.1)))):
        with setup.client(user) as client:
            found = {one["code"]: one for one in client.get("/footage/search", params=near).json()["items"]}
        assert (found["both"]["lat"], found["both"]["distance_m"]) == expected


def test_the_next_gap_after_a_time_before_all_times(setup: Setup) -> None:
    with setup.client("admin") as client:
        query = {"after": "1960-01-01T00:00:00Z", **WHY}
        assert client.get(setup.path("plain", "timeline/next"), params=query).status_code == 422


def test_nobody_who_is_not_cleared_is_told_when_a_camera_was_protected(setup: Setup) -> None:
    for user, when, status in (("stranger", BOTH, 403), ("stranger", NEW, 200), ("admin", BOTH, 200)):
        with setup.client(user) as client:
            answer = client.get(setup.path("foreign", "timeline"), params={**when, **WHY})
            near = {"lat": 10.7, "lon": 106.7, "with_empty": True, **when}
            found = {one["code"] for one in client.get("/footage/search", params=near).json()["items"]}
        assert (answer.status_code, "other_owner" in answer.text, "foreign" in found) == (status, False, status == 200)


def test_holds_and_exports_follow_the_owner_at_the_time(setup: Setup) -> None:
    chief, camera_id = setup.principals["chief"], setup.cameras["plain"].id
    governance, exports = setup.governance, an_evidence(setup).exports
    governance.cases.open(chief, CaseDraft(number="V1", kind=CaseKind.OTHER))

    def us(seconds: float) -> int:
        return START_US + round(seconds * S)

    def hold(start_s: float, end_s: float) -> HoldDraft:
        return HoldDraft(
            camera_ids=(camera_id,), span=Span(us(start_s), us(end_s)), case_number="V1", reason="n", expires_us=None
        )  # fmt: skip

    def wanted(start_s: float, end_s: float) -> Wanted:
        return Wanted(
            camera_ids=(camera_id,), from_us=us(start_s), to_us=us(end_s), role=StreamRole.MAIN,
            form=ExportForm.EXACT, burn_in=False, **WHY,
        )  # fmt: skip

    own, others = (OLD_S, OLD_S + 1), (NEW_S, NEW_S + 1)
    placed = governance.holds.place(chief, hold(*own))
    assert governance.holds.get(chief, placed.id).camera_ids == (camera_id,)
    assert setup.entries("hold.place")[-1].owner_id == chief.organisation_id
    [camera] = exports.ask(chief, wanted(*own)).cameras
    assert (camera.owner_id, camera.code) == (chief.organisation_id, "plain")
    for start_s, end_s in (others, (TURN_S, TURN_S + 4)):
        with pytest.raises((Denied, NotFound)):
            governance.holds.place(chief, hold(start_s, end_s))
        with pytest.raises((Denied, NotFound)) as refused:
            exports.ask(chief, wanted(start_s, end_s))
    assert refused.value.extra["may"] == [{"from": at(TURN_S), "to": at(TURN_S + 2)}]  # of both: what may be had
    assert refused.value.extra["left_out"] == [{"from": at(TURN_S + 2), "to": at(TURN_S + 4)}]
    [camera] = exports.ask(chief, wanted(TURN_S, TURN_S + 2)).cameras
    assert camera.code == "plain"


def test_nothing_is_lost(setup: Setup) -> None:
    archive = setup.rig.archive
    segments = archive.segments(setup.cameras["plain"].id, StreamRole.MAIN, 0, 1 << 60)
    assert len(segments) == 76
    assert check(archive) == []
    with setup.client("admin") as client:
        year = client.get(
            setup.path("plain", "timeline/summary"),
            params={"from": at(0), "to": at(75 * DAY_S), "unit": "month", **WHY},
        ).json()
    assert sum(one["recorded_seconds"] for one in year["items"][0]["buckets"]) == pytest.approx(78, abs=1)
