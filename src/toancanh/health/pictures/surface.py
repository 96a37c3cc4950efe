"""Checks of what lies on the lens or in the signal everywhere: blur and dirt, covers, noise. All by cells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from toancanh.health.pictures.exposure import Verdict, ramp
from toancanh.health.pictures.measures import GRID_COLUMNS, GRID_ROWS, Measures
from toancanh.health.pictures.outline import OUTLINE_COLUMNS, OUTLINE_ROWS, Field
from toancanh.health.pictures.picture import Floats
from toancanh.health.pictures.reference import View

Cells = NDArray[np.bool_]

_TEXTURED = 20.0  # energy of the gradient from which a cell can tell whether it is sharp
_ENOUGH_CELLS = 12
_EDGES_IN_CELL = 6


def blurred(measures: Measures, view: View, gone: Cells) -> Verdict | None:
    """How much less steep edges are than in the approved view, for the contrast that is left; in the middle cell, and
    the share of cells that are far less sharp than they were (dirt, drops). ``gone``: cells that are covered. None
    where there is no texture to see.
    """
    wont = without_noise(view.energy, view.noise)
    textured = wont > _TEXTURED
    seen = textured & ~gone
    if np.count_nonzero(seen) < _ENOUGH_CELLS:
        return None
    contrast = np.clip((measures.deviation / np.maximum(view.deviation, 1)) ** 2, 0.03, 1.0)
    sharp = without_noise(measures.energy, measures.noise)[seen] / (wont * contrast)[seen]
    middle, soft = float(np.median(sharp)), float((sharp < 0.45).sum() / textured.sum())
    return Verdict(
        max(ramp(middle, 0.75, 0.3), ramp(soft, 0.11, 0.27)),
        {"sharpness": round(middle, 3), "soft_share": round(soft, 3)},
    )


def without_noise(energy: Floats, noise: Floats) -> Floats:
    """Less what noise adds to the energy of a gradient at half size: two differences of means of four."""
    left: Floats = np.maximum(energy - noise * noise, 0)
    return left


def covered(gone: Cells, by_cell: Floats, *, dark: float) -> Verdict | None:
    """The share of the cells with outlines that are gone. ``dark``: how sure it is that they are for want of light."""
    judged = ~np.isnan(by_cell)
    if np.count_nonzero(judged) < _ENOUGH_CELLS:
        return None
    share = float(gone[judged].mean())
    return Verdict(ramp(share, 0.17, 0.37) * (1 - dark), {"covered_share": round(share, 3)})


def gone_cells(measures: Measures, view: View, by_cell: Floats) -> Cells:
    """Cells whose outlines are gone and whose surface is smooth now."""
    smooth = without_noise(measures.energy, measures.noise) < 0.3 * view.energy
    gone: Cells = (by_cell < 0.25) & smooth & (measures.deviation < 0.25 * view.deviation)
    return gone


def agreement_by_cell(view: View, field: Field, wanted: Field) -> Floats:
    """Of each cell, in shares of what can be expected; NaN where there is hardly an outline."""
    count = _in_cells(((wanted.real != 0) | (wanted.imag != 0)).astype(np.float32))
    fits = _in_cells((field * np.conj(wanted)).real.astype(np.float32)) / np.maximum(count, 1)
    shares: Floats = np.where(count >= _EDGES_IN_CELL, fits / np.float32(max(0.1, view.agreement)), np.float32(np.nan))
    return shares


def _in_cells(values: Floats) -> Floats:
    total: Floats = (
        values.reshape(GRID_ROWS, OUTLINE_ROWS // GRID_ROWS, GRID_COLUMNS, OUTLINE_COLUMNS // GRID_COLUMNS)
        .sum(axis=(1, 3))
        .astype(np.float32)
    )
    return total


def noise(measures: Measures, view: View | None) -> Verdict:
    """Standard deviation of the noise beyond that of the approved view; the lower quartile of the cells, for what
    drives through has texture, and what covers has none.
    """
    wont: Floats | NDArray[np.float32] = view.noise if view else np.full_like(measures.noise, 3)
    more = float(np.percentile(measures.noise - wont, 25))
    usual = float(np.median(wont))
    return Verdict(ramp(more / max(3.0, usual), 0.5, 2.0), {"sigma": round(float(np.median(measures.noise)), 2)})
