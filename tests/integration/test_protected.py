"""Two cities that differ in what is protected tell those who are not cleared the very same, whatever they try.

Answers are compared byte by byte, ids taken out. Who is cleared sees it all.
"""

from __future__ import annotations

import csv
import io
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from governance_rig import PASSWORD, City, a_city
from toancanh.governance import PROTECTED, ResourceRef, Role, RoleBinding
from toancanh.governance.users import NewUser
from toancanh.kernel import Conflict, Invalid, Principal
from toancanh.registry import SiteDraft
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource, PoleDraft

FORM = DeclarationDraft(source=DeclarationSource.FORM)
NOWHERE = "01a2037a-6345-7000-8000-57a0400526c6"
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
FROM_NOW_ON = {"boss": Role.ADMINISTRATOR, "officer": Role.INVENTORY_OFFICER, "auditor": Role.AUDITOR}
SECRETS = {"S-9", "P-9", "X-1", "X-2", "X-3", "X-4", "A-2b", "G-1", "G-2", "G-9"}
HIDDEN = {"serial": "SN-77", "mac": "00:11:22:33:44:55", "maker": "Axis", "model": "Q1"}


@dataclass
class Town:
    """What both have, and in one of them what is protected."""

    city: City
    client: TestClient
    ids: dict[str, str] = field(default_factory=dict)

    def declare(self, code: str, owner: str, who: Principal | None = None, **values: Any) -> str:
        main_url = values.pop("main_url", None)
        given = {"code": code, "name": code, "owner_id": self.ids[owner], "lat": 20.98, "lon": 105.81, **values}
        write = CameraWrite(camera_id=None, values=given, main_url=main_url)
        self.ids[code] = self.city.registry.dossiers.write(who or self.city.admin, write, declared=FORM)
        return self.ids[code]

    def pole(self, code: str, owner: str, **more: Any) -> str:
        draft = PoleDraft(code=code, owner_id=self.ids[owner], lat=20.98, lon=105.81, **more)
        self.ids[code] = self.city.registry.poles.create(self.city.admin, draft).id
        return self.ids[code]

    def site(self, code: str, owner: str, **more: Any) -> str:
        draft = SiteDraft(code=code, name=code, owner_id=self.ids[owner], lat=20.98, lon=105.81, **more)
        self.ids[code] = self.city.registry.sites.create(self.city.admin, draft).id
        return self.ids[code]

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.city.token(who)}"}
        return self.client.request(method, f"/api/v1{path}", headers=headers, **more)


@contextmanager
def a_town(folder: Path, *, secret: bool) -> Iterator[Town]:
    folder.mkdir()
    with a_city(folder) as city:
        town = Town(city, TestClient(city.app()))
        for code, parent in (("ward", ""), ("other", ""), ("gone", "other")):
            town.ids[code] = city.organisation(code, town.ids.get(parent, "")).id
        for name, role in FROM_NOW_ON.items():
            where = town.ids["ward"] if name == "officer" else city.root_id
            roles = (RoleBinding(role=role, organisation_id=where),)
            new = NewUser(username=name, name="", password=PASSWORD, organisation_id=where, roles=roles)
            city.governance.users.create(city.admin, new)
        site, pole = town.site("S-1", "ward"), town.pole("P-1", "ward")
        town.site("S-2", "ward")
        town.pole("P-2", "ward", site_id=town.ids["S-1"])
        for number in range(1, 4):
            town.declare(f"A-{number}", "ward", site_id=site, pole_id=pole, serial=f"SN-{number}")
        town.declare("B-1", "other", maker="Bosch")
        if secret:
            hide(town)
        yield town


def hide(town: Town) -> None:
    """Protected cameras with codes, numbers and places that somebody will want."""
    inside = town.site("S-9", "ward", protected=True)
    town.pole("P-9", "ward", protected=True, site_id=inside)
    places = ({"pole_id": town.ids["P-2"], "site_id": town.ids["S-2"]}, {"pole_id": town.ids["P-9"], "site_id": inside})
    for number, place in enumerate((*places, {"pole_id": town.ids["P-1"]}, {}), 1):
        url = f"rtsp://192.0.2.{number}/secret"
        town.declare(f"X-{number}", "ward", tags=[PROTECTED], main_url=url, **HIDDEN, **place)
    town.declare("A-2b", "other", tags=[PROTECTED], operator_id=town.ids["gone"], unit_id=town.ids["gone"])
    town.declare("G-1", "gone", tags=[PROTECTED])
    town.pole("G-9", "gone", protected=True)
    deleted = town.declare("G-2", "gone", tags=[PROTECTED])
    town.city.registry.cameras.delete(town.city.admin, deleted)
    lists = ("/cameras/export?format=csv", "/cameras/statistics?by=owner")
    assert [town.ask("admin", "GET", path).status_code for path in lists] == [200, 200]


