"""The district itself on a canvas: roads with their markings, pavements, houses, trees, lamps and signals."""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Network, Road, SignalHead
from toancanh.simulation.district_views.canvas import Bytes, Canvas, Floats, Painter, Singles
from toancanh.simulation.district_views.furniture import LAMP_HEIGHT_M, Furniture, StreetLamp, Tree
from toancanh.simulation.district_views.ground import beside, dashes, strip, zebra

_EARTH, _PAVEMENT, _KERB, _ASPHALT, _WHITE, _YELLOW = range(6)
_COLOURS = np.array(
    ((118, 124, 128), (142, 146, 152), (168, 170, 172), (86, 84, 82), (214, 216, 216), (74, 176, 208)), np.float32
)  # blue, green, red
_GRAIN = np.array((0.10, 0.07, 0.05, 0.09, 0.05, 0.05), np.float32)
_KERB_M = 0.25
_LINE_M = 0.15
_STOP_M = 0.4
_STOREY_M, _BAY_M, _SHOP_M, _SIGN_M = 3.3, 2.6, 2.9, 3.6
_WALLS = np.array(
    ((160, 206, 222), (128, 184, 206), (204, 200, 188), (208, 220, 226), (136, 156, 176), (170, 186, 160)), np.uint8
)
_SIGNS = np.array(((40, 36, 176), (160, 84, 28), (80, 120, 20), (40, 150, 220), (110, 40, 90), (60, 60, 60)), np.uint8)
_GLASS, _SHUTTER, _ROOF = np.array((64, 54, 44)), np.array((120, 118, 112)), np.array((92, 100, 120))
_BARK, _LEAF, _METAL, _HOUSING = np.array((48, 62, 74)), np.array((46, 92, 60)), (104, 104, 100), (34, 34, 36)
_LAMP_DISC_M = 0.15
SIGNAL_LAMPS_M = {"r": 3.95, "y": 3.6, "G": 3.25}
"""Height of each lamp of a signal head over the ground."""


def draw_place(canvas: Canvas, network: Network, furniture: Furniture, reach_m: float) -> None:
    """All that lies within ``reach_m`` of the camera."""
    _lay_roads(canvas, network)
    _colour_ground(canvas)
    for number, building in enumerate(network.buildings):
        middle = building.shape_m.mean(axis=0)
        radius_m = float(np.hypot(*(building.shape_m - middle).T).max())
        if canvas.sees(middle[0], middle[1], radius_m, reach_m):
            _building(canvas, building.shape_m, building.height_m, number)
    for tree in furniture.trees:
        if canvas.sees(tree.x_m, tree.y_m, 2 * tree.radius_m, reach_m):
            _tree(canvas, tree)
    for lamp in furniture.lamps:
        if canvas.sees(lamp.x_m, lamp.y_m, 4.0, reach_m):
            _street_lamp(canvas, lamp)
    for junction in network.junctions:
        for head in junction.heads:
            if canvas.sees(head.x_m, head.y_m, 1.0, reach_m):
                _signal(canvas, head)


def _lay_roads(canvas: Canvas, network: Network) -> None:
    for road in network.roads:
        for lane in road.lanes:
            if lane.is_pavement:
                half = lane.width_m / 2
                canvas.lay(strip(lane.centre_m, -half, half), _PAVEMENT)
                canvas.lay(strip(lane.centre_m, half - _KERB_M, half), _KERB)
    for road in network.roads:
        for lane in road.lanes:
            if not lane.is_pavement:
                canvas.lay(strip(lane.centre_m, -lane.width_m / 2 - 0.02, lane.width_m / 2 + 0.02), _ASPHALT)
    for junction in network.junctions:
        canvas.lay(junction.shape_m[None], _ASPHALT)
    for road in network.roads:
        _mark(canvas, road)
    for crossing in network.crossings:
        canvas.lay(zebra(crossing.centre_m, crossing.width_m), _WHITE)
    for junction in network.junctions:
        for head in junction.heads:
            canvas.lay(strip(head.stop_line_m[::-1], -_STOP_M / 2, _STOP_M / 2), _WHITE)


