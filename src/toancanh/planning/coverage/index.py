"""All cameras' fields as arrays, and what is asked of them. No judgement: the caller leaves out who may not be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from toancanh.planning.coverage.model import COUNTED, Candidate, Gain, Overlap, Seen, Spot, SpotCover
from toancanh.planning.coverage.rows import Floats, Rows, Sight, classes_of, sector_points
from toancanh.planning.geometry import CLASSES, THRESHOLDS, DensityClass, Projection, View, optics
from toancanh.registry.dossier.model import CameraFacts

SAMPLES = 4000
"""Points on the ground of one question: shares are right to about 1 of 100."""

HANOI = Projection(lat=21.03, lon=105.85)
"""Where metres are counted from in a city without cameras."""


class CoverageIndex:
    """Immutable once built; safe to share between threads."""

    def __init__(self, facts: Sequence[CameraFacts], projection: Projection, sight: Sight | None) -> None:
        self.projection = projection
        self.cameras: tuple[CameraFacts, ...] = tuple(each for each in facts if each.lifecycle in COUNTED)
        self.assumed: list[tuple[str, ...]] = []
        self._sight = sight
        east, north = projection.metres_per_degree
        self.x: Floats = (np.array([each.lon for each in self.cameras], dtype=np.float64) - projection.lon) * east
        self.y: Floats = (np.array([each.lat for each in self.cameras], dtype=np.float64) - projection.lat) * north
        camera: list[int] = []
        views: list[View] = []
        blind: list[int] = []
        for index, each in enumerate(self.cameras):
            known = optics(each)
            self.assumed.append(known.assumed)
            camera += [index] * len(known.views)
            views += known.views
            if not known.views:
                blind.append(index)
        self.undirected: npt.NDArray[np.int64] = np.array(blind, dtype=np.int64)
        at = np.array(camera, dtype=np.int64)
        self.rows = Rows(camera, views, self.x[at], self.y[at])
        if sight is not None:
            self.rows.block(sight, [(self.cameras[index].lat, self.cameras[index].lon) for index in camera])

    @classmethod
    def build(cls, facts: Iterable[CameraFacts], *, sight: Sight | None = None) -> CoverageIndex:
        """Of the cameras that count (`COUNTED`)."""
        known = list(facts)
        middle = HANOI
        if known:
            middle = Projection(
                lat=float(np.median([each.lat for each in known])), lon=float(np.median([each.lon for each in known]))
            )
        return cls(known, middle, sight)

    def overlap(self, candidate: Candidate) -> list[Overlap]:
        """The cameras that see ground which the candidate would see, most shared ground first.

        Last, as uncertain, those near enough of which nobody has declared where they look.
        """
        px, py, own, _ = self._sampled(candidate)
        if not len(px):
            return []
        own_class = classes_of(own)
        near = self.rows.near(px, py)
        density = self.rows.densities(near, px, py)
        found: list[Overlap] = []
        for place in np.flatnonzero((density > 0).any(axis=1)):
            row, seen = near[place], density[place]
            camera = int(self.rows.camera[row])
            facts = self.cameras[camera]
            made = Overlap(
                camera_id=facts.camera_id,
                owner_id=facts.owner_id,
                protected=facts.protected,
                px_per_m=float(np.median(seen[seen > 0])),
                share=float((seen > 0).mean()),
                as_good_share=float((classes_of(seen) >= own_class).mean()),
                is_reach=bool(self.rows.is_reach[row]),
                is_certain=True,
                assumed=self.assumed[camera],
            )
            found.append(made)
        found += self._perhaps(px, py)
        found.sort(key=lambda each: (not each.is_certain, -each.share, each.camera_id, each.is_reach))
        return found

    def gain(self, candidate: Candidate) -> Gain:
        """What the candidate would add to what cameras see without turning."""
        px, py, own, piece_m2 = self._sampled(candidate)
        best = self.best(px, py)
        return Gain(
            new_m2=_by_class(lambda least: float(((own >= least) & (best < least)).sum() * piece_m2)),
            total_m2=_by_class(lambda least: float((own >= least).sum() * piece_m2)),
            assumed=optics(candidate).assumed,
        )

    def best(self, px: Floats, py: Floats) -> Floats:
        """The best density at each point (metres) of what cameras see without turning; 0 where nothing."""
        near = self.rows.near(px, py)
        return _strongest(self.rows.densities(near[~self.rows.is_reach[near]], px, py))

    def spot(self, spot: Spot) -> SpotCover:
        """How well a spot is seen, and by whom."""
        x, y = self.projection.to_metres(spot.lat, spot.lon)
        ground = View(
            azimuth_deg=spot.azimuth_deg or 0.0,
            half_angle_deg=180.0 if spot.azimuth_deg is None else min(180.0, spot.width_deg / 2.0),
            near_m=0.0,
            limit_m=math.inf,
            height_m=0.0,
            focal_px=1.0,
            is_reach=False,
        )
        px, py, piece_m2 = sector_points(x, y, ground, SAMPLES, far_m=spot.radius_m)
        near = self.rows.near(px, py)
        density = self.rows.densities(near, px, py)
        turning = self.rows.is_reach[near]
        still = density[~turning]
        best, turned = _strongest(still), _strongest(density[turning])
        seen = []
        for place in np.flatnonzero((density > 0).any(axis=1)):
            facts = self.cameras[int(self.rows.camera[near[place]])]
            covers = density[place] > 0
            made = Seen(
                camera_id=facts.camera_id,
                owner_id=facts.owner_id,
                protected=facts.protected,
                px_per_m=float(np.median(density[place][covers])),
                share=float(covers.mean()),
                is_reach=bool(turning[place]),
            )
            seen.append(made)
        seen.sort(key=lambda each: (each.is_reach, -each.px_per_m, each.camera_id))
        return SpotCover(
            ground_m2=piece_m2 * len(px),
            m2=_by_class(lambda least: float((best >= least).sum() * piece_m2)),
            overlap_m2=float(((still > 0).sum(axis=0) >= 2).sum() * piece_m2),
            reach_m2=float(((best == 0) & (turned > 0)).sum() * piece_m2),
            cameras=tuple(seen),
        )

    def _sampled(self, candidate: Candidate) -> tuple[Floats, Floats, Floats, float]:
        """Points of the candidate's ground (metres), its density there, and the ground that a point stands for."""
        views = optics(candidate).views[:1]  # a PTZ's is all that it can turn to
        if not views:
            return np.zeros(0), np.zeros(0), np.zeros(0), 0.0
        x, y = self.projection.to_metres(candidate.lat, candidate.lon)
        rows = Rows([0], views, np.array([x]), np.array([y]))
        if self._sight is not None:
            rows.block(self._sight, [(candidate.lat, candidate.lon)])
        px, py, piece_m2 = sector_points(x, y, views[0], SAMPLES)
        own = rows.densities(np.zeros(1, dtype=np.int64), px, py)[0]
        return px[own > 0], py[own > 0], own[own > 0], piece_m2

    def _perhaps(self, px: Floats, py: Floats) -> list[Overlap]:
        """Cameras that stand near the points, and nobody knows where they look."""
        x, y = self.x[self.undirected], self.y[self.undirected]
        left, right, bottom, top = px.min(), px.max(), py.min(), py.max()
        within = (x >= left) & (x <= right) & (y >= bottom) & (y <= top)
        found = []
        for camera in self.undirected[within]:
            facts = self.cameras[camera]
            made = Overlap(
                camera_id=facts.camera_id,
                owner_id=facts.owner_id,
                protected=facts.protected,
                px_per_m=0.0,
                share=0.0,
                as_good_share=0.0,
                is_reach=False,
                is_certain=False,
                assumed=("azimuth_deg",),
            )
            found.append(made)
        return found


def _strongest(density: Floats) -> Floats:
    return density.max(axis=0) if len(density) else np.zeros(density.shape[1])


def _by_class(area_m2: Callable[[float], float]) -> dict[DensityClass, float]:
    return {name: area_m2(least) for name, least in zip(CLASSES, THRESHOLDS, strict=True)}
