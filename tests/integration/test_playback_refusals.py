"""Each media route refuses whom it must, and the refusal is on record."""

from __future__ import annotations

import contextlib
import http.client
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy.exc import OperationalError

from media_units import START_US
from playback_rig import S, Setup, playback_setup, span
from toancanh.kernel import Denied
from toancanh.media.playback.model import Asking
from toancanh.media.playback.spans import Span
from toancanh.registry.model import StreamRole


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("refusals")) as made:
        yield made


RECORDED = [
    ("timeline", span(0, 10)), ("playlist.m3u8", span(0, 10)), ("video.mp4", span(0, 10)),
    ("snapshot.jpg", {"at": span(5, 6)["from"]}),
]  # fmt: skip
NOW = [("snapshot.jpg", {}), ("status", {})]


@pytest.mark.parametrize(("rest", "query"), RECORDED + NOW)
def test_nobody_sees_anything(setup: Setup, rest: str, query: dict[str, str]) -> None:
    before = setup.anonymous()
    with setup.client(None) as nobody:
        assert nobody.get(setup.path("plain", rest), params=query).status_code == 401
        assert (
            nobody.get(setup.path("plain", rest), params=query, headers={"Cookie": "toancanh_session=x"}).status_code
            == 401
        )
    assert setup.anonymous() == before + 2


@pytest.mark.parametrize("user", ["viewer", "auditor"])
@pytest.mark.parametrize(("rest", "query"), RECORDED)
def test_the_wrong_role_is_refused(setup: Setup, user: str, rest: str, query: dict[str, str]) -> None:
    before = setup.refusals()
    with setup.client(user) as client:
        answer = client.get(setup.path("plain", rest), params=query)
    assert answer.status_code == 403
    assert answer.json()["kind"] == "denied"
    assert setup.refusals() == before + 1


@pytest.mark.parametrize(("rest", "query"), RECORDED + NOW)
def test_another_organisation_does_not_even_know_of_it(setup: Setup, rest: str, query: dict[str, str]) -> None:
    before = setup.refusals()
    with setup.client("stranger") as client:
        assert client.get(setup.path("plain", rest), params=query).status_code == 404
        unknown = setup.path("plain", rest).replace(setup.cameras["plain"].id, "019aa000-0000-7000-8000-00000000dead")
        assert client.get(unknown, params=query).status_code == 404
    assert setup.refusals() == before + 1


@pytest.mark.parametrize(("method", "path", "body"), [
    ("POST", "/thumbnails", {"camera_ids": ["x"]}),
    ("POST", "/grants", {"camera_id": "x", "kind": "live"}),
    ("POST", "/probe", {"url": "rtsp://192.0.2.1/"}),
    ("GET", "/camera-status", None),
])  # fmt: skip
def test_other_routes_need_somebody(setup: Setup, method: str, path: str, body: Any) -> None:
    with setup.client(None) as nobody:
        assert nobody.request(method, path, json=body).status_code == 401


@pytest.mark.parametrize("kind", ["live", "playback", "snapshot", "export"])
def test_grants_are_judged_as_what_they_open(setup: Setup, kind: str) -> None:
    wish = {"camera_id": setup.cameras["plain"].id, "kind": kind, **span(0, 10)}
    before = setup.refusals()
    with setup.client("auditor") as client:
        assert client.post("/grants", json=wish).status_code == 403
    with setup.client("stranger") as client:
        assert client.post("/grants", json=wish).status_code == 404
    assert setup.refusals() == before + 2


@pytest.mark.parametrize(("query", "says"), [
    ({"from": "2026-01-01T00:00:00Z"}, "to"),
    ({"from": "yesterday", "to": "today"}, "RFC 3339"),
    ({"from": "2026-01-01T00:00:00", "to": "2026-01-01T00:01:00"}, "RFC 3339"),
    (span(10, 10), "before"),
    (span(20, 10), "before"),
    (span(0, 3 * 24 * 3600), "too long"),
    ({"from": "0001-01-01T00:00:00+14:00", "to": "9999-12-31T23:59:59Z"}, "1970"),
])  # fmt: skip
@pytest.mark.parametrize("rest", ["playlist.m3u8", "video.mp4"])
def test_ranges_that_make_no_sense(setup: Setup, rest: str, query: dict[str, str], says: str) -> None:
    with setup.client() as client:
        answer = client.get(setup.path("plain", rest), params=query)
    assert answer.status_code == 422
    assert says in answer.json()["detail"]


