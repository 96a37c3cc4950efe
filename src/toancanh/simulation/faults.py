"""What a simulated camera can do wrong, by name."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from types import MappingProxyType

from toancanh.kernel import Invalid


class Fault(enum.StrEnum):
    """Faults of one camera; several may hold at once. The number behind ``=`` on the command line is the value."""

    DROP = "drop"  # loses packets; percent
    FREEZE = "freeze"  # sends the same picture again and again
    STALL = "stall"  # stays connected, sends no picture
    CORRUPT = "corrupt"  # damages packets; percent
    REBOOT = "reboot"  # away for so many seconds, then back with new SSRC, sequence numbers and timestamps
    AWAY = "away"  # as if switched off, until cleared
    DRIFT = "drift"  # its clock runs fast; parts per million
    OFFSET = "offset"  # its clock is ahead; seconds
    NO_REPORTS = "no-reports"  # sends no RTCP
    SLOW = "slow"  # a thin line; kilobits per second
    PARAMETERS = "parameters"  # the session description holds parameter sets of another video
    UNAUTHORIZED = "401"  # refuses every log-in
    GARBAGE = "garbage"  # sends random bytes in place of pictures
    SILENT = "silent"  # takes the connection, never answers
    RESIZE = "resize"  # changes resolution in mid-stream, until cleared
    BURST = "burst"  # so many times its bit rate
    NO_MARKER = "no-marker"  # never sets the marker bit
    FOREIGN = "foreign"  # packets of another sender in between
    TURNED = "turned"  # was turned aside by so many degrees; only those coded live
    COVERED = "covered"  # has something before its lens; only those coded live
    DIRTY = "dirty"  # its lens; percent; only views of the district that are coded live
    WRAP = "wrap"  # timestamps and sequence numbers wrap so many seconds from now


_DEFAULTS = {
    Fault.DROP: 5,
    Fault.CORRUPT: 5,
    Fault.REBOOT: 3,
    Fault.DRIFT: 200,
    Fault.OFFSET: 10,
    Fault.SLOW: 64,
    Fault.BURST: 10,
    Fault.TURNED: 20,
    Fault.DIRTY: 60,
    Fault.WRAP: 3,
}
DEFAULT_VALUES: Mapping[Fault, float] = MappingProxyType({fault: _DEFAULTS.get(fault, 1) for fault in Fault})


def parse_fault(text: str) -> tuple[int, Fault, float]:
    """``CAMERA=NAME`` or ``CAMERA=NAME:VALUE``, as in ``3=drop:10``."""
    number, _, rest = text.partition("=")
    name, _, value = rest.partition(":")
    try:
        fault = Fault(name)
    except ValueError:
        raise Invalid(f"no fault is called {name!r}; there are {', '.join(Fault)}") from None
    try:
        return int(number), fault, float(value) if value else DEFAULT_VALUES[fault]
    except ValueError:
        raise Invalid(f"a fault is written CAMERA=NAME or CAMERA=NAME:VALUE, as in 3=drop:10, not {text!r}") from None
