"""What incidents leave on the ground: water on a flooded stretch, barriers and cones about a closed lane.

Those who break down, ride against the direction or crowd together are bodies of the play.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from toancanh.simulation.district import Incident, IncidentKind
from toancanh.simulation.district_views.backdrop import SEEN_TO_M, Backdrop, least_by_tile
from toancanh.simulation.district_views.canvas import Bytes, Floats, Singles
from toancanh.simulation.district_views.conditions import Light
from toancanh.simulation.district_views.ground import along, cut_at_lens, points_at
from toancanh.simulation.district_views.pose import NEAREST_M, CameraPose

_MUD = np.array((0.24, 0.31, 0.36))
_ORANGE, _WHITE, _RED = np.array((0.10, 0.38, 0.92)), np.array((0.85, 0.86, 0.86)), np.array((0.14, 0.12, 0.72))
_CONE_M, _CONE_EVERY_M, _BARRIER_M = 0.75, 4.0, 1.0
_BOARDS = 6


def active(incidents: Sequence[Incident], t_s: float) -> tuple[int, ...]:
    """Places of those that leave something on the ground at a time."""
    return tuple(
        place
        for place, one in enumerate(incidents)
        if one.kind in (IncidentKind.FLOODED, IncidentKind.CLOSED_LANE) and one.start_s <= t_s < one.end_s
    )


def with_incidents(backdrop: Backdrop, incidents: Sequence[Incident], pose: CameraPose, light: Light) -> Backdrop:
    """The same view with what they leave there; the arrays given stay as they are."""
    picture, shaded = backdrop.picture.copy(), backdrop.shaded.copy()
    upright = backdrop.upright_m.copy()
    bright = (light.sky + 0.6 * light.sun + 0.25 * light.lamps) * backdrop.exposure * 255
    for one in incidents:
        if one.kind is IncidentKind.FLOODED:
            mirrored = (0.55 * light.horizon + 0.45 * _MUD * (light.sky + 0.25 * light.lamps)) * backdrop.exposure * 255
            for plane in (picture, shaded):
                _flood(plane, one.place.shape_m, pose, backdrop.ground, mirrored)
        else:
            _close(picture, upright, one.place.shape_m, pose, bright)
    return replace(backdrop, picture=picture, shaded=shaded, upright_m=upright, nearest_m=least_by_tile(upright))


def _flood(plane: Bytes, shape_m: Floats, pose: CameraPose, ground: Bytes, colour: Floats) -> None:
    seen = cut_at_lens(pose.seen_from(np.column_stack([shape_m, np.zeros(len(shape_m))])))
    if len(seen) < 3:
        return
    mask = np.zeros(plane.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(pose.pixels(seen)).astype(np.int32)], 255)
    cv2.GaussianBlur(mask, (0, 0), 2.0, mask)
    cv2.bitwise_and(mask, ground, mask)
    rows, columns = np.nonzero(mask)
    if len(rows):
        share = mask[rows, columns, None] / 255 * 0.72
        plane[rows, columns] = np.clip(plane[rows, columns] * (1 - share) + colour * share, 0, 255).astype(np.uint8)


def _close(picture: Bytes, upright: Singles, shape_m: Floats, pose: CameraPose, bright: Floats) -> None:
    """A barrier of red and white boards across its beginning, cones along the side to the other lanes."""
    right, left = shape_m[0], shape_m[1]
    for board in range(_BOARDS):
        ends = [right + (left - right) * share for share in (board / _BOARDS, (board + 1) / _BOARDS)]
        quad = np.array([(*ends[0], 0.3), (*ends[1], 0.3), (*ends[1], _BARRIER_M), (*ends[0], _BARRIER_M)])
        _put(picture, upright, quad, pose, (_RED if board % 2 else _WHITE) * bright)
    edge = shape_m[1 : len(shape_m) // 2 + 1]
    way = np.array((pose.x_m, pose.y_m)) - edge.mean(axis=0)
    aside = np.array((way[1], -way[0])) / max(float(np.hypot(*way)), 1e-6)
    cones = points_at(edge, np.arange(0.0, along(edge)[-1], _CONE_EVERY_M))
    for foot in sorted(cones.tolist(), key=lambda one: -float(np.hypot(one[0] - pose.x_m, one[1] - pose.y_m))):
        for low, high, colour in ((0.0, 1.0, _ORANGE), (0.45, 0.65, _WHITE)):
            wide = [0.24 * (1 - share) + 0.04 for share in (low, high)]
            corners = [
                (*(np.array(foot) + aside * side), up * _CONE_M)
                for side, up in ((-wide[0], low), (wide[0], low), (wide[1], high), (-wide[1], high))
            ]
            _put(picture, upright, np.array(corners), pose, colour * bright)


def _put(picture: Bytes, upright: Singles, quad_m: Floats, pose: CameraPose, colour: Floats) -> None:
    """A small upright patch, where nothing stands before it."""
    seen = pose.seen_from(quad_m)
    if not NEAREST_M < float(seen[:, 2].min()) < SEEN_TO_M:
        return
    mask = np.zeros(picture.shape[:2], np.uint8)
    corners = np.round((pose.pixels(seen) - 0.5) * 16).astype(np.int32)
    cv2.fillConvexPoly(mask, corners, 1, cv2.LINE_8, 4)
    away = np.float32(seen[:, 2].mean())
    shown = (mask > 0) & (upright >= away - np.float32(0.2))
    picture[shown] = np.clip(colour, 0, 255).astype(np.uint8)
    upright[shown] = away
