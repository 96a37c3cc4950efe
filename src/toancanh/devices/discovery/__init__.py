"""Finding devices: WS-Discovery, and scans of networks that an administrator named. No log-in, no password.

Owns: who answers where. Does not own: what is done about it (onboarding).
Invariants: what is kept of answers is bounded; a device is believed its own address only; nothing outside the named
networks is asked or kept.
"""

from toancanh.devices.discovery.probe import ProbeResult, probe
from toancanh.devices.discovery.scan import ScanProgress, scan, scan_size

__all__ = ["ProbeResult", "ScanProgress", "probe", "scan", "scan_size"]
