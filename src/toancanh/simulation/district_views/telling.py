"""Truth told of a stage: silhouettes drawn over one another, and what is left of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district_views.backdrop import Backdrop
from toancanh.simulation.district_views.painting import hide_behind
from toancanh.simulation.district_views.pose import CameraPose
from toancanh.simulation.district_views.staging import Floats, Stage
from toancanh.simulation.district_views.truth import FrameTruth
from toancanh.simulation.district_views.wardrobe import Wardrobe

LEAST_PX = 3.0  # who is lower than this in the picture is not told of


def tell(
    stage: Stage,
    wardrobe: Wardrobe,
    pose: CameraPose,
    backdrop: Backdrop,
    covered: Sequence[tuple[int, int, int, int]],
    plates_px: NDArray[np.float32],
    signals: Mapping[str, str],
) -> FrameTruth:
    """``covered``: rectangles of the picture in which something is written (left, top, right, bottom)."""
    cut = np.clip(stage.box_px, 0, (pose.width, pose.height, pose.width, pose.height))
    size = cut[:, 2:] - cut[:, :2]
    is_told = (size[:, 0] >= 1) & (stage.box_px[:, 3] - stage.box_px[:, 1] >= LEAST_PX) & (size[:, 1] >= 1)
    visible = _visible(stage, is_told, pose, backdrop, covered)
    order = np.flatnonzero(is_told)
    order = order[np.argsort(stage.number[order], kind="stable")]
    place, moment = stage.place[order], stage.moment
    return FrameTruth(
        t_s=moment.t_s,
        numbers=stage.number[order],
        codes=wardrobe.code[stage.number[order]],
        boxes_px=cut[order].astype(np.float32),
        visible=visible[order].astype(np.float32),
        ground_m=np.column_stack([moment.x_m[place], moment.y_m[place]]).astype(np.float32),
        heading_rad=moment.heading_rad[place].astype(np.float32),
        speed_mps=moment.speed_mps[place].astype(np.float32),
        plates_px=plates_px[order],
        signals=dict(signals),
    )


def _visible(
    stage: Stage,
    is_told: NDArray[np.bool_],
    pose: CameraPose,
    backdrop: Backdrop,
    covered: Sequence[tuple[int, int, int, int]],
) -> Floats:
    """Silhouettes drawn over one another, each as its convex hull, and their samples counted."""
    picture = np.zeros((pose.height, pose.width), np.uint16)
    nobody = np.zeros_like(picture)
    drawn, inside = np.zeros(len(stage)), np.ones(len(stage))
    frame = np.array(((0, 0), (pose.width, 0), (pose.width, pose.height), (0, pose.height)), np.float32)
    for index, points in enumerate(stage.outlines()):
        hull = cv2.convexHull(points.astype(np.float32))
        fixed = np.round((hull - np.float32(0.5)) * 16).astype(np.int32)
        cv2.fillConvexPoly(picture, fixed, index + 1, cv2.LINE_8, 4)
        left, top, right, bottom = stage.box_px[index]
        part = picture[max(0, int(top)) : int(bottom) + 2, max(0, int(left)) : int(right) + 2]
        drawn[index] = np.count_nonzero(part == index + 1)
        if left < 0 or top < 0 or right > pose.width or bottom > pose.height:
            within, _ = cv2.intersectConvexConvex(hull, frame)
            inside[index] = min(1.0, within / max(cv2.contourArea(hull), 1e-3))
        hide_behind(picture, nobody, backdrop, stage.box_px[index], float(stage.depth_m[index]))
    for left, top, right, bottom in covered:
        picture[top:bottom, left:right] = 0
    left_over = np.bincount(picture.ravel(), minlength=len(stage) + 1)[1 : len(stage) + 1]
    seen: Floats = inside * left_over / np.maximum(drawn, 1)
    return np.where(is_told, seen, 0.0)
