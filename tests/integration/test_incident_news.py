"""Who is told of an incident outside of the console: by rule and way, of own cameras alone, and that it is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from alert_servers import Taken, web_server
from health_rig import Watched, watched_over
from incident_rig import incidents_over, told
from playback_rig import PASSWORD, Setup, playback_setup
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.users import NewUser
from toancanh.health.alerts import ChannelKind, RuleDraft
from toancanh.health.model import FaultKind, Sign
from toancanh.kernel import Denied, Invalid, Principal
from toancanh.traffic.incidents.model import TrafficIncident, TrafficIncidentKind
from toancanh.traffic.incidents.service import Incidents

pytestmark = pytest.mark.databases("sqlite")
S_US = 1_000_000
STOPPED = frozenset({"stopped_vehicle"})


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("news"), record=lambda _setup, _stack: None) as made:
        yield made


class Street:
    """What happens, the rules that tell it, and the hook that hears."""

    def __init__(self, setup: Setup, hook: Taken) -> None:
        self.setup, self.hook = setup, hook
        self.watched: Watched = watched_over(setup, [f"127.0.0.1:{hook.port}"])
        self.incidents: Incidents = incidents_over(setup)
        self.chief = setup.principals["chief"]
        assert setup.admin is not None
        self.admin = setup.admin
        for rule in self.watched.health.alerts.rules(self.admin):
            self.watched.health.alerts.delete_rule(self.admin, rule.id)
        setup.clock.advance(3700)  # what other tests made is old news

    def way(self, path: str = "news") -> str:
        return self.watched.health.alerts.put_channel(
            self.chief, None, owner_id=self.chief.organisation_id, kind=ChannelKind.WEBHOOK, name=path,
            settings={"url": f"http://127.0.0.1:{self.hook.port}/{path}"}, secret="a secret of the hook",
        ).id  # fmt: skip

    def rule(self, *ways: str, by: Principal | None = None, **more: Any) -> str:
        draft = RuleDraft(**{
            "owner_id": self.chief.organisation_id, "name": "r", "channel_ids": ways, "incident_kinds": STOPPED,
            "faults": False, **more,
        })  # fmt: skip
        return self.watched.health.alerts.put_rule(by or self.chief, None, draft).id

    def happens(self, *cameras: str, **more: object) -> TrafficIncident:
        at_us = self.setup.clock.now_us()
        return self.incidents.signalled([told(self.setup.cameras[name].id, at_us, **more) for name in cameras])[0]

    def heard(self) -> list[dict[str, Any]]:
        """A round of those who find and one of those who tell; all that came by now."""
        self.incidents.news.round()
        self.watched.health.alerts.rounds.round()
        return [json.loads(body) for body in self.hook.bodies]

    def occasions(self) -> list[str]:
        return [one["occasion"] for one in self.heard()]


@pytest.fixture
def street(setup: Setup) -> Iterator[Street]:
    with web_server() as hook:
        yield Street(setup, hook)


def test_a_rule_tells_the_kinds_that_it_names_once_and_that_they_are_over(street: Street) -> None:
    way = street.way()
    street.rule(way)
    street.rule(way)  # the same way by two rules is told once
    made = street.happens("plain")
    street.happens("heavy", kind=TrafficIncidentKind.CONGESTION)
    assert street.occasions() == street.occasions() == ["opened"]
    (first,) = street.heard()
    assert (first["incident_id"], first["incident_kind"]) == (made.id, "stopped_vehicle")
    assert first["cameras"] == [{"camera": "plain", "name": "plain"}]
    assert (first["lat"], first["lon"]) == (21.0, 105.8)
    street.setup.clock.advance(400)
    street.incidents.round()
    assert street.occasions() == street.occasions() == ["opened", "closed"]


def test_who_may_not_see_a_camera_hears_nothing_of_it(street: Street) -> None:
    """Not of another owner's, not of a protected one, and of an incident that they share as the own camera tells it."""
    street.rule(street.way())
    hidden = street.setup.cameras["both"]
    street.setup.registry.cameras.update(street.admin, hidden.id, partial(replace, tags=frozenset({PROTECTED})))
    try:
        street.happens("foreign", spot=None)
        street.happens("both", spot=None)
        assert street.heard() == []
        street.setup.clock.advance(400)
        shared = street.happens("foreign", "both", "plain")
        (only,) = street.heard()
    finally:
        street.setup.registry.cameras.update(street.admin, hidden.id, partial(replace, tags=frozenset()))
    assert only["incident_id"] == shared.id
    assert [one["camera"] for one in only["cameras"]] == ["plain"]
    assert only["confidence"] == 0.9 < shared.confidence, "more would tell that there are others"


