"""What follows from measurements: flow, occupancy, speed, queue, delay, saturation, passenger-car units. Pure.

All arrays are float64 of the measurements' shape; NaN stands for "not known", which is never 0.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from toancanh.traffic.columns import KINDS, Measurements
from toancanh.traffic.units import Units
from toancanh.vision import ObjectKind

Floats = NDArray[np.float64]

LEAST_SEEN = 0.5
"""A step of which less was looked at, and is not left out, gives no rate: its counts say little about it."""
_MOST_UNCLASSED = 0.1
_MOST_WITHOUT_CAPACITY = 0.1


def figures(found: Measurements, length_s: NDArray[np.float64], units: Units) -> Mapping[str, Floats]:
    """``length_s`` (n,): how long the step of each measurement is.

    - ``seen``: the share of the step that counts: looked at, and not left out;
    - ``volume_per_h``: vehicles an hour while it was looked at; needs ``seen`` >= `LEAST_SEEN`;
    - ``pcu_per_h``: the same in passenger cars; not known where more than a tenth of the vehicles have no class, else
      those count as the others do in the mean;
    - ``occupancy``: share of the time in which anything stood on the line; ``covered``: of its width, too, which is
      what lane-less traffic of motorcycles fills;
    - ``speed_mps``: mean of the vehicles that passed; ``space_speed_mps``: harmonic mean, for travel times;
    - ``queue_mean_m``, ``queue_max_m``, ``queue_vehicles``: mean number that stood;
    - ``delay_s``: standing time by vehicle that left, as in the queue count technique (Highway Capacity Manual 2000,
      chapter 16, appendix A; without its factor 0.9, which mends counts every 10 to 20 s: here it is every picture);
    - ``saturation``: passenger cars that passed by those that could have.
    """
    seen_s = found["observed_s"].astype(np.float64) - found["excluded_s"]
    volume = found.volume.astype(np.float64)
    seen = np.divide(seen_s, length_s, out=np.zeros_like(seen_s), where=length_s > 0)
    rated_s = np.where(seen >= LEAST_SEEN, seen_s, np.nan)
    pcu = passenger_cars(found, units)
    speed_n = found["speed_n"]
    known_capacity = found["capacity_s"] >= (1 - _MOST_WITHOUT_CAPACITY) * seen_s
    queue_s = found["queue_s"]
    return {
        "seen": np.minimum(seen, 1.0),
        "volume_per_h": volume / rated_s * 3600,
        "pcu_per_h": pcu / rated_s * 3600,
        "occupancy": np.minimum(_by(found["occupied_s"], found["line_s"]), 1.0),
        "covered": np.minimum(_by(found["covered_s"], found["line_s"]), 1.0),
        "speed_mps": _by(found["speed_sum_mps"], speed_n),
        "space_speed_mps": _by(speed_n, found["pace_sum_spm"]),
        "queue_mean_m": _by(found["queue_sum_ms"], queue_s),
        "queue_max_m": np.where(queue_s > 0, found["queue_max_m"], np.nan).astype(np.float64),
        "queue_vehicles": _by(found["standing_s"], found["area_s"]),
        "delay_s": np.where(found["area_s"] > 0, _by(found["standing_s"], volume), np.nan),
        "saturation": np.where(known_capacity, _by(pcu, found["capacity_pcu"]), np.nan),
    }


def passenger_cars(found: Measurements, units: Units) -> Floats:
    """(n,) how many passenger cars the vehicles stand for; NaN where too many have no class."""
    volume = found.volume.astype(np.float64)
    unclassed = found[str(ObjectKind.VEHICLE)].astype(np.float64)
    classed = volume - unclassed
    pcu = np.sum([found[kind] * units.pcu_of(kind) for kind in KINDS], axis=0, dtype=np.float64)
    whole = pcu * _by(volume, classed)
    return np.where(volume == 0, 0.0, np.where(unclassed <= _MOST_UNCLASSED * volume, whole, np.nan))


def _by(above: NDArray[np.generic], below: NDArray[np.generic]) -> Floats:
    top, bottom = np.asarray(above, np.float64), np.asarray(below, np.float64)
    return np.divide(top, bottom, out=np.full_like(top, np.nan), where=bottom > 0)
