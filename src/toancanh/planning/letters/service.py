"""Letters of a proposal, for whoever may read it; on record."""

from __future__ import annotations

from toancanh.governance.people import Organisation, OrganisationKind
from toancanh.kernel import Conflict, Principal, fold
from toancanh.planning.consultation.docket import CaseFile, Docket, proposal_ref
from toancanh.planning.consultation.machine import AgencyRole
from toancanh.planning.consultation.model import Opinion
from toancanh.planning.letters.content import Matter, compose, latest
from toancanh.planning.letters.letter import Letter, LetterFormat, LetterKind, WrittenLetter
from toancanh.registry import Registry

_OWN_MASTERS = frozenset({OrganisationKind.CITY, OrganisationKind.COMMUNE, OrganisationKind.WARD})
"""People's Committees name nobody above them (Decree 30/2020, annex I, II.2)."""

_MINISTRY = "Bộ Công an"


class Letters:
    """Thread-safe."""

    def __init__(self, *, docket: Docket, registry: Registry) -> None:
        self._docket = docket
        self._registry = registry

    def write(
        self,
        principal: Principal,
        proposal_id: str,
        kind: LetterKind,
        file_format: LetterFormat,
        *,
        role: AgencyRole,
        source: str = "",
    ) -> WrittenLetter:
        """Raises `Conflict` where there is nothing to write about yet."""
        case_file = self._docket.case_file(principal, proposal_id, source=source)
        proposal = case_file.proposal
        letter = compose(kind, self._matter(case_file), _about(case_file, kind, role))
        content = _written(letter, file_format, self._docket.clock.now_us())
        with self._docket.database.transaction() as tx:
            self._docket.governance.record(
                tx,
                principal,
                "proposal.letter",
                proposal_ref(proposal),
                details={"kind": str(kind), "format": str(file_format), "number": proposal.number},
                personal={"source": source},
            )
        name = fold(f"{proposal.number} {kind}").replace(" ", "-")
        return WrittenLetter(file_name=f"{name}.{file_format}", content=content)

    def _matter(self, case_file: CaseFile) -> Matter:
        proposal = case_file.proposal
        opinions = tuple(each for each in case_file.opinions if each.round == proposal.round)
        decision = next((each for each in case_file.decisions if each.round == proposal.round), None)
        ids = {proposal.owner_id, *(each.agency_id for each in opinions)}
        ids |= {decision.organisation_id} if decision is not None else set()
        known = {each.id: each for each in self._docket.governance.organisations.named(ids)}
        codes = {
            camera_id: self._registry.camera_for(camera_id).code
            for camera_id in proposal.camera_ids
            if camera_id is not None
        }
        return Matter(
            proposal=proposal,
            names={each.id: each.name for each in known.values()},
            superiors={each.id: self._superior(each) for each in known.values()},
            opinions=opinions,
            decision=decision,
            tests=latest(case_file.tests),
            camera_codes=codes,
            now_us=self._docket.clock.now_us(),
        )

    def _superior(self, issuer: Organisation) -> str:
        if issuer.parent_id is None or issuer.kind in _OWN_MASTERS:
            return ""
        found = self._docket.governance.organisations.named({issuer.parent_id})
        is_police = issuer.kind is OrganisationKind.POLICE
        if is_police and all(each.kind is not OrganisationKind.POLICE for each in found):
            return _MINISTRY  # the tree shows whose city it serves, a letter whose force it is
        return found[0].name if found else ""


def _about(case_file: CaseFile, kind: LetterKind, role: AgencyRole) -> Opinion | None:
    proposal = case_file.proposal
    asked = next((one for one in case_file.opinions if one.round == proposal.round and one.role is role), None)
    if kind in {LetterKind.REQUEST, LetterKind.OPINION, LetterKind.DECISION} and asked is None:
        raise Conflict("opinions have not been asked for yet: send the proposal first", state=str(proposal.state))
    if kind is LetterKind.OPINION and (asked is None or asked.answered_us is None):
        raise Conflict("this agency has not given its opinion yet", role=str(role))
    if kind is LetterKind.ACCEPTANCE and not case_file.tests:
        raise Conflict("no camera has been tested yet", state=str(proposal.state))
    return asked


def _written(letter: Letter, file_format: LetterFormat, now_us: int) -> bytes:
    if file_format is LetterFormat.PDF:
        from toancanh.planning.letters.pdf import write_pdf  # large, and most processes write none

        return write_pdf(letter, made_at_s=now_us // 1_000_000)
    from toancanh.planning.letters.docx import write_docx

    return write_docx(letter)
