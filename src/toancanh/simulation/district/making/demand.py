"""Who sets out when, from where to where: by the hour of the day, from a seed.

The shares and the hours are our assumptions in the manner of Hà Nội's inner districts, where about four of five
vehicles are motorcycles, lorries are barred in the rush hours, and evening and morning have a peak each. They are no
survey.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from toancanh.simulation.district.making.fleet import Colour, Model, choose
from toancanh.simulation.district.making.plain import LEFT_PAVEMENT, edge_id
from toancanh.simulation.district.making.plan import STREETS
from toancanh.simulation.district.model import VehicleKind

PEAK_VEHICLES_PER_H = 12_500.0  # that enter the district
PEAK_WALKERS_PER_H = 800.0

# share of the peak in each hour of the day
_VEHICLES = (
    0.08, 0.05, 0.04, 0.05, 0.10, 0.32, 0.78, 1.00, 0.90, 0.70, 0.64, 0.72,
    0.68, 0.60, 0.60, 0.66, 0.84, 1.00, 0.94, 0.68, 0.54, 0.42, 0.28, 0.15,
)  # fmt: skip
_WALKERS = (
    0.05, 0.03, 0.02, 0.04, 0.20, 0.70, 0.90, 1.00, 0.80, 0.60, 0.60, 0.80,
    0.70, 0.50, 0.50, 0.60, 0.80, 1.00, 1.00, 0.90, 0.80, 0.55, 0.30, 0.12,
)  # fmt: skip
_SHARES = {
    VehicleKind.MOTORCYCLE: 0.780,
    VehicleKind.CAR: 0.140,
    VehicleKind.BICYCLE: 0.028,
    VehicleKind.VAN: 0.024,
    VehicleKind.LORRY: 0.016,
    VehicleKind.BUS: 0.012,
}
_LORRIES_BARRED_H = frozenset({6, 7, 8, 16, 17, 18, 19})
_NIGHT_H = frozenset({22, 23, 0, 1, 2, 3, 4})
_NIGHT_LORRIES = 3.0  # times as many

# (last corner outside, first corner inside, weight of coming from there, of going there)
_GATES = (
    ("AW", "AX", 26.0, 26.0), ("AE", "A3", 24.0, 24.0), ("BN", "C1", 11.0, 11.0), ("BS", "D1", 11.0, 11.0),
    ("CW", "C1", 7.0, 7.0), ("CE", "C3", 6.0, 6.0), ("DW", "D1", 3.5, 3.5), ("PN", "C2", 10.0, 0.0),
    ("PS", "D2", 0.0, 10.0), ("QS", "D3", 11.0, 0.0), ("QN", "C3", 0.0, 11.0), ("EN", "E1", 0.8, 0.8),
)  # fmt: skip
_ALONG = {frozenset({"AW", "AE"}), frozenset({"BN", "BS"}), frozenset({"CW", "CE"}), frozenset({"PN", "PS"}),
          frozenset({"QS", "QN"})}  # fmt: skip
_ALONG_FACTOR = 2.2  # more go on than turn off
_NOT_INTO_THE_ALLEY = frozenset({VehicleKind.BUS, VehicleKind.LORRY, VehicleKind.VAN})
_FURTHEST_WALK = 3  # stretches


@dataclass(frozen=True, kw_only=True)
class Departure:
    """One who sets out; ``key`` is its id in SUMO, ``at_s`` counts from the simulation's start."""

    key: str
    at_s: float
    model: Model
    colour: Colour
    from_edge: str
    to_edge: str
    from_share: float = 0.0  # of the first edge, for who walks
    to_share: float = 1.0

    @property
    def walks(self) -> bool:
        return self.model.kind is VehicleKind.PEDESTRIAN


def share_of_peak(start: datetime.time, profile: Sequence[float] = _VEHICLES) -> float:
    """At a time of day; between the middles of two hours it goes over from one to the other."""
    hours = (start.hour + start.minute / 60 - 0.5) % 24
    before, share = int(hours), hours % 1
    return profile[before] * (1 - share) + profile[(before + 1) % 24] * share


