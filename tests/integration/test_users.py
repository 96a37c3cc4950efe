"""Nobody raises himself: every way up that we could think of."""

from pathlib import Path

import pytest

from governance_rig import PASSWORD, SOURCE, City, a_city
from toancanh.governance import Role, RoleBinding
from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.people import OrganisationKind, User
from toancanh.governance.users import NewUser, UserChange
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal, Unauthenticated


@pytest.fixture
def city(tmp_path: Path):
    """city > north > ward, city > south; chief administers the north."""
    with a_city(tmp_path) as made:
        north = made.organisation("north", name="Quận Bắc")
        made.organisation("ward", north.id, name="Phường Đống Đa")
        made.organisation("south", name="Quận Nam")
        made.user("chief", Role.ADMINISTRATOR, north.id)
        made.user("clerk", Role.OPERATOR, north.id)
        yield made


def place(city: City, code: str) -> str:
    found = city.governance.organisations.page(city.admin, q=code, after="", limit=10)
    return next(item.id for item in found if item.code == code)


def person(city: City, username: str) -> User:
    return next(u for u in city.governance.users.page(city.admin, q=username, after="", limit=10))


def new(username: str, organisation_id: str, *roles: RoleBinding) -> NewUser:
    return NewUser(username=username, name="", password=PASSWORD, organisation_id=organisation_id, roles=roles)


def test_an_administrator_manages_what_lies_below(city: City) -> None:
    chief = city.signed_in("chief")
    ward = place(city, "ward")
    role = RoleBinding(role=Role.AUDITOR, organisation_id=ward)
    made = city.governance.users.create(chief, new("mai", ward, role))
    changed = city.governance.users.update(chief, made.id, UserChange(name="Mai", disabled=True, version=1))
    assert (changed.name, changed.disabled, changed.roles, changed.version) == ("Mai", True, (role,), 2)
    city.governance.users.set_password(chief, made.id, new="eight yellow trams")
    city.governance.users.delete(chief, made.id)
    with pytest.raises(NotFound):
        city.governance.users.get(city.admin, made.id)
    assert city.governance.users.create(chief, new("mai", ward)).username == "mai"  # the name is free again


@pytest.mark.parametrize("where", ["city", "south"])
def test_nobody_acts_above_or_beside_the_own_organisation(city: City, where: str) -> None:
    chief = city.signed_in("chief")
    target = city.root_id if where == "city" else place(city, "south")
    users, organisations = city.governance.users, city.governance.organisations
    with pytest.raises(Denied):
        users.create(chief, new("x", target))
    with pytest.raises(Denied):
        users.create(chief, new("x", place(city, "north"), RoleBinding(role=Role.VIEWER, organisation_id=target)))
    with pytest.raises(Denied):
        users.update(chief, person(city, "clerk").id, UserChange(roles=(_viewer(target),)))
    with pytest.raises(NotFound):
        users.update(chief, person(city, "clerk").id, UserChange(organisation_id=target))
    with pytest.raises(Denied):
        organisations.create(chief, code="x", name="x", kind=OrganisationKind.WARD, parent_id=target)
    with pytest.raises(NotFound):
        organisations.update(chief, target, OrganisationChange(name="x"))
    with pytest.raises(NotFound):
        organisations.delete(chief, target)
    with pytest.raises(Denied):
        organisations.update(chief, place(city, "ward"), OrganisationChange(parent_id=target))


def _viewer(organisation_id: str) -> RoleBinding:
    return RoleBinding(role=Role.VIEWER, organisation_id=organisation_id)


def test_nobody_changes_the_own_roles_or_account(city: City) -> None:
    for principal in (city.signed_in("chief"), city.admin):
        for change in (
            UserChange(roles=()),
            UserChange(disabled=False),
            UserChange(organisation_id=place(city, "north")),
        ):
            with pytest.raises(Denied):
                city.governance.users.update(principal, principal.user_id, change)
        with pytest.raises(Denied):
            city.governance.users.delete(principal, principal.user_id)


def test_nobody_moves_or_deletes_the_organisation_of_the_own_role(city: City) -> None:
    for principal, own in ((city.signed_in("chief"), place(city, "north")), (city.admin, city.root_id)):
        with pytest.raises(Denied):
            city.governance.organisations.delete(principal, own)
        with pytest.raises(Denied):
            city.governance.organisations.update(principal, own, OrganisationChange(parent_id=place(city, "ward")))


def test_a_small_administrator_cannot_take_over_a_great_ones_account(city: City) -> None:
    """The account lies in the north, where chief administers; its role lies at the city."""
    great = RoleBinding(role=Role.ADMINISTRATOR, organisation_id=city.root_id)
    boss = city.governance.users.create(city.admin, new("boss", place(city, "north"), great))
    chief = city.signed_in("chief")
    with pytest.raises(Denied):
        city.governance.users.set_password(chief, boss.id, new="eight yellow trams")
    for change in (UserChange(disabled=True), UserChange(name="x"), UserChange(roles=()), UserChange(roles=(great,))):
        with pytest.raises(Denied):
            city.governance.users.update(chief, boss.id, change)
    with pytest.raises(Denied):
        city.governance.users.delete(chief, boss.id)


