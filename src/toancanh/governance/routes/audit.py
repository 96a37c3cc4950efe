"""``/audit``: the record, for people."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.record.query import RecordedAct, RecordFilter
from toancanh.governance.record.texts import text_en, text_vi
from toancanh.governance.routes.shapes import ActOut, AnonymousList, AnonymousOut
from toancanh.infra.http import PROBLEMS, After, Limit, Page, TimeIn, page

Short = Annotated[str, Query(max_length=64)]
_FAR_US = 1 << 62


def router(platform: Platform) -> APIRouter:
    """Who did, saw and was refused what."""
    reader = platform.governance.reader
    routes = APIRouter(prefix="/audit", tags=["audit"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_acts(
        principal: SignedIn,
        source: Source,
        limit: Limit = 100,
        after: After = None,
        from_: Annotated[TimeIn | None, Query(alias="from")] = None,
        to: Annotated[TimeIn | None, Query()] = None,
        actor: Annotated[Short, Query(description="Id or user name.")] = "",
        action: Annotated[Short, Query(description="`camera.update`, or `camera.` for all that begin so.")] = "",
        camera: Short = "",
        resource: Short = "",
        outcome: Short = "",
    ) -> Page[ActOut]:
        """The newest first."""
        wanted = RecordFilter(
            from_us=from_,
            to_us=to,
            actor=actor,
            action=action,
            resource_id=camera or resource,
            outcome=outcome,
            after=after or "",
        )
        shown = page(reader.page(principal, wanted, limit=limit + 1, source=source), limit)
        return Page(items=[_act(item) for item in shown.items], next=shown.next)

    @routes.get("/anonymous")
    def list_anonymous(
        principal: SignedIn,
        source: Source,
        limit: Limit = 100,
        from_: Annotated[TimeIn | None, Query(alias="from")] = None,
        to: Annotated[TimeIn | None, Query()] = None,
    ) -> AnonymousList:
        """Refusals of people without a name, counted per source and minute."""
        found = reader.anonymous(
            principal,
            from_us=0 if from_ is None else from_,
            to_us=_FAR_US if to is None else to,
            limit=limit,
            source=source,
        )
        return AnonymousList(
            items=[
                AnonymousOut(minute=item.minute_us, source=item.source, reason=item.reason, count=item.count)
                for item in found
            ]
        )

    return routes


def _act(act: RecordedAct) -> ActOut:
    return ActOut(
        id=act.id,
        at=act.at_us,
        action=act.action,
        outcome=act.outcome,
        actor_id=act.actor_id,
        actor=act.personal.get("username"),
        source=act.personal.get("source"),
        resource_kind=act.resource_kind,
        resource_id=act.resource_id,
        owner_id=act.owner_id,
        text_vi=text_vi(act),
        text_en=text_en(act),
        clauses=list(act.decision.get("clauses", [])),
        details=act.details,
        personal=act.personal,
        site=act.site,
        writer=act.writer,
        seq=act.seq,
        hash=act.hash,
    )