def make_departures(start: datetime.time, duration_s: float, factor: float, chance: Random) -> list[Departure]:
    """In the order in which they set out; ``start`` is the time of day at which the play begins."""
    vehicles_per_s = PEAK_VEHICLES_PER_H * share_of_peak(start) * factor / 3600
    walkers_per_s = PEAK_WALKERS_PER_H * share_of_peak(start, _WALKERS) * factor / 3600
    driving = [_vehicle(at_s, start, chance) for at_s in _arrivals(vehicles_per_s, duration_s, chance)]
    walking = [_walker(at_s, chance) for at_s in _arrivals(walkers_per_s, duration_s, chance)]
    return numbered(sorted(driving + walking, key=lambda one: one.at_s))


def numbered(departures: Sequence[Departure], prefix: str = "") -> list[Departure]:
    """With keys of their own: v for who drives, w for who walks."""
    return [replace(one, key=f"{prefix}{'w' if one.walks else 'v'}{number}") for number, one in enumerate(departures)]


def walk(at_s: float, ways: tuple[str, str], chance: Random) -> Departure:
    """Somebody who walks from one pavement to another."""
    model, colour = choose(VehicleKind.PEDESTRIAN, chance)
    return Departure(
        key="",
        at_s=at_s,
        model=model,
        colour=colour,
        from_edge=ways[0],
        to_edge=ways[1],
        from_share=chance.uniform(0.1, 0.9),
        to_share=chance.uniform(0.1, 0.9),
    )


def kind_shares(start: datetime.time) -> dict[VehicleKind, float]:
    """Of who drives, at an hour; they sum to 1."""
    shares = dict(_SHARES)
    if start.hour in _LORRIES_BARRED_H:
        shares[VehicleKind.LORRY] /= 8
    elif start.hour in _NIGHT_H:
        shares[VehicleKind.LORRY] *= _NIGHT_LORRIES
        shares[VehicleKind.BICYCLE] /= 3
    total = sum(shares.values())
    return {kind: share / total for kind, share in shares.items()}


def _arrivals(per_s: float, duration_s: float, chance: Random) -> Iterator[float]:
    """A Poisson process."""
    at_s = 0.0
    while per_s > 0:
        at_s += chance.expovariate(per_s)
        if at_s >= duration_s:
            return
        yield round(at_s, 2)


def _vehicle(at_s: float, start: datetime.time, chance: Random) -> Departure:
    shares = kind_shares(start)
    kind = chance.choices(list(shares), list(shares.values()))[0]
    model, colour = choose(kind, chance)
    while True:
        enter = chance.choices(_GATES, [gate[2] for gate in _GATES])[0]
        weights = [
            gate[3] * (_ALONG_FACTOR if frozenset({enter[0], gate[0]}) in _ALONG else 1.0) * (gate is not enter)
            for gate in _GATES
        ]
        leave = chance.choices(_GATES, weights)[0]
        if kind not in _NOT_INTO_THE_ALLEY or "EN" not in (enter[0], leave[0]):
            break
    return Departure(
        key="",
        at_s=at_s,
        model=model,
        colour=colour,
        from_edge=edge_id(enter[0], enter[1]),
        to_edge=edge_id(leave[1], leave[0]),
    )


def _walker(at_s: float, chance: Random) -> Departure:
    """Along a street, over one to three stretches, on either side."""
    street = chance.choice([one for one in STREETS if len(one.corners) > 2])
    stretches = list(zip(street.corners, street.corners[1:], strict=False))
    first = chance.randrange(len(stretches))
    last = min(len(stretches) - 1, first + chance.randrange(_FURTHEST_WALK))
    ends = []
    for start, end in (stretches[first], stretches[last]):
        if chance.random() < 0.5:
            ends.append(edge_id(start, end))
        else:
            ends.append((LEFT_PAVEMENT if street.is_one_way else "") + edge_id(end, start))
    if chance.random() < 0.5:
        ends.reverse()
    return walk(at_s, (ends[0], ends[1]), chance)
