"""Who may do what under the shipped pack: facts of the database and a question make a decision."""

import itertools

import pytest

from toancanh.governance import PROTECTED, AccessRequest, Action, Decision, Outcome, ResourceRef, Role, RoleBinding
from toancanh.governance.facts import Approved, Facts, SharedCameras
from toancanh.governance.model import Need
from toancanh.governance.regulation.question import decide, question, rights
from toancanh.governance.regulation.shipped import shipped_engine
from toancanh.kernel import Principal, parse_rfc3339

NOW_US = parse_rfc3339("2026-12-01T10:00:00+07:00")

FACTS = Facts(
    epoch=1,
    parents={"city": None, "north": "city", "ward": "north", "south": "city"},
    roles={role.value: (RoleBinding(role=role, organisation_id="north"),) for role in Role},
    inactive=frozenset({"gone"}),
)
PICTURES = {Action.MEDIA_LIVE, Action.MEDIA_PLAYBACK, Action.MEDIA_SNAPSHOT, Action.MEDIA_EXPORT}


def person(user_id: str) -> Principal:
    return Principal(user_id=user_id, username=user_id, organisation_id="north", session_id="s")


def decided(facts: Facts, who: Principal, request: AccessRequest, now_us: int = NOW_US) -> Decision:
    return decide(shipped_engine(), facts.inputs(who, request, now_us=now_us))


def ask(user_id: str, action: Action, owner_id: str, *, kind: str = "camera", id: str = "x") -> Outcome:
    request = AccessRequest(action=action, resource=ResourceRef(kind=kind, id=id, owner_id=owner_id))
    return decided(FACTS, person(user_id), request).outcome


def allowed(role: Role, owner_id: str) -> set[Action]:
    return {action for action in FIRST if ask(role.value, action, owner_id) is Outcome.ALLOW}


FIRST = [
    action
    for action in Action
    if str(action).split(".")[0] in {
        "organisation", "user", "role", "audit", "site", "camera", "media", "metrics", "alarm", "campaign", "inventory",
        "target", "coverage", "proposal",
    }
    and action not in {Action.AUDIT_ERASE, Action.AUDIT_PERSON, Action.CAMERA_STEER, Action.MEDIA_UNMASK}
]  # fmt: skip
PLANNING = {
    Action.TARGET_READ,
    Action.TARGET_WRITE,
    Action.COVERAGE_READ,
    Action.PROPOSAL_WRITE,
    Action.PROPOSAL_OPINION,
    Action.PROPOSAL_DECIDE,
    Action.PROPOSAL_ACCEPT,
}


def test_protected_things_are_there_only_for_those_who_are_cleared() -> None:
    held = (RoleBinding(role=Role.ADMINISTRATOR, organisation_id="north"),)
    cleared = (*held, RoleBinding(role=Role.CLEARED, organisation_id="north"))
    elsewhere = (*held, RoleBinding(role=Role.CLEARED, organisation_id="south"))
    roles = {"a": held, "b": cleared, "c": elsewhere}
    facts = Facts(epoch=1, parents=FACTS.parents, roles=roles, inactive=frozenset())
    camera = ResourceRef(kind="camera", id="x", owner_id="ward", tags=frozenset({PROTECTED}))
    request = AccessRequest(action=Action.CAMERA_READ, resource=camera)
    assert {user for user in roles if decided(facts, person(user), request).allowed} == {"b"}


def test_what_each_role_may_at_its_organisation() -> None:
    """Of what there was before rules were data; later actions have their cases in the pack."""
    inventory = {Action.ORGANISATION_READ, Action.SITE_READ, Action.CAMERA_READ}
    assert allowed(Role.VIEWER, "north") == inventory | {Action.MEDIA_LIVE, Action.MEDIA_SNAPSHOT}
    pictures = PICTURES - {Action.MEDIA_EXPORT}  # which wants a purpose
    assert allowed(Role.OPERATOR, "north") == inventory | pictures | {Action.ALARM_READ}
    auditing = {Action.AUDIT_READ, Action.METRICS_READ, Action.ALARM_READ, Action.USER_READ, Action.PROPOSAL_READ}
    assert allowed(Role.AUDITOR, "north") == inventory | auditing
    assert allowed(Role.ADMINISTRATOR, "north") == set(FIRST) - {Action.ORGANISATION_MOVE, Action.MEDIA_EXPORT}
    assert allowed(Role.PLANNER, "north") == inventory | {Action.PROPOSAL_READ} | PLANNING - {
        Action.PROPOSAL_OPINION,
        Action.PROPOSAL_DECIDE,
    }
    assert not allowed(Role.CLEARED, "north")
    assert Action.ORGANISATION_MOVE in allowed(Role.ADMINISTRATOR, "ward")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("owner_id", ["city", "south", "", "unknown"])
