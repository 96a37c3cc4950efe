"""CSV (RFC 4180, UTF-8 with a mark that Excel looks for) and GeoJSON (RFC 7946)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import IO

from toancanh.registry.lists.export.cells import Cell, harmless


def write_csv(file: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Commas between cells, points in numbers, ISO dates."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in cells] for cells in rows)
    text.flush()
    text.detach()


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
