"""The console's places are those of the catalogue."""

import json
from pathlib import Path

from toancanh.catalogues import administrative_units

PLACES = Path(__file__).parents[2] / "console" / "src" / "components" / "map" / "base" / "units.json"


def test_the_map_names_the_units_of_the_catalogue() -> None:
    folder = Path(administrative_units.__file__).parent
    units = json.loads((folder / "hanoi.json").read_text(encoding="utf-8"))["units"]
    expected = [
        [
            unit["name"].removeprefix("Phường ").removeprefix("Xã "),
            unit["lat"],
            unit["lon"],
            int(unit["kind"] == "ward"),
        ]
        for unit in units
    ]
    assert json.loads(PLACES.read_text(encoding="utf-8")) == expected
