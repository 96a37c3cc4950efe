"""``/cameras/{id}/fetching``: what of a range lies in the object store, and how much of it is here."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SignedIn
from toancanh.infra.http import PROBLEMS
from toancanh.media.playback.service import Playback
from toancanh.media.routes.asked import LookingParameters, SpanParameters


class FetchingOut(BaseModel):
    """Recording files of the range that lie in the object store. `percent` of the first that is not here yet."""

    stored: int
    here: int
    percent: int = Field(description="100 where everything is here.")


class Services(Protocol):
    """What these routes need."""

    @property
    def playback(self) -> Playback: ...


def fetching_router(services: Services) -> APIRouter:
    """For those who may play it back."""
    router = APIRouter(tags=["playback"], responses=PROBLEMS)

    @router.get("/cameras/{camera_id}/fetching", summary="How far the range is fetched from the cold store")
    def fetching(asking: LookingParameters, asked: SpanParameters, principal: SignedIn) -> FetchingOut:
        """Asking begins the fetching of what comes first."""
        shares = services.playback.fetching(principal, asking, asked)
        here = sum(share >= 1 for share in shares)
        first = next((share for share in shares if share < 1), 1.0)
        return FetchingOut(stored=len(shares), here=here, percent=round(first * 100))

    return router
