"""Coverage by right: what protects the protected, and whom one is told to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from governance_rig import City, a_city
from planning_units import LAT, LON, a_camera
from toancanh.governance import Role, RoleBinding
from toancanh.governance.record.store import record_entry
from toancanh.governance.users import NewUser
from toancanh.kernel import Denied, Invalid, NotFound, Principal, SimulatedClock
from toancanh.planning.coverage import Candidate, Spot
from toancanh.planning.coverage.layer import Box
from toancanh.planning.coverage.service import Coverage
from toancanh.planning.coverage.shown import SUPPRESSED_BELOW, suppressed
from toancanh.planning.geometry import DensityClass
from toancanh.planning.routes.coverage_shapes import CheckedOut, FeaturesOut, OverlapsOut, UnitsOut
from toancanh.registry.dossier.model import CameraFacts

CANDIDATE = Candidate(lat=LAT, lon=LON, azimuth_deg=0.0, height_m=6.0, tilt_deg=20.0)
BOX = Box(west=LON - 0.003, south=LAT - 0.003, east=LON + 0.003, north=LAT + 0.003)


@dataclass
class Inventory:
    facts: Sequence[CameraFacts] = ()
    revision: int = 1

    def change(self, facts: Sequence[CameraFacts]) -> None:
        self.facts = facts
        self.revision += 1


@dataclass
class Rig:
    city: City
    inventory: Inventory
    coverage: Coverage
    ward: str
    police: str
    station: str

    def person(self, name: str, *roles: tuple[Role, str]) -> Principal:
        bindings = tuple(RoleBinding(role=role, organisation_id=where) for role, where in roles)
        new = NewUser(username=name, name="", password="seven green buses", organisation_id=roles[0][1], roles=bindings)
        self.city.governance.users.create(self.city.admin, new)
        return self.city.signed_in(name)

    def again(self) -> None:
        self.coverage.refresh()

    def records(self) -> list[tuple[str, str, str]]:
        with self.city.database.reading() as connection:
            rows = connection.execute(select(record_entry).order_by(record_entry.c.seq)).all()
        return [(row.action, row.outcome, row.owner_id) for row in rows]


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = SimulatedClock()
    with a_city(tmp_path, clock=clock) as city:
        ward = city.organisation("ward").id
        police = city.organisation("police").id
        station = city.organisation("station", police).id
        inventory = Inventory()
        coverage = Coverage(
            governance=city.governance,
            database=city.database,
            clock=clock,
            facts=lambda: inventory.facts,
            revision=lambda: inventory.revision,
        )
        yield Rig(city=city, inventory=inventory, coverage=coverage, ward=ward, police=police, station=station)
        coverage.close()


def answers(rig: Rig, who: Principal, *, where: str) -> list[str]:
    """Everything that coverage tells anybody, as sent."""
    coverage = rig.coverage
    cover, seen = coverage.spot(who, Spot(lat=LAT, lon=LON, radius_m=60.0), organisation_id=where)
    layer, standing = coverage.layer(who, BOX, needed=DensityClass.DETECT, organisation_id=where)
    told = [
        CheckedOut.of(coverage.check(who, CANDIDATE, organisation_id=where)).model_dump_json(),
        repr((cover.ground_m2, cover.m2, cover.overlap_m2, cover.reach_m2)),
        OverlapsOut.of(seen).model_dump_json(),
        UnitsOut.of(coverage.units(who, organisation_id=where)).model_dump_json(),
        FeaturesOut.of_layer(layer, as_of_us=standing.as_of_us, is_stale=standing.is_stale).model_dump_json(),
    ]
    for facts in rig.inventory.facts:
        told.append(outcome(lambda id=facts.camera_id: coverage.camera(who, id)))
    return told


def outcome(act: Callable[[], object]) -> str:
    try:
        return repr(act())
    except (NotFound, Denied) as error:
        return f"{type(error).__name__}: {error.detail}"


def city_of(rig: Rig, *, protected: bool) -> list[CameraFacts]:
    """Cameras of the ward and of a police station; and one that is protected, or is not there."""
    facts = [
        a_camera(1, owner_id=rig.ward, unit_id=rig.ward),
        a_camera(2, owner_id=rig.ward, unit_id=rig.ward, east_m=80.0, azimuth_deg=270.0),
        a_camera(3, owner_id=rig.station, unit_id=rig.ward, north_m=20.0, azimuth_deg=10.0),
    ]
    if protected:
        facts += [
            a_camera(7, owner_id=rig.station, unit_id=rig.ward, north_m=10.0, azimuth_deg=45.0, protected=True),
            a_camera(8, owner_id=rig.ward, unit_id=rig.ward, azimuth_deg=20.0, protected=True),
            a_camera(9, owner_id=rig.ward, unit_id=rig.ward, azimuth_deg=None, protected=True, north_m=30.0),
            a_camera(10, owner_id=rig.station, unit_id=rig.station, north_m=1500.0, protected=True),
        ]
    return facts


def test_cities_that_differ_in_protected_cameras_answer_alike(rig: Rig) -> None:
    """Invariants C1 and C2: byte for byte, also to an administrator of everything who is not cleared."""
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    chief = rig.person("chief", (Role.ADMINISTRATOR, rig.city.root_id))
    rig.inventory.change(city_of(rig, protected=False))
    rig.again()
    without = [answers(rig, who, where=rig.ward) for who in (planner, chief)]
    rig.inventory.change(city_of(rig, protected=True))
    rig.again()
    with_them = [answers(rig, who, where=rig.ward) for who in (planner, chief)]
    for before, after in zip(without, with_them, strict=True):
        assert after[: len(before)] == before
        gone = {text.replace("NotFound: ", "") for text in after[len(before) :]}
        assert gone == {"there is no such camera, or you may not see it"}
    assert rig.coverage.camera(chief, a_camera(3).camera_id)


def test_the_index_of_one_not_cleared_never_held_them(rig: Rig) -> None:
    """Invariant C2: neither answer nor time can depend on what is not there."""
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    rig.inventory.change(city_of(rig, protected=False))
    rig.again()
    before = rig.coverage.indexes.seen_by(rig.coverage.visible(planner))
    rig.city.clock.advance(10)  # type: ignore[attr-defined]
    rig.inventory.change(city_of(rig, protected=True))
    rig.again()
    after = rig.coverage.indexes.seen_by(rig.coverage.visible(planner))
    assert after == before
    assert after.index is before.index
    assert not any(each.protected for each in after.index.cameras)


def test_the_cleared_see_them_where_they_may(rig: Rig) -> None:
    rig.inventory.change(city_of(rig, protected=True))
    cleared = rig.person("cleared", (Role.PLANNER, rig.city.root_id), (Role.CLEARED, rig.station))
    shown = rig.coverage.check(cleared, CANDIDATE, organisation_id=rig.ward).overlap
    assert {each.camera_id[-1] for each in shown.named} == {"1", "2", "3", "7"}
    everything = rig.person("everything", (Role.PLANNER, rig.city.root_id), (Role.CLEARED, rig.city.root_id))
    shown = rig.coverage.check(everything, CANDIDATE, organisation_id=rig.ward).overlap
    assert {each.camera_id[-1] for each in shown.named} == {"1", "2", "3", "7", "8", "9"}
    assert any(each.protected for each in rig.coverage.indexes.whole().index.overlap(CANDIDATE))
    # cleared for a thing, but without the right to coverage there: it is as none, not "another owner's"
    stranger = rig.person("stranger", (Role.PLANNER, rig.ward), (Role.CLEARED, rig.city.root_id))
    rig.inventory.change(
        [each for each in city_of(rig, protected=True) if each.protected and each.owner_id != rig.ward]
    )
    rig.again()
    assert rig.coverage.check(stranger, CANDIDATE, organisation_id=rig.ward).overlap.others == ()


def test_of_others_only_the_office_is_told(rig: Rig) -> None:
    """Invariant C3: the organisation right below the first one, once, without a number."""
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    rig.inventory.change(city_of(rig, protected=False))
    shown = rig.coverage.check(planner, CANDIDATE, organisation_id=rig.ward)
    assert {each.owner_id for each in shown.overlap.named} == {rig.ward}
    assert [each.ask_id for each in shown.overlap.others] == [rig.police]
    told = CheckedOut.of(shown).model_dump_json()
    assert rig.station not in told
    assert a_camera(3).camera_id not in told


def test_holes_are_told_on_ones_own_ground_only(rig: Rig) -> None:
    """Invariant C4."""
    rig.inventory.change([a_camera(1, owner_id=rig.ward, unit_id=rig.station)])
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    layer, _ = rig.coverage.layer(planner, BOX, needed=DensityClass.DETECT, organisation_id=rig.ward)
    assert layer.named
    assert layer.holes["coordinates"] == []
    assert rig.coverage.units(planner, organisation_id=rig.ward).units == ()


def test_few_cameras_of_others_are_not_counted(rig: Rig) -> None:
    """Invariant C5."""
    assert [suppressed(count) for count in (0, 1, SUPPRESSED_BELOW - 1, SUPPRESSED_BELOW)] == [0, None, None, 5]
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    rig.inventory.change(city_of(rig, protected=False))
    (unit,) = rig.coverage.units(planner, organisation_id=rig.ward).units
    assert (unit.named, unit.others) == (2, None)


def test_each_view_is_on_record_and_each_refusal(rig: Rig) -> None:
    """Invariant C6."""
    rig.inventory.change(city_of(rig, protected=False))
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    before = len(rig.records())
    answers(rig, planner, where=rig.ward)
    told = rig.records()[before:]
    assert told[:5] == [("coverage.read", "allow", rig.ward)] * 4 + told[4:5]
    assert [outcome for _, outcome, _ in told].count("allow") == 6
    viewer = rig.person("viewer", (Role.VIEWER, rig.ward))
    for who, where in ((viewer, rig.ward), (planner, rig.station)):
        before = len(rig.records())
        with pytest.raises(Denied):
            rig.coverage.check(who, CANDIDATE, organisation_id=where)
        with pytest.raises(Denied):
            rig.coverage.spot(who, Spot(lat=LAT, lon=LON, radius_m=5.0), organisation_id=where)
        with pytest.raises(Denied):
            rig.coverage.units(who, organisation_id=where)
        with pytest.raises(Denied):
            rig.coverage.layer(who, BOX, needed=DensityClass.DETECT, organisation_id=where)
        assert rig.records()[before:] == [("coverage.read", "deny", where)] * 4
    with pytest.raises(Invalid):
        rig.coverage.layer(
            planner, Box(west=105, south=21, east=106, north=22), needed=DensityClass.DETECT, organisation_id=rig.ward
        )


def test_a_changed_inventory_is_noticed_and_served_when_ready(rig: Rig) -> None:
    planner = rig.person("planner", (Role.PLANNER, rig.ward))
    rig.inventory.change([])
    assert rig.coverage.check(planner, CANDIDATE, organisation_id=rig.ward).overlap.named == ()
    rig.inventory.change(city_of(rig, protected=False))
    rig.coverage.check(planner, CANDIDATE, organisation_id=rig.ward)  # has it looked at, beside the answer
    rig.coverage.indexes.close()
    assert rig.coverage.check(planner, CANDIDATE, organisation_id=rig.ward).overlap.named
