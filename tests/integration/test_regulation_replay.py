"""Requests on record, decided again under a pack."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from governance_rig import City, a_city
from toancanh.governance import AccessRequest, Action, ResourceRef, Role
from toancanh.governance.regulation import Engine, load_pack, replay
from toancanh.kernel import Denied
from toancanh.regulations import SHIPPED

DAY_US = 86_400_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as city:
        yield city


def test_what_would_have_been_answered_differently(city: City) -> None:
    city.user("truc", Role.OPERATOR, city.root_id)
    city.user("xem", Role.VIEWER, city.root_id)
    camera = city.camera("GT-1", city.root_id)
    now = city.clock.now_us()

    def ask(username: str, action: Action, from_us: int | None = None, purpose: str = "") -> None:
        person = city.signed_in(username)
        resource = ResourceRef(kind="camera", id=camera.id, owner_id=city.root_id)
        request = AccessRequest(
            action=action, resource=resource, from_us=from_us, to_us=from_us and from_us + 60_000_000, purpose=purpose,
            reference="1" if purpose else "",
        )  # fmt: skip
        with contextlib.suppress(Denied):
            decision = city.governance.require(person, request)
            with city.database.transaction() as tx:
                city.governance.record(tx, person, str(action), resource, decision=decision)

    ask("xem", Action.MEDIA_LIVE)
    ask("xem", Action.MEDIA_PLAYBACK, now - DAY_US)  # refused by both
    ask("truc", Action.MEDIA_PLAYBACK, now - DAY_US // 48)
    ask("truc", Action.MEDIA_PLAYBACK, now - DAY_US)
    ask("truc", Action.MEDIA_PLAYBACK, now - DAY_US, purpose="order")
    ask("truc", Action.MEDIA_EXPORT, now - DAY_US)

    shipped = load_pack(SHIPPED / "hanoi")
    policies = shipped.policies.replace("context.age <= 604800", "context.age <= 3600")
    policies = policies.replace('Action::"media.live", Action::"media.snapshot"', 'Action::"media.snapshot"')
    engine = Engine(shipped.model_copy(update={"policies": policies}))
    done = replay(engine, city.governance.reader.since(now - 30 * DAY_US))
    media = [shift for shift in done.shifts if shift.action.startswith("media.")]
    assert {(shift.action, shift.before, shift.after, shift.count) for shift in media} == {
        ("media.live", "allow", "deny", 1),
        ("media.playback", "allow", "needs (purpose) by playback_with_reason [4]", 1),
    }
    told = {shift.action: [(one.username, one.resource_kind) for one in shift.examples] for shift in media}
    assert told == {"media.live": [("xem", "camera")], "media.playback": [("truc", "camera")]}
    assert [shift for shift in done.shifts if shift not in media] == []
    assert done.decided >= 6
    assert replay(engine, city.governance.reader.since(city.clock.now_us() + DAY_US)).decided == 0
    assert replay(Engine(shipped), city.governance.reader.since(now - 30 * DAY_US)).shifts == ()
