"""``toancanh simulate devices``: devices on this machine until a signal ends them."""

from __future__ import annotations

import argparse
import asyncio
import signal

from toancanh.kernel import Invalid, SystemClock, Unavailable
from toancanh.simulation.authentication import Credentials
from toancanh.simulation.control import listen_to_standard_input
from toancanh.simulation.devices.demo import demo_devices
from toancanh.simulation.devices.discovery import PORT
from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.fleet import Fleet
from toancanh.simulation.devices.makes import Make
from toancanh.simulation.devices.running import parse_fault, plan_devices
from toancanh.simulation.workshop import default_cache

_HTTP_PORT, _RTSP_PORT = 8000, 8554
_FEW = 8


def add_options(parser: argparse.ArgumentParser) -> None:
    """Those that only devices have."""
    faults = ", ".join(DeviceFault)
    group = parser.add_argument_group(
        "devices", f"Log in as admin, camera-2026, or as --auth says. Faults: {faults}, as in 3=slow:2."
    )
    group.add_argument("--count", type=int, default=4, metavar="N", help="how many devices (4)")
    group.add_argument("--make", type=Make, choices=tuple(Make), action="append", help="in turn; repeatable (all)")
    group.add_argument("--channels", type=int, default=1, metavar="N", help="of each device; 32 make a recorder (1)")
    group.add_argument("--ptz", action="store_true", help="they turn")
    group.add_argument("--tls", action="store_true", help="HTTPS and RTSPS, too, on ports of their own")
    group.add_argument("--host", help="all on this address, with ports that count up (each on one of 127.77.0.0/16)")
    group.add_argument("--rtsp-port", type=int, default=_RTSP_PORT, metavar="PORT", help=f"({_RTSP_PORT})")
    group.add_argument("--discovery-port", type=int, default=PORT, metavar="PORT", help=f"WS-Discovery ({PORT})")


async def serve_devices(options: argparse.Namespace) -> None:
    """Until SIGINT or SIGTERM."""
    account: Credentials = options.auth or Credentials(username="admin", password="camera-2026")  # noqa: S106
    http_port = _HTTP_PORT if options.port is None else options.port
    plans = (
        demo_devices(http_port, options.rtsp_port)
        if options.demo
        else plan_devices(
            options.count,
            make=options.make or tuple(Make),
            channels=options.channels,
            ptz=options.ptz,
            tls=options.tls,
            username=account.username,
            password=account.password,
            host=options.host,
            port=http_port,
            rtsp_port=options.rtsp_port,
        )
    )
    faults = [parse_fault(text) for text in options.fault]
    for number, _, _ in faults:
        if not 1 <= number <= len(plans):
            raise Invalid(f"there is no device {number}; they are numbered 1 to {len(plans)}")
    fleet = Fleet(plans, clock=SystemClock(), seed=options.seed, cache=options.cache or default_cache())
    stopped = asyncio.Event()
    for stop_signal in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(stop_signal, stopped.set)
    try:
        try:
            await fleet.start(discovery_port=options.discovery_port, interface=options.host or "127.0.0.1")
        except OSError as error:
            raise Unavailable(
                f"a port cannot be used ({error.strerror}): choose others with --port, --rtsp-port, --discovery-port"
            ) from error
        for number, fault, value in faults:
            await fleet.set_fault(number, fault, value)
        if not options.quiet:
            for device in fleet.devices.values():
                print(f"{device.service_url('device_service')} {device.make} {device.serial}")
            if len(plans) <= _FEW:
                ports = [f"{device.host}:{port}" for device in fleet.devices.values() for port in device.ports]
                print(
                    f"for a platform on this machine: toancanh up --allow-outbound {' --allow-outbound '.join(ports)}"
                )
            print(f"ready, log in as {account.username}", flush=True)
        if options.control:
            listen_to_standard_input(lambda text: fleet.set_fault(*parse_fault(text)), fleet.clear_faults)
        await stopped.wait()
    finally:
        await fleet.close()
