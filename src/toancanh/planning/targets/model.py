"""The terms of key targets. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from toancanh.governance import ResourceRef, protected_tags
from toancanh.planning.geometry import DensityClass


class TargetKind(enum.StrEnum):
    """What kind of place it is."""

    GATE = "gate"  # gateway of the city
    GOVERNMENT = "government"  # party and state offices
    EMBASSY = "embassy"  # diplomatic missions
    HOSPITAL = "hospital"
    SCHOOL = "school"
    JUNCTION = "junction"
    STATION = "station"
    MARKET = "market"
    SQUARE = "square"
    BRIDGE = "bridge"
    INDUSTRIAL_ZONE = "industrial_zone"
    UTILITY = "utility"  # power, water, fuel
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Need:
    """What must be seen: the ground towards a direction (None: all around) in at least this class of EN 62676-4."""

    density: DensityClass
    azimuth_deg: float | None = None  # from the middle outwards
    width_deg: float = 90.0


@dataclass(frozen=True, kw_only=True)
class TargetDraft:
    """A target as a person describes it. ``polygon``: (lat, lon) of its corners, or empty for the circle."""

    name: str
    kind: TargetKind
    owner_id: str
    lat: float
    lon: float
    radius_m: float
    polygon: tuple[tuple[float, float], ...] = ()
    needs: tuple[Need, ...] = ()
    protected: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A place that matters; identity is ``id``."""

    id: str
    name: str
    kind: TargetKind
    owner_id: str
    lat: float
    lon: float
    radius_m: float
    polygon: tuple[tuple[float, float], ...]
    needs: tuple[Need, ...]
    protected: bool
    note: str
    version: int
    created_at_us: int
    updated_at_us: int

    @property
    def ref(self) -> ResourceRef:
        """As governance knows it."""
        return ref_of(self.id, self.owner_id, protected=self.protected)


def ref_of(target_id: str, owner_id: str, *, protected: bool) -> ResourceRef:
    """A target as governance knows it; ``target_id`` empty for a new one."""
    tags = protected_tags(protected)
    return ResourceRef(kind="target", id=target_id, owner_id=owner_id, tags=tags)


class CoverState(enum.StrEnum):
    """How far a need is met."""

    MET = "met"  # at least 0.9 of the ground
    PARTLY = "partly"
    UNMET = "unmet"  # at most 0.1
    UNSAID = "unsaid"  # nobody has said what must be seen


@dataclass(frozen=True, kw_only=True)
class NeedCover:
    """How far one need is met. ``share``: of its ground."""

    need: Need
    share: float
    state: CoverState


@dataclass(frozen=True, kw_only=True)
class TargetCover:
    """A target's state; the worst of its needs."""

    target_id: str
    state: CoverState
    needs: tuple[NeedCover, ...]
    as_of_us: int
    is_stale: bool


def state_of(share: float) -> CoverState:
    """The state that a share of the ground means."""
    if share >= 0.9:
        return CoverState.MET
    return CoverState.PARTLY if share > 0.1 else CoverState.UNMET


def worst(needs: tuple[NeedCover, ...]) -> CoverState:
    """Of all needs."""
    for state in (CoverState.UNMET, CoverState.PARTLY):
        if any(each.state is state for each in needs):
            return state
    return CoverState.MET if needs else CoverState.UNSAID
