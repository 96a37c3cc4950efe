"""How it flows on the networks that somebody may know of: now, before, soon. Blocking; thread-safe.

What is read of the files is read of all places and kept for a while; who may know of what is decided each time, before
anything is added up: a camera that is not there for somebody adds nothing to any figure that he gets.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from toancanh.kernel import Clock, Invalid
from toancanh.traffic.columns import Measurements
from toancanh.traffic.model import DAY_US, MINUTE_US, QUARTER_US, Place
from toancanh.traffic.network import states
from toancanh.traffic.network.blocks import Block, block_of
from toancanh.traffic.network.flows import Flows, Wiring, flows_of, levels, travel_times, wiring_of
from toancanh.traffic.network.model import RoadNetwork
from toancanh.traffic.network.networks import Networks, Seen
from toancanh.traffic.network.spread import Jam, jams_of
from toancanh.traffic.network.states import SegmentState
from toancanh.traffic.network.usual import Usual, usual_of_weeks
from toancanh.traffic.state import AHEAD, PAST, WEEKS
from toancanh.traffic.units import Units


class Measured(Protocol):
    """Where sums come from; no judgement."""

    @property
    def units(self) -> Units: ...

    def rows(self, places: Sequence[Place], marks: NDArray[np.int64], *, is_of_quarters: bool) -> Measurements:
        """Of these places, by steps between marks, in the order of place; what is left out is left out."""


AHEAD_MIN = tuple(15 * ahead for ahead in AHEAD)
_NOW_MIN = 15
_GROWTH_MIN = 5
"""A queue grows from the first of three such parts of what is now to the last."""
_WEEK_US = 7 * DAY_US
_MOST_QUARTERS = 8 * 96 + 8
_HOUR_US = 4 * QUARTER_US
_PARTS_KEPT = 6
_CLOSED_LASTS_US = 900_000_000
_QUARTERS_LAST_US = 400_000_000
"""Quarters of an hour that still change: longer than from one round to the next, which reads them again."""
_OPEN_LASTS_US = 60_000_000
_WRITTEN_US = 15_000_000
"""So long after its end a minute may not have been written yet: what is read before is soon read again."""
_WARM_US = 43_200_000_000
"""So long after somebody asked the next one's answer is kept ready: eight weeks of a large city take seconds."""
_V = TypeVar("_V")


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkState:
    """``until_us``: the end of the quarter of an hour that it is of."""

    until_us: int
    ahead_min: int
    network: RoadNetwork
    states: Sequence[SegmentState]
    jams: Sequence[Jam]


@dataclass(frozen=True, kw_only=True, eq=False)
class NetworkFlows:
    """Steps of all segments, with what a level and a travel time are made of. (segments, n) each."""

    network: RoadNetwork
    wiring: Wiring
    flows: Flows
    levels: NDArray[np.intp]
    times_s: NDArray[np.float64]
    free_mps: NDArray[np.float64]


