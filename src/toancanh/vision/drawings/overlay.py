"""A calibration as a person can judge it: squares of five metres over the picture, and how wrong each place may be.
Pure.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from toancanh.vision.calibration import Calibration
from toancanh.vision.view import Floats
from toancanh.vision.zones import Point

STEP_M = 5.0
FARTHEST_M = 100.0
MOST_ERROR_M = 2.5
"""Half a square: who stands in one may be in the next, and nothing is drawn."""
_OUTSIDE = 0.25
"""Lines reach so far beyond the picture, in shares, where whoever shows them cuts them off."""
_CLOSEST = 0.012
"""Lines that lie nearer together than this, in widths, cannot be told apart."""
_APART = 0.05
_SURE = 2.448
"""So many standard deviations of a place in the plane hold 95 of 100 (chi-square, two degrees of freedom)."""
_CORNERS = 24
_AHEAD_M = (10.0, 20.0, 30.0, 50.0, 75.0)


@dataclass(frozen=True, kw_only=True)
class Ellipse:
    """In which a place lies with 95 % (``outline``, shares); ``error_m``: one standard deviation, the worst way."""

    at: Point
    outline: tuple[Point, ...]
    error_m: float


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """On the ground so far ahead of the camera, in the picture's middle."""

    distance_m: float
    error_m: float


@dataclass(frozen=True, kw_only=True)
class Overlay:
    """``lines``: of squares of ``STEP_M``, in shares. ``distances``: errors along the middle of the picture."""

    lines: tuple[tuple[Point, ...], ...]
    ellipses: tuple[Ellipse, ...]
    distances: tuple[Ahead, ...]


def overlay(found: Calibration, *, along: tuple[Point, Point] | None = None) -> Overlay:
    """``along``: two points of the picture (shares) along which squares lie; else they lie as the camera looks."""
    turn, (x_m, y_m) = _frame(found, along)
    steps = np.arange(-FARTHEST_M, FARTHEST_M + STEP_M / 2, STEP_M)
    local = np.stack(np.meshgrid(steps, steps, indexing="ij"), axis=-1)
    ground = (x_m, y_m) + local @ turn.T
    at = found.seen(ground)
    size = _sizes(at, found.aspect)
    error = found.error_m(at.reshape(-1, 2)).reshape(at.shape[:2])
    within = np.isfinite(at).all(axis=-1) & (at > -_OUTSIDE).all(axis=-1) & (at < 1 + _OUTSIDE).all(axis=-1)
    with np.errstate(invalid="ignore"):
        drawn = within & (error <= MOST_ERROR_M) & (size >= _CLOSEST)
    lines = [*_lines(at, drawn), *_lines(at.swapaxes(0, 1), drawn.T)]
    inside = drawn & (at >= 0).all(axis=-1) & (at <= 1).all(axis=-1)
    return Overlay(lines=tuple(lines), ellipses=tuple(_ellipses(found, at[inside])), distances=tuple(_ahead(found)))


def _frame(found: Calibration, along: tuple[Point, Point] | None) -> tuple[Floats, tuple[float, float]]:
    """The way along which squares lie as a turn, and a corner of one."""
    view = found.view
    way, corner = view.azimuth_rad, (view.x_m, view.y_m)
    if along is not None:
        first, second = found.ground(np.array(along))
        if np.isfinite(first).all() and np.isfinite(second).all():
            way, corner = math.atan2(second[1] - first[1], second[0] - first[0]), (float(first[0]), float(first[1]))
    return np.array([[math.cos(way), -math.sin(way)], [math.sin(way), math.cos(way)]]), corner


def _sizes(at: Floats, aspect: float) -> Floats:
    """How large the squares beside a corner look, in widths: the smaller way, the larger neighbour."""
    plane = at * (1.0, aspect)
    sizes = np.full((2, *at.shape[:2]), np.nan)
    for axis in (0, 1):
        step = np.linalg.norm(np.diff(plane, axis=axis), axis=-1)
        before = np.insert(step, 0, np.nan, axis=axis)
        after = np.insert(step, step.shape[axis], np.nan, axis=axis)
        sizes[axis] = np.fmax(before, after)
    smaller: Floats = np.fmin(sizes[0], sizes[1])
    return smaller


def _lines(at: Floats, drawn: np.ndarray) -> Iterator[tuple[Point, ...]]:
    """Along the second axis, as long as corners follow each other."""
    for points, wanted in zip(at, drawn.tolist(), strict=True):
        for is_drawn, run in itertools.groupby(range(len(points)), key=wanted.__getitem__):
            rows = list(run)
            if is_drawn and len(rows) > 1:
                yield tuple((round(float(x), 5), round(float(y), 5)) for x, y in points[rows])


def _ellipses(found: Calibration, at: Floats) -> Iterator[Ellipse]:
    """Around some of the corners, none over another: the nearest first."""
    kept: list[Floats] = []
    order: Sequence[int] = np.argsort(-at[:, 1], kind="stable").tolist() if len(at) else []
    circle = np.exp(2j * np.pi * np.arange(_CORNERS) / _CORNERS)
    for index in order:
        here = at[index] * (1.0, found.aspect)
        if any(np.linalg.norm(here - other) < _APART for other in kept):
            continue
        kept.append(here)
        spread = found.spread_m2(at[index][None])[0]
        sizes, ways = np.linalg.eigh(spread)
        sizes = np.sqrt(np.maximum(sizes, 0))
        around = (np.column_stack([circle.real, circle.imag]) * sizes * _SURE) @ ways.T
        outline = found.seen(found.ground(at[index][None])[0] + around)
        if np.isfinite(outline).all():
            yield Ellipse(
                at=(float(at[index][0]), float(at[index][1])),
                outline=tuple((round(float(x), 5), round(float(y), 5)) for x, y in outline),
                error_m=float(sizes[-1]),
            )


def _ahead(found: Calibration) -> Iterator[Ahead]:
    view = found.view
    for distance_m in _AHEAD_M:
        ground = np.array([[view.x_m + distance_m * math.cos(view.azimuth_rad),
                            view.y_m + distance_m * math.sin(view.azimuth_rad)]])  # fmt: skip
        at = found.seen(ground)
        if np.isfinite(at).all() and 0 <= at[0, 1] <= 1:
            error = float(found.error_m(at)[0])
            if math.isfinite(error):
                yield Ahead(distance_m=distance_m, error_m=error)
