import itertools

import pytest

from toancanh.governance import PROTECTED, AccessRequest, Action, Outcome, ResourceRef, Role, RoleBinding
from toancanh.governance.facts import Facts
from toancanh.governance.rules import RULES, RULES_VERSION, judge, rights_at, version_of
from toancanh.kernel import Principal

FACTS = Facts(
    epoch=1,
    parents={"city": None, "north": "city", "ward": "north", "south": "city"},
    roles={role.value: (RoleBinding(role=role, organisation_id="north"),) for role in Role},
    inactive=frozenset({"gone"}),
)
PICTURES = {Action.MEDIA_LIVE, Action.MEDIA_PLAYBACK, Action.MEDIA_SNAPSHOT, Action.MEDIA_EXPORT}
LATER = {
    Action.CAMERA_STEER, Action.MEDIA_UNMASK, Action.PLATE_SEARCH, Action.VIOLATION_READ, Action.VIOLATION_REVIEW,
}  # fmt: skip


def person(user_id: str) -> Principal:
    return Principal(user_id=user_id, username=user_id, organisation_id="north", session_id="s")


def ask(user_id: str, action: Action, owner_id: str, *, kind: str = "camera", id: str = "x") -> Outcome:
    request = AccessRequest(action=action, resource=ResourceRef(kind=kind, id=id, owner_id=owner_id))
    return FACTS.decide(person(user_id), request).outcome


def allowed(role: Role, owner_id: str) -> set[Action]:
    return {action for action in Action if ask(role.value, action, owner_id) is Outcome.ALLOW}


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
    assert {user for user in roles if facts.decide(person(user), request).allowed} == {"b"}


def test_what_each_role_may_at_its_organisation() -> None:
    inventory = {Action.ORGANISATION_READ, Action.SITE_READ, Action.CAMERA_READ}
    assert allowed(Role.VIEWER, "north") == inventory | {Action.MEDIA_LIVE, Action.MEDIA_SNAPSHOT}
    assert allowed(Role.OPERATOR, "north") == inventory | PICTURES | {
        Action.ALARM_READ,
        Action.CASE_READ,
        Action.DUTY_READ,
        Action.MASK_READ,
        Action.HOLD_READ,
        Action.HOLD_WRITE,
    }
    auditing = {Action.AUDIT_READ, Action.METRICS_READ, Action.ALARM_READ, Action.USER_READ, Action.PROPOSAL_READ}
    assert allowed(Role.AUDITOR, "north") == inventory | auditing | {
        Action.CASE_READ,
        Action.DUTY_READ,
        Action.MASK_READ,
        Action.HOLD_READ,
    }
    assert allowed(Role.ADMINISTRATOR, "north") == set(Action) - LATER - {Action.ORGANISATION_MOVE}
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
        assert not facts.decide(person("gone"), AccessRequest(action=action, resource=resource)).allowed


def test_the_platform_does_its_work_and_no_rule_for_people_helps_it() -> None:
    resource = ResourceRef(kind="camera", id="x", owner_id="unknown")
    decision = FACTS.decide(Principal.system("media"), AccessRequest(action=Action.MEDIA_LIVE, resource=resource))
    assert decision.allowed
    assert decision.clauses == ("G1",)


def test_a_cycle_in_damaged_facts_ends() -> None:
    facts = Facts(epoch=1, parents={"a": "b", "b": "a"}, roles={}, inactive=frozenset())
    assert set(facts.path("a")) == {"a", "b"}
    assert facts.below("a") == {"a", "b"}


def test_the_same_inputs_give_the_same_decision() -> None:
    for action, owner_id in itertools.product(Action, ["north", "city"]):
        request = AccessRequest(
            action=action, resource=ResourceRef(kind="camera", id="x", owner_id=owner_id), purpose="case 7"
        )
        decision = FACTS.decide(person("operator"), request)
        assert decision.inputs is not None
        assert judge(decision.inputs) == decision
        assert decision.rules_version == RULES_VERSION


def test_the_version_follows_every_change_of_the_table() -> None:
    assert version_of(RULES) == RULES_VERSION
    assert version_of(RULES[1:]) != RULES_VERSION


def test_clauses_are_unique_and_told_in_both_languages() -> None:
    assert len({rule.clause for rule in RULES}) == len(RULES)
    assert all(rule.text_vi.endswith(".") and rule.text_en.endswith(".") for rule in RULES)


def test_rights_of_an_administrator_contain_those_of_every_role() -> None:
    path = ("north", "city")
    administrator = rights_at([RoleBinding(role=Role.ADMINISTRATOR, organisation_id="city")], path)
    for role in Role:
        assert rights_at([RoleBinding(role=role, organisation_id="north")], path) <= administrator
    operator = rights_at([RoleBinding(role=Role.OPERATOR, organisation_id="north")], path)
    assert not administrator <= operator
