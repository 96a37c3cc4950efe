"""A share asked for by area, by tags or by a drawing on the map is of exactly the cameras that lie in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_shares import Agencies

from governance_rig import a_city
from toancanh.governance import Action, Role
from toancanh.governance.shares import Selection
from toancanh.governance.shares.terms import Answer
from toancanh.kernel import Invalid
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource

pytestmark = pytest.mark.databases("sqlite")

SQUARE = "105.79,20.99;105.81,20.99;105.81,21.01;105.79,21.01"
NOTCHED = "105.79,20.99;105.81,20.99;105.81,21.01;105.80,20.995;105.79,21.01"
"""The same, with a notch cut in from the north down to where cam-0 stands: within its bounds, not within it."""
PLACES = {"cam-0": (21.0, 105.8), "cam-1": (20.993, 105.793), "cam-2": (21.0101, 105.8)}
TAGS = {"cam-0": {"bus", "school"}, "cam-1": {"bus"}, "cam-2": {"school", "bus"}}
UNITS = {"cam-0": "ward-1", "cam-1": "ward-2"}  # that of cam-2 is not declared


class Spread(Agencies):
    """North's cameras differ in place, tags and commune; one of a third agency stands where cam-0 stands."""

    units: dict[str, str]

    def spread(self) -> Spread:
        city, admin = self.city, self.city.admin
        self.units = {code: city.organisation(code).id for code in ("ward-1", "ward-2", "ward-3")}
        east = city.organisation("east").id
        city.user("leader-east", Role.LEADER, east)
        foreign = city.camera("east-0", east)
        for camera in self.cameras:
            lat, lon = PLACES[camera.code]
            values = {"lat": lat, "lon": lon, "tags": frozenset(TAGS[camera.code])}
            city.registry.cameras.update(admin, camera.id, lambda draft, values=values: replace(draft, **values))
        city.registry.cameras.update(admin, foreign.id, lambda draft: replace(draft, tags=frozenset({"bus", "school"})))
        where = {camera.id: UNITS.get(camera.code) for camera in self.cameras} | {foreign.id: "ward-1"}
        for camera_id, unit in where.items():
            if unit is not None:
                write = CameraWrite(camera_id=camera_id, values={"unit_id": self.units[unit]})
                city.registry.dossiers.write(admin, write, declared=DeclarationDraft(source=DeclarationSource.FORM))
        self.cameras.append(foreign)
        return self

    def selected(self, **parts: object) -> Selection:
        units = parts.pop("unit", ())
        assert isinstance(units, tuple)
        return Selection(unit_id=tuple(self.units[code] for code in units), **parts)  # type: ignore[arg-type]


@pytest.fixture
def agencies(tmp_path: Path) -> Iterator[Spread]:
    with a_city(tmp_path) as city:
        yield Spread(city).spread()


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        ({"unit": ("ward-1",)}, ["cam-0"]),
        ({"unit": ("ward-1", "ward-2")}, ["cam-0", "cam-1"]),
        ({"tag": ("bus",)}, ["cam-0", "cam-1", "cam-2"]),
        ({"tag": ("bus", "school")}, ["cam-0", "cam-2"]),
        ({"lasso": SQUARE}, ["cam-0", "cam-1"]),
        ({"lasso": NOTCHED}, ["cam-1"]),
        ({"lasso": SQUARE, "tag": ("school",)}, ["cam-0"]),
        ({"lasso": SQUARE, "unit": ("ward-2",), "tag": ("bus",)}, ["cam-1"]),
    ],
)
def test_exactly_the_cameras_of_the_selection_are_shared(
    agencies: Spread, parts: dict[str, object], wanted: list[str]
) -> None:
    city, shares = agencies.city, agencies.shares
    selection = agencies.selected(**parts)
    leader = city.signed_in("leader-south")
    counted = {name: count for _, name, count in shares.preview(leader, agencies.south, selection)}
    asked = shares.ask(leader, agencies.wanted(selection=selection))
    assert {one.owner_name: counted[one.owner_name] for one in asked} == counted
    assert counted["north"] == len(wanted)
    assert agencies.listed("viewer-south") == []
    [mine] = [one for one in asked if one.owner_id == agencies.north]
    shares.answer(city.signed_in("leader-north"), mine.id, Answer(agreed=True))
    assert [one.code for one, _ in shares.cameras(leader, mine.id)] == wanted
    assert agencies.listed("viewer-south") == wanted, "the third agency has not answered"
    seen = [camera.code for camera in agencies.cameras if agencies.may("viewer-south", Action.MEDIA_LIVE, camera)]
    assert seen == wanted


def test_a_selection_is_asked_for_as_it_is_then(agencies: Spread) -> None:
    """What moves into the area, or gets the tag, after it was asked for is not given with it."""
    city, late = agencies.city, agencies.cameras[2]
    leader, selection = city.signed_in("leader-south"), agencies.selected(lasso=SQUARE)
    [mine] = [
        one
        for one in agencies.shares.ask(leader, agencies.wanted(selection=selection))
        if one.owner_id == agencies.north
    ]
    city.registry.cameras.update(city.admin, late.id, lambda draft: replace(draft, lat=21.0))
    agencies.shares.answer(city.signed_in("leader-north"), mine.id, Answer(agreed=True))
    assert agencies.listed("viewer-south") == ["cam-0", "cam-1"]
    assert not agencies.may("viewer-south", Action.MEDIA_LIVE, late)


@pytest.mark.parametrize(
    "parts",
    [
        {"unit": ("ward-3",)},
        {"tag": ("bus", "hospital")},
        {"lasso": "106.79,20.99;106.81,20.99;106.81,21.01"},
        {"lasso": "105.79,20.99;105.81,20.99"},  # a line has no inside
        {},
    ],
)
def test_a_selection_of_nothing_is_no_request(agencies: Spread, parts: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        agencies.shares.ask(
            agencies.city.signed_in("leader-south"), agencies.wanted(selection=agencies.selected(**parts))
        )
    assert agencies.shares.page(agencies.city.signed_in("leader-south"), limit=5) == []
