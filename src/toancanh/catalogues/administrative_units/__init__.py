"""Hà Nội's communes and wards since 2025, the districts and units before, and what became of each. Pure reading."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass
from functools import cached_property
from importlib import resources


class UnitKind(enum.StrEnum):
    """What a unit is, or was."""

    WARD = "ward"
    COMMUNE = "commune"
    TOWNSHIP = "township"  # ended in 2025
    DISTRICT = "district"  # ended in 2025


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit of today. ``lat`` and ``lon``: a point in or near it, degrees (WGS 84), approximate."""

    code: str
    name: str
    kind: UnitKind
    lat: float
    lon: float
    area_km2: float


@dataclass(frozen=True, kw_only=True)
class FormerUnit:
    """A unit that has ended. ``successors``: codes of `Unit`, the one that took most of it first."""

    code: str
    name: str
    kind: UnitKind
    district: str  # code of the district it belonged to; empty for a district
    lat: float
    lon: float
    successors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Units:
    """The whole catalogue. ``reform_day`` is an ISO date; `reform_day_certainty` says how sure it is."""

    units: tuple[Unit, ...]
    former: tuple[FormerUnit, ...]
    districts: tuple[FormerUnit, ...]
    reform_day: str
    reform_day_certainty: str
    source: str
    licence: str

    @cached_property
    def by_code(self) -> dict[str, Unit]:
        """Units of today by their code."""
        return {unit.code: unit for unit in self.units}

    def predecessors(self, code: str) -> list[FormerUnit]:
        """Former communes and wards of which this unit took a part."""
        return [unit for unit in self.former if code in unit.successors]


def hanoi() -> Units:
    """Read the catalogue of Hà Nội."""
    path = resources.files(__name__) / "hanoi.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    former = tuple(
        FormerUnit(
            code=row["code"],
            name=row["name"],
            kind=UnitKind(row["kind"]),
            district=row["district"],
            lat=row["lat"],
            lon=row["lon"],
            successors=tuple(row["successors"]),
        )
        for row in data["former_units"]
    )
    reform = next(row for row in data["statements"] if row["about"] == "reform_day")
    return Units(
        units=tuple(Unit(**row | {"kind": UnitKind(row["kind"])}) for row in data["units"]),
        former=former,
        districts=tuple(
            FormerUnit(
                code=row["code"],
                name=row["name"],
                kind=UnitKind.DISTRICT,
                district="",
                lat=row["lat"],
                lon=row["lon"],
                successors=_of_district(row["code"], former),
            )
            for row in data["districts"]
        ),
        reform_day=reform["value"],
        reform_day_certainty=reform["certainty"],
        source=data["source"]["title"],
        licence=data["source"]["licence"],
    )


def _of_district(code: str, former: tuple[FormerUnit, ...]) -> tuple[str, ...]:
    """The units that its communes and wards went to, in the order of their codes."""
    return tuple(sorted({new for unit in former if unit.district == code for new in unit.successors}))
