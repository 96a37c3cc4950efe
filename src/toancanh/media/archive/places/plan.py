"""Which pool gives and which takes. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toancanh.media.archive.places.model import PoolLook, PoolState

UNEVEN_SHARE = 0.10
"""Pools whose used shares differ by more are balanced; less is not worth the disks' time."""


@dataclass(frozen=True, kw_only=True)
class PoolMove:
    """The oldest of ``source`` goes to ``target``."""

    source: str
    target: str
    draining: bool


def pool_moves(looks: Sequence[PoolLook], floor_bytes: int) -> list[PoolMove]:
    """What could be done next, the most urgent first: empty a pool that is being drained (also one that fails: it may
    still be read), then even out.
    """
    takers = sorted(
        (one for one in looks if one.takes_new and one.free_bytes > floor_bytes * 11 // 10),
        key=lambda one: (one.used_share, one.pool.name),
    )
    if not takers:
        return []
    best = takers[0]
    found = [
        PoolMove(source=one.pool.name, target=best.pool.name, draining=True)
        for one in looks
        if one.pool.draining and one.state is not PoolState.AWAY
    ]
    even = [one for one in looks if one.state in (PoolState.OK, PoolState.FULL) and not one.pool.draining]
    fullest = max(even, key=lambda one: (one.used_share, one.pool.name))
    if fullest.used_share - best.used_share > UNEVEN_SHARE and not _same_disk(fullest, best):
        found.append(PoolMove(source=fullest.pool.name, target=best.pool.name, draining=False))
    return found


def _same_disk(one: PoolLook, other: PoolLook) -> bool:
    return (one.size_bytes, one.free_bytes) == (other.size_bytes, other.free_bytes)
