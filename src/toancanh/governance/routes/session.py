"""Signing in and out; who am I; the rules in force."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from toancanh.governance.http import (
    SECURITY,
    Platform,
    SignedIn,
    Source,
    clear_session_cookie,
    refuse_foreign_page,
    set_session_cookie,
)
from toancanh.governance.routes.shapes import ClauseOut, Me, OrganisationOut, Rules, SignIn, Token, UserOut
from toancanh.governance.rules import RULES, RULES_VERSION
from toancanh.infra.http import PROBLEMS


def router(platform: Platform) -> APIRouter:
    """``/session``, ``/me``, ``/rules``."""
    governance = platform.governance
    routes = APIRouter(tags=["session"], responses=PROBLEMS)

    @routes.post("/session")
    def sign_in(body: SignIn, request: Request, response: Response, source: Source) -> Token:
        """Sign in: a token for the Authorization header, and the same as a cookie."""
        if "origin" in request.headers:
            refuse_foreign_page(request)
        token, _ = governance.sign_in(body.username, body.password, source)
        set_session_cookie(response, token, secure=request.url.scheme == "https")
        return Token(token=token)

    @routes.delete("/session", status_code=204, dependencies=SECURITY)
    def sign_out(principal: SignedIn, request: Request, response: Response) -> None:
        """Sign out; views that rest on the session end."""
        governance.sign_out(principal)
        clear_session_cookie(response, secure=request.url.scheme == "https")

    @routes.get("/me", dependencies=SECURITY)
    def me(principal: SignedIn) -> Me:
        """Who is signed in, where, and what the person may do somewhere."""
        user = governance.users.get(principal, principal.user_id)
        places = {user.organisation_id} | {binding.organisation_id for binding in user.roles}
        return Me(
            user=UserOut.of(user),
            organisations=[OrganisationOut.of(found) for found in governance.organisations.named(places)],
            actions=sorted(governance.actions_of(principal)),
        )

    @routes.get("/rules", dependencies=SECURITY)
    def rules(_principal: SignedIn) -> Rules:
        """The rules in force, in words; a decision names its clauses by these."""
        rows = [
            ClauseOut(
                clause=rule.clause,
                text_vi=rule.text_vi,
                text_en=rule.text_en,
                actions=sorted(rule.actions),
                roles=sorted(rule.roles),
            )
            for rule in RULES
        ]
        return Rules(version=RULES_VERSION, items=rows)

    return routes
