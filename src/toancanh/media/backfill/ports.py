"""What filling holes needs of a camera's own storage, whatever it speaks. The first adapter is `profile_g`."""

from __future__ import annotations

import enum
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Protocol

from toancanh.kernel import ErrorKind, PlatformError
from toancanh.media.model import AccessUnit, CodecParameters, RunClock
from toancanh.media.playback.spans import Span


class EdgeReason(enum.StrEnum):
    """Why a hole was not filled, or not wholly."""

    NO_STORAGE = "no_storage"  # the device keeps nothing, or does not say so
    NOTHING_KEPT = "nothing_kept"  # it has nothing of this time
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # it answered, and did not do what was asked
    UNUSABLE = "unusable"  # neither H.264 nor H.265, or nothing of it can be played
    NO_TIMES = "no_times"  # it does not say when the pictures were taken
    WRONG_TIMES = "wrong_times"  # it sends pictures of another time than was asked for
    ENDLESS = "endless"  # more than that time can hold
    CUT = "cut"  # the connection ended in the middle
    NO_ROOM = "no_room"  # the archive takes nothing now
    RACED = "raced"  # somebody else fetched the same meanwhile


FOR_GOOD = frozenset({EdgeReason.NO_STORAGE, EdgeReason.NOTHING_KEPT, EdgeReason.UNUSABLE, EdgeReason.NO_TIMES})
"""Asking again changes nothing."""


class EdgeFailure(PlatformError):
    """The storage did not give what was asked for."""

    kind = ErrorKind.UNAVAILABLE

    def __init__(self, reason: EdgeReason, detail: str) -> None:
        super().__init__(detail, reason=reason.value)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """A picture of the past; ``unit.wall_us`` is when it was taken, by our clock. ``parameters`` begin a run: it is a
    key frame, and what came before does not carry on into it.
    """

    unit: AccessUnit
    parameters: CodecParameters | None


class EdgeStorage(Protocol):
    """The storage of one camera. All raise `EdgeFailure`."""

    @property
    def clock(self) -> RunClock:
        """How the times of what it replays were obtained; known after `kept`."""

    async def kept(self) -> Sequence[Span]:
        """What it says it holds, by our clock; there may be holes inside."""

    def replay(self, asked: Span) -> AsyncGenerator[Replayed, None]:
        """Pictures from the key frame at or before the start, as fast as they are taken; ends with the storage's own
        end. Nothing of it is believed: times may lie, and it may never end.
        """

    async def close(self) -> None: ...


class OpenEdgeStorage(Protocol):
    """Makes one; nothing is connected to yet. Blocking."""

    def __call__(self, camera_id: str, /) -> EdgeStorage:
        """Raises `EdgeFailure` where the camera is no channel of a known device that may be spoken to."""
