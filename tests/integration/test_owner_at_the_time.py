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


def _record(setup: Setup, stack: contextlib.ExitStack) -> None:
    rig, clock = setup.rig, setup.clock
    writer = stack.enter_context(rig.writer())
    camera, other = setup.cameras["plain"], setup.cameras["foreign"].owner_id
    recorder = rig.recorder(writer, StreamKey(camera.id, StreamRole.MAIN), segment_seconds=20)
    clock.advance(10)
    for day in range(75):
        start_us = START_US + day * DAY_S * S
        if day == 73:
            feed(recorder, pictures("h264"), range(50), start_us=start_us, then=GapCause.CAMERA_AWAY)
            clock.advance(2)
            setup.registry.cameras.update(
                setup.governance.sign_in("admin", PASSWORD, "test")[1],
                camera.id,
                lambda draft: replace(draft, code="moved", name="Ngã tư mới", lat=10.8, owner_id=other),
            )
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
    assert {rest: good.get(code, code) for rest, code in found.items()} == dict.fromkeys(found, status)
    assert (setup.refusals() > before) is (status != 200)


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
        for when, count in ((NEW, 1), (OLD, 0), (BOTH, 0)):
            assert len(client.get("/footage/search", params={**near, **when}).json()["items"]) == count
        for user, when in (("stranger", NEW), ("operator", OLD)):
            with setup.client(user) as own:
                own.post("/bookmarks", json={"camera_ids": [setup.cameras["plain"].id], **when, "text": "n"})
                seen = {one["start"].partition(".")[0].rstrip("Z") for one in own.get("/bookmarks").json()["items"]}
                assert seen == {when["from"].partition(".")[0].rstrip("Z")}


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
        with pytest.raises((Denied, NotFound)):
            exports.ask(chief, wanted(start_s, end_s))


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
