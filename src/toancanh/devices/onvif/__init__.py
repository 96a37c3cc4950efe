"""The ONVIF adapter of `DevicePort`: Core, Media 1 and 2, Imaging, PTZ, Events, and profile G's search and replay.

Owns: SOAP, HTTP and the log-in to a device. Does not own: what is asked, and what becomes of the answers.
Invariants: nothing is sent but to the pinned address of the device, inside the named networks; what is read is bounded
in bytes, depth, elements and time; no entity is expanded, no redirect followed; a refused password is not sent again;
nothing but `DeviceFailure`, `Denied`, `Invalid` and `Unavailable` (no such name) comes out.
Why not a library: docs/decisions/0011-an-own-onvif-client.md.
"""

from toancanh.devices.onvif.opening import OnvifOpener

__all__ = ["OnvifOpener"]
