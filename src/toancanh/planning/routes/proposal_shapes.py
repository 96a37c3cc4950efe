"""What goes over the wire about proposals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from toancanh.infra.fields import Name, Words, printable
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.planning.consultation.docket import CaseFile
from toancanh.planning.consultation.machine import AgencyRole, ProposalState, Step, Verdict
from toancanh.planning.consultation.model import (
    AcceptanceFault,
    AcceptanceTest,
    Answer,
    DecisionDraft,
    InstalledCamera,
    MadeDecision,
    Opinion,
    TakenStep,
)
from toancanh.planning.proposals.model import MAX_CANDIDATES, Candidate, Proposal, ProposalDraft
from toancanh.planning.routes.lines import lines
from toancanh.planning.rulebook import Claim
from toancanh.registry.dossier.model import CameraKind, ConnectionKind, Funding, PurposeClass

Id = Annotated[str, StringConstraints(min_length=1, max_length=36)]
Version = Annotated[int | None, Field(ge=1, le=1_000_000_000, description="The version that was seen.")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(lines)]
Conditions = Annotated[
    list[
        Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), AfterValidator(lines)]
    ],
    Field(max_length=50),
]


class CandidateShape(RequestBody):
    """One camera as drawn; angles in degrees (tilt below the horizon), lengths in metres."""

    name: Name
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    height_m: Annotated[float, Field(gt=0, le=300, allow_inf_nan=False)]
    azimuth_deg: Annotated[float, Field(ge=0, lt=360, allow_inf_nan=False)]
    tilt_deg: Annotated[float, Field(ge=-30, le=90, allow_inf_nan=False)]
    hfov_deg: Annotated[float, Field(gt=0, le=360, allow_inf_nan=False)]
    width_px: Annotated[int, Field(ge=64, le=65_536)]
    height_px: Annotated[int, Field(ge=64, le=65_536)]
    kind: CameraKind = CameraKind.FIXED
    purpose: PurposeClass | None = None
    maker: Annotated[Words, Field(max_length=64)] = ""
    model: Annotated[Words, Field(max_length=64)] = ""
    codec: Annotated[Words, Field(max_length=32)] = "H.265"
    connection: ConnectionKind | None = None
    network: Annotated[bool | None, Field(description="An IP camera.")] = None
    onvif: bool | None = None
    conformity_certificate: Annotated[Words, Field(description="Number, QCVN 135:2024/BTTTT.")] = ""
    unique_password: bool | None = None
    notice: Annotated[bool | None, Field(description="A sign tells the public.")] = None
    new_pole: bool = False
    price_vnd: Annotated[int | None, Field(ge=0, le=1_000_000_000_000)] = None

    def candidate(self) -> Candidate:
        """As planning knows it."""
        return Candidate(**self.model_dump())


class ClaimShape(RequestBody):
    """The exception to the pause that is claimed, and the document that it rests on."""

    exception: Annotated[Words, Field(max_length=64)] = ""
    reference: Words = ""
    on: date | None = None

    def claim(self) -> Claim:
        """As planning knows it."""
        return Claim(**self.model_dump())


Candidates = Annotated[list[CandidateShape], Field(max_length=MAX_CANDIDATES)]
Days = Annotated[float | None, Field(gt=0, le=3650, allow_inf_nan=False)]


class ProposalCheck(RequestBody):
    """What is drawn, to be checked without saving."""

    owner_id: Id
    funding: Funding = Funding.BUDGET
    retention_days: Days = None
    claim: ClaimShape = ClaimShape()
    candidates: Candidates

    def draft(self) -> ProposalDraft:
        """As planning knows it."""
        return ProposalDraft(
            owner_id=self.owner_id,
            title="",
            funding=self.funding,
            retention_days=self.retention_days,
            claim=self.claim.claim(),
            candidates=tuple(each.candidate() for each in self.candidates),
        )


class ProposalNew(RequestBody):
    """A proposal to keep as a draft."""

    owner_id: Id
    title: Name
    justification: Text = ""
    funding: Funding = Funding.BUDGET
    retention_days: Days = None
    claim: ClaimShape = ClaimShape()
    candidates: Candidates = []

    def draft(self) -> ProposalDraft:
        """As planning knows it."""
        return ProposalDraft(
            owner_id=self.owner_id,
            title=self.title,
            justification=self.justification,
            funding=self.funding,
            retention_days=self.retention_days,
            claim=self.claim.claim(),
            candidates=tuple(each.candidate() for each in self.candidates),
        )


class ProposalPatch(RequestBody):
    """What to change; ``candidates`` replaces all."""

    title: Name | None = None
    justification: Text | None = None
    funding: Funding | None = None
    retention_days: Days = None
    claim: ClaimShape | None = None
    candidates: Candidates | None = None
    version: Version = None

    def given(self) -> dict[str, Any]:
        """The fields of `ProposalDraft` that were sent."""
        names = self.model_fields_set - {"version"}
        given: dict[str, Any] = {name: getattr(self, name) for name in names}
        given = {name: value for name, value in given.items() if value is not None or name == "retention_days"}
        if self.claim is not None:
            given["claim"] = self.claim.claim()
        if self.candidates is not None:
            given["candidates"] = tuple(each.candidate() for each in self.candidates)
        return given


class Seen(RequestBody):
    """A step that needs no more than the version that was seen."""

    version: Version = None


class OfficeOut(BaseModel):
    """An organisation to ask."""

    id: str
    name: str


class SharedViewOut(BaseModel):
    """A camera that sees the place already; what the asker may not know is empty."""

    kind: str = Field(description="`named`, or `other_owner`: only whom to ask is told.")
    density: str | None
    px_per_m: float
    share: float
    is_certain: bool
    is_reach: bool
    camera_id: str
    camera_code: str
    owner: OfficeOut | None
    ask: OfficeOut | None


class FindingOut(BaseModel):
    """What one technical rule says about one candidate."""

    rule: str
    conformity: str = Field(description="`met`, `unmet`, or `unknown` where the proposal does not say.")
    severity: str
    blocks: bool
    text_vi: str
    text_en: str
    source_title: str
    source_address: str
    certainty: str


class CostOut(BaseModel):
    """An estimate from assumed prices; ``line_year_vnd`` is paid every year, the rest once."""

    equipment_vnd: int
    storage_vnd: int
    line_year_vnd: int
    storage_bytes: int
    bitrate_bps: int


class CandidateCheckOut(BaseModel):
    """The checks of one candidate; areas in square metres by class of EN 62676-4 (each what has at least it)."""

    position: int
    area_m2: dict[str, float]
    gained_m2: dict[str, float]
    assumed: list[str]
    overlaps: list[SharedViewOut]
    findings: list[FindingOut]
    cost: CostOut


class PauseOut(BaseModel):
    """What the pause on new investment says."""

    verdict: str = Field(description="`not_in_force`, `forbidden`, `exception_incomplete` or `exception`.")
    number: str
    exception: str
    blocks: bool
    text_vi: str
    text_en: str
    certainty: str
    source_address: str
    version: str


class ChecksOut(BaseModel):
    """The immediate answer. ``blocking`` names what keeps it from being sent: `no_cameras`, `pause`, `rule_...`."""

    candidates: list[CandidateCheckOut]
    gained_m2: dict[str, float]
    cost: CostOut
    pause: PauseOut
    blocking: list[str]
    technical_version: str
    cost_version: str
    cost_note: str
    cost_certainty: str
    checked_at: TimeOut


def checks_out(source: dict[str, Any]) -> ChecksOut:
    """From a result as plain values."""
    return ChecksOut(checked_at=source["checked_at_us"], **{k: v for k, v in source.items() if k != "checked_at_us"})


class ProposalOut(BaseModel):
    """A proposal as it is in lists."""

    id: str
    number: str
    title: str
    owner_id: str
    owner_name: str
    state: ProposalState
    round: int
    cameras: int
    author_id: str
    version: int
    created_at: TimeOut
    updated_at: TimeOut
    submitted_at: TimeOut | None
    decided_at: TimeOut | None

    @classmethod
    def of(cls, source: Proposal, names: Mapping[str, str]) -> ProposalOut:
        """As sent; ``names``: of organisations."""
        return cls(**proposal_fields(source, names))


def proposal_fields(source: Proposal, names: Mapping[str, str]) -> dict[str, Any]:
    """The fields of `ProposalOut`."""
    return {
        "id": source.id,
        "number": source.number,
        "title": source.draft.title,
        "owner_id": source.owner_id,
        "owner_name": names.get(source.owner_id, ""),
        "state": source.state,
        "round": source.round,
        "cameras": len(source.draft.candidates),
        "author_id": source.author_id,
        "version": source.version,
        "created_at": source.created_at_us,
        "updated_at": source.updated_at_us,
        "submitted_at": source.submitted_at_us,
        "decided_at": source.decided_at_us,
    }


class OpinionOut(BaseModel):
    """A request for an opinion, and the answer where there is one."""

    id: str
    proposal_id: str
    round: int
    role: AgencyRole
    agency_id: str
    agency_name: str
    requested_at: TimeOut
    due_at: TimeOut
    answered_at: TimeOut | None
    is_late: bool = Field(description="It came after the deadline, or is missing after it.")
    after_decision: bool
    verdict: Verdict | None
    text: str
    conditions: list[str]

    @classmethod
    def of(cls, source: Opinion, now_us: int, names: Mapping[str, str]) -> OpinionOut:
        """As sent."""
        return cls(
            id=source.id,
            proposal_id=source.proposal_id,
            round=source.round,
            role=source.role,
            agency_id=source.agency_id,
            agency_name=names.get(source.agency_id, ""),
            requested_at=source.requested_us,
            due_at=source.due_us,
            answered_at=source.answered_us,
            is_late=source.asked.is_late(now_us),
            after_decision=source.after_decision,
            verdict=source.verdict,
            text=source.text,
            conditions=list(source.conditions),
        )


class DecisionOut(BaseModel):
    """A decision on one round."""

    round: int
    outcome: Step
    text: str
    conditions: list[str]
    organisation_id: str
    organisation_name: str
    decided_at: TimeOut

    @classmethod
    def of(cls, source: MadeDecision, names: Mapping[str, str]) -> DecisionOut:
        """As sent."""
        return cls(
            round=source.round,
            outcome=source.outcome,
            text=source.text,
            conditions=list(source.conditions),
            organisation_id=source.organisation_id,
            organisation_name=names.get(source.organisation_id, ""),
            decided_at=source.decided_us,
        )


class StepOut(BaseModel):
    """One step of its way; ``state`` after it."""

    round: int
    step: Step
    state: ProposalState
    actor_id: str
    organisation_id: str
    organisation_name: str
    at: TimeOut

    @classmethod
    def of(cls, source: TakenStep, names: Mapping[str, str]) -> StepOut:
        """As sent."""
        return cls(
            round=source.round,
            step=source.step,
            state=ProposalState(source.state),
            actor_id=source.actor_id,
            organisation_id=source.organisation_id,
            organisation_name=names.get(source.organisation_id, ""),
            at=source.at_us,
        )


class TestOut(BaseModel):
    """An acceptance test's result for one camera."""

    position: int
    camera_id: str
    at: TimeOut
    online: bool
    width_px: int | None
    height_px: int | None
    picture_at: TimeOut | None
    faults: list[AcceptanceFault]
    passed: bool

    @classmethod
    def of(cls, source: AcceptanceTest) -> TestOut:
        """As sent."""
        return cls(
            position=source.position,
            camera_id=source.camera_id,
            at=source.at_us,
            online=source.online,
            width_px=source.width_px,
            height_px=source.height_px,
            picture_at=source.picture_us,
            faults=list(source.faults),
            passed=source.passed,
        )


