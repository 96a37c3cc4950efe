"""A camera's tags in rights: in single judgements, in lists, on the map, and while somebody watches."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from governance_rig import City, a_city
from toancanh.governance import AccessRequest, Action, Need, Outcome, Role
from toancanh.governance.packs.shelf import Shelf
from toancanh.governance.regulation import FILES, Engine, read_pack
from toancanh.kernel import SimulatedClock
from toancanh.registry import Camera
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.map import CameraMap, LiveReport, LiveState
from toancanh.regulations import SHIPPED

pytestmark = pytest.mark.databases("sqlite")
SCHOOL = "trường học"
AT_SCHOOLS = """
@id("schools") @article("3")
forbid (principal, action in [Action::"media.live", Action::"camera.read"], resource)
when { context.tags.contains("%s") && context.held.contains("viewer") };
"""


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[City]:
    files = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
    files["policies.cedar"] += AT_SCHOOLS % SCHOOL
    engine = Engine(read_pack(files))
    monkeypatch.setattr(Shelf, "in_force", lambda *_: engine)
    with a_city(tmp_path, clock=SimulatedClock()) as made:
        made.user("eye", Role.VIEWER, made.root_id)
        made.user("operator", Role.OPERATOR, made.root_id)
        yield made


def tag(city: City, camera: Camera, *tags: str) -> None:
    city.registry.cameras.update(city.admin, camera.id, lambda draft: replace(draft, tags=frozenset(tags)))


def on_the_map(city: City, who: str) -> set[tuple[str, bool]]:
    """Code, and whether it may be watched."""
    live = LiveReport(version=1, unknown=LiveState.ONLINE)
    a_map = CameraMap(database=city.database, governance=city.governance)
    spots = a_map.spots(city.signed_in(who), CameraFilter(), live, limit=10)
    return {(spot.camera.code, spot.live) for spot in spots.items}


def listed(city: City, who: str) -> set[str]:
    found = city.registry.lists.page(city.signed_in(who), CameraFilter(), after="", limit=10)
    return {one.camera.code for one in found}


def test_lists_and_the_map_mind_a_tag_that_the_pack_names(city: City) -> None:
    gate, _ = city.camera("GATE", city.root_id), city.camera("YARD", city.root_id)
    tag(city, gate, SCHOOL, "cổng")
    assert on_the_map(city, "eye") == {("YARD", True)}
    assert on_the_map(city, "operator") == {("YARD", True), ("GATE", True)}
    assert (listed(city, "eye"), listed(city, "operator")) == ({"YARD"}, {"GATE", "YARD"})
    assert city.registry.camera_refs([gate.id])[gate.id].tags == {SCHOOL, "cổng"}


def test_recorded_pictures_of_a_school_want_a_purpose_whatever_their_age(city: City) -> None:
    gate = city.camera("GATE", city.root_id)
    now_us = city.clock.now_us()

    def asked() -> tuple[Outcome, frozenset[Need]]:
        ref = city.registry.camera_refs([gate.id])[gate.id]
        request = AccessRequest(action=Action.MEDIA_PLAYBACK, resource=ref, from_us=now_us - 10**7, to_us=now_us)
        decision = city.governance.authorize(city.signed_in("operator"), request)
        return decision.outcome, decision.needs

    assert asked() == (Outcome.ALLOW, frozenset())
    tag(city, gate, SCHOOL)
    assert asked() == (Outcome.NEEDS, frozenset({Need.PURPOSE}))


@pytest.mark.parametrize("by", ["form", "dossier"])
def test_a_tag_that_comes_ends_a_running_view_and_is_on_the_map_at_once(city: City, by: str) -> None:
    yard = city.camera("YARD", city.root_id)
    a_map = CameraMap(database=city.database, governance=city.governance)
    live = LiveReport(version=1, unknown=LiveState.ONLINE)
    assert a_map.spots(city.signed_in("eye"), CameraFilter(), live, limit=10).total == 1
    grant, _ = city.governance.grants.issue(
        city.signed_in("eye"), kind="live", camera_id=yard.id, owner_id=yard.owner_id, stream="main"
    )
    withdrawn: queue.Queue[str] = queue.Queue()
    city.governance.grants.watch(grant, withdrawn.put)
    with pytest.raises(queue.Empty):
        withdrawn.get(timeout=0.1)
    if by == "form":
        tag(city, yard, SCHOOL)
    else:
        write = CameraWrite(camera_id=yard.id, values={"tags": [SCHOOL]})
        city.registry.dossiers.write(city.admin, write, declared=DeclarationDraft(source=DeclarationSource.FORM))
    assert withdrawn.get(timeout=20) == "right_withdrawn"
    assert a_map.spots(city.signed_in("eye"), CameraFilter(), live, limit=10).total == 0
