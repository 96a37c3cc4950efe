"""Traffic through one junction as a film of exactly one minute: the light's cycle is the minute, so the end meets the
start.

Vehicles follow the Intelligent Driver Model (Treiber, Hennecke, Helbing 2000) in single file on each lane.
"""

from __future__ import annotations

import enum
import random
from collections.abc import Sequence
from dataclasses import dataclass

CYCLE_S = 60.0
STEP_S = 0.1
_STEPS = round(CYCLE_S / STEP_S)
_CYCLES = 3  # two to settle, the third is kept


class Lamp(enum.Enum):
    """What a signal shows."""

    GREEN = enum.auto()
    AMBER = enum.auto()
    RED = enum.auto()


class Kind(enum.Enum):
    """What moves: (length, width, height) in metres, desired speed in m/s."""

    CAR = (4.4, 1.8, 1.5, 11.0)
    TAXI = (4.5, 1.8, 1.5, 11.0)
    BUS = (9.0, 2.5, 3.1, 8.5)
    TRUCK = (6.5, 2.3, 2.8, 8.5)
    MOTORCYCLE = (1.9, 0.7, 1.1, 9.0)

    @property
    def length_m(self) -> float:
        return self.value[0]

    @property
    def width_m(self) -> float:
        return self.value[1]

    @property
    def height_m(self) -> float:
        return self.value[2]

    @property
    def speed_mps(self) -> float:
        return self.value[3]


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A way through: at ``stop_m`` one waits (None: no signal) outside ``green_s`` of the minute."""

    length_m: float
    stop_m: float | None
    green_s: tuple[float, float]
    kinds: tuple[Kind, ...]
    per_minute: int
    speed_factor: float = 1.0
    spread_m: float = 0.0  # how far aside of the middle

    def lamp(self, second: float) -> Lamp:
        """What the signal of this lane shows."""
        start, end = self.green_s
        if start <= second < end:
            return Lamp.GREEN
        return Lamp.AMBER if end <= second < end + 3 else Lamp.RED


@dataclass(frozen=True, kw_only=True)
class Vehicle:
    """One that comes by every minute."""

    kind: Kind
    enters_s: float
    paint: int  # picks its colour
    aside_m: float


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a vehicle's front is, along its lane."""

    vehicle: Vehicle
    along_m: float
    speed_mps: float
    braking: bool


def film(lane: Lane, seed: int) -> list[list[Position]]:
    """Positions at each step of `STEP_S` of the minute."""
    rng = random.Random(seed)  # noqa: S311
    vehicles = [
        Vehicle(
            kind=rng.choice(lane.kinds),
            enters_s=(index + rng.uniform(0.1, 0.9)) * CYCLE_S / lane.per_minute,
            paint=rng.randrange(1000),
            aside_m=rng.uniform(-lane.spread_m, lane.spread_m),
        )
        for index in range(lane.per_minute)
    ]
    arrivals = {round(vehicle.enters_s / STEP_S) % _STEPS: vehicle for vehicle in vehicles}
    moving: list[Position] = []
    frames: list[list[Position]] = []
    for step in range(_STEPS * _CYCLES):
        vehicle = arrivals.get(step % _STEPS)
        has_room = not moving or moving[-1].along_m - moving[-1].vehicle.kind.length_m > 2
        if vehicle is not None and has_room:
            moving.append(Position(vehicle=vehicle, along_m=0, speed_mps=_wish(lane, vehicle) * 0.8, braking=False))
        moving = _advance(lane, moving, step % _STEPS * STEP_S)
        if step >= _STEPS * (_CYCLES - 1):
            frames.append(moving)
    return frames


def at(frames: Sequence[Sequence[Position]], second: float) -> list[tuple[Position, float]]:
    """Each vehicle and how far its front is along the lane, in metres, at any second of the minute."""
    step, rest_s = divmod(second % CYCLE_S, STEP_S)
    return [(position, position.along_m + position.speed_mps * rest_s) for position in frames[int(step) % _STEPS]]


def _wish(lane: Lane, vehicle: Vehicle) -> float:
    return vehicle.kind.speed_mps * lane.speed_factor


def _advance(lane: Lane, moving: list[Position], second: float) -> list[Position]:
    out: list[Position] = []
    ahead_m, ahead_mps = float("inf"), 0.0
    for position in moving:  # the first in the list is the furthest
        gap_m, closing_mps = ahead_m - position.along_m, position.speed_mps - ahead_mps
        if lane.stop_m is not None and lane.lamp(second) is not Lamp.GREEN:
            to_stop_m = lane.stop_m - position.along_m
            if to_stop_m >= position.speed_mps**2 / 9 and to_stop_m < gap_m:
                gap_m, closing_mps = to_stop_m + 1.0, position.speed_mps
        acceleration = _idm(position.speed_mps, _wish(lane, position.vehicle), gap_m, closing_mps)
        speed = max(0.0, position.speed_mps + acceleration * STEP_S)
        along = position.along_m + (position.speed_mps + speed) / 2 * STEP_S
        if along - position.vehicle.kind.length_m < lane.length_m:
            out.append(Position(vehicle=position.vehicle, along_m=along, speed_mps=speed, braking=acceleration < -0.5))
        ahead_m, ahead_mps = along - position.vehicle.kind.length_m, speed
    return out


def _idm(speed: float, wish: float, gap_m: float, closing: float) -> float:
    """Acceleration in m/s^2 with a = 1.8, b = 2.2, headway 1 s, standstill gap 1.2 m."""
    desired: float = 1.2 + max(0.0, speed * 1.0 + speed * closing / (2 * (1.8 * 2.2) ** 0.5))
    return max(-7.0, 1.8 * (1 - (speed / wish) ** 4 - (desired / max(gap_m, 0.1)) ** 2))
