"""A tile's content: layers ``cameras``, ``clusters`` and ``legs``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from toancanh.registry.map.grouping import Groups
from toancanh.registry.map.model import STATES
from toancanh.registry.map.mvt import EXTENT, Layer, Point, Value
from toancanh.registry.map.snapshot import Bools, Snapshot

_PARTS = 24
_NAMES = tuple(state.value for state in STATES)


def draw(
    snapshot: Snapshot,
    groups: Groups,
    states: NDArray[np.int8],
    live_allowed: Bools,
    *,
    zoom: int,
    column: int,
    line: int,
) -> bytes:
    """One tile of these groups. Absent attributes are unknown ones; ``docs/design/inventory.md`` names them."""
    scale = 2.0**zoom

    def within(x: float, y: float) -> Point:
        return round((x * scale - column) * EXTENT), round((y * scale - line) * EXTENT)

    tile = (column, line)
    cameras, clusters, legs = Layer("cameras"), Layer("clusters"), Layer("legs")
    for number in groups.alone_of.get(tile, ()):
        row = int(groups.members[number])
        at = within(float(groups.shown_x[number]), float(groups.shown_y[number]))
        attributes = _camera(snapshot, row, _NAMES[states[row]], live=bool(live_allowed[row]))
        if groups.size[groups.group[number]] > 1:
            attributes["crowded"] = True
        cameras.add_point(at, attributes)
    for number in groups.stacks_of.get(tile, ()):
        counts = np.bincount(states[groups.rows_of(number)], minlength=len(STATES)).tolist()
        attributes = {"n": int(groups.size[number]), "ring": ".".join(map(str, ring(counts)))}
        attributes |= {name: count for name, count in zip(_NAMES, counts, strict=True) if count}
        clusters.add_point(within(float(groups.x[number]), float(groups.y[number])), attributes)
    for number in groups.moved_of.get(tile, ()):
        row = int(groups.members[number])
        foot = within(float(snapshot.x[row]), float(snapshot.y[row]))
        head = within(float(groups.shown_x[number]), float(groups.shown_y[number]))
        if foot != head:
            legs.add_line((foot, head), {})
    return cameras.encode() + clusters.encode() + legs.encode()


def ring(counts: Sequence[int]) -> list[int]:
    """The shares of the states in 24ths, so that rings alike share a picture; what is there has at least one."""
    total = sum(counts)
    shares = [max(1, round(count * _PARTS / total)) if count else 0 for count in counts]
    while (over := sum(shares) - _PARTS) != 0:
        most = max(range(len(shares)), key=lambda index: shares[index])
        shares[most] -= 1 if over > 0 else -1
    return shares


def _camera(snapshot: Snapshot, number: int, state: str, *, live: bool) -> dict[str, Value]:
    row = snapshot.rows[number]
    found: dict[str, Value] = {
        "id": row.camera_id,
        "code": row.code,
        "name": row.name,
        "state": state,
        "lifecycle": row.lifecycle,
        "live": live and row.linked and row.enabled,
    }
    if row.kind:
        found["kind"] = row.kind
    if row.purpose:
        found["purpose"] = row.purpose
    if row.azimuth_deg is not None:
        found["azimuth"] = round(row.azimuth_deg)
    if row.hfov_deg is not None:
        found["hfov"] = round(row.hfov_deg)
    return found
