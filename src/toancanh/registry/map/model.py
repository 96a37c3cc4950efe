"""What the map says of a camera, and what it asks of others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from toancanh.registry.lists.areas import Box
    from toancanh.registry.map.store import CameraRow


class MapState(enum.StrEnum):
    """One sign of a camera on the map; the order is that of the panel's rows and of the rings."""

    OK = "ok"  # pictures come
    WARN = "warn"  # connecting, or declared faulty while pictures come
    BAD = "bad"  # no pictures
    OFF = "off"  # switched off, suspended or retired: on purpose
    LOCK = "lock"  # the asker sees live pictures elsewhere, but not of this one
    PLANNED = "planned"  # not in operation yet
    UNLINKED = "unlinked"  # in the inventory; the platform has no stream of it


STATES: tuple[MapState, ...] = tuple(MapState)


class LiveState(enum.StrEnum):
    """What is known of a camera's main stream now."""

    ONLINE = "online"
    CONNECTING = "connecting"
    AWAY = "away"
    AT_WORK = "at_work"  # somebody works at it, as announced


class MapColour(enum.StrEnum):
    """What the signs' colours tell."""

    LIVE = "live"  # which cameras send pictures
    HEALTH = "health"  # which cameras have a fault


@dataclass(frozen=True, kw_only=True)
class LiveReport:
    """The main streams of all cameras, or (``colour``) what else is known of each. ``version`` grows when anything in
    it changes; ``locks``: who may not watch a camera is shown a lock in place of its state.
    """

    version: int
    colour: MapColour = MapColour.LIVE
    locks: bool = True
    by_camera: Mapping[str, LiveState] = field(default_factory=dict)
    unknown: LiveState = LiveState.AWAY
    """What holds for a camera that is not in it."""


class LiveStates(Protocol):
    """Who knows which cameras send pictures (media does; the registry does not)."""

    async def report(self) -> LiveReport:
        """As of now, or some seconds ago."""


@dataclass(frozen=True, kw_only=True)
class Summary:
    """How many cameras of which state lie in a box, and ``everywhere`` under the filter."""

    total: int
    states: Mapping[MapState, int]
    everywhere: int
    bounds: Box | None  # around nearly all that the asker may see under the filter
    version: int  # of the states: tiles of an older one can be asked for again


@dataclass(frozen=True, kw_only=True)
class Spot:
    """One camera for a list beside the map."""

    camera: CameraRow
    state: MapState
    live: bool


@dataclass(frozen=True, kw_only=True)
class Spots:
    """All that a filter means; ``items`` are the first by code."""

    total: int
    states: Mapping[MapState, int]
    items: tuple[Spot, ...]


@dataclass(frozen=True, kw_only=True)
class BaseMap:
    """What lies below the cameras: a PMTiles file, a tile server, or (neither) the console's own schematic."""

    pmtiles: Path | None = None
    tiles_url: str = ""
    attribution: str = ""

    def is_vector(self) -> bool:
        """By the header of the file (PMTiles 3, 3.1: the type of its tiles), or by the address."""
        if self.pmtiles is None:
            return urlsplit(self.tiles_url).path.endswith((".pbf", ".mvt"))
        try:
            with self.pmtiles.open("rb") as file:
                header = file.read(100)
        except OSError:
            return False
        return len(header) == 100 and header[99] == 1
