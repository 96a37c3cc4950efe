"""What cameras hang on: who may say it, and what of it is shown to whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal
from toancanh.registry.topology import LinkWrite, Node, NodeDraft, NodeKind


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        yield made


def node(city: City, who: Principal, kind: NodeKind, code: str, owner_id: str, **more: object) -> Node:
    draft = NodeDraft(kind=kind, code=code, name=code, owner_id=owner_id)
    return city.registry.topology.create(who, replace(draft, **more))  # type: ignore[arg-type]


def test_a_camera_hangs_on_nodes_that_its_keeper_can_see(city: City) -> None:
    north, south = city.organisation("north", city.root_id).id, city.organisation("south", city.root_id).id
    city.user("nora", Role.ADMINISTRATOR, north)
    city.user("sam", Role.ADMINISTRATOR, south)
    nora, sam = city.signed_in("nora"), city.signed_in("sam")
    topology = city.registry.topology
    line = node(city, nora, NodeKind.LINE, "L1", north)
    switch = node(city, nora, NodeKind.SWITCH, "S1", north, parent_id=line.id)
    theirs = node(city, sam, NodeKind.LINE, "L2", south)
    camera = city.camera("c1", north)
    hidden = city.camera("c2", north)
    city.registry.cameras.update(city.admin, hidden.id, lambda draft: replace(draft, tags=frozenset({PROTECTED})))

    topology.link(nora, camera.id, {NodeKind.LINE: line.id, NodeKind.SWITCH: switch.id})
    topology.link(city.admin, hidden.id, {NodeKind.LINE: line.id})
    assert topology.links(nora, camera.id).line_id == line.id
    assert topology.hanging(nora) == {line.id: 1, switch.id: 1}  # the protected one is not counted for her
    assert topology.hanging(city.admin)[line.id] == 2

    for wrong in (theirs.id, switch.id, "none"):  # another's, another kind, none: one answer
        with pytest.raises(Invalid, match="there is no such line"):
            topology.link(nora, camera.id, {NodeKind.LINE: wrong})
    with pytest.raises(Denied):
        node(city, nora, NodeKind.POWER, "P1", south)
    with pytest.raises(NotFound):
        topology.get(nora, theirs.id)
    with pytest.raises(Invalid, match="hangs on this node itself"):
        topology.update(nora, line.id, lambda draft: replace(draft, parent_id=switch.id))
    with pytest.raises(Conflict, match="taken"):
        node(city, nora, NodeKind.POWER, "l1", north)

    topology.delete(nora, line.id)
    assert topology.links(nora, camera.id).by_kind() == {
        NodeKind.LINE: None, NodeKind.SWITCH: switch.id, NodeKind.POWER: None,
    }  # fmt: skip
    assert topology.parents() == {switch.id: None, theirs.id: None}


def test_a_list_of_links_is_taken_whole_or_not_at_all(city: City) -> None:
    north, south = city.organisation("north", city.root_id).id, city.organisation("south", city.root_id).id
    city.user("nora", Role.ADMINISTRATOR, north)
    nora = city.signed_in("nora")
    topology = city.registry.topology
    node(city, nora, NodeKind.LINE, "Tuyến 1", north)
    node(city, nora, NodeKind.POWER, "P1", north)
    first, second = city.camera("c1", north), city.camera("c2", north)
    other = city.camera("c3", south)

    rows = [LinkWrite(camera="C1", line="tuyen 1", power="P1"), LinkWrite(camera="c2", line="Tuyến 1")]
    assert topology.import_links(nora, rows) == 2
    assert topology.links(nora, first.id).line_id == topology.links(nora, second.id).line_id is not None
    for bad, refused in (
        (LinkWrite(camera="c9", line=""), NotFound),
        (LinkWrite(camera="c1", line="P1"), Invalid),
        (LinkWrite(camera=other.code, line=""), NotFound),
    ):
        with pytest.raises(refused):
            topology.import_links(nora, [LinkWrite(camera="c1", power=""), bad])
    assert topology.links(nora, first.id).power_id is not None
    assert topology.import_links(nora, [LinkWrite(camera="c1", power="")]) == 1
    assert topology.links(nora, first.id).power_id is None