def test_a_camera_that_sees_it_later_brings_its_owner_in(street: Street) -> None:
    street.rule(street.way())
    street.happens("foreign")
    assert street.heard() == []
    street.setup.clock.advance(5)
    at_us = street.setup.clock.now_us()
    street.incidents.signalled([told(street.setup.cameras["plain"].id, at_us)])
    assert [[one["camera"] for one in each["cameras"]] for each in street.heard()] == [["plain"]]


@pytest.mark.parametrize("act", ["confirm", "dismiss"])
def test_who_answers_ends_that_further_people_are_called(street: Street, act: str) -> None:
    street.rule(street.way(), escalate_after_s=300, escalate_channel_ids=(street.way("further"),))
    operator = street.setup.principals["operator"]
    answers: dict[str, Callable[..., object]] = {
        "confirm": street.incidents.confirm, "dismiss": street.incidents.dismiss
    }  # fmt: skip
    first = street.happens("plain")
    assert street.occasions() == ["opened"]
    answers[act](operator, first.id, words="")
    told_after = street.occasions()
    assert told_after == (["opened"] if act == "confirm" else ["opened", "closed"])
    street.setup.clock.advance(301)
    assert street.occasions() == told_after
    second = street.happens("heavy", spot=None)
    street.heard()
    street.setup.clock.advance(301)
    called = street.heard()[len(told_after) :]
    assert [(one["occasion"], one["incident_id"]) for one in called] == [
        ("opened", second.id), ("escalated", second.id),
    ]  # fmt: skip
    assert street.hook.paths[-1] == "/further"


def test_in_quiet_hours_nothing_is_told_and_what_passed_in_them_never_is(street: Street) -> None:
    minute = (street.setup.clock.now_us() // (60 * S_US) + 7 * 60) % 1440
    street.rule(street.way(), quiet_from=(minute - 5) % 1440, quiet_to=(minute + 60) % 1440)
    street.happens("plain")
    assert street.heard() == []
    street.setup.clock.advance(600)
    street.incidents.round()
    street.happens("heavy")
    street.setup.clock.advance(3000)
    assert [one["cameras"][0]["camera"] for one in street.heard()] == ["heavy"]


def test_only_who_may_judge_incidents_says_who_hears_of_them(street: Street) -> None:
    way = street.way()
    technician = a_technician(street)
    with pytest.raises(Denied):
        street.rule(way, by=technician)
    with pytest.raises(Invalid, match="incident_kinds"):
        street.rule(way, incident_kinds=frozenset({"fight"}))
    mine, faults = street.rule(way), street.rule(way, by=technician, incident_kinds=frozenset(), faults=True)
    alerts = street.watched.health.alerts
    draft = RuleDraft(owner_id=street.chief.organisation_id, name="none")
    with pytest.raises(Denied):
        alerts.put_rule(technician, mine, draft)
    alerts.put_rule(technician, faults, draft)
    kept = next(rule for rule in alerts.rules(street.chief) if rule.id == mine)
    assert (kept.incident_kinds, kept.faults) == (STOPPED, False)


def test_a_rule_for_incidents_alone_tells_no_faults_and_no_overdue_tickets(street: Street) -> None:
    street.rule(street.way(), group_s=0)
    camera = street.setup.cameras["plain"]
    for score in (1.0, 1.0, 1.0, 0.0, 0.0, 0.0):
        sign = Sign(
            kind=FaultKind.COVERED, score=score, threshold=0.5, at_us=street.setup.clock.now_us()
        )  # fmt: skip
        street.watched.faults.judge({camera.id: [sign]})
        with street.setup.rig.database.transaction() as tx:
            alerts = street.watched.health.alerts
            alerts.tell(tx, street.chief.organisation_id, subject="Quá hạn", text="SC-1", facts={})
        street.setup.clock.advance(10)
        assert street.heard() == []


def a_technician(street: Street) -> Principal:
    setup, owner_id = street.setup, street.chief.organisation_id
    binding = RoleBinding(role=Role.TECHNICIAN, organisation_id=owner_id)
    new = NewUser(username="tech", name="tech", organisation_id=owner_id, roles=(binding,), password=PASSWORD)
    setup.governance.users.create(street.admin, new)
    setup.sign_in("tech")
    return setup.principals["tech"]
