"""The map's use cases: which cameras the asker may see under a filter, as tiles, as counts, as a list.

What is costly is kept: the rows per revision of the registry, what a filter means per revision, the grouping of a zoom
level per rights and filter. Whoever may see the same shares it. Rights are asked anew with every request.
"""

from __future__ import annotations

import hashlib
import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from itertools import compress, product
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from toancanh.governance import PROTECTED, PURPOSE_CLASSES, Action, Governance, ResourceRef, Visibility
from toancanh.infra.database import Database
from toancanh.kernel import Invalid, Principal
from toancanh.registry.lists.areas import Box
from toancanh.registry.lists.filters import CameraFilter
from toancanh.registry.lists.store import rows
from toancanh.registry.map import store
from toancanh.registry.map.drawing import draw
from toancanh.registry.map.grouping import MAX_ZOOM, Groups, group
from toancanh.registry.map.model import STATES, LiveReport, MapColour, MapState, Spot, Spots, Summary
from toancanh.registry.map.snapshot import Bools, Ints, Snapshot, to_mercator
from toancanh.registry.store.cameras import read_shown_revision

T = TypeVar("T")

_KEPT = 24
_LOCKED = STATES.index(MapState.LOCK)
_WIDEST = 2.0**-8
"""Of the world: what a narrow map shows at its smallest scale."""


@dataclass(frozen=True, kw_only=True)
class Tile:
    """``etag`` is equal as long as what the asker sees of this tile can be."""

    etag: str
    content: bytes | None  # None where the asker has it already


@dataclass(kw_only=True)
class _Seen:
    """What one set of rights sees under one filter, and the groupings that were asked for so far."""

    rows: Ints
    live_allowed: Bools
    everyone_locked: bool
    levels: dict[int, Groups] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class CameraMap:
    """Thread-safe; one for a process."""

    def __init__(self, *, database: Database, governance: Governance) -> None:
        self._database = database
        self._governance = governance
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._states: dict[MapColour, tuple[tuple[int, int], NDArray[np.int8]]] = {}
        self._meant = _Kept[Bools]()
        self._seen = _Kept[_Seen]()

    def tile(
        self,
        principal: Principal,
        wanted: CameraFilter,
        live: LiveReport,
        *,
        zoom: int,
        column: int,
        line: int,
        only: frozenset[MapState] = frozenset(),
        known: str = "",
    ) -> Tile:
        """One tile, with ``only`` cameras of these states. Raises `Invalid` where there is none of that number."""
        if not (0 <= zoom <= MAX_ZOOM and 0 <= column < 2**zoom and 0 <= line < 2**zoom):
            raise Invalid(f"there is no tile {zoom}/{column}/{line}")
        snapshot, key, seen = self._look(principal, wanted)
        shown = (key, live.colour, live.version, sorted(only), zoom, column, line)
        etag = hashlib.sha256(repr(shown).encode()).hexdigest()[:24]
        if known == etag:
            return Tile(etag=etag, content=None)
        states = self._states_of(snapshot, seen, live)
        if only:
            seen = self._seen.get((key, live.colour, live.version, only), lambda: _narrowed(seen, states, only))
        with seen.lock:
            if zoom not in seen.levels:
                seen.levels[zoom] = group(seen.rows, snapshot.x, snapshot.y, snapshot.azimuth_deg, zoom)
        content = draw(snapshot, seen.levels[zoom], states, seen.live_allowed, zoom=zoom, column=column, line=line)
        return Tile(etag=etag, content=content)

    def summary(self, principal: Principal, wanted: CameraFilter, live: LiveReport, box: Box) -> Summary:
        """Counts by state in a box."""
        snapshot, _key, seen = self._look(principal, wanted)
        inside = seen.rows[_inside(snapshot, seen.rows, box)]
        return Summary(
            total=len(inside),
            states=_counted(self._states_of(snapshot, seen, live)[inside]),
            everywhere=len(seen.rows),
            bounds=_around(snapshot, seen.rows),
            version=live.version,
        )

    def spots(self, principal: Principal, wanted: CameraFilter, live: LiveReport, *, limit: int) -> Spots:
        """The cameras themselves, for a list beside the map."""
        snapshot, _key, seen = self._look(principal, wanted)
        states = self._states_of(snapshot, seen, live)
        items = []
        for number in seen.rows[:limit].tolist():
            row = snapshot.rows[number]
            items.append(
                Spot(
                    camera=row,
                    state=STATES[states[number]],
                    live=bool(seen.live_allowed[number]) and row.linked and row.enabled,
                )
            )
        return Spots(total=len(seen.rows), states=_counted(states[seen.rows]), items=tuple(items))

    def _look(self, principal: Principal, wanted: CameraFilter) -> tuple[Snapshot, Hashable, _Seen]:
        reading = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        watching = self._governance.visible(principal, Action.MEDIA_LIVE, "camera")
        snapshot = self._current()
        key = (snapshot.revision, reading, watching, wanted)

        def make() -> _Seen:
            may = _allowed(snapshot, reading) & self._means(snapshot, wanted)
            if not wanted.lifecycle:
                may &= ~snapshot.retired
            allowed = _allowed(snapshot, watching)
            return _Seen(rows=np.flatnonzero(may), live_allowed=allowed, everyone_locked=not watching.parts)

        return snapshot, key, self._seen.get(key, make)

    def _current(self) -> Snapshot:
        """As of the registry's revision now: what became protected or went away is not in any later answer."""
        with self._database.reading() as connection:
            revision = read_shown_revision(connection)
            known = self._snapshot
            if known is not None and known.revision == revision:
                return known
        with self._lock, self._database.reading() as connection:
            revision = read_shown_revision(connection)
            if self._snapshot is None or self._snapshot.revision != revision:
                self._snapshot = Snapshot.of(revision, store.all_rows(connection), store.tagged(connection))
            return self._snapshot

    def _means(self, snapshot: Snapshot, wanted: CameraFilter) -> Bools:
        def make() -> Bools:
            mask = np.zeros(len(snapshot.rows), dtype=np.bool_)
            with self._database.reading() as connection:
                ids = rows.ids(connection, wanted.conditions(self._governance))
            numbers = [snapshot.number[camera_id] for camera_id in ids if camera_id in snapshot.number]
            mask[numbers] = True
            return mask

        if wanted == CameraFilter():
            return np.ones(len(snapshot.rows), dtype=np.bool_)
        return self._meant.get((snapshot.revision, wanted), make)

    def _states_of(self, snapshot: Snapshot, seen: _Seen, live: LiveReport) -> NDArray[np.int8]:
        """With the lock over what the asker may not watch; who watches nothing anywhere is shown states alone."""
        with self._lock:
            key = (snapshot.revision, live.version)
            if live.colour not in self._states or self._states[live.colour][0] != key:
                self._states[live.colour] = (key, snapshot.states(live))
            states = self._states[live.colour][1]
        if seen.everyone_locked or not live.locks:
            return states
        return np.where(seen.live_allowed, states, np.int8(_LOCKED))


