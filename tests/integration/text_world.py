"""`whole_app` with what texts need to be used: seconds of footage, a finished export, a device that answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from whole_app import World, whole_app

from archive_rig import feed
from fake_devices import Fake, FakeNet, FakePort
from media_units import pictures
from toancanh.devices import DeviceAt, Preset, PtzLimits, PtzPosition
from toancanh.devices.model import Device, DeviceState
from toancanh.devices.store import devices as devices_store
from toancanh.evidence.exports import ExportForm, ExportState, store
from toancanh.evidence.model import ExportCamera, ExportJob, Wanted
from toancanh.governance import judgement
from toancanh.kernel import format_rfc3339
from toancanh.media.archive import StreamKey
from toancanh.media.archive.index_writer import IndexWriter
from toancanh.media.model import GapCause
from toancanh.media.recorder import ArchiveWriter, Recorder
from toancanh.registry import StreamRole

_S = 1_000_000
_AGO_US = 900 * _S


@contextmanager
def a_city_for_texts(folder: Path) -> Iterator[World]:
    """A session may be refused as often as there are texts."""
    net = TurningNet()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(judgement, "_REFUSALS_PER_MINUTE", 100_000)
        patch.setattr("toancanh.devices.onvif.opening.OnvifOpener", lambda **_terms: net)
        with whole_app(folder) as world:
            _recorded(world)
            world.names["export"] = _exported(world)
            _with_a_device(world, net)
            world.names["folder"] = str(folder / "cold")
            (folder / "cold").mkdir()
            yield world


def _recorded(world: World) -> None:
    """Ten seconds of ``{camera}``, a quarter of an hour ago."""
    platform = world.platform
    start_us = platform.clock.now_us() - _AGO_US
    key = StreamKey(world.names["camera"], StreamRole.MAIN)
    index = IndexWriter(platform.database)
    writer = ArchiveWriter(archive=platform.archive, index=index, ids=platform.ids, tails={}, linger_s=0.001)
    index.start()
    writer.start()
    recorder = Recorder(key=key, writer=writer, clock=platform.clock, ids=platform.ids, segment_seconds=10)
    feed(recorder, pictures("h264"), range(250), start_us=start_us, then=GapCause.CAMERA_AWAY)
    assert writer.close()
    span = start_us + 2 * _S, start_us + 8 * _S
    world.names["since"], world.names["until"] = map(format_rfc3339, span)
    world.names["early"] = format_rfc3339(span[0] - 3 * 3600 * _S)
    world.names["soon"] = format_rfc3339(span[1] + 30 * 86_400 * _S)


class TurningPort(FakePort):
    """With a head, which keeps the names of its presets alone."""

    def __init__(self, fake: Fake, at: DeviceAt, names: dict[str, str]) -> None:
        super().__init__(fake, at)
        self.names = names

    async def ptz_limits(self, profile: str) -> PtzLimits:
        whole = (-1.0, 1.0)
        return PtzLimits(
            node_token="n", pan=whole, tilt=whole, zoom=(0.0, 1.0), continuous=True, absolute=True,
            relative_fov=True, home=True, most_presets=80,
        )  # fmt: skip

    async def ptz_status(self, profile: str) -> PtzPosition:
        return PtzPosition(pan=0.0, tilt=0.0, zoom=0.0)

    async def ptz_stop(self, profile: str) -> None:
        pass

    async def ptz_presets(self, profile: str) -> tuple[Preset, ...]:
        return tuple(Preset(token=token, name=name) for token, name in self.names.items())

    async def ptz_goto_preset(self, profile: str, preset: str) -> None:
        pass

    async def ptz_set_preset(self, profile: str, name: str, *, preset: str = "") -> str:
        self.names[preset or "1"] = name
        return preset or "1"

    async def ptz_remove_preset(self, profile: str, preset: str) -> None:
        self.names.pop(preset, None)


@dataclass
class TurningNet(FakeNet):
    """All devices in it have one head."""

    presets: dict[str, str] = field(default_factory=lambda: {"1": "CONG"})

    def __call__(self, at: DeviceAt, *, networks: Sequence[str]) -> FakePort:
        return TurningPort(super().__call__(at, networks=networks).fake, at, self.presets)


def _with_a_device(world: World, net: FakeNet) -> None:
    """``{device}`` answers, ``{silent}`` does not; ``{channel_token}`` is the channel of ``{another}``, which turns."""
    platform = world.platform
    net.add(Fake(host="192.0.2.3", read_at_us=platform.clock.now_us()))
    device, silent = (
        Device(
            id=platform.ids.new_id(), owner_id=world.names["north"], site_id=None, protected=False, host=host,
            port=80, path="/", tls=False, state=DeviceState.READY, created_at_us=0, updated_at_us=0,
        )
        for host in ("192.0.2.3", "192.0.2.4")
    )  # fmt: skip
    with platform.database.transaction() as tx:
        devices_store.insert_device(tx, device)
        devices_store.insert_device(tx, silent)
    world.names |= {"device": device.id, "silent": silent.id, "channel_token": "src1"}
    headers = {"Authorization": f"Bearer {world.tokens['admin']}"}
    for method, path, body in (
        ("PUT", "login", {"username": "admin", "password": "factory-1"}),
        ("POST", "read", None),
        ("PUT", "channels/src1", {"camera_id": world.names["another"]}),
    ):
        answer = world.client.request(method, f"/api/v1/devices/{device.id}/{path}", json=body, headers=headers)
        assert answer.status_code == 200, answer.text


def _exported(world: World) -> str:
    """An export that is done and empty."""
    platform, admin = world.platform, world.people["admin"]
    now_us = platform.clock.now_us()
    wanted = Wanted(
        camera_ids=(world.names["camera"],), from_us=now_us - _AGO_US, to_us=now_us - _AGO_US + _S,
        role=StreamRole.MAIN, form=ExportForm.EXACT, burn_in=False, purpose="order", reference="1",
    )  # fmt: skip
    camera = ExportCamera(
        camera_id=world.names["camera"], owner_id=world.names["north"], protected=False, code="camera", hidden=""
    )
    job = ExportJob(
        id=platform.ids.new_id(), user_id=admin.user_id, session_id=admin.session_id, state=ExportState.DONE,
        wanted=wanted, cameras=(camera,), source="", asked_us=now_us, total_bytes=0,
        expires_us=now_us + 10**12,
        made={
            "username": admin.username, "organisation_id": admin.organisation_id, "second_factor": False, "hidden": {},
            "approvals": [], "clips": [], "sha256": "0" * 64,
        },
    )  # fmt: skip
    with platform.database.transaction() as tx:
        store.add(tx, job)
    return job.id
