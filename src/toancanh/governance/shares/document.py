"""What was agreed, as one signed document (Ed25519, RFC 8032): all of its terms, and nothing besides.

The key is derived from the key ring, so it stays over rotations; whoever has the public key can check a document.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from toancanh.governance.facts import SharedCameras
from toancanh.governance.regulation import Pack
from toancanh.governance.shares.model import Share

_CONTEXT = b"toancanh share 1\n"
_FORM = 1


class ShareSigner:
    """Signs and checks documents. ``seed``: 32 bytes of the key ring."""

    def __init__(self, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._public: Ed25519PublicKey = self._private.public_key()

    def sign(self, document: str) -> str:
        """The signature as base64url."""
        return base64.urlsafe_b64encode(self._private.sign(_CONTEXT + document.encode())).decode()

    def is_signed(self, document: str, signature: str) -> bool:
        """Whether it is of this key and not a letter was changed since."""
        try:
            self._public.verify(base64.urlsafe_b64decode(signature), _CONTEXT + document.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


def write_document(agreed: Share, camera_ids: Iterable[str], pack: Pack) -> str:
    """The terms in canonical JSON. ``pack``: the regulation by which they were agreed; it says who of the receiver sees
    which pictures.
    """
    roles = {what: {role for rule in pack.sharing if what in rule.what for role in rule.roles} for what in agreed.what}
    terms = {
        "form": _FORM,
        "id": agreed.id,
        "receiver": {"id": agreed.receiver_id, "name": agreed.receiver_name},
        "owner": {"id": agreed.owner_id, "name": agreed.owner_name},
        "cameras": sorted(camera_ids),
        "what": sorted(agreed.what),
        "purpose": agreed.purpose,
        "legal_basis": agreed.legal_basis,
        "reason": agreed.reason,
        "from_us": agreed.from_us,
        "until_us": agreed.until_us,
        "asked": {"by": agreed.asked_by, "at_us": agreed.asked_us},
        "agreed": {"by": agreed.answered_by, "at_us": agreed.answered_us, "words": agreed.words},
        "roles": {what: sorted(allowed) for what, allowed in roles.items()},
        "regulation": f"{pack.title.id} {pack.title.version}",
    }
    return json.dumps(terms, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def read_document(document: str) -> tuple[str, SharedCameras]:
    """The receiver and what it may see, of a document that was found to be signed."""
    terms = json.loads(document)
    shared = SharedCameras(
        share_id=terms["id"],
        owner_id=terms["owner"]["id"],
        camera_ids=frozenset(terms["cameras"]),
        what=frozenset(terms["what"]),
        from_us=terms["from_us"],
        until_us=terms["until_us"],
        purpose=terms["purpose"],
        roles={what: frozenset(roles) for what, roles in terms["roles"].items()},
    )
    return terms["receiver"]["id"], shared
