"""What a retention class of a pack makes of a camera's own limits. Pure."""

from __future__ import annotations

from typing import NamedTuple

from toancanh.governance.regulation.pack import Pack, RetentionClass
from toancanh.kernel import fold

FALLBACK = "routine"
"""The class of a camera whose dossier names none that the pack knows."""


class Limits(NamedTuple):
    """Days: younger footage never goes for want of room, older always goes; of what is older than ``thin_after_days``
    only key frames are kept (None: all pictures); after ``cold_after_days`` it goes to the object store (None: as the
    site says).
    """

    min_days: float
    max_days: float
    thin_after_days: float | None = None
    cold_after_days: float | None = None


def class_of(pack: Pack, declared: str) -> RetentionClass | None:
    """By key or by name, as owners write it; None where the pack has no classes at all."""
    word = fold(declared)
    named = (one for one in pack.retention if word in (fold(one.key), fold(one.name.vi), fold(one.name.en)))
    usual = (one for one in pack.retention if one.key == FALLBACK)
    return next(named, None) or next(usual, None) or next(iter(pack.retention), None)


def limits_in(
    found: RetentionClass | None, min_days: float, max_days: float, thin_after_days: float | None = None
) -> Limits:
    """The camera's own limits as far as its class leaves them: never longer than its most, never shorter than its
    least; thinned only where the class thins, later if the camera wants, never before the class's least.
    """
    if found is None:
        return Limits(min_days, max_days, thin_after_days)
    most = min(max(max_days, found.min_days), found.max_days)
    thin = None
    if found.thin_after_days is not None:
        thin = float(max(found.thin_after_days, found.min_days, thin_after_days or 0.0))
    return Limits(
        min(max(min_days, found.min_days), most),
        most,
        thin if thin is not None and thin < most else None,
        None if found.cold_after_days is None else float(found.cold_after_days),
    )