# grants


def grant(setup: Setup, kind: str, camera: str = "plain", *, user: str = "operator", **more: Any) -> str:
    wish = {"camera_id": setup.cameras[camera].id, "kind": kind, **more}
    with setup.client(user) as client:
        answer = client.post("/grants", json=wish)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["url"].partition("grant=")[2])


def refused(setup: Setup, path: str, token: str, **query: str) -> None:
    before = setup.refusals()
    with setup.client(None) as nobody:
        answer = nobody.get(path, params={**query, "grant": token})
    assert answer.status_code == 403, answer.text
    assert setup.refusals() == before + 1


def segment_of(setup: Setup, camera: str = "plain", start_s: float = 2, end_s: float = 6) -> tuple[str, str, int, int]:
    """Path and grant of the first piece of a playlist, its offset and size."""
    with setup.client() as client:
        text = client.get(setup.path(camera, "playlist.m3u8"), params=span(start_s, end_s)).text
    size, offset = map(int, re.findall(r"#EXT-X-BYTERANGE:(\d+)@(\d+)", text)[0])
    uri = next(line for line in text.splitlines() if line.startswith("segments/"))
    path, _, token = uri.partition("?grant=")
    return path, token, offset, size


def test_forged_grants(setup: Setup) -> None:
    path, token, _, _ = segment_of(setup)
    refused(setup, setup.path("plain", path), token[:-2] + ("AA" if token[-2:] != "AA" else "BB"))
    refused(setup, setup.path("plain", path), "x" * 300)
    refused(setup, setup.path("plain", "snapshot.jpg"), "e30.AAAA")


def test_transplanted_grants(setup: Setup) -> None:
    _, token, _, _ = segment_of(setup)
    whole = grant(setup, "playback", **span(2, 6))
    refused(setup, setup.path("heavy", "playlist.m3u8"), whole, **span(2, 6))  # another camera
    refused(setup, setup.path("plain", "video.mp4"), whole, **span(2, 6))  # another use
    refused(setup, setup.path("plain", "playlist.m3u8"), whole, **span(2, 7))  # more time
    refused(setup, setup.path("plain", "playlist.m3u8"), whole, stream="sub", **span(2, 6))
    refused(setup, setup.path("plain", "snapshot.jpg"), grant(setup, "snapshot"), at=span(5, 6)["from"])
    path, _, _, _ = segment_of(setup, "heavy")
    before = setup.refusals()
    with setup.client(None) as nobody:  # a segment of another camera, by this camera's address and grant
        assert nobody.get(setup.path("plain", path), params={"grant": token}).status_code == 404
        assert nobody.get(setup.path("heavy", path), params={"grant": token}).status_code == 403
    assert setup.refusals() == before + 2


def test_a_grant_covers_its_time_only(setup: Setup) -> None:
    path, token, offset, size = segment_of(setup)
    with setup.client(None) as nobody:
        inside = nobody.get(
            setup.path("plain", path), params={"grant": token}, headers={"Range": f"bytes={offset}-{offset + size - 1}"}
        )
        assert inside.status_code == 206
        for header in (f"bytes={offset}-{offset + 20 * size}", "bytes=0-", "x"):
            answer = nobody.get(setup.path("plain", path), params={"grant": token}, headers={"Range": header})
            assert answer.status_code == 403
    later, _, _, _ = segment_of(setup, start_s=45, end_s=46)
    refused(setup, setup.path("plain", later), token)


def test_expired_grants(setup: Setup) -> None:
    token = grant(setup, "playback", **span(2, 6))
    setup.clock.advance(1000)
    try:
        refused(setup, setup.path("plain", "playlist.m3u8"), token, **span(2, 6))
    finally:
        setup.clock.advance(-1000)


def test_a_withdrawn_session_ends_its_grants(setup: Setup) -> None:
    setup.sign_in("operator")
    path, token, offset, size = segment_of(setup)
    bytes_of = {"Range": f"bytes={offset}-{offset + size - 1}"}
    with setup.client(None) as nobody:
        assert nobody.get(setup.path("plain", path), params={"grant": token}, headers=bytes_of).status_code == 206
        setup.governance.sign_out(setup.principals["operator"])
        assert nobody.get(setup.path("plain", path), params={"grant": token}, headers=bytes_of).status_code == 403
    setup.sign_in("operator")


