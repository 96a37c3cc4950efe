"""Incidents in the virtual city: found or not, after how long, and how many are told of calm streets.

Every figure is of pictures: drawn, coded as H.264, decoded, looked at without weights, followed, and given to
`IncidentWatch` as the process of watching does; truth comes from the play alone. Weights were set on the plays
whose names end with ``_1`` and ``_2``; what is found is told of ``_4``: other seeds, at other places.

Calm hours are 576 runs of ten minutes (96 hours): places in the whole district, an afternoon and a night, each clear,
in rain and with a dirty lens under clouds. `make bench` takes every sixteenth of them (6 hours); ``--full`` all, and
goes on where it was broken off: what was found stands in the cache under a digest of the code that found it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from benchmarks import incident_lanes
from benchmarks.figures import Figure
from benchmarks.incident_looks import LOOKS_PER_S, SEED, is_kept, seen
from benchmarks.incident_trials import CALM_S, Event, Trial, calm_trials, congestion_events, trials, zones
from benchmarks.stations import play_of
from toancanh.simulation.district_views.conditions import CLEAR
from toancanh.traffic.incidents.joining import ENOUGH, begun, is_same, joined
from toancanh.traffic.incidents.model import TrafficIncident, TrafficIncidentKind
from toancanh.traffic.incidents.watching import IncidentWatch

SAMPLE = 16
_MOST_CONGESTED = 12
_GRACE_S = 5.0
_AGAIN_S = 6.0
"""What lasts is told again after less."""


@dataclass(kw_only=True)
class Run:
    """One trial: incidents that were opened (kind, second), each signal that would have opened one had there been none,
    and what looking cost.
    """

    trial: Trial
    looks: int
    cpu_s: float
    opened: list[tuple[TrafficIncidentKind, float]] = field(default_factory=list)
    sure: list[tuple[TrafficIncidentKind, float]] = field(default_factory=list)


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All rows; fewer cameras are one trial of a kind and one calm run. ``--full``: all calm hours."""
    few = 1 if options.cameras else None
    calm = calm_trials("_2")
    wanted = calm if options.full else calm[::SAMPLE]
    figures = [
        *detection("_4", few), lasting("_4", few), *calm_hours(wanted[:few], len(calm)),
        *incident_lanes.measure("_2", calm[::SAMPLE][:few]),
    ]  # fmt: skip
    return figures, {
        "looks_per_s": LOOKS_PER_S,
        "incidents_seed": SEED,
        "plays": "tuned on _1 and _2, told of _4; calm _2",
    }


def watched(trial: Trial) -> Run:
    """Incidents as this camera alone would open them."""
    calibration = trial.station.calibrated(SEED)
    found = seen(trial)
    watch = IncidentWatch("camera", zones(trial.station, calibration), calibration)
    run, live = Run(trial=trial, looks=len(found.looks), cpu_s=found.cpu_s), list[TrafficIncident]()
    for time_us, look in found.looks:
        for signal in watch.step(time_us, look):
            same = next((one for one in live if is_same(one, signal)), None)
            made = begun(str(len(live)), signal, _usual) if same is None else joined(same, signal, _usual)
            live = [made if one is same else one for one in live] + ([made] if same is None else [])
            if made.opened_us is not None and (same is None or same.opened_us is None):
                run.opened.append((made.kind, made.opened_us / 1e6))
            if signal.strength >= ENOUGH:
                run.sure.append((signal.kind, signal.time_us / 1e6))
    return run


def _usual(_camera_id: str, _kind: TrafficIncidentKind) -> float:
    return ENOUGH


