"""What stands in a street, and the lanes through it."""

from __future__ import annotations

import enum
import math
import random
from dataclasses import dataclass, field

from toancanh.simulation.raster import Colour
from toancanh.simulation.traffic import Kind, Lamp, Lane
from toancanh.simulation.view import View

_NEAR_Z, _FAR_Z, _SIDE_X = 5.0, 150.0, 70.0
_CROSSING = (27.0, 37.0)  # z of the crossing road's edges
_MAIN_GREEN, _CROSS_GREEN = (0.0, 27.0), (31.0, 56.0)
_WHITE, _POLE = Colour.rgb(226, 226, 220), Colour.rgb(86, 90, 94)
_LAMPS = {Lamp.RED: Colour.rgb(255, 40, 30), Lamp.AMBER: Colour.rgb(255, 190, 40), Lamp.GREEN: Colour.rgb(60, 240, 110)}
_UNLIT = Colour.rgb(38, 36, 34)
_WALLS = tuple(
    Colour.rgb(*rgb)
    for rgb in (
        (222, 206, 160),
        (206, 184, 128),
        (188, 200, 204),
        (226, 220, 208),
        (176, 156, 136),
        (160, 186, 170),
        (210, 170, 146),
    )
)
_SIGNS = tuple(Colour.rgb(*rgb) for rgb in ((176, 36, 40), (28, 84, 160), (20, 120, 80), (220, 150, 40), (90, 40, 110)))


class Heading(enum.Enum):
    """Which way a lane goes, as seen from the mast."""

    AWAY = enum.auto()
    TOWARD = enum.auto()
    RIGHT = enum.auto()
    LEFT = enum.auto()

    @property
    def is_along_road(self) -> bool:
        return self in (Heading.AWAY, Heading.TOWARD)

    @property
    def is_away(self) -> bool:
        return self is Heading.AWAY


@dataclass(frozen=True, kw_only=True)
class StreetLane:
    """A lane in its place: ``offset_m`` is x of a lane along the road, z of one across it."""

    heading: Heading
    offset_m: float
    asphalt: Colour
    traffic: Lane

    def place(self, along_m: float) -> tuple[float, float]:
        """(x, z) of a point on the lane."""
        if self.heading is Heading.AWAY:
            return self.offset_m, _NEAR_Z + along_m
        if self.heading is Heading.TOWARD:
            return self.offset_m, _FAR_Z - along_m
        return (along_m - _SIDE_X if self.heading is Heading.RIGHT else _SIDE_X - along_m), self.offset_m


@dataclass(frozen=True, kw_only=True)
class Walker:
    """One who walks from one point (x, z) to another once a minute."""

    start: tuple[float, float]
    end: tuple[float, float]
    from_s: float
    to_s: float
    paint: int

    def place(self, second: float) -> tuple[float, float] | None:
        """None while they are elsewhere."""
        share = (second % 60 - self.from_s) / (self.to_s - self.from_s)
        if not 0 <= share < 1:
            return None
        return tuple(a + (b - a) * share for a, b in zip(self.start, self.end, strict=True))  # type: ignore[return-value]


@dataclass(frozen=True, kw_only=True)
class Street:
    """One kind of place: ``light`` is that of the sky, 1 by day."""

    light: float
    sky: tuple[Colour, Colour]  # at the top, at the horizon
    asphalt: Colour
    ground: Colour
    half_width_m: float
    has_junction: bool
    has_houses: bool
    lanes: tuple[StreetLane, ...]
    walkers: tuple[Walker, ...] = field(default=())