def test_a_withdrawn_right_ends_a_download(setup: Setup) -> None:
    setup.sign_in("operator")
    download = setup.services.playback

    asking = Asking(
        camera_id=setup.cameras["plain"].id, role=StreamRole.MAIN, principal=setup.principals["operator"], grant="",
        purpose="order", reference="7/L-CAHN",
    )  # fmt: skip
    made = download.download(asking, Span(start_us=START_US, end_us=START_US + 59 * S))
    assert made.export is not None
    chunks = download.sent(made, made.export, 0, made.export.size_bytes)
    next(chunks)
    setup.governance.sign_out(setup.principals["operator"])
    time.sleep(0.3)
    with pytest.raises(Denied, match="withdrawn"):
        list(chunks)
    setup.sign_in("operator")


@pytest.mark.parametrize("name", [
    "../../toancanh.db", "..%2f..%2ftoancanh.db", "%2e%2e/%2e%2e/etc/passwd", "/etc/passwd", "x.mp4", "",
    "019aa000-0000-7000-8000-00000000dead.mp4", "....//x.mp4", "019aa000-0000-7000-8000-00000000dead.mp4/..",
    "a\\..\\b.mp4", "%00.mp4",
])  # fmt: skip
@pytest.mark.parametrize("folder", ["segments", "renditions"])
def test_no_name_leads_out_of_the_archive(setup: Setup, folder: str, name: str) -> None:
    _, token, _, _ = segment_of(setup)
    before = setup.refusals()
    target = urlsplit(f"{setup.base}{setup.path('plain', folder)}/")
    connection = http.client.HTTPConnection(target.hostname or "", target.port or 0)
    with contextlib.closing(connection):  # unlike httpx it sends a path as it is
        connection.request("GET", f"{target.path}{name}?grant={token}")
        assert connection.getresponse().status == 404
    assert setup.refusals() == before + 1


def test_segments_need_a_grant(setup: Setup) -> None:
    path, _, _, _ = segment_of(setup)
    with setup.client() as client:
        assert client.get(setup.path("plain", path)).status_code == 401


def test_with_the_database_away_new_views_are_refused_and_running_ones_go_on(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:

    path, token, offset, size = segment_of(setup)
    bytes_of = {"Range": f"bytes={offset}-{offset + size - 1}"}
    with setup.client(None) as nobody:
        assert nobody.get(setup.path("plain", path), params={"grant": token}, headers=bytes_of).status_code == 206

    def away(*_: object, **__: object) -> None:
        raise OperationalError("", {}, Exception("locked"))

    with monkeypatch.context() as patch:
        patch.setattr(type(setup.rig.database.engine), "connect", away)
        with setup.client(None) as nobody, setup.client() as client:
            assert client.get(setup.path("plain", "playlist.m3u8"), params=span(0, 5)).status_code == 503
            assert nobody.get(setup.path("plain", path), params={"grant": token}, headers=bytes_of).status_code == 206
            refused_now = nobody.get(setup.path("plain", path), params={"grant": token})
            assert refused_now.status_code in (403, 503)
        setup.services.views.close()  # into the journal
        journal = setup.rig.root.parent / "journal" / "playback.jsonl"
        assert journal.read_text().count("\n") >= 1
    rows = len(setup.entries("media.playback.fetched"))
    setup.services.views.flush()
    assert len(setup.entries("media.playback.fetched")) > rows
    assert not journal.exists()


WHY = {"purpose": "order", "reference": "7/L-CAHN"}


def test_every_view_is_one_entry(setup: Setup) -> None:
    def rows() -> dict[str, int]:
        return {action: len(setup.entries(action)) for action in ("media.playback", "media.export", "media.snapshot")}

    before = rows()
    with setup.client() as client:
        client.get(setup.path("plain", "playlist.m3u8"), params={**span(30, 31), "purpose": "patrol"})
        client.get(setup.path("plain", "video.mp4"), params={**span(30, 31), **WHY})
        client.get(setup.path("plain", "snapshot.jpg"))
        client.get(setup.path("plain", "snapshot.jpg"), params={"at": span(5, 6)["from"]})
    assert {action: count - before[action] for action, count in rows().items()} == {
        "media.playback": 2, "media.export": 1, "media.snapshot": 1,
    }  # fmt: skip
