"""What the route of the state gives."""

from __future__ import annotations

import math
from typing import Self

from pydantic import BaseModel, Field

from toancanh.infra.http import TimeOut
from toancanh.traffic.current import Current
from toancanh.traffic.state import Level


class ForecastOut(BaseModel):
    """Vehicles an hour, and how far such forecasts were off over the last day: the median, as a share of what came."""

    minutes: int
    volume_per_h: float | None
    error: float | None


class StateOut(BaseModel):
    """One place, over the quarter of an hour up to ``until``. Null is "not known"."""

    camera_id: str
    zone_id: str
    movement: str
    until: TimeOut
    level: Level | None = Field(description="Level of service, A (free) to F (full): by delay or by speed, the worse.")
    seen: float = Field(description="Share of the quarter of an hour that was looked at and is not left out.")
    volume_per_h: float | None
    pcu_per_h: float | None
    occupancy: float | None
    speed_mps: float | None
    queue_max_m: float | None
    queue_vehicles: float | None
    delay_s: float | None
    saturation: float | None
    usual_per_h: float | None = Field(description="Median of this quarter of the week in the eight weeks before.")
    usual_mps: float | None
    free_mps: float | None = Field(description="The speed that 85 % of the quarters of an hour do not reach.")
    ratio: float | None = Field(description="Volume of the last full quarter by the usual one.")
    forecasts: list[ForecastOut]

    @classmethod
    def of(cls, source: Current) -> Self:
        """As shown."""
        told = {name: _plain(value) for name, value in source.figures.items() if name in cls.model_fields}
        state = source.state
        forecasts = [
            ForecastOut(minutes=one.minutes, volume_per_h=_rounded(one.volume_per_h), error=_rounded(one.error))
            for one in state.forecasts
        ]
        return cls.model_validate(
            {
                **told, "camera_id": source.place.camera_id, "zone_id": source.place.zone_id,
                "movement": source.place.movement, "until": source.until_us, "seen": told["seen"] or 0.0,
                "level": state.level, "usual_per_h": _rounded(state.usual_per_h),
                "usual_mps": _rounded(state.usual_mps), "free_mps": _rounded(state.free_mps),
                "ratio": _rounded(state.ratio), "forecasts": forecasts,
            }
        )  # fmt: skip


class StatesOut(BaseModel):
    """In the order of camera, drawing and movement."""

    places: list[StateOut]


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 4)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
