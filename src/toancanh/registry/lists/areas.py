"""Parts of the ground as conditions on rows, for both databases alike. WGS 84, degrees."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from sqlalchemy import ColumnElement, and_, case, literal

from toancanh.kernel import Invalid

MAX_CORNERS = 100
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, kw_only=True)
class Box:
    """Between two meridians and two parallels."""

    west: float
    south: float
    east: float
    north: float

    def condition(self, lat: ColumnElement[float], lon: ColumnElement[float]) -> ColumnElement[bool]:
        """Whether a place lies in it, its border included."""
        return and_(lat.between(self.south, self.north), lon.between(self.west, self.east))


@dataclass(frozen=True, kw_only=True)
class Circle:
    """Around a place; flat within a city."""

    lat: float
    lon: float
    radius_m: float

    def condition(self, lat: ColumnElement[float], lon: ColumnElement[float]) -> ColumnElement[bool]:
        """Whether a place lies in it."""
        narrowing = max(cos(radians(self.lat)), 0.01)
        reach = self.radius_m / _METRES_PER_DEGREE
        box = Box(
            west=self.lon - reach / narrowing,
            south=self.lat - reach,
            east=self.lon + reach / narrowing,
            north=self.lat + reach,
        )
        north, east = lat - self.lat, (lon - self.lon) * narrowing
        return and_(box.condition(lat, lon), north * north + east * east <= reach * reach)


@dataclass(frozen=True, kw_only=True)
class Lasso:
    """A polygon drawn on the map: its corners as (longitude, latitude), without the first one repeated."""

    corners: tuple[tuple[float, float], ...]

    def condition(self, lat: ColumnElement[float], lon: ColumnElement[float]) -> ColumnElement[bool]:
        """Whether a ray from the place to the east crosses its sides an odd number of times."""
        crossings: ColumnElement[int] = literal(0)
        for (lon_a, lat_a), (lon_b, lat_b) in zip(self.corners, (*self.corners[1:], self.corners[0]), strict=True):
            if lat_a == lat_b:
                continue
            low, high = sorted((lat_a, lat_b))
            crossing = lon_a + (lat - lat_a) * ((lon_b - lon_a) / (lat_b - lat_a))
            crossings = crossings + case((and_(lat >= low, lat < high, lon < crossing), 1), else_=0)
        lons, lats = zip(*self.corners, strict=True)
        box = Box(west=min(lons), south=min(lats), east=max(lons), north=max(lats))
        return and_(box.condition(lat, lon), crossings % 2 == 1)


def read_box(text: str, field: str = "bbox") -> Box:
    """From ``west,south,east,north``. Raises `Invalid` with the ``field``."""
    west, south, east, north = _numbers(text, field, 4)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Invalid(f"{field}: it is west,south,east,north in degrees", field=field)
    return Box(west=west, south=south, east=east, north=north)


def read_circle(text: str) -> Circle:
    """From ``latitude,longitude,metres``. Raises `Invalid`."""
    lat, lon, radius_m = _numbers(text, "near", 3)
    if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 < radius_m <= 100_000):
        raise Invalid("near: it is latitude,longitude,metres, at most 100 km", field="near")
    return Circle(lat=lat, lon=lon, radius_m=radius_m)


def read_lasso(text: str) -> Lasso:
    """From ``longitude,latitude;longitude,latitude;...``. Raises `Invalid`."""
    corners = [tuple(_numbers(corner, "lasso", 2)) for corner in text.strip(";").split(";")]
    if corners[0] == corners[-1]:
        corners.pop()
    if not 3 <= len(corners) <= MAX_CORNERS or not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in corners):
        raise Invalid(f"lasso: it is 3 to {MAX_CORNERS} corners longitude,latitude;...", field="lasso")
    return Lasso(corners=tuple((lon, lat) for lon, lat in corners))


def _numbers(text: str, field: str, count: int) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) != count or not all(abs(number) < 1e9 for number in numbers):
        raise Invalid(f"{field}: {count} numbers with commas between them are wanted", field=field)
    return numbers
