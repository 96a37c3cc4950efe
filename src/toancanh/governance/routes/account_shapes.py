"""What of one's own account goes over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.factors import Account, Answer, AppOffer, Asked, Factor, FactorKind, FactorReset
from toancanh.governance.people import Session
from toancanh.infra.fields import Name
from toancanh.infra.http import RequestBody, TimeOut

Typed = Annotated[str, StringConstraints(max_length=100)]
Credential = Annotated[dict[str, Any], Field(description="As `PublicKeyCredential.toJSON()` gives it.", max_length=20)]


class FactorAsked(BaseModel):
    """The password was right, and a second factor is wanted: answer at `/session/second` within five minutes."""

    pending: str = Field(description="Good for the answer alone, and from the same address alone.")
    kinds: list[FactorKind]
    passkey: dict[str, Any] | None = Field(description="Options for `navigator.credentials.get`.")

    @classmethod
    def of(cls, source: Asked) -> FactorAsked:
        """As sent."""
        return cls(
            pending=source.pending,
            kinds=list(source.kinds),
            passkey=None if source.passkey is None else dict(source.passkey),
        )


class FactorAnswer(RequestBody):
    """A code of an app or from the sheet of recovery codes, or a passkey's signature."""

    code: Typed = ""
    credential: Credential | None = None

    def answer(self) -> Answer:
        """For the use cases."""
        return Answer(code=self.code, credential=self.credential)


class SecondIn(FactorAnswer):
    """The answer to what signing in asked."""

    pending: Typed


class FactorOut(BaseModel):
    """An enrolled second factor."""

    id: str
    kind: FactorKind
    name: str
    created_at: TimeOut
    used_at: TimeOut | None

    @classmethod
    def of(cls, source: Factor) -> FactorOut:
        """As sent."""
        return cls(
            id=source.id, kind=source.kind, name=source.name, created_at=source.created_us, used_at=source.used_us
        )


class FactorList(BaseModel):
    """Second factors of one person."""

    items: list[FactorOut]


class AccountOut(BaseModel):
    """The asker's second factors."""

    factors: list[FactorOut]
    recovery_codes: int = Field(description="How many are still unused.")
    public_origin: str = Field(description="Where passkeys work; empty: nowhere.")
    second_factor: bool = Field(description="Whether this session was opened or stepped up with one.")

    @classmethod
    def of(cls, source: Account, *, second_factor: bool) -> AccountOut:
        """As sent."""
        return cls(
            factors=[FactorOut.of(factor) for factor in source.factors],
            recovery_codes=source.recovery_codes,
            public_origin=source.public_origin,
            second_factor=second_factor,
        )


class OfferIn(RequestBody):
    """Who has no second factor yet gives the password; who has one has given it within the last ten minutes."""

    current_password: Annotated[str, StringConstraints(max_length=1024)] = ""


class AppOffered(BaseModel):
    """What an authenticator app has to learn; told once."""

    secret: str
    uri: str
    qr_svg: str

    @classmethod
    def of(cls, source: AppOffer) -> AppOffered:
        """As sent."""
        return cls(secret=source.secret, uri=source.uri, qr_svg=source.qr_svg)


class PasskeyOffered(BaseModel):
    """For the browser to make a passkey by."""

    options: dict[str, Any] = Field(description="Options for `navigator.credentials.create`.")


class FactorNew(FactorAnswer):
    """Take what was offered: the answer shows that the asker has it."""

    kind: FactorKind
    name: Name


class FactorMade(BaseModel):
    """The enrolled factor; with the first one the recovery codes, told once."""

    factor: FactorOut
    recovery_codes: list[str]


class FactorPatch(RequestBody):
    """Another name."""

    name: Name


class RecoveryCodes(BaseModel):
    """In place of those before; told once."""

    codes: list[str]


class FactorResetOut(BaseModel):
    """An administrator took the asker's second factors away."""

    at: TimeOut
    by: str

    @classmethod
    def of(cls, source: FactorReset) -> FactorResetOut:
        """As sent."""
        return cls(at=source.at_us, by=source.by)


class SessionOut(BaseModel):
    """One of the asker's running sessions."""

    id: str
    current: bool
    second_factor: bool
    created_at: TimeOut
    seen_at: TimeOut
    expires_at: TimeOut

    @classmethod
    def of(cls, source: Session, current_id: str) -> SessionOut:
        """As sent."""
        return cls(
            id=source.id,
            current=source.id == current_id,
            second_factor=source.second_factor_us is not None,
            created_at=source.created_us,
            seen_at=source.seen_us,
            expires_at=source.expires_us,
        )


class SessionList(BaseModel):
    """The newest first."""

    items: list[SessionOut]
