"""GeoJSON (RFC 7946) and CSV (RFC 4180) of what is public. Pure."""

from __future__ import annotations

import io
import json

from toancanh.infra.sheets import write_csv
from toancanh.kernel import format_rfc3339
from toancanh.traffic.open_data.snapshot import PublicSegment, Snapshot

_COLUMNS = (
    "segment_id", "name", "from", "until", "length_m", "level", "speed_kmh", "volume_per_h", "travel_time_s",
    "free_time_s", "usual_time_s", "level_in_15_min", "travel_time_in_15_min_s", "level_in_30_min",
    "travel_time_in_30_min_s",
)  # fmt: skip


def geojson(snapshot: Snapshot) -> bytes:
    """A line a segment; foreign members ``from`` and ``until`` say which quarter of an hour it is of."""
    whole = {
        "type": "FeatureCollection",
        "from": format_rfc3339(snapshot.from_us),
        "until": format_rfc3339(snapshot.until_us),
        "features": [_feature(one) for one in snapshot.segments],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def csv(snapshot: Snapshot) -> bytes:
    """A line a segment; empty is "not known"."""
    file = io.BytesIO()
    from_, until = format_rfc3339(snapshot.from_us), format_rfc3339(snapshot.until_us)
    rows = []
    for one in snapshot.segments:
        told = {forecast.minutes: forecast for forecast in one.forecasts}
        ahead = [
            cell
            for minutes in (15, 30)
            for cell in ((str(told[minutes].level), told[minutes].travel_time_s) if minutes in told else (None, None))
        ]
        level = str(one.level) if one.level else None
        rows.append(
            [one.id, one.name, from_, until, one.length_m, level, one.speed_kmh, one.volume_per_h, one.travel_time_s,
             one.free_time_s, one.usual_time_s, *ahead]
        )  # fmt: skip
    write_csv(file, _COLUMNS, rows)
    return file.getvalue()


def _feature(one: PublicSegment) -> dict[str, object]:
    forecasts = [
        {"minutes": each.minutes, "level": each.level, "travel_time_s": each.travel_time_s, "error": each.error}
        for each in one.forecasts
    ]
    return {
        "type": "Feature",
        "id": one.id,
        "geometry": {"type": "LineString", "coordinates": one.line},
        "properties": {
            "name": one.name, "length_m": one.length_m, "level": one.level, "speed_kmh": one.speed_kmh,
            "volume_per_h": one.volume_per_h, "travel_time_s": one.travel_time_s, "free_time_s": one.free_time_s,
            "usual_time_s": one.usual_time_s, "forecasts": forecasts,
        },
    }  # fmt: skip
