"""Many devices in one process: planned, put on their addresses, found by discovery."""

from __future__ import annotations

import asyncio
import random
import resource
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from ipaddress import IPv4Address
from pathlib import Path

from toancanh.kernel import Clock, Invalid
from toancanh.registry.model import StreamRole
from toancanh.simulation.assembly import CameraPlan, LiveScene, Simulation
from toancanh.simulation.devices.certificates import show_new_certificate
from toancanh.simulation.devices.discovery import Responder
from toancanh.simulation.devices.door import Account, DeviceDoor, Level
from toancanh.simulation.devices.faults import DEFAULT_VALUES, NUMBERED, DeviceFault
from toancanh.simulation.devices.head import Head
from toancanh.simulation.devices.machine import Machine
from toancanh.simulation.devices.makes import MANNERS, Make, Manners
from toancanh.simulation.devices.model import ROLES, Channel, Device, Encoder, Overlay, Stream
from toancanh.simulation.devices.snapshots import Snapshots
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.scene import Look, SceneKey
from toancanh.simulation.server import ServerOptions
from toancanh.simulation.view import STRAIGHT
from toancanh.simulation.workshop import SceneLoop

MAIN = Encoding(width=640, height=360, fps=15, gop=15, bitrate_bps=500_000)
SUB = Encoding(width=320, height=180, fps=10, gop=10, bitrate_bps=150_000)
_CODED = {StreamRole.MAIN: MAIN, StreamRole.SUB: SUB}
_LOOKS = (Look.ALLEY, Look.BRIDGE)
_REBOOT_S = 3.0
_FILES_EACH = 6  # ports, and some clients


@dataclass(frozen=True, kw_only=True)
class DevicePlan:
    """One device; ports of 0 are any, ``https`` and ``rtsps`` come with ``has_tls``."""

    number: int
    make: Make
    host: str
    http_port: int
    rtsp_port: int
    channels: int = 1
    has_head: bool = False
    has_tls: bool = False
    username: str
    password: str
    lock_s: float | None = None  # None: as the make does
    recorded_s: float = 86_400  # how far back its own storage goes


def loopback_host(number: int) -> str:
    """The address of device ``number`` on this machine: 127.77.0.1 and up (Linux answers for all of 127.0.0.0/8)."""
    return str(IPv4Address("127.77.0.0") + number)


class Fleet:
    """Runs on the current event loop."""

    def __init__(self, plans: Sequence[DevicePlan], *, clock: Clock, seed: int, cache: Path) -> None:
        self._clock = clock
        self._plans = plans
        self._snapshots = Snapshots()
        self.reboot_s = _REBOOT_S
        self.machines: dict[int, Machine] = {}
        cameras: list[CameraPlan] = []
        self.devices: dict[int, Device] = {}
        for plan in plans:
            device = _device(plan, clock, seed, first_camera=len(cameras) + 1)
            self.devices[plan.number] = device
            if device.manners.has_snapshots:
                device.snapshot = partial(self._snapshot, seed)
            cameras += [_camera(channel, seed) for channel in device.channels]
        self.simulation = Simulation(
            cameras, clock=clock, seed=seed, cache=cache, options=ServerOptions(allow_udp=False)
        )
        self.responder = Responder(self.devices.values(), lambda device: self.machines[device.number].is_on)
        self._watchers: list[asyncio.Task[None]] = []

    async def start(self, *, discovery_port: int, interface: str, with_pictures: bool = True) -> None:
        """Listen everywhere; raises OSError where a port is taken."""
        _make_room(len(self._plans))
        await self.simulation.start(0, with_pictures=with_pictures)
        first: Device | None = None
        for plan in self._plans:
            device = self.devices[plan.number]
            device.started_us = self._clock.now_us()
            for channel in device.channels:
                self.simulation.server.cameras[channel.camera_number].door = device.door
            if first is not None and first.host != device.host:  # all at the same ports, each on its own address
                device.http_port, device.rtsp_port = first.http_port, first.rtsp_port
                device.https_port, device.rtsps_port = first.https_port, first.rtsps_port
            context = _context(device, self._clock) if plan.has_tls else None
            machine = self.machines[plan.number] = Machine(device, self.simulation.server, context)
            await machine.switch_on()
            first = first or device
            self._watchers.append(asyncio.create_task(self._heed_reboots(machine)))
        self.responder.start(discovery_port, interface)

    async def close(self) -> None:
        """Everything off."""
        for watcher in self._watchers:
            watcher.cancel()
        self.responder.close()
        for machine in self.machines.values():
            await machine.switch_off()
        await self.simulation.close()

    async def set_fault(self, number: int, fault: DeviceFault, value: str | None = None) -> None:
        """From now on; raises `Invalid` for a value that means nothing."""
        device, machine = self.devices[number], self.machines[number]
        value = DEFAULT_VALUES[fault] if value is None else value
        if fault in NUMBERED and not value.replace(".", "", 1).isdecimal():
            raise Invalid(f"{fault} wants a number, not {value!r}")
        if fault is DeviceFault.SAME_SERIAL:
            other = self.devices.get(round(float(value)))
            if other is None:
                raise Invalid(f"there is no device {value}")
            value = other.serial
        device.faults[fault] = value
        if fault is DeviceFault.CERTIFICATE:
            if machine.context is None:
                raise Invalid("a certificate can change only where there is TLS")
            show_new_certificate(machine.context, device.host, device.name, self._clock.now_us())
        elif fault is DeviceFault.AWAY:
            await machine.switch_off()

    async def clear_faults(self, number: int, *faults: DeviceFault) -> None:
        """These, or all."""
        device, machine = self.devices[number], self.machines[number]
        for fault in faults or tuple(device.faults):
            device.faults.pop(fault, None)
        if DeviceFault.AWAY not in device.faults and not machine.is_on:
            await machine.switch_on()

    async def _snapshot(self, seed: int, channel: Channel, stream: Stream) -> bytes:
        now_us = self._clock.now_us()
        aim = channel.head.aim(now_us) if channel.head else STRAIGHT
        return await self._snapshots.take(_scene(channel, seed), _CODED[stream.role], aim, now_us)

    async def _heed_reboots(self, machine: Machine) -> None:
        asked = machine.device.reboot_asked
        while True:
            await asked.wait()
            await asyncio.sleep(0.05)  # the answer gets out first
            await machine.reboot(self.reboot_s)
            asked.clear()


