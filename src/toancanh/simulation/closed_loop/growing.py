"""A play that is still going on: what a simulation tells of it, sample by sample, and who is where of late."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Invalid
from toancanh.simulation.district.making.walkers import settled
from toancanh.simulation.district.model import Body, Incident, Points, VehicleKind
from toancanh.simulation.district.tracks import Moment, Tracks

_KEPT = 16  # samples: a view asks for what was a few seconds ago, and for a little before that


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """Everybody at step ``step``: ``numbers`` (n,) int32, rising; ``places`` (n, 3) float32 of x, y, heading.
    ``signals``: what each junction showed since the sample before, as (second of the play, state by junction).
    """

    step: int
    numbers: NDArray[np.int32]
    places: NDArray[np.float32]
    signals: Sequence[tuple[float, Mapping[str, str]]] = ()

    def __post_init__(self) -> None:
        if self.places.shape != (len(self.numbers), 3):
            raise Invalid(f"{len(self.numbers)} bodies and places of {self.places.shape}")


@dataclass(frozen=True, kw_only=True, eq=False)
class _Window:
    """The last samples: ``numbers[i]`` is the body of track ``i``; the tracks' step 0 is the play's ``first``."""

    first: int
    last: int
    numbers: NDArray[np.int32]
    tracks: Tracks
    times_s: tuple[float, ...]
    states: tuple[Mapping[str, str], ...]


class GrowingPlay:
    """Shows like a `Play`, between its oldest and its newest sample that is kept; a time outside shows the nearest.
    One thread adds, any may look. ``bodies``: all who will ever come.
    """

    def __init__(self, *, name: str, seed: int, start: datetime.time, step_s: float, bodies: Sequence[Body]) -> None:
        self.name, self.seed, self.start, self.step_s = name, seed, start, step_s
        self.bodies = tuple(bodies)
        self.incidents: tuple[Incident, ...] = ()
        self._walks = np.array([body.kind is VehicleKind.PEDESTRIAN for body in bodies], np.bool_)
        self._samples: deque[Sample] = deque(maxlen=_KEPT)
        self._window: _Window | None = None

    @property
    def newest_s(self) -> float:
        """Until when it is known; 0 before the first sample."""
        return 0.0 if self._window is None else self._window.last * self.step_s

    def begin(self, sample: Sample) -> None:
        """Anew, from this sample on."""
        self._samples.clear()
        self.add(sample)

    def add(self, sample: Sample) -> None:
        """The next step; refuses another, and bodies that are none."""
        if self._samples and sample.step != self._samples[-1].step + 1:
            raise Invalid(f"step {sample.step} does not follow {self._samples[-1].step}")
        if len(sample.numbers) and not 0 <= int(sample.numbers.min()) <= int(sample.numbers.max()) < len(self.bodies):
            raise Invalid("a sample tells of a body that the play does not have")
        self._samples.append(sample)
        self._window = self._seen_through()

    def at(self, t_s: float) -> Moment:
        """Who is where."""
        window = self._known()
        within_s = min(max(t_s, window.first * self.step_s), window.last * self.step_s)
        moment = window.tracks.at(within_s - window.first * self.step_s)
        return Moment(
            t_s=within_s,
            numbers=window.numbers[moment.numbers],
            x_m=moment.x_m,
            y_m=moment.y_m,
            heading_rad=moment.heading_rad,
            speed_mps=moment.speed_mps,
        )

    def signals(self, t_s: float) -> dict[str, str]:
        """Each signalised junction's state."""
        window = self._known()
        return dict(window.states[max(0, bisect_right(window.times_s, t_s) - 1)]) if window.states else {}

    def _known(self) -> _Window:
        if self._window is None:
            raise Invalid(f"the play {self.name} has not begun")
        return self._window

    def _seen_through(self) -> _Window:
        samples = tuple(self._samples)
        first = samples[0].step
        numbers = np.concatenate([one.numbers for one in samples])
        steps = np.repeat([one.step - first for one in samples], [len(one.numbers) for one in samples])
        places = np.concatenate([one.places for one in samples]).astype(np.float64)
        order = np.lexsort((steps, numbers))
        who, begin, counts = np.unique(numbers[order], return_index=True, return_counts=True)
        kept: list[Points] = []
        chosen: list[tuple[int, int]] = []  # body, first step
        for number, at, count in zip(who.tolist(), begin.tolist(), counts.tolist(), strict=True):
            rows = order[at : at + count]
            if steps[rows[-1]] - steps[rows[0]] != count - 1:
                continue  # it was away for a while: shown again when that is long past
            way: Points | None = places[rows]
            if way is not None and self._walks[number]:
                way = settled(way)
            if way is not None:
                way[:, 2] = np.unwrap(way[:, 2])
                kept.append(way)
                chosen.append((number, int(steps[rows[0]])))
        flat = np.concatenate([*kept, np.zeros((0, 3))]).astype(np.float32)
        told = [entry for one in samples for entry in one.signals]
        return _Window(
            first=first,
            last=samples[-1].step,
            numbers=np.array([number for number, _ in chosen], np.int32),
            tracks=Tracks(
                step_s=self.step_s,
                first=np.array([step for _, step in chosen], np.int32),
                counts=np.array([len(way) for way in kept], np.int32),
                x_m=flat[:, 0].copy(),
                y_m=flat[:, 1].copy(),
                heading_rad=flat[:, 2].copy(),
            ),
            times_s=tuple(t_s for t_s, _ in told),
            states=tuple(states for _, states in told),
        )
