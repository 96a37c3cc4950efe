"""How safe known devices stand, what they run, and masks that another person has approved of lifting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from devices_world import World, a_world
from toancanh.devices import PrivacyMask
from toancanh.devices.onboarding.model import ItemState, Plan
from toancanh.devices.posture.model import PostureCheck, PostureSeverity, PostureVerdict
from toancanh.devices.settings import MasksWanted
from toancanh.governance import Action, MaskArea, Role
from toancanh.governance.purpose.approvals import ApprovalRequest
from toancanh.governance.purpose.cases import CaseDraft, CaseKind
from toancanh.kernel import Denied
from toancanh.registry import StreamDraft

pytestmark = pytest.mark.databases("sqlite")
CLEAR = PostureCheck.PASSWORD_IN_CLEAR


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        yield made


def test_a_factory_password_is_known_from_what_was_entered_and_ends_with_a_change(world: World) -> None:
    fake = world.fake(5, password="admin12345", read_at_us=world.clock.now_us())
    plan = Plan(addresses=("10.1.0.5",), username="admin", site_id=world.site_id)
    job = world.devices.jobs.onboard(world.city.admin, world.owner_id, plan, "admin12345")
    [item] = world.worked(job, "admin12345")
    assert item.state is ItemState.DONE
    [device] = world.all()
    postures, admin = world.devices.postures, world.city.admin
    found = {one.check: one for one in postures.get(admin, device)[0].findings}
    assert found[PostureCheck.PASSWORD_FACTORY].verdict is PostureVerdict.FAILS
    assert postures.get(admin, device)[0].worst is PostureSeverity.HIGH
    assert fake.wrong == 0
    asyncio.run(world.devices.operations.change_password(admin, device.id))
    found = {one.check: one for one in postures.get(admin, device)[0].findings}
    assert found[PostureCheck.PASSWORD_FACTORY].verdict is PostureVerdict.KEPT


def test_a_password_that_may_go_in_the_clear_stands_in_the_posture_until_that_is_taken_back(world: World) -> None:
    world.fake(5, read_at_us=world.clock.now_us())
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    camera_id = str(device.channels[0].camera_id)

    def decided(allow: bool | None, url: str | None = None) -> tuple[PostureVerdict, bool]:
        def change(one: StreamDraft) -> StreamDraft:
            moved = replace(one, url=url, username="u", password="p") if url else one
            return replace(moved, allow_basic=allow)

        world.city.registry.cameras.update(
            world.city.admin, camera_id, lambda draft: replace(draft, streams=tuple(map(change, draft.streams)))
        )
        world.devices.shelf.settle()
        findings = world.devices.postures.get(world.city.admin, device)[0].findings
        stream = world.city.registry.cameras.load(camera_id).streams[0]
        return next(one.verdict for one in findings if one.check is CLEAR), stream.allow_basic

    assert decided(None) == (PostureVerdict.KEPT, False)
    assert decided(True) == (PostureVerdict.FAILS, True)
    assert decided(None) == (PostureVerdict.FAILS, True)  # an edit of something else
    assert world.devices.postures.owners(world.city.admin)[0].failing[CLEAR] == 1
    assert decided(False) == (PostureVerdict.KEPT, False)
    assert decided(True) == (PostureVerdict.FAILS, True)
    assert decided(None, "rtsp://10.1.0.77/main") == (PostureVerdict.KEPT, False)  # it was of another machine
    assert sum("main.allow_basic" in str(one["changed"]) for one in world.acts("camera.update")) >= 3


def test_firmware_is_counted_by_maker_and_model_of_what_one_may_read(world: World) -> None:
    for last, version in ((5, "V5.5.82 build 260101"), (6, "V5.5.82 build 260101"), (7, "V5.6.0 build 261201")):
        world.fake(last, firmware=version, read_at_us=world.clock.now_us())
    world.worked(world.job("10.1.0.5", "10.1.0.6", "10.1.0.7"))
    counted = world.devices.operations.firmware(world.city.admin)
    assert [(version, count) for *_, version, count in counted] == [
        ("V5.5.82 build 260101", 2), ("V5.6.0 build 261201", 1)
    ]  # fmt: skip
    assert all(maker and model for maker, model, *_ in counted)
    elsewhere = world.city.organisation("elsewhere").id
    world.city.user("stranger", Role.TECHNICIAN, elsewhere)
    assert world.devices.operations.firmware(world.city.signed_in("stranger")) == []


def test_what_the_camera_hides_is_shown_after_another_person_s_yes(world: World) -> None:
    fake = world.fake(5, read_at_us=world.clock.now_us())
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    camera_id, city = str(device.channels[0].camera_id), world.city
    gate = MaskArea(id="", name="a", reason="r", points=((0.1, 0.1), (0.4, 0.1), (0.4, 0.5)))
    [gate] = city.governance.masks.write(city.admin, camera_id, [gate], version=0).areas
    old = PrivacyMask(polygon=((0.0, 0.0), (0.1, 0.0), (0.1, 0.1)), token="m1")
    fake.masks = (old,)
    city.user("guard", Role.DATA_PROTECTION, city.root_id)
    city.governance.cases.open(city.admin, CaseDraft(number="SC-1", kind=CaseKind.INCIDENT))
    why = {"purpose": "incident", "reference": "SC-1"}
    wanted = MasksWanted(area_ids=(gate.id,), keep=False, **why)

    def push() -> tuple[PrivacyMask, ...]:
        return asyncio.run(world.devices.settings.push_masks(city.admin, device.id, "src1", wanted))

    asked = ApprovalRequest(
        action=Action.MEDIA_UNMASK, camera_ids=(camera_id,), from_us=None, to_us=None, reason="n", **why
    )  # fmt: skip
    approval = city.governance.approvals.request(city.admin, asked)
    with pytest.raises(Denied):
        push()
    assert fake.masks == (old,)
    city.governance.approvals.answer(city.signed_in("guard"), approval.id, yes=True)
    assert [one.polygon for one in push()] == [gate.points]
    assert [one.polygon for one in fake.masks] == [gate.points]
    [told] = world.acts("device.masks_push")
    assert told["before"] == [[list(corner) for corner in old.polygon]]
    city.governance.approvals.withdraw(city.admin, approval.id)
    fake.masks = (old,)
    with pytest.raises(Denied):
        push()