class _Kept(Generic[_V]):
    """A few values, each for so long; the one that was not asked for longest goes first."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._most = most
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, tuple[int, _V]] = OrderedDict()

    def get(self, key: Hashable, lasts_us: int, make: Callable[[], _V], *, anew: bool = False) -> _V:
        now_us = self._clock.monotonic_us()
        with self._lock:
            found = self._values.get(key)
            if found is not None and now_us < found[0] and not anew:
                self._values.move_to_end(key)
                return found[1]
        made = make()
        with self._lock:
            self._values[key] = now_us + lasts_us, made
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return made


class Flowing:
    """Of everything that has a network."""

    def __init__(self, networks: Networks, *, clock: Clock, measured: Measured) -> None:
        self._networks = networks
        self._clock = clock
        self._measures = measured
        self._days: _Kept[Block] = _Kept(clock, _PARTS_KEPT)
        self._now: _Kept[Block] = _Kept(clock, 2)
        self._flows: _Kept[NetworkFlows] = _Kept(clock, 3)
        self._usual: _Kept[Usual] = _Kept(clock, 12)
        self._wirings: _Kept[Wiring] = _Kept(clock, 12)
        self._computing = threading.Lock()
        self._asked_us = -_WARM_US

    def state_of(
        self, seen: Seen, *, at_us: int | None = None, ahead_min: int = 0, from_first_look: bool = False
    ) -> NetworkState:
        """Now, or in the quarter of an hour that holds a time, or what is told of in 15 or 30 minutes.
        ``from_first_look``: now, what has only begun to be measured is told of the time since then; how little that is
        says `SegmentState.seen`.
        """
        now_us, self._asked_us = self._clock.now_us(), self._clock.monotonic_us()
        is_past = at_us is not None and at_us < now_us - QUARTER_US
        if at_us is not None and not 0 <= at_us <= now_us + MINUTE_US:
            raise Invalid("at: a time that was; of what comes ask with `ahead`", field="at")
        if ahead_min and is_past:
            raise Invalid("ahead: forecasts are told from now on, not from a time before", field="ahead")
        if ahead_min not in (0, *AHEAD_MIN):
            raise Invalid(f"ahead: one of 0, {', '.join(map(str, AHEAD_MIN))}", field="ahead")
        if ahead_min:
            return self._told(seen, ahead_min)
        if is_past and at_us is not None:
            begin_us = at_us // QUARTER_US * QUARTER_US
            return self._measured(seen, begin_us - QUARTER_US, begin_us + QUARTER_US)
        return self._measured_now(seen, now_us, from_first_look=from_first_look)

    def quarters(self, seen: Seen, from_us: int, until_us: int) -> NetworkFlows:
        """Of the quarters of an hour that the range touches; at most eight days of them."""
        first, last = from_us // QUARTER_US, -(-until_us // QUARTER_US)
        if not 0 <= first < last:
            raise Invalid("to: the end comes after the start", field="to")
        if last - first > _MOST_QUARTERS:
            raise Invalid("to: at most eight days at once", field="to")
        self._asked_us = self._clock.monotonic_us()
        key = (self._networks.everything().version, seen.key, first, last)
        return self._flows.get(key, _OPEN_LASTS_US, lambda: self._make_flows(seen, first, last))

    def rows(
        self, seen: Seen, places: Sequence[Place], marks: NDArray[np.int64], *, is_of_quarters: bool
    ) -> Measurements:
        """Of some places, by any steps; those of cameras that may not be known of are left out."""
        shown = [place for place in places if place.camera_id in seen.cameras]
        return self._measures.rows(shown, marks, is_of_quarters=is_of_quarters)

    @property
    def units(self) -> Units:
        """Passenger-car units and capacities in force."""
        return self._measures.units

    def usual(self, seen: Seen, at_us: int | None = None) -> Usual:
        """Up to the last full quarter of an hour before a time (None: now). Of one quarter it is made once."""
        quarter = (self._clock.now_us() if at_us is None else at_us) // QUARTER_US
        key = (self._networks.everything().version, seen.key, quarter)
        with self._computing:  # it takes a second in a large city, and everybody wants the same one
            return self._usual.get(key, 2 * QUARTER_US, lambda: self._make_usual(seen, quarter))

    def wiring(self, seen: Seen) -> Wiring:
        """Which places measure what somebody may know of."""
        every = self._networks.everything()
        key = (every.version, seen.key)
        return self._wirings.get(key, _CLOSED_LASTS_US, lambda: wiring_of(seen.network, every.places, seen.cameras))

    def warm(self, seen: Seen) -> None:
        """Have ready what the next who asks wants, the state now and the day so far, while anybody asks at all."""
        now_us = self._clock.now_us()
        is_asked = self._clock.monotonic_us() < self._asked_us + _WARM_US
        if seen.network.segments and is_asked:
            self._measured_now(seen, now_us, from_first_look=True)
            begin_us = now_us // DAY_US * DAY_US
            self._quarters(begin_us - DAY_US, begin_us + DAY_US, anew=True)

    def _measured_now(self, seen: Seen, now_us: int, *, from_first_look: bool) -> NetworkState:
        every = self._networks.everything()
        until_us = now_us // MINUTE_US * MINUTE_US
        marks = until_us - MINUTE_US * np.arange(_NOW_MIN, -1, -1, dtype=np.int64)
        key = (every.version, until_us)
        lasts_us = _OPEN_LASTS_US if now_us >= until_us + _WRITTEN_US else _WRITTEN_US
        block = self._now.get(key, lasts_us, lambda: self._read(every.places, marks, False))
        wiring = self.wiring(seen)
        parts = flows_of(wiring, block.joined(_GROWTH_MIN))
        growth = (parts.queue_m[:, -1] - parts.queue_m[:, 0]) / (_NOW_MIN - _GROWTH_MIN)
        whole = flows_of(wiring, block.since_first_look() if from_first_look else block.joined())
        found = states.measured(
            wiring, whole, self.usual(seen, now_us), growth_m_per_min=growth, with_forecasts=True
        )  # fmt: skip
        return self._with_jams(seen, until_us, found)

    def _measured(self, seen: Seen, before_us: int, until_us: int) -> NetworkState:
        """Of a quarter of an hour, with the one before it, by which a queue grew."""
        wiring = self.wiring(seen)
        block = self._quarters(before_us, until_us)
        parts = flows_of(wiring, block)
        growth = (parts.queue_m[:, 1] - parts.queue_m[:, 0]) / 15
        last = flows_of(wiring, block.part(1, 2))
        found = states.measured(wiring, last, self.usual(seen, until_us), growth_m_per_min=growth, with_forecasts=False)
        return self._with_jams(seen, until_us, found)

    def _told(self, seen: Seen, minutes: int) -> NetworkState:
        now_us = self._clock.now_us()
        found = states.forecast(self.wiring(seen), self.usual(seen, now_us), minutes)
        until_us = now_us // QUARTER_US * QUARTER_US + minutes * MINUTE_US
        return self._with_jams(seen, until_us, found, ahead_min=minutes)

    def _with_jams(
        self, seen: Seen, until_us: int, found: Sequence[SegmentState], *, ahead_min: int = 0
    ) -> NetworkState:
        jams = jams_of(seen.network, {one.id: one.standing for one in found})
        return NetworkState(until_us=until_us, ahead_min=ahead_min, network=seen.network, states=found, jams=jams)

    def _read(self, places: Sequence[Place], marks: NDArray[np.int64], is_of_quarters: bool) -> Block:
        found = self._measures.rows(places, marks, is_of_quarters=is_of_quarters)
        return block_of(found, places, marks, self._measures.units)

    def _make_flows(self, seen: Seen, first: int, last: int) -> NetworkFlows:
        wiring = self.wiring(seen)
        flows = flows_of(wiring, self._quarters(first * QUARTER_US, last * QUARTER_US))
        free_mps = self.usual(seen).free_mps
        return NetworkFlows(
            network=seen.network, wiring=wiring, flows=flows, levels=levels(flows, free_mps),
            times_s=travel_times(wiring, flows, free_mps), free_mps=free_mps,
        )  # fmt: skip

    def _make_usual(self, seen: Seen, quarter: int) -> Usual:
        wiring = self.wiring(seen)
        begin_us = (quarter - PAST) * QUARTER_US
        end_us = begin_us + (PAST + max(AHEAD)) * QUARTER_US
        weeks = []
        for week in range(WEEKS + 1):
            marks = np.arange(begin_us, end_us + 1, QUARTER_US, dtype=np.int64) - week * _WEEK_US
            weeks.append(flows_of(wiring, self._read(self._networks.everything().places, marks, True)))
        return usual_of_weeks(wiring, weeks)

    def _quarters(self, from_us: int, until_us: int, *, anew: bool = False) -> Block:
        """Put together out of days of UTC, and of this one out of what is over and what still changes (``anew``: the
        latter is read again, however new it is).
        """
        every = self._networks.everything()
        over_us = (self._clock.now_us() // _HOUR_US - 1) * _HOUR_US
        parts = []
        for begin_us in range(from_us // DAY_US * DAY_US, until_us, DAY_US):
            middle_us = min(max(begin_us, over_us), begin_us + DAY_US)
            for first_us, last_us in ((begin_us, middle_us), (middle_us, begin_us + DAY_US)):
                if last_us <= max(first_us, from_us) or first_us >= until_us:
                    continue
                marks = np.arange(first_us, last_us + 1, QUARTER_US, dtype=np.int64)
                is_over = last_us <= over_us
                block = self._days.get(
                    (every.version, first_us, last_us), _CLOSED_LASTS_US if is_over else _QUARTERS_LAST_US,
                    partial(self._read, every.places, marks, True), anew=anew and not is_over,
                )  # fmt: skip
                first = max(0, (from_us - first_us) // QUARTER_US)
                parts.append(block.part(first, (min(last_us, until_us) - first_us) // QUARTER_US))
        return Block.in_a_row(parts)
