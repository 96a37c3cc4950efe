"""Simulated devices: what an ONVIF client finds in a network, with a known truth.

Owns: the SOAP services of simulated cameras and recorders, their accounts, heads, makes and faults, their discovery.
Does not own: the pictures and the RTSP server (`toancanh.simulation`), which it puts on its devices' addresses.
Invariants: devices listen on loopback unless told otherwise; equal arguments give equal devices.
"""

from toancanh.simulation.devices.faults import DeviceFault
from toancanh.simulation.devices.makes import Make
from toancanh.simulation.devices.running import (
    ChannelState,
    DeviceFacts,
    DeviceState,
    SimulatedDevices,
    plan_devices,
    simulated_devices,
)

__all__ = [
    "ChannelState",
    "DeviceFacts",
    "DeviceFault",
    "DeviceState",
    "Make",
    "SimulatedDevices",
    "plan_devices",
    "simulated_devices",
]
