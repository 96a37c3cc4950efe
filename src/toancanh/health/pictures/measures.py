"""What is measured once in a picture and used by several checks. Everything is at one size, whatever the camera's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from toancanh.health.pictures.picture import COLUMNS, ROWS, Floats, Picture, Plane, fitted, halved

GRID_ROWS, GRID_COLUMNS = 9, 16
HALF_ROWS, HALF_COLUMNS = ROWS // 2, COLUMNS // 2
_LEAST_WAVES = 6
_HIGHEST_STEP = 10
_NOISE_LINES = slice(9, 31)  # of 40
_FLAT = 0.12  # levels between neighbours, of what nothing was decoded for
_FAINT = 8.0  # levels
_NOISE = float(np.sqrt(np.pi / 2) / 6)  # Immerkaer, Fast Noise Variance Estimation, CVIU 64 (1996)


@dataclass(frozen=True, kw_only=True, eq=False)
class Measures:
    """``cells`` are 9 by 16 of the picture; levels from 0 (black) to 255 (white), whatever the coded range."""

    full: Plane  # 360 x 640, as coded
    luma: Floats  # 180 x 320
    small: Floats  # 90 x 160
    chroma: tuple[Floats, Floats] | None  # 90 x 160 each, around 0
    mean: Floats  # of each cell
    deviation: Floats  # of each cell
    energy: Floats  # of the gradient at half size, of each cell
    noise: Floats  # standard deviation of what no smooth surface and no straight edge has, of each cell
    chroma_noise: float
    row_steps: Floats  # mean difference between each line and the next, beyond those around it
    still_rows: float  # share of lines that repeat the one above though they are not flat
    flat_rows: Floats  # which lines of the half picture have one level
    saturation: float  # mean distance from grey
    levels: Floats  # every 16th sample of the half picture, in order
    tint: tuple[float, float]  # the chroma's medians

    def level(self, share: float) -> float:
        """Which this share of the samples do not exceed."""
        return float(self.levels[int(share * (self.levels.size - 1))])


def measure(picture: Picture) -> Measures:
    """Of any picture."""
    full = fitted(picture.luma, ROWS, COLUMNS)
    scale, zero = (1.0, 0.0) if picture.is_full_range else (255 / 219, 16.0)
    luma = (halved(full) - np.float32(zero)) * np.float32(scale)
    np.clip(luma, 0, 255, out=luma)
    mean = _cells(luma)
    square = _cells(luma * luma)
    across, down = luma[:, 1:] - luma[:, :-1], luma[1:] - luma[:-1]
    energy = np.zeros((HALF_ROWS, HALF_COLUMNS), np.float32)
    np.multiply(across, across, out=energy[:, 1:])
    energy[1:] += down * down
    steps = np.abs(down, out=down).mean(axis=1)
    along = np.abs(across, out=across).mean(axis=1)
    chroma = _chroma(picture, scale)
    return Measures(
        full=full,
        luma=luma,
        small=halved(luma),
        chroma=chroma,
        mean=mean,
        deviation=np.sqrt(np.maximum(square - mean * mean, 0)),
        energy=_cells(energy),
        noise=_noise(full) * np.float32(scale),
        chroma_noise=0.0 if chroma is None else _chroma_noise(chroma),
        row_steps=_row_steps(full),
        still_rows=float(((steps < 0.3) & (along[1:] > 1.5)).mean()),
        flat_rows=along < _FLAT,
        saturation=0.0 if chroma is None else float(np.hypot(*(plane[::2, ::2] for plane in chroma)).mean()),
        levels=np.sort(luma[::4, ::4], axis=None),
        tint=(0.0, 0.0) if chroma is None else (_middle(chroma[0]), _middle(chroma[1])),
    )


def _cells(values: Floats) -> Floats:
    """Means over 20 by 20 samples of the half picture."""
    lines = values.reshape(GRID_ROWS, -1, HALF_COLUMNS).mean(axis=1)
    means: Floats = lines.reshape(GRID_ROWS, GRID_COLUMNS, -1).mean(axis=2)
    return means


def _middle(plane: Floats) -> float:
    samples = np.sort(plane[::2, ::2], axis=None)
    return float(samples[samples.size // 2])


def _noise(full: Plane) -> Floats:
    """Of the middle half of each cell's lines."""
    wide = full.reshape(GRID_ROWS, -1, COLUMNS)[:, _NOISE_LINES].astype(np.int16)
    bent = wide[:, :, 2:] - 2 * wide[:, :, 1:-1] + wide[:, :, :-2]
    bent = bent[:, 2:] - 2 * bent[:, 1:-1] + bent[:, :-2]
    np.abs(bent, out=bent)
    lines = np.zeros((GRID_ROWS, COLUMNS), np.int32)
    lines[:, 1:-1] = bent.sum(axis=1, dtype=np.int32)
    means = lines.reshape(GRID_ROWS, GRID_COLUMNS, -1).mean(axis=2, dtype=np.float32)
    deviations: Floats = means * np.float32(_NOISE / bent.shape[1])
    return deviations