def _make_room(devices: int) -> None:
    """Hundreds of devices need more files than a process may open by default."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 512 + devices * _FILES_EACH
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


def _context(device: Device, clock: Clock) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    show_new_certificate(context, device.host, device.name, clock.now_us())
    return context


def _device(plan: DevicePlan, clock: Clock, seed: int, *, first_camera: int) -> Device:
    manners = MANNERS[plan.make]
    chance = random.Random(seed * 100_000 + plan.number)  # noqa: S311
    accounts = {plan.username: Account(password=plan.password, level=Level.ADMINISTRATOR)}
    lock_s = manners.lock_s if plan.lock_s is None else plan.lock_s
    numbers = range(1, plan.channels + 1)
    return Device(
        number=plan.number,
        make=plan.make,
        manners=manners,
        model=manners.recorder_model if plan.channels > 1 else manners.camera_model,
        firmware=manners.firmware,
        serial=manners.serial.format(number=plan.number),
        mac="02:" + ":".join(f"{byte:02x}" for byte in chance.randbytes(5)),  # locally administered
        name=f"device-{plan.number}",
        host=plan.host,
        http_port=plan.http_port,
        rtsp_port=plan.rtsp_port,
        door=DeviceDoor(accounts=accounts, clock=clock, lock_s=lock_s),
        channels=[_channel(manners, number, first_camera + number - 1, plan.has_head) for number in numbers],
        clock=clock,
        recorded_s=plan.recorded_s,
        clock_offset_us=manners.clock_offset_s * 1_000_000,
    )


def _channel(manners: Manners, number: int, camera_number: int, has_head: bool) -> Channel:
    overlays = {"OSD_time": Overlay(kind="DateAndTime", text=""), "OSD_name": Overlay(kind="Plain", text="Camera 01")}
    streams = []
    for index, role in enumerate(ROLES):
        names = {"channel": number, "channel0": number - 1, "stream": index, "stream1": index + 1}
        coded = _CODED[role]
        token = manners.profile_name.format(**names)
        path = manners.rtsp_path.format(**names)
        encoder = Encoder(
            token=f"VideoEncoder_{number}_{index}",
            codec="H264",
            width=coded.width,
            height=coded.height,
            fps=coded.fps,
            gop=coded.gop,
            bitrate_kbps=coded.bitrate_bps // 1000,
        )
        shown = path + manners.rtsp_suffix.format(profile=token)
        streams.append(Stream(role=role, profile_token=token, encoder=encoder, path=path, shown_path=shown))
    return Channel(
        number=number,
        camera_number=camera_number,
        source_token=manners.source_name.format(channel=number, channel0=number - 1),
        streams=tuple(streams),
        replay_path="" if has_head else manners.replay_path.format(channel=number),
        head=Head() if has_head else None,
        overlays=overlays,
    )


def _scene(channel: Channel, seed: int) -> SceneKey:
    if channel.head is not None:
        return SceneKey(look=Look.DAY, seed=seed, number=channel.camera_number % 256)
    index = (channel.camera_number - 1) % len(_LOOKS)  # those that do not turn share a few loops
    return SceneKey(look=_LOOKS[index], seed=seed, number=index + 1)


def _camera(channel: Channel, seed: int) -> CameraPlan:
    number, scene = channel.camera_number, _scene(channel, seed)
    if channel.head is not None:
        main, sub = (LiveScene(scene=scene, encoding=coded, aim=channel.head.aim) for coded in (MAIN, SUB))
        return CameraPlan(number=number, main=main, sub=sub)
    return CameraPlan(
        number=number, main=SceneLoop(scene=scene, encoding=MAIN), sub=SceneLoop(scene=scene, encoding=SUB)
    )
