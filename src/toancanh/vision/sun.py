"""Where the sun stands, which tells where shadows fall. Low-precision formulae of the Astronomical Almanac (good to
0.01 degrees until 2050; Michalsky, Solar Energy 40, 1988); refraction is left out.
"""

from __future__ import annotations

import math

import numpy as np

from toancanh.vision.view import Floats

_J2000_US = 946_728_000_000_000  # 2000-01-01 12:00 UTC
_DAY_US = 86_400_000_000


def towards_sun(time_us: int, *, lat: float, lon: float) -> Floats:
    """(3,) unit vector: east, north, up; up is negative while the sun is down. WGS 84 degrees, UTC."""
    days = (time_us - _J2000_US) / _DAY_US
    mean_longitude = 280.460 + 0.9856474 * days
    anomaly = math.radians((357.528 + 0.9856003 * days) % 360)
    ecliptic = math.radians(mean_longitude + 1.915 * math.sin(anomaly) + 0.020 * math.sin(2 * anomaly))
    obliquity = math.radians(23.439 - 4e-7 * days)
    ascension = math.atan2(math.cos(obliquity) * math.sin(ecliptic), math.cos(ecliptic))
    declination = math.asin(math.sin(obliquity) * math.sin(ecliptic))
    sidereal_h = 6.697375 + 0.0657098242 * days + (time_us - _J2000_US) % _DAY_US / 3_600_000_000 + 12
    hour_angle = math.radians(sidereal_h * 15 + lon) - ascension
    latitude = math.radians(lat)
    return np.array(
        [
            -math.cos(declination) * math.sin(hour_angle),
            math.cos(latitude) * math.sin(declination)
            - math.sin(latitude) * math.cos(declination) * math.cos(hour_angle),
            math.sin(latitude) * math.sin(declination)
            + math.cos(latitude) * math.cos(declination) * math.cos(hour_angle),
        ]
    )
