"""What the routes of traffic take and give."""

from __future__ import annotations

from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from toancanh.infra.fields import Words
from toancanh.infra.http import TimeIn, TimeOut
from toancanh.kernel import Invalid
from toancanh.traffic.columns import KINDS
from toancanh.traffic.model import Failure, FailureKind, Flag
from toancanh.traffic.service import Answer, Asked, Series
from toancanh.traffic.steps import CITY_ZONE, Interval
from toancanh.traffic.units import Units

_Id = Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9_-]*$")]
Values = list[float | None]
Counts = list[int | None]


class CamerasAsked(BaseModel):
    """Of which cameras: named ones, or those of a site."""

    camera_id: list[_Id] = Field(default=[], max_length=100, description="Cameras by name; repeatable.")
    site_id: _Id = Field(default="", description="All cameras of a junction or another site that may be read.")


class RangeAsked(CamerasAsked):
    """The same with a time."""

    start: TimeIn = Field(alias="from", description="Start of the range; the first step holds it.")
    end: TimeIn = Field(alias="to", description="End of the range.")

    def _asked(self, **more: object) -> Asked:
        if not 0 <= self.start < self.end:
            raise Invalid("to: the end comes after the start", field="to")
        given = {"camera_ids": tuple(self.camera_id), "site_id": self.site_id, "zone": CITY_ZONE}
        return Asked(from_us=self.start, to_us=self.end, **given | more)  # type: ignore[arg-type]

    def asked(self) -> Asked:
        """The use case's words."""
        return self._asked()


class MeasurementsAsked(RangeAsked):
    """The same with drawings and steps."""

    zone_id: list[_Id] = Field(default=[], max_length=200, description="Drawings by name; repeatable; all if none.")
    step: Interval = Field(default=Interval.HOUR, description="What one figure is of.")
    zone: Words = Field(default=CITY_ZONE, max_length=64, description="Whose hours, days and weeks; an IANA time zone.")

    def asked(self) -> Asked:
        return self._asked(zone_ids=tuple(self.zone_id), step=self.step, zone=self.zone)


class CountingPlaceOut(BaseModel):
    """One place: a drawing in a camera's view, and the movement over it. Every list has one value for each step; null
    is "not known". Rates are of the time that was looked at.
    """

    camera_id: str
    zone_id: str
    movement: str = Field(description="`forward` or `backward` over a line, another line's id, or empty of an area.")
    method: str = Field(description="Which detector counted; of several, the last.")
    seen: list[float] = Field(description="Share of the step that was looked at and is not left out.")
    excluded: list[float] = Field(description="Share of the step that was looked at and is left out; `flags` say why.")
    flags: list[list[str]] = Field(description=f"Of {', '.join(flag.name.lower() for flag in Flag if flag.name)}.")
    volume: Counts = Field(description="Vehicles that were counted; no more than was seen.")
    kinds: dict[str, Counts] = Field(description="The same by kind, and who walked.")
    volume_per_h: Values
    pcu_per_h: Values = Field(description="In passenger cars; null where too many vehicles have no kind.")
    occupancy: Values = Field(description="Share of the time in which something stood on the line.")
    covered: Values = Field(description="The same of its width, too.")
    speed_mps: Values = Field(description="Mean of those that passed.")
    space_speed_mps: Values = Field(description="Harmonic mean: for travel times.")
    queue_mean_m: Values
    queue_max_m: Values
    queue_vehicles: Values = Field(description="Mean number that stood.")
    delay_s: Values = Field(description="Standing time by vehicle that left.")
    saturation: Values = Field(description="Passenger cars that passed by those that could have.")

    @classmethod
    def of(cls, source: Series, lengths_s: NDArray[np.float64]) -> Self:
        """``lengths_s`` (n,): of all steps."""
        steps, count = source.steps, lengths_s.size
        is_known = source.figures["seen"] > 0
        excluded = np.zeros(count)
        excluded[steps] = source.found["excluded_s"] / lengths_s[steps]
        seen = np.zeros(count)
        seen[steps] = source.figures["seen"]
        flags: list[list[str]] = [[] for _ in range(count)]
        for at in np.flatnonzero(source.found["flags"]).tolist():
            flags[int(steps[at])] = [flag.name.lower() for flag in Flag(int(source.found["flags"][at])) if flag.name]
        rest: dict[str, object] = {
            name: _spread(steps, values, count) for name, values in source.figures.items() if name != "seen"
        }
        rest |= {
            "camera_id": source.place.camera_id,
            "zone_id": source.place.zone_id,
            "movement": source.place.movement,
            "method": str(source.found["method"][-1]),
            "seen": np.round(seen, 4).tolist(),
            "excluded": np.round(np.minimum(excluded, 1), 4).tolist(),
            "flags": flags,
            "volume": _counts(steps, source.found.volume, is_known, count),
            "kinds": {kind: _counts(steps, source.found[kind], is_known, count) for kind in KINDS},
        }
        return cls.model_construct(None, **rest)  # made of arrays that were checked: as many as a week has minutes


class MeasurementsOut(BaseModel):
    """Figures of places by step. A step of which ``seen`` is 0 is a gap: nothing is known of it."""

    step: Interval
    zone: str
    starts: list[TimeOut] = Field(description="Where each step begins.")
    end: TimeOut = Field(description="Where the last one ends.")
    units: dict[str, float] = Field(description="Passenger cars that a vehicle of each kind stands for.")
    sources: dict[str, str] = Field(description="Where these and the capacities come from.")
    places: list[CountingPlaceOut]

    @classmethod
    def of(cls, source: Answer, asked: Asked) -> Self:
        """What is shown of an answer."""
        lengths_s = np.diff(source.marks) / 1e6
        return cls.model_construct(
            step=asked.step,
            zone=asked.zone,
            starts=source.marks[:-1].tolist(),
            end=int(source.marks[-1]),
            units=_factors(source.units),
            sources=dict(source.units.sources),
            places=[CountingPlaceOut.of(one, lengths_s) for one in source.series],
        )


class FailureOut(BaseModel):
    """A drawing whose figures are left out for a time."""

    camera_id: str
    zone_id: str
    kind: FailureKind
    start: TimeOut = Field(serialization_alias="from")
    end: TimeOut = Field(serialization_alias="to", description="Until when the rule is known to hold.")
    lasts: bool = Field(description="It held when it was looked at last.")

    @classmethod
    def of(cls, source: Failure, *, lasts: bool) -> Self:
        """As shown."""
        return cls(
            camera_id=source.camera_id, zone_id=source.zone_id, kind=source.kind, start=source.from_us,
            end=source.until_us, lasts=lasts,
        )  # fmt: skip


class FailuresOut(BaseModel):
    """In the order of camera, drawing and rule."""

    items: list[FailureOut]


def _factors(units: Units) -> dict[str, float]:
    return {str(kind): factor.pcu for kind, factor in units.factors.items()}


def _spread(steps: NDArray[np.intp], values: NDArray[np.float64], count: int) -> Values:
    every = np.full(count, np.nan)
    every[steps] = np.round(values, 4)
    return [None if value != value else value for value in every.tolist()]  # only NaN differs from itself


def _counts(steps: NDArray[np.intp], values: NDArray[np.int64], known: NDArray[np.bool_], count: int) -> Counts:
    every = np.full(count, -1, np.int64)
    every[steps[known]] = values[known]
    return [None if value < 0 else value for value in every.tolist()]
