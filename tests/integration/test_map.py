"""The map shows what may be seen and nothing else: tiles, counts and lists, for people of different rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from governance_rig import PASSWORD, City, a_city
from map_tiles import Feature, read_tile
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.users import NewUser, UserChange
from toancanh.registry import CameraDraft, StreamDraft, StreamRole
from toancanh.registry.map import BaseMap, CameraMap, LiveReport, LiveState, MapColour, router

WORLD = "/map/cameras/0/0/0.mvt"


@dataclass
class Live:
    """Stands for media."""

    now: LiveReport = field(default_factory=lambda: LiveReport(version=1, unknown=LiveState.ONLINE))

    async def report(self) -> LiveReport:
        return self.now


@dataclass
class Mapped:
    city: City
    app: FastAPI
    live: Live
    ids: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"} | more.pop("headers", {})
        return TestClient(self.app).get(f"/api/v1{path}", headers=headers, **more)

    def tile(self, who: str, path: str = WORLD, **query: Any) -> dict[str, list[Feature]]:
        return read_tile(self.ask(who, path, params=query).content)

    def seen(self, who: str, **query: Any) -> int:
        """How many cameras the whole world's tile shows or counts."""
        found = self.tile(who, **query)
        return len(found.get("cameras", [])) + sum(one.attributes["n"] for one in found.get("clusters", []))

    def camera(self, code: str, owner: str, *, lat: float = 21.0, lon: float = 105.8, **more: Any) -> str:
        stream = StreamDraft(role=StreamRole.MAIN, url="rtsp://192.0.2.10/main")
        draft = CameraDraft(
            code=code, name=f"Camera {code}", owner_id=owner, lat=lat, lon=lon, min_days=1, max_days=2,
            streams=(stream,) if more.pop("linked", True) else (), **more,
        )  # fmt: skip
        self.ids[code] = self.city.registry.cameras.create(self.city.admin, draft).id
        return self.ids[code]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapped]:
    """To look at only."""
    yield from _a_map(tmp_path_factory.mktemp("map"))


@pytest.fixture
def mapped(tmp_path: Path) -> Iterator[Mapped]:
    """To change."""
    yield from _a_map(tmp_path)


def _a_map(folder: Path) -> Iterator[Mapped]:
    with a_city(folder) as city:
        north, south = city.organisation("north").id, city.organisation("south").id
        city.user("viewer", Role.VIEWER, north)
        city.user("planner", Role.PLANNER, north)
        city.user("nobody", None, north)
        both = tuple(RoleBinding(role=role, organisation_id=north) for role in (Role.VIEWER, Role.CLEARED))
        new = NewUser(username="trusted", name="", password=PASSWORD, organisation_id=north, roles=both)
        city.governance.users.create(city.admin, new)
        city.user("two-hats", Role.AUDITOR, city.root_id)
        live = Live()
        health = Live(now=LiveReport(version=1, colour=MapColour.HEALTH, locks=False, unknown=LiveState.AT_WORK))
        app = city.bare_app()
        cameras = CameraMap(database=city.database, governance=city.governance)
        app.include_router(router(cameras, live, BaseMap(), prefix="/api/v1", health=health), prefix="/api/v1")
        made = Mapped(city=city, app=app, live=live)
        made.camera("N-1", north)
        made.camera("N-2", north, lat=21.3, azimuth_deg=90.0)
        made.camera("S-1", south, lon=105.9)
        yield made


def test_a_tile_shows_what_one_may_see_and_nothing_else(untouched: Mapped) -> None:
    assert [untouched.seen(who) for who in ("admin", "viewer", "planner", "nobody")] == [3, 2, 2, 0]
    assert untouched.ask("nobody", WORLD).content == b""
    near = {
        feature.attributes["code"] for feature in untouched.tile("viewer", "/map/cameras/10/812/450.mvt")["cameras"]
    }
    assert near == {"N-1"}


@pytest.mark.parametrize("path", [WORLD, "/map/summary", "/map/spots", "/map/base", "/map/base.pmtiles"])
def test_nobody_signed_in_sees_nothing(untouched: Mapped, path: str) -> None:
    assert TestClient(untouched.app).get(f"/api/v1{path}").status_code == 401


def test_a_protected_camera_is_in_no_tile_count_or_list_of_one_not_cleared(mapped: Mapped) -> None:
    before = [mapped.ask("viewer", path).json() for path in ("/map/summary", "/map/spots")]
    tile = mapped.ask("viewer", WORLD)
    mapped.camera("N-SECRET", mapped.city.signed_in("viewer").organisation_id, tags=frozenset({PROTECTED}), lat=22.5)
    assert [mapped.seen(who) for who in ("viewer", "trusted", "admin")] == [2, 3, 4]
    assert [mapped.ask("viewer", path).json() for path in ("/map/summary", "/map/spots")] == before
    assert mapped.ask("viewer", WORLD).content == tile.content
    assert mapped.ask("trusted", "/map/summary").json()["everywhere"] == 3


def test_what_becomes_protected_is_gone_with_the_next_tile(mapped: Mapped) -> None:
    etag = mapped.ask("viewer", WORLD).headers["etag"]
    tags = frozenset({PROTECTED})
    mapped.city.registry.cameras.update(mapped.city.admin, mapped.ids["N-1"], lambda draft: replace(draft, tags=tags))
    assert mapped.ask("viewer", WORLD, headers={"if-none-match": etag}).status_code == 200
    assert mapped.seen("viewer") == 1


def test_a_right_that_goes_is_gone_with_the_next_tile(mapped: Mapped) -> None:
    etag = mapped.ask("viewer", WORLD).headers["etag"]
    assert mapped.ask("viewer", WORLD, headers={"if-none-match": etag}).status_code == 304
    viewer = mapped.city.signed_in("viewer")
    mapped.city.governance.users.update(mapped.city.admin, viewer.user_id, UserChange(roles=()))
    gone = mapped.ask("viewer", WORLD, headers={"if-none-match": etag})
    assert (gone.status_code, gone.content) == (200, b"")


