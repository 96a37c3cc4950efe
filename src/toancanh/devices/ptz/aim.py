"""Where a head must look so that a point of the picture comes to its middle. Pure geometry.

A pinhole picture without distortion, a level mounting. What a maker's generic spaces mean in degrees no ONVIF device
says; `Optics` holds what is assumed, and a device that steps in its own field of view needs none of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from toancanh.devices.facts import PtzPosition, PtzVector

ASPECT = 9 / 16


@dataclass(frozen=True, kw_only=True)
class Optics:
    """``hfov_deg``: horizontal angle of view, not zoomed; ``most_zoom``: how many times nearer at zoom 1. Degrees at
    both ends of the generic spaces; tilt 0 is level, below it negative.
    """

    hfov_deg: float = 60.0
    most_zoom: float = 20.0
    pan_deg: tuple[float, float] = (-180.0, 180.0)
    tilt_deg: tuple[float, float] = (-90.0, 90.0)


@dataclass(frozen=True, kw_only=True)
class Point:
    """A place in the picture: 0 to 1 from the left and from the top."""

    x: float
    y: float


@dataclass(frozen=True, kw_only=True)
class Box:
    """A part of the picture, by two opposite corners."""

    a: Point
    b: Point

    @property
    def middle(self) -> Point:
        """Its centre."""
        return Point(x=(self.a.x + self.b.x) / 2, y=(self.a.y + self.b.y) / 2)

    @property
    def size(self) -> float:
        """The larger of its sides, as a part of the picture's."""
        return max(abs(self.a.x - self.b.x), abs(self.a.y - self.b.y))


_LEAST_BOX = 0.02
"""A smaller box is a slip of the hand."""


def step_to(point: Point) -> PtzVector:
    """For a device that steps in halves of its field of view (ONVIF PTZ, TranslationSpaceFov)."""
    return PtzVector(pan=_within(2 * point.x - 1, -1, 1), tilt=_within(1 - 2 * point.y, -1, 1))


def centred(position: PtzPosition, point: Point, optics: Optics) -> PtzPosition:
    """The position that brings this point to the middle, at the same zoom."""
    half_width = math.tan(math.radians(optics.hfov_deg) / 2) / magnification(position.zoom, optics)
    right = (2 * point.x - 1) * half_width
    up = (1 - 2 * point.y) * half_width * ASPECT
    pan, tilt = (
        math.radians(_degrees(position.pan, optics.pan_deg)),
        math.radians(_degrees(position.tilt, optics.tilt_deg)),
    )
    forward, height = math.cos(tilt) - up * math.sin(tilt), math.sin(tilt) + up * math.cos(tilt)
    aimed_pan = math.degrees(pan + math.atan2(right, forward))
    aimed_tilt = math.degrees(math.atan2(height, math.hypot(forward, right)))
    low, high = optics.pan_deg
    if high - low >= 360:  # it turns without end: never outside, the other way round instead
        aimed_pan = (aimed_pan - low) % 360 + low
    return PtzPosition(
        pan=_generic(aimed_pan, optics.pan_deg), tilt=_generic(aimed_tilt, optics.tilt_deg), zoom=position.zoom
    )


def boxed(position: PtzPosition, box: Box, optics: Optics) -> PtzPosition:
    """The position at which the box fills the picture, as far as the lens goes."""
    aimed = centred(position, box.middle, optics)
    wanted = magnification(position.zoom, optics) / max(box.size, _LEAST_BOX)
    zoom = (wanted - 1) / (optics.most_zoom - 1) if optics.most_zoom > 1 else 0.0
    return PtzPosition(pan=aimed.pan, tilt=aimed.tilt, zoom=_within(zoom, 0, 1))


def magnification(zoom: float, optics: Optics) -> float:
    """How many times nearer than not zoomed; taken as linear in the generic zoom."""
    return 1 + (optics.most_zoom - 1) * _within(zoom, 0, 1)


def _degrees(generic: float, span: tuple[float, float]) -> float:
    low, high = span
    return low + (_within(generic, -1, 1) + 1) / 2 * (high - low)


def _generic(degrees: float, span: tuple[float, float]) -> float:
    low, high = span
    return _within((degrees - low) / (high - low) * 2 - 1, -1, 1)


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
