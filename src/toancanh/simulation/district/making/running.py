"""A simulation of SUMO in this process, step by step: who is where, what the signals show, and what may be changed.

libsumo keeps its simulation in the module, so a process has one at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from toancanh.kernel import Unavailable
from toancanh.simulation.district.making.plain import DRIVING

STEP_S = 0.25
_OPTIONS = (
    "--step-length", str(STEP_S),
    "--lateral-resolution", "0.4",  # the sub-lane model
    "--time-to-teleport", "-1",  # who is stuck stays stuck: nobody jumps
    "--collision.action", "none",
    "--pedestrian.striping.jamtime", "-1",
    "--pedestrian.striping.jamtime.crossing", "-1",
    "--xml-validation", "never", "--xml-validation.net", "never",
    "--no-step-log", "--no-warnings", "--duration-log.disable",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Seen:
    """Somebody, by the id in SUMO, with the middle of the body and the heading (anticlockwise from east)."""

    key: str
    x_m: float
    y_m: float
    heading_rad: float


class Running:
    """Used with ``with``; a step is `STEP_S`. ``files``: SUMO's additional files, with the routes last."""

    def __init__(self, net: Path, files: Sequence[Path], *, seed: int) -> None:
        try:
            import libsumo
        except ImportError as error:
            raise Unavailable("SUMO is not installed: pip install 'toancanh[city]'") from error
        self._sumo: Any = libsumo
        self._lengths_m: dict[str, float] = {}
        self._arguments = ["sumo", "-n", str(net), "-a", ",".join(map(str, files)), "--seed", str(seed), *_OPTIONS]

    def __enter__(self) -> Running:
        self._sumo.start(self._arguments)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._sumo.close()

    @property
    def now_s(self) -> float:
        """Since the simulation's start."""
        return float(self._sumo.simulation.getTime())

    def step(self) -> None:
        """On by `STEP_S`."""
        self._sumo.simulationStep()

    def everybody(self) -> list[Seen]:
        """Vehicles and walkers that are in the district."""
        vehicle, person = self._sumo.vehicle, self._sumo.person
        seen = []
        for key in vehicle.getIDList():
            x, y = vehicle.getPosition(key)  # of the front
            heading = math.radians(90 - vehicle.getAngle(key))
            if key not in self._lengths_m:
                self._lengths_m[key] = vehicle.getLength(key)
            back_m = self._lengths_m[key] / 2
            seen.append(
                Seen(
                    key=key,
                    x_m=x - back_m * math.cos(heading),
                    y_m=y - back_m * math.sin(heading),
                    heading_rad=heading,
                )
            )
        for key in person.getIDList():
            x, y = person.getPosition(key)
            seen.append(Seen(key=key, x_m=x, y_m=y, heading_rad=math.radians(90 - person.getAngle(key))))
        return seen

    def signals(self) -> dict[str, str]:
        """Each signalised junction's state."""
        lights = self._sumo.trafficlight
        return {name: lights.getRedYellowGreenState(name) for name in lights.getIDList()}

    def show(self, junction_id: str, state: str) -> None:
        """Sets a junction's signals from now on, in place of its programme."""
        self._sumo.trafficlight.setRedYellowGreenState(junction_id, state)

    def show_programme(self, junction_id: str) -> None:
        """Back to the programme that the place was made with."""
        self._sumo.trafficlight.setProgram(junction_id, "0")

    def on_lane(self, lane_id: str) -> list[tuple[float, str, str]]:
        """(metres of its front along the lane, vehicle type, id), the furthest first."""
        vehicle, lane = self._sumo.vehicle, self._sumo.lane
        found = [
            (float(vehicle.getLanePosition(key)), str(vehicle.getTypeID(key)), str(key))
            for key in lane.getLastStepVehicleIDs(lane_id)
        ]
        return sorted(found, reverse=True)

    def stop_vehicle(self, key: str, lane_id: str, at_m: float, duration_s: float) -> None:
        """It stands on the lane from there on, for so long."""
        edge, _, index = lane_id.rpartition("_")
        self._sumo.vehicle.setStop(key, edge, pos=at_m, laneIndex=int(index), duration=duration_s)

    def limit_speed(self, lane_ids: Sequence[str], speed_mps: float) -> None:
        """Of all who use these lanes."""
        for lane_id in lane_ids:
            self._sumo.lane.setMaxSpeed(lane_id, speed_mps)

    def open_lane(self, lane_id: str, *, is_open: bool) -> None:
        """Who is on a lane that closes leaves it at its end, or before."""
        lane = self._sumo.lane
        if is_open:
            lane.setAllowed(lane_id, DRIVING.split())
        else:
            lane.setDisallowed(lane_id, ["all"])