class TouchOut(BaseModel):
    """A protected thing that the proposal comes near; only those are listed that are there for the asker."""

    kind: str
    id: str
    owner_id: str


class CaseFileOut(ProposalOut):
    """A proposal with everything that happened to it."""

    justification: str
    funding: Funding
    retention_days: float | None
    claim: ClaimShape
    candidates: list[CandidateShape]
    camera_ids: list[str | None] = Field(description="Per candidate, once it stands in the registry.")
    checks: ChecksOut | None = Field(description="As kept when it was last sent; names no camera.")
    opinions: list[OpinionOut]
    decisions: list[DecisionOut]
    steps: list[StepOut]
    tests: list[TestOut]
    steps_now: list[Step] = Field(description="What the asker could do now.")
    wrote: bool = Field(description="The asker wrote of it: no opinion on it, no decision.")
    touches: list[TouchOut]

    @classmethod
    def of_file(cls, source: CaseFile, now_us: int) -> CaseFileOut:
        """As sent."""
        proposal = source.proposal
        draft = proposal.draft
        return cls(
            **proposal_fields(proposal, source.names),
            justification=draft.justification,
            funding=draft.funding,
            retention_days=draft.retention_days,
            claim=ClaimShape(exception=draft.claim.exception, reference=draft.claim.reference, on=draft.claim.on),
            candidates=[_shape(each) for each in draft.candidates],
            camera_ids=list(proposal.camera_ids),
            checks=checks_out(proposal.checks) if proposal.checks is not None else None,
            opinions=[OpinionOut.of(each, now_us, source.names) for each in source.opinions],
            decisions=[DecisionOut.of(each, source.names) for each in source.decisions],
            steps=[StepOut.of(each, source.names) for each in source.steps],
            tests=[TestOut.of(each) for each in source.tests],
            steps_now=sorted(source.steps_now),
            wrote=source.wrote,
            touches=[TouchOut(kind=kind, id=id, owner_id=owner_id) for kind, id, owner_id in source.touches],
        )