def wanted(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "lat": 20.98, "lon": 105.81, **more}


def a_file(*rows: dict[str, str]) -> bytes:
    target = io.StringIO()
    names = {"code": "Mã camera", "name": "Tên camera", "lat": "Vĩ độ", "lon": "Kinh độ", "serial": "Số serial"}
    names |= {"mac": "Địa chỉ MAC", "pole_id": "Mã cột"}
    table = csv.DictWriter(target, list(names))
    table.writerow(names)
    table.writerows(rows)
    return target.getvalue().encode()


def row(code: str, **more: str) -> dict[str, str]:
    return {"code": code, "name": code, "lat": "20.98", "lon": "105.81", **more}


@dataclass
class Told:
    """Every answer, with ids by the order in which they came up."""

    town: Town
    answers: list[tuple[str, int, str]] = field(default_factory=list)
    _names: dict[str, str] = field(default_factory=dict)

    def ask(self, who: str, method: str, path: str, **more: Any) -> Any:
        answer = self.town.ask(who, method, path, **more)
        self.answers.append((f"{who} {method} {self.plain(path)}", answer.status_code, self.plain(answer.text)))
        return answer

    def plain(self, text: str) -> str:
        known = {id: "nowhere" if name in SECRETS else name for name, id in self.town.ids.items()} | {
            NOWHERE: "nowhere"
        }
        return IDS.sub(lambda m: known.get(m[0]) or self._names.setdefault(m[0], f"id-{len(self._names)}"), text)

    def pages(self, who: str, path: str) -> None:
        after = ""
        while after is not None:
            page = self.ask(who, "GET", path, params={"limit": 2, **({"after": after} if after else {})}).json()
            after = page["next"]


LISTS = ("/cameras", "/poles", "/sites")
FIGURES = (
    *("/organisations", "/imports", "/campaigns"),
    *("/cameras?q=SN-77", "/cameras?q=X-1", "/cameras?q=protected", "/cameras?tag=protected", "/poles?q=P-9"),
    *("/cameras/count", "/cameras/count?missing=serial", "/cameras/count?bbox=105,20,106,22", "/saved-filters"),
    *(f"/cameras/statistics?by={by}" for by in ("owner", "unit", "model", "state", "purpose")),
    *("/cameras/export?format=csv", "/cameras/export?format=geojson", "/inventory/tasks"),
)


def look(told: Told) -> None:
    ids = told.town.ids
    for who in FROM_NOW_ON:
        for path in LISTS:
            told.pages(who, path)
        for path in FIGURES:
            told.ask(who, "GET", path)
        for place in ("poles/{P-1}", "poles/{P-2}", "sites/{S-2}", "cameras/{A-1}", "cameras/{A-1}/dossier"):
            told.ask(who, "GET", "/" + place.format(**ids))
        for path in ("/history", "/documents"):
            told.ask(who, "GET", f"/cameras/{ids['A-1']}{path}")
        told.ask(who, "GET", f"/cameras?pole_id={ids['P-2']}")
        told.ask(who, "GET", f"/inventory/template.csv?organisation_id={ids['ward']}&filled=true")
        for code, kind in (("X-1", "cameras"), ("P-9", "poles"), ("S-9", "sites")):
            path = f"/{kind}/{ids.get(code, NOWHERE)}"
            for method, at in (("GET", path), ("PATCH", path), ("DELETE", path)):
                answer = told.town.ask(who, method, at, **({"json": {"code": "x"}} if method == "PATCH" else {}))
                told.answers.append((f"{who} {method} {code}", answer.status_code, told.plain(answer.text)))
    told.pages("boss", "/audit")
    told.pages("auditor", "/audit")


