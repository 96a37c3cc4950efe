"""What is kept of walls."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.registry import StreamRole


@dataclass(frozen=True, kw_only=True)
class Page:
    """One view of a layout: as many tiles as ``size``, each a camera or empty; ``seconds`` it stays in a cycle. No
    alarm takes a tile whose number is ``pinned``.
    """

    size: int
    tiles: tuple[str | None, ...]
    seconds: float
    pinned: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Pages under a name; more than one is a cycle. ``alarms``: a camera with an alarm comes to the front."""

    id: str
    user_id: str
    organisation_id: str
    name: str
    shared: bool
    pages: tuple[Page, ...]
    alarms: bool
    version: int
    updated_us: int

    @property
    def cameras(self) -> tuple[str, ...]:
        """Each once, in order."""
        return tuple(dict.fromkeys(tile for page in self.pages for tile in page.tiles if tile))


@dataclass(frozen=True, kw_only=True)
class Node:
    """A browser that shows one layout and nothing else. ``put_by``, ``put_name``: whose rights it uses, lent as the
    session ``session_id``; empty before a layout was put on it, and once it may be shown no more. ``until_us``: so long
    the layout stays, as its putter chose. ``layout_version``: what of the layout was put there.
    """

    id: str
    name: str
    organisation_id: str
    invited_by: str
    layout_id: str
    put_by: str
    put_name: str
    put_organisation_id: str
    session_id: str
    created_us: int
    expires_us: int
    enrolled_us: int | None
    seen_us: int | None
    until_us: int
    layout_version: int

    def shows(self, layout: Layout) -> bool:
        """Whether it may: who edits a shared layout cannot look through the rights of the one who has put it there."""
        return layout.user_id == self.put_by or layout.version == self.layout_version


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A camera that a node may show now: ``grant`` is empty where the one who put the layout may not see it (any
    more).
    """

    camera_id: str
    code: str
    name: str
    stream: StreamRole
    grant: str
