"""``/approvals``: a second person's yes."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.model import Action
from toancanh.governance.purpose import Approval, ApprovalRequest, ApprovalState
from toancanh.governance.routes.shapes import Id
from toancanh.infra.fields import Name, Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page
from toancanh.kernel import Principal


class ApprovalBox(enum.StrEnum):
    """Which requests."""

    WAITING = "waiting"  # for the asker's answer
    MINE = "mine"
    ANSWERED = "answered"  # by the asker


class ApprovalNew(RequestBody):
    """Exactly what is asked for; without ``from`` and ``to`` pictures of now."""

    action: Action
    camera_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    start: Annotated[TimeIn | None, Field(alias="from")] = None
    end: Annotated[TimeIn | None, Field(alias="to")] = None
    purpose: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    reference: Annotated[Name, StringConstraints(max_length=100)]
    reason: Name


class ApprovalAnswerIn(RequestBody):
    """Yes or no; a no says why."""

    yes: bool
    words: Words = ""


class ApprovalWithdrawalIn(RequestBody):
    """Why, if there is anything to say."""

    words: Words = ""


class ApprovalRequestOut(BaseModel):
    """A request and what became of it."""

    id: str
    action: Action
    camera_ids: list[str]
    start: TimeOut | None
    end: TimeOut | None
    purpose: str
    reference: str
    reason: str
    hours: int = Field(description="How long an approval will hold.")
    state: ApprovalState
    over: bool = Field(description="The time to answer it, or of the approval, has run out.")
    asked_by: str
    asked_by_name: str
    asked_at: TimeOut
    expires_at: TimeOut = Field(description="Of the request while it waits, then of the approval.")
    answered_by_name: str
    answered_at: TimeOut | None
    words: str
    may_answer: bool
    article: str = Field(description="Of the regulation in force, that wants a second person; empty where it does not.")


def router(platform: Platform) -> APIRouter:
    """Requests and answers."""
    governance = platform.governance
    approvals = governance.approvals
    routes = APIRouter(prefix="/approvals", tags=["approvals"], responses=PROBLEMS, dependencies=SECURITY)

    def sent(principal: Principal, found: Sequence[Approval]) -> list[ApprovalRequestOut]:
        names = governance.users.names({one.user_id for one in found} | {one.answered_by for one in found} - {""})
        return [
            ApprovalRequestOut(
                id=one.id,
                action=one.asked.action,
                camera_ids=list(one.asked.camera_ids),
                start=one.asked.from_us,
                end=one.asked.to_us,
                purpose=one.asked.purpose,
                reference=one.asked.reference,
                reason=one.asked.reason,
                hours=one.hours,
                state=one.state,
                over=approvals.is_over(one),
                asked_by=one.user_id,
                asked_by_name=names.get(one.user_id, ""),
                asked_at=one.asked_us,
                expires_at=one.expires_us,
                answered_by_name=names.get(one.answered_by, ""),
                answered_at=one.answered_us,
                words=one.words,
                may_answer=approvals.may_answer(principal, one),
                article=approvals.article_of(one),
            )
            for one in found
        ]

    @routes.get("")
    def list_approvals(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        box: Annotated[ApprovalBox, Query(description="Whose turn it is.")] = ApprovalBox.WAITING,
    ) -> Page[ApprovalRequestOut]:
        """One's own requests, those that wait for one's answer, or those that one has answered."""
        boxes = {
            ApprovalBox.WAITING: approvals.waiting,
            ApprovalBox.MINE: approvals.mine,
            ApprovalBox.ANSWERED: approvals.answered,
        }
        shown = page(boxes[box](principal, after=after or "", limit=limit + 1), limit)
        return Page(items=sent(principal, shown.items), next=shown.next)

    @routes.post("", status_code=201)
    def ask(principal: SignedIn, body: ApprovalNew, source: Source) -> ApprovalRequestOut:
        """Ask for a second person's yes."""
        asked = ApprovalRequest(
            action=body.action,
            camera_ids=tuple(body.camera_ids),
            from_us=body.start,
            to_us=body.end,
            purpose=body.purpose,
            reference=body.reference,
            reason=body.reason,
        )
        return sent(principal, [approvals.request(principal, asked, source=source)])[0]

    @routes.get("/{approval_id}")
    def get_approval(principal: SignedIn, approval_id: str, source: Source) -> ApprovalRequestOut:
        """One request, for who asked, answered or may answer."""
        return sent(principal, [approvals.get(principal, approval_id, source=source)])[0]

    @routes.post("/{approval_id}/answer")
    def answer(principal: SignedIn, approval_id: str, body: ApprovalAnswerIn, source: Source) -> ApprovalRequestOut:
        """Say yes or no; never to one's own request."""
        given = approvals.answer(principal, approval_id, yes=body.yes, words=body.words, source=source)
        return sent(principal, [given])[0]

    @routes.post("/{approval_id}/withdraw")
    def withdraw(
        principal: SignedIn, approval_id: str, body: ApprovalWithdrawalIn, source: Source
    ) -> ApprovalRequestOut:
        """By who asked or may answer; what rests on it ends."""
        return sent(principal, [approvals.withdraw(principal, approval_id, words=body.words, source=source)])[0]

    return routes
