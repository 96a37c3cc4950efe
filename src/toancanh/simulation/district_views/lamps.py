"""What shines in a moving picture: signals, beams on the road, the glow of head lamps and tail lamps, their mirrors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import SignalHead
from toancanh.simulation.district_views.backdrop import Backdrop
from toancanh.simulation.district_views.canvas import Bytes
from toancanh.simulation.district_views.conditions import Light, Weather
from toancanh.simulation.district_views.place import SIGNAL_LAMPS_M
from toancanh.simulation.district_views.pose import NEAREST_M, CameraPose
from toancanh.simulation.district_views.staging import Floats, Stage, in_world
from toancanh.simulation.district_views.wardrobe import HEADLAMP_BGR, Wardrobe

_COARSE = 4  # light that has no edges is drawn at a quarter of the size
_SIGNAL_BGR = {"r": (40, 40, 255), "y": (40, 200, 255), "G": (110, 255, 70)}
_LAMP_DISC_M = 0.16
_BEAM = np.array(((0.7, -0.5, 0), (4.0, -1.5, 0), (4.0, 1.5, 0), (0.7, 0.5, 0)))  # shares of the body
_BEAMS = ((16.0, 9), (8.0, 20))  # metres ahead, level: a short one on a long one
_FARTHEST_GLOW_M = 160.0
_TAIL_GLOW_BGR, _BRAKE_GLOW_BGR = (16, 16, 90), (30, 30, 190)


def show_signals(
    picture: Bytes, heads: Sequence[SignalHead], states: Mapping[str, str], pose: CameraPose, backdrop: Backdrop
) -> None:
    """The lamp of each head that burns, where the camera stands on the side of those it is for."""
    eye = np.array((pose.x_m, pose.y_m))
    for head in heads:
        way = np.array((np.cos(head.heading_rad), np.sin(head.heading_rad)))
        if float((np.array((head.x_m, head.y_m)) - eye) @ way) <= 0:
            continue
        letter = states.get(head.junction_id, "")[head.link : head.link + 1]
        letter = "G" if letter == "g" else letter
        if letter not in SIGNAL_LAMPS_M:
            continue
        seen = pose.seen_from(np.array((head.x_m, head.y_m, SIGNAL_LAMPS_M[letter])))
        if seen[2] < 2:
            continue
        column, row = pose.pixels(seen)
        if not (0 <= column < pose.width and 0 <= row < pose.height):
            continue
        if backdrop.upright_m[int(row), int(column)] < seen[2] - 0.5:
            continue
        radius = max(16, round(16 * _LAMP_DISC_M * pose.focal_px / seen[2]))
        centre = (round((column - 0.5) * 16), round((row - 0.5) * 16))
        cv2.circle(picture, centre, radius, _SIGNAL_BGR[letter], -1, cv2.LINE_AA, 4)


def light_road(picture: Bytes, stage: Stage, wardrobe: Wardrobe, pose: CameraPose, light: Light) -> None:
    """The beams of those who have head lamps."""
    has = np.flatnonzero(~np.isnan(wardrobe.lamps[wardrobe.code[stage.number], 0, 0]))
    if not len(has) or light.glow < 0.3:
        return
    size = wardrobe.size_m[stage.number[has]]
    beams = np.zeros((pose.height // _COARSE, pose.width // _COARSE), np.uint8)
    for length_m, level in _BEAMS:
        shares = np.repeat(_BEAM[None], len(has), axis=0)
        shares[:, 1:3, 0] = 0.5 + length_m / size[:, :1]
        shares[:, 1:3, 1] *= np.maximum(0.5, length_m / 16 / size[:, 1:2])
        seen = pose.seen_from(in_world(shares, stage.place[has], stage.moment, wardrobe))
        whole = seen[seen[..., 2].min(axis=1) > NEAREST_M]
        for points in np.round(pose.pixels(whole) / _COARSE * 16).astype(np.int32):
            cv2.fillConvexPoly(beams, points, level, cv2.LINE_8, 4)
    _add(picture, np.stack([beams - beams // 6, beams, beams], axis=-1), pose.width / 90, light.glow)


def shine(
    picture: Bytes,
    stage: Stage,
    wardrobe: Wardrobe,
    pose: CameraPose,
    light: Light,
    weather: Weather,
    brakes: NDArray[np.bool_],
    is_hidden: NDArray[np.bool_],
) -> None:
    """Glow around lamps that look at the camera; on a wet road they are mirrored."""
    turn = stage.moment.heading_rad[stage.place]
    eye = (pose.x_m, pose.y_m) - np.column_stack([stage.moment.x_m[stage.place], stage.moment.y_m[stage.place]])
    eye = eye / np.maximum(np.hypot(*eye.T), 1e-6)[:, None]
    facing = eye[:, 0] * np.cos(turn) + eye[:, 1] * np.sin(turn)
    lamps = in_world(wardrobe.lamps[wardrobe.code[stage.number]], stage.place, stage.moment, wardrobe)
    glow = np.zeros((pose.height // _COARSE, pose.width // _COARSE, 3), np.uint8)
    is_shown = (stage.depth_m < _FARTHEST_GLOW_M) & ~is_hidden & ((facing > 0.15) | (facing < -0.2))
    for index in np.flatnonzero(is_shown):
        is_head = bool(facing[index] > 0)
        points = lamps[index, :2] if is_head else lamps[index, 2:]
        points = points[~np.isnan(points[:, 0])]
        strength = min(1.0, abs(float(facing[index])) ** 1.5) * light.glow
        colour = HEADLAMP_BGR if is_head else _BRAKE_GLOW_BGR if brakes[index] else _TAIL_GLOW_BGR
        _glow(glow, picture, points, colour, strength, pose, is_wet=weather.is_wet, is_head=is_head)
    _add(picture, glow, pose.width / 260, 1.0)


def _glow(
    glow: Bytes,
    picture: Bytes,
    points: Floats,
    colour: tuple[int, int, int],
    strength: float,
    pose: CameraPose,
    *,
    is_wet: bool,
    is_head: bool,
) -> None:
    seen = pose.seen_from(points)
    pixels = pose.pixels(seen)
    dim = tuple(int(level * strength) for level in colour)
    for point, (column, row), away in zip(points, pixels, seen[:, 2], strict=True):
        if away < 3 or not (-20 < column < pose.width + 20 and -20 < row < pose.height + 20):
            continue
        radius = pose.focal_px / away * (0.34 if is_head else 0.16) + (1.4 if is_head else 0.6)
        centre = (int(column / _COARSE * 16), int(row / _COARSE * 16))
        cv2.circle(glow, centre, max(8, int(radius / _COARSE * 16)), dim, -1, cv2.LINE_8, 4)
        if is_head and strength > 0.25:
            core = max(12, int(pose.focal_px / away * 0.09 * 16))
            cv2.circle(picture, (int(column * 16), int(row * 16)), core, (236, 250, 255), -1, cv2.LINE_8, 4)
        if is_wet:
            low = pose.pixels(pose.seen_from(np.array((point[0], point[1], -2.2 * point[2]))))
            half = tuple(level * 0.5 for level in dim)
            width = max(1, int(radius / _COARSE))
            cv2.line(glow, (centre[0] >> 4, centre[1] >> 4), (int(low[0] / 4), int(low[1] / 4)), half, width)


def _add(picture: Bytes, coarse: Bytes, sigma_px: float, share: float) -> None:
    soft = cv2.GaussianBlur(coarse, (0, 0), max(0.8, sigma_px / _COARSE * 2))
    large = cv2.resize(soft, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
    cv2.scaleAdd(large, share, picture, picture) if share < 1 else cv2.add(picture, large, picture)
