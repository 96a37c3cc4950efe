"""What the bodies of a play wear: their shapes and colours, drawn by lot from their numbers, as flat arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Body, VehicleKind
from toancanh.simulation.district_views.shapes import shapes
from toancanh.simulation.district_views.solids import Bank, Slot, Solid, bank_of

Floats = NDArray[np.float64]

KINDS: tuple[VehicleKind, ...] = tuple(VehicleKind)
"""A kind's code in arrays and files of truth is its place here."""
CARS = frozenset({VehicleKind.CAR, VehicleKind.VAN, VehicleKind.BUS, VehicleKind.LORRY})

# blue, green, red
_SHIRTS = (
    (48, 54, 188), (150, 86, 40), (220, 226, 226), (72, 120, 60), (60, 150, 210), (84, 66, 70), (40, 40, 44),
    (170, 130, 190),
)  # fmt: skip
_HATS = ((190, 196, 200), (40, 40, 150), (130, 70, 30), (36, 36, 38), (120, 190, 210), (70, 110, 60))
_HAIR, _STRAW = (28, 26, 30), (140, 190, 210)
_LOADS = ((150, 152, 150), (120, 80, 40), (60, 110, 70), (190, 196, 200), (50, 70, 140))
_SKIN, _GLASS, _DARK, _SIGN = (120, 150, 196), (66, 54, 44), (30, 28, 28), (40, 150, 220)
HEADLAMP_BGR, TAIL_BGR, BRAKE_BGR = (214, 244, 255), (26, 24, 130), (40, 40, 255)


@dataclass(frozen=True, kw_only=True, eq=False)
class Wardrobe:
    """By body number: ``code`` (n,) of its kind, ``size_m`` (n, 3) length, width, height, ``palette`` (n, slots, 3)
    shares of blue, green, red. ``near`` holds ``variants[code]`` shapes of each kind from ``first_near[code]`` on, of
    which ``lot`` (n,) chooses; ``far`` one of each kind. By kind: ``lamps`` (k, 4, 3) shares of the body, two in front
    and two behind, and ``plates`` (k, 2, 3) in front and behind; NaN where there is none.
    """

    code: NDArray[np.int8]
    size_m: Floats
    palette: Floats
    lot: NDArray[np.int64]
    variants: NDArray[np.int64]
    first_near: NDArray[np.int64]
    near: Bank
    far: Bank
    lamps: Floats
    plates: Floats


def dress(bodies: Sequence[Body], seed: int) -> Wardrobe:
    """Equal seeds dress equally; a body's own colour is its paint, or the shirt of who walks."""
    count = len(bodies)
    dice = np.random.default_rng((seed, 0xC0))
    lots = dice.integers(0, 1 << 30, (max(count, 1), 4))[:count]
    code = np.array([KINDS.index(body.kind) for body in bodies], np.int8)
    paint = np.array([body.colour[::-1] for body in bodies], np.float64).reshape(-1, 3)
    palette = np.zeros((count, len(Slot), 3))
    palette[:, Slot.PAINT] = paint
    palette[:, Slot.GLASS], palette[:, Slot.DARK] = _GLASS, _DARK
    palette[:, Slot.SKIN], palette[:, Slot.SIGN] = _SKIN, _SIGN
    palette[:, Slot.SHIRT] = np.array(_SHIRTS)[lots[:, 0] % len(_SHIRTS)]
    palette[:, Slot.HAT] = np.array(_HATS)[lots[:, 1] % len(_HATS)]
    palette[:, Slot.LOAD] = np.array(_LOADS)[lots[:, 2] % len(_LOADS)]
    walks = code == KINDS.index(VehicleKind.PEDESTRIAN)
    palette[walks, Slot.SHIRT] = paint[walks]
    bare = walks | (code == KINDS.index(VehicleKind.BICYCLE))
    palette[bare, Slot.HAT] = np.where(lots[bare, 3:] % 4 == 0, _STRAW, _HAIR)
    made = shapes()
    near = tuple(solid for kind in KINDS for solid in made[kind].near)
    variants = np.array([len(made[kind].near) for kind in KINDS], np.int64)
    return Wardrobe(
        code=code,
        size_m=np.array([(body.length_m, body.width_m, body.height_m) for body in bodies], np.float64).reshape(-1, 3),
        palette=palette / 255,
        lot=np.where(lots[:, 3] % 3 == 0, 1, 0) if count else lots[:, 3],
        variants=variants,
        first_near=np.cumsum(variants) - variants,
        near=bank_of(near),
        far=bank_of(tuple(made[kind].far for kind in KINDS)),
        lamps=np.stack([_lamps(made[kind].near[0]) for kind in KINDS]),
        plates=np.stack([_plates(made[kind].near[0]) for kind in KINDS]),
    )


def _lamps(solid: Solid) -> Floats:
    four = np.full((4, 3), np.nan)
    for start, chosen in ((0, solid.lamps[~solid.lamp_is_rear]), (2, solid.lamps[solid.lamp_is_rear])):
        four[start : start + len(chosen)] = chosen
    return four


def _plates(solid: Solid) -> Floats:
    nowhere = np.full(3, np.nan)
    return np.stack([nowhere if one is None else one for one in (solid.front_plate, solid.rear_plate)])
