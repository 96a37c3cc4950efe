"""``/exports/{id}/handovers``: for the giver. What receivers open lies outside of the interface (web.receiving)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field, StringConstraints

from toancanh.evidence.handover.model import (
    MOST_DAYS,
    MOST_RECEIVERS,
    Handover,
    HandoverKind,
    HandoverState,
    Opening,
    OpeningKind,
    Receiver,
)
from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut

if TYPE_CHECKING:
    from toancanh.evidence.service import Evidence
    from toancanh.kernel import Clock


class ReceiverIn(RequestBody):
    """To whom."""

    name: Annotated[Words, StringConstraints(min_length=1)]
    organisation: Words = ""
    contact: Annotated[Words, Field(description="Telephone or address, on which the pass code is told.")] = ""


class HandoverNew(RequestBody):
    """To whom a package is given, and for how long."""

    receivers: Annotated[list[ReceiverIn], Field(min_length=1, max_length=MOST_RECEIVERS)]
    days: Annotated[float, Field(gt=0, le=MOST_DAYS)] = 3
    most_openings: Annotated[int, Field(ge=1, le=100)] = 5
    only_view: bool = Field(
        default=False,
        description="Marked pictures on the page, and not the package: that cannot carry the receiver's name.",
    )


class OpeningOut(BaseModel):
    """Something that happened at a link."""

    at: TimeOut
    kind: OpeningKind
    source: str = Field(description="Address.")

    @classmethod
    def of(cls, one: Opening) -> OpeningOut:
        """As sent."""
        return cls(at=one.at_us, kind=one.kind, source=one.source)


class HandoverOut(BaseModel):
    """A package given to one person."""

    id: str
    kind: HandoverKind
    state: HandoverState
    name: str
    organisation: str
    contact: str
    made_at: TimeOut
    until: TimeOut
    most_openings: int
    openings: int
    only_view: bool = Field(description="For the marked pictures, not for the package.")
    package_sha256: str
    events: list[OpeningOut] = Field(description="The newest first.")

    @classmethod
    def of(cls, one: Handover, events: list[OpeningOut], now_us: int) -> HandoverOut:
        """As sent."""
        return cls(
            id=one.id, kind=one.kind, state=one.state(now_us), name=one.to.name, organisation=one.to.organisation,
            contact=one.to.contact, made_at=one.made_us, until=one.until_us, most_openings=one.most_openings,
            openings=one.openings, only_view=one.only_view, package_sha256=one.package_sha256, events=events,
        )  # fmt: skip


class GivenOut(BaseModel):
    """What is told once."""

    handover: HandoverOut
    path: str = Field(description="Of the link, on this site.")
    code: str = Field(description="The pass code, to be told on another way than the link.")


def handover_router(evidence: Evidence, clock: Clock) -> APIRouter:
    """The giver's routes."""
    handovers = evidence.handovers
    routes = APIRouter(prefix="/exports/{export_id}", tags=["exports"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.post("/handovers", status_code=201)
    def hand_over(principal: SignedIn, source: Source, export_id: str, wanted: HandoverNew) -> list[GivenOut]:
        """A link and a pass code for each receiver: shown in this answer only."""
        given = handovers.give(
            principal,
            export_id,
            [Receiver(name=to.name, organisation=to.organisation, contact=to.contact) for to in wanted.receivers],
            days=wanted.days,
            most_openings=wanted.most_openings,
            only_view=wanted.only_view,
            source=source,
        )
        return [
            GivenOut(handover=HandoverOut.of(one.handover, [], clock.now_us()), path=f"/handover/{one.token}",
                     code=one.code)
            for one in given
        ]  # fmt: skip

    @routes.get("/handovers")
    def list_handovers(principal: SignedIn, source: Source, export_id: str) -> list[HandoverOut]:
        """To whom a package was given, with what happened since; the newest first."""
        return [
            HandoverOut.of(one, [OpeningOut.of(what) for what in handovers.openings(principal, one)], clock.now_us())
            for one in handovers.given(principal, export_id, source=source)
        ]

    @routes.post("/handovers/{handover_id}/withdraw")
    def withdraw_handover(principal: SignedIn, source: Source, export_id: str, handover_id: str) -> HandoverOut:
        """The link opens no more, from now on."""
        one = handovers.withdraw(principal, export_id, handover_id, source=source)
        return HandoverOut.of(one, [OpeningOut.of(what) for what in handovers.openings(principal, one)], clock.now_us())

    @routes.get(
        "/handovers/{handover_id}/letter",
        response_class=HTMLResponse,
        responses={200: {"content": {"text/html": {}}}},
    )
    def get_letter(principal: SignedIn, source: Source, export_id: str, handover_id: str) -> HTMLResponse:
        """The letter that goes with the package, to print."""
        return HTMLResponse(handovers.letter(principal, export_id, handover_id, source=source))

    return routes
