"""Where on the ground is what a picture shows: a view found from points, or taken from the dossier, with its error.

All ways end in one fit: the view that best explains the clicked points, by least squares, given how well each of its
values was known before (Gauss-Newton with Levenberg's damping). What the fit leaves open is carried to any
point of the ground as an error in metres, so that a careless click or a short rectangle says so itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.vision.view import Floats, View, centred, shares

CLICK = 3 / 640
"""One standard deviation of a clicked point, in widths of the picture: three pixels of a sub stream."""
_SEARCHES = 3
_STEPS = 60
_SMALL = 1e-8


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a view before any click: a value and its standard deviation each.

    Defaults are a mast of the street: 2 to 20 m high, looking down 5 to 60 degrees, level, through a common lens.
    """

    height_m: tuple[float, float] = (8.0, 6.0)
    tilt_rad: tuple[float, float] = (math.radians(25), math.radians(20))
    roll_rad: tuple[float, float] = (0.0, math.radians(1.5))
    focal: tuple[float, float] = (0.9, 0.5)


@dataclass(frozen=True, kw_only=True)
class Mounting:
    """What a dossier says of a camera, and how sure (standard deviations). Azimuth: degrees clockwise from north."""

    height_m: float
    tilt_deg: float
    focal: float
    azimuth_deg: float = 0.0
    height_sd_m: float = 0.3
    tilt_sd_deg: float = 1.0
    focal_sd: float = 0.03


@dataclass(frozen=True, kw_only=True, eq=False)
class Calibration:
    """A view, how sure it is, and the aspect of the picture it was found in.

    ``covariance`` (7, 7): of the view's values, in their order. ``residual``: root mean square of what the fit left of
    the clicks, in widths; 0 where nothing was clicked.
    """

    view: View
    aspect: float
    covariance: Floats
    residual: float = 0.0

    def ground(self, at_shares: Floats) -> Floats:
        """(n, 2) shares of the picture to (n, 2) metres on the ground; NaN above the horizon."""
        return self.view.ground(centred(at_shares, self.aspect))

    def seen(self, ground_m: Floats) -> Floats:
        """And back: (..., 2) metres on the ground to shares, also outside of the picture; NaN behind the camera."""
        flat = np.concatenate([ground_m, np.zeros((*np.shape(ground_m)[:-1], 1))], axis=-1)
        return shares(self.view.project(flat), self.aspect)

    def spread_m2(self, at_shares: Floats, *, click: float = 0.0) -> Floats:
        """(n, 2, 2) the covariance of the ground points of (n, 2) shares; not finite above the horizon. ``click``: how
        sure the point itself is, in widths.
        """
        at = centred(at_shares, self.aspect)
        slopes = _derivative(lambda values: View.of(values).ground(at), self.view.vector)
        spread: Floats = np.einsum("nip,pq,njq->nij", slopes, self.covariance, slopes)
        if click:
            aside = np.stack([self.view.ground(at + step) - self.view.ground(at - step) for step in _SIDES], -1)
            spread += np.einsum("nic,njc->nij", aside, aside) * (click / (2 * _STEP)) ** 2
        return spread

    def error_m(self, at_shares: Floats, *, click: float = 0.0) -> Floats:
        """(n,) one standard deviation, in the worst direction, of the ground points of (n, 2) shares; NaN above the
        horizon. ``click``: how sure the point itself is, in widths.
        """
        spread = self.spread_m2(at_shares, click=click)
        worst: Floats = np.full(len(spread), np.nan)
        seen = np.isfinite(spread).all(axis=(1, 2))
        worst[seen] = np.sqrt(np.maximum(np.linalg.eigvalsh(spread[seen])[:, -1], 0))
        return worst


_STEP = 1e-4
_SIDES = (np.array([_STEP, 0.0]), np.array([0.0, _STEP]))


def from_mounting(mounting: Mounting, *, aspect: float) -> Calibration:
    """From the dossier alone: the origin lies under the camera."""
    view = View(
        x_m=0.0,
        y_m=0.0,
        height_m=mounting.height_m,
        azimuth_rad=math.radians(90 - mounting.azimuth_deg),
        tilt_rad=math.radians(mounting.tilt_deg),
        roll_rad=0.0,
        focal=mounting.focal,
    )
    sure = (0.0, 0.0, mounting.height_sd_m, 0.0, math.radians(mounting.tilt_sd_deg), math.radians(1.5))
    return Calibration(view=view, aspect=aspect, covariance=np.diag([*sure, mounting.focal_sd]) ** 2)