def test_who_has_no_right_over_people_has_none(city: City) -> None:
    clerk = city.signed_in("clerk")
    mine = person(city, "clerk")
    with pytest.raises(Denied):
        city.governance.users.create(clerk, new("x", mine.organisation_id))
    with pytest.raises(NotFound):
        city.governance.users.set_password(clerk, person(city, "chief").id, new="eight yellow trams")
    assert [user.username for user in city.governance.users.page(clerk, q="", after="", limit=10)] == ["clerk"]
    assert city.governance.users.get(clerk, mine.id) == mine
    missing = RoleBinding(role=Role.VIEWER, organisation_id="nowhere")
    with pytest.raises(Invalid):
        city.governance.users.create(city.admin, new("x", mine.organisation_id, missing))


def test_moving_an_organisation_moves_the_rights_over_it(city: City) -> None:
    chief = city.signed_in("chief")
    ward, south = place(city, "ward"), place(city, "south")
    assert city.governance.organisations.get(chief, ward)
    city.governance.organisations.update(city.admin, ward, OrganisationChange(parent_id=south))
    with pytest.raises(NotFound):
        city.governance.organisations.get(chief, ward)


def test_the_tree_has_no_cycle(city: City) -> None:
    with pytest.raises(Conflict):
        city.governance.organisations.update(
            city.admin, place(city, "north"), OrganisationChange(parent_id=place(city, "ward"))
        )
    north = place(city, "north")
    with pytest.raises(Conflict):
        city.governance.organisations.update(city.admin, north, OrganisationChange(parent_id=north))
    with pytest.raises(Denied):
        city.governance.organisations.update(city.admin, north, OrganisationChange(parent_id="nowhere"))


def test_an_organisation_that_owns_something_stays(city: City) -> None:
    with pytest.raises(Conflict):
        city.governance.organisations.delete(city.admin, place(city, "north"))
    south = place(city, "south")
    city.governance.organisations.delete(city.admin, south)
    with pytest.raises(NotFound):
        city.governance.organisations.get(city.admin, south)


def test_codes_and_names_are_taken_once(city: City) -> None:
    organisations = city.governance.organisations
    with pytest.raises(Conflict):
        organisations.create(city.admin, code="NORTH", name="x", kind=OrganisationKind.WARD, parent_id="")
    with pytest.raises(Conflict):
        organisations.update(city.admin, place(city, "south"), OrganisationChange(code="North"))
    with pytest.raises(Conflict):
        city.governance.users.create(city.admin, new("CHIEF", city.root_id))


def test_who_has_not_seen_the_newest_version_is_told(city: City) -> None:
    ward = place(city, "ward")
    city.governance.organisations.update(city.admin, ward, OrganisationChange(name="x", version=1))
    with pytest.raises(Conflict) as refused:
        city.governance.organisations.update(city.admin, ward, OrganisationChange(name="y", version=1))
    assert refused.value.extra["version"] == 2
    clerk = person(city, "clerk")
    city.governance.users.update(city.admin, clerk.id, UserChange(name="x", version=1))
    with pytest.raises(Conflict):
        city.governance.users.update(city.admin, clerk.id, UserChange(name="y", version=1))


def test_search_ignores_accents_and_pages_by_key(city: City) -> None:
    organisations = city.governance.organisations
    assert [o.code for o in organisations.page(city.admin, q="dong DA", after="", limit=5)] == ["ward"]
    assert [o.code for o in organisations.page(city.admin, q="quận", after="", limit=5)] == ["north", "south"]
    assert organisations.page(city.admin, q="100%", after="", limit=5) == []
    assert [o.code for o in organisations.page(city.admin, q="", after="north", limit=1)] == ["south"]


def test_rights_hold_in_the_next_moment(city: City) -> None:
    clerk = city.signed_in("clerk")
    city.governance.users.update(
        city.admin, clerk.user_id, UserChange(roles=(RoleBinding(role=Role.AUDITOR, organisation_id=city.root_id),))
    )
    assert len(city.governance.users.page(clerk, q="", after="", limit=10)) == 3
    city.governance.users.delete(city.admin, clerk.user_id)
    with pytest.raises(Unauthenticated):
        city.governance.sign_in("clerk", PASSWORD, SOURCE)
    ghost = Principal(user_id=clerk.user_id, username="clerk", organisation_id="", session_id=clerk.session_id)
    assert city.governance.users.page(ghost, q="", after="", limit=10) == []
