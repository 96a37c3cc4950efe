"""What goes over the wire about regulations and rights."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.model import Action, Need, Outcome, Role
from toancanh.governance.packs.life import Placed
from toancanh.governance.packs.mine import Place, Right
from toancanh.governance.packs.model import APPROVALS_NEEDED, PackState
from toancanh.governance.packs.simulating import Simulated
from toancanh.governance.people import Organisation
from toancanh.governance.regulation import Answer, Change, Engine, Words, try_cases
from toancanh.governance.regulation.pack import (
    Approval,
    Article,
    Duty,
    Facts,
    FootageRule,
    PermittedPurpose,
    RetentionClass,
    SharingRule,
    Status,
)
from toancanh.governance.regulation.sources import texts_of_policies
from toancanh.infra.http import RequestBody, TimeIn, TimeOut

Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


class Agreed(BaseModel):
    """One of the people who agreed."""

    user_id: str
    name: str
    at: TimeOut
    words: str


class RegulationOut(BaseModel):
    """A pack and where it stands."""

    id: str
    pack: str
    version: int
    status: Status = Field(description="What it calls itself: a draft that nobody issued, or issued.")
    state: PackState
    title: Words
    effective_from: date
    digest: str
    sha256: str
    reason: str
    proposed_by: str | None = Field(description="Null: it came with the software.")
    proposer: str
    proposed_at: TimeOut
    approvals: list[Agreed]
    approvals_needed: int
    refused_by: str
    refused_words: str
    at: TimeOut | None = Field(description="From when it holds or held.")
    can_roll_back: bool

    @classmethod
    def of(cls, source: Placed) -> RegulationOut:
        """As sent."""
        one = source.regulation
        return cls(
            id=one.id,
            pack=one.pack_id,
            version=one.version,
            status=Status(one.claims),
            state=source.state,
            title=one.title,
            effective_from=one.effective_from,
            digest=one.digest,
            sha256=one.sha256,
            reason=one.reason,
            proposed_by=one.proposed_by or None,
            proposer=one.proposer,
            proposed_at=one.proposed_us,
            approvals=[
                Agreed(user_id=said.user_id, name=said.name, at=said.at_us, words=said.words) for said in one.approvals
            ],
            approvals_needed=APPROVALS_NEEDED,
            refused_by=one.refused_by,
            refused_words=one.refused_words,
            at=source.at_us,
            can_roll_back=source.can_roll_back,
        )


class Regulations(BaseModel):
    """All packs, the newest first."""

    items: list[RegulationOut]


class PolicyOut(BaseModel):
    """A policy as it is written, and what it is about. ``actions`` null: all."""

    id: str
    article: str
    permits: bool
    text: str
    actions: list[str] | None
    roles: list[str]
    mask: bool
    watermark: bool
    max_seconds: float | None


class AnswerOut(BaseModel):
    """What the policies answered, and which of them decided."""

    outcome: Outcome
    needs: list[Need]
    purposes: list[str]
    policies: list[str]

    @classmethod
    def of(cls, source: Answer) -> AnswerOut:
        """As sent."""
        return cls(
            outcome=source.outcome,
            needs=sorted(source.needs),
            purposes=list(source.purposes),
            policies=[policy.id for policy in source.policies],
        )


class CaseOut(BaseModel):
    """A test case with its answer; ``why`` says what is wrong with that, or is empty. ``articles``: beside which it
    stands.
    """

    says: Words
    action: str
    facts: Facts
    expect: Outcome
    needs: list[Need]
    answer: AnswerOut
    why: str
    articles: list[str]


class RegulationFull(RegulationOut):
    """A pack to be read."""

    note: Words
    articles: list[Article]
    policies: list[PolicyOut]
    cases: list[CaseOut]
    purposes: list[PermittedPurpose]
    retention: list[RetentionClass]
    approval_rules: list[Approval]
    sharing: list[SharingRule]
    footage: list[FootageRule]
    duties: list[Duty]

    @classmethod
    def read(cls, source: Placed, engine: Engine) -> RegulationFull:
        """As sent."""
        pack = engine.pack
        return cls(
            **RegulationOut.of(source).__dict__,
            note=pack.title.note,
            articles=list(pack.articles),
            policies=_policies(engine),
            cases=_cases(engine),
            purposes=list(pack.purposes),
            retention=list(pack.retention),
            approval_rules=list(pack.approvals),
            sharing=list(pack.sharing),
            footage=list(pack.footage),
            duties=list(pack.duties),
        )


def _policies(engine: Engine) -> list[PolicyOut]:
    texts = texts_of_policies(engine)
    return [
        PolicyOut(
            id=policy.id,
            article=policy.article,
            permits=policy.permits,
            text=texts.get(position, ""),
            actions=None if (scope := engine.scopes[position]).actions is None else sorted(scope.actions or ()),
            roles=[str(role) for role in Role if role in scope.words],
            mask=policy.obligations.mask,
            watermark=policy.obligations.watermark,
            max_seconds=policy.obligations.max_seconds,
        )
        for position, policy in engine.policies.items()
    ]


def _cases(engine: Engine) -> list[CaseOut]:
    """What no policy permitted stands beside the articles that decide the same action in other cases."""
    tried = try_cases(engine)
    by_action: dict[str, set[str]] = {}
    for one in tried:
        by_action.setdefault(one.case.action, set()).update(policy.article for policy in one.answer.policies)
    return [
        CaseOut(
            says=one.case.says,
            action=one.case.action,
            facts=one.case.facts,
            expect=one.case.expect,
            needs=sorted(one.case.needs),
            answer=AnswerOut.of(one.answer),
            why=one.why,
            articles=sorted({policy.article for policy in one.answer.policies} or by_action[one.case.action]),
        )
        for one in tried
    ]


class RemarkIn(RequestBody):
    """Words for the record and for the others."""

    words: Remark = ""


class ReasonIn(RequestBody):
    """Why."""

    words: Reason


class SwitchIn(RequestBody):
    """When it takes effect; left out: on its day of effect, or now where that has come."""

    at: TimeIn | None = None


class RegulationChange(BaseModel):
    """A row that differs (as JSON), or the same question answered differently."""

    kind: str
    key: str
    role: str
    circumstance: str
    before: str
    after: str
    answer_before: AnswerOut | None
    answer_after: AnswerOut | None

    @classmethod
    def of(cls, source: Change) -> RegulationChange:
        """As sent."""
        old, new = source.answers or (None, None)
        return cls(
            kind=source.kind,
            key=source.key,
            role=source.role,
            circumstance=source.circumstance,
            before=source.before,
            after=source.after,
            answer_before=AnswerOut.of(old) if old else None,
            answer_after=AnswerOut.of(new) if new else None,
        )


class Difference(BaseModel):
    """What a pack says and answers differently from the one in force."""

    items: list[RegulationChange]


class ShiftExample(BaseModel):
    """An entry of the record that would be answered differently."""

    id: str
    at: TimeOut
    actor: str = Field(description="Empty once erased.")
    kind: str
    resource_id: str


class ShiftOut(BaseModel):
    """Requests that got one answer and would get another, with at most five of them."""

    action: str
    before: Outcome
    after: Outcome
    needs: list[str]
    policies: list[str]
    count: int
    examples: list[ShiftExample]


class SimulatedOut(BaseModel):
    """One part of a simulation; ask again with ``after`` until it is null, and add up."""

    decided: int
    without_purpose: int = Field(description="Of them, those whose purpose has been erased from the record.")
    shifts: list[ShiftOut]
    after: str | None
    reached: TimeOut = Field(description="How far back the record has been read.")

    @classmethod
    def of(cls, source: Simulated) -> SimulatedOut:
        """As sent."""
        return cls(
            decided=source.done.decided,
            without_purpose=source.done.without_purpose,
            shifts=[
                ShiftOut(
                    action=shift.action,
                    before=Outcome(shift.before),
                    after=Outcome(shift.outcome),
                    needs=shift.needs,
                    policies=shift.policies,
                    count=shift.count,
                    examples=[
                        ShiftExample(
                            id=one.id,
                            at=one.at_us,
                            actor=one.username,
                            kind=one.resource_kind,
                            resource_id=one.resource_id,
                        )
                        for one in shift.examples
                    ],
                )
                for shift in source.done.shifts
            ],
            after=source.after,
            reached=source.reached_us,
        )


class Named(BaseModel):
    """An organisation by its name."""

    id: str
    name: str


class RightOut(BaseModel):
    """An action, under a circumstance other than the plain one where the answer is another then."""

    action: Action
    circumstance: str
    answer: AnswerOut
    articles: list[str]
    mask: bool
    watermark: bool
    max_seconds: float | None

    @classmethod
    def of(cls, source: Right) -> RightOut:
        """As sent."""
        must = source.answer.obligations
        return cls(
            action=source.action,
            circumstance=source.circumstance,
            answer=AnswerOut.of(source.answer),
            articles=list(dict.fromkeys(policy.article for policy in source.answer.policies)),
            mask=must.mask,
            watermark=must.watermark,
            max_seconds=must.max_seconds,
        )


class PlaceOut(BaseModel):
    """Where these rights hold."""

    kind: str = Field(description="`roles`: at the organisations and below; `own`: the own account; `shared`.")
    organisations: list[Named]
    roles: list[Role]
    rights: list[RightOut]

    @classmethod
    def of(cls, source: Place, organisations: dict[str, Organisation]) -> PlaceOut:
        """As sent."""
        return cls(
            kind=source.kind,
            organisations=[
                Named(id=id, name=organisations[id].name) for id in source.organisations if id in organisations
            ],
            roles=[Role(role) for role in source.roles],
            rights=[RightOut.of(right) for right in source.rights],
        )


class MyRights(BaseModel):
    """What I may do, and which articles say so."""

    pack: str
    version: int
    status: Status
    title: Words
    articles: list[Article]
    purposes: list[PermittedPurpose]
    places: list[PlaceOut]
