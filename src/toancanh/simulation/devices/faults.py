"""What a simulated device can do wrong, by name; the faults of its streams are `simulation.faults`."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType


class DeviceFault(enum.StrEnum):
    """Several may hold at once. What stands behind ``=`` is the value, with its usual one in `DEFAULT_VALUES`."""

    SOAP_BOMB = "soap-bomb"  # answers with entities that expand to 10^9 characters
    DEEP = "deep"  # answers with so many elements inside each other
    ENDLESS = "endless"  # an answer that never ends
    GARBAGE = "garbage"  # a page for browsers in place of SOAP
    WRONG_WSDL = "wrong-wsdl"  # well-formed answers in words of another service
    CLOCK_1970 = "clock-1970"  # its clock began when it was switched on
    FOREIGN_ADDRESS = "foreign-address"  # names HOST or HOST:PORT as its services' and streams' address
    SAME_SERIAL = "same-serial"  # has the serial number of the device of that number
    CERTIFICATE = "certificate"  # shows another certificate from now on
    SLOW = "slow"  # seconds before each answer
    STORM = "storm"  # answers a probe as so many devices
    CUT_BEFORE = "cut-before"  # drops the connection in place of setting a password
    CUT_AFTER = "cut-after"  # sets a password and drops the connection in place of answering
    SILENT = "silent"  # takes connections, never answers
    AWAY = "away"  # as if switched off, until cleared


_DEFAULTS = {
    DeviceFault.DEEP: "100000",
    DeviceFault.FOREIGN_ADDRESS: "169.254.169.254",
    DeviceFault.SAME_SERIAL: "1",
    DeviceFault.SLOW: "3",
    DeviceFault.STORM: "5000",
}
DEFAULT_VALUES: Mapping[DeviceFault, str] = MappingProxyType({fault: _DEFAULTS.get(fault, "") for fault in DeviceFault})
NUMBERED = frozenset({DeviceFault.DEEP, DeviceFault.SAME_SERIAL, DeviceFault.SLOW, DeviceFault.STORM})
