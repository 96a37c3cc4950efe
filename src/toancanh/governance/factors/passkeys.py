"""Passkeys (W3C Web Authentication, level 3) by the webauthn library, whose errors end here.

The library is imported where it is used: it takes a fifth of a second, and most processes never meet a passkey.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from toancanh.governance.factors.model import Factor
from toancanh.kernel import Denied, Invalid

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

CHALLENGE_BYTES = 32
_REFUSED = "this passkey could not be verified"


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """What is kept of a passkey."""

    credential_id: str
    public_key: str
    counter: int


class Passkeys:
    """Passkeys of the site whose address people type, ``https://NAME[:PORT]``; empty: none."""

    def __init__(self, *, origin: str, site_name: str) -> None:
        self.origin = origin
        self._site_name = site_name
        self._rp_id = urlsplit(origin).hostname or ""

    def creation_options(
        self, *, challenge: bytes, user_id: str, username: str, known: Iterable[Factor]
    ) -> Mapping[str, object]:
        """For ``navigator.credentials.create``. Raises `Invalid` where there are no passkeys."""
        from webauthn import generate_registration_options, options_to_json

        self._require_name()
        options = generate_registration_options(
            rp_id=self._rp_id,
            rp_name=self._site_name,
            user_id=user_id.encode(),
            user_name=username,
            challenge=challenge,
            exclude_credentials=[_descriptor(factor) for factor in known],
        )
        return dict(json.loads(options_to_json(options)))

    def created(self, credential: Mapping[str, object], *, challenge: bytes) -> NewPasskey:
        """The passkey that the browser made. Raises `Invalid` where it is not one for this challenge and site."""
        from webauthn import verify_registration_response
        from webauthn.helpers.exceptions import WebAuthnException

        self._require_name()
        try:
            made = verify_registration_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self.origin,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
            raise Invalid("credential: " + _REFUSED, field="credential") from None
        return NewPasskey(
            credential_id=_text(made.credential_id),
            public_key=_text(made.credential_public_key),
            counter=made.sign_count,
        )

    def request_options(self, *, challenge: bytes, known: Iterable[Factor]) -> Mapping[str, object]:
        """For ``navigator.credentials.get``."""
        from webauthn import generate_authentication_options, options_to_json

        self._require_name()
        options = generate_authentication_options(
            rp_id=self._rp_id, challenge=challenge, allow_credentials=[_descriptor(factor) for factor in known]
        )
        return dict(json.loads(options_to_json(options)))

    def counter_after(self, factor: Factor, credential: Mapping[str, object], *, challenge: bytes) -> int | None:
        """The passkey's counter after a signature that is good; None where it is not, a used counter included."""
        from webauthn import verify_authentication_response
        from webauthn.helpers.exceptions import WebAuthnException

        try:
            good = verify_authentication_response(
                credential=dict(credential),
                expected_challenge=challenge,
                expected_rp_id=self._rp_id,
                expected_origin=self.origin,
                credential_public_key=_bytes(factor.secret),
                credential_current_sign_count=factor.counter,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError):
            return None
        return good.new_sign_count

    def _require_name(self) -> None:
        if not self._rp_id:
            raise Denied("there are no passkeys here: the setting public_origin names no address", reason="no_name")


def _descriptor(factor: Factor) -> PublicKeyCredentialDescriptor:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

    return PublicKeyCredentialDescriptor(id=_bytes(factor.credential_id))


def _text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
