"""``/duties``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.model import Role
from toancanh.governance.purpose import Duty, DutyDraft
from toancanh.governance.routes.shapes import Id
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page

_FAR_US = 1 << 62


class TurnOut(BaseModel):
    """A turn of duty."""

    id: str
    user_id: str
    username: str
    role: Role
    organisation_id: str
    start: TimeOut
    end: TimeOut


class TurnNew(RequestBody):
    """A turn to enter; without ``organisation_id`` at the asker's own organisation."""

    user_id: Id
    role: Role
    organisation_id: Id | None = None
    start: Annotated[TimeIn, Field(alias="from")]
    end: Annotated[TimeIn, Field(alias="to")]


class TurnList(RequestBody):
    """A list as CSV, with a first row of ``username,role,from,until``; times as in 2026-11-22T06:00:00+07:00."""

    text: Annotated[str, StringConstraints(max_length=400_000)]
    organisation_id: Id | None = None


class TurnsLoaded(BaseModel):
    """How many turns were entered."""

    count: int


def router(platform: Platform) -> APIRouter:
    """Who is on duty."""
    governance = platform.governance
    routes = APIRouter(prefix="/duties", tags=["duty rosters"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_duties(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        from_: Annotated[TimeIn | None, Query(alias="from")] = None,
        to: Annotated[TimeIn | None, Query()] = None,
    ) -> Page[TurnOut]:
        """Turns that touch the range, where the asker may read the roster."""
        found = governance.duties.page(
            principal, from_us=from_ or 0, until_us=_FAR_US if to is None else to, after=after or "", limit=limit + 1
        )
        shown = page(found, limit)
        names = governance.users.names(item.user_id for item in shown.items)
        return Page(items=[_out(item, names) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def add_duty(principal: SignedIn, body: TurnNew, source: Source) -> TurnOut:
        """Put somebody else on the roster; the account must hold the role there."""
        draft = DutyDraft(
            user_id=body.user_id,
            role=body.role,
            organisation_id=body.organisation_id or principal.organisation_id,
            from_us=body.start,
            until_us=body.end,
        )
        made = governance.duties.add(principal, [draft], source=source)[0]
        return _out(made, governance.users.names([made.user_id]))

    @routes.post("/list", status_code=201)
    def load_duties(principal: SignedIn, body: TurnList, source: Source) -> TurnsLoaded:
        """Enter a whole list, or nothing of it."""
        organisation_id = body.organisation_id or principal.organisation_id
        return TurnsLoaded(count=len(governance.duties.load(principal, body.text, organisation_id, source=source)))

    @routes.delete("/{duty_id}", status_code=204)
    def remove_duty(principal: SignedIn, duty_id: str, source: Source) -> None:
        """Take a turn off the roster; what rests on it ends."""
        governance.duties.remove(principal, duty_id, source=source)

    return routes


def _out(duty: Duty, names: Mapping[str, str]) -> TurnOut:
    return TurnOut(
        id=duty.id,
        user_id=duty.user_id,
        username=names.get(duty.user_id, ""),
        role=duty.role,
        organisation_id=duty.organisation_id,
        start=duty.from_us,
        end=duty.until_us,
    )
