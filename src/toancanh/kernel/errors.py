"""A small closed set of error kinds; vendors' errors are translated into these once, at the edge."""

from __future__ import annotations

import enum
from collections.abc import Mapping


class ErrorKind(enum.StrEnum):
    """What a caller can do something about; see `PlatformError`."""

    NOT_FOUND = "not_found"
    UNAUTHENTICATED = "unauthenticated"
    DENIED = "denied"
    CONFLICT = "conflict"
    INVALID = "invalid"
    UNAVAILABLE = "unavailable"
    EXHAUSTED = "exhausted"
    DATA_LOSS = "data_loss"
    INTERNAL = "internal"


class PlatformError(Exception):
    """An error that a person reads: ``detail`` says what happened and what to do; it never holds a secret."""

    kind = ErrorKind.INTERNAL

    def __init__(self, detail: str, **extra: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.extra: Mapping[str, object] = extra


class NotFound(PlatformError):
    """There is no such thing, or none that this principal may know of."""

    kind = ErrorKind.NOT_FOUND


class Unauthenticated(PlatformError):
    """Nobody is signed in, or the session has ended."""

    kind = ErrorKind.UNAUTHENTICATED


class Denied(PlatformError):
    """The rules refuse it; ``extra`` may name what is missing (`needs`) and the clauses."""

    kind = ErrorKind.DENIED


class Conflict(PlatformError):
    """It clashes with what is there: a code taken, a newer version."""

    kind = ErrorKind.CONFLICT


class Invalid(PlatformError):
    """The input cannot be used; ``detail`` names the field and the fix."""

    kind = ErrorKind.INVALID


class Unavailable(PlatformError):
    """A part we need does not answer now; trying again later may work."""

    kind = ErrorKind.UNAVAILABLE


class Exhausted(PlatformError):
    """A limit is reached: rate, disk, bound of a queue."""

    kind = ErrorKind.EXHAUSTED


class DataLoss(PlatformError):
    """Stored data is gone or damaged."""

    kind = ErrorKind.DATA_LOSS


class Internal(PlatformError):
    """Our fault."""

    kind = ErrorKind.INTERNAL
