"""The queue of doubles over the real registry: who sees a pair, and that decisions are remembered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from governance_rig import City, a_city
from planning_units import LAT, LON
from toancanh.governance import Role, RoleBinding
from toancanh.governance.record.store import record_entry
from toancanh.governance.users import NewUser
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal
from toancanh.kernel.ids import IdSource
from toancanh.planning.doubles.evidence import PairState
from toancanh.planning.doubles.service import Duplicates, RefreshStep
from toancanh.planning.routes.duplicates import SuspectOut
from toancanh.registry.dossier.model import (
    CameraFacts,
    CameraKind,
    CameraWrite,
    DeclarationDraft,
    DeclarationSource,
    Lifecycle,
)

SERIAL = "DS2CD214320220101AAWR71234567"
FORM = DeclarationDraft(source=DeclarationSource.FORM)


@dataclass
class Rig:
    city: City
    duplicates: Duplicates
    ward: str
    police: str

    def camera(self, code: str, owner_id: str, **more: Any) -> str:
        values: dict[str, Any] = {
            "code": code,
            "name": code,
            "owner_id": owner_id,
            "lat": LAT,
            "lon": LON,
            "azimuth_deg": 30.0,
            "kind": CameraKind.FIXED,
            "maker": "Hikvision",
            "model": "DS-2CD2143",
        }
        write = CameraWrite(camera_id=None, values=values | more)
        return self.city.registry.dossiers.write(self.city.admin, write, declared=FORM)

    def person(self, name: str, role: Role, where: str) -> Principal:
        bindings = (RoleBinding(role=role, organisation_id=where),)
        new = NewUser(username=name, name="", password="seven green buses", organisation_id=where, roles=bindings)
        self.city.governance.users.create(self.city.admin, new)
        return self.city.signed_in(name)

    def open_pairs(self, who: Principal, state: PairState = PairState.OPEN) -> list[set[str]]:
        found = self.duplicates.page(who, state=state, after="", limit=50)
        return [{each.pair.a_id, each.pair.b_id} for each in found]

    def actions(self) -> list[tuple[str, str]]:
        with self.city.database.reading() as connection:
            rows = connection.execute(select(record_entry).order_by(record_entry.c.seq)).all()
        return [(row.action, row.outcome) for row in rows]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    with a_city(tmp_path) as city:
        duplicates = Duplicates(
            database=city.database,
            clock=city.clock,
            ids=IdSource(clock=city.clock, site=1),
            governance=city.governance,
            registry=city.registry,
        )
        yield Rig(
            city=city,
            duplicates=duplicates,
            ward=city.organisation("ward").id,
            police=city.organisation("police").id,
        )
        duplicates.close()


def test_a_pair_is_there_for_those_who_may_merge_both(rig: Rig) -> None:
    ward, police = rig.camera("w", rig.ward, serial=SERIAL), rig.camera("p", rig.police, serial=SERIAL)
    rig.camera("elsewhere", rig.ward, lat=LAT + 0.1, azimuth_deg=200.0, serial="QQQQ777766665555")
    assert rig.duplicates.search() == (1, 0)
    chief = rig.person("chief", Role.INVENTORY_OFFICER, rig.city.root_id)
    assert rig.open_pairs(chief) == [{ward, police}]
    (pair,) = rig.duplicates.page(chief, state=PairState.OPEN, after="", limit=50)
    shown = rig.duplicates.get(chief, pair.id)
    assert {shown.a.camera.id, shown.b.camera.id} == {ward, police}
    assert shown.stored.pair.reasons
    for name, role, where in (
        ("officer", Role.INVENTORY_OFFICER, rig.ward),
        ("viewer", Role.VIEWER, rig.city.root_id),
        ("none", Role.CLEARED, rig.city.root_id),
    ):
        person = rig.person(name, role, where)
        assert rig.open_pairs(person) == []
        for act in (rig.duplicates.get, rig.duplicates.differ):
            with pytest.raises((NotFound, Denied)):
                act(person, pair.id)
            assert rig.actions()[-1] == ("camera.merge", "deny")
        with pytest.raises((NotFound, Denied)):
            rig.duplicates.merge(person, pair.id, keep_id=ward, fields_from_other=[])
    with pytest.raises(NotFound):
        rig.duplicates.get(chief, "nothing")


def test_a_pair_with_a_protected_camera_is_as_none(rig: Rig) -> None:
    rig.camera("w", rig.ward, serial=SERIAL)
    rig.camera("p", rig.ward, serial=SERIAL, tags=frozenset({"protected"}))
    rig.duplicates.search()
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    assert rig.open_pairs(officer) == []
    (pair,) = rig.duplicates.page(rig.city.admin, state=PairState.OPEN, after="", limit=50)
    refusals = set()
    for pair_id in (pair.id, "01900000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound) as refused:
            rig.duplicates.get(officer, pair_id)
        refusals.add(refused.value.detail)
    assert len(refusals) == 1


def test_protected_cameras_change_no_pair_of_others(rig: Rig) -> None:
    for name in ("w", "v"):
        rig.camera(name, rig.ward, serial=SERIAL)
    for number in range(4):  # a number that so many share is no evidence
        rig.camera(f"p{number}", rig.ward, serial=SERIAL, tags=frozenset({"protected"}))
    rig.duplicates.search()
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    (pair,) = rig.duplicates.page(officer, state=PairState.OPEN, after="", limit=50)
    assert [each.evidence for each in pair.pair.reasons if "serial" in str(each.evidence)]


def test_different_is_remembered(rig: Rig) -> None:
    rig.camera("w", rig.ward, serial=SERIAL)
    rig.camera("p", rig.ward, serial=SERIAL)
    rig.duplicates.search()
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    (pair,) = rig.duplicates.page(officer, state=PairState.OPEN, after="", limit=50)
    rig.duplicates.differ(officer, pair.id)
    assert rig.actions()[-2:] == [("duplicate.different", "allow")] * 2
    assert rig.duplicates.search() == (0, 0)
    assert rig.open_pairs(officer) == []
    assert len(rig.open_pairs(officer, PairState.DIFFERENT)) == 1
    with pytest.raises(Conflict):
        rig.duplicates.differ(officer, pair.id)
    with pytest.raises(Conflict):
        rig.duplicates.merge(officer, pair.id, keep_id=pair.pair.a_id, fields_from_other=[])


def test_different_can_be_taken_back(rig: Rig) -> None:
    rig.camera("w", rig.ward, serial=SERIAL)
    rig.camera("p", rig.ward, serial=SERIAL)
    rig.duplicates.search()
    officer, viewer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward), rig.person("eye", Role.VIEWER, rig.ward)
    (pair,) = rig.duplicates.page(officer, state=PairState.OPEN, after="", limit=50)
    with pytest.raises(Conflict):
        rig.duplicates.withdraw(officer, pair.id)
    rig.duplicates.differ(officer, pair.id)
    with pytest.raises((Denied, NotFound)):
        rig.duplicates.withdraw(viewer, pair.id)
    assert rig.actions()[-1] == ("camera.merge", "deny")
    rig.duplicates.withdraw(officer, pair.id)
    assert rig.actions()[-2:] == [("duplicate.withdraw", "allow")] * 2
    assert rig.open_pairs(officer, PairState.DIFFERENT) == []
    assert rig.open_pairs(officer) == [{pair.pair.a_id, pair.pair.b_id}]
    rig.duplicates.differ(officer, pair.id)  # and be decided anew
    assert rig.duplicates.load(pair.id).state is PairState.DIFFERENT


def test_a_merge_goes_through_the_dossiers(rig: Rig) -> None:
    keep = rig.camera("w", rig.ward, serial=SERIAL)
    other = rig.camera("p", rig.ward, serial=SERIAL, height_m=7.5)
    rig.duplicates.search()
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    (pair,) = rig.duplicates.page(officer, state=PairState.OPEN, after="", limit=50)
    with pytest.raises(Invalid):
        rig.duplicates.merge(officer, pair.id, keep_id="third", fields_from_other=[])
    merge_id = rig.duplicates.merge(officer, pair.id, keep_id=keep, fields_from_other=["height_m"])
    dossiers = rig.city.registry.dossiers
    assert dossiers.get(officer, keep).dossier.height_m == 7.5
    assert dossiers.get(officer, other).dossier.lifecycle is Lifecycle.RETIRED
    assert rig.open_pairs(officer) == []
    assert rig.duplicates.load(pair.id).kept_id == keep
    assert rig.duplicates.search() == (0, 0)
    dossiers.split(officer, merge_id)
    rig.duplicates.search()
    assert rig.open_pairs(officer) == []  # it was decided; a split is a decision, too


def test_pairs_that_no_longer_look_alike_leave_the_queue(rig: Rig) -> None:
    rig.camera("w", rig.ward, serial=SERIAL)
    other = rig.camera("p", rig.ward, serial=SERIAL)
    assert rig.duplicates.search() == (1, 0)
    assert rig.duplicates.search() == (0, 0)
    change = CameraWrite(camera_id=other, values={"serial": "ZZZZ99998888777", "azimuth_deg": 200.0})
    rig.city.registry.dossiers.write(rig.city.admin, change, declared=FORM)
    assert rig.duplicates.search() == (0, 1)


def test_the_search_is_long_work_for_those_who_may_ask(rig: Rig) -> None:
    rig.camera("w", rig.ward, serial=SERIAL)
    rig.camera("p", rig.ward, serial=SERIAL)
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    begun = rig.duplicates.refresh(officer, organisation_id=rig.ward)
    assert begun.started_at_us is not None
    rig.duplicates.close()
    done = rig.duplicates.progress(officer, organisation_id=rig.ward)
    assert (done.step, done.started_at_us) == (RefreshStep.DONE, begun.started_at_us)
    assert len(rig.open_pairs(officer)) == 1
    viewer = rig.person("viewer", Role.VIEWER, rig.ward)
    for act in (rig.duplicates.refresh, rig.duplicates.progress):
        with pytest.raises(Denied):
            act(viewer, organisation_id=rig.ward)
        assert rig.actions()[-1] == ("camera.merge", "deny")


def test_a_search_that_breaks_off_is_told_as_failed(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def facts() -> list[CameraFacts]:
        raise IntegrityError("a camera went meanwhile", None, Exception())

    monkeypatch.setattr(rig.city.registry.dossiers, "facts", facts)
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    rig.duplicates.refresh(officer, organisation_id=rig.ward)
    rig.duplicates.close()
    assert rig.duplicates.progress(officer, organisation_id=rig.ward).step is RefreshStep.FAILED


def test_pages_follow_one_another(rig: Rig) -> None:
    for number in range(4):
        for copy in ("a", "b"):
            place = {"lat": LAT + number * 0.01, "azimuth_deg": number * 50.0}
            rig.camera(f"{copy}{number}", rig.ward, serial=f"ABCDEF{number * 7777:06d}XY", **place)
    assert rig.duplicates.search() == (4, 0)
    seen: list[str] = []
    for _ in range(4):
        (pair,) = rig.duplicates.page(rig.city.admin, state=PairState.OPEN, after=seen[-1] if seen else "", limit=1)
        seen.append(pair.id)
    assert len(set(seen)) == 4
    assert rig.duplicates.page(rig.city.admin, state=PairState.OPEN, after=seen[-1], limit=1) == []


def test_an_import_says_what_may_be_there_already(rig: Rig) -> None:
    there = rig.camera("p", rig.police, serial=SERIAL)
    lines = [
        "Mã camera,Tên camera,Vĩ độ,Kinh độ,Số sê-ri",
        f"x1,Nút A,{LAT},{LON},{SERIAL}",
        f"x2,Nút B,{LAT + 0.1},{LON},ABCD55556666777",
        f"x3,Nút C,{LAT + 0.2},{LON},ZZZZ11112222333",
        f"x4,Nút C,{LAT + 0.2},{LON},ZZZZ11112222333",
    ]
    officer = rig.person("officer", Role.INVENTORY_OFFICER, rig.ward)
    made = rig.city.registry.inventory.imports.submit(
        officer, "\n".join(lines).encode(), file_name="a.csv", organisation_id=rig.ward
    )

    def told(who: Principal) -> set[tuple[int, str | None, int | None]]:
        found = [SuspectOut.of(pair) for pair in rig.duplicates.suspects_of_import(who, made.id)]
        return {(each.row, each.camera_id, each.other_row) for each in found}

    assert told(rig.city.admin) == {(2, there, None), (5, None, 4)}
    assert told(officer) == {(5, None, 4)}  # the other's camera is not there for the ward
    stranger = rig.person("stranger", Role.INVENTORY_OFFICER, rig.police)
    with pytest.raises(NotFound):
        told(stranger)
