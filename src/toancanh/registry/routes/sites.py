"""``/sites``."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.registry.model import SiteDraft
from toancanh.registry.routes.shapes import SiteNew, SiteOut, SitePatch
from toancanh.registry.service import Registry
from toancanh.registry.store.sites import key_of


def router(registry: Registry) -> APIRouter:
    """Places with cameras."""
    sites = registry.sites
    routes = APIRouter(prefix="/sites", tags=["sites"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_sites(principal: SignedIn, limit: Limit = 100, after: After = None, q: Words = "") -> Page[SiteOut]:
        """Those that the asker may read, by code; ``q`` looks without accents."""
        shown = page(sites.page(principal, q=q, after=after or "", limit=limit + 1), limit, key=key_of)
        return Page(items=[SiteOut.of(item) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_site(principal: SignedIn, body: SiteNew, source: Source) -> SiteOut:
        """Make a site."""
        draft = SiteDraft(**body.model_dump())
        return SiteOut.of(sites.create(principal, draft, source=source))

    @routes.get("/{site_id}")
    def get_site(principal: SignedIn, site_id: str, source: Source) -> SiteOut:
        """One site."""
        return SiteOut.of(sites.get(principal, site_id, source=source))

    @routes.patch("/{site_id}")
    def change_site(principal: SignedIn, site_id: str, body: SitePatch, source: Source) -> SiteOut:
        """Change it."""
        given = body.model_dump(exclude_none=True, exclude={"version"})
        changed = sites.update(
            principal, site_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return SiteOut.of(changed)

    @routes.delete("/{site_id}", status_code=204)
    def delete_site(principal: SignedIn, site_id: str, source: Source) -> None:
        """Delete it, if no camera stands there."""
        sites.delete(principal, site_id, source=source)

    return routes
