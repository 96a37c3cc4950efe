"""Light of the hour and weather, as a camera's picture shows them. Pure."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid

Colours = NDArray[np.float64]

SUNRISE_H, SUNSET_H = 5.7, 18.1  # Hà Nội, the middle of the year's
_TWILIGHT_H = 0.5
_HIGHEST_DEG = 72.0


@dataclass(frozen=True, kw_only=True)
class Weather:
    """``hour``: local, 0 to 24, in place of the play's own. ``cloud``, ``rain``: 0 to 1; ``sight_m``: meteorological
    visibility. On the lens: ``glare`` of the low sun or of lamps and ``dirt``, 0 to 1, and so many ``drops``.
    """

    hour: float | None = None
    cloud: float = 0.3
    rain: float = 0.0
    sight_m: float = 8000.0
    glare: float = 0.0
    dirt: float = 0.0
    drops: int = 0

    def __post_init__(self) -> None:
        shares = (self.cloud, self.rain, self.glare, self.dirt)
        if not all(0 <= share <= 1 for share in shares) or not 0 <= self.drops <= 200:
            raise Invalid(f"cloud, rain, glare and dirt are shares from 0 to 1, drops at most 200: {self}")
        if self.sight_m < 50 or (self.hour is not None and not 0 <= self.hour < 24):
            raise Invalid(f"sight is at least 50 m, the hour from 0 to 24: {self}")

    @property
    def is_wet(self) -> bool:
        """The road mirrors lamps."""
        return self.rain > 0.15


CLEAR = Weather()


@dataclass(frozen=True, kw_only=True, eq=False)
class Light:
    """Colours are blue, green, red in shares of a white surface in full sun. ``sun_m``: unit vector towards the sun;
    ``sky`` and ``sun`` light surfaces, ``zenith`` and ``horizon`` are what is seen above them. ``lamps``: the share by
    which the street's lamps count.
    """

    day: float
    sun_m: Colours
    sun: Colours
    sky: Colours
    zenith: Colours
    horizon: Colours
    lamps: float
    has_headlamps: bool

    @property
    def glow(self) -> float:
        """How far lamps outshine the rest: 0 by day, 1 by night."""
        return 1.0 - self.day


def hour_of(start: datetime.time, t_s: float) -> float:
    """Local hour at ``t_s`` of a play."""
    return (start.hour + start.minute / 60 + (start.second + t_s) / 3600) % 24


def light_at(hour: float, weather: Weather) -> Light:
    """The sun goes from east over south to west; its light is cut by clouds and rain."""
    share = (hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H)
    height = math.sin(math.pi * share) if 0 < share < 1 else -0.05
    day = min(1.0, max(0.0, 0.5 + min(hour - SUNRISE_H, SUNSET_H - hour) / _TWILIGHT_H / 2))
    rise = math.radians(max(4.0, _HIGHEST_DEG * height))
    azimuth = math.radians(90 + 180 * min(1.0, max(0.0, share)))
    sun_m = np.array(
        (math.sin(azimuth) * math.cos(rise), math.cos(azimuth) * math.cos(rise), math.sin(rise)), np.float64
    )
    overcast = max(weather.cloud, min(1.0, 1.4 * weather.rain))
    direct = (1 - overcast) * max(0.0, min(1.0, height * 2.2)) * day
    warm = max(0.0, 1 - 2.5 * max(0.0, height))  # a low sun is red, and the sky across from it blue
    sun = np.array((0.95 - 0.45 * warm, 1.0 - 0.22 * warm, 1.05)) * 0.62 * direct
    low = np.array((0.115, 0.10, 0.09))  # the town's glow
    high = np.array((1.04, 1.0, 0.97)) * (0.50 + 0.16 * overcast) + np.array((0.05, 0.0, -0.03)) * warm
    clear, grey = np.array((0.86, 0.68, 0.52)), np.array((0.80, 0.80, 0.79))
    dusk = np.array((0.45, 0.58, 0.88)) * warm + np.array((0.88, 0.84, 0.80)) * (1 - warm)
    zenith = clear * (1 - overcast) + grey * overcast
    horizon = dusk * (1 - overcast) + grey * overcast
    night = np.array((0.13, 0.10, 0.085))
    return Light(
        day=day,
        sun_m=sun_m,
        sun=sun,
        sky=low + (high - low) * day,
        zenith=night * 0.7 + (zenith - night * 0.7) * day,
        horizon=night * 1.5 + (horizon - night * 1.5) * day,
        lamps=1 - day,
        has_headlamps=day < 0.6 or weather.rain > 0.5,
    )
