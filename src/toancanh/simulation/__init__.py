"""Simulated cameras with a known truth.

Owns: generated scenes, the time strip in their pictures, the RTSP server that sends them, its faults by name, the
demo's cameras; devices that an ONVIF client finds (`simulation.devices`).
Does not own: anything that the platform itself runs on; it uses public faces and is imported by cli, bootstrap,
benchmarks and tests only.
Invariants: every picture carries the true time of its capture (docs/design/simulation.md); equal seeds give equal
pictures.
"""

from toancanh.simulation.cameras import CameraCounters, SimulatedCameras, simulated_cameras
from toancanh.simulation.devices import DeviceFault, Make, SimulatedDevices, simulated_devices
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.faults import Fault
from toancanh.simulation.scene import Look
from toancanh.simulation.server import ServerOptions
from toancanh.simulation.strip import StripKind, StripReading, read_strip

__all__ = [
    "CameraCounters",
    "DeviceFault",
    "Encoding",
    "Fault",
    "Look",
    "Make",
    "ServerOptions",
    "SimulatedCameras",
    "SimulatedDevices",
    "StripKind",
    "StripReading",
    "read_strip",
    "simulated_cameras",
    "simulated_devices",
]
