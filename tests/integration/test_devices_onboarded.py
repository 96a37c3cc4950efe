"""Simulated devices of each make taken in by the ONVIF adapter; a recorder, a second log-in, a password changed."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from governance_rig import a_city
from toancanh.devices.facts import VideoEncoding
from toancanh.devices.meeting import Meeting
from toancanh.devices.model import DeviceState, NetworkDraft
from toancanh.devices.onboarding.model import ItemState, Plan, Template
from toancanh.devices.onboarding.worker import JobWorker
from toancanh.devices.onvif.opening import OnvifOpener
from toancanh.devices.operations import DeviceFilter
from toancanh.devices.service import Devices
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import SystemClock
from toancanh.registry import SiteDraft
from toancanh.simulation import simulated_devices
from toancanh.simulation.devices import Make

pytestmark = pytest.mark.databases("sqlite")
PASSWORD = "Camera-2026"


def test_devices_of_every_make_are_taken_in_and_told(tmp_path: Path) -> None:
    makes, clock = tuple(Make), SystemClock()
    channels = {len(makes) + 1: 6}
    with (
        simulated_devices(
            len(makes) + 1, make=makes, channels=channels, password=PASSWORD, tls=True, wait_for_pictures=False
        ) as simulated,
        a_city(tmp_path, clock=clock) as city,
    ):
        opener = OnvifOpener(outbound=OutboundPolicy.of(simulated.outbound, ()), clock=clock)
        meeting = Meeting(outbound=OutboundPolicy.of(simulated.outbound, ()), clock=clock)
        devices = Devices(
            database=city.database, clock=clock, ids=city.registry.cameras._ids, keyring=city.keyring,
            governance=city.governance, registry=city.registry, events=city.events, open_device=opener,
            learn_certificate=opener.learn_certificate,
            discover=meeting,
        )  # fmt: skip
        city.registry.cameras._outbound = OutboundPolicy.of(simulated.outbound, ())
        city.registry.dossiers._writer._outbound = OutboundPolicy.of(simulated.outbound, ())
        admin, owner_id = city.admin, city.root_id
        site = city.registry.sites.create(admin, SiteDraft(code="S", name="S", owner_id=owner_id, lat=21.0, lon=105.8))
        devices.networks.name(admin, NetworkDraft(name="n", cidr="127.77.0.0/24", owner_id=owner_id))
        facts = list(simulated)
        addresses = [f"https://{facts[0].host}:{facts[0].https_port}"]
        addresses += [f"{one.host}:{one.http_port}" for one in facts[1:]]
        template = Template(main_encoding=VideoEncoding.H264, main_gop_s=2.0, name_overlay=True)
        plan = Plan(addresses=tuple(addresses), username="admin", site_id=site.id, template=template)
        job = devices.jobs.onboard(admin, owner_id, plan, PASSWORD)
        worker = JobWorker(
            jobs=devices.jobs,
            walk=devices.walk,
            networks=lambda _: devices.networks.all(),
            discover=meeting,
            clock=clock,
            upkeep=devices.operations.go_on_with_changes,
        )

        async def work() -> None:
            walk = devices.walk()
            while await worker.look(walk):
                pass

        asyncio.run(work())
        items = devices.jobs.items(admin, job.id)
        assert [(one.state, one.reason.value, one.detail) for one in items] == [(ItemState.DONE, "", "")] * len(items)
        kept = devices.operations.page(admin, DeviceFilter())
        assert sorted(len(one.channels) for one in kept) == [1] * len(makes) + [6]
        assert {one.serial for one in kept} == {one.serial for one in facts}
        assert len(city.registry.desired_streams()) == 2 * (len(makes) + 6)
        secure = next(one for one in kept if one.tls)
        assert len(secure.certificate) == 64
        changed = asyncio.run(devices.operations.change_password(admin, secure.id))
        assert changed.outcome.value == "changed"
        assert asyncio.run(devices.operations.read(admin, secure.id)).state is DeviceState.READY
        state = simulated.state(1)
        assert state.users["admin"].password != PASSWORD
        assert state.log_ins_refused == 0
        for fault, outcome in (("cut-before", "kept"), ("cut-after", "changed")):
            before = simulated.state(1).users["admin"].password
            simulated.fault(1, fault)
            changed = asyncio.run(devices.operations.change_password(admin, secure.id))
            simulated.clear(1, fault)
            now = simulated.state(1)
            assert (changed.outcome.value, now.users["admin"].password == before) == (outcome, outcome == "kept")
            assert now.log_ins_refused == 1  # the new password, once, where it was not set
            assert asyncio.run(devices.operations.read(admin, secure.id)).state is DeviceState.READY