def _shape(source: Candidate) -> CandidateShape:
    return CandidateShape.model_construct(**{name: getattr(source, name) for name in Candidate.__dataclass_fields__})


class OpinionListed(OpinionOut):
    """A request in an agency's list."""

    number: str
    title: str
    owner_id: str
    owner_name: str
    state: ProposalState


class AskedOpinionOut(BaseModel):
    """One request with the proposal it is about."""

    opinion: OpinionOut
    proposal: CaseFileOut


class AnswerIn(RequestBody):
    """What the agency says; conditions only with an agreement on conditions."""

    verdict: Verdict
    text: Text = ""
    conditions: Conditions = []

    def answer(self) -> Answer:
        """As planning knows it."""
        return Answer(verdict=self.verdict, text=self.text, conditions=tuple(self.conditions))


class ProposalDecisionIn(RequestBody):
    """What the leader decides. ``take_over``: the conditions of the opinions become the decision's, too."""

    outcome: Annotated[Step, Field(description="`approve`, `refuse` or `return`.")]
    text: Text = ""
    conditions: Conditions = []
    take_over: bool = True
    version: Version = None

    def decision(self) -> DecisionDraft:
        """As planning knows it."""
        return DecisionDraft(
            step=self.outcome, text=self.text, conditions=tuple(self.conditions), take_over=self.take_over
        )


