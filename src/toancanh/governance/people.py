"""Organisations and the people who work in them. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date

from toancanh.governance.model import RoleBinding
from toancanh.kernel import Invalid, fold


class OrganisationKind(enum.StrEnum):
    """What an organisation is; rights do not depend on it."""

    CITY = "city"
    DEPARTMENT = "department"
    POLICE = "police"
    DISTRICT = "district"
    COMMUNE = "commune"
    WARD = "ward"
    AGENCY = "agency"
    COMPANY = "company"
    RESIDENTS = "residents"  # a residents' group or village
    UNIT = "unit"
    OTHER = "other"


class UnitCertainty(enum.StrEnum):
    """How sure a statement about an organisation is; what is not official or by the press is no law."""

    OFFICIAL = "official"
    PRESS = "press"
    COMMUNITY = "community"  # transcribed by somebody from an official text
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


class SuccessionKind(enum.StrEnum):
    """What became of an organisation."""

    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A body that owns cameras and employs people; the tree of ``parent_id`` has one root.

    It exists on the days from ``valid_from`` up to, but not including, ``valid_to``; None: as far as anybody knows.
    ``aliases``: further names that a search finds. ``source`` and ``certainty`` are of the dates and codes.
    """

    id: str
    code: str
    name: str
    kind: OrganisationKind
    parent_id: str | None
    official_code: str = ""  # of the authorities' list of its kind
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    source: str = ""
    certainty: UnitCertainty | None = None
    version: int
    created_at_us: int
    updated_at_us: int

    def exists_on(self, day: date) -> bool:
        """Whether it was there on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, kw_only=True)
class Succession:
    """One organisation went into another, wholly or in part; ``on`` is the successor's first day, if known."""

    predecessor_id: str
    successor_id: str
    kind: SuccessionKind
    on: date | None = None
    source: str = ""
    certainty: UnitCertainty | None = None


@dataclass(frozen=True, kw_only=True)
class User:
    """A person's account. ``organisation_id`` is where the person works; rights come from ``roles`` alone."""

    id: str
    username: str
    name: str
    organisation_id: str
    roles: tuple[RoleBinding, ...]
    disabled: bool
    version: int
    created_at_us: int
    updated_at_us: int


@dataclass(frozen=True, kw_only=True)
class Session:
    """A signed-in stay. Only the hash of its token is stored. ``second_factor_us``: when one was given, if at all."""

    id: str
    user_id: str
    created_us: int
    seen_us: int
    expires_us: int
    ended_us: int | None
    second_factor_us: int | None


def username_key(username: str) -> str:
    """Two names with the same key are the same name."""
    return fold(username)


PASSWORD_LENGTH = range(8, 257)  # NIST SP 800-63B, 5.1.1.2: at least 8, long ones welcome
# fmt: off
_COMMON = frozenset({
    "password", "passw0rd", "password1", "password123", "12345678", "123456789", "1234567890", "87654321", "11111111",
    "00000000", "qwertyuiop", "qwerty123", "iloveyou", "admin123", "admin1234", "administrator", "abcd1234",
    "abc12345", "1q2w3e4r", "letmein1", "matkhau123", "matkhau1", "vietnam123", "toancanh", "camera123",
})
# fmt: on


def check_password(password: str, username: str) -> None:
    """Refuse what is guessed first (NIST SP 800-63B, 5.1.1.2); no rules about kinds of letters. Raises `Invalid`."""
    if len(password) not in PASSWORD_LENGTH:
        raise Invalid(
            f"password: {PASSWORD_LENGTH.start} to {PASSWORD_LENGTH.stop - 1} characters",
            field="password",
            fault="length",
        )
    folded = fold(password)
    if folded in _COMMON or len(set(password)) < 4:
        raise Invalid("password: this one is among those guessed first", field="password", fault="common")
    if username_key(username) in folded and len(folded) - len(username_key(username)) < 4:
        raise Invalid("password: it must not be the user name", field="password", fault="username")
