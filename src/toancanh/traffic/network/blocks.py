"""Sums of places by step, as arrays: a row a place, a column a step. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.columns import PLACE, Measurements
from toancanh.traffic.figures import LEAST_SEEN, Floats, passenger_cars
from toancanh.traffic.model import Place
from toancanh.traffic.units import Units

SUMMED = (
    "occupied_s", "line_s", "speed_n", "pace_sum_spm", "area_s", "standing_s", "queue_s", "queue_sum_ms", "capacity_s",
    "capacity_pcu", "excluded_s",
)  # fmt: skip
"""Columns that are taken as they are; ``seen_s``, ``volume``, ``pcu``, ``queue_max_m`` and ``flags`` stand beside."""
_MOST = ("queue_max_m",)
_FIRST_S = 90.0
"""Two minutes of which little was missed: so much must have been seen of a place before anything is said of it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Block:
    """``marks`` (n + 1,): where the steps begin, and the end; ``sums``: (places, n) each, 0 where nothing is known.
    ``asked_s`` (places, n): of how much time a rate is to be; None: of the whole step.
    """

    places: Sequence[Place]
    marks: NDArray[np.int64]
    sums: dict[str, Floats]
    flags: NDArray[np.int32]
    asked_s: Floats | None = None

    @property
    def lengths_s(self) -> Floats:
        """(n,) of the steps."""
        return np.diff(self.marks) / 1e6

    @property
    def rated_s(self) -> Floats:
        """(places, n) the time that a rate is of; NaN where too little was seen to give one."""
        seen_s = self.sums["seen_s"]
        return np.where(
            seen_s >= LEAST_SEEN * (self.lengths_s if self.asked_s is None else self.asked_s), seen_s, np.nan
        )

    def joined(self, together: int | None = None) -> Block:
        """So many steps as one, from the first on; all of them where it is None."""
        many = self.marks.size - 1
        begins = np.arange(0, many, together or many)
        sums = {
            name: (np.maximum if name in _MOST else np.add).reduceat(values, begins, axis=1)
            for name, values in self.sums.items()
        }
        marks, flags = self.marks[np.append(begins, many)], np.bitwise_or.reduceat(self.flags, begins, axis=1)
        return Block(places=self.places, marks=marks, sums=sums, flags=flags)

    def since_first_look(self) -> Block:
        """All steps as one; of each place a rate is asked of the time since anybody looked there first: what has only
        begun to be measured is known after `_FIRST_S`, and by the same share of its time as everything.
        """
        is_looked = self.sums["seen_s"] + self.sums["excluded_s"] > 0
        since_s = (self.marks[-1] - self.marks[is_looked.argmax(axis=1)]) / 1e6
        return replace(self.joined(), asked_s=np.maximum(since_s, _FIRST_S / LEAST_SEEN)[:, None])

    def part(self, first: int, last: int) -> Block:
        """Some steps, from one to before another."""
        sums = {name: values[:, first:last] for name, values in self.sums.items()}
        marks = self.marks[first : last + 1]
        return Block(places=self.places, marks=marks, sums=sums, flags=self.flags[:, first:last])

    @classmethod
    def in_a_row(cls, parts: Sequence[Block]) -> Block:
        """Of the same places, each from where the one before ends."""
        first = parts[0]
        sums = {name: np.concatenate([part.sums[name] for part in parts], axis=1) for name in first.sums}
        marks = np.concatenate([first.marks[:1], *(part.marks[1:] for part in parts)])
        flags = np.concatenate([part.flags for part in parts], axis=1)
        return cls(places=first.places, marks=marks, sums=sums, flags=flags)


def block_of(found: Measurements, places: Sequence[Place], marks: NDArray[np.int64], units: Units) -> Block:
    """``found``: rows of steps between ``marks`` in the order of place, as a reader gives them; of other places than
    these nothing is taken.
    """
    shape = (len(places), marks.size - 1)
    rows, at = _rows(found, places)
    step = np.searchsorted(marks, found["start_us"][rows], side="right") - 1
    values: dict[str, NDArray[np.generic]] = {name: found[name] for name in (*SUMMED, *_MOST)}
    values["seen_s"] = found["observed_s"] - found["excluded_s"]
    values["volume"] = found.volume
    values["pcu"] = passenger_cars(found, units)
    sums = {}
    for name, column in values.items():
        sums[name] = np.zeros(shape)
        sums[name][at, step] = column[rows]
    flags: NDArray[np.int32] = np.zeros(shape, np.int32)
    flags[at, step] = found["flags"][rows]
    return Block(places=places, marks=marks, sums=sums, flags=flags)


def _rows(found: Measurements, places: Sequence[Place]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows that are of these places, and which of them each is of. Rows of a place lie together: it is looked up
    once.
    """
    none: NDArray[np.intp] = np.zeros(0, np.intp)
    if not len(found):
        return none, none
    columns = [found[name] for name in PLACE]
    is_new = np.ones(len(found), bool)
    is_new[1:] = np.any([column[1:] != column[:-1] for column in columns], axis=0)
    begins = np.flatnonzero(is_new)
    number = {(one.camera_id, one.zone_id, one.movement): at for at, one in enumerate(places)}
    keys = zip(*(column[begins] for column in columns), strict=True)
    of_run = np.array([number.get(key, -1) for key in keys], np.intp)
    of_row = np.repeat(of_run, np.diff(np.append(begins, len(found))))
    rows = np.flatnonzero(of_row >= 0)
    return rows, of_row[rows]