def take(told: Told, who: str) -> None:
    """What is protected has what is wanted here."""
    ids = told.town.ids
    ward = {"owner_id": ids["ward"]}
    body = wanted("x-1", **ward, streams=[{"role": "main", "url": "rtsp://192.0.2.1/secret"}])
    ids["mine"] = told.ask(who, "POST", "/cameras", json=body).json()["id"]
    told.ask(who, "POST", "/cameras", json=wanted("X-1", **ward))
    told.ask(who, "POST", "/cameras", json=wanted("A-1", **ward))
    told.ask(who, "PATCH", f"/cameras/{ids['A-1']}", json={"code": "X-2"})
    told.ask(who, "PATCH", f"/cameras/{ids['mine']}/dossier", json={**HIDDEN, "pole_id": ids["P-2"]})
    told.ask(who, "PATCH", f"/cameras/{ids['A-2']}/dossier", json={"code": "X-3"})
    told.ask(who, "PATCH", f"/cameras/{ids['A-2']}/dossier", json={"pole_id": ids.get("P-9", NOWHERE)})
    told.ask(who, "PATCH", f"/cameras/{ids['A-2']}", json={"site_id": ids.get("S-9", NOWHERE)})
    told.ask(who, "POST", "/poles", json={"code": "P-9", "lat": 21, "lon": 105, **ward})
    told.ask(who, "POST", "/sites", json={"code": "s-9", "name": "s", "lat": 21, "lon": 105, **ward})
    told.ask(who, "POST", f"/cameras/{ids['A-2']}/merge", json={"other_id": ids.get("X-4", NOWHERE)})
    hidden = [ids.get("X-1", NOWHERE), ids["A-3"]]
    for picked, change in ((hidden, {"note": "n"}), (hidden[:1], {"note": "n"}), (hidden, {"pole_id": ids["P-2"]})):
        bulk = told.ask(who, "POST", "/cameras/bulk", json={"ids": picked, "set": change})
        if bulk.status_code == 200:
            told.ask(who, "POST", "/cameras/bulk/apply", json={"token": bulk.json()["token"]})
    told.ask(who, "PATCH", f"/cameras/{ids['A-3']}/dossier", json={"pole_id": None})
    told.ask(who, "PATCH", f"/cameras/{ids['mine']}/dossier", json={"pole_id": None})


def bring(told: Told, who: str) -> None:
    ward = told.town.ids["ward"]
    body = {
        "title": "k",
        "owner_id": ward,
        "deadline": "2030-01-01T00:00:00Z",
        "organisations": [{"organisation_id": ward}],
    }
    campaign = told.ask(who, "POST", "/campaigns", json=body).json()["id"]
    file = a_file(
        row("X-4", serial="SN-77", mac="00:11:22:33:44:55"),
        row("N-1", serial="SN-77"),
        row("N-2", mac="00:11:22:33:44:55", pole_id="P-9"),
        row("B-1"),
        row("N-1"),
        row("N-3", pole_id="P-2"),
    )
    made = told.ask(
        who, "POST", f"/imports?organisation_id={ward}&file_name=a.csv&campaign_id={campaign}", content=file
    ).json()
    deadline = time.monotonic() + 30
    while told.town.ask(who, "GET", f"/imports/{made['id']}").json()["state"] == "checking":
        assert time.monotonic() < deadline
    path = f"/imports/{made['id']}"
    for below in ("", "/rows", "/missing"):
        told.ask(who, "GET", path + below)
    for fault in ("code_taken", "duplicate_code"):
        told.ask(who, "POST", f"{path}/suggestions", json={"fault": fault})
    version = told.ask(who, "GET", path).json()["version"]
    told.ask(who, "POST", f"{path}/apply", json={"version": version, "leave_errors": True})
    told.ask(who, "GET", path + "/rows")
    for below in ("", "/progress", "/tasks"):
        told.ask(who, "GET", f"/campaigns/{campaign}{below}")


def clear_away(told: Told, who: str) -> None:
    ids = told.town.ids
    found = told.town.ask(who, "GET", "/cameras?q=N-3").json()["items"]
    for one in found:
        if one["code"] == "N-3":
            told.ask(who, "DELETE", f"/cameras/{one['id']}")
    for path in (f"/poles/{ids['P-1']}", f"/poles/{ids['P-2']}", f"/sites/{ids['S-2']}", f"/sites/{ids['S-1']}"):
        told.ask(who, "DELETE", path)
    told.ask("boss", "DELETE", f"/organisations/{ids['gone']}")


