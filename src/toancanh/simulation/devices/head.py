"""The head of a camera that turns: where each of its axes is at an instant.

Positions are those of ONVIF's generic spaces: pan and tilt -1..1 (right and up positive), zoom 0..1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from toancanh.simulation.view import Aim, centred_on

PAN_DEG = 60.0  # at position 1
TILT_DEG = 20.0
MAX_ZOOM = 8.0  # times, at position 1
_ASPECT = 9 / 16  # of every stream
_FAST_PER_S = 1.0  # of the generic space, at speed 1


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a head stands, or should stand."""

    pan: float = 0.0
    tilt: float = 0.0
    zoom: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis: from ``start`` at ``start_us`` with ``speed`` a second until ``end_us``."""

    low: float
    high: float
    start: float = 0.0
    start_us: int = 0
    speed: float = 0.0
    end_us: int = 0

    def at(self, now_us: int) -> float:
        """Where it is."""
        travelled_us = max(0, min(now_us, self.end_us) - self.start_us)
        return max(self.low, min(self.high, self.start + self.speed * travelled_us / 1_000_000))

    def is_moving(self, now_us: int) -> bool:
        """False at its end too."""
        here = self.at(now_us)
        return self.speed != 0 and now_us < self.end_us and here != (self.high if self.speed > 0 else self.low)

    def run(self, now_us: int, speed: float, end_us: int) -> Axis:
        """Move from now until ``end_us`` or its end."""
        return Axis(low=self.low, high=self.high, start=self.at(now_us), start_us=now_us, speed=speed, end_us=end_us)

    def go(self, now_us: int, target: float, speed: float) -> Axis:
        """Move to ``target`` and stay."""
        way = max(self.low, min(self.high, target)) - self.at(now_us)
        pace = max(abs(speed), 0.05) * (1 if way >= 0 else -1)
        return self.run(now_us, pace if way else 0.0, now_us + round(abs(way / pace) * 1_000_000))


def _turning() -> Axis:
    return Axis(low=-1.0, high=1.0)


@dataclass(kw_only=True, eq=False)
class Head:
    """Three axes, presets by token and a home."""

    pan: Axis = field(default_factory=_turning)
    tilt: Axis = field(default_factory=_turning)
    zoom: Axis = field(default_factory=lambda: Axis(low=0.0, high=1.0))
    home: Position = field(default_factory=Position)
    presets: dict[str, tuple[str, Position]] = field(default_factory=dict)  # name and position
    moves: int = 0  # how many were asked for

    def at(self, now_us: int) -> Position:
        """Where it looks."""
        return Position(pan=self.pan.at(now_us), tilt=self.tilt.at(now_us), zoom=self.zoom.at(now_us))

    def aim(self, now_us: int) -> Aim:
        """The same in the picture's degrees."""
        here = self.at(now_us)
        return Aim(pan_deg=here.pan * PAN_DEG, tilt_deg=here.tilt * TILT_DEG, zoom=1 + here.zoom * (MAX_ZOOM - 1))

    def drive(self, now_us: int, *, pan_tilt: tuple[float, float] | None, zoom: float | None, until_us: int) -> None:
        """Continuous: speeds -1..1; an axis that is not named goes on as it was."""
        self.moves += 1
        if pan_tilt is not None:
            self.pan = self.pan.run(now_us, pan_tilt[0] * _FAST_PER_S, until_us)
            self.tilt = self.tilt.run(now_us, pan_tilt[1] * _FAST_PER_S, until_us)
        if zoom is not None:
            self.zoom = self.zoom.run(now_us, zoom * _FAST_PER_S, until_us)

    def go(self, now_us: int, *, pan_tilt: tuple[float, float] | None, zoom: float | None, speed: float = 1.0) -> None:
        """Absolute."""
        self.moves += 1
        if pan_tilt is not None:
            self.pan = self.pan.go(now_us, pan_tilt[0], speed * _FAST_PER_S)
            self.tilt = self.tilt.go(now_us, pan_tilt[1], speed * _FAST_PER_S)
        if zoom is not None:
            self.zoom = self.zoom.go(now_us, zoom, speed * _FAST_PER_S)

    def centre(self, now_us: int, *, right: float, up: float, speed: float = 1.0) -> None:
        """Bring a point of the picture to its middle; both in halves of the field of view."""
        aim = centred_on(self.aim(now_us), right, up, _ASPECT)
        self.go(now_us, pan_tilt=(aim.pan_deg / PAN_DEG, aim.tilt_deg / TILT_DEG), zoom=None, speed=speed)

    def stop(self, now_us: int, *, pan_tilt: bool = True, zoom: bool = True) -> None:
        """Where it is."""
        if pan_tilt:
            self.pan, self.tilt = self.pan.run(now_us, 0.0, now_us), self.tilt.run(now_us, 0.0, now_us)
        if zoom:
            self.zoom = self.zoom.run(now_us, 0.0, now_us)
