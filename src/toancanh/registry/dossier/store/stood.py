"""Where cameras stood at a time, out of the history of the inventory."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, or_, select

from toancanh.registry.dossier.store.tables import camera_change

_OVERLAP_MS = 600_000

Place = tuple[float, float]
"""Latitude and longitude."""


@dataclass(frozen=True, kw_only=True)
class Stood:
    """A camera's place in ``[from_us, to_us)``."""

    from_us: int
    to_us: int
    place: Place


def moves_since(connection: Connection, since_us: int) -> dict[str, list[tuple[int, float | None, float | None]]]:
    """Of each camera whose place was changed after ``since_us``, the newest first: when, and the latitude and longitude
    of before as far as they changed.
    """
    row = camera_change.c
    first_id = str(UUID(int=max(0, since_us // 1000 - _OVERLAP_MS) << 80))  # ids grow with the time (RFC 9562)
    placed = or_(row.changes.contains('"lat"', autoescape=True), row.changes.contains('"lon"', autoescape=True))
    query = select(row.camera_id, row.at_us, row.changes).where(row.id > first_id, row.at_us > since_us, placed)
    found: dict[str, list[tuple[int, float | None, float | None]]] = {}
    for camera_id, at_us, text in connection.execute(query.order_by(row.at_us.desc(), row.version.desc())):
        changes = json.loads(text)
        lat, lon = (changes.get(name, (None, None))[0] for name in ("lat", "lon"))
        if lat is not None or lon is not None:  # when it was made there was none before
            found.setdefault(camera_id, []).append((at_us, lat, lon))
    return found


def stood(
    now: Place, moves: Sequence[tuple[int, float | None, float | None]], from_us: int, to_us: int
) -> tuple[Stood, ...]:
    """Where it was in ``[from_us, to_us)``, in order; ``moves`` as `moves_since` gives them."""
    found: list[Stood] = []
    (lat, lon), until_us = now, to_us
    for at_us, lat_before, lon_before in moves:
        if at_us < until_us:
            found.append(Stood(from_us=max(at_us, from_us), to_us=until_us, place=(lat, lon)))
            until_us = at_us
        lat, lon = lat if lat_before is None else lat_before, lon if lon_before is None else lon_before
    if until_us > from_us:
        found.append(Stood(from_us=from_us, to_us=until_us, place=(lat, lon)))
    return tuple(reversed(found))
