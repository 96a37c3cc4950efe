"""Devices taken in, kept, and what is done to them: a real database and registry, devices without a network."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from databases import content_of
from devices_world import SECRET, World, a_world
from fake_devices import Fake
from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep
from toancanh.devices.model import DeviceState
from toancanh.devices.onboarding.model import ItemReason, ItemState, JobKind, JobState, Template
from toancanh.devices.operations import DeviceFilter
from toancanh.devices.posture.model import PostureCheck, PostureVerdict
from toancanh.devices.routes import router
from toancanh.governance import PROTECTED, Role
from toancanh.kernel import Conflict, Denied, NotFound
from toancanh.registry import StreamRole
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with a_world(tmp_path) as made:
        yield made


def test_a_device_is_taken_in_as_a_new_camera_in_one_flow(world: World) -> None:
    fake = world.fake(5)
    template = Template(main_bitrate_bps=2_000_000, ntp_servers=("10.1.0.1",), name_overlay=True)
    [item] = world.worked(world.job("10.1.0.5", template=template))
    assert (item.state, item.reason, item.detail) == (ItemState.DONE, ItemReason.NONE, "")
    assert [one["took"] for one in item.report["settings"]] == [True, True, True]
    assert item.report["pictures"]["1"]["ok"] is True
    [device] = world.all()
    camera = world.city.registry.get_camera(world.city.admin, str(device.channels[0].camera_id))
    assert (camera.code, camera.site_id, camera.owner_id) == ("DS-00005", world.site_id, world.owner_id)
    assert [one.role for one in camera.streams] == [StreamRole.MAIN, StreamRole.SUB]
    assert fake.overlays == {"src1": "DS-00005 Cam A"}
    dossier = world.city.registry.dossiers.get(world.city.admin, camera.id)
    assert dossier.dossier.serial == "DS-00005"
    assert dossier.declarations["serial"].source is DeclarationSource.DEVICE
    assert world.devices.reaching.of_camera(camera.id).id == device.id
    assert world.devices.jobs.get(world.city.admin, item.job_id).state is JobState.DONE


def test_known_cameras_are_found_by_serial_and_never_made_twice(world: World) -> None:
    write = CameraWrite(
        camera_id=None,
        values={
            "code": "C1",
            "name": "C1",
            "owner_id": world.owner_id,
            "lat": 21.0,
            "lon": 105.8,
            "serial": "ds 00007",
        },
    )
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    camera_id = world.city.registry.dossiers.write(world.city.admin, write, declared=declared)
    world.fake(7)
    for _ in range(2):
        [item] = world.worked(world.job("10.1.0.7"))
        assert item.state is ItemState.DONE
    [device] = world.all()
    assert device.channels[0].camera_id == camera_id
    assert [item.report["cameras"]] == [[]]  # the second time it was linked already


def test_a_recorder_is_one_device_with_many_cameras(world: World) -> None:
    world.fake(9, channels=4)
    [item] = world.worked(world.job("10.1.0.9", code_prefix="NVR-"))
    [device] = world.all()
    assert (item.state, len(device.channels)) == (ItemState.DONE, 4)
    codes = world.city.registry.camera_codes([str(one.camera_id) for one in device.channels])
    assert sorted(codes.values()) == [f"NVR-DS-00009-0{number}" for number in (1, 2, 3, 4)]


@pytest.mark.databases("sqlite")
def test_each_failure_says_plainly_why(world: World) -> None:
    world.fake(20, away=True)
    wrong = world.fake(21, password="another")
    world.fake(22, serial="DS-TWIN")
    world.fake(23, serial="ds-twin")
    world.fake(24, named_host="127.0.0.1")  # names the platform's own machine
    world.fake(25, offset_us=-1_700_000_000_000_000)  # lives in 1970
    world.worked(world.job("10.1.0.22"))
    items = world.worked(world.job(*[f"10.1.0.{last}" for last in range(20, 26)]))
    assert {one.host[-2:]: (one.state.value, one.reason.value) for one in items} == {
        "20": ("failed", "unreachable"),
        "21": ("failed", "login_refused"),
        "22": ("done", ""),
        "23": ("asks", "same_serial"),
        "24": ("failed", "address_forbidden"),
        "25": ("done", ""),
    }
    assert "10.1.0.22:80" in items[3].detail
    assert items[4].report["conformity"]  # what was found on the way is told
    assert items[4].device_id is not None
    assert wrong.tried == [SECRET]  # once
    job = world.devices.jobs.get(world.city.admin, items[0].job_id)
    world.devices.jobs.decide(world.city.admin, job.id, 3, "new")
    again = world.worked(job)
    assert again[3].state is ItemState.DONE
    assert len([one for one in world.all() if one.serial.lower() == "ds-twin"]) == 2
    assert wrong.tried == [SECRET]  # a decision on one is no second try of another


def test_nothing_outside_the_named_networks_is_spoken_to(world: World) -> None:
    far = world.net.add(Fake(host="10.9.0.5", password=SECRET))
    with pytest.raises(Denied):
        world.job("10.9.0.5")
    world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    [network] = world.devices.networks.all()
    world.devices.networks.forget(world.city.admin, network.id)
    with pytest.raises(Denied):
        world.devices.reaching.port(device)
    assert far.tried == []


@pytest.mark.databases("sqlite")
def test_a_certificate_that_changed_overnight_is_confirmed_by_a_person(world: World) -> None:
    fake = world.fake(5, certificate="a" * 64, port=443)
    world.net.add(fake)
    world.worked(world.job("https://10.1.0.5"))
    [device] = world.all()
    assert device.certificate == "a" * 64
    fake.certificate, fake.tried = "b" * 64, []
    admin, operations = world.city.admin, world.devices.operations
    after = asyncio.run(operations.read(admin, device.id))
    assert (after.state, after.offered_certificate, fake.tried) == (DeviceState.CERTIFICATE_CHANGED, "b" * 64, [])
    with pytest.raises(Conflict):
        world.devices.reaching.port(after)
    assert world.worked(world.job("https://10.1.0.5"))[0].reason is ItemReason.NOT_SPOKEN_TO
    assert fake.tried == []  # no log-in went to it
    operations.confirm_certificate(admin, device.id, "b" * 64)
    assert asyncio.run(operations.read(admin, device.id)).state is DeviceState.READY


def test_a_password_is_changed_with_proof_and_the_streams_learn_it(world: World) -> None:
    fake = world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    [item] = world.worked(world.devices.jobs.over_devices(world.city.admin, JobKind.ROTATE, [device.id]))
    assert (item.state, item.report["outcome"]) == (ItemState.DONE, ChangeOutcome.CHANGED)
    assert fake.password != SECRET
    assert len(fake.password) == 16
    streams = world.city.registry.desired_streams()
    assert {(one.username, one.password) for one in streams} == {("admin", fake.password)}
    assert asyncio.run(world.devices.operations.read(world.city.admin, device.id)).state is DeviceState.READY
    assert fake.wrong == 0
    outcomes = [(one["step"], one.get("outcome")) for one in world.acts("device.password")]
    assert outcomes == [("begun", None), ("proved", ""), ("idle", "changed")]


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("where", ["before set_user", "after set_user", "after prove_login"])
def test_a_change_cut_in_the_middle_is_gone_on_with(world: World, where: str) -> None:
    class Cut(BaseException):
        pass

    fake = world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [device] = world.all()

    def cut(at: str) -> None:
        if at == where:
            fake.on = lambda _: None
            raise Cut

    fake.on = cut
    operations = world.devices.operations
    with pytest.raises(Cut):
        asyncio.run(operations.change_password(world.city.admin, device.id))
    with pytest.raises(Conflict):  # nobody else logs in meanwhile
        world.devices.reaching.port(device)
    asyncio.run(operations.go_on_with_changes())
    kept = operations.get(world.city.admin, device.id)[1]
    assert kept is not None
    assert kept.rotation.step is ChangeStep.IDLE
    assert asyncio.run(operations.read(world.city.admin, device.id)).state is DeviceState.READY
    assert not fake.locked


@pytest.mark.databases("sqlite")
def test_what_was_under_way_when_the_process_ended_begins_anew(world: World) -> None:
    world.fake(5)
    job = world.job("10.1.0.5", "10.1.0.6")
    item = world.devices.jobs.waiting(job.id, 1)[0]
    world.devices.jobs.save_item(replace(item, state=ItemState.RUNNING))
    world.devices.jobs.restart()
    admin, jobs = world.city.admin, world.devices.jobs
    assert jobs.move(admin, job.id, JobState.PAUSED).state is JobState.PAUSED
    assert {one.state for one in world.worked(job)} == {ItemState.WAITING}
    jobs.move(admin, job.id, JobState.RUNNING)
    assert [one.state for one in world.worked(job)] == [ItemState.DONE, ItemState.FAILED]
    world.fake(6)
    jobs.retry(admin, job.id)
    assert [one.state for one in world.worked(job)] == [ItemState.DONE, ItemState.DONE]


@pytest.mark.databases("sqlite")
def test_a_log_in_that_was_refused_is_not_tried_again_by_its_job(world: World) -> None:
    fake = world.fake(5, password="another one")
    job, jobs = world.job("10.1.0.5"), world.devices.jobs
    assert [one.reason for one in world.worked(job)] == [ItemReason.LOGIN_REFUSED]
    for _ in range(5):
        with pytest.raises(Conflict):
            jobs.retry(world.city.admin, job.id)
        world.worked(job)
    assert (fake.wrong, fake.locked) == (1, False)


@pytest.mark.databases("sqlite")
def test_a_known_device_is_taken_in_anew_by_its_kept_log_in(world: World) -> None:
    world.fake(5)
    world.worked(world.job("10.1.0.5"))
    [again] = world.worked(world.job("10.1.0.5", username=""))
    assert (again.state, again.report["pictures"]["1"]["ok"]) == (ItemState.DONE, True)  # with its user name, too


@pytest.mark.databases("sqlite")
def test_no_password_is_told_anywhere(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    fake = world.fake(5)
    job = world.job("10.1.0.5")
    world.worked(job)
    [device] = world.all()
    asyncio.run(world.devices.operations.change_password(world.city.admin, device.id))
    app = world.city.bare_app()

    class Platform:
        devices = world.devices

    app.include_router(router(Platform()), prefix="/api/v1")
    with TestClient(app) as client:
        token = world.city.token("admin")
        paths = [f"/{device.id}", "", "/jobs", f"/jobs/{job.id}", f"/jobs/{job.id}/items", f"/{device.id}/posture"]
        answers = "".join(
            client.get(f"/api/v1/devices{path}", headers={"Authorization": f"Bearer {token}"}).text for path in paths
        )
    assert '"camera_id"' in answers
    kept = content_of(world.city.database)
    for secret in (SECRET, fake.password):
        assert secret not in answers + caplog.text
        assert secret.encode() not in kept


@pytest.mark.databases("sqlite")
def test_the_device_of_a_protected_camera_is_not_there_for_others(world: World) -> None:
    world.fake(5)
    [item] = world.worked(world.job("10.1.0.5"))
    [device] = world.all()
    world.city.user("tech", Role.TECHNICIAN, world.owner_id)
    tech = world.city.signed_in("tech")
    operations = world.devices.operations
    assert operations.get(tech, device.id)[0].id == device.id
    camera_id = str(device.channels[0].camera_id)
    of_camera = DeviceFilter(camera_id=camera_id)
    assert [one.id for one in operations.page(tech, of_camera)] == [device.id]
    assert operations.page(tech, DeviceFilter(camera_id=device.id)) == []
    world.city.registry.cameras.update(
        world.city.admin, camera_id, lambda draft: replace(draft, tags=draft.tags | {PROTECTED})
    )
    assert operations.firmware(tech) == []
    assert operations.page(tech, DeviceFilter()) == operations.page(tech, of_camera) == []
    with pytest.raises(NotFound):
        operations.get(tech, device.id)
    assert not world.devices.postures.owners(tech)
    assert not world.devices.postures.devices(tech)
    with pytest.raises(NotFound):
        world.devices.listening.get(tech, device.id)
    job = world.job("10.1.0.5", who="tech")
    world.worked(job)
    with pytest.raises(NotFound):
        operations.get(tech, str(item.device_id))
    [again] = world.devices.jobs.items(tech, job.id)
    assert (again.state, again.reason, again.device_id) == (ItemState.FAILED, ItemReason.UNREACHABLE, None)


@pytest.mark.databases("sqlite")
def test_posture_of_shared_passwords_and_exceptions(world: World) -> None:
    for last in (5, 6):
        world.fake(last)
    world.worked(world.job("10.1.0.5", "10.1.0.6"))
    one, other = world.all()
    admin, postures = world.city.admin, world.devices.postures
    for device in (one, other):
        found = {each.check: each.verdict for each in postures.get(admin, device)[0].findings}
        assert (found[PostureCheck.PASSWORD_SHARED], found[PostureCheck.PASSWORD_FACTORY]) == (
            PostureVerdict.FAILS,
            PostureVerdict.KEPT,
        )
    [owner] = postures.owners(admin)
    assert (owner.devices, owner.failing[PostureCheck.PASSWORD_SHARED]) == (2, 2)
    until_us = world.clock.now_us() + 86_400_000_000
    postures.except_(
        admin, one, PostureCheck.PASSWORD_SHARED, responsible="Tổ kỹ thuật", reason="chờ đổi", until_us=until_us
    )
    assert postures.owners(admin)[0].failing[PostureCheck.PASSWORD_SHARED] == 1
    app = world.city.bare_app()
    app.include_router(router(SimpleNamespace(devices=world.devices)), prefix="/api/v1")
    with TestClient(app, headers={"Authorization": f"Bearer {world.city.token('admin')}"}) as client:
        failing = client.get("/api/v1/devices/posture/devices", params={"check": "password_shared"}).json()["items"]
        [held] = client.get("/api/v1/devices/posture/exceptions").json()["items"]
    assert [each["id"] for each in failing] == [other.id]
    assert (held["device_id"], held["host"], held["responsible"]) == (one.id, one.host, "Tổ kỹ thuật")
    world.clock.advance(2 * 86_400)
    postures.again()
    assert postures.owners(admin)[0].failing[PostureCheck.PASSWORD_SHARED] == 2
    asyncio.run(world.devices.operations.change_password(admin, one.id))
    assert PostureCheck.PASSWORD_SHARED not in postures.owners(admin)[0].failing  # for both at once
