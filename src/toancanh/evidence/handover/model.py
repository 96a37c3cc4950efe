"""The terms of a hand-over. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass

MOST_WRONG_CODES = 5
MOST_RECEIVERS = 10
MOST_DAYS = 30.0
TICKET_US = 3600 * 1_000_000
"""So long an opening lasts; a download that has begun goes on."""


class HandoverKind(enum.StrEnum):
    """On which way."""

    LINK = "link"
    DISK = "disk"


class HandoverState(enum.StrEnum):
    """Whether a link opens (what was given on a disk is ``given``)."""

    OPEN = "open"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LOCKED = "locked"  # too many wrong codes
    USED_UP = "used_up"  # opened as often as was allowed


class OpeningKind(enum.StrEnum):
    """What happened at a link."""

    OPENED = "opened"
    VIEWED = "viewed"  # a clip, with the receiver's name in its pictures
    DOWNLOADED = "downloaded"
    WRONG_CODE = "wrong_code"
    REFUSED = "refused"  # the right code, but it is over, or the giver's right is


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """To whom."""

    name: str
    organisation: str
    contact: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """One package given to one person. ``statement``: what the site signed about it, canonical JSON."""

    id: str
    export_id: str
    kind: HandoverKind
    to: Receiver
    user_id: str
    username: str
    made_us: int
    until_us: int
    most_openings: int
    openings: int = 0
    wrong_codes: int = 0
    withdrawn_us: int | None = None
    package_name: str
    package_bytes: int
    package_sha256: str
    statement: bytes
    signature: bytes
    serial: str
    token: bytes = b""
    only_view: bool = False
    """Pictures with the receiver's name in them, and not the package, which cannot carry it."""

    @property
    def mark(self) -> str:
        """What stands all over the pictures that this receiver looks at: who it is, and which hand-over."""
        return f"{self.to.name} {self.id[-8:]}"

    def state(self, now_us: int) -> HandoverState:
        """Whether it opens now."""
        if self.kind is HandoverKind.DISK:
            return HandoverState.GIVEN
        if self.withdrawn_us is not None:
            return HandoverState.WITHDRAWN
        if now_us >= self.until_us:
            return HandoverState.EXPIRED
        if self.wrong_codes >= MOST_WRONG_CODES:
            return HandoverState.LOCKED
        return HandoverState.USED_UP if self.openings >= self.most_openings else HandoverState.OPEN


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Something that happened at a link."""

    at_us: int
    kind: OpeningKind
    source: str


@dataclass(frozen=True, kw_only=True)
class Given:
    """A hand-over with what is told once: the secret of the link, and the pass code."""

    handover: Handover
    token: str
    code: str
