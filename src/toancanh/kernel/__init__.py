"""Time, ids, errors, principals, events: what every package may know.

Owns: the words without which no package can speak to another. Standard library only.
Does not own: anything that opens a file, a socket or a database.
Invariants: times are UTC integers in microseconds; an id is a UUIDv7 and carries its site.
"""

from toancanh.kernel.clock import Clock, SimulatedClock, SystemClock, format_rfc3339, parse_rfc3339
from toancanh.kernel.errors import (
    Conflict,
    DataLoss,
    Denied,
    ErrorKind,
    Exhausted,
    Internal,
    Invalid,
    NotFound,
    PlatformError,
    Unauthenticated,
    Unavailable,
)
from toancanh.kernel.events import Event, EventBus
from toancanh.kernel.folding import fold
from toancanh.kernel.ids import IdSource, is_id, site_of
from toancanh.kernel.principals import Principal

__all__ = [
    "Clock",
    "Conflict",
    "DataLoss",
    "Denied",
    "ErrorKind",
    "Event",
    "EventBus",
    "Exhausted",
    "IdSource",
    "Internal",
    "Invalid",
    "NotFound",
    "PlatformError",
    "Principal",
    "SimulatedClock",
    "SystemClock",
    "Unauthenticated",
    "Unavailable",
    "fold",
    "format_rfc3339",
    "is_id",
    "parse_rfc3339",
    "site_of",
]
