"""Passwords of devices while others act: one runner, none dropped too early, and turns for all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from devices_world import SECRET, World, a_world
from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep, Rotation, Seen, Try, Which, after, noted
from toancanh.devices.model import DeviceState
from toancanh.devices.onboarding.model import ItemReason, ItemState
from toancanh.kernel import Conflict


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        yield made


@pytest.mark.parametrize("when", ["before users", "before set_user", "after set_user"])
def test_a_change_has_one_runner_at_a_time(world: World, when: str) -> None:
    fake = world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    operations, credentials = world.devices.operations, world.devices.operations._credentials

    def kept() -> Rotation:
        found = operations.get(world.city.admin, device.id)[1]
        assert found is not None
        return found.rotation

    def meanwhile(at: str) -> None:
        if at != when:
            return
        fake.on = lambda _: None
        tried, now = len(fake.tried), kept()
        with ThreadPoolExecutor(1) as worker:  # the job worker has a loop of its own
            worker.submit(asyncio.run, operations.go_on_with_changes()).result()
            with pytest.raises(Conflict):
                worker.submit(asyncio.run, operations.change_password(world.city.admin, device.id)).result()
        stale = Rotation(
            step=ChangeStep.PREPARED, tries=(Try(which=Which.OLD, at_us=1),)
        )  # what another process has read before
        with pytest.raises(Conflict), world.city.database.transaction() as tx:
            credentials.save(tx, device.id, noted(stale, Which.OLD, 2), before=stale)
        with pytest.raises(Conflict), world.city.database.transaction() as tx:
            credentials.settle(tx, device.id, after(stale, Which.OLD, Seen.REFUSED), before=stale, now_us=1)
        assert (len(fake.tried), kept()) == (tried, now)

    fake.on = meanwhile
    changed = asyncio.run(operations.change_password(world.city.admin, device.id))
    assert changed.outcome is ChangeOutcome.CHANGED
    assert asyncio.run(operations.read(world.city.admin, device.id)).state is DeviceState.READY


@pytest.mark.databases("sqlite")
def test_neither_of_two_passwords_is_dropped_before_the_device_has_said_which(world: World) -> None:
    fake = world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    admin, operations = world.city.admin, world.devices.operations

    def goes_away(at: str) -> None:
        if at == "after set_user":
            fake.away = True

    fake.on = goes_away
    assert asyncio.run(operations.change_password(admin, device.id)).step is ChangeStep.SENT
    changed = fake.password
    with pytest.raises(Conflict, match="both are kept"):
        operations.enter_login(admin, device.id, "admin", "a guess")
    with pytest.raises(Conflict, match="both are kept"):
        operations.retire(admin, device.id)
    [item] = world.worked(world.job("10.1.0.5"))
    assert (item.reason, fake.password) == (ItemReason.BEING_CHANGED, changed)
    fake.away, fake.password, fake.on = False, "of the maker", lambda _: None  # somebody has reset it
    asyncio.run(operations.go_on_with_changes())
    with pytest.raises(Conflict, match="both are kept"):
        operations.enter_login(admin, device.id, "admin", fake.password)
    fake.password = SECRET
    [item] = world.worked(world.job("10.1.0.5"))  # proved by a log-in: that is the one
    assert item.state is ItemState.DONE
    assert operations.enter_login(admin, device.id, "admin", SECRET).state is DeviceState.READY


@pytest.mark.databases("sqlite")
def test_a_device_that_is_no_more_goes_with_both_passwords_when_somebody_says_so(world: World) -> None:
    fake = world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    fake.away = True
    asyncio.run(world.devices.operations.change_password(world.city.admin, device.id))
    assert world.devices.operations.retire(world.city.admin, device.id, both=True).state is DeviceState.RETIRED
    assert [one["both_passwords"] for one in world.acts("device.forget")] == [True]


@pytest.mark.databases("sqlite")
def test_changes_have_turns(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toancanh.devices.operations._CHANGES_AT_ONCE", 2)
    fakes = [world.fake(last) for last in (5, 6, 7)]
    world.worked(world.job("10.1.0.5", "10.1.0.6", "10.1.0.7"))
    for fake in fakes:
        fake.away = True
    operations = world.devices.operations
    for device in world.all():
        asyncio.run(operations.change_password(world.city.admin, device.id))
    for fake in fakes:
        fake.away = False
    asyncio.run(operations.go_on_with_changes())
    assert sum(one.password != SECRET for one in fakes) == 2
    asyncio.run(operations.go_on_with_changes())
    assert all(one.password != SECRET for one in fakes)
