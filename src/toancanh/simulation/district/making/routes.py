"""Departures as SUMO's file of vehicle types, trips and walks ("Definition of Vehicles, Vehicle Types, and Routes")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import quoteattr

from toancanh.simulation.district.making.demand import Departure
from toancanh.simulation.district.making.fleet import MODELS


def write_routes(departures: Iterable[Departure], lengths: Mapping[str, float], path: Path) -> None:
    """In the order of departure, as SUMO wants it."""
    lines = [*_types(), *(_trip(one, lengths) for one in sorted(departures, key=lambda one: one.at_s))]
    path.write_text("<routes>\n" + "\n".join(lines) + "\n</routes>\n", encoding="utf-8")


def _types() -> Iterator[str]:
    for models in MODELS.values():
        for model in models:
            given = " ".join(f"{key}={quoteattr(value)}" for key, value in model.attributes.items())
            yield f"  <vType {given}/>"


def _trip(one: Departure, lengths: Mapping[str, float]) -> str:
    if one.walks:
        from_m, to_m = one.from_share * lengths[one.from_edge], one.to_share * lengths[one.to_edge]
        return (
            f'  <person id="{one.key}" type="{one.model.key}" depart="{one.at_s:.2f}" departPos="{from_m:.1f}">'
            f'<walk from="{one.from_edge}" to="{one.to_edge}" arrivalPos="{to_m:.1f}"/></person>'
        )
    return (
        f'  <trip id="{one.key}" type="{one.model.key}" depart="{one.at_s:.2f}" from="{one.from_edge}" '
        f'to="{one.to_edge}" departLane="best" departPos="base" departPosLat="random" departSpeed="avg"/>'
    )
