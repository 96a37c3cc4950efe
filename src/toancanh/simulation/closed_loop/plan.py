"""What a closed loop is to be: the same plan gives the same people in the simulation's process and in ours."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from toancanh.kernel import Invalid
from toancanh.simulation.district import Body, VehicleKind
from toancanh.simulation.district.making.demand import Departure, make_departures
from toancanh.simulation.district.making.fleet import choose
from toancanh.simulation.district.making.recording import WARM_UP_S, make_bodies

_LONGEST_MINUTES = 240
RUSH_HOUR = datetime.time(17, 15)
RIDERS = 12
"""So many ride against the direction at once at most."""


@dataclass(frozen=True, kw_only=True)
class ClosedLoopPlan:
    """Traffic of the local time of day ``start``, ``factor`` times its demand, for so many ``minutes``; then it begins
    anew. The demand stays that of ``start`` throughout.
    """

    start: datetime.time = RUSH_HOUR
    minutes: int = 60
    factor: float = 1.0
    seed: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.minutes <= _LONGEST_MINUTES or not 0 < self.factor <= 3:
            raise Invalid(f"a closed loop lasts 1 to {_LONGEST_MINUTES} minutes, with a factor of at most 3")

    @property
    def duration_s(self) -> float:
        """Without the warm-up."""
        return self.minutes * 60.0

    def cast(self) -> tuple[list[Departure], tuple[Body, ...]]:
        """All who will come, in the order in which they set out; who they are, and behind them those who ride against
        the direction when they are told to.
        """
        chance = Random(self.seed)  # noqa: S311
        departures = make_departures(self.start, WARM_UP_S + self.duration_s, self.factor, chance)
        return departures, make_bodies([*departures, *self._riders()], chance)

    def _riders(self) -> list[Departure]:
        chance = Random(self.seed + 1)  # noqa: S311  # of their own: nobody else is another for them
        looks = [choose(VehicleKind.MOTORCYCLE, chance) for _ in range(RIDERS)]
        return [
            Departure(key=f"rider.{number}", at_s=0.0, model=model, colour=colour, from_edge="", to_edge="")
            for number, (model, colour) in enumerate(looks)
        ]

    def as_request(self) -> dict[str, Any]:
        """Plain values, as the simulation's process is told."""
        return {
            "start": self.start.isoformat(), "minutes": self.minutes, "factor": self.factor, "seed": self.seed
        }  # fmt: skip

    @staticmethod
    def from_request(request: Mapping[str, Any]) -> ClosedLoopPlan:
        """Back from plain values."""
        return ClosedLoopPlan(**{**request, "start": datetime.time.fromisoformat(request["start"])})
