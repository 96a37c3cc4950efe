"""``/purposes``, ``/session/purpose`` and ``/cases``."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.purpose import CaseChange, CaseDraft, CaseKind, CaseRef
from toancanh.governance.regulation.pack import Reference
from toancanh.governance.routes.shapes import Id
from toancanh.infra.fields import Code, Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeOut, page


class PurposeKindOut(BaseModel):
    """What pictures may be asked for by the regulation in force; ``reference``: whose number goes with it."""

    key: str
    name_vi: str
    name_en: str
    article: str
    reference: Reference


class PurposeList(BaseModel):
    """In the regulation's order."""

    items: list[PurposeKindOut]


class PurposeChosen(RequestBody):
    """For what pictures are looked at from now on; both empty: routine work."""

    purpose: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,40}$")] = ""
    reference: Words = ""


class CaseRefOut(BaseModel):
    """A case, as far as others refer to it."""

    id: str
    number: str
    kind: CaseKind
    title: str
    legal_basis: str
    owner_id: str
    opened_at: TimeOut
    closed_at: TimeOut | None
    version: int

    @classmethod
    def of(cls, source: CaseRef) -> CaseRefOut:
        """As sent."""
        return cls(
            id=source.id,
            number=source.number,
            kind=source.kind,
            title=source.title,
            legal_basis=source.legal_basis,
            owner_id=source.owner_id,
            opened_at=source.opened_us,
            closed_at=source.closed_us,
            version=source.version,
        )


class CaseRefNew(RequestBody):
    """A case to open; without ``owner_id`` the asker's own organisation has it."""

    number: Code
    kind: CaseKind = CaseKind.OTHER
    title: Words = ""
    legal_basis: Words = ""
    owner_id: Id | None = None


class CaseRefPatch(RequestBody):
    """What to change; ``open`` false closes it, and ends what rests on its number."""

    kind: CaseKind | None = None
    title: Words | None = None
    legal_basis: Words | None = None
    open: bool | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


def router(platform: Platform) -> APIRouter:
    """What an act is for."""
    governance = platform.governance
    routes = APIRouter(tags=["purposes and cases"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/purposes")
    def list_purposes(_principal: SignedIn) -> PurposeList:
        """What pictures may be asked for, by the regulation in force."""
        return PurposeList(
            items=[
                PurposeKindOut(
                    key=one.key, name_vi=one.name.vi, name_en=one.name.en, article=one.article, reference=one.reference
                )
                for one in governance.purposes.all()
            ]
        )

    @routes.post("/session/purpose", status_code=204)
    def choose_purpose(principal: SignedIn, body: PurposeChosen, source: Source) -> None:
        """Put on record for what pictures are looked at from now on; requests for pictures still say it themselves."""
        governance.purposes.choose(principal, body.purpose, body.reference, source=source)

    @routes.get("/cases")
    def list_cases(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        q: Words = "",
        is_open: Annotated[bool | None, Query(alias="open", description="Only open ones, or only closed.")] = None,
    ) -> Page[CaseRefOut]:
        """Those that the asker may read and so refer to, the newest first."""
        found = governance.cases.page(principal, q=q, is_open=is_open, after=after or "", limit=limit + 1)
        shown = page(found, limit)
        return Page(items=[CaseRefOut.of(item) for item in shown.items], next=shown.next)

    @routes.post("/cases", status_code=201)
    def open_case(principal: SignedIn, body: CaseRefNew, source: Source) -> CaseRefOut:
        """Open a case that references may name."""
        draft = CaseDraft(
            number=body.number,
            kind=body.kind,
            title=body.title,
            legal_basis=body.legal_basis,
            owner_id=body.owner_id or "",
        )
        return CaseRefOut.of(governance.cases.open(principal, draft, source=source))

    @routes.get("/cases/{case_id}")
    def get_case(principal: SignedIn, case_id: str, source: Source) -> CaseRefOut:
        """One case."""
        return CaseRefOut.of(governance.cases.get(principal, case_id, source=source))

    @routes.patch("/cases/{case_id}")
    def change_case(principal: SignedIn, case_id: str, body: CaseRefPatch, source: Source) -> CaseRefOut:
        """Correct, close or open again."""
        change = CaseChange(
            kind=body.kind, title=body.title, legal_basis=body.legal_basis, is_open=body.open, version=body.version
        )
        return CaseRefOut.of(governance.cases.change(principal, case_id, change, source=source))

    return routes
