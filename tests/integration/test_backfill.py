"""A hole filled out of a simulated device's own storage by profile G: found, fetched, shown, on record."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import av
import pytest
from sqlalchemy import select

from archive_rig import Rig, feed
from governance_rig import City, a_city
from media_units import pictures
from toancanh.devices.meeting import Meeting
from toancanh.devices.model import NetworkDraft
from toancanh.devices.onboarding.model import ItemState, Plan
from toancanh.devices.onboarding.worker import JobWorker
from toancanh.devices.onvif.opening import OnvifOpener
from toancanh.devices.operations import DeviceFilter
from toancanh.devices.service import Devices
from toancanh.governance.record.store import record_entry
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import IdSource, SystemClock
from toancanh.media.archive import ArchiveIndex, StreamKey, check
from toancanh.media.backfill.service import Backfill
from toancanh.media.backfill.store import backfill_try_table
from toancanh.media.model import GapCause
from toancanh.media.playback.footage import Footage
from toancanh.media.playback.spans import Span
from toancanh.registry import SiteDraft, StreamRole
from toancanh.simulation import SimulatedDevices, read_strip, simulated_devices

pytestmark = pytest.mark.databases("sqlite")
S = 1_000_000


def taken_in(city: City, simulated: SimulatedDevices, clock: SystemClock) -> Devices:
    outbound = OutboundPolicy.of(simulated.outbound, ())
    opener = OnvifOpener(outbound=outbound, clock=clock)
    meeting = Meeting(outbound=outbound, clock=clock)
    devices = Devices(
        database=city.database, clock=clock, ids=city.registry.cameras._ids, keyring=city.keyring,
        governance=city.governance, registry=city.registry, events=city.events, open_device=opener,
        learn_certificate=opener.learn_certificate, discover=meeting,
    )  # fmt: skip
    city.registry.cameras._outbound = outbound
    city.registry.dossiers._writer._outbound = outbound
    admin, owner_id = city.admin, city.root_id
    site = city.registry.sites.create(admin, SiteDraft(code="S", name="S", owner_id=owner_id, lat=21.0, lon=105.8))
    devices.networks.name(admin, NetworkDraft(name="n", cidr="127.77.0.0/24", owner_id=owner_id))
    addresses = tuple(f"{one.host}:{one.http_port}" for one in simulated)
    plan = Plan(addresses=addresses, username="admin", site_id=site.id)
    job = devices.jobs.onboard(admin, owner_id, plan, simulated[1].password)
    worker = JobWorker(
        jobs=devices.jobs, walk=devices.walk, networks=lambda _: devices.networks.all(), discover=meeting, clock=clock,
        upkeep=devices.operations.go_on_with_changes,
    )  # fmt: skip

    async def work() -> None:
        walk = devices.walk()
        while await worker.look(walk):
            pass

    asyncio.run(work())
    assert [one.state for one in devices.jobs.items(admin, job.id)] == [ItemState.DONE]
    return devices


def test_a_hole_is_filled_from_the_devices_own_storage(tmp_path: Path) -> None:
    clock = SystemClock()
    # its clock is seven hours off, as of one whose local time is called UTC
    with simulated_devices(1, make="sloppy") as simulated, a_city(tmp_path, clock=clock) as city:
        devices = taken_in(city, simulated, clock)
        [camera_id] = [one.camera_id for one in devices.operations.page(city.admin, DeviceFilter())[0].channels]
        key = StreamKey(str(camera_id), StreamRole.MAIN)
        made = object.__new__(Rig)
        made.clock, made.database, made.ids = clock, city.database, IdSource(clock=clock, site=1)
        made.archive = archive = ArchiveIndex(city.database, tmp_path / "archive")
        now_us = clock.now_us()
        start_us, hole = now_us - 300 * S, Span(start_us=now_us - 290 * S, end_us=now_us - 270 * S)
        with made.writer() as writer:
            recorder = made.recorder(writer, key)
            feed(recorder, pictures(), range(250), start_us=start_us, then=GapCause.CAMERA_AWAY)
            feed(recorder, pictures(), range(750, 1000), start_us=start_us, then=GapCause.SWITCHED_OFF)
        backfill = Backfill(
            archive=archive, clock=clock, ids=made.ids, governance=city.governance, registry=city.registry,
            keyring=city.keyring, outbound=OutboundPolicy.of(simulated.outbound, ()), devices=devices, data=tmp_path,
            bytes_per_s=1 << 30, segment_seconds=10, fragment_seconds=1.0,
        )  # fmt: skip
        assert backfill.round()
        assert not backfill.round()
        with city.database.reading() as connection:
            [tried] = connection.execute(select(backfill_try_table))
        assert (tried.is_settled, tried.reason) == (True, "")
        assert backfill.fill(str(camera_id), hole) == []

        assert check(archive, deep=True) == []
        footage = Footage(archive, clock)
        told = footage.timeline(*key[:2], Span(start_us=start_us, end_us=now_us - 265 * S))
        assert told.gaps == ()
        assert [one.clock.source for one in told.ranges] == ["server_arrival", "camera_storage", "server_arrival"]
        assert told.ranges[1].start_us == pytest.approx(hole.start_us, abs=50_000)
        assert told.ranges[1].end_us == pytest.approx(hole.end_us, abs=50_000)
        for at_us in (hole.start_us + 2 * S, hole.end_us - S):
            assert shown_ms(footage, key, at_us) == pytest.approx(at_us // 1000 % 60_000, abs=120)
        with city.database.reading() as connection:
            acts = select(record_entry.c.details).where(record_entry.c.action == "footage.backfill")
            details = [json.loads(one) for one in connection.execute(acts).scalars()]
        assert {one["stream"] for one in details} == {"main3"}
        assert {round(one["clock_offset_ms"] / 3_600_000) for one in details} == {7}
        assert simulated.state(1).log_ins_refused == 0


def shown_ms(footage: Footage, key: StreamKey, at_us: int) -> int:
    """What the strip in the picture of that instant says: its milliseconds within the minute."""
    coded, _, media_time = footage.shown_at(*key[:2], at_us)
    decoder = av.CodecContext.create("h264", "r")
    decoder.extradata = coded.configuration
    found = 0
    for unit in coded.units:
        packet = av.Packet(unit.data)
        packet.pts = unit.media_time
        for frame in decoder.decode(packet):
            if frame.pts <= media_time:
                plane = frame.planes[0]
                strip = read_strip(memoryview(plane), frame.width, frame.height, plane.line_size)
                assert strip is not None
                found = strip.ms
    return found
