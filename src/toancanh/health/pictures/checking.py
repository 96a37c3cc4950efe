"""All checks of one picture, and which of what they find explains the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from toancanh.health.model import FaultKind
from toancanh.health.pictures import exposure, movement, patterns, surface
from toancanh.health.pictures.clock_face import Digits, read
from toancanh.health.pictures.exposure import Verdict, ramp
from toancanh.health.pictures.measures import GRID_ROWS, Measures, measure
from toancanh.health.pictures.model import Context, Finding, Findings, Light, Movement, Overlay, lights_of
from toancanh.health.pictures.outline import Field, agreement, bands_aside, edges, template
from toancanh.health.pictures.picture import Floats, Picture
from toancanh.health.pictures.reference import Reference, View
from toancanh.health.pictures.surface import Cells
from toancanh.health.pictures.thresholds import threshold_of

_ALL = frozenset(
    {
        FaultKind.BLACK, FaultKind.OVEREXPOSED, FaultKind.TORN, FaultKind.COVERED, FaultKind.MOVED, FaultKind.NIGHT,
        FaultKind.LOW_CONTRAST, FaultKind.BLURRED, FaultKind.STRIPES, FaultKind.NOISE, FaultKind.COLOUR_CAST,
        FaultKind.OVERLAY_TIME,
    }
)  # fmt: skip
_EXPLAINS: Mapping[FaultKind, frozenset[FaultKind]] = {
    FaultKind.SIGNAL_LOSS: _ALL,
    FaultKind.BLACK: _ALL - {FaultKind.OVERLAY_TIME},
    FaultKind.OVEREXPOSED: _ALL - {FaultKind.OVERLAY_TIME},
    FaultKind.STRIPES: frozenset({FaultKind.TORN}),
    FaultKind.MOVED: frozenset({FaultKind.TORN, FaultKind.COVERED, FaultKind.BLURRED, FaultKind.LOW_CONTRAST}),
    FaultKind.TORN: frozenset({FaultKind.COVERED}),
    FaultKind.COVERED: frozenset({FaultKind.NIGHT, FaultKind.LOW_CONTRAST, FaultKind.COLOUR_CAST}),
    FaultKind.NIGHT: frozenset({FaultKind.LOW_CONTRAST, FaultKind.BLURRED, FaultKind.NOISE}),
    FaultKind.NOISE: frozenset({FaultKind.BLURRED}),
    FaultKind.LOW_CONTRAST: frozenset({FaultKind.BLURRED}),
    FaultKind.BLURRED: frozenset(),
    FaultKind.COLOUR_CAST: frozenset(),
    FaultKind.OVERLAY_TIME: frozenset(),
}
"""What explains most stands first; what is explained says nothing, neither of its presence nor of its absence."""

_HALF = 0.5


def check(picture: Picture, reference: Reference | None, context: Context) -> Findings:
    """All findings of a picture of any size and content; what needs the approved view is not judged without one."""
    measures = measure(picture)
    verdicts: dict[FaultKind, Verdict | None] = {}
    moved: Movement | None = None
    views = [] if reference is None or not context.is_at_home else _views(reference, context)
    view: View | None = None
    bands: tuple[Floats, Floats] | None = None
    by_night = lights_of(context.hour) == (Light.NIGHT,)
    if views:
        field = edges(measures.small)
        choices = [(agreement(field, wanted), index) for index, (_, wanted) in enumerate(views)]
        fits, index = max(choices, key=lambda choice: choice[0] / max(0.1, views[choice[1]][0].agreement))
        view, wanted = views[index]
        by_cell = surface.agreement_by_cell(view, field, wanted)
        gone = surface.gone_cells(measures, view, by_cell)
        dark = _dark(measures, view, gone, ~np.isnan(by_cell)) if by_night else 0.0
        cover = verdicts[FaultKind.COVERED] = surface.covered(gone, by_cell, dark=dark)
        verdicts[FaultKind.BLURRED] = surface.blurred(measures, view, gone)
        bands = bands_aside(field, wanted, GRID_ROWS)
        kept = float((by_cell > 0.5).sum() / max(1, np.count_nonzero(~np.isnan(by_cell))))
        judged = movement.moved(measures, view, field, wanted, fits, kept, context.hfov_deg)
        if judged is not None:
            verdicts[FaultKind.MOVED], moved = judged
            if moved is not None:
                elsewhere = 1 - patterns.broken(measures, view, bands)
                if moved.overlap is None:  # it may be there and not be seen
                    elsewhere *= 1 - max(0.0 if cover is None else cover.score, patterns.hiding(measures))
                verdicts[FaultKind.MOVED] = judged[0]._replace(score=judged[0].score * elsewhere)
        if by_night:
            verdicts[FaultKind.NIGHT] = exposure.night(measures, view)
    verdicts |= {
        FaultKind.SIGNAL_LOSS: patterns.signal_loss(measures, _overlay(reference, context)),
        FaultKind.BLACK: exposure.black(measures, view, by_night=by_night),
        FaultKind.OVEREXPOSED: exposure.overexposed(measures, view),
        FaultKind.LOW_CONTRAST: exposure.low_contrast(measures, view),
        FaultKind.COLOUR_CAST: exposure.colour_cast(measures, view, decoded=1 - patterns.undecoded(measures, view)),
        FaultKind.NOISE: surface.noise(measures, view),
        FaultKind.STRIPES: patterns.stripes(measures, view, bands),
        FaultKind.TORN: patterns.torn(measures, view, bands),
    }
    if reference is not None and reference.digits is not None:
        verdicts[FaultKind.OVERLAY_TIME] = _overlay_time(measures, reference.digits, context)
    return _explained(verdicts, context, moved)


def _dark(measures: Measures, view: View, gone: Cells, judged: Cells) -> float:
    """How sure it is that a light has failed, by the cells before which nothing lies, where they are the most: what is
    not seen for want of light is not covered.
    """
    left = judged & ~gone
    return exposure.night(measures, view, left).score if 2 * left.sum() > judged.sum() else 0.0


def _views(reference: Reference, context: Context) -> list[tuple[View, Field]]:
    views = [reference.views[light] for light in lights_of(context.hour) if light in reference.views]
    return [(view, template(view.outline)) for view in views]


def _overlay(reference: Reference | None, context: Context) -> Overlay | None:
    return reference.digits.overlay if reference is not None and reference.digits is not None else context.overlay


def _overlay_time(measures: Measures, digits: Digits, context: Context) -> Verdict | None:
    """Missing: too few places show a digit. Wrong: the time that they show is more than the tolerance away. None where
    neither can be said: what cannot be read is not well.
    """
    reading = read(measures.full, digits, context.local_s)
    if reading.readable is None:
        return None
    missing = ramp(reading.readable, 0.85, 0.45)
    if reading.error_s is None and missing < _HALF:
        return None
    wrong = 0.0
    if reading.error_s is not None:
        wrong = ramp(reading.error_s, 0.5 * digits.overlay.tolerance_s, 1.5 * digits.overlay.tolerance_s)
    details: dict[str, object] = {"readable": round(reading.readable, 3), "text": reading.text}
    if reading.error_s is not None and reading.error_s < 1e10:
        details["error_s"] = reading.error_s
    return Verdict(max(wrong, missing), details)


def _explained(verdicts: Mapping[FaultKind, Verdict | None], context: Context, moved: Movement | None) -> Findings:
    by_kind: dict[FaultKind, Finding] = {}
    for kind in _EXPLAINS:
        verdict = verdicts.get(kind)
        if verdict is None:
            continue
        finding = Finding(
            kind=kind,
            score=verdict.score,
            threshold=threshold_of(kind, context.camera_class, context.hour),
            details=verdict.details,
        )
        cause = next((bad.kind for bad in by_kind.values() if bad.is_bad and kind in _EXPLAINS[bad.kind]), None)
        by_kind[kind] = replace(finding, explained_by=cause)
    has_moved = FaultKind.MOVED in by_kind and by_kind[FaultKind.MOVED].is_bad
    return Findings(findings=tuple(by_kind.values()), movement=moved if has_moved else None)
