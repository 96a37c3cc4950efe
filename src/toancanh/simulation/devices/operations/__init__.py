"""What devices answer, service by service; looked up by the namespace and name of the request's element."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from toancanh.simulation.devices.envelope import PREFIXES
from toancanh.simulation.devices.model import Device
from toancanh.simulation.devices.operations import device, events, imaging, media, media2, ptz, recordings
from toancanh.simulation.devices.operations.call import Call, Operation, Operations
from toancanh.simulation.devices.operations.device import scopes
from toancanh.simulation.devices.operations.events import emit

TABLES: Mapping[str, tuple[str, Operations]] = MappingProxyType(  # prefix: (service, operations)
    {
        "tds": ("", device.OPERATIONS),
        "trt": ("media", media.OPERATIONS),
        "tr2": ("media2", media2.OPERATIONS),
        "tptz": ("ptz", ptz.OPERATIONS),
        "timg": ("imaging", imaging.OPERATIONS),
        "tev": ("events", events.OPERATIONS),
        "trc": ("recording", recordings.RECORDING_OPERATIONS),
        "tse": ("search", recordings.SEARCH_OPERATIONS),
        "trp": ("replay", recordings.REPLAY_OPERATIONS),
        "wsnt": ("events", events.NOTIFICATION_OPERATIONS),
    }
)
_BY_NAMESPACE = MappingProxyType({PREFIXES[prefix]: prefix for prefix in TABLES})


def find(on: Device, namespace: str, name: str) -> tuple[str, Operation] | None:
    """The prefix for the answer and the operation, or None for what this device does not know."""
    prefix = _BY_NAMESPACE.get(namespace, "")
    service, operations = TABLES.get(prefix, ("", {}))
    operation = operations.get(name)
    if operation is None or (service and service not in device.services(on)):
        return None
    return prefix, operation


__all__ = ["TABLES", "Call", "Operation", "emit", "find", "scopes"]
