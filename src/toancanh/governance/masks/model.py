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
    """All areas of a camera; ``version`` is 0 where none was ever drawn.

    ``sub_alike``: somebody looked and said that the sub stream shows the same as the main stream, over whose picture
    the areas were drawn. ``left_places``: where the camera's pictures came from before. ``turns``: as the registry has
    it; what is private lies elsewhere with each turn.
    """

    camera_id: str
    version: int = 0
    areas: tuple[MaskArea, ...] = ()
    updated_us: int | None = None
    sub_alike: bool = False
    left_places: frozenset[str] = frozenset()
    turns: bool = False


@dataclass(frozen=True)
class Hidden:
    """What of a camera's pictures is hidden from somebody. ``main_only``: the areas say nothing of the sub stream."""

    areas: tuple[Polygon, ...] = ()
    main_only: bool = False

    def __bool__(self) -> bool:
        return bool(self.areas)

    @cached_property
    def digest(self) -> str:
        """The same for the same areas; empty where nothing is hidden."""
        return hashlib.sha256(json.dumps(self.areas).encode()).hexdigest()[:16] if self.areas else ""


NOTHING_HIDDEN = Hidden()
WHOLE: Polygon = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
