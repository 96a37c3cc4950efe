"""Bookmarks: what people note on a stretch of recorded time, for themselves or for their organisation.

Owns: text, tags, range, cameras, who made it. Does not own: the recordings; a bookmark keeps nothing from deletion
(`governance.holds` does).
Invariants: who may not play back every one of its cameras does not learn of it; its maker alone changes it; it never
leaves the organisation it was made in.
"""

from toancanh.media.bookmarks.model import Bookmark, BookmarkDraft, BookmarkFilter
from toancanh.media.bookmarks.service import Bookmarks

__all__ = ["Bookmark", "BookmarkDraft", "BookmarkFilter", "Bookmarks"]
