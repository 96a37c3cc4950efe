"""A street with a signal, a house, and those whom a test puts there: small, so that views are cheap."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import numpy as np

from toancanh.simulation.district import (
    Body,
    Building,
    Crossing,
    Junction,
    Lane,
    Network,
    PlateColour,
    Play,
    Road,
    SignalFilm,
    SignalHead,
    Tracks,
    Turn,
    VehicleKind,
)
from toancanh.simulation.district_views import CameraPose
from toancanh.simulation.district_views.furniture import Furniture

SIZES = {
    VehicleKind.MOTORCYCLE: (1.9, 0.75, 1.6),
    VehicleKind.BICYCLE: (1.75, 0.6, 1.65),
    VehicleKind.CAR: (4.4, 1.75, 1.5),
    VehicleKind.VAN: (5.0, 1.9, 2.1),
    VehicleKind.BUS: (11.0, 2.5, 3.1),
    VehicleKind.LORRY: (7.5, 2.3, 2.9),
    VehicleKind.PEDESTRIAN: (0.5, 0.5, 1.68),
}
PLATES = {VehicleKind.MOTORCYCLE: "45-B1 123.45", VehicleKind.CAR: "45A-678.90"}
NOTHING_STANDS = Furniture(trees=(), lamps=())
ABOVE_THE_STREET = CameraPose(
    x_m=0.0, y_m=-20.0, height_m=8.0, azimuth_deg=0.0, tilt_deg=14.0, hfov_deg=50.0, width=320, height=180
)
"""At the street's southern end, looking along it to the north."""


def street(*, house_at: tuple[float, float] | None = None) -> Network:
    """It runs north from (0, 0); its stop line is at 60 m; a house of 12 m by 12 m may stand anywhere."""
    lanes = tuple(
        Lane(
            id=f"lane{index}",
            centre_m=np.array(((x, 0.0), (x, 60.0))),
            width_m=3.5,
            kinds=frozenset(VehicleKind) - {VehicleKind.PEDESTRIAN},
        )
        for index, x in enumerate((5.25, 1.75))
    )
    road = Road(id="road", name="Phố Thử", lanes=lanes, from_junction="S", to_junction="J", speed_limit_mps=11.1)
    head = SignalHead(
        junction_id="J", link=0, x_m=8.5, y_m=60.0, heading_rad=np.pi / 2, road_id="road",
        stop_line_m=np.array(((0.0, 59.0), (7.0, 59.0))), turns=frozenset({Turn.STRAIGHT}),
    )  # fmt: skip
    junction = Junction(
        id="J", name="Ngã tư Thử", heads=(head,),
        shape_m=np.array(((-10.0, 60.0), (10.0, 60.0), (10.0, 80.0), (-10.0, 80.0))),
    )  # fmt: skip
    crossing = Crossing(
        id="x", junction_id="J", centre_m=np.array(((0.0, 62.0), (7.0, 62.0))), width_m=3.0, link=None
    )  # fmt: skip
    houses = ()
    if house_at is not None:
        x, y = house_at
        shape = np.array(((x - 6, y - 6), (x + 6, y - 6), (x + 6, y + 6), (x - 6, y + 6)))
        houses = (Building(shape_m=shape, height_m=14.0),)
    return Network(
        origin_lat=21.0, origin_lon=105.8, roads=(road,), junctions=(junction,), connections=(), crossings=(crossing,),
        buildings=houses,
    )  # fmt: skip


Way = tuple[VehicleKind, tuple[float, float], tuple[float, float]]


def play_of(ways: Sequence[Way], *, duration_s: float = 120.0, start: datetime.time = datetime.time(10)) -> Play:
    """Each of ``ways`` goes straight from one place to another in the whole time; who stands looks north."""
    bodies, x, y, heading = [], [], [], []
    steps = int(duration_s) + 1
    for number, (kind, begin, end) in enumerate(ways):
        length_m, width_m, height_m = SIZES[kind]
        plate = PLATES.get(kind)
        bodies.append(
            Body(
                number=number, kind=kind, length_m=length_m, width_m=width_m, height_m=height_m, colour=(200, 40, 40),
                plate=plate, plate_colour=PlateColour.WHITE if plate else None,
            )
        )  # fmt: skip
        way = np.linspace(begin, end, steps)
        x.append(way[:, 0])
        y.append(way[:, 1])
        moved = np.subtract(end, begin)
        turn = np.arctan2(moved[1], moved[0]) if np.hypot(*moved) > 0 else np.pi / 2
        heading.append(np.full(steps, turn))
    count = len(bodies)
    flat = [np.concatenate(part or [np.zeros(0)]).astype(np.float32) for part in (x, y, heading)]
    return Play(
        name="thử",
        seed=3,
        start=start,
        duration_s=duration_s,
        bodies=tuple(bodies),
        tracks=Tracks(
            step_s=1.0, first=np.zeros(count, np.int32), counts=np.full(count, steps, np.int32),
            x_m=flat[0], y_m=flat[1], heading_rad=flat[2],
        ),
        films={"J": SignalFilm(times_s=(0.0, 30.0, 33.0), states=("G", "y", "r"))},
    )  # fmt: skip
