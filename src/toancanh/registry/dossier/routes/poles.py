"""``/poles``."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, After, Limit, Page, page
from toancanh.registry.dossier.model import PoleDraft
from toancanh.registry.dossier.routes.shapes import PoleNew, PoleOut, PolePatch
from toancanh.registry.dossier.store.poles import key_of
from toancanh.registry.service import Registry

_MAY_BE_NULL = frozenset({"site_id", "height_m"})


def router(registry: Registry) -> APIRouter:
    """What cameras hang on."""
    poles = registry.poles
    routes = APIRouter(prefix="/poles", tags=["poles"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_poles(principal: SignedIn, limit: Limit = 100, after: After = None, q: Words = "") -> Page[PoleOut]:
        """Those that the asker may read, by code; ``q`` looks without accents."""
        shown = page(poles.page(principal, q=q, after=after or "", limit=limit + 1), limit, key=key_of)
        return Page(items=[PoleOut.of(item) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def create_pole(principal: SignedIn, body: PoleNew, source: Source) -> PoleOut:
        """Make a pole."""
        return PoleOut.of(poles.create(principal, PoleDraft(**body.model_dump()), source=source))

    @routes.get("/{pole_id}")
    def get_pole(principal: SignedIn, pole_id: str, source: Source) -> PoleOut:
        """One pole."""
        return PoleOut.of(poles.get(principal, pole_id, source=source))

    @routes.patch("/{pole_id}")
    def change_pole(principal: SignedIn, pole_id: str, body: PolePatch, source: Source) -> PoleOut:
        """Change it; null takes site or height away."""
        given = {
            name: value
            for name, value in body.model_dump(exclude_unset=True, exclude={"version"}).items()
            if value is not None or name in _MAY_BE_NULL
        }
        changed = poles.update(
            principal, pole_id, lambda draft: replace(draft, **given), version=body.version, source=source
        )
        return PoleOut.of(changed)

    @routes.delete("/{pole_id}", status_code=204)
    def delete_pole(principal: SignedIn, pole_id: str, source: Source) -> None:
        """Delete it, if no camera hangs on it."""
        poles.delete(principal, pole_id, source=source)

    return routes
