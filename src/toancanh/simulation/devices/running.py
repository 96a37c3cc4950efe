"""Simulated devices for tests and benchmarks: in a thread of their own, with calls that any thread may make."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from toancanh.kernel import Clock, Invalid, SystemClock
from toancanh.registry.model import StreamRole
from toancanh.simulation.devices.door import Account
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.fleet import DevicePlan, Fleet, loopback_host
from toancanh.simulation.devices.head import Position
from toancanh.simulation.devices.makes import Make
from toancanh.simulation.devices.model import Device, Encoder, Mask, Overlay
from toancanh.simulation.devices.operations import emit
from toancanh.simulation.faults import Fault
from toancanh.simulation.loop_thread import loop_thread
from toancanh.simulation.workshop import default_cache

T = TypeVar("T")
_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class DeviceFacts:
    """The truth about a device: what onboarding should find out."""

    number: int
    make: Make
    manufacturer: str
    model: str
    firmware: str
    serial: str
    mac: str
    endpoint: str  # of WS-Discovery
    host: str
    http_port: int
    rtsp_port: int
    https_port: int  # 0: none
    rtsps_port: int
    username: str
    password: str  # at the start
    url: str  # of the device service
    profiles: tuple[tuple[int, StreamRole, str], ...]  # channel, role, token


@dataclass(frozen=True, kw_only=True)
class ChannelState:
    """What has been set on a channel."""

    encoders: Mapping[StreamRole, Encoder]
    overlays: Mapping[str, Overlay]
    masks: Mapping[str, Mask]
    imaging: Mapping[str, str]
    position: Position | None  # None: it does not turn
    presets: Mapping[str, tuple[str, Position]]


@dataclass(frozen=True, kw_only=True)
class DeviceState:
    """What has been set on a device, and asked of it; channels by number from 1."""

    users: Mapping[str, Account]
    log_ins_refused: int
    calls: Mapping[str, int]  # by operation, only those that were let in
    clock_offset_us: int
    ntp: tuple[str, ...]
    time_is_manual: bool
    name: str
    reboots: int
    pull_points: int
    channels: Mapping[int, ChannelState]


class SimulatedDevices:
    """A running set of devices, numbered from 1."""

    def __init__(self, fleet: Fleet, loop: asyncio.AbstractEventLoop, plans: Sequence[DevicePlan]) -> None:
        self._fleet = fleet
        self._loop = loop
        self._plans = {plan.number: plan for plan in plans}

    def __len__(self) -> int:
        return len(self._plans)

    def __iter__(self) -> Iterator[DeviceFacts]:
        return map(self.__getitem__, self._plans)

    def __getitem__(self, number: int) -> DeviceFacts:
        """What is true of a device; raises KeyError."""
        plan, device = self._plans[number], self._fleet.devices[number]
        return DeviceFacts(
            number=number,
            make=device.make,
            manufacturer=device.manners.manufacturer,
            model=device.model,
            firmware=device.firmware,
            serial=device.faults.get(DeviceFault.SAME_SERIAL, device.serial),
            mac=device.mac,
            endpoint=device.endpoint,
            host=device.host,
            http_port=device.http_port,
            rtsp_port=device.rtsp_port,
            https_port=device.https_port,
            rtsps_port=device.rtsps_port,
            username=plan.username,
            password=plan.password,
            url=f"http://{device.host}:{device.http_port}/onvif/device_service",
            profiles=tuple(
                (channel.number, stream.role, stream.profile_token)
                for channel in device.channels
                for stream in channel.streams
            ),
        )

    @property
    def discovery_port(self) -> int:
        """UDP, for probes to the group and to each device's own address."""
        return self._fleet.responder.port

    @property
    def outbound(self) -> tuple[str, ...]:
        """Every HOST:PORT that the outbound policy must allow for these devices."""
        devices = self._fleet.devices.values()
        return tuple(f"{device.host}:{port}" for device in devices for port in device.ports)

    def stream_url(self, number: int, channel: int = 1, role: str = "main") -> str:
        """The true address of a stream, without user information."""
        device = self._fleet.devices[number]
        path = device.channels[channel - 1].stream(StreamRole(role)).path
        return f"rtsp://{device.host}:{device.rtsp_port}{path}"

    def fault(self, number: int, name: str, value: str | float | None = None) -> None:
        """Switch a fault on (see `DeviceFault`); it holds when this returns."""
        text = None if value is None else str(value)
        self._call(self._fleet.set_fault(number, DeviceFault(name), text))

    def clear(self, number: int, *names: str) -> None:
        """Switch these faults off, or all."""
        self._call(self._fleet.clear_faults(number, *map(DeviceFault, names)))

    def stream_fault(self, number: int, name: str, value: float | None = None, *, channel: int = 1) -> None:
        """A fault of a channel's pictures (see `toancanh.simulation.Fault`)."""
        camera = self._fleet.devices[number].channels[channel - 1].camera_number
        self._call(self._fleet.simulation.server.set_fault(camera, Fault(name), value))

    def emit(self, number: int, topic: str, *, channel: int = 1, state: bool = True) -> None:
        """An event to all pull-points, as in ``tns1:VideoSource/MotionAlarm``."""
        device = self._fleet.devices[number]

        async def send() -> None:
            emit(device, device.channels[channel - 1], topic, state)

        self._call(send())

    def state(self, number: int) -> DeviceState:
        """What has been set so far: a copy."""

        async def read() -> DeviceState:
            return _state(self._fleet.devices[number])

        return self._call(read())

    def _call(self, work: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=30)