def test_a_tile_is_private_and_asked_for_again(mapped: Mapped) -> None:
    first = mapped.ask("viewer", WORLD)
    assert first.headers["cache-control"] == "private, no-cache"
    assert first.headers["etag"] != mapped.ask("planner", WORLD).headers["etag"]  # one sees live pictures
    mapped.live.now = LiveReport(version=2)
    assert mapped.ask("viewer", WORLD).headers["etag"] != first.headers["etag"]


def test_states_are_what_media_says_and_a_lock_where_one_may_not_watch(mapped: Mapped) -> None:
    north = mapped.city.signed_in("viewer").organisation_id
    mapped.camera("N-3", north, enabled=False)
    mapped.camera("N-4", north, linked=False)
    by_camera = {mapped.ids["N-2"]: LiveState.AWAY}
    mapped.live.now = LiveReport(version=2, by_camera=by_camera, unknown=LiveState.ONLINE)
    expected = {"N-1": "ok", "N-2": "bad", "N-3": "off", "N-4": "unlinked"}
    for who in ("viewer", "planner"):  # a planner watches nothing anywhere: a lock on everything would say nothing
        spots = mapped.ask(who, "/map/spots").json()
        assert {item["code"]: item["state"] for item in spots["items"]} == expected
        watchable = {item["code"] for item in spots["items"] if item["live"]}
        assert watchable == ({"N-1", "N-2"} if who == "viewer" else set())
    both = UserChange(
        roles=(
            RoleBinding(role=Role.AUDITOR, organisation_id=mapped.city.root_id),
            RoleBinding(role=Role.VIEWER, organisation_id=north),
        )
    )
    auditor = mapped.city.signed_in("two-hats")
    mapped.city.governance.users.update(mapped.city.admin, auditor.user_id, both)
    states = mapped.ask("two-hats", "/map/spots").json()["items"]
    assert {item["code"]: item["state"] for item in states} == expected | {"S-1": "lock"}
    # faults are for whoever may read a camera, and kept apart from what media says
    for colour, counted in (("health", {"off": 4, "unlinked": 1}), ("live", {"ok": 1, "bad": 1})):
        summary = mapped.ask("two-hats", "/map/summary", params={"colour": colour}).json()["states"]
        assert counted.items() <= summary.items()


def test_counts_are_of_what_is_in_view(untouched: Mapped) -> None:
    whole = untouched.ask("viewer", "/map/summary").json()
    assert (whole["total"], whole["everywhere"], whole["states"]) == (2, 2, {"ok": 2})
    part = untouched.ask("viewer", "/map/summary", params={"view": "105.7,20.9,105.9,21.1"}).json()
    assert (part["total"], part["everywhere"]) == (1, 2)
    assert part["bounds"][0] == pytest.approx(105.8, abs=1e-6)
    assert untouched.ask("viewer", "/map/summary", params={"view": "1,2,3"}).status_code == 422


def test_a_map_of_two_towns_opens_on_one_of_them(mapped: Mapped) -> None:
    for number in range(4):
        mapped.camera(f"F-{number}", mapped.city.root_id, lat=10.7 + number / 100, lon=106.7)
    west, south, east, north_lat = mapped.ask("admin", "/map/summary").json()["bounds"]
    assert 10.69 < south <= north_lat < 10.74
    assert (west, east) == pytest.approx((106.7, 106.7), abs=1e-6)


def test_filters_narrow_tiles_counts_and_lists_alike(untouched: Mapped) -> None:
    for query, codes in (
        ({"q": "n-2"}, {"N-2"}),
        ({"near": "21,105.8,50"}, {"N-1"}),
        ({"lasso": "105.7,21.2;105.9,21.2;105.9,21.4;105.7,21.4"}, {"N-2"}),
        ({"lifecycle": "retired"}, set()),
    ):
        assert untouched.seen("viewer", **query) == len(codes)
        assert untouched.ask("viewer", "/map/summary", params=query).json()["everywhere"] == len(codes)
        assert {item["code"] for item in untouched.ask("viewer", "/map/spots", params=query).json()["items"]} == codes


@pytest.mark.parametrize("tile", ["3/8/0", "21/0/0", "-1/0/0", "3/0/-1", "99999999999/0/0"])
def test_a_tile_that_is_none_is_refused(untouched: Mapped, tile: str) -> None:
    assert untouched.ask("viewer", f"/map/cameras/{tile}.mvt").status_code == 422


def test_a_base_map_file_is_served_in_ranges_to_those_signed_in(mapped: Mapped, tmp_path: Path) -> None:
    assert mapped.ask("viewer", "/map/base").json()["kind"] == "schematic"
    assert mapped.ask("viewer", "/map/base.pmtiles").status_code == 404
    file = tmp_path / "city.pmtiles"
    file.write_bytes(b"PMTiles" + bytes(range(200)))
    cameras = CameraMap(database=mapped.city.database, governance=mapped.city.governance)
    mapped.app = mapped.city.bare_app()
    mapped.app.include_router(router(cameras, mapped.live, BaseMap(pmtiles=file), prefix="/api/v1"), prefix="/api/v1")
    assert mapped.ask("viewer", "/map/base").json()["url"] == "/api/v1/map/base.pmtiles"
    part = mapped.ask("viewer", "/map/base.pmtiles", headers={"range": "bytes=0-6"})
    assert (part.status_code, part.content) == (206, b"PMTiles")
    assert TestClient(mapped.app).get("/api/v1/map/base.pmtiles").status_code == 401
