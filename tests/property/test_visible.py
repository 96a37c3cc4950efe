"""A list shows what asking one by one allows: for any tree, roles, duties, shares, approvals, action and thing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Boolean, Column, ColumnElement, MetaData, String, Table, create_engine, select

from examples import examples
from toancanh.governance import PROTECTED, AccessRequest, Action, ResourceRef, Role, RoleBinding, protected_tags
from toancanh.governance.facts import Approved, Facts, SharedCameras
from toancanh.governance.model import PURPOSE_CLASSES
from toancanh.governance.regulation import Engine, load_pack
from toancanh.governance.regulation.question import decide
from toancanh.governance.regulation.shipped import shipped_engine
from toancanh.governance.visibility import visible
from toancanh.kernel import Principal
from toancanh.regulations import SHIPPED

ORGANISATIONS = [f"o{number}" for number in range(6)]
USERS = ["u0", "u1", "u2"]
KINDS = {action: str(action).split(".")[0].replace("media", "camera").replace("plate", "camera") for action in Action}
NOW_US = 1_000_000_000
CAMERAS = [f"c{number}" for number in range(6)]

HARDER = """
@id("x1") @article("1")
forbid (principal, action == Action::"camera.read", resource)
when { context.purpose_class == "defence" && !context.held.contains("cleared") };
@id("x2") @article("1")
forbid (principal, action == Action::"media.live", resource) when { context.shared.contains("recorded") };
@id("x3") @article("1")
permit (principal, action == Action::"site.read", resource) when { context.on_duty };
@id("x4") @article("1")
permit (principal, action == Action::"media.snapshot", resource) when { context.approved };
@id("x5") @article("1")
permit (principal, action == Action::"campaign.read", resource) unless { context.held.contains("viewer") };
@id("x6") @article("1")
forbid (principal, action == Action::"user.read", resource) when { context.own_account };
@id("x7") @article("1")
permit (principal, action == Action::"media.playback", resource) when { context.above == context.held };
@id("x8") @article("1")
forbid (principal, action == Action::"camera.read", resource)
when { context.tags.contains("school") && context.held.contains("viewer") };
@id("x9") @article("1")
permit (principal, action == Action::"media.live", resource)
when { context.tags.containsAll(["school", "night"]) && !context.held.contains("auditor") };
@id("x10") @article("1")
forbid (principal, action == Action::"hold.read", resource) when { context.tags.isEmpty() };
"""
"""Rules that no sane pack has, so that nothing rests on what the shipped one happens to say."""


def harder() -> Engine:
    pack = load_pack(SHIPPED / "hanoi")
    return Engine(pack.model_copy(update={"policies": pack.policies + HARDER}))


ENGINES = [shipped_engine(), harder()]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    count = draw(st.integers(1, len(ORGANISATIONS)))
    parents: dict[str, str | None] = {ORGANISATIONS[0]: None}
    for number in range(1, count):
        parents[ORGANISATIONS[number]] = ORGANISATIONS[draw(st.integers(0, number - 1))]
    anywhere = st.sampled_from(ORGANISATIONS)
    binding = st.builds(RoleBinding, role=st.sampled_from(Role), organisation_id=anywhere)
    when = st.sampled_from([0, NOW_US, NOW_US + 1])
    cameras = st.frozensets(st.sampled_from(CAMERAS), min_size=1, max_size=3)
    share = st.builds(
        SharedCameras,
        share_id=st.just("s"),
        owner_id=anywhere,
        camera_ids=cameras,
        what=st.sampled_from([frozenset({"live"}), frozenset({"live", "recorded"})]),
        from_us=st.sampled_from([0, NOW_US + 1]),
        until_us=when,
        purpose=st.just(""),
        roles=st.just({"live": frozenset(map(str, Role)), "recorded": frozenset({"operator"})}),
    )
    approved = st.builds(
        Approved,
        id=st.just("a"),
        action=st.sampled_from([str(Action.MEDIA_SNAPSHOT), str(Action.MEDIA_LIVE)]),
        camera_ids=cameras,
        from_us=st.sampled_from([None, 0]),
        to_us=st.none(),
        expires_us=when,
        purpose=st.just(""),
        reference=st.just(""),
    )
    return Facts(
        epoch=1,
        parents=parents,
        roles={user: tuple(draw(st.lists(binding, max_size=4))) for user in USERS},
        inactive=draw(st.frozensets(st.sampled_from(USERS), max_size=1)),
        duties={"u1": tuple(draw(st.lists(st.tuples(st.just(0), when, anywhere), max_size=2)))},
        shares={ORGANISATIONS[at]: tuple(draw(st.lists(share, max_size=2))) for at in (0, 1)},
        approvals={"u1": tuple(draw(st.lists(approved, max_size=2)))},
    )


TABLE = Table(
    "thing",
    MetaData(),
    Column("id", String, primary_key=True),
    Column("owner_id", String),
    Column("protected", Boolean),
    Column("purpose", String, nullable=True),
)
TAGS = Table("thing_tag", TABLE.metadata, Column("thing_id", String), Column("tag", String))
OWNERS = [*ORGANISATIONS, "", "unknown"]
PLAIN, SCHOOL, NIGHT = frozenset[str](), frozenset({"school"}), frozenset({"school", "night", "noise"})
THINGS = [(f"t{owner}", owner, False, "", PLAIN) for owner in OWNERS]
THINGS += [("u0", "o0", False, "", PLAIN), ("u1", "o3", False, "", PLAIN)]
THINGS += [(f"p{owner}", owner, True, "", PLAIN) for owner in OWNERS]
THINGS += [(f"d{owner}{of}", owner, False, of, PLAIN) for owner in OWNERS[:3] for of in PURPOSE_CLASSES[1:]]
THINGS += [(f"s{owner}", owner, False, "", SCHOOL) for owner in OWNERS]
THINGS += [(f"n{owner}", owner, owner == "o1", "", NIGHT) for owner in OWNERS[:4]]
THINGS += [
    (id, ORGANISATIONS[at % 3], at > 4, "defence" if at == 3 else "", SCHOOL if at % 2 else PLAIN)
    for at, id in enumerate(CAMERAS)
]


@settings(derandomize=True, max_examples=examples(250), deadline=None)
@given(
    facts=facts(),
    user=st.sampled_from(USERS),
    action=st.sampled_from(Action),
    system=st.integers(0, 9),
    engine=st.sampled_from(ENGINES),
)
def test_visible_is_authorize_for_all_at_once(
    facts: Facts, user: str, action: Action, system: int, engine: Engine
) -> None:
    principal = Principal(user_id=user, username=user, organisation_id="o0", session_id="s")
    if not system:
        principal = Principal.system("media")
    kind = KINDS[action]
    things = THINGS if kind == "camera" else [thing for thing in THINGS if not (thing[3] or thing[4])]
    refs = [
        ResourceRef(kind=kind, id=id, owner_id=owner, tags=tags | protected_tags(shut), purpose_class=of)
        for id, owner, shut, of, tags in things
    ]
    seen = visible(engine, facts, principal, action, kind, now_us=NOW_US)

    def decided(ref: ResourceRef) -> bool:
        request = AccessRequest(action=action, resource=ref)
        return decide(engine, facts.inputs(principal, request, now_us=NOW_US)).allowed

    one_by_one = {ref.id for ref in refs if decided(ref)}
    assert {ref.id for ref in refs if seen.shows(ref)} == one_by_one
    few = seen.among(OWNERS[:2])
    theirs = {ref.id for ref in refs if ref.owner_id in OWNERS[:2]}
    columns = {
        "protected": TABLE.c.protected,
        "id_column": TABLE.c.id,
        "purpose_class": TABLE.c.purpose,
        "tagged": tagged,
    }
    known = {ref.id for ref in refs}
    with ENGINE.connect() as connection:

        def listed(*columns_left_out: str, of: object = seen) -> set[str]:
            given = {name: column for name, column in columns.items() if name not in columns_left_out}
            clause = of.clause(TABLE.c.owner_id, **given)  # type: ignore[attr-defined]
            return set(connection.scalars(select(TABLE.c.id).where(clause))) & known

        assert listed() == one_by_one
        assert listed(of=few) == one_by_one & theirs
        for left_out in columns.keys() - {"protected"}:  # what is not known is not shown
            assert listed(left_out) <= one_by_one
    assert all(seen.shows(ref) for ref in refs if seen.allows(ref.owner_id, ref.tags, id=ref.id))
    assert all(seen.shows(ref) for ref in refs if seen.allows(ref.owner_id, ref.tags & {PROTECTED}, id=ref.id))


def tagged(tag: str) -> ColumnElement[bool]:
    return TABLE.c.id.in_(select(TAGS.c.thing_id).where(TAGS.c.tag == tag))


ENGINE = create_engine("sqlite://")
with ENGINE.begin() as _connection:
    TABLE.metadata.create_all(_connection)
    _connection.execute(TAGS.insert(), [{"thing_id": id, "tag": tag} for id, *_, tags in THINGS for tag in tags])
    _connection.execute(
        TABLE.insert(),
        [{"id": id, "owner_id": owner, "protected": shut, "purpose": of or None} for id, owner, shut, of, _ in THINGS],
    )
