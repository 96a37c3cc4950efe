"""The terms of second factors. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class FactorKind(enum.StrEnum):
    """What a person can enrol."""

    TOTP = "totp"  # an authenticator app
    PASSKEY = "passkey"


@dataclass(frozen=True, kw_only=True)
class Factor:
    """One enrolled factor.

    ``secret``: of an app the shared secret, encrypted; of a passkey its public key. ``counter``: of an app the last
    time step that was used (RFC 6238, 5.2), of a passkey its signature counter.
    """

    id: str
    user_id: str
    kind: FactorKind
    name: str
    secret: str
    credential_id: str
    counter: int
    created_us: int
    used_us: int | None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a person answers with: a code of an app or from the sheet, or a passkey's signature."""

    code: str = ""
    credential: Mapping[str, object] | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The password was right and a second factor is wanted; ``pending`` is good for nothing but answering."""

    pending: str
    kinds: tuple[FactorKind, ...]
    passkey: Mapping[str, object] | None  # options for navigator.credentials.get


@dataclass(frozen=True, kw_only=True)
class FactorReset:
    """An administrator took a person's factors away, and the person has not said yet to know it."""

    at_us: int
    by: str


@dataclass(frozen=True, kw_only=True)
class Account:
    """What a person sees of the own second factors."""

    factors: tuple[Factor, ...]
    recovery_codes: int  # still unused
    public_origin: str  # where passkeys work; empty: nowhere
