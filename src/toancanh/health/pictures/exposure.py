"""Checks of how much light a picture shows: black, over-exposed, without contrast, blind at night, tinted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from toancanh.health.pictures.measures import Measures, bright_of, span_of
from toancanh.health.pictures.reference import View

_NOISE_OF_GAIN = 14.0
"""A sensor at its highest gain has less; what has more is broken by day, too."""


class Verdict(NamedTuple):
    """A score and what people may want to know about it."""

    score: float
    details: Mapping[str, object]


def ramp(value: float, well: float, wrong: float) -> float:
    """0 at ``well`` and before, 1 at ``wrong`` and beyond."""
    return float(min(1.0, max(0.0, (value - well) / (wrong - well))))


def black(measures: Measures, view: View | None, *, by_night: bool) -> Verdict:
    """Nothing is brighter than a dark grey: the level that a fiftieth of the samples exceed. By night it must be
    darker, for a scene without its lamp is `night`.
    """
    high = measures.level(0.98)
    wont = 255.0 if view is None else view.level + view.span / 2
    well, wrong = (38.0, 18.0) if by_night else (70.0, 30.0)
    return Verdict(ramp(high, min(well, 0.9 * wont), min(wrong, 0.4 * wont)), {"high": round(high, 1)})


def overexposed(measures: Measures, view: View | None) -> Verdict:
    """More of the picture is burnt out than in the approved view, where it may be the sky."""
    bright = bright_of(measures)
    return Verdict(ramp(bright - (view.bright if view else 0.0), 0.1, 0.4), {"burnt_out": round(bright, 3)})


def low_contrast(measures: Measures, view: View | None) -> Verdict:
    """Dark and bright lie closer together than in the approved view."""
    span = span_of(measures)
    return Verdict(ramp(span / max(20.0, view.span if view else 100.0), 0.55, 0.2), {"span": round(span, 1)})


def night(measures: Measures, view: View, seen: NDArray[np.bool_] | None = None) -> Verdict:
    """By night: less light over more noise than it used to be by night, for exposure hides the lamp that is gone; or
    coloured snow where there was none. ``seen``: of these cells alone (9 x 16).
    """
    of: NDArray[np.bool_] = np.ones_like(view.mean, np.bool_) if seen is None else seen
    level = float(np.median((measures.mean / np.maximum(view.mean, 2))[of]))
    clear = level / float(np.median(((measures.noise + 1) / (view.noise + 1))[of]))
    snow = measures.chroma_noise / max(0.8, view.chroma_noise)
    is_of_gain = float(np.median(measures.noise)) < _NOISE_OF_GAIN
    seen_badly = max(ramp(clear, 0.8, 0.45), ramp(snow, 1.5, 2.5)) * is_of_gain
    return Verdict(
        max(ramp(level, 0.7, 0.35), min(seen_badly, ramp(level, 0.95, 0.8))),
        {"level_share": round(level, 3), "clearness": round(clear, 3), "colour_noise_share": round(snow, 2)},
    )


def colour_cast(measures: Measures, view: View | None, *, decoded: float) -> Verdict:
    """The colour of the middle of all samples, away from that of the approved view. ``decoded``: 0 where much of the
    picture is nothing that the camera took, and its colour is the decoder's.
    """
    if measures.chroma is None:
        return Verdict(0.0, {})
    wont = view.chroma if view else (0.0, 0.0)
    u, v = (level - usual for level, usual in zip(measures.tint, wont, strict=True))
    return Verdict(decoded * ramp(float(np.hypot(u, v)), 6.0, 24.0), {"u": round(u, 1), "v": round(v, 1)})
