"""Shares as facts of a judgement: read with their signatures checked, each document once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from toancanh.governance.facts import SharedCameras
from toancanh.governance.shares.document import ShareSigner, read_document
from toancanh.governance.store import shares as store
from toancanh.infra.logs import get_logger

_log = get_logger(__name__)


class AgreedShares:
    """What is agreed and not over. Called under the lock of who keeps the facts, or twice for nothing."""

    def __init__(self, signer: ShareSigner) -> None:
        self._signer = signer
        self._checked: dict[str, tuple[str, tuple[str, SharedCameras] | None]] = {}

    def load(self, connection: Connection, now_us: int) -> Mapping[str, tuple[SharedCameras, ...]]:
        """By the receiving organisation. A document whose signature does not fit gives nothing."""
        signed = store.signatures(connection, ends_after_us=now_us)
        known = self._checked
        fresh = {
            share_id
            for share_id, signature in signed.items()
            if share_id not in known or known[share_id][0] != signature
        }
        checked = {share_id: known[share_id] for share_id in signed.keys() - fresh}
        for share_id, document in store.documents(connection, fresh).items() if fresh else ():
            checked[share_id] = (signed[share_id], self._check(share_id, document, signed[share_id]))
        self._checked = checked
        found: dict[str, list[SharedCameras]] = defaultdict(list)
        for _share_id, (_signature, terms) in sorted(checked.items()):
            if terms is not None:
                found[terms[0]].append(terms[1])
        return {receiver_id: tuple(shared) for receiver_id, shared in found.items()}

    def _check(self, share_id: str, document: str, signature: str) -> tuple[str, SharedCameras] | None:
        if self._signer.is_signed(document, signature):
            receiver_id, shared = read_document(document)
            if shared.share_id == share_id:
                return receiver_id, shared
        _log.repeated(f"share:{share_id}", "a share is not what was signed; it gives nothing", share=share_id)
        return None