def test_a_role_reaches_neither_up_nor_sideways(role: Role, owner_id: str) -> None:
    assert allowed(role, owner_id) == set()


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_down(role: Role) -> None:
    assert allowed(role, "north") <= allowed(role, "ward")


def test_nobody_without_a_role_may_anything_but_the_own_account() -> None:
    assert {action for action in Action if ask("nobody", action, "north") is Outcome.ALLOW} == set()
    own = {a for a in Action if ask("nobody", a, "north", kind="user", id="nobody") is Outcome.ALLOW}
    assert own == {Action.USER_READ, Action.USER_PASSWORD}


@pytest.mark.parametrize("kind", ["user", "role"])
def test_nobody_writes_the_own_account_or_roles(kind: str) -> None:
    for action in (Action.USER_WRITE, Action.ROLE_GRANT):
        assert ask("administrator", action, "north", kind=kind, id="administrator") is Outcome.DENY
        assert ask("administrator", action, "north", kind=kind, id="viewer") is Outcome.ALLOW


def test_a_disabled_account_may_nothing() -> None:
    facts = Facts(epoch=1, parents=FACTS.parents, roles={"gone": FACTS.roles["administrator"]}, inactive=FACTS.inactive)
    resource = ResourceRef(kind="user", id="gone", owner_id="north")
    for action in Action:
        assert not decided(facts, person("gone"), AccessRequest(action=action, resource=resource)).allowed


def test_the_platform_does_its_work_and_no_rule_for_people_helps_it() -> None:
    resource = ResourceRef(kind="camera", id="x", owner_id="unknown")
    decision = decided(FACTS, Principal.system("media"), AccessRequest(action=Action.MEDIA_LIVE, resource=resource))
    assert decision.allowed
    assert decision.clauses == ("platform (Điều 1)",)


def test_a_cycle_in_damaged_facts_ends() -> None:
    facts = Facts(epoch=1, parents={"a": "b", "b": "a"}, roles={}, inactive=frozenset())
    assert set(facts.path("a")) == {"a", "b"}
    assert facts.below("a") == {"a", "b"}


def test_the_same_inputs_give_the_same_decision() -> None:
    for action, owner_id in itertools.product(Action, ["north", "city"]):
        request = AccessRequest(
            action=action, resource=ResourceRef(kind="camera", id="x", owner_id=owner_id), purpose="order"
        )
        decision = decided(FACTS, person("operator"), request)
        assert decision.inputs is not None
        assert decide(shipped_engine(), decision.inputs) == decision
        assert decision.pack is not None
        assert decision.pack.digest == shipped_engine().pack.digest


def test_an_administrator_may_all_that_the_other_roles_may_but_the_work_of_other_trades() -> None:
    trades = {Action.PLATE_SEARCH, Action.VIOLATION_READ, Action.VIOLATION_REVIEW}
    none = frozenset[str]()
    administrator = rights(shipped_engine(), frozenset({"administrator"}), frozenset({"administrator"}))
    for role in Role:
        brings = rights(shipped_engine(), frozenset({str(role)}), none)
        assert brings - trades <= administrator | of_data_protection()
    assert not administrator <= rights(shipped_engine(), frozenset({"operator"}), none)


def of_data_protection() -> frozenset[Action]:
    return rights(shipped_engine(), frozenset({"data_protection"}), frozenset())


# what a policy looks at, out of facts and question


def playing(**more: object) -> AccessRequest:
    camera = ResourceRef(kind="camera", id="x", owner_id="ward", purpose_class=str(more.pop("purpose_class", "")))
    return AccessRequest(action=Action.MEDIA_PLAYBACK, resource=camera, **more)  # type: ignore[arg-type]


DAY_US = 86_400_000_000


@pytest.mark.parametrize(
    ("more", "outcome"),
    [
        ({"from_us": NOW_US - DAY_US, "to_us": NOW_US - DAY_US + 60_000_000}, Outcome.ALLOW),
        ({"from_us": NOW_US - 8 * DAY_US, "to_us": NOW_US - 8 * DAY_US + 1}, Outcome.NEEDS),
        ({"from_us": NOW_US - DAY_US, "to_us": NOW_US - DAY_US + 7201 * 1_000_000}, Outcome.NEEDS),
        ({"seconds": 7201.0}, Outcome.NEEDS),
        ({"seconds": 7201.0, "purpose": "incident", "reference": "7/2026"}, Outcome.ALLOW),
        ({"seconds": 7201.0, "purpose": "as the pack knows none", "reference": "7/2026"}, Outcome.NEEDS),
        # it was young enough when it was asked for, and is watched since
        ({"from_us": NOW_US - 7 * DAY_US - 5, "to_us": NOW_US, "asked_us": NOW_US - DAY_US}, Outcome.NEEDS),
        ({"from_us": NOW_US - 7 * DAY_US - 5, "to_us": NOW_US - 7 * DAY_US, "asked_us": NOW_US - 9}, Outcome.ALLOW),
        ({"from_us": NOW_US - DAY_US, "to_us": NOW_US, "asked_us": NOW_US + DAY_US}, Outcome.NEEDS),
    ],
)
def test_how_old_and_how_long_pictures_may_be(more: dict[str, object], outcome: Outcome) -> None:
    decision = decided(FACTS, person("operator"), playing(**more))
    assert decision.outcome is outcome
    if outcome is Outcome.NEEDS:
        assert decision.needs == {Need.PURPOSE}
        assert set(decision.purposes) == {purpose.key for purpose in shipped_engine().pack.purposes}
        assert decision.clauses == ("playback_with_reason (Điều 4)",)


