"""``/organisations``."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.people import OrganisationKind, Succession
from toancanh.governance.routes.shapes import (
    OrganisationNew,
    OrganisationOut,
    OrganisationPatch,
    SuccessionIn,
    SuccessionOut,
    Successor,
    UnitsLoad,
    UnitsLoaded,
)
from toancanh.governance.store.organisations import key_of
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.kernel import fold


def router(platform: Platform) -> APIRouter:
    """The tree of organisations."""
    organisations = platform.governance.organisations
    successions = platform.governance.successions
    routes = APIRouter(prefix="/organisations", tags=["organisations"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_organisations(
        principal: SignedIn,
        limit: Limit = 100,
        after: After = None,
        q: Words = "",
        kind: OrganisationKind | None = None,
        at: date | None = None,
    ) -> Page[OrganisationOut]:
        """Those that the asker may read, by code.

        ``q`` finds names of today and of before, with or without accents: what is called so first, then what only one
        that went into it was called, with that name in ``found_by``. ``at`` leaves those there on that day.
        """
        found = organisations.page(principal, q=q, after=after or "", limit=limit + 1, kind=kind, at=at)
        words = fold(q).split()
        shown = page(found, limit, key=lambda item: key_of(item, words))
        formerly = organisations.former_names(shown.items, q)
        items = [OrganisationOut.of(item, found_by=formerly.get(item.id)) for item in shown.items]
        return Page(items=items, next=shown.next)

    @routes.post("", status_code=201)
    def create_organisation(principal: SignedIn, body: OrganisationNew, source: Source) -> OrganisationOut:
        """Make an organisation below one that the asker administers."""
        made = organisations.create(
            principal,
            code=body.code,
            name=body.name,
            kind=body.kind,
            parent_id=body.parent_id or "",
            more=body.change(),
            source=source,
        )
        return OrganisationOut.of(made)

    @routes.get("/{organisation_id}")
    def get_organisation(principal: SignedIn, organisation_id: str, source: Source) -> OrganisationOut:
        """One organisation."""
        return OrganisationOut.of(organisations.get(principal, organisation_id, source=source))

    @routes.patch("/{organisation_id}")
    def change_organisation(
        principal: SignedIn, organisation_id: str, body: OrganisationPatch, source: Source
    ) -> OrganisationOut:
        """Change it; moving it needs an administrator above it."""
        change = replace(
            body.change(),
            code=body.code,
            name=body.name,
            kind=body.kind,
            parent_id=body.parent_id,
            version=body.version,
        )
        return OrganisationOut.of(organisations.update(principal, organisation_id, change, source=source))

    @routes.delete("/{organisation_id}", status_code=204)
    def delete_organisation(principal: SignedIn, organisation_id: str, source: Source) -> None:
        """Delete it, if nothing belongs to it."""
        organisations.delete(principal, organisation_id, source=source)

    @routes.get("/{organisation_id}/succession")
    def get_succession(principal: SignedIn, organisation_id: str, source: Source) -> SuccessionOut:
        """What went into it, and what it went into."""
        before, after = successions.of(principal, organisation_id, source=source)
        return SuccessionOut(
            predecessors=[Successor.of(found.other, found.said) for found in before],
            successors=[Successor.of(found.other, found.said) for found in after],
        )

    @routes.post("/{organisation_id}/succession")
    def say_succession(
        principal: SignedIn, organisation_id: str, body: SuccessionIn, source: Source
    ) -> OrganisationOut:
        """Say what it went into; with a day it ends then. Needs an administrator above it and one of the successor."""
        said = Succession(
            predecessor_id=organisation_id,
            successor_id=body.successor_id,
            kind=body.kind,
            on=body.on,
            source=body.source,
            certainty=body.certainty,
        )
        return OrganisationOut.of(successions.say(principal, said, source=source))

    @routes.delete("/{organisation_id}/succession/{successor_id}", status_code=204)
    def unsay_succession(principal: SignedIn, organisation_id: str, successor_id: str, source: Source) -> None:
        """It was not so."""
        successions.unsay(principal, organisation_id, successor_id, source=source)

    @routes.post("/units")
    def load_units(principal: SignedIn, body: UnitsLoad, source: Source) -> UnitsLoaded:
        """Load communes, wards, districts of before and renamed departments; what is there already stays."""
        loaded = platform.governance.load_units(
            principal, reform_day=body.reform_day, reform_source=body.source, source=source
        )
        return UnitsLoaded(made=loaded.made, changed=loaded.changed, successions=loaded.successions)

    return routes