def _mark(canvas: Canvas, road: Road) -> None:
    driving = [lane for lane in road.lanes if not lane.is_pavement]
    for place, lane in enumerate(driving):
        left = beside(lane.centre_m, lane.width_m / 2)
        if place + 1 < len(driving):
            canvas.lay(dashes(left, dash_m=3.0, gap_m=4.5, width_m=_LINE_M), _WHITE)
        else:
            canvas.lay(strip(left, -0.3, -0.3 + _LINE_M), _YELLOW)
        if place == 0:
            right = beside(lane.centre_m, -lane.width_m / 2)
            canvas.lay(strip(right, 0.2, 0.2 + _LINE_M), _WHITE)


def _colour_ground(canvas: Canvas) -> None:
    grain = cv2.remap(_noise(), *_texels(canvas.ground_m(), 14.0), cv2.INTER_NEAREST)
    patches = cv2.remap(_noise(), *_texels(canvas.ground_m(), 0.7), cv2.INTER_LINEAR)
    light = 1 + (grain + patches) * _GRAIN[canvas.classes] * np.float32(0.7)
    canvas.albedo[:] = np.clip(_COLOURS[canvas.classes] * light[..., None], 0, 255)


def _texels(ground_m: Singles, per_m: float) -> tuple[Singles, Singles]:
    size = np.float32(len(_noise()))
    scaled = (ground_m * np.float32(per_m)) % (size - 1)
    return np.ascontiguousarray(scaled[..., 0]), np.ascontiguousarray(scaled[..., 1])


@functools.cache
def _noise() -> Singles:
    """512 x 512, of about -1 to 1, with coarse and fine grain."""
    dice = np.random.default_rng(0xA5)
    total = np.zeros((512, 512), np.float32)
    for cells, strength in ((16, 0.4), (64, 0.3), (512, 0.4)):
        coarse = dice.standard_normal((cells, cells)).astype(np.float32)
        total += np.float32(strength) * cv2.resize(coarse, (512, 512), interpolation=cv2.INTER_LINEAR)
    return total


def _plain(colour: NDArray[np.generic] | tuple[int, int, int]) -> Painter:
    flat = np.array(colour, np.uint8)
    return lambda points: (np.broadcast_to(flat, (len(points), 3)), np.zeros(len(points), np.uint8))


def _building(canvas: Canvas, shape_m: Floats, height_m: float, number: int) -> None:
    base = _WALLS[number * 7 % len(_WALLS)]
    for corner in range(len(shape_m)):
        start, end = shape_m[corner - 1], shape_m[corner]
        outward = np.array((end[1] - start[1], start[0] - end[0]))  # outlines turn left
        if float(outward @ (np.array((canvas.pose.x_m, canvas.pose.y_m)) - start)) <= 0:
            continue
        wall = np.array(((*start, 0), (*end, 0), (*end, height_m), (*start, height_m)))
        canvas.stand(wall, functools.partial(_facade, start, end, base, number * 31 + corner))
    if height_m < canvas.pose.height_m:
        canvas.stand(np.column_stack([shape_m, np.full(len(shape_m), height_m)]), _plain(_ROOF))


def _facade(start: Floats, end: Floats, base: Bytes, seed: int, points: Singles) -> tuple[Bytes, Bytes]:
    """Shops below with their signs, windows above; some windows shine by night."""
    length_m = max(float(np.hypot(*(end - start))), 0.1)
    u = (points[:, :2] - start.astype(np.float32)) @ ((end - start) / length_m).astype(np.float32)
    v = points[:, 2]
    colours = np.empty((len(points), 3), np.uint8)
    colours[:] = base
    bay, storey = np.floor(u / _BAY_M).astype(np.int64), np.floor(v / _STOREY_M).astype(np.int64)
    in_bay, in_storey = u - bay * np.float32(_BAY_M), v - storey * np.float32(_STOREY_M)
    hashed = ((bay * 73_856_093) ^ (storey * 19_349_663) ^ (seed * 83_492_791)) >> 3
    colours[in_storey < 0.14] = (base * 0.75).astype(np.uint8)
    window = (storey > 0) & (in_bay > 0.6) & (in_bay < 1.9) & (in_storey > 0.9) & (in_storey < 2.5)
    colours[window] = _GLASS
    shines = np.where(window & (hashed % 7 == 0), 180, 0).astype(np.uint8)
    shop = np.floor(u / 4.2).astype(np.int64)
    shop_hash = ((shop * 2_654_435_761) ^ (seed * 40_503)) >> 4
    low = v < _SHOP_M
    is_open = low & (shop_hash % 3 > 0) & (np.abs(u - shop * np.float32(4.2) - 2.1) < 1.7)
    colours[low] = _SHUTTER
    colours[is_open] = _GLASS
    shines[is_open & (shop_hash % 4 == 0)] = 140
    sign = (v >= _SHOP_M) & (v < _SIGN_M)
    colours[sign] = _SIGNS[shop_hash[sign] % len(_SIGNS)]
    shines[sign & (shop_hash % 5 == 0)] = 110
    return colours, shines


