"""Pictures of cameras with known faults: places, light by the hour, weather, traffic, and what goes wrong.

Owns: the generated truth that picture diagnosis is measured on (docs/design/health-pictures.md).
Does not own: the diagnosis.
Invariants: equal seeds give equal pictures; seeds that thresholds were set on and seeds that figures are taken on are
apart (`days`).
"""

from toancanh.simulation.faulty_pictures.camera import OVERLAY, Decoder, KeyFrames, Moment, taken
from toancanh.simulation.faulty_pictures.days import (
    KINDS,
    TEST_SEEDS,
    TUNING_SEEDS,
    Day,
    approved_hours,
    fault,
    hour_for,
)
from toancanh.simulation.faulty_pictures.faults import Injected, Strength, behind, names_of, on_lens, on_sensor
from toancanh.simulation.faulty_pictures.places import HFOV_DEG, CameraPlace

__all__ = [
    "HFOV_DEG",
    "KINDS",
    "OVERLAY",
    "TEST_SEEDS",
    "TUNING_SEEDS",
    "CameraPlace",
    "Day",
    "Decoder",
    "Injected",
    "KeyFrames",
    "Moment",
    "Strength",
    "approved_hours",
    "behind",
    "fault",
    "hour_for",
    "names_of",
    "on_lens",
    "on_sensor",
    "taken",
]
