"""Makes hanoi.json from the data inside the package vietnamadminunits (MIT); run by hand, never at run time.

    uv venv /tmp/units && uv pip install --python /tmp/units/bin/python vietnamadminunits==1.0.4
    python -m toancanh.catalogues.administrative_units.make \
        /tmp/units/lib/python3.11/site-packages/vietnamadminunits hanoi.json

The package is an aid of building: it takes seconds to import and asks the Internet about some addresses.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path

_HANOI = "01"
_HANOI_KEY = "thanhphohanoi"
_KINDS = {"Phường": "ward", "Xã": "commune", "Thị trấn": "township"}
_REFORM_DAY = "2025-07-01"


def make(package: Path) -> dict[str, object]:
    """The catalogue, from the package's folder."""
    with closing(sqlite3.connect(package / "data" / "dataset.db")) as connection:
        connection.row_factory = sqlite3.Row
        units = connection.execute("SELECT * FROM admin_units WHERE provinceCode = ?", (_HANOI,)).fetchall()
        former = connection.execute("SELECT * FROM admin_units_legacy WHERE provinceCode = ?", (_HANOI,)).fetchall()
    converter = json.loads((package / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    successors = _successors(converter, {row["wardKey"]: row["wardCode"] for row in units})
    districts = {row["districtCode"]: row for row in former}
    return {
        "source": {
            "title": "vietnamadminunits 1.0.4, dataset.db and converter_2025.json, reduced to Hà Nội",
            "address": "https://github.com/tranngocminhhieu/vietnamadminunits",
            "licence": "MIT, Copyright (c) 2025 Tran Ngoc Minh Hieu",
            "retrieved_on": "2026-11-22",
            "made_by": "catalogues/administrative_units/make.py",
        },
        "statements": [
            {
                "about": "units",
                "certainty": "community",
                "text": "Codes, names and conversion are a community transcription of the official lists; the count "
                "of 126 units is confirmed by official and press pages of 07/2025.",
            },
            {
                "about": "reform_day",
                "certainty": "unverified",
                "value": _REFORM_DAY,
                "text": "The day on which districts ended and the new units began: not seen in an official text.",
            },
            {
                "about": "lat, lon, area_km2",
                "certainty": "approximate",
                "text": "A point within or near the unit, not its administrative seat; no boundaries are known.",
            },
        ],
        "units": [
            {
                "code": row["wardCode"],
                "name": row["ward"],
                "kind": _KINDS[row["wardType"]],
                "lat": row["wardLat"],
                "lon": row["wardLon"],
                "area_km2": row["wardAreaKm2"],
            }
            for row in sorted(units, key=lambda row: str(row["wardCode"]))
        ],
        "districts": [
            {"code": code, "name": row["district"], "lat": row["districtLat"], "lon": row["districtLon"]}
            for code, row in sorted(districts.items())
        ],
        "former_units": [
            {
                "code": row["wardCode"],
                "name": row["ward"],
                "kind": _KINDS[row["wardType"]],
                "district": row["districtCode"],
                "lat": row["wardLat"],
                "lon": row["wardLon"],
                "successors": successors[f"{_HANOI_KEY}_{row['districtKey']}_{row['wardKey']}"],
            }
            for row in sorted(former, key=lambda row: str(row["wardCode"]))
        ],
    }


def _successors(
    converter: Mapping[str, Mapping[str, Mapping[str, object]]], code_by_key: Mapping[str, str]
) -> dict[str, list[str]]:
    """Codes of the new units by key of the old one; the one that took the most of it first."""
    found: dict[str, list[str]] = {}
    for new_key, old_keys in converter["DICT_PROVINCE_WARD_NO_DIVIDED"][_HANOI_KEY].items():
        assert isinstance(old_keys, list)  # noqa: S101
        for old_key in old_keys:
            found[old_key] = [code_by_key[new_key]]
    for old_key, parts in converter["DICT_PROVINCE_WARD_DIVIDED"][_HANOI_KEY].items():
        assert isinstance(parts, list)  # noqa: S101
        ordered = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
        found[old_key] = [code_by_key[part["newWardKey"]] for part in ordered]
    return found


def _lines(catalogue: Mapping[str, object]) -> Iterable[str]:
    """JSON with a line for each unit, so that a change can be read as a difference."""
    yield "{"
    last = list(catalogue)[-1]
    for name, value in catalogue.items():
        end = "" if name == last else ","
        if isinstance(value, list):
            yield f' "{name}": ['
            for at, item in enumerate(value, start=1):
                yield f"  {json.dumps(item, ensure_ascii=False)}{',' if at < len(value) else ''}"
            yield f" ]{end}"
        else:
            yield f' "{name}": {json.dumps(value, ensure_ascii=False)}{end}'
    yield "}"


if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(_lines(make(Path(sys.argv[1])))) + "\n", encoding="utf-8")
