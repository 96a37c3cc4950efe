"""Solids of a few boxes with patches on their sides, and many of them in arrays of one size. Pure.

A solid's points are shares of its body: u along (front +0.5), v across (left +0.5), w up (top 1).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Slot(enum.IntEnum):
    """What a face is made of: its place in a body's palette. Those from `HEADLAMP` on shine by themselves."""

    PAINT = 0
    GLASS = 1
    DARK = 2
    SKIN = 3
    SHIRT = 4
    HAT = 5
    LOAD = 6
    HEADLAMP = 7
    TAIL = 8
    SIGN = 9


class Side(enum.IntEnum):
    """Sides of a box, in the order of its faces."""

    TOP = 0
    RIGHT = 1
    LEFT = 2
    FRONT = 3
    REAR = 4


_CORNERS = ((4, 5, 6, 7), (0, 1, 5, 4), (2, 3, 7, 6), (1, 2, 6, 5), (3, 0, 4, 7))  # by `Side`, as seen from outside


@dataclass(frozen=True, kw_only=True, eq=False)
class Solid:
    """``points`` (p, 3) shares; ``faces`` (f, 4) their corners, turning left as seen from outside; ``part`` (f,): the
    convex box a face belongs to; ``level`` (parts,): lower ones are drawn first. ``lamps`` (l, 3) and ``lamp_is_rear``
    (l,): what shines. ``front_plate``, ``rear_plate`` (3,): their middles, or None.
    """

    points: Floats
    faces: NDArray[np.intp]
    part: NDArray[np.intp]
    slot: NDArray[np.intp]
    level: NDArray[np.intp]
    lamps: Floats
    lamp_is_rear: NDArray[np.bool_]
    front_plate: Floats | None
    rear_plate: Floats | None


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A patch on a side of a box: from a0 to a1 of its width (right to left as seen from inside), b0 to b1 upwards."""

    side: Side
    across: tuple[float, float]
    up: tuple[float, float]
    slot: Slot


@dataclass(frozen=True, kw_only=True)
class Box:
    """``u``, ``v``, ``w``: from and to; ``top_u``, ``top_v``: of its upper face where that is smaller or larger.
    ``level``: what rests on others has a higher one, as cameras look down.
    """

    u: tuple[float, float]
    v: tuple[float, float] = (-0.5, 0.5)
    w: tuple[float, float]
    top_u: tuple[float, float] | None = None
    top_v: tuple[float, float] | None = None
    slot: Slot = Slot.PAINT
    top: Slot | None = None
    ends: Slot | None = None
    marks: tuple[Mark, ...] = ()
    level: int = 0

    def points(self) -> Floats:
        """(8, 3): below, then above."""
        below, above = (self.u, self.v, self.w[0]), (self.top_u or self.u, self.top_v or self.v, self.w[1])
        return np.array(
            [
                corner
                for (u, v, w) in (below, above)
                for corner in ((u[0], v[0], w), (u[1], v[0], w), (u[1], v[1], w), (u[0], v[1], w))
            ]
        )

    def slot_of(self, side: Side) -> Slot:
        """What a side is made of."""
        if side is Side.TOP and self.top is not None:
            return self.top
        if side in (Side.FRONT, Side.REAR) and self.ends is not None:
            return self.ends
        return self.slot


def solid_of(
    boxes: tuple[Box, ...],
    *,
    lamps: tuple[tuple[float, float, float], ...] = (),
    tails: tuple[tuple[float, float, float], ...] = (),
    front_plate: tuple[float, float, float] | None = None,
    rear_plate: tuple[float, float, float] | None = None,
) -> Solid:
    """Boxes put together; lamps and plates are given as shares of the body."""
    points: list[Floats] = []
    faces: list[tuple[int, ...]] = []
    part: list[int] = []
    slot: list[int] = []
    count = 0
    for number, box in enumerate(boxes):
        corners = box.points()
        points.append(corners)
        for side, face in zip(Side, _CORNERS, strict=True):
            faces.append(tuple(count + corner for corner in face))
            part.append(number)
            slot.append(box.slot_of(side))
        count += 8
        for mark in box.marks:
            points.append(_patch(corners[list(_CORNERS[mark.side])], mark))
            faces.append((count, count + 1, count + 2, count + 3))
            part.append(number)
            slot.append(mark.slot)
            count += 4
    return Solid(
        points=np.concatenate(points),
        faces=np.array(faces, np.intp),
        part=np.array(part, np.intp),
        slot=np.array(slot, np.intp),
        level=np.array([box.level for box in boxes], np.intp),
        lamps=np.array([*lamps, *tails], np.float64).reshape(-1, 3),
        lamp_is_rear=np.array([False] * len(lamps) + [True] * len(tails), np.bool_),
        front_plate=None if front_plate is None else np.array(front_plate),
        rear_plate=None if rear_plate is None else np.array(rear_plate),
    )


def _patch(face: Floats, mark: Mark) -> Floats:
    """Four points of a face (4, 3), bilinear."""
    near, far = mark.across
    low, high = mark.up

    def at(a: float, b: float) -> Floats:
        point: Floats = (face[0] * (1 - a) + face[1] * a) * (1 - b) + (face[3] * (1 - a) + face[2] * a) * b
        return point

    return np.array((at(near, low), at(far, low), at(far, high), at(near, high)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Bank:
    """Several solids in arrays of one size, so that a crowd is one computation: ``points`` (s, p, 3), filled up with
    each solid's first; ``faces`` (s, f, 4), filled up with faces of no size, which nobody sees; ``part`` and ``slot``
    (s, f); ``level`` and ``first``, the upper face, of each part (s, q).
    """

    points: Floats
    faces: NDArray[np.intp]
    part: NDArray[np.intp]
    slot: NDArray[np.intp]
    level: NDArray[np.intp]
    first: NDArray[np.intp]


def bank_of(solids: tuple[Solid, ...]) -> Bank:
    """In the order given."""
    most = max(len(one.points) for one in solids), max(len(one.faces) for one in solids)
    parts = max(len(one.level) for one in solids)
    count = len(solids)
    points = np.stack(
        [np.concatenate([one.points, one.points[:1].repeat(most[0] - len(one.points), 0)]) for one in solids]
    )
    faces, part = np.zeros((count, most[1], 4), np.intp), np.zeros((count, most[1]), np.intp)
    slot, level, first = np.zeros_like(part), np.zeros((count, parts), np.intp), np.zeros((count, parts), np.intp)
    for index, one in enumerate(solids):
        faces[index, : len(one.faces)], part[index, : len(one.faces)] = one.faces, one.part
        slot[index, : len(one.faces)] = one.slot
        level[index, : len(one.level)] = one.level
        first[index, : len(one.level)] = np.searchsorted(one.part, np.arange(len(one.level)))
    return Bank(points=points, faces=faces, part=part, slot=slot, level=level, first=first)