def moved(found: Calibration, turn_rad: float) -> Calibration:
    """The same view over the same ground, whose axes are now such that the camera stands over (0, 0) and looks
    ``turn_rad`` further to the left; what is sure about the ground stays so.
    """
    view = replace(found.view, x_m=0.0, y_m=0.0, azimuth_rad=found.view.azimuth_rad + turn_rad)
    turn = np.eye(7)
    turn[:2, :2] = [[math.cos(turn_rad), -math.sin(turn_rad)], [math.sin(turn_rad), math.cos(turn_rad)]]
    return replace(found, view=view, covariance=turn @ found.covariance @ turn.T)


def from_points(
    at_shares: Floats, ground_m: Floats, *, aspect: float, known: Known | None = None, click: float = CLICK
) -> Calibration:
    """From four or more points whose places on the ground are known: (n, 2) shares, (n, 2) metres.

    Raises `Invalid` where they do not determine a view: fewer than four, three in a line, or no view explains them.
    """
    at = centred(at_shares, aspect)
    places = np.asarray(ground_m, np.float64)
    if at.shape != places.shape or at.ndim != 2 or at.shape[1] != 2 or len(at) < 4:
        raise Invalid("four points or more, each with its place on the ground")
    if not (np.isfinite(at).all() and np.isfinite(places).all()) or _flatness(at) < 1e-3 or _flatness(places) < 1e-3:
        raise Invalid("the points lie in a line: click some that enclose an area")
    flat = np.column_stack([places, np.zeros(len(places))])

    def left(values: Floats) -> Floats:
        return (View.of(values).project(flat) - at).ravel() / click

    prior = known or Known()
    return _calibration(left, _starts(at, places, prior), prior, aspect, click)


def from_rectangle(
    corners_shares: Floats,
    length_m: float,
    *,
    width_m: float | None = None,
    aspect: float,
    known: Known | None = None,
    click: float = CLICK,
) -> Calibration:
    """From the four corners of a rectangle on the ground, one after the other around it, and the known length from the
    first to the second; ``width_m``: from the second to the third, where that is known too.

    The origin is the first corner, y runs to the second, x to the side of the others. Raises `Invalid` as
    `from_points` does.
    """
    if not 0.1 <= length_m <= 1000 or not (width_m is None or 0.1 <= width_m <= 1000):
        raise Invalid("a known length is from 0.1 to 1000 m")
    at = centred(corners_shares, aspect)
    if at.shape != (4, 2) or not np.isfinite(at).all() or _flatness(at) < 1e-3 or not _is_convex(at):
        raise Invalid("click the four corners of a rectangle, one after the other around it")
    hand = 1.0 if _turn(at[0], at[1], at[2]) > 0 else -1.0
    prior = known or Known()
    if width_m is not None:
        return from_points(
            corners_shares, _rectangle(length_m, hand * width_m), aspect=aspect, known=known, click=click
        )

    def left(values: Floats) -> Floats:
        places = np.column_stack([_rectangle(length_m, hand * math.exp(values[7])), np.zeros(4)])
        return (View.of(values[:7]).project(places) - at).ravel() / click

    starts = [
        np.append(start, math.log(width))
        for width in length_m * np.array([0.05, 0.15, 0.4, 1.0, 2.5, 6.0])
        for start in _starts(at, _rectangle(length_m, hand * width), prior)
    ]
    return _calibration(left, starts, prior, aspect, click)


def _rectangle(length_m: float, width_m: float) -> Floats:
    return np.array([[0.0, 0.0], [0.0, length_m], [width_m, length_m], [width_m, 0.0]])


def _turn(a: Floats, b: Floats, c: Floats) -> float:
    return float((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]))


def _is_convex(corners: Floats) -> bool:
    turns = [_turn(corners[i], corners[(i + 1) % 4], corners[(i + 2) % 4]) for i in range(4)]
    return all(turn > 0 for turn in turns) or all(turn < 0 for turn in turns)


def _flatness(points: Floats) -> float:
    """0 where all points, or all but one, lie in a line."""
    worst = math.inf
    for left_out in range(len(points)):
        rest = np.delete(points, left_out, axis=0)
        sizes = np.linalg.svd(rest - rest.mean(axis=0), compute_uv=False)
        worst = min(worst, float(sizes[1] / max(sizes[0], 1e-12)))
    return worst


def _starts(at: Floats, places: Floats, prior: Known) -> list[Floats]:
    """Views from which to search: some tilts and lenses; the way to the points fits them roughly."""
    starts = []
    for tilt_deg in (8, 18, 35, 60):
        for focal in (prior.focal[0] * 0.7, prior.focal[0], prior.focal[0] * 1.6):
            level = View(
                x_m=0, y_m=0, height_m=1, azimuth_rad=math.pi / 2, tilt_rad=math.radians(tilt_deg), roll_rad=0,
                focal=focal,
            )  # fmt: skip
            seen = level.ground(at)
            if not np.isfinite(seen).all():
                continue
            size, turn, shift = _similarity(seen, places)
            starts.append(
                np.array([*shift, size, math.pi / 2 + turn, level.tilt_rad, 0.0, focal]),
            )
    return starts