def test_the_day_of_a_policy_is_the_local_one() -> None:
    for time, minute in (("2026-12-01T00:00:00+07:00", 0), ("2026-12-01T23:59:59+07:00", 1439)):
        inputs = FACTS.inputs(person("operator"), playing(), now_us=parse_rfc3339(time))
        assert question(inputs).minute == minute


def test_what_is_shared_is_there_as_long_as_it_is_shared_and_its_owners() -> None:
    share = SharedCameras(
        share_id="s1", owner_id="south", camera_ids=frozenset({"x"}), what=frozenset({"live"}), from_us=NOW_US,
        until_us=NOW_US + 10, purpose="order", roles={"live": frozenset({"viewer"})},
    )  # fmt: skip
    facts = Facts(
        epoch=1,
        parents=FACTS.parents,
        roles={"a": (RoleBinding(role=Role.VIEWER, organisation_id="ward"),),
               "b": (RoleBinding(role=Role.VIEWER, organisation_id="city"),)},
        inactive=frozenset(),
        shares={"north": (share,)},
    )  # fmt: skip

    def may(who: str, id: str = "x", owner_id: str = "south", action: Action = Action.MEDIA_LIVE, at: int = 0) -> bool:
        request = AccessRequest(action=action, resource=ResourceRef(kind="camera", id=id, owner_id=owner_id))
        return decided(facts, person(who), request, NOW_US + at).allowed

    assert may("a")
    assert may("a", action=Action.CAMERA_READ)
    assert not may("a", action=Action.MEDIA_PLAYBACK)
    assert not may("a", id="y")
    assert not may("a", owner_id="city"), "it has another owner now"
    assert not may("a", at=-1)
    assert not may("a", at=10)
    assert not may("nobody")


def test_an_approval_is_for_what_was_asked_and_ends() -> None:
    approved = Approved(
        id="p1", action=str(Action.MEDIA_UNMASK), camera_ids=frozenset({"x"}), from_us=NOW_US - 100, to_us=NOW_US,
        expires_us=NOW_US + 5, purpose="order", reference="7",
    )  # fmt: skip
    held = {"a": (RoleBinding(role=Role.OPERATOR, organisation_id="north"),)}
    facts = Facts(
        epoch=1, parents=FACTS.parents, roles=held, inactive=frozenset(), approvals={"a": (approved,)}
    )  # fmt: skip

    def asked(from_us: int = NOW_US - 50, at: int = 0, id: str = "x", reference: str = "7") -> Decision:
        request = AccessRequest(
            action=Action.MEDIA_UNMASK, resource=ResourceRef(kind="camera", id=id, owner_id="ward"), purpose="order",
            reference=reference, from_us=from_us, to_us=NOW_US,
        )  # fmt: skip
        return decided(facts, person("a"), request, NOW_US + at)

    first = asked()
    assert first.allowed
    assert first.inputs is not None
    assert first.inputs.approval_ids == ("p1",)
    for other in (asked(from_us=NOW_US - 101), asked(at=5), asked(id="y"), asked(reference="8")):
        assert (other.outcome, other.needs) == (Outcome.NEEDS, {Need.APPROVAL})


def test_who_is_on_duty_is_said_by_the_roster() -> None:
    held = {"a": (RoleBinding(role=Role.REVIEWER, organisation_id="north"),)}
    turns = {"a": ((NOW_US, NOW_US + 10, "north"),)}
    facts = Facts(epoch=1, parents=FACTS.parents, roles=held, inactive=frozenset(), duties=turns)
    request = AccessRequest(
        action=Action.VIOLATION_REVIEW, resource=ResourceRef(kind="violation", id="v", owner_id="ward")
    )
    assert [decided(facts, person("a"), request, NOW_US + at).allowed for at in (-1, 0, 9, 10)] == [
        False, True, True, False,
    ]  # fmt: skip
