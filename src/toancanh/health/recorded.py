"""How much of each day should have been recorded and was: by the archive's sums, no picture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from toancanh.media.archive import ArchiveIndex
from toancanh.media.archive.summary import StreamSums, Stretch, Sums, sums
from toancanh.media.model import GapCause
from toancanh.media.playback.calendar import CITY_ZONE, Unit, stretches_of
from toancanh.registry import StreamRole

_DAY_US = 86_400_000_000
_INTENDED = frozenset({GapCause.SWITCHED_OFF, GapCause.DELETED})
"""Nobody wanted it, or it is gone by its term: neither is a fault."""


@dataclass(frozen=True, kw_only=True)
class RecordedDay:
    """One local day of one stream, up to now; ``missing_s``: by cause, what was intended left out."""

    day: str
    expected_s: float
    recorded_s: float
    missing_s: dict[GapCause, float]


def recorded_days(
    archive: ArchiveIndex, camera_id: str, role: StreamRole, *, days: int, now_us: int
) -> list[RecordedDay]:
    """The newest first; days before the stream's first moment are left out. Raises `Unavailable`."""
    zone = ZoneInfo(CITY_ZONE)
    stretches = stretches_of(now_us - (days - 1) * _DAY_US, now_us, Unit.DAY, zone)
    with archive.database.reading() as connection:
        found = sums(connection, [camera_id], role, stretches, now_us=now_us, away=archive.places.away())[camera_id]
    made = [
        _day(found, one, stretch, zone)
        for one, stretch in zip(found.stretches, stretches, strict=True)
        if found.first_us is not None and stretch.end_us > found.first_us
    ]
    return [one for one in reversed(made) if one.expected_s > 0]


def _day(of: StreamSums, found: Sums, stretch: Stretch, zone: ZoneInfo) -> RecordedDay:
    first_us = of.until_us if of.first_us is None else of.first_us
    known_us = max(0, min(stretch.end_us, of.until_us) - max(stretch.start_us, first_us))
    intended_us = sum(one.us for cause, one in found.missing.items() if cause in _INTENDED)
    missing = {cause: one.us / 1e6 for cause, one in found.missing.items() if cause not in _INTENDED}
    expected_s = max(0, known_us - intended_us) / 1e6
    begins = datetime.fromtimestamp(stretch.start_us // 1_000_000, tz=UTC).astimezone(zone)
    return RecordedDay(
        day=begins.date().isoformat(),
        expected_s=expected_s,
        recorded_s=max(0.0, expected_s - sum(missing.values())),
        missing_s=missing,
    )
