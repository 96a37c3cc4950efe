"""Passenger-car units and capacities, from `catalogues/traffic/units.toml` or the administrator's file in its place."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from toancanh.catalogues.traffic import FOLDER
from toancanh.kernel import Invalid
from toancanh.vision import ObjectKind

FILE = "units.toml"
_CLASSED = frozenset(ObjectKind) - {ObjectKind.PEDESTRIAN, ObjectKind.VEHICLE}
Certainty = Literal["measured", "standard", "ours"]


class _Sourced(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    certainty: Certainty


class Factor(_Sourced):
    """Passenger cars that one vehicle stands for."""

    pcu: float = Field(gt=0, le=20)


class Figure(_Sourced):
    """A number with where it comes from."""

    value: float = Field(gt=0)


class Capacity(BaseModel):
    """How much can pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    lane_pcuph: Figure


class Chatter(BaseModel):
    """How much cannot have passed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_per_minute: Figure


class Units(BaseModel):
    """The file. Every kind of vehicle that a detector can name has its factor."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sources: Mapping[str, str]
    factors: Mapping[ObjectKind, Factor]
    capacity: Capacity
    chatter: Chatter

    @model_validator(mode="after")
    def _is_whole(self) -> Units:
        if set(self.factors) != _CLASSED:
            raise ValueError(f"factors: exactly those of {', '.join(sorted(_CLASSED))}")
        named: list[_Sourced] = [*self.factors.values(), self.capacity.lane_pcuph, self.chatter.most_per_minute]
        if unknown := {one.source for one in named} - set(self.sources):
            raise ValueError(f"sources: nothing is said of {', '.join(sorted(unknown))}")
        return self

    def pcu_of(self, kind: str) -> float:
        """Of one kind; 0 for who walks and for what has no class."""
        found = self.factors.get(ObjectKind(kind))
        return 0.0 if found is None else found.pcu


def read_units(own: Path | None = None) -> Units:
    """``own``: the administrator's folder. Raises `Invalid` with the file and its fault."""
    path = own / FILE if own is not None and (own / FILE).is_file() else FOLDER / FILE
    try:
        return Units.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(f"{path}: no TOML: {error}") from None
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise Invalid(f"{path}: {where}: {fault['msg']}") from None
