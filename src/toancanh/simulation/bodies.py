"""What moves in a street: boxes of a few faces, seen from the mast."""

from __future__ import annotations

from toancanh.simulation.raster import Colour
from toancanh.simulation.street import Heading, StreetLane, Walker
from toancanh.simulation.traffic import Kind, Position
from toancanh.simulation.view import NEAREST_M, View

_SMALLEST_PIXELS = 11  # in height: what is seen smaller is a patch of colour
_PAINTS = tuple(
    Colour.rgb(*rgb)
    for rgb in (
        (232, 232, 230),
        (198, 202, 206),
        (44, 46, 52),
        (120, 126, 132),
        (150, 32, 34),
        (36, 70, 128),
        (88, 94, 70),
        (178, 160, 120),
    )
)
_SHIRTS = tuple(
    Colour.rgb(*rgb)
    for rgb in ((188, 54, 48), (40, 86, 150), (226, 226, 220), (60, 120, 72), (210, 150, 60), (70, 66, 84))
)
_TAXI, _BUS, _TRUCK = Colour.rgb(30, 130, 80), Colour.rgb(210, 178, 40), Colour.rgb(46, 92, 140)
_GLASS, _TYRE, _SKIN = Colour.rgb(34, 44, 54), Colour.rgb(20, 20, 22), Colour.rgb(196, 150, 120)
_HEADLAMP, _TAIL, _BRAKE = Colour.rgb(255, 246, 210), Colour.rgb(130, 24, 20), Colour.rgb(255, 40, 30)


def draw_vehicle(view: View, lane: StreetLane, position: Position, along_m: float, *, light: float) -> None:
    """One vehicle whose front is ``along_m`` into its lane."""
    kind = position.vehicle.kind
    front_x, front_z = lane.place(along_m)
    back_x, back_z = lane.place(along_m - kind.length_m)
    if max(front_z, back_z) < NEAREST_M + 0.3 or (kind is Kind.MOTORCYCLE and min(front_z, back_z) < NEAREST_M):
        return
    aside, half = position.vehicle.aside_m, kind.width_m / 2
    if lane.heading.is_along_road:
        x0, x1 = front_x + aside - half, front_x + aside + half
        z0, z1 = sorted((front_z, back_z))
    else:
        x0, x1 = sorted((front_x, back_x))
        z0, z1 = front_z + aside - half, front_z + aside + half
    if not view.sees(x0, x1, z1):
        return
    if view.pixels(kind.height_m, z0) < _SMALLEST_PIXELS:
        paints = _SHIRTS if kind is Kind.MOTORCYCLE else _PAINTS
        view.front(x0, x1, 0.1, kind.height_m, z0, paints[position.vehicle.paint % len(paints)].lit(light))
        return
    shadow = lane.asphalt.lit(0.7)
    view.ground(x0 - 0.15, x1 + 0.15, z0 - 0.2, z1 + 0.2, shadow)
    if kind is Kind.MOTORCYCLE:
        _motorcycle(view, lane.heading, position, (x0, x1, z0, z1), light)
    else:
        _motor_car(view, lane.heading, position, (x0, x1, z0, z1), light)


def draw_pedestrian(view: View, walker: Walker, second: float, *, light: float) -> None:
    """One who crosses on the zebra while it is theirs."""
    place = walker.place(second)
    if place is None:
        return
    x, z = place
    shirt = _SHIRTS[walker.paint % len(_SHIRTS)].lit(light)
    stride = 0.12 if int(second * 4) % 2 else 0.02
    view.front(x - 0.16 - stride, x - 0.02 - stride, 0, 0.85, z, _TYRE.lit(light))
    view.front(x + 0.02 + stride, x + 0.16 + stride, 0, 0.85, z, _GLASS.lit(light))
    view.front(x - 0.24, x + 0.24, 0.8, 1.45, z, shirt)
    view.front(x - 0.12, x + 0.12, 1.47, 1.74, z, _SKIN.lit(light))


