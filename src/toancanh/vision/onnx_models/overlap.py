"""Of boxes that lie over each other the surest stays; a rider is no pedestrian."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.model import CODES, KINDS, Detections, ObjectKind

MOST_CANDIDATES = 400

_WHEELS = (ObjectKind.BICYCLE, ObjectKind.MOTORCYCLE)
_GROUPS = np.array([0 if kind is ObjectKind.PEDESTRIAN else 1 if kind in _WHEELS else 2 for kind in KINDS], np.int8)
"""Kinds that a detector takes for each other: a van found as a car and as a lorry is one vehicle."""

_WITHIN = 0.85  # share of a box that lies in a larger one of its group: a lorry's cab is no car
_RIDES = 0.3  # share of a person's box that lies over the two-wheeler's


def intersections(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Shared areas (n, m) of boxes (n, 4) and (m, 4)."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    sides = np.maximum(high - low, 0)
    shared: NDArray[np.float32] = sides[..., 0] * sides[..., 1]
    return shared


def areas(boxes: NDArray[np.float32]) -> NDArray[np.float32]:
    """(n,) of boxes (n, 4)."""
    sides = boxes[:, 2:] - boxes[:, :2]
    found: NDArray[np.float32] = sides[:, 0] * sides[:, 1]
    return found


def over_union(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float32]:
    """Intersection over union (n, m)."""
    shared = intersections(one, other)
    whole: NDArray[np.float32] = shared / (areas(one)[:, None] + areas(other)[None, :] - shared)
    return whole


def surest_of(found: Detections, overlap: float) -> Detections:
    """Without those that share more than ``overlap`` (intersection over union) with a surer one of their group, or lie
    within it.
    """
    order = np.argsort(-found.scores, kind="stable")[:MOST_CANDIDATES]
    found = found.where(order)
    group, area = _GROUPS[found.codes], areas(found.boxes_px)
    shared = intersections(found.boxes_px, found.boxes_px)
    hides = shared > overlap * (area[:, None] + area[None, :] - shared)
    hides |= (shared > _WITHIN * area[None, :]) & (area[:, None] > area[None, :])
    hides &= group[:, None] == group[None, :]
    kept = np.ones(len(found), np.bool_)
    for place in range(len(found)):
        if kept[place]:
            kept[place + 1 :] &= ~hides[place, place + 1 :]
    return found.where(kept)


def without_riders(found: Detections) -> Detections:
    """A person on a two-wheeler belongs to it: the wheels are observed."""
    on_foot = found.codes == CODES[ObjectKind.PEDESTRIAN]
    wheels = np.isin(found.codes, [CODES[kind] for kind in _WHEELS])
    if not (on_foot.any() and wheels.any()):
        return found
    people = found.boxes_px[on_foot]
    share = intersections(people, found.boxes_px[wheels]) / areas(people)[:, None]
    rides = np.zeros(len(found), np.bool_)
    rides[on_foot] = (share >= _RIDES).any(axis=1)
    return found.where(~rides)
