"""The terms of bookmarks. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MAX_CAMERAS = 16
MAX_TAGS = 10
MAX_SPAN_US = 31 * 86_400_000_000


@dataclass(frozen=True, kw_only=True)
class BookmarkDraft:
    """What its maker says. ``shared``: everybody of the organisation sees it who may play back all of its cameras."""

    text: str
    tags: tuple[str, ...]
    camera_ids: tuple[str, ...]
    start_us: int
    end_us: int
    shared: bool


@dataclass(frozen=True, kw_only=True)
class Bookmark(BookmarkDraft):
    """One that is kept."""

    id: str
    maker_id: str
    organisation_id: str
    made_us: int
    version: int


@dataclass(frozen=True, kw_only=True)
class BookmarkFilter:
    """Empty fields do not narrow; of ``q`` every word stands in the text or the tags."""

    q: str = ""
    tag: str = ""
    camera_id: str = ""
    from_us: int | None = None
    to_us: int | None = None
    own: bool = False
