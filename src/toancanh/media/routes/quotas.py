"""``/retention/quotas``: how much owners and cameras have recorded, and may."""

from __future__ import annotations

from typing import Annotated, Protocol

from fastapi import APIRouter
from pydantic import BaseModel, Field

from toancanh.governance.http import SignedIn, Source
from toancanh.infra.http import PROBLEMS, RequestBody
from toancanh.media.keeping.quotas import QuotaKind, Quotas, QuotaUse

_Bytes = Annotated[int, Field(ge=1_000_000, le=1 << 60)]


class QuotaUseOut(BaseModel):
    """An owner with all organisations below it, or a camera."""

    kind: QuotaKind
    subject_id: str
    name: str
    size_bytes: int | None = Field(description="null: no quota is set.")
    used_bytes: int = Field(description="Of complete files; what is being written is not counted yet.")
    cameras: int = Field(description="That have recordings which count.")


class QuotaUsesOut(BaseModel):
    """Owners first, the fullest first."""

    items: list[QuotaUseOut]


class QuotaIn(RequestBody):
    """At most so many bytes."""

    size_bytes: _Bytes


class Services(Protocol):
    """What these routes need."""

    @property
    def quotas(self) -> Quotas: ...


def quotas_router(services: Services) -> APIRouter:
    """Read, set, take away."""
    router = APIRouter(prefix="/retention/quotas", tags=["holds"], responses=PROBLEMS)
    quotas = services.quotas

    @router.get("", summary="How much owners and cameras have recorded, and may")
    def list_quotas(principal: SignedIn) -> QuotaUsesOut:
        return QuotaUsesOut(items=[_out(one) for one in quotas.page(principal)])

    @router.put("/{kind}/{subject_id}", status_code=204, summary="Set a quota")
    def set_quota(principal: SignedIn, kind: QuotaKind, subject_id: str, body: QuotaIn, source: Source) -> None:
        """Beyond it the oldest footage goes that is older than its stream's least. An owner's is set by the
        administrators of the organisation above it.
        """
        quotas.put(principal, kind, subject_id, body.size_bytes, source=source)

    @router.delete("/{kind}/{subject_id}", status_code=204, summary="Take a quota away")
    def delete_quota(principal: SignedIn, kind: QuotaKind, subject_id: str, source: Source) -> None:
        quotas.put(principal, kind, subject_id, None, source=source)

    return router


def _out(one: QuotaUse) -> QuotaUseOut:
    return QuotaUseOut(
        kind=one.kind,
        subject_id=one.subject_id,
        name=one.name,
        size_bytes=one.size_bytes,
        used_bytes=one.used_bytes,
        cameras=one.cameras,
    )
