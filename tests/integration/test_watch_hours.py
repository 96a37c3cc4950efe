"""A right that holds at certain hours ends a running view when its hour ends."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from governance_rig import a_city
from toancanh.governance import Role
from toancanh.governance.packs.shelf import Shelf
from toancanh.governance.regulation import FILES, Engine, read_pack
from toancanh.kernel import SimulatedClock
from toancanh.regulations import SHIPPED

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
        assert withdrawn.get(timeout=2) == "right_withdrawn"