def everything(town: Town, who: str) -> Told:
    told = Told(town)
    look(told)
    for step in (take, bring, clear_away):
        step(told, who)
    look(told)
    return told


def is_fetched(town: Town, code: str) -> bool:
    return town.ids[code] in {one.camera_id for one in town.city.registry.desired_streams()}


@pytest.mark.databases("sqlite")  # the queries run over both in the tests of each list
def test_two_cities_that_differ_in_what_is_protected_tell_the_same(tmp_path: Path) -> None:
    with a_town(tmp_path / "plain", secret=False) as town:
        plain = everything(town, "officer").answers
        assert is_fetched(town, "mine")
    with a_town(tmp_path / "secret", secret=True) as town:
        hidden = everything(town, "officer").answers
        assert not is_fetched(town, "mine")  # it leads to where a protected camera's stream does
        assert is_fetched(town, "X-1")
        seen = town.ask("admin", "GET", "/cameras?tag=protected").json()["items"]
        assert {one["code"] for one in seen} == {"X-1", "X-2", "X-3", "X-4", "A-2b", "G-1"}  # nothing was lost
        where = {one["code"]: (one["pole_id"], one["site_id"], one["owner_id"]) for one in seen}
        assert where["X-1"] == (None, None, town.ids["ward"])
        assert where["X-2"] == (town.ids["P-9"], town.ids["S-9"], town.ids["ward"])
        assert where["G-1"] == (None, None, town.city.root_id)
        history = town.ask("admin", "GET", f"/cameras/{town.ids['X-1']}/history").json()
        assert str(history).count("pole.delete") == 1
    for one, other in zip(plain, hidden, strict=True):
        assert one == other


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    with a_town(tmp_path / "town", secret=True) as made:
        yield made


def tagged(town: Town, code: str, *tags: str) -> None:
    write = CameraWrite(camera_id=town.ids[code], values={"tags": list(tags)})
    town.city.registry.dossiers.write(town.city.admin, write, declared=FORM)


def codes(town: Town, who: str = "admin") -> list[str]:
    found: list[str] = []
    after: str | None = ""
    while after is not None:
        page = town.ask(who, "GET", "/cameras", params={"limit": 1, **({"after": after} if after else {})}).json()
        found += [one["code"] for one in page["items"]]
        after = page["next"]
    return found


def test_who_sees_both_is_given_both_in_order_and_once(town: Town) -> None:
    town.declare("x-1", "ward")
    town.declare("X-10", "ward")
    town.declare("X-1", "other", tags=[PROTECTED])
    among = ["x-1", "X-1", "X-1", "X-10", "X-2", "X-3", "X-4"]
    assert codes(town) == ["A-1", "A-2", "A-2b", "A-3", "B-1", "G-1", *among]
    assert codes(town, "boss") == ["A-1", "A-2", "A-3", "B-1", "x-1", "X-10"]


def test_a_code_moves_between_its_name_spaces_with_the_tag(town: Town) -> None:
    town.declare("x-1", "ward")
    with pytest.raises(Conflict, match="taken"):  # who is cleared is told so when protection is taken off
        tagged(town, "X-1")
    tagged(town, "A-1", PROTECTED)
    town.declare("A-1", "ward", town.city.signed_in("officer"))  # free again
    with pytest.raises(Conflict, match="taken"):
        town.declare("x-2", "ward", tags=[PROTECTED])
    town.declare("X-2", "other", tags=[PROTECTED])  # another owner's: who gives codes there may not see the ward's
    tagged(town, "X-3")
    with pytest.raises(Conflict, match="taken"):
        town.declare("X-3", "ward", town.city.signed_in("officer"))
    answer = town.ask("admin", "PATCH", f"/cameras/{town.ids['X-1']}", json={"tags": []})
    assert (answer.status_code, answer.json()["field"]) == (409, "code")


