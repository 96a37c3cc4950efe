"""What is set on one device: its picture, what it blots out itself, its accounts. Devices without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from devices_world import SECRET, World, a_world
from toancanh.devices import DeviceFailure, DeviceUser, ImagingWanted, PrivacyMask, UserLevel
from toancanh.devices.model import DeviceState
from toancanh.devices.settings import DeviceSettings, MasksWanted
from toancanh.governance import MaskArea, Role
from toancanh.kernel import Conflict, Denied, Invalid, NotFound

pytestmark = pytest.mark.databases("sqlite")
GATE = ((0.1, 0.1), (0.4, 0.1), (0.4, 0.5))
HOUSE = ((0.6, 0.6), (0.9, 0.6), (0.9, 0.9))


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        made.fake(5, read_at_us=made.clock.now_us())
        made.worked(made.job("10.1.0.5"))
        yield made


def test_the_picture_is_set_within_what_the_device_offers(world: World) -> None:
    settings, admin, id = world.devices.settings, world.city.admin, world.all()[0].id
    now = asyncio.run(settings.imaging(admin, id, "src1"))
    assert (now.settings.brightness, now.limits.brightness) == (50.0, (0.0, 100.0))
    wanted = ImagingWanted(brightness=34.0, ir_cut_filter="ON")
    after = asyncio.run(settings.set_imaging(admin, id, "src1", wanted))
    assert (after.settings.brightness, after.not_taken) == (30.0, ("brightness", "ir_cut_filter"))
    assert world.acts("device.imaging_set") == [{"channel": "src1", "brightness": 34.0, "ir_cut_filter": "ON"}]
    for more in (ImagingWanted(brightness=101.0), ImagingWanted(contrast=1.0), ImagingWanted(ir_cut_filter="OFF")):
        with pytest.raises(Invalid):
            asyncio.run(settings.set_imaging(admin, id, "src1", more))
    with pytest.raises(NotFound):
        asyncio.run(settings.imaging(admin, id, "src2"))


def test_areas_are_pushed_to_the_camera_and_none_goes_without_a_second_person(world: World) -> None:
    settings, admin, governance = world.devices.settings, world.city.admin, world.city.governance
    [device] = world.all()
    camera_id, push = str(device.channels[0].camera_id), settings.push_masks
    old = PrivacyMask(polygon=((0.0, 0.0), (0.1, 0.0), (0.1, 0.1)), token="m1")
    fake = world.net.fakes["10.1.0.5", 80]
    fake.masks = (old,)
    areas = [MaskArea(id="", name=name, reason="r", points=points) for name, points in (("a", GATE), ("b", HOUSE))]
    gate, house = governance.masks.write(admin, camera_id, areas, version=0).areas
    found = asyncio.run(push(admin, device.id, "src1", MasksWanted(area_ids=(gate.id,))))
    assert [one.polygon for one in found] == [old.polygon, GATE]
    assert world.acts("device.masks_push")[0]["after"] == [[list(corner) for corner in one.polygon] for one in found]
    again = asyncio.run(push(admin, device.id, "src1", MasksWanted(area_ids=(gate.id, house.id))))
    assert [one.polygon for one in again] == [old.polygon, GATE, HOUSE]  # what lies there already is not made twice
    with pytest.raises(Denied):
        asyncio.run(push(admin, device.id, "src1", MasksWanted(area_ids=(gate.id, house.id), keep=False)))
    assert fake.masks == again
    with pytest.raises(Invalid):
        asyncio.run(push(admin, device.id, "src1", MasksWanted(area_ids=("none",))))
    world.devices.shelf.link(device.id, "src1", None)
    with pytest.raises(Conflict):
        asyncio.run(push(admin, device.id, "src1", MasksWanted(area_ids=())))


def test_accounts_but_never_the_one_by_which_the_platform_logs_in(world: World) -> None:
    settings, admin, id = world.devices.settings, world.city.admin, world.all()[0].id
    guard = DeviceUser(name="guard", level=UserLevel.USER)
    asyncio.run(settings.create_user(admin, id, guard, SECRET + "2"))
    assert guard in asyncio.run(settings.users(admin, id))
    asyncio.run(settings.delete_user(admin, id, "guard"))
    assert world.acts("device.user_create") == [{"username": "guard", "level": "User"}]
    with pytest.raises(Conflict):
        asyncio.run(settings.delete_user(admin, id, "admin"))
    with pytest.raises(NotFound):
        asyncio.run(settings.delete_user(admin, id, "guard"))


def test_a_password_that_was_refused_is_not_sent_again(world: World) -> None:
    settings, admin, [device] = world.devices.settings, world.city.admin, world.all()
    fake = world.net.fakes["10.1.0.5", 80]
    fake.password = "changed at the device"
    with pytest.raises(DeviceFailure):
        asyncio.run(settings.users(admin, device.id))
    operations = world.devices.operations
    asks = (
        lambda: settings.users(admin, device.id),
        lambda: settings.imaging(admin, device.id, "src1"),
        lambda: operations.reboot(admin, device.id),
        lambda: operations.set_time(admin, device.id, [], "ICT-7"),
    )
    for ask in asks * 2:
        with pytest.raises(Conflict):
            asyncio.run(ask())
    assert (fake.wrong, world.all()[0].state) == (1, DeviceState.LOGIN_REFUSED)


def test_known_devices_are_read_anew_once_a_day_and_those_that_are_away_at_each_round(world: World) -> None:
    world.fake(6, read_at_us=world.clock.now_us())
    world.worked(world.job("10.1.0.6"))
    one, other = (world.net.fakes[f"10.1.0.{last}", 80] for last in (5, 6))

    def round_() -> dict[str, tuple[str, DeviceState]]:
        world.devices.rereading.round()
        return {device.host[-1]: (device.firmware[-6:], device.state) for device in world.all()}

    one.firmware, other.away = "V5.6.0 build 261201", True
    asked = len(one.tried)
    assert round_()["5"] == ("260101", DeviceState.READY)  # it was read today
    assert len(one.tried) == asked
    world.clock.advance(86_401)
    one.read_at_us = world.clock.now_us()
    assert round_() == {"5": ("261201", DeviceState.READY), "6": ("260101", DeviceState.AWAY)}
    other.away, other.password = False, "changed at the device"
    for _ in range(3):
        assert round_()["6"][1] is DeviceState.LOGIN_REFUSED
    assert (other.wrong, len(one.tried) - asked) == (1, 1)


def test_who_may_not(world: World) -> None:
    [device] = world.all()
    for name, role in (("viewer", Role.VIEWER), ("operator", Role.OPERATOR)):
        world.city.user(name, role, world.owner_id)
        for ask in _everything(world.devices.settings, world, device.id, name):
            with pytest.raises((Denied, NotFound)):
                asyncio.run(ask)
    assert world.net.fakes["10.1.0.5", 80].masks == ()


def _everything(settings: DeviceSettings, world: World, id: str, name: str) -> Iterator[Coroutine[Any, Any, object]]:
    who = world.city.signed_in(name)
    yield settings.imaging(who, id, "src1")
    yield settings.set_imaging(who, id, "src1", ImagingWanted(brightness=1.0))
    yield settings.masks(who, id, "src1")
    yield settings.push_masks(who, id, "src1", MasksWanted(area_ids=()))
    yield settings.users(who, id)
    yield settings.create_user(who, id, DeviceUser(name="x", level=UserLevel.USER), SECRET)
    yield settings.delete_user(who, id, "x")