class InstalledIn(RequestBody):
    """What the installer hands over about one approved camera."""

    position: Annotated[int, Field(ge=0, lt=MAX_CANDIDATES)]
    code: Annotated[Name, Field(max_length=64)]
    name: Name
    main_url: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1024), AfterValidator(printable)
    ]
    username: Annotated[str, Field(max_length=200), AfterValidator(printable)] | None = None
    password: Annotated[str, Field(max_length=200), AfterValidator(printable)] | None = None
    serial: Annotated[Words, Field(max_length=64)] = ""
    mac: Annotated[Words, Field(max_length=32)] = ""
    site_id: Id | None = None

    def camera(self) -> InstalledCamera:
        """As planning knows it."""
        return InstalledCamera(**self.model_dump())


class InstallationIn(RequestBody):
    """All approved cameras, each once."""

    cameras: Annotated[list[InstalledIn], Field(max_length=MAX_CANDIDATES)]
    version: Version = None


class TestsOut(BaseModel):
    """One round of tests."""

    items: list[TestOut]
    passed: bool


class SettingsShape(RequestBody):
    """Which organisations are heard and asked; null where nobody has set it."""

    technology_agency_id: Id | None = None
    police_agency_id: Id | None = None
    sharing_office_id: Id | None = None
    opinion_days: Annotated[int, Field(ge=1, le=365)] = 10
