"""A pack on its way: who proposed it, who agreed, from when it holds. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from toancanh.governance.regulation import Words

APPROVALS_NEEDED = 2
_ZONE = timezone(timedelta(hours=7))  # Asia/Ho_Chi_Minh, which has no summer time


class PackState(enum.StrEnum):
    """Where a pack stands; it follows from what is stored and from the time."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    PAST = "past"
    ROLLED_BACK = "rolled_back"  # final: a better one is proposed as a new version


@dataclass(frozen=True, kw_only=True)
class Approved:
    """One person's agreement."""

    user_id: str
    name: str
    at_us: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Switch:
    """From when a pack holds; ``undone_us`` is set where it was called off before that, or rolled back after it.

    ``judged_us``: since when it is known to lock nobody out; what was planned is judged again at its moment and does
    not hold before.
    """

    id: str
    regulation_id: str
    at_us: int
    made_us: int
    undone_us: int | None
    undone_by: str
    judged_us: int | None

    @property
    def is_refused(self) -> bool:
        """By the platform: at its moment it would have locked everybody out."""
        return self.undone_us is not None and self.judged_us is None and not self.undone_by


@dataclass(frozen=True, kw_only=True)
class Regulation:
    """A stored pack without its content. ``proposed_by`` is empty for one that came with the software."""

    id: str
    pack_id: str
    version: int
    claims: str  # "draft" or "issued", by its own word
    effective_from: date
    title: Words
    digest: str
    sha256: str
    reason: str
    proposed_by: str
    proposer: str
    proposed_us: int
    refused_us: int | None
    refused_by: str
    refused_words: str
    approvals: tuple[Approved, ...]
    switches: tuple[Switch, ...]

    @property
    def begins_us(self) -> int:
        """The first moment of its day of effect, here."""
        begin = datetime.combine(self.effective_from, time(), tzinfo=_ZONE)
        return round(begin.astimezone(UTC).timestamp()) * 1_000_000


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What holds now, what will next, and what held before it; None where there is none."""

    now: Switch | None
    next: Switch | None
    before: Switch | None


def standing(switches: Iterable[Switch], now_us: int) -> Standing:
    """By the time, and by what was judged: a switch of the future needs nobody to act when it comes."""
    valid = sorted((one for one in switches if one.undone_us is None), key=lambda one: (one.at_us, one.id))
    begun = [one for one in valid if one.at_us <= now_us and one.judged_us is not None]
    coming = [one for one in valid if one not in begun]
    return Standing(
        now=begun[-1] if begun else None,
        next=coming[0] if coming else None,
        before=begun[-2] if len(begun) > 1 else None,
    )


def state_of(one: Regulation, now: Standing, now_us: int) -> PackState:
    """Where it stands, given what is in force."""
    if now.now is not None and now.now.regulation_id == one.id:
        return PackState.IN_FORCE
    if any(switch.undone_us is not None and switch.judged_us is not None for switch in one.switches):
        return PackState.ROLLED_BACK
    valid = [switch for switch in one.switches if switch.undone_us is None]
    if valid:
        return PackState.SCHEDULED if now.next is not None and now.next.id == valid[-1].id else PackState.PAST
    if one.refused_us is not None:
        return PackState.REFUSED
    return PackState.APPROVED if len(one.approvals) >= APPROVALS_NEEDED else PackState.PROPOSED
