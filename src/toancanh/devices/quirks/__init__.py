"""What makes do their own way, as data with sources (`makes.json`): addresses by template, ports, deviations.

Owns: the facts by make. Does not own: deciding what a device is, or speaking to it; the adapter handles every deviation
without knowing the make, because a sticker says little about the firmware inside.
"""

from toancanh.devices.quirks.makes import Deviation, MakeQuirks, Role, known_makes, onvif_ports, quirks_of

__all__ = ["Deviation", "MakeQuirks", "Role", "known_makes", "onvif_ports", "quirks_of"]
