"""A report as the rows of a spreadsheet, with the city's times."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from toancanh.infra.sheets import Cell
from toancanh.traffic.network.reports import NetworkReport
from toancanh.traffic.steps import CITY_ZONE, zone_of

HEADINGS: Sequence[tuple[str, int]] = (
    ("Mã đoạn", 16),
    ("Đoạn đường", 32),
    ("Chiều dài (m)", 12),
    ("Tỷ lệ thời gian được đo", 14),
    ("Số xe đếm được", 14),
    ("Xe/ngày", 12),
    ("Giờ cao điểm bắt đầu", 20),
    ("Xe/giờ lúc cao điểm", 14),
    ("Tốc độ trung bình (km/h)", 14),
    ("Thời gian đi trung bình (s)", 16),
    ("Thời gian đi, 95% không vượt (s)", 18),
    ("Thời gian đi khi đường thoáng (s)", 18),
    ("Trễ trung bình (s/xe)", 14),
    ("Hàng chờ dài nhất (m)", 14),
    ("Mức phục vụ xấu nhất kéo dài 1 giờ", 18),
    ("Số phút ùn tắc (mức E, F)", 14),
    ("So với cùng kỳ tuần trước", 14),
)


def rows_of(report: NetworkReport) -> Iterator[Sequence[Cell]]:
    """One a segment, in the report's order."""
    for one in report.segments:
        yield (
            one.segment.id,
            one.segment.name,
            round(one.segment.length_m),
            _number(one.seen, 3),
            one.vehicles,
            _number(one.per_day, 0),
            _time(one.peak_start_us),
            _number(one.peak_per_h, 0),
            _number(one.speed_mps * 3.6, 1),
            _number(one.travel_time_s, 0),
            _number(one.worst_time_s, 0),
            _number(one.free_time_s, 0),
            _number(one.delay_s, 1),
            _number(one.queue_max_m, 0),
            str(one.level) if one.level else None,
            round(one.jammed_s / 60),
            _number(one.against_before, 2),
        )


def _number(value: float, digits: int) -> float | None:
    return None if math.isnan(value) else round(value, digits)


def _time(at_us: int | None) -> str | None:
    if at_us is None:
        return None
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(zone_of(CITY_ZONE)).strftime("%d/%m/%Y %H:%M")