class _Kept(Generic[T]):
    """The values that were used last. Made under a lock, so that one burst of tiles does not make them ten times."""

    def __init__(self) -> None:
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key not in self._values:
                self._values[key] = make()
                while len(self._values) > _KEPT:
                    self._values.popitem(last=False)
            self._values.move_to_end(key)
            return self._values[key]


def _narrowed(seen: _Seen, states: NDArray[np.int8], only: frozenset[MapState]) -> _Seen:
    wanted = np.isin(states[seen.rows], [STATES.index(state) for state in only])
    return replace(seen, rows=seen.rows[wanted], levels={}, lock=threading.Lock())


def _allowed(snapshot: Snapshot, visible: Visibility) -> Bools:
    """Which cameras may be seen; owners are few, cameras are many, and those told apart by their id are fewer."""
    named = sorted(visible.tags)
    sets = [frozenset(compress((PROTECTED, *named), bits)) for bits in product((False, True), repeat=1 + len(named))]

    def shows(owner: str, tags: frozenset[str], of: str, id: str = "") -> bool:
        return visible.shows(ResourceRef(kind="camera", id=id, owner_id=owner, tags=tags, purpose_class=of))

    table = np.array(
        [[[shows(owner, tags, of) for of in PURPOSE_CLASSES] for tags in sets] for owner in snapshot.owners],
        dtype=np.bool_,
    ).reshape(len(snapshot.owners), len(sets), len(PURPOSE_CLASSES))
    carried = snapshot.protected.astype(np.int64)
    for tag in named:
        carried = carried * 2 + snapshot.carries(tag)
    may: Bools = table[snapshot.owner, carried, snapshot.purpose]
    for camera_id in visible.ids:
        number = snapshot.number.get(camera_id)
        if number is not None:
            row, of = snapshot.rows[number], PURPOSE_CLASSES[snapshot.purpose[number]]
            may[number] = shows(row.owner_id, sets[carried[number]], of, camera_id)
    return may


def _inside(snapshot: Snapshot, rows: Ints, box: Box) -> Bools:
    (west, east), (north, south) = to_mercator(np.array([box.west, box.east]), np.array([box.north, box.south]))
    x, y = snapshot.x[rows], snapshot.y[rows]
    inside: Bools = (x >= west) & (x <= east) & (y >= north) & (y <= south)
    return inside


def _counted(states: NDArray[np.int8]) -> dict[MapState, int]:
    counts = np.bincount(states, minlength=len(STATES))
    return {state: int(count) for state, count in zip(STATES, counts, strict=True) if count}


def _around(snapshot: Snapshot, rows: Ints) -> Box | None:
    """Around nearly all; around those near the middle one where they lie too far apart: a map opens on cameras."""
    if not rows.size:
        return None
    box = _nearly_all(snapshot, rows)
    if max(box[1] - box[0], box[3] - box[2]) > _WIDEST:
        middle = rows[np.argsort(snapshot.x[rows])[rows.size // 2]]
        near = [np.abs(axis[rows] - axis[middle]) < _WIDEST / 2 for axis in (snapshot.x, snapshot.y)]
        box = _nearly_all(snapshot, rows[near[0] & near[1]])
    west, east, north, south = box
    return Box(west=_lon(west), south=_lat(south), east=_lon(east), north=_lat(north))


def _nearly_all(snapshot: Snapshot, rows: Ints) -> tuple[float, float, float, float]:
    """Without the outermost hundredth on each side: one camera at 0, 0 must not decide where the map opens."""
    west, east = np.quantile(snapshot.x[rows], (0.01, 0.99)).tolist()
    north, south = np.quantile(snapshot.y[rows], (0.01, 0.99)).tolist()
    return west, east, north, south


def _lon(x: float) -> float:
    return x * 360.0 - 180.0


def _lat(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1.0 - 2.0 * y))))
