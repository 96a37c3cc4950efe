"""Checks for what no scene looks like: stripes, torn pictures, the picture shown for a camera that is gone."""

from __future__ import annotations

import numpy as np

from toancanh.health.pictures.exposure import Verdict, ramp
from toancanh.health.pictures.measures import HALF_ROWS, Measures, bars_of
from toancanh.health.pictures.model import Overlay
from toancanh.health.pictures.picture import Floats
from toancanh.health.pictures.reference import View

Bands = tuple[Floats, Floats]

_FEW_LEVELS = 8
_SATURATED = 30.0
_WORDS = 90.0


def stripes(measures: Measures, view: View | None, bands: Bands | None) -> Verdict:
    """One wave holds a share of all that varies that the approved view has in none. What was not decoded, or
    is aside, has waves of its own: that is `torn`.
    """
    share = bars_of(measures)
    score = ramp(share - (view.stripes if view else 0.04), 0.008, 0.04)
    return Verdict(score * (1 - broken(measures, view, bands)), {"wave": round(share, 4)})


def hiding(measures: Measures) -> float:
    """Of waves so high that hardly an edge of the scene is seen through them."""
    return ramp(bars_of(measures), 0.1, 0.2)


def torn(measures: Measures, view: View | None, bands: Bands | None) -> Verdict:
    """A line across the whole width where none is in the approved view; bands that are aside while others are not; or
    lines that repeat, or show nothing, below which a decoder had no more data. ``bands``: of `bands_aside`.
    """
    steps = measures.row_steps
    wont, usual = np.zeros_like(steps), float(np.median(steps))
    if view is not None:
        wont, usual = _around(view.row_steps), max(usual, 0.5 * float(np.median(view.row_steps)))
    jump = float(((steps - 1.3 * wont) / (usual + 0.5)).max())
    aside = _aside(view, bands)
    return Verdict(
        max(ramp(jump, 2.4, 4.2), broken(measures, view, bands)),
        {"jump": round(jump, 2), "aside": round(aside, 2), "repeated_share": round(measures.still_rows, 3)},
    )


def broken(measures: Measures, view: View | None, bands: Bands | None) -> float:
    """Bands aside or not decoded, which nothing but a tear makes."""
    return max(ramp(_aside(view, bands), 0.3, 0.6), undecoded(measures, view))


def _aside(view: View | None, bands: Bands | None) -> float:
    """By how much better two bands agree aside than where they should be, while others are where they should be."""
    if view is None or bands is None:
        return 0.0
    here, there = (agreement / max(0.1, view.agreement) for agreement in bands)
    lead = np.where(here < 0.5, there - np.maximum(here, 0), 0)
    return float(np.sort(lead)[-2]) if np.count_nonzero(here > 0.6) >= 2 else 0.0


def undecoded(measures: Measures, view: View | None) -> float:
    """Lines that repeat the one above, or have nothing in them. A picture of nothing else is black."""
    flat = float((measures.flat_rows > (0.0 if view is None else view.flat_rows) + 0.5).mean())
    return max(ramp(measures.still_rows, 0.04, 0.16), 0.0 if flat > 0.9 else ramp(flat, 0.06, 0.2))


def _around(steps: Floats) -> Floats:
    """The largest of each line and its neighbours."""
    wide = np.pad(steps, 1, mode="edge")
    largest: Floats = np.maximum(np.maximum(wide[:-2], wide[1:-1]), wide[2:])
    return largest


def signal_loss(measures: Measures, overlay: Overlay | None) -> Verdict:
    """Drawn, not seen: nearly all samples have one of 8 levels; and it is coloured, or two of them lie far apart, or
    it is all one grey. All black is another fault.
    """
    counts = np.bincount(measures.full[::4, ::4].ravel(), minlength=256)
    order = np.argsort(counts)[::-1][:_FEW_LEVELS]
    share = float(counts[order].sum() / counts.sum())
    drawn = measures.saturation > _SATURATED or _has_words(measures, overlay) or _is_one_grey(measures)
    return Verdict(ramp(share, 0.86, 0.96) if drawn else 0.0, {"levels_share": round(share, 3)})


def _is_one_grey(measures: Measures) -> bool:
    low, high = measures.level(0.05), measures.level(0.9)
    return high - low < 4 and 40 < low < 225


def _has_words(measures: Measures, overlay: Overlay | None) -> bool:
    """Something bright, besides the time, on what is black."""
    bright = measures.luma > _WORDS
    least = 0.01
    if overlay is not None:
        top, bottom = int(overlay.top * HALF_ROWS) - 1, int((overlay.top + overlay.height) * HALF_ROWS) + 2
        bright[max(0, top) : bottom] = False
        least = 0.002
    return least < float(bright.mean()) < 0.3
