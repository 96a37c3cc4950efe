"""The terms of a placement proposal. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from toancanh.planning.consultation.machine import ProposalState
from toancanh.planning.geometry import DensityClass
from toancanh.planning.rulebook import Claim, CostEstimate, Finding, PauseFinding
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, PurposeClass

MAX_CANDIDATES = 50


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One camera as drawn; angles in degrees (tilt below the horizon), lengths in metres."""

    name: str
    lat: float
    lon: float
    height_m: float
    azimuth_deg: float
    tilt_deg: float
    hfov_deg: float
    width_px: int
    height_px: int
    kind: CameraKind = CameraKind.FIXED
    purpose: PurposeClass | None = None
    maker: str = ""
    model: str = ""
    codec: str = "H.265"
    connection: ConnectionKind | None = None
    network: bool | None = None  # an IP camera
    onvif: bool | None = None
    conformity_certificate: str = ""  # QCVN 135:2024/BTTTT
    unique_password: bool | None = None
    notice: bool | None = None
    new_pole: bool = False
    price_vnd: int | None = None

    @property
    def megapixels(self) -> float:
        """Of the picture."""
        return self.width_px * self.height_px / 1e6

    def rule_values(self, retention_days: float | None) -> dict[str, object]:
        """What the technical rules may look at."""
        return {
            "network": self.network,
            "onvif": self.onvif,
            "megapixels": self.megapixels,
            "conformity_certificate": self.conformity_certificate,
            "unique_password": self.unique_password,
            "notice": self.notice,
            "retention_days": retention_days,
            "codec": self.codec,
            "kind": str(self.kind),
            "height_m": self.height_m,
            "connection": str(self.connection) if self.connection is not None else None,
        }


@dataclass(frozen=True, kw_only=True)
class ProposalDraft:
    """A proposal as a person writes it."""

    owner_id: str  # the commune or department that proposes, and will own the cameras
    title: str
    justification: str = ""
    funding: Funding = Funding.BUDGET
    retention_days: float | None = None
    claim: Claim = field(default_factory=Claim)
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A proposal; identity is ``id``. ``number`` is what letters quote."""

    id: str
    number: str
    draft: ProposalDraft
    state: ProposalState
    round: int  # how often it was sent for opinions
    author_id: str
    camera_ids: tuple[str | None, ...]  # per candidate, once it stands in the registry
    checks: dict[str, Any] | None  # what the checks said when it was last sent
    version: int
    created_at_us: int
    updated_at_us: int
    submitted_at_us: int | None
    decided_at_us: int | None

    @property
    def owner_id(self) -> str:
        """Who proposes."""
        return self.draft.owner_id


class OverlapKind(enum.StrEnum):
    """What the asker may know about a camera that sees the place already."""

    NAMED = "named"  # its code and owner: ask to share
    OTHER_OWNER = "other_owner"  # only that there is one, and whom to ask


@dataclass(frozen=True, kw_only=True)
class Office:
    """An organisation to ask."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class SharedView:
    """A camera that already sees this place. What the asker may not know is empty.

    ``share``: of the candidate's ground; ``density``: the class of EN 62676-4. ``is_certain`` is False where nobody has
    declared where the camera looks, ``is_reach`` True for a PTZ camera that would have to turn. ``ask``: whom to ask.
    """

    kind: OverlapKind
    density: DensityClass | None = None
    px_per_m: float = 0.0
    share: float = 0.0
    is_certain: bool = True
    is_reach: bool = False
    camera_id: str = ""
    camera_code: str = ""
    owner: Office | None = None
    ask: Office | None = None


@dataclass(frozen=True, kw_only=True)
class CandidateCheck:
    """What the checks say about one candidate; areas in square metres by density class."""

    position: int
    area_m2: dict[str, float]
    gained_m2: dict[str, float]
    assumed: tuple[str, ...]
    overlaps: tuple[SharedView, ...]
    findings: tuple[Finding, ...]
    cost: CostEstimate


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """The immediate answer to a proposal, saved or not. ``blocking`` names what keeps it from being sent."""

    candidates: tuple[CandidateCheck, ...]
    gained_m2: dict[str, float]
    cost: CostEstimate
    pause: PauseFinding
    blocking: tuple[str, ...]
    technical_version: str
    cost_version: str
    cost_note: str
    cost_certainty: str
    checked_at_us: int


def today_in_hanoi(now_us: int) -> date:
    """The day on which rules are asked (UTC+7, no summer time)."""
    return date.fromordinal(_EPOCH + (now_us + _OFFSET_US) // _DAY_US)


_EPOCH = date(1970, 1, 1).toordinal()
_DAY_US = 86_400_000_000
_OFFSET_US = 7 * 3_600_000_000
