"""Requests for opinions, decisions, tests. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from toancanh.planning.consultation.machine import AgencyRole, Asked, Step, Verdict


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """One agency's opinion on one round of a proposal, asked for and perhaps given."""

    id: str
    proposal_id: str
    round: int
    role: AgencyRole
    agency_id: str
    requested_us: int
    due_us: int
    answered_us: int | None = None
    answered_by: str | None = None
    after_decision: bool = False
    verdict: Verdict | None = None
    text: str = ""
    conditions: tuple[str, ...] = ()

    @property
    def asked(self) -> Asked:
        """As the guards see it."""
        return Asked(role=self.role, due_us=self.due_us, answered_us=self.answered_us)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What an agency says."""

    verdict: Verdict
    text: str = ""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DecisionDraft:
    """What the leader decides; ``step`` is one of `machine.DECISIONS`. ``conditions`` beside those taken over."""

    step: Step
    text: str = ""
    conditions: tuple[str, ...] = ()
    take_over: bool = True  # the conditions of the opinions


@dataclass(frozen=True, kw_only=True)
class MadeDecision:
    """A decision as kept."""

    proposal_id: str
    round: int
    outcome: Step
    text: str
    conditions: tuple[str, ...]
    decided_by: str
    organisation_id: str
    decided_us: int


@dataclass(frozen=True, kw_only=True)
class TakenStep:
    """One step of a proposal's way, for those concerned."""

    id: str
    proposal_id: str
    round: int
    step: Step
    state: str
    actor_id: str
    organisation_id: str
    at_us: int


@dataclass(frozen=True, kw_only=True)
class InstalledCamera:
    """What the installer hands over about one candidate."""

    position: int
    code: str
    name: str
    main_url: str
    username: str | None = None
    password: str | None = None
    serial: str = ""
    mac: str = ""
    site_id: str | None = None


class AcceptanceFault(enum.StrEnum):
    """Why an acceptance test did not pass."""

    NO_PICTURE = "no_picture"
    OFFLINE = "offline"
    RESOLUTION = "resolution"  # less than proposed
    OLD_PICTURE = "old_picture"  # not of now


@dataclass(frozen=True, kw_only=True)
class LivePicture:
    """What media sees of a camera now; the picture itself is not kept."""

    online: bool
    width_px: int | None
    height_px: int | None
    picture_us: int | None  # when the picture was taken


@dataclass(frozen=True, kw_only=True)
class AcceptanceTest:
    """The result for one camera."""

    id: str
    proposal_id: str
    position: int
    camera_id: str
    at_us: int
    tested_by: str
    online: bool
    width_px: int | None
    height_px: int | None
    picture_us: int | None
    faults: tuple[AcceptanceFault, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was wrong."""
        return not self.faults


FRESH_US = 30_000_000
"""A picture older than this, or so far in the future, is not of now."""


def faults_of(seen: LivePicture, *, width_px: int, height_px: int, now_us: int) -> tuple[AcceptanceFault, ...]:
    """What is wrong with what came, held against what was proposed."""
    faults = []
    if not seen.online:
        faults.append(AcceptanceFault.OFFLINE)
    if seen.picture_us is None or seen.width_px is None or seen.height_px is None:
        return (*faults, AcceptanceFault.NO_PICTURE)
    if abs(now_us - seen.picture_us) > FRESH_US:
        faults.append(AcceptanceFault.OLD_PICTURE)
    long_side, short_side = max(seen.width_px, seen.height_px), min(seen.width_px, seen.height_px)
    if long_side < max(width_px, height_px) or short_side < min(width_px, height_px):
        faults.append(AcceptanceFault.RESOLUTION)
    return tuple(faults)