def _similarity(seen: Floats, places: Floats) -> tuple[float, float, Floats]:
    """Scale, turn and shift that bring one set of points closest to another (Umeyama 1991, in the plane)."""
    a = (seen - seen.mean(axis=0)) @ np.array([1, 1j])
    b = (places - places.mean(axis=0)) @ np.array([1, 1j])
    factor = complex(np.vdot(a, b) / max(float(np.vdot(a, a).real), 1e-12))
    size = max(abs(factor), 1e-3)
    turn = math.atan2(factor.imag, factor.real)
    middle = complex(seen.mean(axis=0) @ np.array([1, 1j]))
    shift = complex(places.mean(axis=0) @ np.array([1, 1j])) - size * np.exp(1j * turn) * middle
    return size, turn, np.array([shift.real, shift.imag])


_LOWEST_M, _HIGHEST_M = 0.5, 500.0
_TILTS = (math.radians(0.5), math.radians(90))
_FOCALS = (0.1, 30.0)


def _is_possible(values: Floats) -> bool:
    return bool(
        np.isfinite(values).all()
        and _LOWEST_M < values[2] < _HIGHEST_M
        and _TILTS[0] < values[4] <= _TILTS[1]
        and _FOCALS[0] < values[6] < _FOCALS[1]
    )


def _calibration(
    left: Callable[[Floats], Floats], starts: list[Floats], prior: Known, aspect: float, click: float
) -> Calibration:
    means = np.array([prior.height_m[0], prior.tilt_rad[0], prior.roll_rad[0], prior.focal[0]])
    sure = np.array([prior.height_m[1], prior.tilt_rad[1], prior.roll_rad[1], prior.focal[1]])

    def all_left(values: Floats) -> Floats:
        return np.concatenate([left(values), (values[[2, 4, 5, 6]] - means) / sure])

    best = _best_fit(all_left, [start for start in starts if _is_possible(start)])
    if best is None:
        raise Invalid("no view from above the ground explains these points: are they in their order?")
    values, _ = best
    slopes = _derivative(all_left, values)
    covariance = np.asarray(np.linalg.pinv(slopes.T @ slopes)[:7, :7], np.float64)
    rest = left(values) * click
    residual = float(np.sqrt(np.mean(rest**2)))
    if residual > 4 * click:
        raise Invalid("no view from above the ground explains these points: is each at its place?")
    return Calibration(view=View.of(values[:7]), aspect=aspect, covariance=covariance, residual=residual)


def _best_fit(left: Callable[[Floats], Floats], starts: list[Floats]) -> tuple[Floats, float] | None:
    """From the most promising starts."""
    costs = [float(rest @ rest) if np.isfinite(rest := left(start)).all() else math.inf for start in starts]
    promising = [start for _, start in sorted(zip(costs, starts, strict=True), key=lambda pair: pair[0])[:_SEARCHES]]
    fits = [fit for start in promising if (fit := _fitted(left, start)) is not None]
    return min(fits, key=lambda fit: fit[1], default=None)


def _derivative(function: Callable[[Floats], Floats], at: Floats) -> Floats:
    """(..., p): by central differences."""
    steps = 1e-6 * np.maximum(1.0, np.abs(at))
    columns = []
    for index, step in enumerate(steps):
        aside = np.zeros_like(at)
        aside[index] = step
        columns.append((function(at + aside) - function(at - aside)) / (2 * step))
    return np.stack(columns, axis=-1)


def _fitted(left: Callable[[Floats], Floats], start: Floats) -> tuple[Floats, float] | None:
    values, damping = start, 1e-3
    rest = left(values)
    if not np.isfinite(rest).all():
        return None
    cost = float(rest @ rest)
    for _ in range(_STEPS):
        slopes = _derivative(left, values)
        if not np.isfinite(slopes).all():
            return None
        square, pull = slopes.T @ slopes, slopes.T @ rest
        step = _solved(square + damping * np.diag(np.maximum(np.diag(square), 1e-12)), pull)
        tried = values - step
        after = left(tried) if _is_possible(tried) else None
        if after is None or not np.isfinite(after).all() or after @ after >= cost:
            damping *= 5
            if damping > 1e9:
                break
            continue
        gained = cost - float(after @ after)
        values, rest, cost, damping = tried, after, float(after @ after), max(damping / 5, 1e-12)
        if gained < _SMALL * (1 + cost):
            break
    return values, cost


def _solved(square: NDArray[np.float64], pull: Floats) -> Floats:
    return np.asarray(np.linalg.lstsq(square, pull, rcond=None)[0], np.float64)
