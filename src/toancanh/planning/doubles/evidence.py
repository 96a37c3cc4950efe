"""What speaks for two entries being one camera, and against it; each piece has a weight, and a score is their sum.

The weights are natural log odds, fitted by logistic regression (ridge) on simulated cities of seeds 1 to 3 by
``benchmarks/doubles.py fit`` and rounded; equal names weigh what similar ones do. The rates in docs/design/planning.md
are of other seeds.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Evidence(enum.StrEnum):
    """One comparison's outcome. What nobody declared is no evidence either way."""

    SERIAL_SAME = "serial_same"
    SERIAL_SWAPPED = "serial_swapped"  # one slip of the fingers: letters swapped, doubled or left out
    SERIAL_ALMOST = "serial_almost"  # one letter is another: also what the next device of a batch has
    SERIAL_DIFFERS = "serial_differs"
    MAC_SAME = "mac_same"
    MAC_DIFFERS = "mac_differs"
    ADDRESS_SAME = "address_same"  # public, or private in the same network
    ADDRESS_MAYBE_SAME = "address_maybe_same"  # private, and of one side nobody said in which network
    ADDRESS_DIFFERS = "address_differs"  # in the same network
    NETWORK_DIFFERS = "network_differs"
    POLE_SAME = "pole_same"
    POLE_DIFFERS = "pole_differs"
    WITHIN_3_M = "within_3_m"
    WITHIN_10_M = "within_10_m"
    WITHIN_30_M = "within_30_m"
    WITHIN_100_M = "within_100_m"
    FAR = "far"
    DIRECTION_SAME = "direction_same"
    DIRECTION_NEAR = "direction_near"
    DIRECTION_DIFFERS = "direction_differs"
    KIND_DIFFERS = "kind_differs"
    MAKER_DIFFERS = "maker_differs"
    MODEL_SAME = "model_same"
    MODEL_DIFFERS = "model_differs"
    PICTURE_SAME = "picture_same"  # resolution and angle of view
    PICTURE_DIFFERS = "picture_differs"
    MOUNT_SAME = "mount_same"  # height and tilt
    MOUNT_DIFFERS = "mount_differs"
    NAME_SAME = "name_same"
    NAME_ALIKE = "name_alike"
    NAME_INITIALS = "name_initials"
    NAME_DIFFERS = "name_differs"
    CODE_ALIKE = "code_alike"
    UNIT_DIFFERS = "unit_differs"
    OWNER_SAME = "owner_same"
    CROWDED = "crowded"  # more than three others stand within 30 m


PRIOR = -2.9
"""Log odds of two entries that were compared at all."""

WEIGHTS: Mapping[Evidence, float] = {
    Evidence.SERIAL_SAME: 6.3,
    Evidence.SERIAL_SWAPPED: 4.3,
    Evidence.SERIAL_ALMOST: 3.3,
    Evidence.SERIAL_DIFFERS: -4.1,
    Evidence.MAC_SAME: 1.7,
    Evidence.MAC_DIFFERS: -3.7,
    Evidence.ADDRESS_SAME: 2.9,
    Evidence.ADDRESS_MAYBE_SAME: 3.3,
    Evidence.ADDRESS_DIFFERS: -1.2,
    Evidence.NETWORK_DIFFERS: -3.5,
    Evidence.POLE_SAME: 0.9,
    Evidence.POLE_DIFFERS: -2.0,
    Evidence.WITHIN_3_M: 1.6,
    Evidence.WITHIN_10_M: 1.3,
    Evidence.WITHIN_30_M: -0.2,
    Evidence.WITHIN_100_M: -1.8,
    Evidence.FAR: -0.9,
    Evidence.DIRECTION_SAME: 2.5,
    Evidence.DIRECTION_NEAR: 1.0,
    Evidence.DIRECTION_DIFFERS: -3.1,
    Evidence.KIND_DIFFERS: -2.0,
    Evidence.MAKER_DIFFERS: -2.5,
    Evidence.MODEL_SAME: 1.7,
    Evidence.MODEL_DIFFERS: -2.8,
    Evidence.PICTURE_SAME: 0.2,
    Evidence.PICTURE_DIFFERS: -2.4,
    Evidence.MOUNT_SAME: 0.7,
    Evidence.MOUNT_DIFFERS: -1.9,
    Evidence.NAME_SAME: 0.4,
    Evidence.NAME_ALIKE: 0.4,
    Evidence.NAME_INITIALS: 0.0,
    Evidence.NAME_DIFFERS: -0.5,
    Evidence.CODE_ALIKE: 0.0,
    Evidence.UNIT_DIFFERS: -0.9,
    Evidence.OWNER_SAME: -2.9,
    Evidence.CROWDED: -0.5,
}

THRESHOLD = 0.0
"""Pairs are shown to people from these log odds on."""


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A piece of evidence with its weight in this pair."""

    evidence: Evidence
    weight: float


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two entries (``a_id`` < ``b_id``) that may be one camera. ``score``: log odds."""

    a_id: str
    b_id: str
    score: float
    reasons: tuple[Reason, ...]


class PairState(enum.StrEnum):
    """Where a pair stands in the queue."""

    OPEN = "open"
    MERGED = "merged"
    DIFFERENT = "different"