def _motor_car(
    view: View, heading: Heading, position: Position, place: tuple[float, float, float, float], light: float
) -> None:
    x0, x1, z0, z1 = place
    kind = position.vehicle.kind
    paint = {Kind.TAXI: _TAXI, Kind.BUS: _BUS, Kind.TRUCK: _TRUCK}.get(
        kind, _PAINTS[position.vehicle.paint % len(_PAINTS)]
    ).lit(light)
    glass = _GLASS.lit(max(light, 0.5))
    if kind in (Kind.BUS, Kind.TRUCK):
        view.box(x0, x1, 0.35, kind.height_m, z0, z1, paint)
        low, high, inset = kind.height_m * 0.52, kind.height_m * 0.86, 0.15
        if kind is Kind.BUS or not heading.is_away:
            view.front(x0 + inset, x1 - inset, low, high, z0, glass)
        if heading.is_along_road and kind is Kind.BUS:
            view.side(x0 if x0 > 0 else x1, low, high, z0 + 0.3, z1 - 0.3, glass)
        sill = 0.35
    else:
        view.box(x0, x1, 0.3, 0.85, z0, z1, paint)
        if heading.is_along_road:
            cabin = (x0 + 0.12, x1 - 0.12, z0 + 0.9, z1 - 1.1)
        else:
            cabin = (x0 + 1.0, x1 - 0.9, z0 + 0.12, z1 - 0.12)
        view.box(cabin[0], cabin[1], 0.85, 0.9, cabin[2], cabin[3], paint)
        view.box(cabin[0], cabin[1], 0.88, 1.38, cabin[2], cabin[3], glass)
        view.box(cabin[0], cabin[1], 1.38, kind.height_m, cabin[2], cabin[3], paint)
        sill = 0.3
    _wheels(view, heading, place, sill)
    _lights(view, heading, position, place, light)


def _wheels(view: View, heading: Heading, place: tuple[float, float, float, float], sill: float) -> None:
    x0, x1, z0, z1 = place
    if heading.is_along_road:
        for x in (x0 + 0.1, x1 - 0.35):
            view.front(x, x + 0.25, 0, sill, z0, _TYRE)
        side = x0 if x0 > 0 else x1
        for z in (z0 + 0.5, z1 - 1.1):
            view.side(side, 0, sill + 0.25, z, z + 0.6, _TYRE)
    else:
        for x in (x0 + 0.6, x1 - 1.2):
            view.front(x, x + 0.6, 0, sill + 0.25, z0, _TYRE)


def _lights(
    view: View, heading: Heading, position: Position, place: tuple[float, float, float, float], light: float
) -> None:
    x0, x1, z0, _ = place
    rear = _BRAKE if position.braking or position.speed_mps < 0.3 else _TAIL
    if heading.is_along_road:
        lamp = rear if heading.is_away else (_HEADLAMP if light < 0.6 else _HEADLAMP.lit(0.85))
        for x in (x0 + 0.08, x1 - 0.4):
            view.front(x, x + 0.32, 0.55, 0.75, z0, lamp)
        return
    front, back = (x1 - 0.2, x0) if heading is Heading.RIGHT else (x0, x1 - 0.2)
    view.front(front, front + 0.2, 0.55, 0.75, z0, _HEADLAMP)
    view.front(back, back + 0.2, 0.55, 0.75, z0, rear)


def _motorcycle(
    view: View, heading: Heading, position: Position, place: tuple[float, float, float, float], light: float
) -> None:
    x0, x1, z0, _ = place
    shirt = _SHIRTS[position.vehicle.paint % len(_SHIRTS)].lit(light)
    helmet = _PAINTS[position.vehicle.paint // 7 % len(_PAINTS)].lit(light)
    body = _PAINTS[position.vehicle.paint // 3 % len(_PAINTS)].lit(light * 0.8)
    middle_x = (x0 + x1) / 2
    if heading.is_along_road:
        view.front(middle_x - 0.09, middle_x + 0.09, 0, 0.6, z0, _TYRE)
        view.front(middle_x - 0.32, middle_x + 0.32, 0.3, 0.85, z0 + 0.15, body)
        view.front(middle_x - 0.28, middle_x + 0.28, 0.7, 1.38, z0 + 0.3, shirt)
        view.front(middle_x - 0.36, middle_x - 0.26, 0.8, 1.25, z0 + 0.25, shirt.lit(0.8))
        view.front(middle_x + 0.26, middle_x + 0.36, 0.8, 1.25, z0 + 0.25, shirt.lit(0.8))
        view.front(middle_x - 0.07, middle_x + 0.07, 1.36, 1.46, z0 + 0.3, _SKIN.lit(light))
        view.front(middle_x - 0.15, middle_x + 0.15, 1.44, 1.72, z0 + 0.3, helmet)
        lamp = (_BRAKE if position.braking else _TAIL) if heading.is_away else _HEADLAMP
        view.front(middle_x - 0.09, middle_x + 0.09, 0.62, 0.76, z0, lamp)
        return
    for x in (x0, x1 - 0.55):
        view.front(x, x + 0.55, 0, 0.55, z0, _TYRE)
    view.front(x0 + 0.25, x1 - 0.25, 0.35, 0.75, z0, body)
    view.front(middle_x - 0.22, middle_x + 0.22, 0.75, 1.4, z0, shirt)
    view.front(middle_x - 0.15, middle_x + 0.15, 1.42, 1.72, z0, helmet)
    nose = x1 - 0.12 if heading is Heading.RIGHT else x0
    view.front(nose, nose + 0.12, 0.68, 0.82, z0, _HEADLAMP)
