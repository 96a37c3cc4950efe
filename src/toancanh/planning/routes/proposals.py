"""``/proposals``, ``/opinions``, ``/planning-settings``."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.kernel import Principal
from toancanh.planning.consultation.installation import LivePictures
from toancanh.planning.consultation.machine import AgencyRole, ProposalState
from toancanh.planning.consultation.service import OpinionQuery
from toancanh.planning.consultation.settings import PlanningSettings
from toancanh.planning.letters.letter import LetterFormat, LetterKind
from toancanh.planning.proposals.plain import plain
from toancanh.planning.proposals.service import ProposalQuery
from toancanh.planning.routes.proposal_shapes import (
    AnswerIn,
    AskedOpinionOut,
    CaseFileOut,
    ChecksOut,
    InstallationIn,
    OpinionListed,
    OpinionOut,
    ProposalCheck,
    ProposalDecisionIn,
    ProposalNew,
    ProposalOut,
    ProposalPatch,
    Seen,
    SettingsShape,
    TestOut,
    TestsOut,
    checks_out,
)
from toancanh.planning.routes.rule_shapes import RulesOut
from toancanh.planning.service import Planning

_MEDIA_TYPES = {
    LetterFormat.PDF: "application/pdf",
    LetterFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def proposals_router(planning: Planning, pictures: LivePictures) -> APIRouter:
    """From the drawing to the accepted camera."""
    routes = APIRouter(prefix="/proposals", tags=["proposals"], responses=PROBLEMS, dependencies=SECURITY)

    def case_file(principal: Principal, proposal_id: str, source: str) -> CaseFileOut:
        found = planning.placement.proposals.get(principal, proposal_id, source=source)
        return CaseFileOut.of_file(found, planning.placement.clock.now_us())

    @routes.get("")
    def list_proposals(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        q: Words = "",
        state: ProposalState | None = None,
        owner_id: Annotated[str, Query(max_length=36)] = "",
    ) -> Page[ProposalOut]:
        """Those of one's own organisations, and those on which one's agency was asked; the newest first."""
        wanted = ProposalQuery(q=q, state=state, owner_id=owner_id, before=after or "")
        shown = page(planning.placement.proposals.page(principal, wanted, limit=limit + 1), limit)
        names = planning.placement.names({item.owner_id for item in shown.items})
        return Page(items=[ProposalOut.of(item, names) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_proposal(principal: SignedIn, body: ProposalNew, source: Source) -> CaseFileOut:
        """Keep a draft."""
        made = planning.placement.proposals.create(principal, body.draft(), source=source)
        return case_file(principal, made.id, source)

    @routes.post("/check")
    def check_drawing(principal: SignedIn, body: ProposalCheck, source: Source) -> ChecksOut:
        """What the checks say about what is drawn; nothing is saved, that it was asked is on record."""
        return checks_out(plain(planning.placement.proposals.check(principal, body.draft(), source=source)))

    @routes.get("/rules")
    def rules(_principal: SignedIn) -> RulesOut:
        """The rule files that the checks go by, with their sources and how sure they are."""
        return RulesOut.of(planning.placement.rulebook)

    @routes.get("/{proposal_id}")
    def get_proposal(principal: SignedIn, proposal_id: str, source: Source) -> CaseFileOut:
        """One proposal with everything that happened to it."""
        return case_file(principal, proposal_id, source)

    @routes.patch("/{proposal_id}")
    def change_proposal(principal: SignedIn, proposal_id: str, body: ProposalPatch, source: Source) -> CaseFileOut:
        """Change a draft, or what was returned."""
        given = body.given()
        planning.placement.proposals.update(
            principal, proposal_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return case_file(principal, proposal_id, source)

    @routes.get("/{proposal_id}/checks")
    def checks_of(principal: SignedIn, proposal_id: str, source: Source) -> ChecksOut:
        """What the checks say now, as the asker may know it."""
        return checks_out(plain(planning.placement.proposals.checks_of(principal, proposal_id, source=source)))

    @routes.post("/{proposal_id}/submit")
    def submit(principal: SignedIn, proposal_id: str, body: Seen, source: Source) -> CaseFileOut:
        """Check it and ask the agencies for their opinions."""
        planning.placement.consultation.submit(principal, proposal_id, version=body.version, source=source)
        return case_file(principal, proposal_id, source)

    @routes.post("/{proposal_id}/withdraw")
    def withdraw(principal: SignedIn, proposal_id: str, body: Seen, source: Source) -> CaseFileOut:
        """No longer wanted."""
        planning.placement.proposals.withdraw(principal, proposal_id, version=body.version, source=source)
        return case_file(principal, proposal_id, source)

    @routes.post("/{proposal_id}/decision")
    def decide(principal: SignedIn, proposal_id: str, body: ProposalDecisionIn, source: Source) -> CaseFileOut:
        """Approve, refuse or return it."""
        planning.placement.consultation.decide(
            principal, proposal_id, body.decision(), version=body.version, source=source
        )
        return case_file(principal, proposal_id, source)

    @routes.post("/{proposal_id}/installation")
    def install(principal: SignedIn, proposal_id: str, body: InstallationIn, source: Source) -> CaseFileOut:
        """The approved cameras hang: their codes and addresses."""
        cameras = [each.camera() for each in body.cameras]
        planning.placement.installation.install(principal, proposal_id, cameras, version=body.version, source=source)
        return case_file(principal, proposal_id, source)

    @routes.post("/{proposal_id}/acceptance/test")
    async def test(principal: SignedIn, proposal_id: str, source: Source) -> TestsOut:
        """Look at each camera now and keep what was seen."""
        made = await planning.placement.installation.test(principal, proposal_id, pictures, source=source)
        return TestsOut(items=[TestOut.of(each) for each in made], passed=all(each.passed for each in made))

    @routes.post("/{proposal_id}/acceptance")
    def accept(principal: SignedIn, proposal_id: str, body: Seen, source: Source) -> CaseFileOut:
        """All cameras passed their last test: they operate."""
        planning.placement.installation.accept(principal, proposal_id, version=body.version, source=source)
        return case_file(principal, proposal_id, source)

    @routes.get(
        "/{proposal_id}/letters/{kind}.{file_format}",
        response_class=Response,
        responses={200: {"content": {media_type: {} for media_type in _MEDIA_TYPES.values()}}},
    )
    def letter(
        principal: SignedIn,
        proposal_id: str,
        kind: LetterKind,
        file_format: LetterFormat,
        source: Source,
        role: Annotated[AgencyRole, Query(description="Which agency's, where there is one for each.")] = (
            AgencyRole.TECHNOLOGY
        ),
    ) -> Response:
        """A letter or form in Vietnamese, ready to be signed."""
        made = planning.placement.letters.write(principal, proposal_id, kind, file_format, role=role, source=source)
        headers = {
            "Content-Disposition": f'attachment; filename="{made.file_name}"',
            "Cache-Control": "private, no-store",
        }
        return Response(made.content, media_type=_MEDIA_TYPES[file_format], headers=headers)

    return routes


def opinions_router(planning: Planning) -> APIRouter:
    """What one's agency was asked."""
    routes = APIRouter(prefix="/opinions", tags=["proposals"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_opinions(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        pending: Annotated[bool | None, Query(description="Only those still open, or only the others.")] = None,
    ) -> Page[OpinionListed]:
        """Requests to the asker's agencies, the newest first."""
        wanted = OpinionQuery(pending=pending, before=after or "")
        found = planning.placement.consultation.page(principal, wanted, limit=limit + 1)
        shown = page(found, limit, key=lambda pair: pair[0].id)
        now_us = planning.placement.clock.now_us()
        named = {one for opinion, proposal in shown.items for one in (opinion.agency_id, proposal.owner_id)}
        names = planning.placement.names(named)
        items = [
            OpinionListed(
                **OpinionOut.of(opinion, now_us, names).__dict__,
                number=proposal.number,
                title=proposal.draft.title,
                owner_id=proposal.owner_id,
                owner_name=names.get(proposal.owner_id, ""),
                state=proposal.state,
            )
            for opinion, proposal in shown.items
        ]
        return Page(items=items, next=shown.next)

    @routes.get("/{opinion_id}")
    def get_opinion(principal: SignedIn, opinion_id: str, source: Source) -> AskedOpinionOut:
        """One request with the proposal it is about."""
        found = planning.placement.consultation.opinion(principal, opinion_id, source=source)
        now_us = planning.placement.clock.now_us()
        return AskedOpinionOut(
            opinion=OpinionOut.of(found.opinion, now_us, found.case_file.names),
            proposal=CaseFileOut.of_file(found.case_file, now_us),
        )

    @routes.post("/{opinion_id}")
    def answer(principal: SignedIn, opinion_id: str, body: AnswerIn, source: Source) -> OpinionOut:
        """Give the agency's opinion, once; a late one is kept and seen to be late."""
        given = planning.placement.consultation.answer(principal, opinion_id, body.answer(), source=source)
        names = planning.placement.names({given.agency_id})
        return OpinionOut.of(given, planning.placement.clock.now_us(), names)

    return routes


def settings_router(planning: Planning) -> APIRouter:
    """Which organisations are heard and asked."""
    routes = APIRouter(prefix="/planning-settings", tags=["proposals"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def get_settings(principal: SignedIn, source: Source) -> SettingsShape:
        """As set."""
        return SettingsShape(**plain(planning.placement.settings.get(principal, source=source)))

    @routes.put("")
    def set_settings(principal: SignedIn, body: SettingsShape, source: Source) -> SettingsShape:
        """Set all of them."""
        wanted = PlanningSettings(**body.model_dump())
        return SettingsShape(**plain(planning.placement.settings.set(principal, wanted, source=source)))

    return routes
