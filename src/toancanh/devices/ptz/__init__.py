"""Steering a camera's head: who may, who does, and what it does when nobody does.

Owns: the lock of each camera, presets under our names, tours, the way home. Does not own: which device a camera is
(`ports.Heads`), the right to steer (governance), pictures (media).
Invariants: at most one person holds a camera; a lower priority never takes it from a higher one; a movement that nobody
keeps up is stopped by us, and by the device where it keeps its own limit; who takes it, over whom, and when it ended is
on record.
"""

from __future__ import annotations

from toancanh.devices.ptz.aim import Optics
from toancanh.devices.ptz.helm import Rest, Terms, Tour
from toancanh.devices.ptz.keeping import Keeping
from toancanh.devices.ptz.model import Held, MaySteer, Priority
from toancanh.devices.ptz.ports import Head, Heads
from toancanh.devices.ptz.seeing import Seeing
from toancanh.devices.ptz.steering import Seat, Steering

__all__ = [
    "Head",
    "Heads",
    "Held",
    "Keeping",
    "MaySteer",
    "Optics",
    "Priority",
    "Rest",
    "Seat",
    "Seeing",
    "Steering",
    "Terms",
    "Tour",
]