def _facing(canvas: Canvas, x_m: float, y_m: float) -> Floats:
    """Unit vector on the ground, to the right of one who looks from the camera at a place."""
    way = np.array((x_m - canvas.pose.x_m, y_m - canvas.pose.y_m))
    way = way / max(float(np.hypot(*way)), 1e-6)
    return np.array((way[1], -way[0]))


def _post(canvas: Canvas, place: tuple[float, float], low_m: float, high_m: float, width_m: float) -> Floats:
    """A strip that faces the camera (4, 3)."""
    aside = _facing(canvas, *place) * (width_m / 2)
    left, right = np.array(place) - aside, np.array(place) + aside
    return np.array(((*left, low_m), (*right, low_m), (*right, high_m), (*left, high_m)))


def _tree(canvas: Canvas, tree: Tree) -> None:
    dice = np.random.default_rng(tree.seed)
    place = (tree.x_m, tree.y_m)
    middle_m = tree.height_m - tree.radius_m
    canvas.stand(_post(canvas, place, 0.0, middle_m, 0.32), _plain(_BARK))
    aside = _facing(canvas, *place)
    turns = np.linspace(0, 2 * np.pi, 15)[:-1]
    for _ in range(6):
        right_m, up_m = dice.uniform(-0.6, 0.6, 2) * tree.radius_m
        radii = tree.radius_m * dice.uniform(0.45, 0.62) * dice.uniform(0.85, 1.15, len(turns))
        across = right_m + radii * np.cos(turns)
        ground = np.array(place) + aside * across[:, None]
        blob = np.column_stack([ground, middle_m + up_m + 0.8 * radii * np.sin(turns)])
        canvas.stand(blob, functools.partial(_leaves, float(dice.uniform(0.75, 1.1)), tree.seed))


def _leaves(light: float, seed: int, points: Singles) -> tuple[Bytes, Bytes]:
    noise = _noise()
    along, up = ((points[:, 0] + points[:, 1]) * 9 + seed) % 511, (points[:, 2] * 9) % 511
    shade = np.clip(light * (1 + 0.45 * noise[up.astype(int), along.astype(int)]), 0.35, 1.6)
    return np.clip(_LEAF * shade[:, None], 0, 255).astype(np.uint8), np.zeros(len(points), np.uint8)


def _street_lamp(canvas: Canvas, lamp: StreetLamp) -> None:
    canvas.stand(_post(canvas, (lamp.x_m, lamp.y_m), 0.0, LAMP_HEIGHT_M, 0.16), _plain(_METAL))
    foot, head = np.array((lamp.x_m, lamp.y_m)), np.array((lamp.head_x_m, lamp.head_y_m))
    low, high = LAMP_HEIGHT_M, LAMP_HEIGHT_M + 0.14
    canvas.stand(np.array(((*foot, low), (*head, low), (*head, high), (*foot, high))), _plain(_METAL))


def _signal(canvas: Canvas, head: SignalHead) -> None:
    canvas.stand(_post(canvas, (head.x_m, head.y_m), 0.0, 4.2, 0.14), _plain(_METAL))
    eye = np.array((canvas.pose.x_m - head.x_m, canvas.pose.y_m - head.y_m))
    before = np.array((head.x_m, head.y_m)) + eye / max(float(np.hypot(*eye)), 1e-6) * 0.12
    low, high = SIGNAL_LAMPS_M["G"] - 0.22, SIGNAL_LAMPS_M["r"] + 0.22
    canvas.stand(_post(canvas, (before[0], before[1]), low, high, 0.42), _plain(_HOUSING))
