"""Several cameras in one answer: each is judged, recorded and refused as it would be alone."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest

from playback_rig import Setup, at, playback_setup, span

pytestmark = pytest.mark.databases("sqlite")


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("together")) as made:
        yield made


def test_each_camera_is_answered_and_recorded_for_itself(setup: Setup) -> None:
    ids = {code: setup.cameras[code].id for code in ("plain", "both", "foreign")}
    before = len(setup.entries("media.playback"))
    body = {"camera_ids": [*ids.values(), ids["plain"]], "codecs": "h264", "at": at(5), **span(0, 20)}
    with setup.client() as client:
        answer = client.post("/playback", json=body)
        assert answer.status_code == 200, answer.text
        plain, both, foreign = answer.json()["items"]
        assert (plain["track"]["stream"], plain["track"]["rendition"]) == ("main", "source")
        assert both["track"]["stream"] == "sub"  # recorded as well as main, so that is shown small
        assert foreign["track"] is None
        assert foreign["refused"]["status"] == 404
        piece = plain["track"]["pieces"][0]
        assert base64.b64decode(plain["track"]["head"])[4:8] == b"ftyp"
        path = f"/cameras/{ids['plain']}/{piece['url']}{plain['track']['query']}"
        span_of_bytes = f"bytes={piece['offset']}-{piece['offset'] + piece['size'] - 1}"
        there = client.get(path, headers={"Range": span_of_bytes}).content
        assert there[4:8] in (b"prft", b"moof")
        assert client.get(path.replace("?grant=", "?grant=x"), headers={"Range": span_of_bytes}).status_code == 403
        again = client.post("/playback", json={**body, "at": at(0)}).json()["items"][0]["track"]
        assert base64.b64decode(again["first"]) == there, "what is shown first comes along"
    seen = setup.entries("media.playback")[before:]
    assert {entry.resource_id for entry in seen} == {ids["plain"], ids["both"]}
    assert len(seen) == 2, "asked again, the same view goes on"


def test_it_says_what_is_missing_and_why(setup: Setup) -> None:
    body = {"camera_ids": [setup.cameras["plain"].id], "large": [setup.cameras["plain"].id], **span(50, 70)}
    with setup.client() as client:
        track = client.post("/playback", json=body).json()["items"][0]["track"]
        assert [gap["cause"] for gap in track["gaps"]] == ["camera_away"]
        assert client.post("/playback", json={**body, "camera_ids": ["x"] * 17}).status_code == 422
    with setup.client(user="auditor") as client:
        assert client.post("/playback", json=body).status_code == 403
