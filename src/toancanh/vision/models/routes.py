"""``/models``: which models look at pictures here, and their approval. Files are brought at the command line."""

from __future__ import annotations

from typing import Protocol

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut
from toancanh.vision.model import ObjectKind
from toancanh.vision.models.model import ModelState
from toancanh.vision.models.service import Models, Shown
from toancanh.vision.onnx_models.manifest import Layout


class Platform(Protocol):
    """What of the wired platform these routes need."""

    @property
    def models(self) -> Models: ...


class ModelOut(BaseModel):
    """A model that is installed, or was."""

    id: str
    name: str
    state: ModelState
    licence: str = Field(description="SPDX expression, as the one who brought it said.")
    source: str = Field(description="Where the weights come from, in words.")
    sha256: str
    size_bytes: int
    layout: Layout
    kinds: list[ObjectKind] = Field(description="All that it can find; of its other classes nothing is read.")
    width: int = Field(description="Of its input, in pixels.")
    height: int
    picture_ms: float = Field(description="A picture took so long at its trial on this machine.")
    memory_mib: int = Field(description="More memory its process is not given.")
    seconds: int = Field(description="A question that takes longer ends its process.")
    has_file: bool
    proposed: TimeOut
    proposed_by: str = Field(description="Id of an account; empty: brought at the machine's command line.")
    decided: TimeOut | None
    decided_by: str
    words: str

    @classmethod
    def of(cls, shown: Shown) -> ModelOut:
        """As it is shown."""
        one = shown.model
        found = {kind for kind in one.manifest.classes if kind}
        return cls(
            id=one.id,
            name=one.origin.name,
            state=one.state,
            licence=one.origin.licence,
            source=one.origin.source,
            sha256=one.sha256,
            size_bytes=one.size_bytes,
            layout=one.manifest.layout,
            kinds=[kind for kind in ObjectKind if kind in found],
            width=one.width,
            height=one.height,
            picture_ms=round(one.picture_s * 1000, 2),
            memory_mib=one.manifest.memory_mib,
            seconds=one.manifest.seconds,
            has_file=shown.has_file,
            proposed=one.proposed_us,
            proposed_by=one.proposed_by,
            decided=one.decided_us,
            decided_by=one.decided_by,
            words=one.words,
        )


class ModelsOut(BaseModel):
    """All there ever were, the newest first."""

    items: list[ModelOut]


class WordsIn(RequestBody):
    """Why; stands in the record."""

    words: str = Field(default="", max_length=1000)


def router(platform: Platform) -> APIRouter:
    """Reading, approving, refusing, removing."""
    routes = APIRouter(tags=["models"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/models")
    def list_models(principal: SignedIn, source: Source) -> ModelsOut:
        """Those that were refused or removed, too: figures may rest on them."""
        return ModelsOut(items=[ModelOut.of(one) for one in platform.models.page(principal, source=source)])

    @routes.post("/models/{model_id}/approve")
    def approve_model(principal: SignedIn, model_id: str, body: WordsIn, source: Source) -> ModelOut:
        """It may be used from now on. By another person than the one who brought it."""
        return ModelOut.of(platform.models.approve(principal, model_id, words=body.words, source=source))

    @routes.post("/models/{model_id}/refuse")
    def refuse_model(principal: SignedIn, model_id: str, body: WordsIn, source: Source) -> ModelOut:
        """It is not taken; its file goes."""
        return ModelOut.of(platform.models.refuse(principal, model_id, words=body.words, source=source))

    @routes.delete("/models/{model_id}")
    def remove_model(principal: SignedIn, model_id: str, source: Source) -> ModelOut:
        """Nothing uses it any more; its file goes, what it was stays known."""
        return ModelOut.of(platform.models.remove(principal, model_id, source=source))

    return routes
