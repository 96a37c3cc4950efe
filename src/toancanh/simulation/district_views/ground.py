"""Shapes on the ground: strips along lines, dashes, stripes, and polygons cut at the lens. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district_views.pose import NEAREST_M

Floats = NDArray[np.float64]


def along(line: Floats) -> Floats:
    """(n,) metres from the start of a line (n, 2) to each of its points."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def points_at(line: Floats, metres: Floats) -> Floats:
    """(m, 2): points so far along a line; beyond its ends the ends."""
    places = along(line)
    return np.stack([np.interp(metres, places, line[:, axis]) for axis in (0, 1)], axis=1)


def beside(line: Floats, left_m: float) -> Floats:
    """The same line so far to its left (right if negative); corners are mitred."""
    steps = np.diff(line, axis=0)
    lengths = np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-9)
    normals = np.stack([-steps[:, 1], steps[:, 0]], axis=1) / lengths[:, None]
    before, after = np.concatenate([normals[:1], normals]), np.concatenate([normals, normals[-1:]])
    mitre = before + after
    scale = 2 / np.maximum((mitre**2).sum(axis=1), 0.5)  # a hairpin's point does not fly away
    moved: Floats = line + mitre * scale[:, None] * left_m
    return moved


def strip(line: Floats, right_m: float, left_m: float) -> Floats:
    """(n - 1, 4, 2): the ground between two lines beside a line (n, 2)."""
    right, left = beside(line, right_m), beside(line, left_m)
    return np.stack([right[:-1], right[1:], left[1:], left[:-1]], axis=1)


def dashes(line: Floats, *, dash_m: float, gap_m: float, width_m: float) -> Floats:
    """(n, 4, 2): a broken line's dashes; each is straight."""
    length_m = float(along(line)[-1])
    starts = np.arange(gap_m / 2, length_m - dash_m, dash_m + gap_m)
    return bars(points_at(line, starts), points_at(line, starts + dash_m), width_m)


def bars(from_m: Floats, to_m: Floats, width_m: float) -> Floats:
    """(n, 4, 2): straight bars from points (n, 2) to points (n, 2)."""
    way = to_m - from_m
    lengths = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    aside = np.stack([-way[:, 1], way[:, 0]], axis=1) / lengths[:, None] * (width_m / 2)
    return np.stack([from_m - aside, to_m - aside, to_m + aside, from_m + aside], axis=1)


def zebra(line: Floats, width_m: float, *, bar_m: float = 0.5, gap_m: float = 0.6) -> Floats:
    """(n, 4, 2): the bars of a crossing whose walkers follow ``line``."""
    length_m = float(along(line)[-1])
    centres = np.arange(gap_m + bar_m / 2, length_m - gap_m, bar_m + gap_m)
    return bars(points_at(line, centres - bar_m / 2), points_at(line, centres + bar_m / 2), width_m)


def cut_at_lens(seen: Floats) -> Floats:
    """What of a polygon (n, 3) in the camera's metres lies before the lens (Sutherland and Hodgman, 1974); (m, 3)."""
    depth = seen[:, 2] - NEAREST_M
    if (depth > 0).all():
        return seen
    if (depth <= 0).all():
        return seen[:0]
    kept: list[Floats] = []
    for index in range(len(seen)):
        here, before = depth[index], depth[index - 1]
        if (here > 0) != (before > 0):
            share = before / (before - here)
            kept.append(seen[index - 1] + (seen[index] - seen[index - 1]) * share)
        if here > 0:
            kept.append(seen[index])
    return np.array(kept)
