"""The terms of coverage: what is asked, and what is answered. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.planning.geometry import DensityClass
from toancanh.registry.dossier.model import CameraKind, Lifecycle

COUNTED = frozenset({Lifecycle.APPROVED, Lifecycle.INSTALLING, Lifecycle.OPERATING, Lifecycle.FAULTY})
"""What is there or decided: a wish covers nothing, and what was suspended or scrapped no longer does."""


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A camera that somebody thinks of putting up; angles in degrees, ``tilt_deg`` below the horizon."""

    lat: float
    lon: float
    azimuth_deg: float | None = None
    kind: CameraKind | None = None
    height_m: float | None = None
    tilt_deg: float | None = None
    hfov_deg: float | None = None
    width_px: int | None = None
    height_px: int | None = None


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """A camera that sees ground which the candidate would see. ``share``: of the candidate's ground, 0 to 1.

    ``px_per_m`` is the median of what it gives on the shared ground; ``as_good_share`` the part of the candidate's
    ground where it gives the candidate's class or better; ``is_reach``: it is a PTZ that would have to turn there.
    ``is_certain`` is False where nobody has declared where it looks: it may see all of it or nothing.
    """

    camera_id: str
    owner_id: str
    protected: bool
    px_per_m: float
    share: float
    as_good_share: float
    is_reach: bool
    is_certain: bool
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Gain:
    """What the candidate would add. ``new_m2``: ground that reaches a class for the first time, by class.

    ``total_m2``: all ground it would see, by class; each is what has at least that class.
    """

    new_m2: Mapping[DensityClass, float]
    total_m2: Mapping[DensityClass, float]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A circle of ground that must be seen, or a sector of it towards where one must look."""

    lat: float
    lon: float
    radius_m: float
    azimuth_deg: float | None = None
    width_deg: float = 90.0


@dataclass(frozen=True, kw_only=True)
class SpotCover:
    """How well a spot is seen. ``m2``: ground with at least each class; ``overlap_m2``: seen by two or more.

    ``reach_m2``: ground that only a PTZ could turn to. ``cameras``: who sees it, best density first.
    """

    ground_m2: float
    m2: Mapping[DensityClass, float]
    overlap_m2: float
    reach_m2: float
    cameras: tuple[Seen, ...]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A camera that sees a spot; ``share`` of the spot's ground."""

    camera_id: str
    owner_id: str
    protected: bool
    px_per_m: float
    share: float
    is_reach: bool


@dataclass(frozen=True, kw_only=True)
class UnitCover:
    """One unit's ground: how much there is, how much is seen, by class, twice, or by nobody."""

    unit_id: str
    cameras: int
    undirected: int  # cameras of which nobody has said where they look: they cover nothing here
    ground_m2: float
    m2: Mapping[DensityClass, float] = field(default_factory=dict)
    overlap_m2: float = 0.0
    reach_m2: float = 0.0
