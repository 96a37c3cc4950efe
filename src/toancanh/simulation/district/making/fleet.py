"""What drives and walks: sizes, and how it behaves as a vehicle type of SUMO.

Sizes are those of common models. Behaviour is that of lane-less mixed traffic in SUMO's sub-lane model: two-wheelers
take any place across a lane, want little room beside them, and seep to the front of a queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from toancanh.simulation.district.model import VehicleKind

Colour = tuple[int, int, int]

_TWO_WHEELED = {"latAlignment": "arbitrary", "minGapLat": "0.25", "lcPushy": "0.5", "lcAssertive": "1.5"}
_FOUR_WHEELED = {"latAlignment": "arbitrary", "minGapLat": "0.4", "lcAssertive": "1.2"}
_BEHAVIOUR: Mapping[VehicleKind, Mapping[str, str]] = {
    VehicleKind.MOTORCYCLE: {
        **_TWO_WHEELED, "vClass": "motorcycle", "maxSpeed": "14", "accel": "2.2", "decel": "4.5", "sigma": "0.4",
        "tau": "0.8", "minGap": "0.6", "speedFactor": "normc(0.80,0.10,0.55,1.10)", "lcSpeedGain": "2",
    },
    VehicleKind.BICYCLE: {
        **_TWO_WHEELED, "vClass": "bicycle", "maxSpeed": "5", "accel": "1.0", "decel": "3.0", "sigma": "0.4",
        "tau": "0.8", "minGap": "0.6", "speedFactor": "normc(0.95,0.05,0.80,1.10)", "latAlignment": "right",
    },
    VehicleKind.CAR: {
        **_FOUR_WHEELED, "vClass": "passenger", "accel": "2.3", "decel": "4.5", "sigma": "0.4", "tau": "1.0",
        "minGap": "1.5", "speedFactor": "normc(0.88,0.10,0.60,1.20)",
    },
    VehicleKind.VAN: {
        **_FOUR_WHEELED, "vClass": "delivery", "accel": "1.9", "decel": "4.2", "sigma": "0.4", "tau": "1.1",
        "minGap": "1.6", "speedFactor": "normc(0.84,0.08,0.60,1.10)",
    },
    VehicleKind.BUS: {
        **_FOUR_WHEELED, "vClass": "bus", "accel": "1.2", "decel": "3.8", "sigma": "0.3", "tau": "1.2",
        "minGap": "2.0", "speedFactor": "normc(0.78,0.06,0.60,1.00)",
    },
    VehicleKind.LORRY: {
        **_FOUR_WHEELED, "vClass": "truck", "accel": "1.1", "decel": "3.8", "sigma": "0.4", "tau": "1.2",
        "minGap": "2.0", "speedFactor": "normc(0.76,0.08,0.55,1.00)",
    },
    VehicleKind.PEDESTRIAN: {"vClass": "pedestrian", "speedFactor": "normc(0.95,0.12,0.6,1.3)"},
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Model:
    """A size of a kind; ``weight`` among its kind."""

    key: str
    kind: VehicleKind
    weight: float
    length_m: float
    width_m: float
    height_m: float

    @property
    def attributes(self) -> dict[str, str]:
        """Of SUMO's ``vType``."""
        size = {"length": f"{self.length_m}", "width": f"{self.width_m}", "height": f"{self.height_m}"}
        return {"id": self.key, **size, **_BEHAVIOUR[self.kind]}


def _of(kind: VehicleKind, *sizes: tuple[str, float, float, float, float]) -> tuple[Model, ...]:
    return tuple(
        Model(key=f"{kind}.{key}", kind=kind, weight=weight, length_m=length, width_m=width, height_m=height)
        for key, weight, length, width, height in sizes
    )


# heights of two-wheelers are those of machine and rider
MODELS: Mapping[VehicleKind, tuple[Model, ...]] = {
    VehicleKind.MOTORCYCLE: _of(
        VehicleKind.MOTORCYCLE, ("cub", 5, 1.9, 0.70, 1.55), ("scooter", 4, 1.87, 0.69, 1.55), ("big", 1, 2.0, 0.8, 1.6)
    ),
    VehicleKind.BICYCLE: _of(VehicleKind.BICYCLE, ("city", 3, 1.75, 0.6, 1.6), ("electric", 2, 1.65, 0.62, 1.55)),
    VehicleKind.CAR: _of(
        VehicleKind.CAR,
        ("hatchback", 4, 3.70, 1.65, 1.50),
        ("sedan", 5, 4.45, 1.73, 1.48),
        ("crossover", 4, 4.55, 1.85, 1.66),
        ("pick_up", 1, 5.30, 1.86, 1.82),
    ),
    VehicleKind.VAN: _of(VehicleKind.VAN, ("sixteen_seats", 3, 5.6, 1.95, 2.5), ("parcels", 2, 4.6, 1.75, 1.95)),
    VehicleKind.BUS: _of(VehicleKind.BUS, ("city", 4, 11.5, 2.5, 3.1), ("midi", 2, 8.9, 2.4, 3.0)),
    VehicleKind.LORRY: _of(
        VehicleKind.LORRY, ("light", 5, 5.3, 1.9, 2.3), ("medium", 3, 7.6, 2.3, 2.9), ("tipper", 1, 8.9, 2.5, 3.3)
    ),
    VehicleKind.PEDESTRIAN: _of(VehicleKind.PEDESTRIAN, ("adult", 5, 0.35, 0.5, 1.65), ("child", 1, 0.28, 0.4, 1.25)),
}

# fmt: off
_PAINTS: Mapping[VehicleKind, tuple[Colour, ...]] = {
    VehicleKind.MOTORCYCLE: ((28, 28, 32), (150, 24, 30), (34, 58, 120), (190, 190, 186), (92, 98, 104), (24, 84, 70)),
    VehicleKind.BICYCLE: ((40, 90, 150), (170, 40, 44), (60, 62, 66), (196, 160, 60)),
    VehicleKind.CAR: (
        (232, 232, 228), (232, 232, 228), (30, 31, 34), (30, 31, 34), (150, 153, 156), (120, 20, 26), (38, 56, 96),
        (88, 66, 48),
    ),
    VehicleKind.VAN: ((230, 230, 226), (230, 230, 226), (160, 163, 166), (60, 80, 120)),
    VehicleKind.BUS: ((196, 42, 40), (228, 182, 44), (36, 120, 84), (40, 86, 160)),
    VehicleKind.LORRY: ((40, 84, 160), (226, 226, 222), (36, 110, 70), (190, 60, 40)),
    VehicleKind.PEDESTRIAN: (
        (210, 60, 60), (60, 90, 160), (40, 42, 46), (220, 214, 200), (80, 130, 80), (200, 150, 70), (140, 90, 140),
    ),
}
# fmt: on


def choose(kind: VehicleKind, chance: Random) -> tuple[Model, Colour]:
    """A size and a colour."""
    models = MODELS[kind]
    model = chance.choices(models, [one.weight for one in models])[0]
    shade = chance.randint(-8, 8)
    red, green, blue = (min(255, max(0, part + shade)) for part in chance.choice(_PAINTS[kind]))
    return model, (red, green, blue)
