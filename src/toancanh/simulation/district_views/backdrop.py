"""A camera's view without those who move, in the light of an hour: made once, then only copied."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Network
from toancanh.simulation.district_views.canvas import Bytes, Canvas, Floats, Singles, Surfaces
from toancanh.simulation.district_views.conditions import Light, Weather
from toancanh.simulation.district_views.furniture import LAMP_HEIGHT_M, Furniture
from toancanh.simulation.district_views.place import draw_place
from toancanh.simulation.district_views.pose import NEAREST_M, CameraPose

SEEN_TO_M = 260.0
TILE = 8  # pixels: occluders are looked for by squares of this size first
_LAMP_BGR = np.array((0.50, 0.74, 0.92), np.float32)
_LAMP_REACH_M = 7.5
_WINDOW_BGR = np.array((0.42, 0.66, 0.85), np.float32)
_DAY_MEAN, _NIGHT_MEAN = 0.42, 0.20
_LONGEST_SHADOW_M = 60.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Backdrop:
    """``picture`` and ``shaded`` (h, w, 3) uint8: in the light there is, and where a vehicle keeps the sun off.

    ``ground`` (h, w) uint8: 255 where shadows fall. ``upright_m`` (h, w) float32 and ``nearest_m``, its least value by
    squares of `TILE`: what stands between the camera and whoever is further away. ``exposure``: what the camera makes
    of the light, as it aims at a mean level.
    """

    picture: Bytes
    shaded: Bytes
    ground: Bytes
    upright_m: Singles
    nearest_m: Singles
    sunlit: Bytes
    lamps_m: Floats
    exposure: float


def make_backdrop(pose: CameraPose, network: Network, furniture: Furniture, light: Light, weather: Weather) -> Backdrop:
    """Takes some tenths of a second at 640x360."""
    canvas = Canvas(pose, SEEN_TO_M)
    draw_place(canvas, network, furniture, SEEN_TO_M)
    surfaces = canvas.surfaces()
    lamps_m = _lamps_near(pose, furniture)
    sunlit = _sunlit(pose, network, furniture, light)
    toward_sun = np.maximum(surfaces.normal @ light.sun_m.astype(np.float32), 0)
    sun = (toward_sun * np.where(surfaces.is_ground, sunlit / np.float32(255), 1))[..., None]
    sky = light.sky.astype(np.float32) * (0.75 + 0.25 * surfaces.normal[..., 2:])
    lamp = lamp_light(surfaces.world_m[..., :2], lamps_m, light)[..., None] * _LAMP_BGR
    lamp[surfaces.world_m[..., 2] > LAMP_HEIGHT_M] *= 0.3
    wet = np.float32(0.82 if weather.is_wet else 1.0)
    lit = sky + sun * light.sun.astype(np.float32) + lamp
    exposure = _exposure(surfaces.albedo * lit, light)
    wet = wet * np.float32(exposure)
    shine = surfaces.shines[..., None] * _WINDOW_BGR * np.float32(light.glow)
    picture = surfaces.albedo * lit * wet + shine
    shaded = surfaces.albedo * (sky * np.float32(0.62) + lamp * np.float32(0.75)) * wet
    veil = _sky(pose, light)
    away = np.linalg.norm(surfaces.world_m - pose.place_m.astype(np.float32), axis=-1)[..., None]
    clear = transmission(away, weather)
    clear[surfaces.is_sky] = 0
    haze = veil * (1 - clear)
    picture = _with_lamp_heads(picture * clear + haze, pose, lamps_m, light, surfaces)
    return Backdrop(
        picture=_levels(picture),
        shaded=_levels(shaded * clear + haze),
        ground=np.where(surfaces.is_ground, 255, 0).astype(np.uint8),
        upright_m=surfaces.upright_m,
        nearest_m=least_by_tile(surfaces.upright_m),
        sunlit=sunlit,
        lamps_m=lamps_m,
        exposure=exposure,
    )


def _exposure(lit: Singles, light: Light) -> float:
    """As an automatic gain has it, which leaves a night darker than a day."""
    wanted = _DAY_MEAN * light.day + _NIGHT_MEAN * (1 - light.day)
    return float(np.clip(wanted / max(float(lit.mean()), 1e-3), 0.7, 2.2))


def transmission(away_m: Singles, weather: Weather) -> Singles:
    """Share of light that comes through the air (Koschmieder's law: 5 % at the visibility); rain shortens it."""
    sight_m = 1 / (1 / weather.sight_m + weather.rain / 900)
    clear: Singles = np.exp(np.float32(-3.0 / sight_m) * away_m).astype(np.float32)
    return clear


def veil_colour(light: Light) -> Floats:
    """What far things fade into."""
    return light.horizon


def lamp_light(ground_m: Singles, lamps_m: Floats, light: Light) -> Singles:
    """(...) how strongly the street's lamps light points (..., 2)."""
    total = np.full(ground_m.shape[:-1], 0.05 * light.lamps, np.float32)
    if light.lamps > 0:
        for x, y in lamps_m.astype(np.float32):
            square = (ground_m[..., 0] - x) ** 2 + (ground_m[..., 1] - y) ** 2
            total += np.float32(0.55 * light.lamps) / (1 + square / np.float32(_LAMP_REACH_M**2)) ** 2
    return np.minimum(total, np.float32(0.8))


def _lamps_near(pose: CameraPose, furniture: Furniture) -> Floats:
    places = np.array([(lamp.head_x_m, lamp.head_y_m) for lamp in furniture.lamps]).reshape(-1, 2)
    near: Floats = places[np.hypot(*(places - (pose.x_m, pose.y_m)).T) < SEEN_TO_M]
    return near


def _sky(pose: CameraPose, light: Light) -> Singles:
    """(h, 1, 3): from the horizon upwards."""
    rows = np.arange(pose.height) + 0.5
    rays = pose.rays(np.stack([np.full(pose.height, pose.width / 2), rows], axis=-1))
    rise = np.clip(rays[:, 2] / np.linalg.norm(rays, axis=1) * 2.5, 0, 1)[:, None]
    blended: Singles = (light.horizon * (1 - rise) + light.zenith * rise).astype(np.float32)
    return blended[:, None, :]


def _sunlit(pose: CameraPose, network: Network, furniture: Furniture, light: Light) -> Bytes:
    """(h, w): 255 where the sun reaches the ground, less in the shade of houses and trees; edges are soft."""
    plane = np.full((pose.height, pose.width), 255, np.uint8)
    if float(light.sun.sum()) <= 0:
        return plane
    reach = light.sun_m[:2] / light.sun_m[2]
    here = np.array((pose.x_m, pose.y_m))
    for building in network.buildings:
        if np.hypot(*(building.shape_m - here).T).min() < SEEN_TO_M:
            fall = -reach * building.height_m
            fall = fall * min(1.0, _LONGEST_SHADOW_M / max(float(np.hypot(*fall)), 1e-6))
            _shade(plane, pose, np.concatenate([building.shape_m, building.shape_m + fall]), 0)
    turns = np.linspace(0, 2 * np.pi, 13)[:-1]
    for tree in furniture.trees:
        middle = np.array((tree.x_m, tree.y_m)) - reach * min(tree.height_m - tree.radius_m, 30.0)
        if np.hypot(*(middle - here)) < SEEN_TO_M:
            _shade(plane, pose, middle + tree.radius_m * 0.9 * np.column_stack([np.cos(turns), np.sin(turns)]), 90)
    return cv2.GaussianBlur(plane, (0, 0), 1.2).astype(np.uint8)


def _shade(plane: Bytes, pose: CameraPose, points_m: Floats, value: int) -> None:
    hull = cv2.convexHull(points_m.astype(np.float32))[:, 0].astype(np.float64)
    seen = pose.seen_from(np.column_stack([hull, np.zeros(len(hull))]))
    if (seen[:, 2] > NEAREST_M).all():
        cv2.fillConvexPoly(plane, np.round(pose.pixels(seen) * 16).astype(np.int32), value, cv2.LINE_8, 4)


def _with_lamp_heads(picture: Singles, pose: CameraPose, lamps_m: Floats, light: Light, surfaces: Surfaces) -> Singles:
    """Lamps that burn, and the glow around them."""
    if light.lamps <= 0.1 or not len(lamps_m):
        return picture
    seen = pose.seen_from(np.column_stack([lamps_m, np.full(len(lamps_m), LAMP_HEIGHT_M)]))
    glow = np.zeros((pose.height, pose.width), np.float32)
    for (column, row), away in zip(pose.pixels(seen), seen[:, 2], strict=True):
        if away > 4 and 0 <= column < pose.width and 0 <= row < pose.height:
            if surfaces.upright_m[int(row), int(column)] < away - 2:
                continue
            radius = max(1, round(0.28 * pose.focal_px / away))
            cv2.circle(glow, (int(column), int(row)), radius, 1.0, -1)
    wide = cv2.GaussianBlur(glow, (0, 0), pose.width / 90) * 1.6 + glow
    shone: Singles = picture + np.minimum(wide, 1.2)[..., None] * _LAMP_BGR * np.float32(light.lamps)
    return shone


def _levels(shares: Singles) -> Bytes:
    return np.clip(shares * 255, 0, 255).astype(np.uint8)


def least_by_tile(depth: Singles) -> Singles:
    """The least of each square of `TILE`."""
    rows, columns = -(-depth.shape[0] // TILE), -(-depth.shape[1] // TILE)
    padded = np.full((rows * TILE, columns * TILE), np.inf, np.float32)
    padded[: depth.shape[0], : depth.shape[1]] = depth
    least: Singles = padded.reshape(rows, TILE, columns, TILE).min(axis=(1, 3))
    return least


def shadow_light(sunlit: NDArray[np.uint8], pixels: Floats) -> Floats:
    """(n,) share of the sun at pixels (n, 2); what stands beside the picture takes its edge's."""
    columns = np.clip(pixels[:, 0].astype(int), 0, sunlit.shape[1] - 1)
    rows = np.clip(pixels[:, 1].astype(int), 0, sunlit.shape[0] - 1)
    shares: Floats = sunlit[rows, columns] / 255.0
    return shares
