"""The demo's devices, for whoever tries to take cameras in: four makes, a head that turns, a recorder of 8 channels."""

from __future__ import annotations

from toancanh.simulation.devices.fleet import DevicePlan, loopback_host
from toancanh.simulation.devices.makes import Make
from toancanh.simulation.devices.running import plan_devices

DEMO_NETWORK = "127.77.0.0/28"
DEMO_USERNAME, DEMO_PASSWORD = "admin", "camera-2026"  # of devices that are not there
_MAKES = (Make.EXACT, Make.HIKVISION, Make.DAHUA, Make.SLOPPY, Make.HIKVISION)
_STEERED, _RECORDER, _CHANNELS = 1, 5, 8


def demo_devices(http_port: int, rtsp_port: int) -> list[DevicePlan]:
    """All on the same ports, each on an address of its own."""
    return plan_devices(
        len(_MAKES), make=_MAKES, channels={_RECORDER: _CHANNELS}, ptz={_STEERED}, username=DEMO_USERNAME,
        password=DEMO_PASSWORD, port=http_port, rtsp_port=rtsp_port,
    )  # fmt: skip


def demo_devices_outbound(http_port: int, rtsp_port: int) -> tuple[str, ...]:
    """What the outbound policy must allow for them."""
    hosts = [loopback_host(number) for number in range(1, len(_MAKES) + 1)]
    return tuple(f"{host}:{port}" for host in hosts for port in (http_port, rtsp_port))
