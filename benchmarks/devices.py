"""What it takes to take devices in: 500 simulated ones from nothing to cameras with a test picture and a template.

The whole flow with the ONVIF adapter, a real database, the registry, and media's own connection test, in one process
with nobody else; the simulated devices run in another. Recording what was taken in is not part of it.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.ptz import ptz_figures
from toancanh.bootstrap.platform import Platform, open_platform
from toancanh.devices.facts import VideoEncoding
from toancanh.devices.model import NetworkDraft
from toancanh.devices.onboarding.model import ItemState, JobState, Plan, Template
from toancanh.devices.onboarding.walk import Picture
from toancanh.kernel import Principal
from toancanh.media.ingest.login import LoginGate
from toancanh.media.ingest.probe import probe
from toancanh.registry import SiteDraft
from toancanh.simulation import simulated_devices
from toancanh.simulation.devices import Make

DEVICES = 500
PASSWORD = "benchmark-of-the-devices"
TARGET_S = 300.0
TEMPLATE = Template(main_encoding=VideoEncoding.H264, main_bitrate_bps=4_000_000, main_gop_s=2.0, name_overlay=True)


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """The figure of the issue, and what it is made of."""
    count = options.cameras or DEVICES
    with tempfile.TemporaryDirectory() as folder, _simulated(count) as (addresses, outbound):
        platform = open_platform(
            data=Path(folder) / "data",
            overrides={"master_key_file": Path(folder) / "key", "allow_outbound": tuple(outbound)},
            writer="web",
            create=True,
        )
        try:
            figures, extra = _onboarded(platform, addresses, count)
        finally:
            platform.devices.close()
            platform.close()
    return [*figures, *ptz_figures()], extra


def _onboarded(platform: Platform, addresses: list[str], count: int) -> tuple[list[Figure], dict[str, object]]:
    admin = _administrator(platform)
    owner_id = admin.organisation_id
    draft = SiteDraft(code="B", name="B", owner_id=owner_id, lat=21.0, lon=105.8)
    site = platform.registry.sites.create(admin, draft)
    platform.devices.networks.name(admin, NetworkDraft(name="B", cidr="127.77.0.0/16", owner_id=owner_id))
    gate = LoginGate(clock=platform.clock)

    async def picture(*, url: str, username: str, password: str) -> Picture:
        found = await probe(url, username, password, outbound=platform.outbound, login_gate=gate, clock=platform.clock)
        size = found.parameters
        return Picture(
            ok=found.ok, reason=found.reason, width=size.width if size else 0, height=size.height if size else 0
        )

    plan = Plan(addresses=tuple(addresses), username="admin", site_id=site.id, template=TEMPLATE)
    began_s, cpu_s = time.monotonic(), time.process_time()
    platform.devices.start(picture)
    job = platform.devices.jobs.onboard(admin, owner_id, plan, PASSWORD)
    while platform.devices.jobs.job(job.id).state is not JobState.DONE:
        time.sleep(0.2)
        if time.monotonic() - began_s > 4 * TARGET_S:
            break
    took_s, cpu_s = time.monotonic() - began_s, time.process_time() - cpu_s
    items = platform.devices.jobs.items(admin, job.id, limit=count)
    taken = sum(one.state is ItemState.DONE for one in items)
    why = Counter(f"{one.reason}: {one.detail}" for one in items if one.state is not ItemState.DONE or one.reason)
    whole = taken == count
    figures = [
        Figure(
            key=f"onboarding of {count}", value=round(took_s, 1), unit="s", target=f"<= {TARGET_S:.0f}",
            holds=whole and took_s <= TARGET_S,
        ),
        Figure(key="taken in", value=taken, unit="devices", target=f"{count}", holds=whole),
        Figure(key="the platform's work for one device", value=round(1000 * cpu_s / count, 1), unit="ms of a core"),
    ]  # fmt: skip
    return figures, {"devices": count, "not_as_told": dict(why.most_common(10)), "cores": os.cpu_count()}


def _administrator(platform: Platform) -> Principal:
    platform.governance.ensure_first_administrator(PASSWORD)
    return platform.governance.sign_in("admin", PASSWORD, "benchmark")[1]


@contextmanager
def _simulated(count: int) -> Iterator[tuple[list[str], list[str]]]:
    """In a process of their own, lest they wait for ours."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(count, theirs), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("over")
        process.join(20)


def _serve(count: int, pipe: Connection) -> None:
    with simulated_devices(count, make=tuple(Make), password=PASSWORD) as devices:
        pipe.send(([f"{one.host}:{one.http_port}" for one in devices], list(devices.outbound)))
        pipe.recv()
