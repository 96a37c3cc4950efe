"""Which way traffic goes at each place of a picture: as drawn, or learned from the flow itself.

Learned is the mean direction of those who passed a cell of the picture, each track once in each cell; a cell is known
when enough have passed and nearly all went the same way. A rider against the flow is one of hundreds, so that learning
goes on while it happens; where a tenth goes the other way, nothing is known.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from toancanh.traffic.incidents.signs.scene import Scene
from toancanh.vision.zones import Point, Zone, ZoneKind, permitted

_COLUMNS, _ROWS = 24, 14
_ENOUGH = 25
_MOST = 400
"""More tracks than this fade: a street whose direction is turned round is learned anew within a day."""
_AGREE = 0.85
_DRIVES_MPS = 2.0


class Ways:
    """Of one camera. ``known``: what was learned before, as `learned` gave it."""

    def __init__(self, zones: Sequence[Zone], aspect: float, known: Sequence[Sequence[float]] = ()) -> None:
        arrows = [zone for zone in zones if zone.kind is ZoneKind.DIRECTION]
        self._drawn = [
            (zone, _unit(arrow.plane))
            for zone in zones
            if not zone.kind.is_line and zone.kind is not ZoneKind.IGNORE
            for arrow in [permitted(zone, arrows)]
            if arrow is not None
        ]
        self._only = _unit(arrows[0].plane) if len(arrows) == 1 and not self._drawn else None
        self._aspect = aspect
        self._cells: dict[int, list[float]] = {int(row[0]): list(row[1:]) for row in known}
        self._counted: dict[int, set[int]] = {}

    @property
    def learned(self) -> list[list[float]]:
        """What is to be kept over a restart: cell, how many, sums of their directions."""
        return [[cell, *row] for cell, row in sorted(self._cells.items())]

    def learn(self, scene: Scene) -> None:
        """From those who drive."""
        for seen in scene.vehicles:
            if seen.way is None or seen.speed_mps is None or seen.speed_mps < _DRIVES_MPS:
                continue
            cell = self._cell(seen.at)
            mine = self._counted.setdefault(seen.one.track, set())
            if cell in mine:
                continue
            mine.add(cell)
            row = self._cells.setdefault(cell, [0.0, 0.0, 0.0])
            row[0] += 1
            row[1] += seen.way[0]
            row[2] += seen.way[1]
            if row[0] > _MOST:
                row[:] = [value / 2 for value in row]
        for track in [track for track in self._counted if track not in scene.trails]:
            del self._counted[track]

    def unlearn(self) -> None:
        """Another street is seen."""
        self._cells.clear()

    def forget_tracks(self) -> None:
        """Numbers of tracks mean nothing any more."""
        self._counted.clear()

    def at(self, place: Point) -> tuple[Point, bool] | None:
        """The way at a place (widths), as a unit vector in the picture, and whether it is learned; None: not known."""
        share = (place[0], place[1] / self._aspect)
        for zone, way in self._drawn:
            if zone.contains(share):
                return way, False
        if self._only is not None:
            return self._only, False
        row = self._cells.get(self._cell(place))
        if row is None or row[0] < _ENOUGH:
            return None
        length = math.hypot(row[1], row[2])
        return ((row[1] / length, row[2] / length), True) if length >= _AGREE * row[0] else None

    def _cell(self, place: Point) -> int:
        column = min(_COLUMNS - 1, max(0, int(place[0] * _COLUMNS)))
        row = min(_ROWS - 1, max(0, int(place[1] / self._aspect * _ROWS)))
        return row * _COLUMNS + column


def _unit(line: Sequence[Point]) -> Point:
    (ax, ay), (bx, by) = line
    length = math.dist(*line)
    return (bx - ax) / length, (by - ay) / length
