"""Subscriptions to what devices tell by themselves: kept, with their state; no device tells without bounds."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from devices_world import World, a_world
from toancanh.devices import DeviceEvent, DeviceTold, EventMeaning
from toancanh.devices.events.listener import Listener
from toancanh.devices.events.model import EVENTS_A_ROUND, EVENTS_KEPT, ListeningState, pause_s
from toancanh.governance import Role
from toancanh.kernel import Denied, NotFound


def _heard(world: World) -> None:
    """The listener begins, the device says what it has to say and ends it, the listener writes it down."""
    listener = Listener(listening=world.devices.listening, shelf=world.devices.shelf, clock=world.clock)

    async def hear() -> None:
        await listener.look()
        for _ in range(200):
            await asyncio.sleep(0.002)
            if listener._heard:
                break
        await listener.look()
        await listener.end()

    asyncio.run(hear())


def test_a_subscription_is_kept_and_says_how_it_stands(tmp_path: Path) -> None:
    with a_world(tmp_path) as world:
        listening, admin = world.devices.listening, world.city.admin
        fake = world.fake(5)
        world.worked(world.job("10.1.0.5"))
        [device] = world.all()
        world.city.user("watcher", Role.VIEWER, world.owner_id)
        assert listening.get(admin, device.id) == (None, [])
        with pytest.raises((Denied, NotFound)):
            listening.begin(world.city.signed_in("watcher"), device.id)
        assert listening.begin(admin, device.id).state is ListeningState.STARTING
        assert world.devices.listening.begin(admin, device.id).events == 0  # once is enough
        fake.tells = [
            DeviceEvent(topic="tns1:VideoSource/MotionAlarm", at_us=number, data={"State": "true"})
            for number in range(EVENTS_A_ROUND + 7)
        ]
        for _ in range(3):
            _heard(world)
        standing, events = listening.get(admin, device.id, limit=EVENTS_KEPT)
        assert standing is not None
        assert (standing.state, standing.reason) == (ListeningState.WAITING, "the device ended it")
        assert (standing.events, standing.left_out) == (3 * EVENTS_A_ROUND, 3 * 7)
        assert standing.heard_at_us == world.clock.now_us()
        assert len(events) == EVENTS_KEPT
        assert events[0].at_us == EVENTS_A_ROUND - 1

        fake.password, fake.tried = "another", []
        _heard(world)
        _heard(world)
        standing, _ = listening.get(admin, device.id)
        assert standing is not None
        assert standing.state is ListeningState.HELD
        assert len(fake.tried) == 1  # a refused password is not sent again
        listening.end(admin, device.id)
        assert listening.get(admin, device.id, limit=1)[0] is None
        assert len(world.acts("device.events_begin")) == len(world.acts("device.events_end")) == 1


def test_what_is_understood_is_told_of_the_camera_that_it_is_about(tmp_path: Path) -> None:
    with a_world(tmp_path) as world:
        told: list[DeviceTold] = []
        world.city.events.subscribe(DeviceTold, told.append)
        fake = world.fake(5)
        world.worked(world.job("10.1.0.5"))
        [device] = world.all()
        [channel] = device.channels
        assert channel.camera_id is not None
        world.devices.listening.begin(world.city.admin, device.id)
        now_us = world.clock.now_us()
        fake.tells = [
            DeviceEvent(topic="tns1:VideoSource/MotionAlarm", at_us=now_us, data={"State": "true"}),
            DeviceEvent(topic="tns1:Device/Trigger/Relay", at_us=now_us, data={"State": "true"}),
            DeviceEvent(topic="tns1:RuleEngine/TamperDetector/Tamper", at_us=5, data={"IsTamper": "true"}),
        ]
        _heard(world)
        [news] = told
        assert [(one.camera_id, one.meaning, one.lasts, one.at_us) for one in news.told] == [
            (channel.camera_id, EventMeaning.MOTION, True, now_us),
            (channel.camera_id, EventMeaning.TAMPER, True, now_us),
        ]
        world.devices.operations.link(world.city.admin, device.id, channel.token, None)
        _heard(world)
        assert len(told) == 1, "a channel that is no camera tells of none"


def test_devices_are_named_to_who_may_read_them(tmp_path: Path) -> None:
    with a_world(tmp_path) as world:
        world.fake(5)
        world.worked(world.job("10.1.0.5"))
        [device] = world.all()
        world.city.user("watcher", Role.VIEWER, world.owner_id)
        assert world.devices.called(world.city.admin, [device.id, "none"])[device.id][0] == "10.1.0.5"
        assert world.devices.called(world.city.admin, []) == {}
        assert world.devices.called(world.city.signed_in("watcher"), [device.id]) == {}


def test_a_device_that_does_not_answer_is_left_alone_longer_and_longer() -> None:
    assert [pause_s(failures, ListeningState.WAITING) for failures in (1, 2, 3, 50)] == [5.0, 10.0, 20.0, 300.0]
    assert pause_s(1, ListeningState.NOT_OFFERED) == 300.0
