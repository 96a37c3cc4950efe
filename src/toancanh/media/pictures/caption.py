"""What stands in the pictures of a rendition. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

_ZONE = timezone(timedelta(hours=7))


@dataclass(frozen=True, kw_only=True)
class Caption:
    """What to write: the time of a picture, from ``wall_us`` at ``media_time`` (1/90000 s), and a ``name``; and a
    ``mark`` all over the picture, where there is one.
    """

    name: str
    wall_us: int
    media_time: int
    mark: str = ""

    def at(self, media_time: int) -> str:
        """``2026-11-22 11:24:07.040 +07 ADMIN``, in the city's zone."""
        wall_us = self.wall_us + (media_time - self.media_time) * 100 // 9
        moment = datetime.fromtimestamp(wall_us // 1_000_000, UTC).astimezone(_ZONE)
        return f"{moment:%Y-%m-%d %H:%M:%S}.{wall_us % 1_000_000 // 1000:03d} +07 {self.name.upper()}"
