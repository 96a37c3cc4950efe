"""What a list shows is what asking one by one allows: for any tree, roles, action and resource."""

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, MetaData, String, Table, create_engine, select

from toancanh.governance import PROTECTED, AccessRequest, Action, ResourceRef, Role, RoleBinding
from toancanh.governance.facts import Facts
from toancanh.kernel import Principal

ORGANISATIONS = [f"o{number}" for number in range(8)]
USERS = ["u0", "u1", "u2"]
KINDS = {action: str(action).split(".")[0] for action in Action}


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    count = draw(st.integers(1, len(ORGANISATIONS)))
    parents: dict[str, str | None] = {ORGANISATIONS[0]: None}
    for number in range(1, count):
        parents[ORGANISATIONS[number]] = ORGANISATIONS[draw(st.integers(0, number - 1))]
    binding = st.builds(RoleBinding, role=st.sampled_from(Role), organisation_id=st.sampled_from(ORGANISATIONS))
    return Facts(
        epoch=1,
        parents=parents,
        roles={user: tuple(draw(st.lists(binding, max_size=4))) for user in USERS},
        inactive=draw(st.frozensets(st.sampled_from(USERS), max_size=1)),
    )


TABLE = Table(
    "thing",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("owner_id", String),
    Column("protected", Boolean),
)
# every organisation owns one thing; people's own accounts lie anywhere
OWNERS = [*ORGANISATIONS, "", "unknown"]
OPEN, SHUT = frozenset[str](), frozenset({PROTECTED})
THINGS = [(f"t{owner}", owner, OPEN) for owner in OWNERS] + [("u0", "o0", OPEN), ("u1", "o3", OPEN)]
THINGS += [(f"p{owner}", owner, SHUT) for owner in OWNERS]


@settings(derandomize=True, max_examples=300, deadline=None)
@given(facts=facts(), user=st.sampled_from(USERS), action=st.sampled_from(Action), system=st.booleans())
def test_visible_is_authorize_for_all_at_once(facts: Facts, user: str, action: Action, system: bool) -> None:
    principal = Principal(user_id=user, username=user, organisation_id="o0", session_id="s")
    if system:
        principal = Principal.system("media")
    kind = KINDS[action]
    visible = facts.visible(principal, action, kind)
    one_by_one = {
        id
        for id, owner, tags in THINGS
        if facts.decide(
            principal, AccessRequest(action=action, resource=ResourceRef(kind=kind, id=id, owner_id=owner, tags=tags))
        ).allowed
    }
    assert {id for id, owner, tags in THINGS if visible.allows(owner, tags, id=id)} == one_by_one
    with ENGINE.connect() as connection:
        clause = visible.clause(TABLE.c.owner_id, protected=TABLE.c.protected, id_column=TABLE.c.id)
        assert set(connection.scalars(select(TABLE.c.id).where(clause))) == one_by_one
        few = visible.among(OWNERS[:2]).clause(TABLE.c.owner_id, protected=TABLE.c.protected, id_column=TABLE.c.id)
        theirs = {id for id, owner, _ in THINGS if owner in OWNERS[:2]}
        assert set(connection.scalars(select(TABLE.c.id).where(few))) == one_by_one & theirs


ENGINE = create_engine("sqlite://")
with ENGINE.begin() as _connection:
    TABLE.create(_connection)
    _connection.execute(
        TABLE.insert(), [{"id": id, "owner_id": owner, "protected": tags == SHUT} for id, owner, tags in THINGS]
    )
