"""``/tickets``: the repair desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.health.repairs.model import FaultSeverity, Ticket, TicketState
from toancanh.health.repairs.ports import LiveLooks
from toancanh.health.repairs.routes.shapes import (
    GiveIn,
    Id,
    Moment,
    PartUseIn,
    StepIn,
    TicketCountsOut,
    TicketFileOut,
    TicketNew,
    TicketNoteIn,
    TicketOut,
    TicketReasonIn,
    TicketRemarkIn,
    TicketTestOut,
)
from toancanh.health.repairs.service import Repairs
from toancanh.health.repairs.store.tickets import order_us
from toancanh.health.repairs.tickets import TicketFilter
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page
from toancanh.infra.http import page as page_of
from toancanh.kernel import Invalid, Principal

_IMAGES = ("image/jpeg", "image/png", "image/webp")
_BODY = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in _IMAGES},
    }
}


async def _body(request: Request) -> bytes:
    return await request.body()


def tickets_router(repairs: Repairs, eyes: LiveLooks) -> APIRouter:
    """From the fault to the accepted repair."""
    routes = APIRouter(prefix="/tickets", tags=["repairs"], responses=PROBLEMS, dependencies=SECURITY)
    tickets, desk = repairs.tickets, repairs.desk

    def shown(found: Sequence[Ticket]) -> list[TicketOut]:
        named = {id for one in found for id in (one.owner_id, one.maintainer_id)}
        names = {one.id: one.name for one in desk.governance.organisations.named(named)} if named else {}
        cameras, counts, now_us = tickets.cameras_of(found), tickets.camera_counts(found), desk.clock.now_us()
        return [TicketOut.of(one, cameras.get(one.id, []), counts.get(one.id, 0), names, now_us) for one in found]

    def file(principal: Principal, ticket_id: str, source: str) -> TicketFileOut:
        found = tickets.get(principal, ticket_id, source=source)
        return TicketFileOut.of_file(found, desk.clock.now_us(), principal.user_id)

    @routes.get("", summary="By what runs out next; what has ended comes last")
    def list_tickets(
        principal: SignedIn,
        q: Annotated[Words, Query(description="Of the number, or of a camera's code, name or address.")] = "",
        state: Annotated[list[TicketState] | None, Query()] = None,
        late: bool = False,
        severity: FaultSeverity | None = None,
        organisation_id: Annotated[str, Query(max_length=36, description="The owner's or the maintainer's.")] = "",
        camera_id: Annotated[str, Query(max_length=36)] = "",
        after: After = None,
        limit: Limit = 50,
    ) -> Page[TicketOut]:
        wanted = TicketFilter(
            q=q, states=frozenset(state or ()), late=late, severity=severity, organisation_id=organisation_id,
            camera_id=camera_id,
        )  # fmt: skip
        found = tickets.page(principal, wanted, after=_after(after) if after else None, limit=limit + 1)
        paged = page_of(found, limit, key=lambda one: f"{order_us(one)}_{one.id}")
        return Page(items=shown(paged.items), next=paged.next)

    @routes.post("", status_code=201, summary="Open one: a person saw it first")
    def open_ticket(principal: SignedIn, body: TicketNew, source: Source) -> TicketFileOut:
        made = tickets.open(principal, body.camera_ids, body.text, body.severity, source=source)
        return file(principal, made, source)

    @routes.get("/counts", summary="How many of each state")
    def counts(principal: SignedIn) -> TicketCountsOut:
        found = tickets.counts(principal)
        return TicketCountsOut(late=found.pop("late"), states=found)

    @routes.get("/{ticket_id}", summary="One with all that hangs on it")
    def get_ticket(principal: SignedIn, ticket_id: Id, source: Source) -> TicketFileOut:
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/step", summary="Acknowledged, on the way, work done")
    def step(principal: SignedIn, ticket_id: Id, body: StepIn, source: Source) -> TicketFileOut:
        tickets.step(principal, ticket_id, body.to, body.text, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/note", summary="Add a line to its story")
    def note(principal: SignedIn, ticket_id: Id, body: TicketNoteIn, source: Source) -> TicketFileOut:
        tickets.note(principal, ticket_id, body.text, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/cancel", summary="Nobody will repair it")
    def cancel(principal: SignedIn, ticket_id: Id, body: TicketReasonIn, source: Source) -> TicketFileOut:
        tickets.cancel(principal, ticket_id, body.reason, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/give", summary="Give it to another maintainer")
    def give(principal: SignedIn, ticket_id: Id, body: GiveIn, source: Source) -> TicketFileOut:
        tickets.give(principal, ticket_id, body.maintainer_id, body.reason, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/pause", summary="The contract's clock stands, free of penalty")
    def pause(principal: SignedIn, ticket_id: Id, body: TicketReasonIn, source: Source) -> TicketFileOut:
        tickets.pause(principal, ticket_id, body.reason, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/resume", summary="The clock runs again")
    def resume(principal: SignedIn, ticket_id: Id, source: Source) -> TicketFileOut:
        tickets.resume(principal, ticket_id, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/photos", status_code=201, openapi_extra=_BODY, summary="Add a photo, at most 2 MB")
    def add_photo(
        principal: SignedIn,
        ticket_id: Id,
        source: Source,
        content: Annotated[bytes, Depends(_body)],
        moment: Annotated[Moment, Query()],
    ) -> TicketFileOut:
        tickets.add_photo(principal, ticket_id, content, str(moment), source=source)
        return file(principal, ticket_id, source)

    @routes.get(
        "/{ticket_id}/photos/{photo_id}",
        response_class=Response,
        responses={200: {"content": {kind: {} for kind in _IMAGES}, "description": "The photo."}},
        summary="A photo that a person took",
    )
    def photo(principal: SignedIn, ticket_id: Id, photo_id: Id, source: Source) -> Response:
        media_type, content = tickets.photo(principal, ticket_id, photo_id, source=source)
        headers = {"Cache-Control": "private, max-age=86400", "Content-Security-Policy": "default-src 'none'; sandbox"}
        return Response(content, media_type=media_type, headers=headers)

    @routes.post("/{ticket_id}/parts", status_code=201, summary="Take a spare part for it")
    def use_part(principal: SignedIn, ticket_id: Id, body: PartUseIn, source: Source) -> TicketFileOut:
        tickets.use_part(principal, ticket_id, body.part_id, body.quantity, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/test", summary="Look at its cameras now, and keep what was seen")
    async def test(principal: SignedIn, ticket_id: Id, source: Source) -> TicketTestOut:
        decision = await run_in_threadpool(tickets.may_test, principal, ticket_id, source=source)
        looks = await tickets.look(eyes, ticket_id)
        made = await run_in_threadpool(tickets.tested, principal, ticket_id, looks, decision, source=source)
        names = await run_in_threadpool(desk.governance.users.names, {principal.user_id})
        return TicketTestOut.of(made, names)

    @routes.post("/{ticket_id}/accept", summary="Take the work, upon a live test that has just passed")
    def accept(principal: SignedIn, ticket_id: Id, body: TicketRemarkIn, source: Source) -> TicketFileOut:
        tickets.accept(principal, ticket_id, body.text, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/refuse", summary="Do not take it: it is open again")
    def refuse(principal: SignedIn, ticket_id: Id, body: TicketReasonIn, source: Source) -> TicketFileOut:
        tickets.refuse(principal, ticket_id, body.reason, source=source)
        return file(principal, ticket_id, source)

    @routes.post("/{ticket_id}/close", summary="Accepted, and the papers are in order")
    def close(principal: SignedIn, ticket_id: Id, body: TicketRemarkIn, source: Source) -> TicketFileOut:
        tickets.close(principal, ticket_id, body.text, source=source)
        return file(principal, ticket_id, source)

    return routes


def _after(text: str) -> tuple[int, str]:
    order, _, id = text.partition("_")
    if not order.isascii() or not order.isdigit() or len(order) > 19:
        raise Invalid("after: it is the `next` of the page before", field="after")
    return int(order), id
