"""Photos and papers of a camera. An upload is the plain body, its type in ``Content-Type``."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Header, Query, Request, Response

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, Page
from toancanh.registry.dossier.documents import IMAGES, MEDIA_TYPES
from toancanh.registry.dossier.model import DocumentKind
from toancanh.registry.dossier.routes.shapes import DocumentOut
from toancanh.registry.service import Registry

_BODY = {
    "requestBody": {
        "required": True,
        "content": {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in MEDIA_TYPES},
    }
}
_CONTENT = {"content": {media_type: {} for media_type in MEDIA_TYPES}, "description": "The file."}


async def _body(request: Request) -> bytes:
    return await request.body()


def router(registry: Registry) -> APIRouter:
    """The files of dossiers."""
    documents = registry.dossiers.documents
    routes = APIRouter(
        prefix="/cameras/{camera_id}/documents", tags=["dossiers"], responses=PROBLEMS, dependencies=SECURITY
    )

    @routes.get("")
    def list_documents(principal: SignedIn, camera_id: str, source: Source) -> Page[DocumentOut]:
        """The newest first."""
        return Page(items=[DocumentOut.of(one) for one in documents.list(principal, camera_id, source=source)])

    @routes.post("", status_code=201, openapi_extra=_BODY)
    def add_document(
        principal: SignedIn,
        camera_id: str,
        source: Source,
        content: Annotated[bytes, Depends(_body)],
        kind: Annotated[DocumentKind, Query()],
        name: Annotated[Name, Query(description="As people call the file.")],
        content_type: Annotated[str, Header(max_length=100)] = "",
    ) -> DocumentOut:
        """JPEG, PNG, WebP or PDF, at most 20 MB."""
        made = documents.add(
            principal, camera_id, content, kind=kind, name=name, media_type=content_type, source=source
        )
        return DocumentOut.of(made)

    @routes.get("/{document_id}", response_class=Response, responses={200: _CONTENT})
    def open_document(principal: SignedIn, camera_id: str, document_id: str, source: Source) -> Response:
        """The file itself, never as a page."""
        found, content = documents.open(principal, camera_id, document_id, source=source)
        disposition = "inline" if found.media_type in IMAGES else "attachment"
        headers = {
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(found.name, safe='')}",  # RFC 6266
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "X-Content-Type-Options": "nosniff",
        }
        return Response(content, media_type=found.media_type, headers=headers)

    @routes.delete("/{document_id}", status_code=204)
    def remove_document(principal: SignedIn, camera_id: str, document_id: str, source: Source) -> None:
        """That it was there stays on record."""
        documents.remove(principal, camera_id, document_id, source=source)

    return routes
