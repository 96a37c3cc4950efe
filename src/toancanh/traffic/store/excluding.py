"""Times in which a place or a whole camera is left out, as tables that a query joins. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.model import Flag


class Exclusion(NamedTuple):
    """From here to there, and why. ``zone_id``: of one drawing; empty: of all of the camera's."""

    camera_id: str
    zone_id: str
    from_us: int
    until_us: int
    flag: Flag


@dataclass(frozen=True, kw_only=True)
class Exclusions:
    """Of cameras (``of_cameras``) and of drawings (``of_zones``): for each, stretches that do not overlap, in order."""

    of_cameras: Mapping[str, NDArray[Any]] | None
    of_zones: Mapping[str, NDArray[Any]] | None


def tables_of(found: Iterable[Exclusion], grain_us: int) -> Exclusions:
    """Rounded outwards to the grain of the rows, so that each row is wholly in a stretch or wholly outside."""
    of: dict[tuple[str, str], list[Exclusion]] = {}
    for one in found:
        start_us, end_us = one.from_us // grain_us * grain_us, -(-one.until_us // grain_us) * grain_us
        if one.until_us > one.from_us:
            rounded = one._replace(from_us=start_us, until_us=end_us)
            of.setdefault((one.camera_id, one.zone_id), []).append(rounded)
    apart = [part for key in sorted(of) for part in _apart(of[key])]
    return Exclusions(
        of_cameras=_table([one for one in apart if not one.zone_id]),
        of_zones=_table([one for one in apart if one.zone_id]),
    )


def _apart(overlapping: list[Exclusion]) -> list[Exclusion]:
    """The same time with the same flags, in stretches that do not overlap."""
    marks = sorted({mark for one in overlapping for mark in (one.from_us, one.until_us)})
    found: list[Exclusion] = []
    for from_us, until_us in itertools.pairwise(marks):
        flag = Flag(0)
        for one in overlapping:
            if one.from_us < until_us and one.until_us > from_us:
                flag |= one.flag
        if not flag:
            continue
        if found and found[-1].until_us == from_us and found[-1].flag == flag:
            found[-1] = found[-1]._replace(until_us=until_us)
        else:
            found.append(overlapping[0]._replace(from_us=from_us, until_us=until_us, flag=flag))
    return found


def _table(found: list[Exclusion]) -> Mapping[str, NDArray[Any]] | None:
    if not found:
        return None
    return {
        "camera_id": np.array([one.camera_id for one in found], object),
        "zone_id": np.array([one.zone_id for one in found], object),
        "from_us": np.array([one.from_us for one in found], np.int64),
        "until_us": np.array([one.until_us for one in found], np.int64),
        "flags": np.array([int(one.flag) for one in found], np.int32),
    }
