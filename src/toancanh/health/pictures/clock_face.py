"""The time that a camera writes into its picture, read with digits learnt from that camera.

No font is known beforehand: the pictures that a view is approved with show known times, so each place of the text is a
sample of a known digit. What is read later is compared with the true time; a place that fits no digit is unreadable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product

import numpy as np
from numpy.typing import NDArray

from toancanh.health.pictures.model import Overlay, TimeReading, places_of
from toancanh.health.pictures.picture import COLUMNS, ROWS, Floats, Plane

GLYPH_ROWS, GLYPH_COLUMNS = 12, 8
_FITS = 0.5  # correlation with its digit that a place needs to be read
_NEARLY = 0.2  # by which another digit must fit better than the one that should be there


_SEEN = 2  # times that a digit must have been seen, for one may have a lamp behind it
_READ = 0.8  # of the places, and of the pictures


@dataclass(frozen=True, kw_only=True, eq=False)
class Digits:
    """``samples``: ten glyphs (12 x 8, -127..127 for -3..3 deviations); ``known``: which of them were ever seen."""

    overlay: Overlay
    samples: NDArray[np.int8]
    known: NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """``readable``: the share of places that show a digit at all, of those whose digit was ever learnt; None where none
    of them was. ``error_s``: None where no time could be read.
    """

    readable: float | None
    text: str
    error_s: float | None


def learnt(overlay: Overlay, seen: Sequence[tuple[Plane, float]]) -> Digits:
    """From pictures (360 x 640) with their local times, in seconds. ``overlay`` was drawn by hand: the frame around it
    in which equal digits look most alike is taken. A digit is known once it was seen twice, and none is where those
    that are known cannot be read in the very pictures that they were learnt from.
    """
    best = overlay
    for size in (1.0, 0.5, 0.25):
        best = max(_frames(best, size), key=lambda frame: _alike(frame, seen))
    samples = np.zeros((10, GLYPH_ROWS, GLYPH_COLUMNS), np.float32)
    known = np.zeros(10, np.bool_)
    for digit, glyphs in _shown(best, seen).items():
        samples[digit] = _levelled(np.median(glyphs, axis=0).astype(np.float32))
        known[digit] = len(glyphs) >= _SEEN
    digits = Digits(overlay=best, samples=np.clip(samples * 42, -127, 127).astype(np.int8), known=known)
    readings = [read(full, digits, local_s) for full, local_s in seen]
    is_read = [
        one.readable is not None and one.readable >= _READ and (one.error_s or 0.0) <= best.tolerance_s
        for one in readings
    ]
    return digits if sum(is_read) >= _READ * len(is_read) else replace(digits, known=np.zeros(10, np.bool_))


def time_reading(digits: Digits, local_s: float, *, is_of_one: bool) -> TimeReading:
    """What can be said of the time within a day from ``local_s``. ``is_of_one``: learnt from one picture, and it takes
    two.
    """
    if not digits.known.any():
        return TimeReading.LEARNING if is_of_one else TimeReading.UNREADABLE
    of_digits = [index for index, field in enumerate(places_of(digits.overlay.form)) if field is not None]
    texts = [_text(digits.overlay, local_s + after_s) for after_s in range(0, 86_400, 2221)]
    unknown = [sum(not digits.known[int(text[index])] for index in of_digits) for text in texts]
    can = sum(_is_enough(some, len(of_digits)) for some in unknown)
    return TimeReading.READ if can >= _READ * len(texts) else TimeReading.LEARNING


def _shown(overlay: Overlay, seen: Sequence[tuple[Plane, float]]) -> dict[int, Floats]:
    """What stands where each digit should."""
    places = places_of(overlay.form)
    shown: dict[int, list[Floats]] = defaultdict(list)
    for full, local_s in seen:
        text, before, after = (_text(overlay, local_s + aside_s) for aside_s in (0, -1, 1))
        glyphs = _glyphs(full, overlay, len(places))
        # the last second may have turned between the camera's clock and ours
        for place in [index for index, field in enumerate(places) if field is not None]:
            if text[place] == before[place] == after[place]:
                shown[int(text[place])].append(glyphs[place])
    return {digit: np.stack(glyphs) for digit, glyphs in shown.items()}


def _frames(overlay: Overlay, size: float) -> Iterator[Overlay]:
    """The frame itself, and others by up to half a character and a third of the height aside, smaller and larger."""
    pitch, high = overlay.width / max(1, len(places_of(overlay.form))), overlay.height
    for across, wider, down, higher in product((0, -1, 1), repeat=4):
        left, top = overlay.left + 0.4 * size * across * pitch, overlay.top + 0.3 * size * down * high
        width, height = overlay.width + 0.6 * size * wider * pitch, high * (1 + 0.25 * size * higher)
        yield replace(overlay, left=left, top=top, width=width, height=height)


def _alike(overlay: Overlay, seen: Sequence[tuple[Plane, float]]) -> float:
    """How much more a digit is like others of its kind than like the next other kind."""
    kinds = [glyphs.reshape(len(glyphs), -1) for glyphs in _shown(overlay, seen).values() if len(glyphs) >= _SEEN]
    if len(kinds) < 2:
        return 0.0
    means = np.stack([glyphs.mean(axis=0) for glyphs in kinds])
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-6)
    scores = []
    for index, glyphs in enumerate(kinds):
        fits = glyphs @ means.T / np.maximum(np.linalg.norm(glyphs, axis=1, keepdims=True), 1e-6)
        scores.append(float((fits[:, index] - 0.5 * np.delete(fits, index, axis=1).max(axis=1)).mean()))
    return float(np.mean(scores))


def read(full: Plane, digits: Digits, local_s: float) -> Reading:
    """The text of a picture (360 x 640), and how far its time is from the true one."""
    overlay = digits.overlay
    places = places_of(overlay.form)
    glyphs = _glyphs(full, overlay, len(places)).reshape(len(places), -1)
    kinds = digits.samples.reshape(10, -1).astype(np.float32)
    kinds /= np.maximum(np.linalg.norm(kinds, axis=1, keepdims=True), 1e-6)
    fits = glyphs @ kinds.T / np.maximum(np.linalg.norm(glyphs, axis=1, keepdims=True), 1e-6)
    fits[:, ~digits.known] = -1
    best = fits.argmax(axis=1)
    expected = _text(overlay, local_s)
    of_digits = [
        index for index, field in enumerate(places) if field is not None and digits.known[int(expected[index])]
    ]  # what should be there was never seen: nothing is known of that place
    for index in of_digits:  # in small letters an 8 is nearly a 0
        if fits[index, int(expected[index])] > fits[index, best[index]] - _NEARLY:
            best[index] = int(expected[index])
    fitting = [index for index in of_digits if fits[index, best[index]] >= _FITS]
    readable = len(fitting) / len(of_digits) if of_digits else None
    text = "".join(
        (str(best[index]) if index in fitting else "?") if field is not None else " "
        for index, field in enumerate(places)
    )
    return Reading(readable=readable, text=text, error_s=_error_s(overlay, places, text, local_s))


def _error_s(overlay: Overlay, places: Sequence[int | None], text: str, local_s: float) -> float | None:
    """What cannot be read is taken as it should be; None where that is more than a third."""
    if not _is_enough(text.count("?"), sum(field is not None for field in places)):
        return None
    expected = _text(overlay, local_s)
    merged = "".join(
        expected[index] if field is None or text[index] == "?" else text[index] for index, field in enumerate(places)
    )
    try:
        shown = datetime.strptime(merged, overlay.form).replace(tzinfo=UTC)
    except ValueError:  # the 72nd minute: as wrong as can be
        return float("inf")
    return abs((shown - datetime.strptime(expected, overlay.form).replace(tzinfo=UTC)).total_seconds())


def _is_enough(unread: int, places: int) -> bool:
    """More than a third that cannot be read is no time."""
    return unread * 3 <= places


def _text(overlay: Overlay, local_s: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(local_s))).strftime(overlay.form)


def _glyphs(full: Plane, overlay: Overlay, count: int) -> Floats:
    """The places of the text, each with mean 0 and deviation 1."""
    top, left = overlay.top * ROWS, overlay.left * COLUMNS
    rows = top + (np.arange(GLYPH_ROWS) + 0.5) / GLYPH_ROWS * overlay.height * ROWS
    pitch = overlay.width * COLUMNS / max(1, count)
    columns = left + (np.arange(count * GLYPH_COLUMNS) + 0.5) / GLYPH_COLUMNS * pitch
    inside = full[rows.astype(np.int64).clip(0, ROWS - 1)][:, columns.astype(np.int64).clip(0, COLUMNS - 1)]
    glyphs = inside.reshape(GLYPH_ROWS, count, GLYPH_COLUMNS).swapaxes(0, 1).astype(np.float32)
    return _levelled(glyphs)


def _levelled(glyphs: Floats) -> Floats:
    """Mean 0, deviation 1; a place with next to no contrast stays one."""
    around = glyphs - glyphs.mean(axis=(-2, -1), keepdims=True)
    made: Floats = around / np.maximum(around.std(axis=(-2, -1), keepdims=True), np.float32(4.0))
    return made
