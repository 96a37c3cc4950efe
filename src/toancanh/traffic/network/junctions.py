"""One junction over a time: its approaches with their queues, and what goes from where to where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import NotFound
from toancanh.traffic.columns import KINDS, Measurements
from toancanh.traffic.figures import LEAST_SEEN, Floats
from toancanh.traffic.model import Place
from toancanh.traffic.network.blocks import Block, block_of
from toancanh.traffic.network.flowing import Flowing
from toancanh.traffic.network.flows import Flows, flows_of, wiring_of
from toancanh.traffic.network.model import Junction, Movement, RoadNetwork, Segment
from toancanh.traffic.network.networks import Seen
from toancanh.traffic.network.states import SegmentState
from toancanh.traffic.state import Level, level_of


@dataclass(frozen=True, kw_only=True, eq=False)
class Approach:
    """A segment that ends there: its state now, and its row in the flows."""

    segment: Segment
    state: SegmentState
    camera_ids: Sequence[str]
    row: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Passing:
    """One movement over the whole range, and by step; NaN is "not known"."""

    movement: Movement
    seen: float
    vehicles: int | None
    kinds: Mapping[str, int]
    volume_per_h: float
    pcu_per_h: float
    series_per_h: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class JunctionView:
    """``flows``: of the approaches, in their order."""

    junction: Junction
    level: Level | None
    delay_s: float
    until_us: int
    marks: NDArray[np.int64]
    flows: Flows
    approaches: Sequence[Approach]
    exits: Sequence[tuple[Segment, SegmentState]]
    movements: Sequence[Passing]


def view(
    flowing: Flowing, seen: Seen, junction_id: str, marks: NDArray[np.int64], *, of_quarters: bool
) -> JunctionView:
    """Raises `NotFound` where there is none, or none that may be known of."""
    junction = seen.network.junctions.get(junction_id)
    if junction is None:
        raise NotFound("there is no such junction, or you may not see it")
    arriving = list(seen.network.arriving.get(junction_id, ()))
    leaving = list(seen.network.leaving.get(junction_id, ()))
    part = RoadNetwork(segments={one.id: one for one in arriving}, junctions={junction_id: junction})
    shown = [place for place in part.places if place.camera_id in seen.cameras]
    found = flowing.rows(seen, shown, marks, is_of_quarters=of_quarters)
    block = block_of(found, shown, marks, flowing.units)
    now = flowing.state_of(seen, from_first_look=True)
    states = {one.id: one for one in now.states}
    approaches = [
        Approach(segment=one, state=states[one.id], camera_ids=_cameras(one, seen), row=row)
        for row, one in enumerate(arriving)
    ]
    delay_s = _mean_delay([one.state for one in approaches])
    return JunctionView(
        junction=junction, level=level_of(delay_s, np.nan, np.nan), delay_s=delay_s, until_us=now.until_us, marks=marks,
        flows=flows_of(wiring_of(part, shown, seen.cameras), block), approaches=approaches,
        exits=[(one, states[one.id]) for one in leaving],
        movements=[_passing(one, found, block, seen) for one in junction.movements],
    )  # fmt: skip


def _cameras(segment: Segment, seen: Seen) -> list[str]:
    return sorted({one.place.camera_id for one in segment.measures} & seen.cameras)


def _mean_delay(approaches: Sequence[SegmentState]) -> float:
    """By the vehicles that left (Highway Capacity Manual 2000, equation 16-11), of the approaches that are measured."""
    known = [one for one in approaches if np.isfinite(one.delay_s)]
    vehicles = sum(one.left_per_h for one in known)
    return sum(one.delay_s * one.left_per_h for one in known) / vehicles if vehicles > 0 else np.nan


def _passing(movement: Movement, found: Measurements, block: Block, seen: Seen) -> Passing:
    """Its places add up; where one of them may not be known of, nothing is told."""
    if not movement.places or any(one.camera_id not in seen.cameras for one in movement.places):
        nothing = np.full(block.lengths_s.size, np.nan)
        return Passing(
            movement=movement, seen=0.0, vehicles=None, kinds={}, volume_per_h=np.nan, pcu_per_h=np.nan,
            series_per_h=nothing,
        )  # fmt: skip
    at = [block.places.index(one) for one in movement.places]
    seen_s = block.sums["seen_s"][at]
    hours = seen_s.sum(axis=1) / 3600
    share = float(np.min(seen_s.sum(axis=1)) / block.lengths_s.sum())
    is_known = share >= LEAST_SEEN
    counts = _kinds(movement.places, found)
    rates = block.sums["volume"][at].sum(axis=1) / np.where(hours > 0, hours, np.nan)
    pcu = block.sums["pcu"][at].sum(axis=1) / np.where(hours > 0, hours, np.nan)
    series = (block.sums["volume"][at] / block.rated_s[at] * 3600).sum(axis=0)
    return Passing(
        movement=movement, seen=min(share, 1.0), vehicles=int(block.sums["volume"][at].sum()) if share > 0 else None,
        kinds=counts, volume_per_h=float(rates.sum()) if is_known else np.nan,
        pcu_per_h=float(pcu.sum()) if is_known else np.nan, series_per_h=series,
    )  # fmt: skip


def _kinds(places: Sequence[Place], found: Measurements) -> dict[str, int]:
    is_of = np.zeros(len(found), bool)
    for one in places:
        is_of |= (
            (found["camera_id"] == one.camera_id)
            & (found["zone_id"] == one.zone_id)
            & (found["movement"] == one.movement)
        )
    counts = {kind: int(found[kind][is_of].sum()) for kind in KINDS}
    return {kind: many for kind, many in counts.items() if many}