def _row_steps(full: Plane) -> Floats:
    """What is torn is torn between two lines; what a lens draws is softer. Of every other column."""
    wide = full[:, ::2].astype(np.int16)
    steps = np.abs(wide[1:] - wide[:-1])
    beyond = steps[1:-1] - np.maximum(steps[:-2], steps[2:])
    np.clip(beyond, 0, _HIGHEST_STEP, out=beyond)
    means: Floats = beyond.sum(axis=1, dtype=np.int32).astype(np.float32) / np.float32(beyond.shape[1])
    return means


def _chroma(picture: Picture, scale: float) -> tuple[Floats, Floats] | None:
    if picture.u is None or picture.v is None:
        return None
    gain = 1.0 if scale == 1.0 else 255 / 224
    u, v = (
        (halved(fitted(plane, HALF_ROWS, HALF_COLUMNS)) - np.float32(128)) * np.float32(gain)
        for plane in (picture.u, picture.v)
    )
    return u, v


def _chroma_noise(chroma: tuple[Floats, Floats]) -> float:
    """The lower quartile over lines: what is in the picture has edges in some lines, noise is in all."""
    noisy = [np.sort(np.abs(plane[:, 1:] - plane[:, :-1]).mean(axis=1)) for plane in chroma]
    return float(max(lines[lines.size // 4] for lines in noisy))


def span_of(measures: Measures) -> float:
    """Between the darkest and the brightest twentieth."""
    return measures.level(0.95) - measures.level(0.05)


def bright_of(measures: Measures) -> float:
    """The share of burnt-out cells."""
    return float(((measures.mean > 238) & (measures.deviation < 12)).mean())


def bars_of(measures: Measures) -> float:
    """The share of all faint variation that is one single wave, in any direction. What is strong is cut off: edges of
    the scene are high and few, stripes low and everywhere.
    """
    faint = np.clip(measures.small - _around(measures.small), -_FAINT, _FAINT)
    window, wanted = _window()
    power = np.abs(np.fft.rfft2(faint * window)) ** 2 * wanted
    total = float(power.sum())
    return float(power.max()) / total if total > 1 else 0.0


def _around(small: Floats) -> Floats:
    """Means of 9 by 9."""
    for _ in range(2):
        rows, columns = small.shape
        total = np.empty((rows + 9, columns), np.float32)
        total[:5], total[5:-4], total[-4:] = small[0], small, small[-1]
        np.cumsum(total, axis=0, out=total)
        small = np.ascontiguousarray((total[9:] - total[:-9]).T) * np.float32(1 / 9)
    return small


@lru_cache(maxsize=1)
def _window() -> tuple[Floats, Floats]:
    """Of Hann in both directions; and which waves are short enough."""
    rows, columns = HALF_ROWS // 2, HALF_COLUMNS // 2
    window = np.outer(np.hanning(rows), np.hanning(columns)).astype(np.float32)
    down, across = np.fft.fftfreq(rows) * rows, np.fft.rfftfreq(columns) * columns
    wanted = (np.hypot(down[:, None], across[None]) >= _LEAST_WAVES).astype(np.float32)
    return window, wanted
