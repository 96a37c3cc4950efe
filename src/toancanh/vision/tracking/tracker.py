"""The tracker: two rounds of matching a picture (ByteTrack, arXiv 2110.06864) over `Motion`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.vision.model import KINDS, Detections, ObjectKind, Tracked
from toancanh.vision.tracking.matching import best_pairs, likeness
from toancanh.vision.tracking.motion import Motion

_SECOND_US = 1_000_000
_ON_FOOT = np.array([kind is ObjectKind.PEDESTRIAN for kind in KINDS])


@dataclass(frozen=True, kw_only=True)
class TrackerTerms:
    """``sure``: a score that may begin a track; below it a detection can only go on with one. ``seen``: so many
    pictures make a track. ``keep_s``: so long it is waited for behind a lamp post. ``like``, ``like_unsure``: least
    likeness of a match in the two rounds; ``wider``: see `likeness`.
    """

    sure: float = 0.5
    seen: int = 3
    keep_s: float = 0.8
    like: float = 0.15
    like_unsure: float = 0.5
    wider: float = 0.2


class BoxTracker:
    """A `toancanh.vision.ports.Tracker`. ``first``: where the numbers begin; they mean nothing elsewhere."""

    def __init__(self, terms: TrackerTerms = TrackerTerms(), *, first: int = 1) -> None:  # frozen
        if first < 1:
            raise ValueError(f"numbers of tracks begin at 1 or above, not at {first}")
        self._terms = terms
        self._next = first
        self._time_us: int | None = None
        self._motion = Motion()
        self._numbers: NDArray[np.int32] = np.empty(0, np.int32)  # 0: not yet a track
        self._hits: NDArray[np.int32] = np.empty(0, np.int32)
        self._last_us: NDArray[np.int64] = np.empty(0, np.int64)
        self._votes: NDArray[np.float32] = np.empty((0, len(KINDS)), np.float32)

    @property
    def next(self) -> int:
        """The number that its next track gets: whoever follows it begins there, and none is used twice."""
        return self._next

    def follow(self, detections: Detections, time_us: int) -> Tracked:
        """See the port. The kind told is the one that the track's detections agree on most, by their scores."""
        self._advance(time_us)
        is_sure = detections.scores >= self._terms.sure
        row_of = np.full(len(detections), -1, np.intp)
        expected = self._motion.boxes()
        self._match(detections, expected, row_of, np.flatnonzero(is_sure), least=self._terms.like)
        self._match(detections, expected, row_of, np.flatnonzero(~is_sure), least=self._terms.like_unsure)
        seen = np.flatnonzero(row_of >= 0)
        self._motion.correct(row_of[seen], detections.boxes_px[seen])
        self._begin(detections, row_of, np.flatnonzero(is_sure & (row_of < 0)))
        self._count(detections, row_of, time_us)
        told = self._told(detections, row_of)
        self._forget(time_us)
        return told

    def _advance(self, time_us: int) -> None:
        if self._time_us is not None:
            if time_us <= self._time_us:
                raise ValueError(f"a picture of {time_us} comes after one of {self._time_us}")
            self._motion.advance((time_us - self._time_us) / _SECOND_US)
        self._time_us = time_us

    def _match(
        self,
        detections: Detections,
        expected: NDArray[np.float32],
        row_of: NDArray[np.intp],
        places: NDArray[np.intp],
        *,
        least: float,
    ) -> None:
        """One round: detections at ``places`` with the tracks that are still free."""
        free = np.setdiff1d(np.arange(len(expected)), row_of)
        like = likeness(expected[free], detections.boxes_px[places], wider=self._terms.wider)
        walks = self._votes[free].argmax(axis=1) if len(free) else np.empty(0, np.intp)
        like[_ON_FOOT[walks][:, None] != _ON_FOOT[detections.codes[places]][None, :]] = 0.0
        rows, columns = best_pairs(like, least)
        row_of[places[columns]] = free[rows]

    def _begin(self, detections: Detections, row_of: NDArray[np.intp], places: NDArray[np.intp]) -> None:
        count = len(self._motion)
        self._motion.add(detections.boxes_px[places])
        row_of[places] = np.arange(count, count + len(places))
        self._numbers = np.concatenate([self._numbers, np.zeros(len(places), np.int32)])
        self._hits = np.concatenate([self._hits, np.zeros(len(places), np.int32)])
        self._last_us = np.concatenate([self._last_us, np.zeros(len(places), np.int64)])
        self._votes = np.concatenate([self._votes, np.zeros((len(places), len(KINDS)), np.float32)])

    def _count(self, detections: Detections, row_of: NDArray[np.intp], time_us: int) -> None:
        seen = np.flatnonzero(row_of >= 0)
        rows = row_of[seen]
        self._hits[rows] += 1
        self._last_us[rows] = time_us
        self._votes[rows, detections.codes[seen]] += detections.scores[seen]
        for row in rows[(self._hits[rows] >= self._terms.seen) & (self._numbers[rows] == 0)]:
            self._numbers[row] = self._next
            self._next += 1

    def _told(self, detections: Detections, row_of: NDArray[np.intp]) -> Tracked:
        numbers = np.where(row_of >= 0, self._numbers[row_of] if len(self._numbers) else 0, 0).astype(np.int32)
        told = np.flatnonzero(numbers > 0)
        kinds = self._votes[row_of[told]].argmax(axis=1).astype(np.int8)
        found = detections.where(told)
        agreed = Detections(boxes_px=found.boxes_px, codes=kinds, scores=found.scores)
        return Tracked(detections=agreed, tracks=numbers[told])

    def _forget(self, time_us: int) -> None:
        """What was lost too long; at once what was seen once and never again."""
        unseen_us = time_us - self._last_us
        keep = (unseen_us == 0) | ((self._numbers > 0) & (unseen_us <= self._terms.keep_s * _SECOND_US))
        self._motion.keep(keep)
        self._numbers, self._hits = self._numbers[keep], self._hits[keep]
        self._last_us, self._votes = self._last_us[keep], self._votes[keep]
