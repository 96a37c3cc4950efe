"""Those who move, put before a camera: which faces of whom are seen where, in the order in which they are drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toancanh.simulation.district import Moment, VehicleKind
from toancanh.simulation.district_views.backdrop import SEEN_TO_M
from toancanh.simulation.district_views.pose import NEAREST_M, CameraPose
from toancanh.simulation.district_views.solids import Bank
from toancanh.simulation.district_views.wardrobe import KINDS, Wardrobe

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_NEAR_PX = 15.0  # in height: what is seen smaller has fewer faces
_LONG_M = 5.4  # those that reach past others' middles are sorted with care
_STEPS_PER_S = 3.4
_WALKS = KINDS.index(VehicleKind.PEDESTRIAN)


@dataclass(frozen=True, kw_only=True, eq=False)
class Troupe:
    """Those whose shapes are of one bank: ``shape`` (n,) in it, ``member`` (n,) their places in the stage; ``points_m``
    (n, p, 3) in the world, ``pixels`` (n, p, 2).
    """

    bank: Bank
    shape: Places
    member: Places
    points_m: Floats
    pixels: Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Stage:
    """Who is before a camera at a moment, n bodies, the furthest first. ``place`` (n,): of each in the moment's
    arrays; ``depth_m``: of its middle; ``box_px`` (n, 4): left, top, right, bottom of all its points, not cut.
    """

    moment: Moment
    place: Places
    number: NDArray[np.int32]
    depth_m: Floats
    box_px: Floats
    troupes: tuple[Troupe, ...]

    def __len__(self) -> int:
        return len(self.number)

    def outlines(self) -> list[Floats]:
        """The points of each body (p, 2) in pixels, in the stage's order."""
        found: list[Floats] = [np.zeros((0, 2))] * len(self)
        for troupe in self.troupes:
            for member, pixels in zip(troupe.member, troupe.pixels, strict=True):
                found[member] = pixels
        return found


def put_on_stage(moment: Moment, wardrobe: Wardrobe, pose: CameraPose) -> Stage:
    """Those who can be seen; whoever reaches nearer to the lens than it can see is left out."""
    size = wardrobe.size_m[moment.numbers]
    middle = np.column_stack([moment.x_m, moment.y_m, size[:, 2] / 2])
    seen = pose.seen_from(middle)
    reach = np.hypot(np.hypot(size[:, 0], size[:, 1]), size[:, 2]) / 2
    away = np.maximum(seen[:, 2], 1e-6)
    aside, below = np.abs(seen[:, 0]) - reach * 1.2, np.abs(seen[:, 1]) - reach * 1.2
    here = (seen[:, 2] > NEAREST_M + reach) & (seen[:, 2] < SEEN_TO_M)
    here &= aside / away * pose.focal_px < pose.width / 2
    here &= below / away * pose.focal_px < pose.height / 2
    place = np.flatnonzero(here)
    place = place[np.argsort(-np.linalg.norm(middle[place] - pose.place_m, axis=1), kind="stable")]
    place = _behind_the_long(place, moment, size, pose)
    depth = seen[place, 2]
    high_px = size[place, 2] / depth * pose.focal_px
    troupes = tuple(_troupes(place, high_px, moment, wardrobe, pose))
    box = np.zeros((len(place), 4))
    for troupe in troupes:
        box[troupe.member] = np.concatenate([troupe.pixels.min(axis=1), troupe.pixels.max(axis=1)], axis=1)
    return Stage(
        moment=moment,
        place=place,
        number=moment.numbers[place],
        depth_m=depth,
        box_px=box,
        troupes=troupes,
    )


def _behind_the_long(place: Places, moment: Moment, size: Floats, pose: CameraPose) -> Places:
    """Buses and lorries moved to behind those who stand on the camera's side of one of their sides: the nearest in
    the row of distances to where they are that leaves the fewest wrong.
    """
    order = place.tolist()
    camera = np.array((pose.x_m, pose.y_m))
    for one in [index for index in order if size[index, 0] > _LONG_M]:
        order.remove(one)
        others = np.array(order, np.intp)
        turn = moment.heading_rad[one]
        ahead, left = np.array((np.cos(turn), np.sin(turn))), np.array((-np.sin(turn), np.cos(turn)))
        middle = np.array((moment.x_m[one], moment.y_m[one]))
        offset = np.column_stack([moment.x_m[others], moment.y_m[others]]) - middle
        is_before = np.zeros(len(others), np.bool_)
        for axis, half in ((ahead, size[one, 0] / 2), (left, size[one, 1] / 2)):
            eye = float((camera - middle) @ axis)
            if abs(eye) > half:
                is_before |= offset @ axis * np.sign(eye) > half
        near = np.hypot(*offset.T) < size[one, 0] / 2 + 12
        wrong_if_before = np.concatenate([[0], np.cumsum(is_before & near)])
        behind = np.cumsum((~is_before & near)[::-1])[::-1]
        wrong = wrong_if_before + np.concatenate([behind, [0]])
        away = np.hypot(*(np.column_stack([moment.x_m[others], moment.y_m[others]]) - camera).T)
        natural = int(np.searchsorted(-away, -float(np.hypot(*(middle - camera)))))
        best = np.flatnonzero(wrong == wrong.min())
        order.insert(int(best[np.argmin(np.abs(best - natural))]), one)
    return np.array(order, np.intp)


def _troupes(place: Places, high_px: Floats, moment: Moment, wardrobe: Wardrobe, pose: CameraPose) -> Iterator[Troupe]:
    numbers = moment.numbers[place]
    code = wardrobe.code[numbers].astype(np.intp)
    step = np.floor(moment.t_s * _STEPS_PER_S).astype(np.int64)
    variant = wardrobe.lot[numbers] + np.where((code == _WALKS) & (moment.speed_mps[place] > 0.2), step, 0)
    near = wardrobe.first_near[code] + variant % wardrobe.variants[code]
    is_near = high_px >= _NEAR_PX
    for bank, shape, chosen in ((wardrobe.near, near, is_near), (wardrobe.far, code, ~is_near)):
        member = np.flatnonzero(chosen)
        if len(member):
            points = in_world(bank.points[shape[member]], place[member], moment, wardrobe)
            pixels = pose.pixels(pose.seen_from(points))
            yield Troupe(bank=bank, shape=shape[member], member=member, points_m=points, pixels=pixels)


def in_world(shares: Floats, place: Places, moment: Moment, wardrobe: Wardrobe) -> Floats:
    """(n, p, 3): points (p, 3), or (n, p, 3), given in shares of the body, of each of the bodies at ``place`` (n,)."""
    local = shares * wardrobe.size_m[moment.numbers[place]][:, None]
    turn = moment.heading_rad[place][:, None]
    cos, sin = np.cos(turn), np.sin(turn)
    return np.stack(
        [
            moment.x_m[place][:, None] + cos * local[..., 0] - sin * local[..., 1],
            moment.y_m[place][:, None] + sin * local[..., 0] + cos * local[..., 1],
            local[..., 2],
        ],
        axis=-1,
    )
