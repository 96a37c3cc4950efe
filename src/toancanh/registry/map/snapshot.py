"""All living cameras as columns, read at once when the registry's revision has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from toancanh.governance import PURPOSE_CLASSES
from toancanh.registry.map.model import STATES, LiveReport, LiveState, MapState
from toancanh.registry.map.store import CameraRow

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_CODE = {state: code for code, state in enumerate(STATES)}
_PLANNED = frozenset({"proposed", "approved", "installing"})
_STOPPED = frozenset({"suspended", "retired"})
_OF_LIVE = {
    LiveState.ONLINE: MapState.OK, LiveState.CONNECTING: MapState.WARN, LiveState.AWAY: MapState.BAD,
    LiveState.AT_WORK: MapState.OFF,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The rows of one revision, by code; ``x`` and ``y`` are of the unit square of Web Mercator, north up."""

    revision: int
    rows: tuple[CameraRow, ...]
    x: Floats
    y: Floats
    owner: Ints
    owners: tuple[str, ...]
    protected: Bools
    purpose: Ints  # an index of `PURPOSE_CLASSES`
    retired: Bools
    azimuth_deg: Floats
    tagged: Mapping[str, Sequence[str]]  # tag -> ids

    @classmethod
    def of(cls, revision: int, rows: list[CameraRow], tagged: Mapping[str, Sequence[str]]) -> Snapshot:
        """Columns of the rows."""
        owners = sorted({row.owner_id for row in rows})
        number = {owner: index for index, owner in enumerate(owners)}
        lon = np.array([row.lon for row in rows], dtype=np.float64)
        lat = np.array([row.lat for row in rows], dtype=np.float64)
        x, y = to_mercator(lon, lat)
        return cls(
            revision=revision,
            rows=tuple(rows),
            x=x,
            y=y,
            owner=np.array([number[row.owner_id] for row in rows], dtype=np.int64),
            owners=tuple(owners),
            protected=np.array([row.protected for row in rows], dtype=np.bool_),
            purpose=np.array([_purpose(row.purpose) for row in rows], dtype=np.int64),
            retired=np.array([row.lifecycle == "retired" for row in rows], dtype=np.bool_),
            azimuth_deg=np.array([row.azimuth_deg for row in rows], dtype=np.float64),
            tagged=tagged,
        )

    @cached_property
    def number(self) -> dict[str, int]:
        """The row of a camera."""
        return {row.camera_id: index for index, row in enumerate(self.rows)}

    def carries(self, tag: str) -> Bools:
        """Which rows have the tag."""
        found: Bools = np.zeros(len(self.rows), dtype=np.bool_)
        found[[self.number[id] for id in self.tagged.get(tag, ()) if id in self.number]] = True
        return found

    def states(self, live: LiveReport) -> NDArray[np.int8]:
        """The code of each row's state (an index of `STATES`), before rights."""
        return np.array([_CODE[_state(row, live)] for row in self.rows], dtype=np.int8)


def _purpose(named: str) -> int:
    return PURPOSE_CLASSES.index(named) if named in PURPOSE_CLASSES else 0


def _state(row: CameraRow, live: LiveReport) -> MapState:
    if row.lifecycle in _PLANNED:
        return MapState.PLANNED
    if not row.enabled or row.lifecycle in _STOPPED:
        return MapState.OFF
    if not row.linked:
        return MapState.WARN if row.lifecycle == "faulty" else MapState.UNLINKED
    state = _OF_LIVE[live.by_camera.get(row.camera_id, live.unknown)]
    return MapState.WARN if state is MapState.OK and row.lifecycle == "faulty" else state


def to_mercator(lon: Any, lat: Any) -> tuple[Any, Any]:
    """Degrees to the unit square (EPSG:3857 scaled); latitudes beyond its edge are put on it."""
    radians = np.radians(np.clip(lat, -85.0511, 85.0511))
    return (np.asarray(lon) + 180.0) / 360.0, (1.0 - np.arcsinh(np.tan(radians)) / np.pi) / 2.0
