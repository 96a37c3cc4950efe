"""The terms of the places: pools, their states, moves. Pure."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toancanh.kernel import Invalid

ROOT = ""
"""The archive's root is a pool like others; it has no other name in the index."""

COLD = "@cold"
"""The object store. No pool can be called so."""

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,30}")


class PoolState(enum.StrEnum):
    """How a pool fares; ``full`` is below the disk floor."""

    OK = "ok"
    FULL = "full"
    FAILING = "failing"  # it refused to write or to be read lately: nothing new goes there until a trial succeeds
    AWAY = "away"  # its folder or the marker in it is not there: nothing is mounted, or something else


class MoveStep(enum.StrEnum):
    """How far a move has come; what is still to do follows from it alone."""

    COPYING = "copying"  # the index names the source; whatever lies at the target is worth nothing
    SWITCHED = "switched"  # the index names the target; what lies at the source can go


@dataclass(frozen=True, kw_only=True)
class Pool:
    """A folder on a disk of its own. ``marker``: what its marker file says; empty: none is asked for (the root).
    ``unread_us``: when files on it could not be read last; ``lost_us``: when it was given up.
    """

    name: str
    folder: Path
    marker: str = ""
    draining: bool = False
    failed_us: int | None = None
    error: str = ""
    unread_us: int | None = None
    lost_us: int | None = None


@dataclass(frozen=True, kw_only=True)
class PoolLook:
    """A pool as it was found."""

    pool: Pool
    state: PoolState
    free_bytes: int = 0
    size_bytes: int = 0
    why: str = ""

    @property
    def takes_new(self) -> bool:
        """New segments may go there."""
        return self.state is PoolState.OK and not self.pool.draining

    @property
    def used_share(self) -> float:
        """From 0 to 1."""
        return 1 - self.free_bytes / self.size_bytes if self.size_bytes else 1.0


@dataclass(frozen=True, kw_only=True)
class Move:
    """A segment on its way. ``next_us``: not to be tried earlier."""

    segment_id: str
    path: str
    from_place: str
    to_place: str
    step: MoveStep
    started_us: int
    attempts: int = 0
    next_us: int = 0
    error: str = ""


class Dealer:
    """Deals new segments out over pools in proportion to what is free above the floor (smooth weighted round robin):
    a new empty disk fills faster than the others, and does not have to take everything alone.
    """

    def __init__(self) -> None:
        self._owed: dict[str, float] = {}

    def next(self, looks: Sequence[PoolLook], floor_bytes: int) -> str | None:
        """The place of the next segment; None where no pool takes any."""
        weights = {one.pool.name: max(one.free_bytes - floor_bytes, 1) for one in looks if one.takes_new}
        if not weights:
            return None
        total = sum(weights.values())
        self._owed = {name: self._owed.get(name, 0.0) + weight / total for name, weight in weights.items()}
        chosen = max(sorted(self._owed), key=lambda name: self._owed[name])
        self._owed[chosen] -= 1
        return chosen


def checked_name(name: str) -> str:
    """A pool's name as a person gives it. Raises `Invalid`."""
    if not _NAME.fullmatch(name):
        raise Invalid("a pool's name is 1 to 31 small letters, digits and hyphens, as in disk-2")
    return name