def detection(suffix: str, most: int | None = None, only: TrafficIncidentKind | None = None) -> Iterator[Figure]:
    """Of each kind: found, and after how long."""
    for kind, every in trials(suffix).items():
        if only is not None and kind is not only:
            continue
        if kind is TrafficIncidentKind.CONGESTION:
            every = every[:: max(1, len(every) // _MOST_CONGESTED)]
        yield from _found(kind, runs(every[:most]))


def _found(kind: TrafficIncidentKind, some: Sequence[Run]) -> Iterator[Figure]:
    told = [(run, event, _delay_s(event, run)) for run in some for event in run.trial.events]
    delays = [delay_s for _, _, delay_s in told if delay_s is not None]
    missed = [f"{_named(run.trial)} at {event.start_s:.0f} s" for run, event, delay_s in told if delay_s is None]
    share = len(delays) / max(1, len(told))
    yield Figure(
        key=f"incidents: {kind.value} found", value=share * 100, unit="%", target=">= 90 %",
        peer=f"{len(delays)} of {len(told)} before {len(some)} cameras; not: {'; '.join(missed[:4]) or 'none'}",
        holds=share >= 0.9,
    )  # fmt: skip
    median_s = statistics.median(delays) if delays else None
    yield Figure(
        key=f"incidents: {kind.value}, median until it is told", value=median_s, unit="s", target="<= 30 s",
        peer=f"slowest {max(delays):.0f} s" if delays else "none was found",
        holds=median_s is not None and median_s <= 30,
    )  # fmt: skip


def lasting(suffix: str, most: int | None = None) -> Figure:
    """Whether what broke down is told for as long as it stands, by one camera before each."""
    by_road = {
        one.station.road: one
        for one in trials(suffix)[TrafficIncidentKind.STOPPED_VEHICLE]
        if one.station.weather == CLEAR
    }
    every = [replace(one, seconds=play_of(one.station.play).duration_s - one.from_s) for one in by_road.values()]
    told = [(event, _last_s(event, run)) for run in runs(every[:most]) for event in run.trial.events]
    until = [last_s - event.end_s for event, last_s in told if last_s is not None and last_s > event.end_s - _AGAIN_S]
    stood = ", ".join(f"{event.end_s - event.start_s:.0f} s" for event, _ in told)
    return Figure(
        key="incidents: stopped_vehicle told until it left", unit="%",
        value=100 * len(until) / len(told) if told else None,
        peer=f"stood {stood}; told last {', '.join(f'{one:+.0f}' for one in until)} s from when it left",
    )  # fmt: skip


def _last_s(event: Event, run: Run) -> float | None:
    return max((at_s for kind, at_s in run.sure if kind is event.kind and at_s >= event.start_s), default=None)


def _delay_s(event: Event, run: Run) -> float | None:
    """Until the first signal that suffices, whether or not an incident was open already; None: none while it lasted."""
    told = [at_s for kind, at_s in run.sure if kind is event.kind and event.start_s <= at_s <= event.end_s + _GRACE_S]
    return told[0] - event.start_s if told else None


def calm_hours(calm: Sequence[Trial], of: int) -> Iterator[Figure]:
    """What is told of streets on which nothing happens; what is truly congested meanwhile is told apart."""
    told: Counter[str] = Counter()
    wrong: list[str] = []
    true = 0
    every = runs(calm)
    for run in every:
        jams = None
        for kind, at_s in run.opened:
            if kind in (TrafficIncidentKind.CONGESTION, TrafficIncidentKind.SLOW_AREA):
                jams = congestion_events(run.trial.station) if jams is None else jams
                if any(one.start_s - _GRACE_S <= at_s <= one.end_s + 2 * _GRACE_S for one in jams):
                    true += 1
                    continue
            told[kind.value] += 1
            wrong.append(f"{kind.value} {_named(run.trial)} at {at_s:.0f} s")
    hours = len(every) * CALM_S / 3600
    per_day = told.total() * 24 / hours
    by_kind = ", ".join(f"{kind} {many}" for kind, many in sorted(told.items())) or "none"
    yield Figure(
        key=f"incidents: told of {hours:.1f} calm camera-hours ({len(every)} of {of} runs), by camera-day",
        value=per_day, unit="/day", target="<= 1",
        peer=f"{by_kind}; truly congested and told: {true}; {'; '.join(wrong[:4])}", holds=per_day <= 1,
    )  # fmt: skip
    looks, cpu_s = sum(run.looks for run in every), sum(run.cpu_s for run in every)
    yield Figure(
        key=f"incidents: frames looked at per second and core ({LOOKS_PER_S} a second of each stream)",
        value=looks / cpu_s if cpu_s else None, unit="frames/s",
    )  # fmt: skip


def _named(trial: Trial) -> str:
    return f"{trial.station.name} -{trial.station.back_m:.0f} m"


def runs(wanted: Sequence[Trial]) -> list[Run]:
    """On all cores; what was seen before is not drawn again."""
    new = sum(not is_kept(one) for one in wanted)
    if new == 0:
        return list(map(watched, wanted))
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        found = []
        for run in pool.map(watched, wanted):
            found.append(run)
            print(f"incidents: {len(found)} of {len(wanted)} streets watched", file=sys.stderr, flush=True)
        return found
