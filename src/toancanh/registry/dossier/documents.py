"""Photos and PDFs of a dossier: checked by their content, stored once by the SHA-256 of what is stored, on record."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection

from toancanh.governance import AccessRequest, Action, Decision, Governance
from toancanh.infra.database import Database
from toancanh.infra.files import write_private
from toancanh.kernel import Clock, DataLoss, Exhausted, IdSource, Invalid, NotFound, Principal
from toancanh.registry.cameras import camera_ref
from toancanh.registry.dossier.model import Document, DocumentKind
from toancanh.registry.dossier.photos import without_metadata
from toancanh.registry.dossier.store import documents as store
from toancanh.registry.model import Camera
from toancanh.registry.store import cameras

MAX_BYTES = 20 << 20
MAX_PER_CAMERA = 200
IMAGES = frozenset({"image/jpeg", "image/png", "image/webp"})
MEDIA_TYPES: Mapping[str, str] = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}
"""What is taken, and how such a file is called. Nothing among them runs in a browser as a page."""


def media_type_of(content: bytes) -> str:
    """By the first bytes (ISO/IEC 10918-1 B.1.1.3, PNG 5.2, RIFF, ISO 32000-1 7.5.2); empty for anything else."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if content.startswith(b"%PDF-") else ""


class Documents:
    """The files of dossiers, in one folder."""

    def __init__(
        self, *, database: Database, clock: Clock, ids: IdSource, governance: Governance, folder: Path
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._folder = folder

    def list(self, principal: Principal, camera_id: str, *, source: str = "") -> list[Document]:
        """The newest first, for those who may read the camera."""
        self._judged(principal, Action.CAMERA_READ, camera_id, source)
        with self._database.reading() as connection:
            return store.of_camera(connection, camera_id)

    def add(
        self,
        principal: Principal,
        camera_id: str,
        content: bytes,
        *,
        kind: DocumentKind,
        name: str,
        media_type: str,
        source: str = "",
    ) -> Document:
        """Pictures are stored without what their device wrote beside them.

        Raises `Invalid` where the content is not of its type or damaged, `Exhausted` where it is too large or too many.
        """
        camera, decision = self._judged(principal, Action.CAMERA_WRITE, camera_id, source)
        if len(content) > MAX_BYTES:
            raise Exhausted(f"a document has at most {MAX_BYTES >> 20} MB", resource="size")
        found = media_type_of(content)
        if not found or found != media_type.partition(";")[0].strip().lower():
            raise Invalid(f"the content is no {media_type[:64]!r}; JPEG, PNG, WebP and PDF are taken", field="content")
        content = without_metadata(content, found)
        made = Document(
            id=self._ids.new_id(),
            camera_id=camera_id,
            kind=kind,
            name=name,
            media_type=found,
            sha256=hashlib.sha256(content).hexdigest(),
            size_bytes=len(content),
            added_by=principal.user_id,
            added_at_us=self._clock.now_us(),
        )
        with self._database.transaction() as tx:
            store.lock_content(tx, made.sha256)
            if store.count(tx, camera_id) >= MAX_PER_CAMERA:
                raise Exhausted(f"a camera has at most {MAX_PER_CAMERA} documents", resource="documents")
            store.insert(tx, made)
            self._recorded(tx, principal, "document.add", camera, decision, made, source)
            self._store(made.sha256, content)
        return made

    def open(
        self, principal: Principal, camera_id: str, document_id: str, *, source: str = ""
    ) -> tuple[Document, bytes]:
        """The document and its content; on record. Raises `DataLoss` where the file is gone."""
        camera, decision = self._judged(principal, Action.CAMERA_READ, camera_id, source)
        with self._database.transaction() as tx:
            found = _loaded(store.load(tx, camera_id, document_id))
            self._recorded(tx, principal, "document.open", camera, decision, found, source)
        try:
            return found, (self._folder / found.sha256).read_bytes()
        except FileNotFoundError:
            raise DataLoss("the file of this document is gone; restore it from a backup") from None

    def remove(self, principal: Principal, camera_id: str, document_id: str, *, source: str = "") -> None:
        """That it was there stays on record; its content goes with the last document that has it."""
        camera, decision = self._judged(principal, Action.CAMERA_WRITE, camera_id, source)
        with self._database.transaction() as tx:
            found = _loaded(store.load(tx, camera_id, document_id))
            if store.remove(tx, document_id, self._clock.now_us()):
                self._recorded(tx, principal, "document.remove", camera, decision, found, source)
        with self._database.transaction() as tx:
            if not store.lock_content(tx, found.sha256):
                (self._folder / found.sha256).unlink(missing_ok=True)

    def _store(self, sha256: str, content: bytes) -> None:
        try:
            write_private(self._folder / sha256, content)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise Exhausted("there is no room left for documents", resource="disk") from None
            raise

    def _judged(self, principal: Principal, action: Action, camera_id: str, source: str) -> tuple[Camera, Decision]:
        with self._database.reading() as connection:
            camera = cameras.load(connection, camera_id)
        if camera is None:
            raise NotFound("there is no such camera, or you may not see it")
        request = AccessRequest(action=action, resource=camera_ref(camera), source=source)
        return camera, self._governance.require(principal, request)

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        camera: Camera,
        decision: Decision,
        about: Document,
        source: str,
    ) -> None:
        details = {"document": about.id, "kind": about.kind, "sha256": about.sha256, "size_bytes": about.size_bytes}
        self._governance.record(
            tx,
            principal,
            action,
            camera_ref(camera),
            decision=decision,
            details=details,
            personal={"source": source, "document": about.name},
        )


def _loaded(found: Document | None) -> Document:
    if found is None:
        raise NotFound("there is no such document, or you may not see it")
    return found
