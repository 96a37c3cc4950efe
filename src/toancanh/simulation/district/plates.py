"""Plates of Vietnamese form (TT 79/2024/TT-BCA, TT 81/2024/TT-BCA) that are nobody's.

No province has the codes 44, 45 and 46, so a plate made here can never be a real vehicle's: the code is the mark by
which every later step knows it for synthetic.
"""

from __future__ import annotations

import re
from random import Random

from toancanh.kernel import Invalid
from toancanh.simulation.district.model import PlateColour, VehicleKind

SYNTHETIC_CODES = ("44", "45", "46")
_LETTERS = "ABCDEFGHKLMNPSTUVXYZ"  # of white and yellow plates
_STATE_LETTERS = "ABCDEFGHKLM"
_FORM = re.compile(r"(?P<head>\d\d(?:[A-ZĐ]|-[A-ZĐ][1-9A-ZĐ]))[ -](?P<number>\d{3}\.\d\d)")
_YELLOW = {VehicleKind.CAR: 0.15, VehicleKind.VAN: 0.45, VehicleKind.BUS: 0.95, VehicleKind.LORRY: 0.6}
_BLUE = 0.02
_WITHOUT = frozenset({VehicleKind.BICYCLE, VehicleKind.PEDESTRIAN})


class PlateMaker:
    """Makes plates of which no two are equal."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def make(self, kind: VehicleKind) -> tuple[str | None, PlateColour | None]:
        """``45-B1 123.45`` for a motorcycle, ``45A-123.45`` for the others, None for who carries none."""
        if kind in _WITHOUT:
            return None, None
        colour = self._colour(kind)
        while True:
            plate = self._one(kind, colour)
            if plate not in self._given:
                self._given.add(plate)
                return plate, colour

    def _colour(self, kind: VehicleKind) -> PlateColour:
        share = self._chance.random()
        if share < _YELLOW.get(kind, 0):
            return PlateColour.YELLOW
        return PlateColour.BLUE if share > 1 - _BLUE else PlateColour.WHITE

    def _one(self, kind: VehicleKind, colour: PlateColour) -> str:
        chance = self._chance
        letters = _STATE_LETTERS if colour is PlateColour.BLUE else _LETTERS
        head = chance.choice(SYNTHETIC_CODES)
        number = f"{chance.randrange(1000):03}.{chance.randrange(1, 100):02}"
        if kind is VehicleKind.MOTORCYCLE:
            return f"{head}-{chance.choice(letters)}{chance.choice('123456789' + letters)} {number}"
        return f"{head}{chance.choice(letters)}-{number}"


def two_lines(plate: str) -> tuple[str, str]:
    """As on a short plate: ``("45-B1", "123.45")``, ``("45A", "123.45")``. A long plate shows the plate as it is."""
    parts = _FORM.fullmatch(plate)
    if parts is None:
        raise Invalid(f"{plate} is not of a plate's form")
    return parts["head"], parts["number"]


def normal_form(plate: str) -> str:
    """Upper-case letters and digits only: ``45B112345``."""
    return re.sub(r"[^0-9A-ZĐ]", "", plate.upper())


def is_synthetic(plate: str) -> bool:
    """Its code is no province's."""
    return plate[:2] in SYNTHETIC_CODES
