"""``/organisations``."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.routes.shapes import OrganisationNew, OrganisationOut, OrganisationPatch
from toancanh.governance.store.organisations import key_of
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page


def router(platform: Platform) -> APIRouter:
    """The tree of organisations."""
    organisations = platform.governance.organisations
    routes = APIRouter(prefix="/organisations", tags=["organisations"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_organisations(
        principal: SignedIn, limit: Limit = 100, after: After = None, q: Words = ""
    ) -> Page[OrganisationOut]:
        """Those that the asker may read, by code."""
        found = organisations.page(principal, q=q, after=after or "", limit=limit + 1)
        shown = page(found, limit, key=key_of)
        return Page(items=[OrganisationOut.of(item) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_organisation(principal: SignedIn, body: OrganisationNew, source: Source) -> OrganisationOut:
        """Make an organisation below one that the asker administers."""
        made = organisations.create(
            principal, code=body.code, name=body.name, kind=body.kind, parent_id=body.parent_id or "", source=source
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
        change = OrganisationChange(
            code=body.code, name=body.name, kind=body.kind, parent_id=body.parent_id, version=body.version
        )
        return OrganisationOut.of(organisations.update(principal, organisation_id, change, source=source))

    @routes.delete("/{organisation_id}", status_code=204)
    def delete_organisation(principal: SignedIn, organisation_id: str, source: Source) -> None:
        """Delete it, if nothing belongs to it."""
        organisations.delete(principal, organisation_id, source=source)

    return routes
