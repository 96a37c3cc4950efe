"""A simulation recorded as a play."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from xml.sax.saxutils import quoteattr

import numpy as np

from toancanh.kernel import Internal
from toancanh.simulation.district.making.demand import Departure, make_departures
from toancanh.simulation.district.making.incidents import Happening, IncidentPlan, Way, make_happenings
from toancanh.simulation.district.making.plan import CORNERS
from toancanh.simulation.district.making.routes import write_routes
from toancanh.simulation.district.making.running import STEP_S, Running
from toancanh.simulation.district.making.walkers import settled
from toancanh.simulation.district.model import Body, Network, Play, Points, SignalFilm
from toancanh.simulation.district.plates import PlateMaker
from toancanh.simulation.district.tracks import Tracks

WARM_UP_S = 240.0  # until the district is full
STEPS_A_SAMPLE = 2
RECORD_S = STEP_S * STEPS_A_SAMPLE


@dataclass(frozen=True, kw_only=True)
class PlayPlan:
    """What to make: ``factor`` is that of the demand at this hour."""

    name: str
    start: datetime.time
    duration_s: float
    seed: int
    factor: float = 1.0
    incidents: tuple[IncidentPlan, ...] = ()


def make_play(plan: PlayPlan, net: Path, network: Network, folder: Path) -> Play:
    """Equal plans, networks and versions of SUMO give equal plays. ``folder`` takes what is made on the way."""
    chance = Random(plan.seed)  # noqa: S311
    happenings = make_happenings(plan.incidents, network, chance, RECORD_S)
    departures = make_departures(plan.start, WARM_UP_S + plan.duration_s, plan.factor, chance)
    for happening in happenings:
        departures += [replace(one, at_s=one.at_s + WARM_UP_S) for one in happening.departures()]
    files = write_inputs(departures, network, folder)
    recorder = _Recorder()
    with Running(net, files, seed=plan.seed) as running:
        _run(running, plan, happenings, recorder)
    by_key = {one.key: one for one in departures}
    ways = recorder.ways({key for key, one in by_key.items() if one.walks})
    for happening in happenings:
        for departure, way in happening.bodies():
            by_key[departure.key] = departure
            ways[departure.key] = _within(way, plan.duration_s)
    order = sorted(ways, key=lambda key: (ways[key].first, key))
    numbers = {key: number for number, key in enumerate(order)}
    return Play(
        name=plan.name,
        seed=plan.seed,
        start=plan.start,
        duration_s=plan.duration_s,
        bodies=make_bodies([by_key[key] for key in order], chance),
        tracks=_tracks([ways[key] for key in order]),
        films={
            name: SignalFilm(times_s=tuple(times), states=tuple(states))
            for name, (times, states) in recorder.films.items()
        },
        incidents=tuple(one for happening in happenings for one in happening.told(ways, numbers)),
    )


class _Recorder:
    """Fills while the simulation runs."""

    def __init__(self) -> None:
        self.films: dict[str, tuple[list[float], list[str]]] = {}
        self._first: dict[str, int] = {}
        self._samples: dict[str, list[tuple[float, float, float]]] = {}

    def see(self, running: Running, step: int) -> None:
        for one in running.everybody():
            samples = self._samples.setdefault(one.key, [])
            if self._first.setdefault(one.key, step) + len(samples) != step:
                raise Internal(f"{one.key} was away for a while: SUMO moved it out of the way")
            samples.append((one.x_m, one.y_m, one.heading_rad))

    def see_signals(self, signals: Mapping[str, str], t_s: float) -> None:
        """What is shown now, since the step that has just ended began."""
        for name, state in signals.items():
            times, states = self.films.setdefault(name, ([], []))
            since_s = max(0.0, t_s - STEP_S)
            if times and times[-1] == since_s:
                states[-1] = state
            elif not states or states[-1] != state:
                times.append(since_s)
                states.append(state)

    def ways(self, walkers: Set[str]) -> dict[str, Way]:
        made = {}
        for key, samples in self._samples.items():
            array: Points | None = np.array(samples)
            if array is not None and key in walkers:
                array = settled(array)
            if array is not None:
                array[:, 2] = np.unwrap(array[:, 2])
                made[key] = Way(first=self._first[key], samples=array)
        return made


def _run(running: Running, plan: PlayPlan, happenings: Sequence[Happening], recorder: _Recorder) -> None:
    for _ in range(round(WARM_UP_S / STEP_S)):
        running.step()
    for step in range(round(plan.duration_s / STEP_S) + 1):
        t_s = step * STEP_S
        recorder.see_signals(running.signals(), t_s)
        if step % STEPS_A_SAMPLE == 0:
            recorder.see(running, step // STEPS_A_SAMPLE)
        for happening in happenings:
            happening.act(running, t_s)
        running.step()


def write_inputs(departures: Sequence[Departure], network: Network, folder: Path) -> list[Path]:
    """Departures and the programmes' offsets, as the files that `Running` takes."""
    lengths = {road.id: float(np.hypot(*np.diff(road.lanes[0].centre_m, axis=0).T).sum()) for road in network.roads}
    routes, offsets = folder / "district.rou.xml", folder / "district.add.xml"
    write_routes(departures, lengths, routes)
    shifted = [
        f'  <tlLogic id={quoteattr(corner.key)} programID="0" offset="{corner.offset_s}"/>'
        for corner in CORNERS
        if corner.offset_s
    ]
    offsets.write_text("<additional>\n" + "\n".join(shifted) + "\n</additional>\n", encoding="utf-8")
    return [offsets, routes]


def _within(way: Way, duration_s: float) -> Way:
    return replace(way, samples=way.samples[: max(1, round(duration_s / RECORD_S) + 1 - way.first)])


def make_bodies(departures: Sequence[Departure], chance: Random) -> tuple[Body, ...]:
    """Who they are, in this order, each with a plate of its own."""
    plates = PlateMaker(chance)
    bodies = []
    for number, one in enumerate(departures):
        plate, plate_colour = plates.make(one.model.kind)
        bodies.append(
            Body(
                number=number,
                kind=one.model.kind,
                length_m=one.model.length_m,
                width_m=one.model.width_m,
                height_m=one.model.height_m,
                colour=one.colour,
                plate=plate,
                plate_colour=plate_colour,
            )
        )
    return tuple(bodies)


def _tracks(ways: Sequence[Way]) -> Tracks:
    flat = np.concatenate([way.samples for way in ways]).astype(np.float32)
    return Tracks(
        step_s=RECORD_S,
        first=np.array([way.first for way in ways], dtype=np.int32),
        counts=np.array([len(way.samples) for way in ways], dtype=np.int32),
        x_m=flat[:, 0].copy(),
        y_m=flat[:, 1].copy(),
        heading_rad=flat[:, 2].copy(),
    )
