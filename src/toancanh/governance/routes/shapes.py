"""What goes over the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.model import Action, Role, RoleBinding
from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.people import Organisation, OrganisationKind, Succession, SuccessionKind, UnitCertainty, User
from toancanh.governance.routes.account_shapes import FactorResetOut
from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import RequestBody, TimeOut

Username = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$", max_length=64)
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SignIn(RequestBody):
    """Credentials."""

    username: Annotated[str, StringConstraints(max_length=200)]
    password: Annotated[str, StringConstraints(max_length=1024)]


class Token(BaseModel):
    """The session's token; the same as in the cookie."""

    token: str


class OrganisationOut(BaseModel):
    """An organisation."""

    id: str
    code: str
    name: str
    kind: OrganisationKind
    parent_id: str | None
    official_code: str = ""
    valid_from: date | None = None
    valid_to: date | None = Field(default=None, description="The first day on which it is no longer there.")
    aliases: list[str] = Field(default_factory=list)
    source: str = ""
    certainty: UnitCertainty | None = None
    found_by: str | None = Field(default=None, description="The name of before by which alone a search found it.")
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Organisation, *, found_by: str | None = None) -> OrganisationOut:
        """As sent."""
        return cls(
            id=source.id,
            code=source.code,
            name=source.name,
            kind=source.kind,
            parent_id=source.parent_id,
            official_code=source.official_code,
            valid_from=source.valid_from,
            valid_to=source.valid_to,
            aliases=list(source.aliases),
            source=source.source,
            certainty=source.certainty,
            found_by=found_by,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class _InTime(RequestBody):
    """What is known of an organisation's place in time, and from where."""

    official_code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z.-]{0,32}$")] | None = (
        None
    )
    valid_from: date | None = None
    valid_to: date | None = Field(default=None, description="The first day on which it is no longer there.")
    aliases: Annotated[list[Name], Field(max_length=50)] | None = None
    source: Words | None = None
    certainty: UnitCertainty | None = None

    def change(self) -> OrganisationChange:
        """Of these fields alone; a date sent as null is no longer known."""
        cleared = {name for name in ("valid_from", "valid_to", "certainty") if name in self.model_fields_set}
        return OrganisationChange(
            official_code=self.official_code,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            aliases=tuple(dict.fromkeys(self.aliases)) if self.aliases is not None else None,
            source=self.source,
            certainty=self.certainty,
            cleared=frozenset(name for name in cleared if getattr(self, name) is None),
        )


class OrganisationNew(_InTime):
    """An organisation to make; without ``parent_id`` below the asker's own."""

    code: Code
    name: Name
    kind: OrganisationKind = OrganisationKind.OTHER
    parent_id: Id | None = None


class OrganisationPatch(_InTime):
    """What to change."""

    code: Code | None = None
    name: Name | None = None
    kind: OrganisationKind | None = None
    parent_id: Id | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


class SuccessionIn(RequestBody):
    """What the organisation went into."""

    successor_id: Id
    kind: SuccessionKind
    on: date | None = Field(
        default=None, description="The successor's first day; ends the organisation if it still is."
    )
    source: Words = ""
    certainty: UnitCertainty | None = None


class Successor(BaseModel):
    """One succession, seen from one of its ends."""

    organisation_id: str
    code: str
    name: str
    organisation_kind: OrganisationKind
    kind: SuccessionKind
    on: date | None
    source: str
    certainty: UnitCertainty | None

    @classmethod
    def of(cls, other: Organisation, said: Succession) -> Successor:
        """As sent."""
        return cls(
            organisation_id=other.id,
            code=other.code,
            name=other.name,
            organisation_kind=other.kind,
            kind=said.kind,
            on=said.on,
            source=said.source,
            certainty=said.certainty,
        )


class SuccessionOut(BaseModel):
    """What went into an organisation, and what it went into."""

    predecessors: list[Successor]
    successors: list[Successor]


class UnitsLoad(RequestBody):
    """Load the catalogue of Hà Nội's units; with the day of the reform where an official text is at hand."""

    reform_day: date | None = None
    source: Words = Field(default="", description="The official text that names the day.")


class UnitsLoaded(BaseModel):
    """What loading did; all zero where nothing was missing."""

    made: int
    changed: int
    successions: int


class RoleIn(RequestBody):
    """A role; without ``organisation_id`` at the account's own organisation."""

    role: Role
    organisation_id: Id | None = None


class RoleOut(BaseModel):
    """A role at an organisation and all below it."""

    role: Role
    organisation_id: str

    @classmethod
    def of(cls, source: RoleBinding) -> RoleOut:
        """As sent."""
        return cls(role=source.role, organisation_id=source.organisation_id)


class UserOut(BaseModel):
    """An account."""

    id: str
    username: str
    name: str
    organisation_id: str
    roles: list[RoleOut]
    disabled: bool
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: User) -> UserOut:
        """As sent."""
        return cls(
            id=source.id,
            username=source.username,
            name=source.name,
            organisation_id=source.organisation_id,
            roles=[RoleOut.of(binding) for binding in source.roles],
            disabled=source.disabled,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class UserNew(RequestBody):
    """An account to make; ``role`` is short for one role at its own organisation."""

    username: Username
    password: Password
    name: Words = ""
    organisation_id: Id | None = None
    roles: Annotated[list[RoleIn], Field(max_length=100)] = []
    role: Role | None = None


class UserPatch(RequestBody):
    """What to change; ``roles`` replaces all roles."""

    name: Words | None = None
    organisation_id: Id | None = None
    roles: Annotated[list[RoleIn], Field(max_length=100)] | None = None
    disabled: bool | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


class NewPassword(RequestBody):
    """A password to set; the own one needs the current one."""

    new_password: Password
    current_password: Annotated[str, StringConstraints(max_length=1024)] = ""


class Me(BaseModel):
    """Who is signed in, and what the person may do somewhere."""

    user: UserOut
    organisations: list[OrganisationOut]
    actions: list[Action]
    second_factor: bool = Field(default=False, description="Whether this session was opened or stepped up with one.")
    factors_reset: FactorResetOut | None = Field(
        default=None, description="An administrator took the second factors away; until `DELETE /account/reset`."
    )


class ActOut(BaseModel):
    """One entry of the record."""

    id: str
    at: TimeOut
    action: str
    outcome: str
    actor_id: str
    actor: str | None = Field(description="User name; null once erased.")
    source: str | None
    resource_kind: str
    resource_id: str
    owner_id: str
    text_vi: str
    text_en: str
    clauses: list[str]
    details: dict[str, Any]
    personal: dict[str, str]
    site: int
    writer: str
    seq: int | None  # and hash: null where protected things may be among what the reader does not see
    hash: str | None


class AnonymousOut(BaseModel):
    """Refusals of nobody in particular within a minute."""

    minute: TimeOut
    source: str
    reason: str
    count: int


class AnonymousList(BaseModel):
    """Counts, the newest first."""

    items: list[AnonymousOut]


class ClauseOut(BaseModel):
    """A row of the rules, in words."""

    clause: str
    text_vi: str
    text_en: str
    actions: list[Action]
    roles: list[Role]


class Rules(BaseModel):
    """The rules in force."""

    version: str
    items: list[ClauseOut]
