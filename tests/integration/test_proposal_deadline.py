"""An agency that answers after its deadline, and after the decision: over HTTP, with days that pass by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from placement_rig import Eyes, PlanningCity, a_planning_city
from sqlalchemy import select
from starlette.testclient import TestClient

from toancanh.governance.record.store import record_entry
from toancanh.planning import routes

CONCERNED = ("planner", "engineer", "officer", "leader")
CONDITIONS = {"verdict": "conditions", "conditions": ["Dùng H.265."]}


class Asking:
    """One city's HTTP interface."""

    def __init__(self, city: PlanningCity) -> None:
        self.city = city
        app = city.city.bare_app()
        platform = SimpleNamespace(
            governance=city.city.governance, planning=city.planning, settings=SimpleNamespace(origins=())
        )
        app.state.platform = platform
        app.include_router(routes.router(platform, Eyes(city.clock)), prefix="/api/v1")  # type: ignore[arg-type]
        self.client = TestClient(app)

    def __call__(self, who: str, method: str, path: str, body: object = None, *, status: int = 200) -> Any:
        headers = {"Authorization": f"Bearer {self.city.city.token(who)}"}
        answer = self.client.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def days_pass(self, days: int) -> None:
        """Everybody signs in again: sessions end within days."""
        self.city.clock.advance(days * 86_400)
        self.city.city.people.clear()


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asking]:
    with a_planning_city(tmp_path) as city:
        yield Asking(city)


def test_a_late_opinion_is_visible_to_everyone_concerned(ask: Asking) -> None:
    path = f"/proposals/{ask.city.sent()}"
    asked = {one["role"]: f"/opinions/{one['id']}" for one in ask("planner", "GET", path)["opinions"]}
    ask("officer", "POST", asked["police"], {"verdict": "agree"})
    waiting = ask("leader", "POST", f"{path}/decision", {"outcome": "approve"}, status=409)
    assert waiting["missing"] == ["opinion_technology"]
    assert late_ones(ask, path) == [[]] * 4

    ask.days_pass(11)
    assert late_ones(ask, path) == [[("technology", None, False)]] * 4
    assert [one["is_late"] for one in ask("engineer", "GET", "/opinions?pending=true")["items"]] == [True]
    approved = ask("leader", "POST", f"{path}/decision", {"outcome": "approve"})
    assert ask("officer", "POST", asked["technology"], CONDITIONS, status=404)["title"]
    given = ask("engineer", "POST", asked["technology"], CONDITIONS)
    assert (given["is_late"], given["after_decision"]) == (True, True)
    assert late_ones(ask, path) == [[("technology", "conditions", True)]] * 4
    after = ask("planner", "GET", path)
    assert (after["state"], after["decisions"]) == ("approved", approved["decisions"])
    for who in ("neighbour", "viewer"):
        ask(who, "GET", path, status=404)
    with ask.city.city.database.reading() as connection:
        act = record_entry.c.action == "opinion.answer"
        (details,) = connection.scalars(
            select(record_entry.c.details).where(act).order_by(record_entry.c.seq).offset(1)
        )
    assert '"late":true' in str(details).replace(" ", "").lower()


def late_ones(ask: Asking, path: str) -> list[list[tuple[str, str | None, bool]]]:
    """What each of those concerned is told to be late: the role, what it said, whether after the decision."""
    return [
        [
            (one["role"], one["verdict"], one["after_decision"])
            for one in ask(who, "GET", path)["opinions"]
            if one["is_late"]
        ]
        for who in CONCERNED
    ]
