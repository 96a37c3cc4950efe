"""What goes over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.model import Action, Role, RoleBinding
from toancanh.governance.people import Organisation, OrganisationKind, User
from toancanh.infra.fields import Code, Name, Words
from toancanh.infra.http import TimeOut

Username = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}$", max_length=64)
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=1024)]
Id = Annotated[str, StringConstraints(min_length=1, max_length=64)]


class SignIn(BaseModel):
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
    version: int
    created_at: TimeOut
    updated_at: TimeOut

    @classmethod
    def of(cls, source: Organisation) -> OrganisationOut:
        """As sent."""
        return cls(
            id=source.id,
            code=source.code,
            name=source.name,
            kind=source.kind,
            parent_id=source.parent_id,
            version=source.version,
            created_at=source.created_at_us,
            updated_at=source.updated_at_us,
        )


class OrganisationNew(BaseModel):
    """An organisation to make; without ``parent_id`` below the asker's own."""

    code: Code
    name: Name
    kind: OrganisationKind = OrganisationKind.OTHER
    parent_id: Id | None = None


class OrganisationPatch(BaseModel):
    """What to change."""

    code: Code | None = None
    name: Name | None = None
    kind: OrganisationKind | None = None
    parent_id: Id | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


class RoleIn(BaseModel):
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


class UserNew(BaseModel):
    """An account to make; ``role`` is short for one role at its own organisation."""

    username: Username
    password: Password
    name: Words = ""
    organisation_id: Id | None = None
    roles: Annotated[list[RoleIn], Field(max_length=100)] = []
    role: Role | None = None


class UserPatch(BaseModel):
    """What to change; ``roles`` replaces all roles."""

    name: Words | None = None
    organisation_id: Id | None = None
    roles: Annotated[list[RoleIn], Field(max_length=100)] | None = None
    disabled: bool | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


class NewPassword(BaseModel):
    """A password to set; the own one needs the current one."""

    new_password: Password
    current_password: Annotated[str, StringConstraints(max_length=1024)] = ""


class Me(BaseModel):
    """Who is signed in, and what the person may do somewhere."""

    user: UserOut
    organisations: list[OrganisationOut]
    actions: list[Action]


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
    seq: int
    hash: str


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
