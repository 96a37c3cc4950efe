"""Who takes what is seen. Traffic implements `Sink` (minutes, incidents); bootstrap hands them to the process.

How it is called, for who writes one:

- All calls come from one thread of the process of watching, one after the other; a sink needs no lock and may block
  for tens of milliseconds (a row, a file). What has to wait longer belongs into a thread of its own: while a sink
  holds it up, pictures of every camera are left out (counted, and told in the plan), never kept without a bound.
- For each camera: ``begins``, then ``saw`` for every picture that was looked at, then ``interrupted``; and again. After
  an interruption other than `Interruption.STEP` or `Interruption.STILL` there is no ``saw`` before the next ``begins``.
- Numbers of tracks hold between two interruptions. After any, what is remembered of tracks is to be forgotten.
- ``round`` comes about once a second whatever the cameras do, so that minutes are closed and alarms told on time.
- A sink that raises a `PlatformError` is logged and goes on with the next call; any other exception ends the process,
  which its supervisor starts anew.

A time without pictures is never told as one without traffic: nothing at all is told of it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from toancanh.health.model import FaultKind
from toancanh.media.model import ClockSource
from toancanh.vision.calibration import Calibration
from toancanh.vision.watching import Sight
from toancanh.vision.zones import Zone


class Purpose(enum.StrEnum):
    """What a camera is watched for; a camera asks for one or for several."""

    COUNTING = "counting"  # minutes of traffic: every vehicle over a line
    INCIDENTS = "incidents"  # what stands, goes the wrong way, does not move on


class Method(enum.StrEnum):
    """How objects are found; ``MODEL`` goes with the name of an approved model."""

    WITHOUT_WEIGHTS = "without_weights"
    MODEL = "model"


class Interruption(enum.StrEnum):
    """Why what is remembered of tracks does not hold any more."""

    STREAM = "stream"  # no pictures come, or another run of them
    STEP = "step"  # the camera's clock was set, or the film jumped: it goes on at once with new tracks
    STILL = "still"  # every picture is the same one; ``saw`` comes again when they change
    LEARNING = "learning"  # the camera was moved or the lamps went on: the empty street is learned anew
    WORKER = "worker"  # the worker hung, ran out of memory or died; a new one starts
    PLAN = "plan"  # the plan, a drawing or the calibration changed, or the platform stops


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What the plan gives one camera. ``method_name``: what figures are told to rest on ("without_weights", or the
    model's name). ``looks_per_s``: of so many pictures a second as can be had.
    """

    camera_id: str
    purposes: frozenset[Purpose]
    method_name: str
    looks_per_s: float
    zones: tuple[Zone, ...]
    calibration: Calibration | None
    version: int  # of what is drawn


@dataclass(frozen=True, kw_only=True)
class FrameQuality:
    """One picture that was looked at. ``time_us``: UTC of capture, and ``time_source`` how that was obtained.
    ``steady_us``: by a counter that nobody sets; differences hold between two interruptions. ``faults``: what health
    has open at this camera now; ``is_fit`` is False where one of them makes what is seen no basis for a figure or an
    alarm (such a picture is told all the same, so that a sink can say so).
    """

    time_us: int
    steady_us: int
    time_source: ClockSource
    width_px: int
    height_px: int
    faults: frozenset[FaultKind] = frozenset()
    is_fit: bool = True


class Sink(Protocol):
    """See the module's text for when and how it is called."""

    def begins(self, assignment: Assignment) -> None:
        """From now on this camera is watched like this."""
        ...

    def saw(self, camera_id: str, sight: Sight, frame: FrameQuality) -> None:
        """What one picture gave. ``sight`` may be empty: the street was looked at, and nothing was on it."""
        ...

    def interrupted(self, camera_id: str, why: Interruption, at_us: int) -> None:
        """What is remembered of this camera's tracks does not hold any more."""
        ...

    def round(self, now_us: int) -> None:
        """About once a second."""
        ...

    def close(self) -> None:
        """The process ends; every camera was interrupted before."""
        ...


Sinks = Sequence[Sink]
