"""Does the camera still look where it should: the outline of the approved view, found again or not."""

from __future__ import annotations

import numpy as np

from toancanh.health.pictures.exposure import Verdict, ramp
from toancanh.health.pictures.measures import Measures
from toancanh.health.pictures.model import Movement
from toancanh.health.pictures.outline import OUTLINE_COLUMNS, OUTLINE_ROWS, Field, found
from toancanh.health.pictures.reference import View
from toancanh.health.pictures.surface import without_noise

_WELL, _LOST = 0.6, 0.3  # of the agreement that can be expected
_CLEAR = 7.0  # deviations above all other places
_ENOUGH_EDGES = 150


def moved(
    measures: Measures, view: View, field: Field, wanted: Field, fits: float, kept: float, hfov_deg: float
) -> tuple[Verdict, Movement | None] | None:
    """``fits``: the agreement where the view should be; ``kept``: the share of cells that still agree there, for of a
    torn or half covered picture some do. Where that is as expected nothing is searched. What is lost
    counts only in a picture that has as many edges as the view, noise left out: a cover, fog, a blur or a lamp that is
    gone moves nothing. None where the
    view has no outline.
    """
    if np.count_nonzero(wanted) < _ENOUGH_EDGES:
        return None
    share = fits / max(0.1, view.agreement)
    lost = min(ramp(share, _WELL, _LOST), ramp(kept, 0.4, 0.25))
    details: dict[str, object] = {"agreement": round(float(share), 3)}
    if not lost:
        return Verdict(0.0, details), None
    place = found(field, wanted)
    is_found = place.clearness >= _CLEAR and place.agreement > 1.5 * fits and place.agreement > 0.25 * view.agreement
    if not is_found:
        seen, wont = without_noise(measures.energy, measures.noise), without_noise(view.energy, view.noise)
        structured = float((seen > 0.4 * wont).mean())
        return Verdict(lost * ramp(structured, 0.35, 0.65), details), Movement(overlap=None)
    right, down = place.right / OUTLINE_COLUMNS, place.down / OUTLINE_ROWS
    far = max(abs(right), abs(down), abs(place.roll_deg) / 60)
    movement = Movement(
        overlap=round(_overlap(right, down, place.roll_deg), 3),
        shift_x=round(right, 4),
        shift_y=round(down, 4),
        # what is seen goes to the left when the camera turns to the right
        pan_deg=round(-_angle(right, hfov_deg), 1) if hfov_deg else None,
        tilt_deg=round(_angle(down * 9 / 16, hfov_deg), 1) if hfov_deg else None,
        roll_deg=place.roll_deg,
    )
    return Verdict(max(lost, 0.5) * ramp(far, 0.008, 0.025), details), movement


def _angle(share: float, hfov_deg: float) -> float:
    """By which a camera turns for what was in its middle to lie this share of the width aside."""
    half = np.tan(np.radians(min(hfov_deg, 160.0)) / 2)
    return float(np.degrees(np.arctan(2 * share * half)))


def _overlap(right: float, down: float, roll_deg: float) -> float:
    """The share of the approved view that is still seen: counted on a grid of points."""
    y, x = (np.mgrid[0:45, 0:80] + 0.5) / np.array([45, 80])[:, None, None] - 0.5
    turn = np.radians(roll_deg)
    across, along = x * 16 / 9, y
    seen_x = (np.cos(turn) * across - np.sin(turn) * along) * 9 / 16 + right
    seen_y = np.sin(turn) * across + np.cos(turn) * along + down
    return float(((np.abs(seen_x) <= 0.5) & (np.abs(seen_y) <= 0.5)).mean())
