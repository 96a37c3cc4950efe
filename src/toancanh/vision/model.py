"""What is seen: kinds, pictures inside a worker, detections, tracks, and the observations that leave it.

Arrays are validated once, when they are made, and are not to be changed afterwards.
"""

from __future__ import annotations

import enum
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.media.model import ClockSource


class ObjectKind(enum.StrEnum):
    """All that can be observed. Closed: there is no kind for who somebody is, and none may be added for it."""

    PEDESTRIAN = "pedestrian"
    BICYCLE = "bicycle"
    MOTORCYCLE = "motorcycle"
    CAR = "car"
    VAN = "van"
    BUS = "bus"
    LORRY = "lorry"
    VEHICLE = "vehicle"  # it moves and is no person on foot; which kind is not known


KINDS: tuple[ObjectKind, ...] = tuple(ObjectKind)
"""A kind's code in arrays is its place here; only inside one process."""
CODES: dict[ObjectKind, int] = {kind: code for code, kind in enumerate(KINDS)}


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A decoded picture, (rows, columns, 3) of 8 bits in the order blue, green, red. Lives inside one worker only."""

    bgr: NDArray[np.uint8]
    time_us: int  # UTC of capture, as well as it is known

    def __post_init__(self) -> None:
        if self.bgr.dtype != np.uint8 or self.bgr.ndim != 3 or self.bgr.shape[2] != 3 or self.bgr.size == 0:
            raise ValueError("a picture is rows, columns and three 8-bit samples each, with one pixel at least")

    @property
    def width(self) -> int:
        return int(self.bgr.shape[1])

    @property
    def height(self) -> int:
        return int(self.bgr.shape[0])


@dataclass(frozen=True, kw_only=True, eq=False)
class Detections:
    """What a detector finds in one picture, n objects.

    ``boxes_px`` (n, 4) float32: left, top, right, bottom in pixels of the picture, right > left and bottom > top; a box
    may reach outside the picture. ``codes`` (n,) int8: places in `KINDS`. ``scores`` (n,) float32 from 0 to 1.
    """

    boxes_px: NDArray[np.float32]
    codes: NDArray[np.int8]
    scores: NDArray[np.float32]

    def __post_init__(self) -> None:
        boxes, codes, scores = self.boxes_px, self.codes, self.scores
        if boxes.dtype != np.float32 or codes.dtype != np.int8 or scores.dtype != np.float32:
            raise ValueError("boxes and scores are float32, codes of kinds are int8")
        if boxes.shape != (codes.size, 4) or codes.ndim != 1 or scores.shape != codes.shape:
            raise ValueError(f"n boxes of 4, n kinds and n scores, not {boxes.shape}, {codes.shape}, {scores.shape}")
        if not (np.isfinite(boxes).all() and (boxes[:, 2:] > boxes[:, :2]).all()):
            raise ValueError("a box is finite, and its right and bottom lie beyond its left and top")
        if not ((codes >= 0) & (codes < len(KINDS))).all():
            raise ValueError("only the kinds of ObjectKind are accepted")
        if not ((scores >= 0) & (scores <= 1)).all():
            raise ValueError("a score is from 0 to 1")

    @classmethod
    def of(
        cls, boxes_px: Sequence[Sequence[float]], kinds: Sequence[ObjectKind], scores: Sequence[float]
    ) -> Detections:
        """From plain values."""
        return cls(
            boxes_px=np.asarray(boxes_px, np.float32).reshape(-1, 4),
            codes=np.asarray([CODES[kind] for kind in kinds], np.int8),
            scores=np.asarray(scores, np.float32),
        )

    @classmethod
    def none(cls) -> Detections:
        """Nothing was found."""
        return cls.of([], [], [])

    def __len__(self) -> int:
        return int(self.codes.size)

    @property
    def kinds(self) -> tuple[ObjectKind, ...]:
        return tuple(KINDS[code] for code in self.codes)

    def where(self, keep: NDArray[np.bool_] | NDArray[np.intp]) -> Detections:
        """Some of them, by mask or by places."""
        return Detections(boxes_px=self.boxes_px[keep], codes=self.codes[keep], scores=self.scores[keep])


@dataclass(frozen=True, kw_only=True, eq=False)
class Tracked:
    """The detections of one picture that belong to a track, and the track's number (n,) int32 of each.

    A number is never used twice by one tracker, and says nothing to any other: not to that of another camera, nor to
    the same camera's after a restart. Nothing by which an object could be known again leaves a tracker.
    """

    detections: Detections
    tracks: NDArray[np.int32]

    def __post_init__(self) -> None:
        if self.tracks.dtype != np.int32 or self.tracks.shape != (len(self.detections),):
            raise ValueError("a track's number, int32, for each detection")
        if np.unique(self.tracks).size != self.tracks.size:
            raise ValueError("one picture has each track once")

    def __len__(self) -> int:
        return len(self.detections)


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """Shares of the picture's width and height; reaches from 0 to 1, cut where the object leaves the picture."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        if not (0 <= self.left < self.right <= 1 and 0 <= self.top < self.bottom <= 1):
            raise ValueError(f"a box lies within the picture: {self}")

    @property
    def foot(self) -> tuple[float, float]:
        """The middle of its lower edge: where the object stands."""
        return (self.left + self.right) / 2, self.bottom


@dataclass(frozen=True, kw_only=True, slots=True)
class GroundPoint:
    """On the ground, in metres to the east and north of the view's own origin (`toancanh.vision.calibration`).

    ``uncertainty_m``: one standard deviation, in the worst direction.
    """

    x_m: float
    y_m: float
    uncertainty_m: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.x_m) and math.isfinite(self.y_m) and 0 <= self.uncertainty_m < math.inf):
            raise ValueError(f"a point of the ground is finite: {self}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One object in one picture: all that leaves a worker, and no more than that.

    ``score`` from 0 to 1: how sure its detector is. ``speed_mps`` and ``heading_rad`` (anticlockwise from east) are of
    the ground: None where the view is not calibrated, or the track too young. ``time_source``: how the picture's
    time was obtained.
    """

    time_us: int
    time_source: ClockSource
    track: int
    kind: ObjectKind
    score: float
    box: Box
    ground: GroundPoint | None = None
    speed_mps: float | None = None
    heading_rad: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.score <= 1:
            raise ValueError(f"a score is from 0 to 1: {self.score}")
        if self.speed_mps is not None and not 0 <= self.speed_mps < math.inf:
            raise ValueError(f"a speed is finite and not negative: {self.speed_mps}")
