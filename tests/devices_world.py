"""Devices without a network, taken in by a real database and registry."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

from sqlalchemy import select

from fake_devices import Fake, FakeNet
from governance_rig import City, a_city
from toancanh.devices import OpenDevice
from toancanh.devices.model import Device, NetworkDraft
from toancanh.devices.onboarding.model import Item, Job, Plan
from toancanh.devices.onboarding.walk import Picture
from toancanh.devices.onboarding.worker import JobWorker
from toancanh.devices.operations import DeviceFilter
from toancanh.devices.service import Devices
from toancanh.governance.record.store import record_entry
from toancanh.kernel import SimulatedClock
from toancanh.registry import SiteDraft

SECRET = "s3cret-of-the-job"


@dataclass
class World:
    city: City
    clock: SimulatedClock
    net: FakeNet
    devices: Devices
    owner_id: str
    site_id: str

    def fake(self, last: int, **more: object) -> Fake:
        made = Fake(host=f"10.1.0.{last}", serial=f"DS-0000{last}", mac=f"44:19:b6:00:00:{last:02x}", password=SECRET)
        for name, value in more.items():
            setattr(made, name, value)
        return self.net.add(made)

    def job(self, *addresses: str, who: str = "admin", **more: object) -> Job:
        plan = Plan(**{"addresses": addresses, "username": "admin", "site_id": self.site_id, **more})  # type: ignore[arg-type]
        principal = self.city.admin if who == "admin" else self.city.signed_in(who)
        return self.devices.jobs.onboard(principal, self.owner_id, plan, SECRET)

    def worked(self, job: Job, password: str = SECRET) -> list[Item]:
        """``password``: that streams are to be tried with."""
        worker = JobWorker(
            jobs=self.devices.jobs, walk=self.devices.walk, networks=lambda _: self.devices.networks.all(),
            discover=self.net.discover, clock=self.clock, upkeep=self.devices.operations.go_on_with_changes,
        )  # fmt: skip

        async def work() -> None:
            walk = self.devices.walk()
            walk.try_picture = partial(a_picture, right=password)
            while await worker.look(walk):
                pass

        asyncio.run(work())
        return self.devices.jobs.items(self.city.admin, job.id)

    def all(self) -> list[Device]:
        return self.devices.operations.page(self.city.admin, DeviceFilter())

    def acts(self, action: str) -> list[dict[str, object]]:
        with self.city.database.reading() as connection:
            query = select(record_entry.c.details).where(record_entry.c.action == action)
            return [json.loads(text) for text in connection.execute(query).scalars()]


async def a_picture(*, url: str, username: str, password: str, right: str = SECRET) -> Picture:
    assert (username, password) == ("admin", right)
    return Picture(ok=True, codec="h264", width=1920, height=1080, fps=25.0)


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    """The network 10.1.0.0/24 is named for the owner of one site."""
    clock = SimulatedClock()
    with a_city(folder, clock=clock) as city:
        net = FakeNet()
        devices = Devices(
            database=city.database, clock=clock, ids=city.registry.cameras._ids, keyring=city.keyring,
            governance=city.governance, registry=city.registry, events=city.events, open_device=cast(OpenDevice, net),
            learn_certificate=net.learn_certificate, discover=net.discover,
        )  # fmt: skip
        owner_id = city.organisation("ward").id
        site_id = city.registry.sites.create(
            city.admin, SiteDraft(code="S1", name="Ngã tư Sở", owner_id=owner_id, lat=21.003, lon=105.82)
        ).id
        devices.networks.name(city.admin, NetworkDraft(name="cameras", cidr="10.1.0.0/24", owner_id=owner_id))
        yield World(city, clock, net, devices, owner_id, site_id)
