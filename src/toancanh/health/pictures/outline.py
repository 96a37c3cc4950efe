"""The outline of a view: where edges run, and in which direction; found again in another picture, also displaced.

An edge is a unit vector of twice its angle, so that a wall that is lighter than the sky by day and darker by night has
one outline. What drives through has no place in an outline made of several pictures: it is where they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from toancanh.health.pictures.picture import Floats, Plane

Field = NDArray[np.complex64]

OUTLINE_ROWS, OUTLINE_COLUMNS = 90, 160
_DIRECTIONS = 16
_STEADY = 0.45  # mean agreement of the pictures that an edge of the outline needs
_ROLLS_DEG = (-24, -18, -14, -10, -7, -4, 4, 7, 10, 14, 18, 24)
_LEAST_OVERLAP = 0.3
_ENOUGH_IN_BAND = 60


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a view was found: displacement of what is seen, in samples of the outline; ``agreement`` as `agreement`."""

    agreement: float
    right: float
    down: float
    roll_deg: float
    clearness: float  # by how much it stands out from all other places


def edges(small: Floats) -> Field:
    """The edges of a picture of 90 x 160: length 0 to 1, twice their angle."""
    field = np.zeros((OUTLINE_ROWS, OUTLINE_COLUMNS), np.complex64)
    across = small[1:-1, 2:] - small[1:-1, :-2]
    down = small[2:, 1:-1] - small[:-2, 1:-1]
    square = across * across + down * down
    # of what is half an edge here, there must be few
    soft = np.float32(max(16.0, 1.5 * float(np.mean(square[::3, ::3] ** 0.5)) ** 2))
    twice = np.empty(square.shape, np.complex64)
    twice.real, twice.imag = across * across - down * down, 2 * across * down
    field[1:-1, 1:-1] = twice / (square + soft)
    return field


def outline(fields: Sequence[Field], drawn: Sequence[tuple[slice, slice]] = ()) -> Plane:
    """What the pictures agree on: 0 for no edge, else 1 + direction. ``drawn``: areas that are not of the scene."""
    mean = np.mean(np.stack(fields), axis=0)
    lengths = np.abs(mean)
    directions = np.round(np.angle(mean) / (2 * np.pi) * _DIRECTIONS).astype(np.int64) % _DIRECTIONS
    made = np.where(lengths > _STEADY, directions + 1, 0).astype(np.uint8)
    for rows, columns in drawn:
        made[rows, columns] = 0
    return made


def template(made: Plane) -> Field:
    """The unit vectors of an outline."""
    turns = np.exp(2j * np.pi * np.arange(_DIRECTIONS) / _DIRECTIONS).astype(np.complex64)
    return np.concatenate([np.zeros(1, np.complex64), turns])[made]


def agreement(field: Field, wanted: Field) -> float:
    """1 where every edge of the outline is there with its direction, 0 for another scene: the best of 9 places, each
    a sample aside, for a mast moves in the wind.
    """
    count = np.count_nonzero(wanted)
    if not count:
        return 0.0
    rows, columns = field.shape
    inner = wanted[1:-1, 1:-1].ravel()
    best = max(
        float(np.vdot(inner, field[1 + y : rows - 1 + y, 1 + x : columns - 1 + x].ravel()).real)
        for y in (-1, 0, 1)
        for x in (-1, 0, 1)
    )
    return best / count


def found(field: Field, wanted: Field) -> Place:
    """Where the outline fits best, turned and displaced."""
    spectrum = np.conj(np.fft.fft2(wanted))
    best = _displaced(field, spectrum, wanted, 0.0)
    for roll_deg in _ROLLS_DEG:
        rows, columns, inside = _turned(roll_deg)
        turned = np.where(inside, field[rows, columns], 0) * np.complex64(np.exp(2j * np.radians(roll_deg)))
        place = _displaced(turned.astype(np.complex64), spectrum, wanted, float(roll_deg))
        if place.clearness * place.agreement > best.clearness * best.agreement:
            best = place
    return best


def _displaced(field: Field, spectrum: NDArray[np.complexfloating], wanted: Field, roll_deg: float) -> Place:
    fits = np.fft.ifft2(np.fft.fft2(field) * spectrum).real
    spread = float(fits.std()) or 1.0
    mean = float(fits.mean())
    row, column = divmod(int(np.argmax(fits)), OUTLINE_COLUMNS)
    down = float(row if row < OUTLINE_ROWS / 2 else row - OUTLINE_ROWS)
    right = float(column if column < OUTLINE_COLUMNS / 2 else column - OUTLINE_COLUMNS)
    overlap = (1 - abs(down) / OUTLINE_ROWS) * (1 - abs(right) / OUTLINE_COLUMNS)
    peak = float(fits[row, column])
    return Place(
        agreement=peak / max(_LEAST_OVERLAP, overlap) / max(1, int(np.count_nonzero(wanted))),
        right=right,
        down=down,
        roll_deg=roll_deg,
        clearness=(peak - mean) / spread,
    )


def bands_aside(field: Field, wanted: Field, bands: int) -> tuple[Floats, Floats]:
    """For each band of lines: its agreement where it should be, and the best one 3 or more samples aside."""
    spectrum = np.fft.fft(field, axis=1) * np.conj(np.fft.fft(wanted, axis=1))
    fits = np.fft.ifft(spectrum.reshape(bands, -1, OUTLINE_COLUMNS).sum(axis=1), axis=1).real
    count = np.maximum(np.count_nonzero(wanted.reshape(bands, -1), axis=1), _ENOUGH_IN_BAND)
    here = np.maximum(fits[:, 0], np.maximum(fits[:, 1], fits[:, -1])) / count
    aside = fits[:, 3:-3].max(axis=1) / count
    return here.astype(np.float32), aside.astype(np.float32)


@lru_cache(maxsize=32)
def _turned(roll_deg: float) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """For each sample of a picture turned back by ``roll_deg``: the sample that it was."""
    turn = np.radians(roll_deg)
    y, x = np.mgrid[0:OUTLINE_ROWS, 0:OUTLINE_COLUMNS]
    y, x = y - (OUTLINE_ROWS - 1) / 2, x - (OUTLINE_COLUMNS - 1) / 2
    rows = np.round(np.sin(turn) * x + np.cos(turn) * y + (OUTLINE_ROWS - 1) / 2).astype(np.int64)
    columns = np.round(np.cos(turn) * x - np.sin(turn) * y + (OUTLINE_COLUMNS - 1) / 2).astype(np.int64)
    inside = (rows >= 0) & (rows < OUTLINE_ROWS) & (columns >= 0) & (columns < OUTLINE_COLUMNS)
    return rows.clip(0, OUTLINE_ROWS - 1), columns.clip(0, OUTLINE_COLUMNS - 1), inside
