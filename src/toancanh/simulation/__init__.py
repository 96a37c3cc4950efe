"""Simulated cameras with a known truth.

Owns: generated scenes, the time strip in their pictures, the RTSP server that sends them, its faults by name, the
demo's cameras.
Does not own: anything that the platform itself runs on; it uses public faces and is imported by cli, bootstrap,
benchmarks and tests only.
Invariants: every picture carries the true time of its capture (docs/design/simulation.md); equal seeds give equal
pictures.
"""

from toancanh.simulation.cameras import CameraCounters, SimulatedCameras, simulated_cameras
from toancanh.simulation.encoding import Encoding
from toancanh.simulation.faults import Fault
from toancanh.simulation.scene import Look
from toancanh.simulation.server import ServerOptions
from toancanh.simulation.strip import StripKind, StripReading, read_strip

__all__ = [
    "CameraCounters",
    "Encoding",
    "Fault",
    "Look",
    "ServerOptions",
    "SimulatedCameras",
    "StripKind",
    "StripReading",
    "read_strip",
    "simulated_cameras",
]
