"""Bodies painted into a picture: their faces in the light, their shadows, and what stands before them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district_views.backdrop import (
    TILE,
    Backdrop,
    lamp_light,
    shadow_light,
    transmission,
    veil_colour,
)
from toancanh.simulation.district_views.canvas import Bytes
from toancanh.simulation.district_views.conditions import Light, Weather
from toancanh.simulation.district_views.pose import NEAREST_M, CameraPose
from toancanh.simulation.district_views.solids import Slot
from toancanh.simulation.district_views.staging import Floats, Stage, Troupe, in_world
from toancanh.simulation.district_views.wardrobe import BRAKE_BGR, HEADLAMP_BGR, TAIL_BGR, Wardrobe

_SUBPIXELS = 4
_LAMP_BGR = np.array((0.50, 0.74, 0.92))
_FOOTPRINT = np.array(((0.5, -0.5, 0), (0.5, 0.5, 0), (-0.5, 0.5, 0), (-0.5, -0.5, 0)))
_TALLEST_SHADOW = 3.0  # times the height


@dataclass(frozen=True, kw_only=True, eq=False)
class Faces:
    """All faces that are seen, in drawing order: ``corners`` (f, 4, 2) int32 in sixteenths of a pixel, ``colours`` of
    0..255, and ``starts`` (n + 1,): where each body's begin.
    """

    corners: NDArray[np.int32]
    colours: list[tuple[int, int, int]]
    starts: NDArray[np.intp]


def faces_in_light(
    stage: Stage,
    wardrobe: Wardrobe,
    pose: CameraPose,
    backdrop: Backdrop,
    light: Light,
    weather: Weather,
    brakes: NDArray[np.bool_],
) -> Faces:
    """``brakes`` (n,): whose brake lamps burn."""
    foot = np.column_stack([stage.moment.x_m[stage.place], stage.moment.y_m[stage.place]])
    sun = shadow_light(backdrop.sunlit, pose.pixels(pose.seen_from(np.column_stack([foot, np.zeros(len(foot))]))))
    lamps = lamp_light(foot.astype(np.float32), backdrop.lamps_m, light).astype(np.float64)
    clear = transmission(stage.depth_m.astype(np.float32), weather).astype(np.float64)
    owner, key, corners, colours = [], [], [], []
    for troupe in stage.troupes:
        normal, is_seen, nearness = _turned_to(troupe, pose)
        body, face = np.nonzero(is_seen)
        member = troupe.member[body]
        shape = troupe.shape[body]
        slot = troupe.bank.slot[shape, face]
        shone = light.sky * (0.8 + 0.2 * normal[body, face, 2:])
        toward = np.maximum(normal[body, face] @ light.sun_m, 0)
        shone = shone + (toward * sun[member])[:, None] * light.sun + lamps[member][:, None] * _LAMP_BGR
        colour = wardrobe.palette[stage.number[member], slot] * shone * backdrop.exposure
        colour = _with_lamps(colour, slot, brakes[member], light)
        veil = clear[member][:, None]
        colour = colour * veil + veil_colour(light) * (1 - veil)
        owner.append(member)
        key.append(nearness[body, troupe.bank.part[shape, face]] * 1000 + face)
        colours.append(np.clip(colour * 255, 0, 255))
        corners.append(troupe.pixels[body[:, None], troupe.bank.faces[shape, face]])
    if not owner:
        return Faces(corners=np.zeros((0, 4, 2), np.int32), colours=[], starts=np.zeros(len(stage) + 1, np.intp))
    owners = np.concatenate(owner)
    order = np.lexsort((np.concatenate(key), owners))
    fixed = np.round((np.concatenate(corners)[order] - 0.5) * (1 << _SUBPIXELS)).astype(np.int32)
    shades = np.concatenate(colours)[order].astype(int).tolist()
    return Faces(
        corners=fixed,
        colours=[tuple(shade) for shade in shades],
        starts=np.searchsorted(owners[order], np.arange(len(stage) + 1)),
    )


def _turned_to(troupe: Troupe, pose: CameraPose) -> tuple[Floats, NDArray[np.bool_], NDArray[np.intp]]:
    """Unit normals (n, f, 3), which faces look at the camera, and the parts' rank from far to near (n, parts)."""
    every = np.arange(len(troupe.shape))[:, None]
    corners = troupe.points_m[every[:, :, None], troupe.bank.faces[troupe.shape]]
    normal = np.cross(corners[:, :, 2] - corners[:, :, 0], corners[:, :, 3] - corners[:, :, 1])
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-9)
    is_seen = np.einsum("nfk,nfk->nf", normal, pose.place_m - corners[:, :, 0]) > 0
    upper = corners[every, troupe.bank.first[troupe.shape]].mean(axis=2)
    away = np.linalg.norm(upper - pose.place_m, axis=-1)
    return normal, is_seen, np.argsort(np.argsort(-away, axis=1), axis=1) + 100 * troupe.bank.level[troupe.shape]