def test_nothing_open_is_where_only_the_protected_is(town: Town) -> None:
    for values in ({"pole_id": town.ids["P-9"]}, {"site_id": town.ids["S-9"]}):
        with pytest.raises(Conflict, match="protected"):
            town.declare("Y", "ward", **values)
        with pytest.raises(Invalid, match="no such"):
            town.declare("Y", "ward", town.city.signed_in("officer"), **values)
    with pytest.raises(Conflict, match="protected"):
        tagged(town, "X-2")
    for path, status in ((f"/poles/{town.ids['P-1']}", 409), (f"/sites/{town.ids['S-1']}", 409)):
        assert town.ask("admin", "PATCH", path, json={"protected": True}).status_code == status
    own = town.pole("P-3", "ward")
    assert town.ask("officer", "PATCH", f"/poles/{own}", json={"protected": True}).status_code == 403
    assert town.ask("admin", "PATCH", f"/poles/{own}", json={"protected": True}).json()["protected"] is True
    assert town.ask("officer", "GET", f"/poles/{own}").status_code == 404


def test_who_sees_what_hangs_there_is_told_so(town: Town) -> None:
    assert town.ask("admin", "DELETE", f"/poles/{town.ids['P-2']}").status_code == 409
    assert town.ask("admin", "DELETE", f"/sites/{town.ids['S-2']}").status_code == 409
    assert town.ask("admin", "DELETE", f"/organisations/{town.ids['gone']}").status_code == 409


def test_an_import_that_names_the_protected_is_hidden_with_it(town: Town) -> None:
    ward = town.ids["ward"]
    body = {"title": "k", "owner_id": ward, "deadline": "2030-01-01T00:00:00Z"}
    asked = {**body, "organisations": [{"organisation_id": ward}]}
    campaign = town.ask("admin", "POST", "/campaigns", json=asked).json()["id"]

    def bring(who: str, *rows: dict[str, str]) -> str:
        path = f"/imports?organisation_id={ward}&campaign_id={campaign}&file_name=a.csv"
        made = town.ask(who, "POST", path, content=a_file(*rows)).json()["id"]
        deadline = time.monotonic() + 30
        while town.ask("admin", "GET", f"/imports/{made}").json()["state"] == "checking":
            assert time.monotonic() < deadline
        return str(made)

    first = bring("officer", row("A-1", serial="new"))
    second = bring("admin", row("X-1", serial="other"), row("A-2"))
    rows = town.ask("admin", "GET", f"/imports/{second}/rows").json()["items"]
    assert rows[0]["camera_id"] == town.ids["X-1"]
    for method, path in (("GET", ""), ("GET", "/rows"), ("GET", "/missing"), ("DELETE", "")):
        assert town.ask("officer", method, f"/imports/{second}{path}").status_code == 404
    assert [one["id"] for one in town.ask("officer", "GET", "/imports").json()["items"]] == [first]
    assert [one["id"] for one in town.ask("admin", "GET", "/imports").json()["items"]] == [second, first]
    for who, shown in (("officer", first), ("admin", second)):
        (task,) = town.ask(who, "GET", f"/campaigns/{campaign}/tasks").json()["items"]
        assert task["import_id"] == shown


def test_the_record_tells_of_lists_with_the_protected_in_them_to_the_cleared(town: Town) -> None:
    city, ids = town.city, [town.ids["X-1"], town.ids["A-1"]]
    token = town.ask("admin", "POST", "/cameras/bulk", json={"ids": ids, "set": {"note": "n"}}).json()["token"]
    assert town.ask("admin", "POST", "/cameras/bulk/apply", json={"token": token}).status_code == 200
    town.ask("admin", "POST", f"/cameras/{ids[1]}/merge", json={"other_id": ids[0]})
    ref = ResourceRef(kind="camera", id=town.ids["X-3"], owner_id=town.ids["ward"])
    city.governance.record_refusal(city.admin, "media.playback", ref, why="segment")
    about = ("camera.bulk", "camera.apply", "camera.merge", "media.playback", "camera.export")
    for who, some in (("admin", True), ("auditor", False)):
        for action in about:
            found = town.ask(who, "GET", f"/audit?action={action}").json()["items"]
            assert bool(found) is some, (who, action)
    assert all(one["seq"] is None for one in town.ask("auditor", "GET", "/audit").json()["items"])
    assert all(one["seq"] for one in town.ask("admin", "GET", "/audit").json()["items"])
