"""What ends a running view by its time alone: an hour, a turn of duty (a share: test_shares.py)."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from governance_rig import a_city
from toancanh.governance import Role
from toancanh.governance.packs.shelf import Shelf
from toancanh.governance.purpose import DutyDraft
from toancanh.governance.regulation import FILES, Engine, read_pack
from toancanh.kernel import SimulatedClock
from toancanh.regulations import SHIPPED

LIVE = 'action == Action::"media.live", resource)'
ON_DUTY = f'\n@id("duty") @article("3")\nforbid (principal, {LIVE} unless {{ context.on_duty }};\n'
BY_THE_HOUR = '\n@id("hours") @article("3")\nforbid (principal, action == Action::"media.live", resource) when %s;\n'


@pytest.mark.databases("sqlite")
def test_the_end_of_the_hour_ends_a_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
    clock = SimulatedClock()
    minute = clock.now_us() // 60_000_000 % 1440
    until = (minute + 7 * 60 + 1) % 1440  # in Hà Nội
    files["policies.cedar"] += BY_THE_HOUR % f"{{ context.minute == {until} }}"
    engine = Engine(read_pack(files))
    monkeypatch.setattr(Shelf, "in_force", lambda *_: engine)
    with a_city(tmp_path, clock=clock) as city:
        city.user("lan", Role.OPERATOR, city.root_id)
        camera = city.camera("c1", city.root_id)
        grant, _ = city.governance.grants.issue(
            city.signed_in("lan"), kind="live", camera_id=camera.id, owner_id=camera.owner_id, stream="main"
        )
        withdrawn: queue.Queue[str] = queue.Queue()
        city.governance.grants.watch(grant, withdrawn.put)
        with pytest.raises(queue.Empty):
            withdrawn.get(timeout=0.15)
        clock.advance(60)
        assert withdrawn.get(timeout=20) == "right_withdrawn"


@pytest.mark.databases("sqlite")
def test_the_end_of_a_turn_of_duty_ends_a_view(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {name: (SHIPPED / "hanoi" / name).read_text(encoding="utf-8") for name in FILES}
    files["policies.cedar"] += ON_DUTY
    engine = Engine(read_pack(files))
    monkeypatch.setattr(Shelf, "in_force", lambda *_: engine)
    clock = SimulatedClock()
    with a_city(tmp_path, clock=clock) as city:
        lan = city.user("lan", Role.OPERATOR, city.root_id)
        now_us = clock.now_us()
        turn = DutyDraft(
            user_id=lan.id, role=Role.OPERATOR, organisation_id=city.root_id,
            from_us=now_us, until_us=now_us + 3600 * 1_000_000,
        )  # fmt: skip
        city.governance.duties.add(city.admin, [turn])
        camera = city.camera("c1", city.root_id)
        person = city.signed_in("lan")
        of = {"kind": "live", "camera_id": camera.id, "owner_id": camera.owner_id, "stream": "main"}
        grant, _ = city.governance.grants.issue(person, **of)
        withdrawn: queue.Queue[str] = queue.Queue()
        city.governance.grants.watch(grant, withdrawn.put)
        clock.advance(3599)
        with pytest.raises(queue.Empty):
            withdrawn.get(timeout=0.15)
        clock.advance(1)
        assert withdrawn.get(timeout=20) == "right_withdrawn"
