"""Signing in and out; who am I; the rules in force."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from toancanh.governance.factors import Asked
from toancanh.governance.http import (
    SECURITY,
    Platform,
    SignedIn,
    Source,
    clear_session_cookie,
    refuse_foreign_page,
    set_session_cookie,
)
from toancanh.governance.model import Action, Role
from toancanh.governance.regulation.question import clause
from toancanh.governance.routes.account_shapes import FactorAnswer, FactorAsked, FactorResetOut, SecondIn
from toancanh.governance.routes.shapes import ClauseOut, Me, OrganisationOut, Rules, SignIn, Token, UserOut
from toancanh.infra.http import PROBLEMS


def router(platform: Platform) -> APIRouter:
    """``/session``, ``/me``, ``/rules``."""
    governance = platform.governance
    routes = APIRouter(tags=["session"], responses=PROBLEMS)

    def signed_in(token: str, request: Request, response: Response) -> Token:
        set_session_cookie(response, token, secure=request.url.scheme == "https")
        return Token(token=token)

    @routes.post("/session", responses={202: {"model": FactorAsked, "description": "A second factor is wanted"}})
    def sign_in(body: SignIn, request: Request, response: Response, source: Source) -> Token | FactorAsked:
        """Sign in: a token for the Authorization header, and the same as a cookie; 202 where more is wanted."""
        if "origin" in request.headers:
            refuse_foreign_page(request)
        opened = governance.second_step.sign_in(body.username, body.password, source)
        if isinstance(opened, Asked):
            response.status_code = 202
            return FactorAsked.of(opened)
        return signed_in(opened[0], request, response)

    @routes.post("/session/second")
    def sign_in_second(body: SecondIn, request: Request, response: Response, source: Source) -> Token:
        """The second factor that signing in asked for."""
        if "origin" in request.headers:
            refuse_foreign_page(request)
        token, _ = governance.second_step.second(body.pending, body.answer(), source)
        return signed_in(token, request, response)

    @routes.post("/session/factor/challenge", dependencies=SECURITY)
    def challenge(principal: SignedIn, source: Source) -> FactorAsked:
        """What can be answered with at `/session/factor`; a passkey needs the options."""
        return FactorAsked.of(governance.second_step.challenge(principal, source))

    @routes.post("/session/factor", dependencies=SECURITY)
    def step_up(principal: SignedIn, body: FactorAnswer, request: Request, response: Response, source: Source) -> Token:
        """A second factor within the session, which goes on under a new token; the one before ends."""
        token, _ = governance.second_step.step_up(principal, body.answer(), source)
        return signed_in(token, request, response)

    @routes.delete("/session", status_code=204, dependencies=SECURITY)
    def sign_out(principal: SignedIn, request: Request, response: Response) -> None:
        """Sign out; views that rest on the session end."""
        governance.sign_out(principal)
        clear_session_cookie(response, secure=request.url.scheme == "https")

    @routes.get("/me", dependencies=SECURITY)
    def me(principal: SignedIn) -> Me:
        """Who is signed in, where, and what the person may do somewhere."""
        user = governance.users.get(principal, principal.user_id)
        reset = governance.factors.reset_of(principal)
        places = {user.organisation_id} | {binding.organisation_id for binding in user.roles}
        return Me(
            user=UserOut.of(user),
            organisations=[OrganisationOut.of(found) for found in governance.organisations.named(places)],
            actions=sorted(governance.actions_of(principal)),
            second_factor=principal.second_factor,
            factors_reset=FactorResetOut.of(reset) if reset else None,
        )

    @routes.get("/rules", dependencies=SECURITY)
    def rules(_principal: SignedIn) -> Rules:
        """The rules in force, in words; a decision names its clauses by these."""
        engine = governance.engine()
        articles = {article.number: article for article in engine.pack.articles}
        rows = [
            ClauseOut(
                clause=clause(policy),
                text_vi=articles[policy.article].text.vi,
                text_en=articles[policy.article].text.en,
                actions=sorted(Action if scope.actions is None else [one for one in Action if one in scope.actions]),
                roles=sorted(role for role in Role if role in scope.words),
            )
            for position, policy in engine.policies.items()
            if (scope := engine.scopes[position])
        ]
        return Rules(version=engine.pack.digest, items=rows)

    return routes
