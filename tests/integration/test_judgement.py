"""How a process judges: a policy that fails denies, is counted, logged and on record; what changed counts in time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from governance_rig import City, a_city
from toancanh.governance import AccessRequest, Action, ResourceRef, Role, judgement
from toancanh.governance.record.store import record_entry
from toancanh.governance.regulation import Engine
from toancanh.governance.regulation.shipped import shipped_engine
from toancanh.governance.users import UserChange
from toancanh.kernel import Denied

pytestmark = pytest.mark.databases("sqlite")

BROKEN = """
@id("broken") @article("1")
forbid (principal, action in [Action::"camera.write", Action::"site.read"], resource)
when { context.minute + 9223372036854775807 < 0 };
"""


class Lines:
    """Stands for the log."""

    def __init__(self) -> None:
        self.written: list[dict[str, object]] = []

    def repeated(self, _key: str, _message: str, **fields: object) -> None:
        self.written.append(fields)


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as city:
        yield city


def test_a_policy_that_fails_denies_and_alarms(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = Lines()
    monkeypatch.setattr(judgement, "_log", lines)
    city.user("truc", Role.OPERATOR, city.root_id)
    pack = shipped_engine().pack
    broken = Engine(pack.model_copy(update={"policies": pack.policies + BROKEN}))
    monkeypatch.setattr(city.governance._judgement, "_in_force", lambda _connection, _now_us: broken)
    monkeypatch.setattr(city.governance._judgement, "_known", None)

    camera = ResourceRef(kind="camera", id="x", owner_id=city.root_id)
    request = AccessRequest(action=Action.CAMERA_WRITE, resource=camera)
    before = city.governance.figures.policy_errors
    for count in (1, 2):  # also where the answer is one that is known
        with pytest.raises(Denied):
            city.governance.require(city.admin, request)
        assert city.governance.figures.policy_errors == before + count
    assert city.governance.authorize(city.admin, AccessRequest(action=Action.CAMERA_READ, resource=camera)).allowed
    assert city.governance.figures.policy_errors == before + 2
    assert not city.governance.visible(city.admin, Action.SITE_READ, "site").allows(city.root_id)
    assert city.governance.figures.policy_errors > before + 2
    assert {line["action"] for line in lines.written} == {Action.CAMERA_WRITE, Action.SITE_READ}
    with city.database.reading() as connection:
        query = select(record_entry.c.decision).where(record_entry.c.resource_id == "x")
        stored = [json.loads(text) for text in connection.scalars(query)]
    assert [(one["outcome"], bool(one["errors"])) for one in stored] == [("deny", True)] * 2


def test_what_changes_here_counts_at_once_and_elsewhere_when_the_epoch_has_lasted(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(city.governance._judgement, "_epoch_lasts_us", 50_000)
    truc = city.user("truc", Role.OPERATOR, city.root_id)
    person = city.signed_in("truc")
    camera = ResourceRef(kind="camera", id="x", owner_id=city.root_id)

    def may() -> bool:
        return city.governance.authorize(person, AccessRequest(action=Action.MEDIA_LIVE, resource=camera)).allowed

    def disable(disabled: bool) -> None:
        city.governance.users.update(city.admin, truc.id, UserChange(disabled=disabled))

    assert may()
    disable(True)
    assert not may()
    known = city.database.writes
    disable(False)
    city.database.writes = known  # as if another process had done it
    assert not may()
    city.clock.advance(0.05)  # type: ignore[attr-defined]
    assert may()
