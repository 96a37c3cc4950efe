"""What those who move look like: a few boxes for each kind, fewer for whoever is far away. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from toancanh.simulation.district import VehicleKind
from toancanh.simulation.district_views.solids import Box, Mark, Side, Slot, Solid, solid_of


def _lamp_marks(up: tuple[float, float], wide: float) -> tuple[Mark, ...]:
    spans = ((0.03, 0.03 + wide), (0.97 - wide, 0.97))
    return tuple(
        Mark(side=side, across=span, up=up, slot=slot)
        for side, slot in ((Side.FRONT, Slot.HEADLAMP), (Side.REAR, Slot.TAIL))
        for span in spans
    )


def _wheels(spans: tuple[tuple[float, float], ...], high: float) -> tuple[Mark, ...]:
    """On both sides of a box, given along it from its rear."""
    right = [Mark(side=Side.RIGHT, across=span, up=(0.0, high), slot=Slot.DARK) for span in spans]
    left = [Mark(side=Side.LEFT, across=(1 - end, 1 - start), up=(0.0, high), slot=Slot.DARK) for start, end in spans]
    return (*right, *left)


def _windows(up: tuple[float, float], spans: tuple[tuple[float, float], ...]) -> tuple[Mark, ...]:
    right = [Mark(side=Side.RIGHT, across=span, up=up, slot=Slot.GLASS) for span in spans]
    left = [Mark(side=Side.LEFT, across=(1 - end, 1 - start), up=up, slot=Slot.GLASS) for start, end in spans]
    return (*right, *left)


def _car() -> Solid:
    return solid_of(
        (
            Box(u=(-0.45, 0.45), v=(-0.44, 0.44), w=(0.0, 0.2), slot=Slot.DARK),
            Box(
                u=(-0.5, 0.5), w=(0.1, 0.56), top_u=(-0.49, 0.46), top_v=(-0.47, 0.47), level=1,
                marks=(*_lamp_marks((0.5, 0.8), 0.2), *_wheels(((0.13, 0.28), (0.71, 0.86)), 0.45)),
            ),
            Box(
                u=(-0.44, 0.24), v=(-0.45, 0.45), w=(0.56, 1.0), top_u=(-0.32, 0.08), top_v=(-0.36, 0.36),
                slot=Slot.GLASS, top=Slot.PAINT, level=2,
                marks=(
                    Mark(side=Side.RIGHT, across=(0.42, 0.5), up=(0.0, 1.0), slot=Slot.PAINT),
                    Mark(side=Side.LEFT, across=(0.5, 0.58), up=(0.0, 1.0), slot=Slot.PAINT),
                ),
            ),
        ),
        lamps=((0.5, 0.38, 0.42), (0.5, -0.38, 0.42)),
        tails=((-0.5, 0.4, 0.45), (-0.5, -0.4, 0.45)),
        front_plate=(0.51, 0.0, 0.28),
        rear_plate=(-0.51, 0.0, 0.40),
    )  # fmt: skip


def _van() -> Solid:
    return solid_of(
        (
            Box(u=(-0.45, 0.45), v=(-0.44, 0.44), w=(0.0, 0.15), slot=Slot.DARK),
            Box(u=(0.2, 0.5), w=(0.08, 0.5), top_u=(0.2, 0.47), level=1, marks=_wheels(((0.3, 0.75),), 0.35)),
            Box(
                u=(-0.5, 0.4), w=(0.08, 1.0), top_u=(-0.49, 0.22), top_v=(-0.46, 0.46), level=1,
                marks=(
                    *_windows((0.52, 0.86), ((0.08, 0.32), (0.36, 0.62), (0.66, 0.93))),
                    *_wheels(((0.1, 0.26),), 0.28),
                    Mark(side=Side.FRONT, across=(0.05, 0.95), up=(0.48, 0.93), slot=Slot.GLASS),
                    Mark(side=Side.REAR, across=(0.1, 0.9), up=(0.55, 0.88), slot=Slot.GLASS),
                    Mark(side=Side.REAR, across=(0.02, 0.12), up=(0.25, 0.48), slot=Slot.TAIL),
                    Mark(side=Side.REAR, across=(0.88, 0.98), up=(0.25, 0.48), slot=Slot.TAIL),
                ),
            ),
        ),
        lamps=((0.49, 0.4, 0.36), (0.49, -0.4, 0.36)),
        tails=((-0.5, 0.43, 0.4), (-0.5, -0.43, 0.4)),
        front_plate=(0.51, 0.0, 0.2),
        rear_plate=(-0.51, 0.0, 0.3),
    )  # fmt: skip


def _bus() -> Solid:
    panes = tuple((0.04 + 0.155 * index, 0.18 + 0.155 * index) for index in range(6))
    return solid_of(
        (
            Box(
                u=(-0.5, 0.5), w=(0.03, 1.0), top_v=(-0.48, 0.48),
                marks=(
                    *_windows((0.42, 0.82), panes),
                    *_wheels(((0.16, 0.26), (0.74, 0.84)), 0.27),
                    Mark(side=Side.FRONT, across=(0.05, 0.95), up=(0.38, 0.84), slot=Slot.GLASS),
                    Mark(side=Side.FRONT, across=(0.25, 0.75), up=(0.87, 0.97), slot=Slot.SIGN),
                    Mark(side=Side.REAR, across=(0.12, 0.88), up=(0.5, 0.8), slot=Slot.GLASS),
                    *_lamp_marks((0.14, 0.22), 0.13),
                ),
            ),
        ),
        lamps=((0.5, 0.4, 0.2), (0.5, -0.4, 0.2)),
        tails=((-0.5, 0.42, 0.2), (-0.5, -0.42, 0.2)),
        front_plate=(0.503, 0.0, 0.16),
        rear_plate=(-0.503, 0.0, 0.28),
    )  # fmt: skip


def _lorry() -> Solid:
    return solid_of(
        (
            Box(
                u=(-0.5, 0.47), v=(-0.42, 0.42), w=(0.05, 0.3), slot=Slot.DARK,
                marks=_wheels(((0.1, 0.2), (0.22, 0.32), (0.8, 0.91)), 0.9),
            ),
            Box(u=(-0.5, 0.22), w=(0.3, 1.0), slot=Slot.LOAD, level=1, marks=(
                Mark(side=Side.REAR, across=(0.48, 0.52), up=(0.02, 0.98), slot=Slot.DARK),
                Mark(side=Side.REAR, across=(0.03, 0.12), up=(0.02, 0.07), slot=Slot.TAIL),
                Mark(side=Side.REAR, across=(0.88, 0.97), up=(0.02, 0.07), slot=Slot.TAIL),
            )),
            Box(
                u=(0.26, 0.5), v=(-0.47, 0.47), w=(0.14, 0.8), top_u=(0.28, 0.47), level=1,
                marks=(
                    Mark(side=Side.FRONT, across=(0.06, 0.94), up=(0.5, 0.93), slot=Slot.GLASS),
                    *_windows((0.52, 0.9), ((0.35, 0.85),)),
                    Mark(side=Side.FRONT, across=(0.04, 0.2), up=(0.14, 0.28), slot=Slot.HEADLAMP),
                    Mark(side=Side.FRONT, across=(0.8, 0.96), up=(0.14, 0.28), slot=Slot.HEADLAMP),
                ),
            ),
        ),
        lamps=((0.5, 0.4, 0.28), (0.5, -0.4, 0.28)),
        tails=((-0.5, 0.42, 0.33), (-0.5, -0.42, 0.33)),
        front_plate=(0.505, 0.0, 0.2),
        rear_plate=(-0.505, 0.0, 0.25),
    )  # fmt: skip


def _two_wheeler(*, has_pillion: bool, has_motor: bool) -> Solid:
    wide = 0.16 if has_motor else 0.08
    boxes = [
        Box(u=(-0.5, -0.2), v=(-wide / 2, wide / 2), w=(0.0, 0.34), slot=Slot.DARK),
        Box(u=(0.2, 0.5), v=(-wide / 2, wide / 2), w=(0.0, 0.34), slot=Slot.DARK),
        Box(u=(0.2, 0.38), v=(-0.14, 0.14) if has_motor else (-0.05, 0.05), w=(0.2, 0.56), top_u=(0.18, 0.3)),
        Box(
            u=(-0.46, 0.24) if has_motor else (-0.3, 0.24), v=(-1.2 * wide, 1.2 * wide), w=(0.2, 0.47),
            top_u=(-0.42, 0.16) if has_motor else (-0.3, 0.2),
            marks=(Mark(side=Side.REAR, across=(0.3, 0.7), up=(0.6, 0.9), slot=Slot.TAIL),) if has_motor else (),
        ),
        Box(u=(-0.1, 0.16), v=(-0.34, 0.34), w=(0.3, 0.52), top_v=(-0.28, 0.28), slot=Slot.DARK, level=1),  # legs
        Box(
            u=(-0.16, 0.1), v=(-0.28, 0.28), w=(0.46, 0.83), top_u=(-0.12, 0.08), top_v=(-0.3, 0.3), slot=Slot.SHIRT,
            level=2,
        ),
        Box(
            u=(0.06, 0.26), v=(-0.46, 0.46), w=(0.52, 0.66), top_u=(0.02, 0.14), top_v=(-0.34, 0.34), slot=Slot.SHIRT,
            level=2,
        ),
        Box(u=(-0.08, 0.08), v=(-0.15, 0.15), w=(0.83, 1.0), top_u=(-0.065, 0.055), top_v=(-0.13, 0.13), slot=Slot.HAT,
            level=3, marks=(Mark(side=Side.FRONT, across=(0.1, 0.9), up=(0.0, 0.55), slot=Slot.SKIN),)),
    ]  # fmt: skip
    if has_motor:
        boxes[2] = Box(
            u=(0.2, 0.38), v=(-0.2, 0.2), w=(0.2, 0.6), top_u=(0.18, 0.3),
            marks=(Mark(side=Side.FRONT, across=(0.25, 0.75), up=(0.7, 0.95), slot=Slot.HEADLAMP),),
        )  # fmt: skip
    if has_pillion:
        boxes += [
            Box(u=(-0.42, -0.18), v=(-0.27, 0.27), w=(0.46, 0.84), top_v=(-0.28, 0.28), slot=Slot.LOAD, level=2),
            Box(u=(-0.36, -0.2), v=(-0.15, 0.15), w=(0.84, 1.0), top_v=(-0.13, 0.13), slot=Slot.HAT, level=3),
        ]
    if not has_motor:
        return solid_of(tuple(boxes))
    return solid_of(tuple(boxes), lamps=((0.4, 0.0, 0.54),), tails=((-0.48, 0.0, 0.4),), rear_plate=(-0.5, 0.0, 0.33))


def _pedestrian(stride: float) -> Solid:
    return solid_of(
        (
            Box(u=(-0.2 + stride, 0.2 + stride), v=(0.04, 0.3), w=(0.0, 0.5), top_u=(-0.18, 0.2), slot=Slot.DARK),
            Box(u=(-0.2 - stride, 0.2 - stride), v=(-0.3, -0.04), w=(0.0, 0.5), top_u=(-0.18, 0.2), slot=Slot.DARK),
            Box(u=(-0.22, 0.22), v=(-0.42, 0.42), w=(0.46, 0.84), top_v=(-0.4, 0.4), slot=Slot.SHIRT, level=1),
            Box(u=(-0.18, 0.18), v=(-0.2, 0.2), w=(0.86, 1.0), slot=Slot.HAT, ends=Slot.SKIN, level=2),
        )
    )


def _block(slot: Slot, upper: Slot) -> Solid:
    """Two boxes: what is seen from far away."""
    return solid_of(
        (
            Box(u=(-0.5, 0.5), w=(0.0, 0.55), slot=slot),
            Box(u=(-0.42, 0.2), v=(-0.42, 0.42), w=(0.55, 1.0), slot=upper, top=slot, level=1),
        )
    )


def _carriage_far(slot: Slot) -> Solid:
    pane = Mark(side=Side.FRONT, across=(0.05, 0.95), up=(0.4, 0.85), slot=Slot.GLASS)
    rear = Mark(side=Side.REAR, across=(0.1, 0.9), up=(0.5, 0.8), slot=Slot.GLASS if slot is Slot.PAINT else slot)
    return solid_of((Box(u=(-0.5, 0.5), w=(0.04, 1.0), slot=slot, marks=(pane, rear)),))


def _rider_far() -> Solid:
    return solid_of(
        (
            Box(u=(-0.46, 0.44), v=(-0.16, 0.16), w=(0.0, 0.48)),
            Box(u=(-0.16, 0.12), v=(-0.36, 0.36), w=(0.46, 0.84), slot=Slot.SHIRT, level=1),
            Box(u=(-0.1, 0.08), v=(-0.17, 0.17), w=(0.84, 1.0), slot=Slot.HAT, level=2),
        )
    )


def _walker_far() -> Solid:
    return solid_of(
        (
            Box(u=(-0.2, 0.2), v=(-0.3, 0.3), w=(0.0, 0.48), slot=Slot.DARK),
            Box(u=(-0.22, 0.22), v=(-0.42, 0.42), w=(0.48, 0.86), slot=Slot.SHIRT, level=1),
            Box(u=(-0.18, 0.18), v=(-0.2, 0.2), w=(0.86, 1.0), slot=Slot.HAT, level=2),
        )
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Shapes:
    """``near``: variants of a kind, one of which a body has (of pedestrians: the steps of a stride)."""

    near: tuple[Solid, ...]
    far: Solid


def shapes() -> Mapping[VehicleKind, Shapes]:
    """By kind."""
    far = _block(Slot.PAINT, Slot.GLASS)
    return MappingProxyType(
        {
            VehicleKind.MOTORCYCLE: Shapes(
                near=(
                    _two_wheeler(has_pillion=False, has_motor=True),
                    _two_wheeler(has_pillion=True, has_motor=True),
                ),
                far=_rider_far(),
            ),
            VehicleKind.BICYCLE: Shapes(near=(_two_wheeler(has_pillion=False, has_motor=False),), far=_rider_far()),
            VehicleKind.CAR: Shapes(near=(_car(),), far=far),
            VehicleKind.VAN: Shapes(near=(_van(),), far=far),
            VehicleKind.BUS: Shapes(near=(_bus(),), far=_carriage_far(Slot.PAINT)),
            VehicleKind.LORRY: Shapes(near=(_lorry(),), far=_carriage_far(Slot.LOAD)),
            VehicleKind.PEDESTRIAN: Shapes(near=(_pedestrian(0.0), _pedestrian(0.35)), far=_walker_far()),
        }
    )
