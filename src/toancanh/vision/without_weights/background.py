"""The empty street behind the traffic, and what differs from it.

A mixture of Gaussians for each pixel (Zivkovic 2004, OpenCV's MOG2) of the picture at the masks' own size, whose
exposure is evened out first: a camera that darkens by a fifth because a white lorry fills it would otherwise see a
street full of objects.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Colours = NDArray[np.uint8]

_HISTORY = 3000
"""Pictures over which a background is learned: five minutes at ten a second. A queue at a red light stays foreground.
"""
_SETTLED = 20
_BACKGROUND_SHARE = 0.6
_DEVIATIONS = 4.0
_GREATEST_VARIANCE = 40.0
_SMALL = (64, 36)
_GAINS = (0.5, 2.0)
_SLOW = 1 / 100
_FULL_SHARE = 0.7
"""More than this of a picture is no traffic: the lamps went on, or the camera was moved."""
_FULL_PICTURES = 20
_EMPTY_EVERY = 10
_SHADE = (0.12, 0.85)
"""What a shadow leaves of the light of a place."""
_SHADE_HUES = 0.15
"""By how much that may differ between blue, green and red."""
_DARKEST = 6.0
_NIGHT = 70.0
"""The middle level of an empty street that is lit by lamps only."""
_LIT, _LIT_HUES = 3.0, 0.35
"""Levels by which lamps light a street at least, and the share by which that may differ between the colours."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Foreground:
    """Where something is that the empty street has not, at the scale that was asked for. ``solid``: certainly a body;
    ``dusky``: darker than the street and of its colour, so a shadow or something dark, or by night lighter and of its
    colour, so the light of a lamp or something grey; never both. ``is_settled``: False while the background is learned,
    after a start and after the camera was moved; then neither says anything.
    """

    solid: Mask
    dusky: Mask
    is_settled: bool
    is_night: bool


class Background:
    """Of one camera; pictures of one size in their order. ``size``: columns and rows of the masks it gives."""

    def __init__(self, size: tuple[int, int]) -> None:
        self._size = size
        self._start()

    def _start(self) -> None:
        self._model = cv2.createBackgroundSubtractorMOG2(
            history=_HISTORY, varThreshold=_DEVIATIONS**2, detectShadows=False
        )
        self._model.setBackgroundRatio(_BACKGROUND_SHARE)
        self._model.setVarMax(_GREATEST_VARIANCE)
        self._usual: NDArray[np.float32] | None = None
        self._empty: NDArray[np.float32] | None = None
        self._is_night = False
        self._pictures = 0
        self._full = 0

    def foreground(self, bgr: Colours) -> Foreground:
        """Of the next picture."""
        even = self._evened(np.asarray(cv2.resize(bgr, self._size, interpolation=cv2.INTER_AREA), np.uint8))
        self._pictures += 1
        raw = cv2.medianBlur(self._model.apply(even, learningRate=max(1 / self._pictures, 1 / _HISTORY)), 3)
        differs = np.asarray(raw > 127)
        is_full = np.count_nonzero(differs) > _FULL_SHARE * differs.size
        self._full = self._full + 1 if is_full else 0
        dusky = self._shaded(even, differs)
        is_settled = self._pictures >= _SETTLED and not is_full
        if self._full >= _FULL_PICTURES:
            self._start()
        return Foreground(solid=differs & ~dusky, dusky=dusky, is_settled=is_settled, is_night=self._is_night)

    def _shaded(self, even: Colours, differs: Mask) -> Mask:
        """Which of the pixels that differ are of the street's own colour: in a shadow, or by night under a lamp.
        Colours are taken as three rows: a minimum over a last axis of three cost more than all the rest of a look.
        """
        if self._empty is None or self._pictures % _EMPTY_EVERY == 0:
            self._empty = np.maximum(self._model.getBackgroundImage(), _DARKEST).astype(np.float32)
            self._is_night = float(np.median(self._empty)) < _NIGHT
        now = even[differs].T.astype(np.float32)
        empty = self._empty[differs].T
        left = now / empty
        least, most = _extremes(left)
        shaded = (least > _SHADE[0]) & (most < _SHADE[1]) & (most - least < _SHADE_HUES)
        if self._is_night:
            least, most = _extremes(now - empty)
            shaded |= (least > _LIT) & (most - least < _LIT_HUES * most + 2 * _LIT)
        found = np.zeros_like(differs)
        found[differs] = shaded
        return found

    def _evened(self, bgr: Colours) -> Colours:
        """With the exposure that is usual, by the median over the picture of what has changed."""
        small = cv2.resize(bgr, _SMALL, interpolation=cv2.INTER_AREA).astype(np.float32) + 1
        if self._usual is None:
            self._usual = small
            return bgr
        gains = np.clip(np.median(small / self._usual, axis=(0, 1)), *_GAINS)
        self._usual += _SLOW * (small / gains - self._usual)
        if np.abs(gains - 1).max() < 0.01:
            return bgr
        table = np.clip(np.arange(256)[:, None] / gains + 0.5, 0, 255).astype(np.uint8)
        return np.asarray(cv2.LUT(bgr, table[None]), np.uint8)


def _extremes(colours: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The least and the most of (3, n)."""
    blue, green, red = np.ascontiguousarray(colours)
    return np.minimum(np.minimum(blue, green), red), np.maximum(np.maximum(blue, green), red)
