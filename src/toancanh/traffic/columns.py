"""What a measurement holds: one table of columns, from which files, queries, roll-ups and answers are made.

Each is a sum, a greatest, a least or a set of flags, so that any measurements of one place can be put together to one
of a longer time, in any order, and give the same.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.vision import ObjectKind

KINDS: tuple[str, ...] = tuple(str(kind) for kind in ObjectKind)
VEHICLES: tuple[str, ...] = tuple(kind for kind in KINDS if kind != ObjectKind.PEDESTRIAN)


class Way(enum.Enum):
    """How two values become one."""

    KEY = "key"
    SUM = "sum"
    MOST = "max"
    LEAST = "min"
    ANY_FLAG = "bit_or"
    LAST = "last"  # of the one that was written last


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name with its unit, its type in numpy and in SQL, how it adds up."""

    name: str
    dtype: type[Any]
    sql: str
    way: Way


def _sums(sql: str, dtype: type[Any], *names: str) -> tuple[Column, ...]:
    return tuple(Column(name=name, dtype=dtype, sql=sql, way=Way.SUM) for name in names)


COLUMNS: tuple[Column, ...] = (
    Column(name="camera_id", dtype=np.object_, sql="VARCHAR", way=Way.KEY),
    Column(name="zone_id", dtype=np.object_, sql="VARCHAR", way=Way.KEY),
    Column(name="movement", dtype=np.object_, sql="VARCHAR", way=Way.KEY),
    Column(name="start_us", dtype=np.int64, sql="BIGINT", way=Way.KEY),
    Column(name="method", dtype=np.object_, sql="VARCHAR", way=Way.LAST),  # which detector, such as "without_weights"
    Column(name="writer", dtype=np.object_, sql="VARCHAR", way=Way.LAST),
    *_sums("INTEGER", np.int32, *KINDS),
    *_sums(
        "FLOAT",
        np.float32,
        "observed_s",  # the time that was looked at
        "excluded_s",  # the time that was looked at and is not in the other sums
        "line_s",  # the time in which its line was watched
        "occupied_s",  # something stood on the line
        "covered_s",  # the share of the line's width that was stood on, over time
    ),
    *_sums("INTEGER", np.int32, "speed_n"),
    *_sums(
        "FLOAT",
        np.float32,
        "speed_sum_mps",
        "pace_sum_spm",  # of 1 / speed: the mean speed over a stretch of road comes of it
        "area_s",  # the time in which its area was watched
        "standing_s",  # vehicles that stood, over time: vehicle-seconds
        "queue_s",  # the time in which the queue's length was known
        "queue_sum_ms",  # its length over time
        "capacity_s",  # the time in which it was known how much could have passed
        "capacity_pcu",  # and how much could have
    ),
    Column(name="queue_max_m", dtype=np.float32, sql="FLOAT", way=Way.MOST),
    Column(name="peak", dtype=np.int32, sql="INTEGER", way=Way.MOST),  # vehicles in the fullest minute
    Column(name="occupancy_low", dtype=np.float32, sql="FLOAT", way=Way.LEAST),  # of the emptiest minute
    Column(name="occupancy_high", dtype=np.float32, sql="FLOAT", way=Way.MOST),
    Column(name="flags", dtype=np.int32, sql="INTEGER", way=Way.ANY_FLAG),
)
NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
PLACE: tuple[str, ...] = ("camera_id", "zone_id", "movement")
_DTYPES = {column.name: column.dtype for column in COLUMNS}
_NUMBERS = tuple(column.name for column in COLUMNS if column.dtype is not np.object_)


@dataclass(frozen=True, eq=False)
class Measurements:
    """n measurements, a column of n values for each of `COLUMNS`; checked once, when they are made.

    Negative or not finite values are refused with `ValueError`: what is impossible but a number is flagged instead.
    """

    columns: Mapping[str, NDArray[Any]]

    def __post_init__(self) -> None:
        if tuple(self.columns) != NAMES:
            raise ValueError(f"the columns of measurements are {NAMES}, not {tuple(self.columns)}")
        count = len(self)
        for name, values in self.columns.items():
            if values.shape != (count,) or values.dtype != _DTYPES[name]:
                raise ValueError(f"{name} is {count} values of {_DTYPES[name].__name__}, not {values.dtype}")
        for name in _NUMBERS:
            if not (np.isfinite(self.columns[name]).all() and (self.columns[name] >= 0).all()):
                raise ValueError(f"{name} is a finite number and not negative")

    def __len__(self) -> int:
        return int(self.columns["start_us"].size)

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.columns[name]

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, object]]) -> Measurements:
        """From plain rows; a number that a row does not have is 0, a text empty."""
        empty = {name: "" if dtype is np.object_ else 0 for name, dtype in _DTYPES.items()}
        return cls(
            {name: np.array([row.get(name, empty[name]) for row in rows], dtype) for name, dtype in _DTYPES.items()}
        )

    @classmethod
    def from_arrays(cls, found: Mapping[str, NDArray[Any]]) -> Measurements:
        """From arrays of other integer or float types, as a query gives them."""
        return cls({name: np.asarray(found[name]).astype(dtype, copy=False) for name, dtype in _DTYPES.items()})

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp] | slice) -> Measurements:
        """Some of them, by mask, by places or by a stretch."""
        return Measurements({name: values[keep] for name, values in self.columns.items()})

    @classmethod
    def joined(cls, parts: Iterable[Measurements]) -> Measurements:
        """One after the other."""
        every = [*parts] or [cls.of([])]
        return cls({name: np.concatenate([part[name] for part in every]) for name in NAMES})

    @property
    def volume(self) -> NDArray[np.int64]:
        """Vehicles of every kind; who walks is not one."""
        total: NDArray[np.int64] = np.sum([self[kind] for kind in VEHICLES], axis=0, dtype=np.int64)
        return total
