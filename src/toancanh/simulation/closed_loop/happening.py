"""Incidents in a closed loop: what is asked for, checked in our process, and what becomes of it in the simulation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from toancanh.kernel import Invalid
from toancanh.simulation.closed_loop.plan import RIDERS
from toancanh.simulation.district import IncidentKind, load_network
from toancanh.simulation.district.making.incidents import Happening, IncidentPlan, Way, make_happenings
from toancanh.simulation.district.making.recording import RECORD_S
from toancanh.simulation.district.making.running import STEP_S, Running

KINDS = (IncidentKind.BREAKDOWN, IncidentKind.FLOODED, IncidentKind.WRONG_WAY, IncidentKind.CLOSED_LANE)
"""A crowd sets out from home before the loop knows of it: there are plays with one."""
_LONGEST_S = 3600.0
Placed = tuple[int, tuple[float, float, float]]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One incident from now on; ``road_id`` where it need not be at its usual place."""

    kind: IncidentKind
    for_s: float
    road_id: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS or not 0 < self.for_s <= _LONGEST_S:
            raise Invalid(f"an incident is one of {', '.join(KINDS)}, for 1 to {_LONGEST_S:.0f} s: closed_lane:120")

    @staticmethod
    def parse(text: str) -> Wanted:
        """``KIND:SECONDS`` or ``KIND:SECONDS:ROAD``."""
        kind, _, rest = text.partition(":")
        seconds, _, road_id = rest.partition(":")
        try:
            return Wanted(kind=IncidentKind(kind), for_s=float(seconds), road_id=road_id or None)
        except ValueError as error:
            raise Invalid(f"{text}: an incident is written as closed_lane:120 or breakdown:90:A1.AU") from error

    def as_request(self) -> dict[str, Any]:
        """Plain values, as the simulation's process is told."""
        return asdict(self)

    @staticmethod
    def from_request(request: Mapping[str, Any]) -> Wanted:
        """Back from plain values."""
        return Wanted(**{**request, "kind": IncidentKind(request["kind"])})

    def happening(self, at_s: float, seed: int) -> Happening:
        """From this second of the play on. Raises `Invalid` for a road that is none, or not of that kind."""
        plan = IncidentPlan(kind=self.kind, start_s=at_s, duration_s=self.for_s, road_id=self.road_id)
        (made,) = make_happenings([plan], load_network(), Random(seed), RECORD_S)  # noqa: S311
        return made


class Happenings:
    """Those that are under way, in the simulation's process. ``first``: number of the first of the plan's riders."""

    def __init__(self, *, first: int, seed: int) -> None:
        self._first, self._seed = first, seed
        self._under_way: list[Happening] = []
        self._riding: dict[int, Way] = {}

    def begin(self, wanted: Wanted, sample: int) -> None:
        """From the next step on. Of riders there are so many: where all ride, no more set out."""
        made = wanted.happening(sample * RECORD_S, self._seed + sample)
        self._under_way.append(made)
        free = [number for number in range(self._first, self._first + RIDERS) if number not in self._riding]
        self._riding |= {number: way for number, (_, way) in zip(free, made.bodies(), strict=False)}

    def act(self, running: Running, t_s: float) -> None:
        """Before the step that begins at this second of the play."""
        for one in self._under_way:
            one.act(running, t_s)
        self._under_way = [one for one in self._under_way if t_s <= one.plan.end_s + STEP_S]

    def riders(self, sample: int) -> list[Placed]:
        """Who rides against the direction at this sample, and where: SUMO knows nothing of them."""
        self._riding = {number: way for number, way in self._riding.items() if sample < way.first + len(way.samples)}
        return [
            (number, (float(x), float(y), float(heading)))
            for number, way in self._riding.items()
            if sample >= way.first
            for x, y, heading in [way.samples[sample - way.first]]
        ]
