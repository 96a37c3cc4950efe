"""GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import IO

from toancanh.infra.sheets import Cell


def write_geojson(file: IO[bytes], features: Iterable[tuple[str, float, float, Mapping[str, Cell]]]) -> None:
    """One point (id, longitude, latitude, properties) a line, WGS 84."""
    file.write(b'{"type":"FeatureCollection","features":[')
    separator = b"\n"
    for feature_id, lon, lat, properties in features:
        feature = {
            "type": "Feature",
            "id": feature_id,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                name: value.isoformat() if isinstance(value, date) else value for name, value in properties.items()
            },
        }
        file.write(separator + json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode())
        separator = b",\n"
    file.write(b"\n]}\n")
