"""The terms of masks. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property

from toancanh.governance.model import Role

Polygon = tuple[tuple[float, float], ...]
"""Corners in order, each (x, y) from 0 to 1 of the picture's width and height, from its upper left."""

MAX_AREAS = 24
MAX_POINTS = 32


@dataclass(frozen=True, kw_only=True)
class MaskArea:
    """One area. ``seen_by``: who holds one of these roles for the camera's owner sees what lies under it."""

    id: str
    name: str
    reason: str
    points: Polygon
    seen_by: frozenset[Role] = frozenset()


@dataclass(frozen=True, kw_only=True)
class CameraMasks:
    """All areas of a camera; ``version`` is 0 where none was ever drawn."""

    camera_id: str
    version: int = 0
    areas: tuple[MaskArea, ...] = ()
    updated_us: int | None = None


@dataclass(frozen=True)
class Hidden:
    """What of a camera's pictures is hidden from somebody."""

    areas: tuple[Polygon, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.areas)

    @cached_property
    def digest(self) -> str:
        """The same for the same areas; empty where nothing is hidden."""
        return hashlib.sha256(json.dumps(self.areas).encode()).hexdigest()[:16] if self.areas else ""


NOTHING_HIDDEN = Hidden()