def draw_street(view: View, street: Street, rng: random.Random) -> None:
    """All that stands still."""
    _sky(view, street)
    width, raster = street.half_width_m, view.raster
    horizon = view.point(0, 0, 900)[1]
    raster.rectangle(0, horizon, raster.width, raster.height, street.ground.lit(street.light))
    _skyline(view, street, rng)
    if not street.has_houses:
        view.ground(-900, 900, 260, 900, Colour.rgb(104, 124, 92).lit(street.light))
        for _ in range(60):
            x, z = rng.uniform(-120, 120), rng.uniform(14, 250)
            view.ground(x, x + z * 0.06, z, z * 1.006, street.ground.lit(street.light * rng.uniform(0.94, 1.1)))
    road = street.asphalt.lit(street.light)
    if street.has_houses:
        view.ground(-width - 3, width + 3, 10, 900, Colour.rgb(164, 158, 150).lit(street.light))
    view.ground(-width, width, 10, 900, road)
    if street.has_junction:
        view.ground(-60, 60, _CROSSING[0] - 2, _CROSSING[1] + 2, Colour.rgb(164, 158, 150).lit(street.light))
        view.ground(-60, 60, *_CROSSING, road)
        view.ground(-width, width, 10, 60, road)
    _markings(view, street)
    if street.has_houses:
        _houses(view, street, rng)
    else:
        _trusses(view, street)
    raster.rectangle(0, 0, raster.width, raster.height // 10 + 1, Colour(128, 128, 128))


def draw_lamps(view: View, street: Street, second: float) -> None:
    """The signals, as they stand now."""
    if not street.has_junction:
        return
    main, cross = street.lanes[0].traffic, street.lanes[-1].traffic
    for x, z, lamp in (
        (8.3, 39.5, main.lamp(second)),
        (-8.3, 39.5, cross.lamp(second)),
        (8.4, 24.0, cross.lamp(second)),
    ):
        view.front(x - 0.1, x + 0.1, 0, 3.4, z, _POLE.lit(street.light))
        view.front(x - 0.3, x + 0.3, 3.2, 5.3, z, Colour.rgb(18, 18, 20))
        for index, kind in enumerate((Lamp.GREEN, Lamp.AMBER, Lamp.RED)):
            low = 3.35 + index * 0.62
            view.front(x - 0.22, x + 0.22, low, low + 0.5, z, _LAMPS[kind] if lamp is kind else _UNLIT)


def _sky(view: View, street: Street) -> None:
    top, low = street.sky
    raster = view.raster
    horizon = view.point(0, 0, 900)[1]
    for band in range(24):
        share = band / 23
        colour = Colour(*(round(a + (b - a) * share) for a, b in ((top.y, low.y), (top.u, low.u), (top.v, low.v))))
        raster.rectangle(0, horizon * band / 24, raster.width, horizon * (band + 1) / 24 + 1, colour)


def _skyline(view: View, street: Street, rng: random.Random) -> None:
    haze = street.sky[1].lit(0.86 if street.light > 0.5 else 1.3)
    x = -260.0
    while x < 260:
        width, height = rng.uniform(10, 26), rng.uniform(8, 38) if street.has_houses else rng.uniform(4, 16)
        view.front(x, x + width, 0, height, 420, haze.lit(rng.uniform(0.86, 1.02)))
        x += width + rng.uniform(0, 14)


def _markings(view: View, street: Street) -> None:
    white = _WHITE.lit(max(street.light, 0.45) * 0.9)
    width = street.half_width_m
    if width < 4:
        return
    spans = ((10.0, 23.0), (41.0, 150.0)) if street.has_junction else ((10.0, 150.0),)
    for start, end in spans:
        view.ground(-0.2, -0.06, start, end, white)
        view.ground(0.06, 0.2, start, end, white)
        z = start
        while z < end:
            for x in (-width * 0.55, width * 0.55):
                view.ground(x - 0.07, x + 0.07, z, z + 2, white)
            z += 5
    if not street.has_junction:
        return
    for low in (24.6, 37.7):
        x = -width + 0.3
        while x < width - 0.4:
            view.ground(x, x + 0.5, low, low + 1.9, white)
            x += 1.0
    view.ground(0.2, width - 0.2, 23.6, 24.0, white)
    view.ground(-width + 0.2, -0.2, 40.2, 40.6, white)


def _houses(view: View, street: Street, rng: random.Random) -> None:
    edge = street.half_width_m + 2.6
    end = 120.0
    while end > 10:
        depth = rng.uniform(4.5, 7.5)
        start = end - depth
        if street.has_junction and start < _CROSSING[1] + 2.5 and end > _CROSSING[0] - 2.5:
            end = _CROSSING[0] - 2.5
            continue
        for sign in (-1, 1):
            faces_crossing = street.has_junction and start - _CROSSING[1] < 12 and start > _CROSSING[1]
            _house(view, street, rng, sign * edge, sign, start, end)
            if faces_crossing:
                _row(view, street, rng, sign, edge, start)
        if rng.random() < 0.75 and street.half_width_m > 4:
            for sign in (-1, 1):
                _tree(view, sign * (street.half_width_m + 1.3), start + 1, street.light, rng)
        end = start


def _house(view: View, street: Street, rng: random.Random, x: float, sign: int, z0: float, z1: float) -> None:
    if z0 < 10.5:
        return
    wall = rng.choice(_WALLS).lit(street.light)
    height = rng.uniform(8, 17)
    outer = x + sign * 9
    view.box(min(x, outer), max(x, outer), 0, height, z0, z1, wall)
    pane = _window(street, rng)
    low = 3.6
    while low + 1.6 < height:
        for share in (0.15, 0.58):
            z = z0 + (z1 - z0) * share
            view.side(
                x - sign * 0.02, low, low + 1.5, z, z + (z1 - z0) * 0.25, pane if rng.random() < 0.7 else wall.lit(0.5)
            )
        low += 3.1
    sign_colour = rng.choice(_SIGNS).lit(max(street.light, 0.7))
    view.side(x - sign * 0.05, 2.5, 3.3, z0 + 0.3, z1 - 0.3, sign_colour)
    view.side(x - sign * 0.03, 0.1, 2.4, z0 + 0.5, z1 - 0.5, _window(street, rng).lit(0.8))


def _row(view: View, street: Street, rng: random.Random, sign: int, edge: float, z: float) -> None:
    """Houses that look onto the crossing road, and so at the mast."""
    x = edge
    while x < 34:
        width, height = rng.uniform(3.6, 5.5), rng.uniform(9, 16)
        left, right = (x, x + width) if sign > 0 else (-x - width, -x)
        wall = rng.choice(_WALLS).lit(street.light)
        view.front(left, right, 0, height, z, wall)
        view.front(left + 0.2, right - 0.2, 0.1, 2.5, z, _window(street, rng).lit(0.8))
        view.front(left + 0.1, right - 0.1, 2.6, 3.5, z, rng.choice(_SIGNS).lit(max(street.light, 0.7)))
        low = 4.2
        while low + 1.6 < height:
            for share in (0.14, 0.56):
                at = left + width * share
                view.front(at, at + width * 0.3, low, low + 1.5, z, _window(street, rng))
            view.front(left, right, low - 0.5, low - 0.35, z, wall.lit(0.75))
            low += 3.1
        x += width


def _window(street: Street, rng: random.Random) -> Colour:
    if street.light < 0.7 and rng.random() < 0.45:
        return Colour.rgb(255, 214, 130).lit(rng.uniform(0.6, 1.0))
    return Colour.rgb(58, 70, 80).lit(max(street.light, 0.4))


def _tree(view: View, x: float, z: float, light: float, rng: random.Random) -> None:
    if z < 13:
        return
    view.front(x - 0.18, x + 0.18, 0, 3.4, z, Colour.rgb(92, 74, 56).lit(light))
    for _ in range(7):
        crown = Colour.rgb(52, 98, 48).lit(light * rng.uniform(0.7, 1.25))
        middle_x, middle_y, radius = x + rng.uniform(-1.1, 1.1), 4.6 + rng.uniform(-0.9, 1.3), rng.uniform(0.8, 1.4)
        view.face(
            [
                (middle_x + radius * math.cos(turn), middle_y + radius * 0.8 * math.sin(turn), z)
                for turn in (index * math.pi / 5 for index in range(10))
            ],
            crown,
        )


def _trusses(view: View, street: Street) -> None:
    """A steel bridge: railings, posts and diagonals on both sides."""
    steel = Colour.rgb(122, 126, 128).lit(street.light)
    for sign in (-1, 1):
        x = sign * (street.half_width_m + 0.6)
        for z in range(130, 10, -8):
            view.face(((x, 5.6, z + 8), (x, 6.0, z + 8), (x, 1.2, z), (x, 0.8, z)), steel.lit(0.8))
            view.front(x - 0.18, x + 0.18, 0, 6.0, z, steel)
        for low, high in ((0.0, 0.25), (0.9, 1.05), (5.7, 6.1)):
            view.side(x, low, high, 11, 138, steel.lit(0.9))


def _lane(
    heading: Heading, offset_m: float, kinds: tuple[Kind, ...], per_minute: int, **settings: object
) -> StreetLane:
    across = not heading.is_along_road
    has_signal = bool(settings.get("signal", True))
    stop_m = {
        Heading.AWAY: 23.4 - _NEAR_Z,
        Heading.TOWARD: _FAR_Z - 40.8,
        Heading.RIGHT: _SIDE_X - 9.0,
        Heading.LEFT: _SIDE_X - 9.0,
    }[heading]
    return StreetLane(
        heading=heading,
        offset_m=offset_m,
        asphalt=_ASPHALT.lit(float(str(settings.get("light", 1.0)))),
        traffic=Lane(
            length_m=2 * _SIDE_X if across else _FAR_Z - _NEAR_Z,
            stop_m=stop_m if has_signal else None,
            green_s=_CROSS_GREEN if across else _MAIN_GREEN,
            kinds=kinds,
            per_minute=per_minute,
            speed_factor=float(str(settings.get("speed", 1.0))),
            spread_m=0.7 if kinds == _BIKES else 0.0,
        ),
    )


_ASPHALT = Colour.rgb(92, 92, 96)
_BIKES = (Kind.MOTORCYCLE,)
_CARS = (Kind.CAR, Kind.CAR, Kind.CAR, Kind.TAXI, Kind.BUS, Kind.TRUCK)
_ZEBRA = tuple(
    Walker(start=(-8.5, z), end=(8.5, z), from_s=start, to_s=start + 13, paint=paint)
    if paint % 2
    else Walker(start=(8.5, z), end=(-8.5, z), from_s=start, to_s=start + 14, paint=paint)
    for paint, (z, start) in enumerate(((25.6, 31.5), (25.2, 33.0), (38.6, 32.0), (25.9, 40.0), (38.2, 38.5)))
)


def _junction(*, light: float, sky: tuple[Colour, Colour], density: float) -> Street:
    def some(count: int) -> int:
        return max(1, round(count * density))

    return Street(
        light=light,
        sky=sky,
        asphalt=_ASPHALT,
        ground=Colour.rgb(150, 144, 136),
        half_width_m=6.6,
        has_junction=True,
        has_houses=True,
        lanes=(
            _lane(Heading.AWAY, 1.9, _CARS, some(7), light=light),
            _lane(Heading.AWAY, 4.9, _BIKES, some(11), light=light, speed=0.9),
            _lane(Heading.TOWARD, -1.9, _CARS, some(7), light=light),
            _lane(Heading.TOWARD, -4.9, _BIKES, some(11), light=light, speed=0.9),
            _lane(Heading.LEFT, 34.8, _CARS, some(6), light=light),
            _lane(Heading.LEFT, 32.7, _BIKES, some(8), light=light, speed=0.9),
            _lane(Heading.RIGHT, 28.2, _BIKES, some(8), light=light, speed=0.9),
            _lane(Heading.RIGHT, 30.2, _CARS, some(6), light=light),
        ),
        walkers=_ZEBRA,
    )


def _open_road(*, light: float, half_width_m: float, alley: bool, sky: tuple[Colour, Colour]) -> Street:
    lanes = (
        (
            _lane(Heading.AWAY, 1.2, _BIKES, 12, light=light, signal=False, speed=0.5),
            _lane(Heading.TOWARD, -1.2, _BIKES, 11, light=light, signal=False, speed=0.45),
        )
        if alley
        else (
            _lane(Heading.AWAY, 1.8, _CARS, 9, light=light, signal=False, speed=1.2),
            _lane(Heading.AWAY, 4.9, _BIKES, 18, light=light, signal=False),
            _lane(Heading.TOWARD, -1.8, _CARS, 8, light=light, signal=False, speed=1.2),
            _lane(Heading.TOWARD, -4.9, _BIKES, 16, light=light, signal=False),
        )
    )
    walkers = tuple(
        Walker(start=(x, start), end=(x, end), from_s=at, to_s=at + 30, paint=paint)
        for paint, (x, start, end, at) in enumerate(((2.9, 14, 50, 2), (-3.0, 55, 15, 9), (3.1, 60, 22, 26)))
    )
    return Street(
        light=light,
        sky=sky,
        asphalt=_ASPHALT,
        ground=Colour.rgb(150, 144, 136) if alley else Colour.rgb(128, 140, 146),
        half_width_m=half_width_m,
        has_junction=False,
        has_houses=alley,
        lanes=lanes,
        walkers=walkers if alley else (),
    )


_DAY_SKY = (Colour.rgb(126, 164, 206), Colour.rgb(212, 222, 226))
STREETS = {
    "day": _junction(light=1.0, sky=_DAY_SKY, density=1.0),
    "dusk": _junction(light=0.62, sky=(Colour.rgb(66, 72, 118), Colour.rgb(228, 150, 104)), density=1.2),
    "night": _junction(light=0.34, sky=(Colour.rgb(8, 10, 22), Colour.rgb(38, 38, 56)), density=0.6),
    "bridge": _open_road(light=0.95, half_width_m=6.4, alley=False, sky=_DAY_SKY),
    "alley": _open_road(
        light=0.86, half_width_m=3.4, alley=True, sky=(Colour.rgb(170, 180, 190), Colour.rgb(220, 222, 220))
    ),
}