def _with_lamps(colour: Floats, slot: NDArray[np.intp], brakes: NDArray[np.bool_], light: Light) -> Floats:
    """Head lamps and tail lamps shine by themselves."""
    head, tail = slot == Slot.HEADLAMP, slot == Slot.TAIL
    colour[head] = np.array(HEADLAMP_BGR) / 255 * (1.0 if light.has_headlamps else 0.75)
    burning = np.where(brakes[tail][:, None], BRAKE_BGR, np.array(TAIL_BGR) * (1.3 if light.has_headlamps else 1.0))
    colour[tail] = burning / 255
    return colour


def cast_shadows(
    picture: Bytes, stage: Stage, wardrobe: Wardrobe, pose: CameraPose, backdrop: Backdrop, light: Light
) -> None:
    """On the ground only; under a covered sky and by night close around the body."""
    if not len(stage):
        return
    mask = np.zeros(picture.shape[:2], np.uint8)
    feet = in_world(_FOOTPRINT * (1.06, 1.15, 1), stage.place, stage.moment, wardrobe)
    corners = feet
    if float(light.sun.sum()) > 0.15:
        high = wardrobe.size_m[stage.number, 2] * 0.85
        fall = -light.sun_m[:2] / light.sun_m[2]
        fall = fall * min(1.0, _TALLEST_SHADOW / max(float(np.hypot(*fall)), 1e-6))
        moved = feet.copy()
        moved[..., :2] += (high[:, None] * fall)[:, None]
        corners = np.concatenate([feet, moved], axis=1)
    seen = pose.seen_from(corners)
    whole = seen[seen[..., 2].min(axis=1) > NEAREST_M]
    for points in np.round((pose.pixels(whole) - 0.5) * (1 << _SUBPIXELS)).astype(np.int32):
        hull = points if len(points) == 4 else cv2.convexHull(points)
        cv2.fillConvexPoly(mask, hull, 255, cv2.LINE_8, _SUBPIXELS)
    cv2.copyTo(backdrop.shaded, cv2.bitwise_and(mask, backdrop.ground), picture)


def paint_faces(picture: Bytes, faces: Faces, body: int) -> None:
    """One body."""
    fill, corners, colours = cv2.fillConvexPoly, faces.corners, faces.colours
    for index in range(faces.starts[body], faces.starts[body + 1]):
        fill(picture, corners[index], colours[index], 8, _SUBPIXELS)


def hide_behind(picture: NDArray[Any], base: NDArray[Any], backdrop: Backdrop, box_px: Floats, depth_m: float) -> None:
    """Put back what stands nearer than ``depth_m`` within a box."""
    rows, columns = picture.shape[:2]
    left, top = max(0, int(box_px[0])), max(0, int(box_px[1]))
    right, bottom = min(columns, int(box_px[2]) + 2), min(rows, int(box_px[3]) + 2)
    if left >= right or top >= bottom:
        return
    tiles = backdrop.nearest_m[top // TILE : -(-bottom // TILE), left // TILE : -(-right // TILE)]
    if tiles.min() >= depth_m:
        return
    part = np.s_[top:bottom, left:right]
    nearer = backdrop.upright_m[part] < depth_m
    picture[part][nearer] = base[part][nearer]
