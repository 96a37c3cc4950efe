"""``/regulations`` and ``/me/rights``: the rules in force, those on their way, and what they let the asker do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.packs.upload import read_upload
from toancanh.governance.routes.regulation_shapes import (
    Difference,
    MyRights,
    PlaceOut,
    Reason,
    ReasonIn,
    RegulationChange,
    RegulationFull,
    RegulationOut,
    Regulations,
    RemarkIn,
    SimulatedOut,
    SwitchIn,
)
from toancanh.infra.http import PROBLEMS, After, TimeIn

_UPLOAD = {
    "requestBody": {
        "required": True,
        "content": {
            "application/zip": {"schema": {"type": "string", "format": "binary"}},
            "application/json": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


async def _body(request: Request) -> bytes:
    return await request.body()


def router(platform: Platform) -> APIRouter:
    """Reading, proposing, agreeing, switching."""
    governance = platform.governance
    regulations = governance.regulations
    routes = APIRouter(tags=["regulations"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/me/rights")
    def my_rights(principal: SignedIn) -> MyRights:
        """What I may do where, which policy and article says so, and what it would need."""
        places = regulations.rights_of(principal)
        pack = regulations.in_force()
        named = governance.organisations.named({id for place in places for id in place.organisations})
        organisations = {one.id: one for one in named}
        return MyRights(
            pack=pack.title.id,
            version=pack.title.version,
            status=pack.title.status,
            title=pack.title.title,
            articles=list(pack.articles),
            purposes=list(pack.purposes),
            places=[PlaceOut.of(place, organisations) for place in places],
        )

    @routes.get("/regulations")
    def list_regulations(principal: SignedIn, source: Source) -> Regulations:
        """All packs, the newest first."""
        return Regulations(items=[RegulationOut.of(one) for one in regulations.page(principal, source=source)])

    @routes.post("/regulations", status_code=201, openapi_extra=_UPLOAD)
    def propose_regulation(
        principal: SignedIn,
        source: Source,
        content: Annotated[bytes, Depends(_body)],
        reason: Annotated[Reason, Query(description="Why: for those who have to agree.")],
    ) -> RegulationOut:
        """The body is a .zip of the pack's files, or a JSON object of their names and texts. Its tests are run.

        422 with ``findings`` where it fails them, or with ``actions`` that nobody of this platform could do any more.
        """
        made = regulations.propose(principal, lambda: read_upload(content), reason=reason, source=source)
        return RegulationOut.of(made)

    @routes.get("/regulations/{regulation_id}")
    def get_regulation(principal: SignedIn, regulation_id: str, source: Source) -> RegulationFull:
        """Articles, policies, test cases with their answers, lists."""
        return RegulationFull.read(*regulations.get(principal, regulation_id, source=source))

    @routes.get("/regulations/{regulation_id}/difference")
    def get_difference(principal: SignedIn, regulation_id: str, source: Source) -> Difference:
        """What it says and answers differently from the one in force."""
        found = regulations.difference(principal, regulation_id, source=source)
        return Difference(items=[RegulationChange.of(one) for one in found])

    @routes.post("/regulations/{regulation_id}/simulate")
    def simulate_regulation(
        principal: SignedIn,
        regulation_id: str,
        source: Source,
        since: Annotated[TimeIn, Query()],
        after: After = None,
    ) -> SimulatedOut:
        """The requests on record that the asker may read, decided again under it: some at a time, the newest first."""
        part = governance.simulation.part(principal, regulation_id, since_us=since, after=after or "", source=source)
        return SimulatedOut.of(part)

    @routes.post("/regulations/{regulation_id}/approve")
    def approve_regulation(principal: SignedIn, regulation_id: str, body: RemarkIn, source: Source) -> RegulationOut:
        """Agree to what another proposed; two people have to."""
        return RegulationOut.of(regulations.approve(principal, regulation_id, words=body.words, source=source))

    @routes.post("/regulations/{regulation_id}/refuse")
    def refuse_regulation(principal: SignedIn, regulation_id: str, body: ReasonIn, source: Source) -> RegulationOut:
        """End a proposal; who proposed it may, too."""
        return RegulationOut.of(regulations.refuse(principal, regulation_id, words=body.words, source=source))

    @routes.post("/regulations/{regulation_id}/switch")
    def switch_regulation(principal: SignedIn, regulation_id: str, body: SwitchIn, source: Source) -> RegulationOut:
        """Set the moment from which it holds, for all processes at once."""
        return RegulationOut.of(regulations.switch(principal, regulation_id, at_us=body.at, source=source))

    @routes.delete("/regulations/{regulation_id}/switch")
    def call_switch_off(principal: SignedIn, regulation_id: str, source: Source) -> RegulationOut:
        """It does not take effect as planned; it stays approved."""
        return RegulationOut.of(regulations.call_off(principal, regulation_id, source=source))

    @routes.post("/regulations/{regulation_id}/roll-back")
    def roll_back_regulation(principal: SignedIn, regulation_id: str, body: ReasonIn, source: Source) -> RegulationOut:
        """The one before the one in force holds again, at once."""
        return RegulationOut.of(regulations.roll_back(principal, regulation_id, words=body.words, source=source))

    return routes
