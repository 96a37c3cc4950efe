"""What is shipped for Prometheus and Grafana names figures that the platform has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_DECLARED = re.compile(r'(Counter|Gauge)MetricFamily\(\s*"(toancanh_\w+)"')
SHIPPED = [ROOT / "deploy/prometheus/toancanh.rules.yml", ROOT / "deploy/grafana/toancanh.json"]


def figures() -> set[str]:
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for kind, name in _DECLARED.findall(path.read_text(encoding="utf-8")):
            found.add(f"{name}_total" if kind == "Counter" else name)
    return found


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_every_figure_that_is_named_is_there(path: Path) -> None:
    named = set(re.findall(r"\btoancanh_\w+", path.read_text(encoding="utf-8")))
    assert len(named) > 5
    assert named <= figures()


def test_the_dashboard_is_one() -> None:
    board = json.loads(SHIPPED[1].read_text(encoding="utf-8"))
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])
    places = [panel["gridPos"] for panel in board["panels"]]
    assert all(place["x"] + place["w"] <= 24 for place in places)
    cells = [(x, y) for p in places for x in range(p["x"], p["x"] + p["w"]) for y in range(p["y"], p["y"] + p["h"])]
    assert len(cells) == len(set(cells)), "two panels lie over each other"
