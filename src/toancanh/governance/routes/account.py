"""``/account``: one's own second factors and sessions. Everything here is about the asker alone."""

from __future__ import annotations

from fastapi import APIRouter

from toancanh.governance.http import SECURITY, Platform, SignedIn, Source
from toancanh.governance.routes.account_shapes import (
    AccountOut,
    AppOffered,
    FactorMade,
    FactorNew,
    FactorOut,
    FactorPatch,
    OfferIn,
    PasskeyOffered,
    RecoveryCodes,
    SessionList,
    SessionOut,
)
from toancanh.infra.http import PROBLEMS


def router(platform: Platform) -> APIRouter:
    """Second factors, recovery codes, sessions."""
    governance = platform.governance
    factors = governance.factors
    routes = APIRouter(prefix="/account", tags=["account"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def account(principal: SignedIn) -> AccountOut:
        """What is enrolled."""
        return AccountOut.of(factors.account(principal), second_factor=principal.second_factor)

    @routes.post("/factors/totp")
    def offer_app(principal: SignedIn, body: OfferIn, source: Source) -> AppOffered:
        """A secret for an authenticator app; enrolled once a code of it is sent to `/account/factors`."""
        return AppOffered.of(factors.offer_app(principal, password=body.current_password, source=source))

    @routes.post("/factors/passkey")
    def offer_passkey(principal: SignedIn, body: OfferIn, source: Source) -> PasskeyOffered:
        """Options to make a passkey by; enrolled once it is sent to `/account/factors`."""
        options = factors.offer_passkey(principal, password=body.current_password, source=source)
        return PasskeyOffered(options=dict(options))

    @routes.post("/factors", status_code=201)
    def enrol(principal: SignedIn, body: FactorNew, source: Source) -> FactorMade:
        """Enrol what was offered. The account's other sessions end."""
        made, codes = factors.enrol(principal, kind=body.kind, name=body.name, answer=body.answer(), source=source)
        return FactorMade(factor=FactorOut.of(made), recovery_codes=codes)

    @routes.patch("/factors/{factor_id}")
    def rename(principal: SignedIn, factor_id: str, body: FactorPatch, source: Source) -> FactorOut:
        """Another name."""
        return FactorOut.of(factors.rename(principal, factor_id, body.name, source=source))

    @routes.delete("/factors/{factor_id}", status_code=204)
    def remove(principal: SignedIn, factor_id: str, source: Source) -> None:
        """Remove one; wants a second factor of the last ten minutes. The account's other sessions end."""
        factors.remove(principal, factor_id, source=source)

    @routes.post("/recovery-codes")
    def new_codes(principal: SignedIn, source: Source) -> RecoveryCodes:
        """New ones in place of those before; wants a second factor of the last ten minutes."""
        return RecoveryCodes(codes=factors.new_codes(principal, source=source))

    @routes.delete("/reset", status_code=204)
    def acknowledge_reset(principal: SignedIn, source: Source) -> None:
        """The asker knows that an administrator took the second factors away."""
        factors.acknowledge_reset(principal, source=source)

    @routes.get("/sessions")
    def list_sessions(principal: SignedIn) -> SessionList:
        """Where the asker is signed in."""
        found = governance.own_sessions(principal)
        return SessionList(items=[SessionOut.of(session, principal.session_id) for session in found])

    @routes.delete("/sessions/{session_id}", status_code=204)
    def end_session(principal: SignedIn, session_id: str, source: Source) -> None:
        """Sign out there; views that rest on it end."""
        governance.end_session(principal, session_id, source)

    return routes