def _state(device: Device) -> DeviceState:
    now_us = device.clock.now_us()
    return DeviceState(
        users=dict(device.door.users),
        log_ins_refused=device.door.refused,
        calls=dict(device.calls),
        clock_offset_us=device.ahead_us,
        ntp=tuple(device.ntp),
        time_is_manual=device.time_is_manual,
        name=device.name,
        reboots=device.reboots,
        pull_points=len(device.pull_points),
        channels={
            channel.number: ChannelState(
                encoders={stream.role: deepcopy(stream.encoder) for stream in channel.streams},
                overlays=deepcopy(channel.overlays),
                masks=deepcopy(channel.masks),
                imaging=dict(channel.imaging),
                position=channel.head.at(now_us) if channel.head else None,
                presets=dict(channel.head.presets) if channel.head else {},
            )
            for channel in device.channels
        },
    )


def plan_devices(
    count: int,
    *,
    make: Make | str | Sequence[Make | str] = Make.EXACT,
    channels: int | Mapping[int, int] = 1,
    ptz: bool | Collection[int] = False,
    username: str = "admin",
    password: str = "camera-2026",  # noqa: S107
    passwords: Mapping[int, str] | None = None,
    tls: bool = False,
    lock_s: float | None = None,
    recorded_s: float = 86_400,
    host: str | None = None,
    port: int = 0,
    rtsp_port: int = 0,
) -> list[DevicePlan]:
    """Who is where: each on a loopback address of its own, or all on ``host`` with ports that count up.

    Raises `Invalid`.
    """
    if not 1 <= count <= 5000:
        raise Invalid("between 1 and 5000 devices")
    makes = [Make(make)] if isinstance(make, str) else [Make(one) for one in make]
    plans = []
    for number in range(1, count + 1):
        shift = number - 1 if host else 0
        plans.append(
            DevicePlan(
                number=number,
                make=makes[(number - 1) % len(makes)],
                host=host or loopback_host(number),
                http_port=port + shift if port else 0,
                rtsp_port=rtsp_port + shift if rtsp_port else 0,
                channels=channels if isinstance(channels, int) else channels.get(number, 1),
                has_head=ptz if isinstance(ptz, bool) else number in ptz,
                has_tls=tls,
                username=username,
                password=(passwords or {}).get(number, password),
                lock_s=lock_s,
                recorded_s=recorded_s,
            )
        )
    return plans


def parse_fault(text: str) -> tuple[int, DeviceFault, str | None]:
    """``DEVICE=NAME`` or ``DEVICE=NAME:VALUE``, as in ``3=slow:2``; raises `Invalid`."""
    number, _, rest = text.partition("=")
    name, _, value = rest.partition(":")
    try:
        return int(number), DeviceFault(name), value or None
    except ValueError:
        raise Invalid(
            f"a fault is written DEVICE=NAME or DEVICE=NAME:VALUE, as in 3=slow:2, not {text!r}; "
            f"there are {', '.join(DeviceFault)}"
        ) from None


@contextmanager
def simulated_devices(
    count: int = 1,
    *,
    make: Make | str | Sequence[Make | str] = Make.EXACT,
    channels: int | Mapping[int, int] = 1,
    ptz: bool | Collection[int] = False,
    username: str = "admin",
    password: str = "camera-2026",  # noqa: S107
    passwords: Mapping[int, str] | None = None,
    faults: Mapping[int, str] | None = None,
    tls: bool = False,
    lock_s: float | None = None,
    recorded_s: float = 86_400,
    reboot_s: float = 1.0,
    host: str | None = None,
    port: int = 0,
    rtsp_port: int = 0,
    discovery_port: int = 0,
    seed: int = 1,
    cache: Path | None = None,
    clock: Clock | None = None,
    wait_for_pictures: bool = True,
) -> Iterator[SimulatedDevices]:
    """Devices 1..``count``, ready when the block begins.

    ``make``: one, or several in turn. ``channels``: of every device, or by number (32 make a recorder). ``ptz``: which
    turn. ``passwords``: by number where another than ``password``. ``faults``: ``NAME`` or ``NAME:VALUE`` by number.
    ``host``: None gives each a loopback address of its own, all at the same ports. ``lock_s``: how long a source is
    locked out after five wrong tries. ``recorded_s``: how far back the devices' own storage goes (profile G; those
    that turn have none). ``wait_for_pictures``: False where no stream is opened (nothing is drawn).
    """
    plans = plan_devices(
        count,
        make=make,
        channels=channels,
        ptz=ptz,
        username=username,
        password=password,
        passwords=passwords,
        tls=tls,
        lock_s=lock_s,
        recorded_s=recorded_s,
        host=host,
        port=port,
        rtsp_port=rtsp_port,
    )

    async def begin() -> Fleet:
        fleet = Fleet(plans, clock=clock or SystemClock(), seed=seed, cache=cache or default_cache())
        fleet.reboot_s = reboot_s
        try:
            await fleet.start(
                discovery_port=discovery_port, interface=host or _LOOPBACK, with_pictures=wait_for_pictures
            )
            if wait_for_pictures:
                await fleet.simulation.prepared()
        except BaseException:
            await fleet.close()
            raise
        for number, text in (faults or {}).items():
            await fleet.set_fault(*parse_fault(f"{number}={text}"))
        return fleet

    with loop_thread("simulated-devices") as loop:
        fleet = asyncio.run_coroutine_threadsafe(begin(), loop).result(timeout=120)
        try:
            yield SimulatedDevices(fleet, loop, plans)
        finally:
            asyncio.run_coroutine_threadsafe(fleet.close(), loop).result(timeout=30)
