"""The terms of sharing. Pure, save the port to who knows cameras."""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlalchemy import Connection

MAX_CAMERAS = 2_000
"""Of one request: more is a whole city, and nobody could look through it before answering."""


class What(enum.StrEnum):
    """What a share gives to see."""

    LIVE = "live"
    RECORDED = "recorded"


class ShareState(enum.StrEnum):
    """Where a share stands. That its time is over is told by its time, not by a state."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    CANCELLED = "cancelled"  # by who had asked, before or after the answer
    WITHDRAWN = "withdrawn"  # by the owner, or because an organisation is gone


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which cameras are asked for: within all parts that are given. ``codes`` is a list in place of an area."""

    unit_id: tuple[str, ...] = ()
    owner_id: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    lasso: str = ""  # longitude,latitude;longitude,latitude;...
    codes: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        """What narrows, as values for JSON."""
        return {name: value for name, value in vars(self).items() if value}


@dataclass(frozen=True, kw_only=True)
class SharedCamera:
    """A camera of a share, as its owner sees it in the inventory."""

    id: str
    code: str
    name: str
    owner_id: str
    lat: float
    lon: float
    azimuth_deg: float | None
    hidden: bool = False  # protected, or of defence: for those who are cleared


class CameraDirectory(Protocol):
    """Who knows cameras."""

    def choose(self, selection: Selection, *, cleared: frozenset[str] | None) -> Mapping[str, Sequence[str]]:
        """Ids of the cameras that live, by owner. What is hidden only of owners in ``cleared`` (None: of all).
        Raises `Invalid` with the field.
        """

    def describe(self, connection: Connection, camera_ids: Collection[str]) -> Sequence[SharedCamera]:
        """Those of these that live, by code, as the connection sees them."""


@dataclass(frozen=True, kw_only=True)
class Share:
    """One owner's part of a request, and what became of it. Names are as they were when it was asked."""

    id: str
    ask_id: str  # the request it is a part of
    receiver_id: str
    receiver_name: str
    owner_id: str
    owner_name: str
    state: ShareState
    what: frozenset[What]
    purpose: str
    legal_basis: str
    reason: str
    selection: Mapping[str, object] = field(hash=False)
    until_us: int
    asked_us: int
    asked_by: str
    asked_by_name: str
    from_us: int | None = None
    answered_us: int | None = None
    answered_by: str = ""
    answered_by_name: str = ""
    words: str = ""
    ended_us: int | None = None
    ended_by_name: str = ""
    ended_words: str = ""
    document: str = ""
    signature: str = ""
    version: int = 1

    def holds_at(self, now_us: int) -> bool:
        """Whether it gives something to see at that moment."""
        return self.state is ShareState.AGREED and self.from_us is not None and self.from_us <= now_us < self.until_us
