"""Use cases of bookmarks: authorise, load, decide, save, record. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from toancanh.governance import AccessRequest, Action, Governance, ResourceRef, Visibility, protected_tags
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Exhausted, IdSource, Invalid, NotFound, Principal
from toancanh.media.bookmarks import store
from toancanh.media.bookmarks.model import MAX_SPAN_US, Bookmark, BookmarkDraft, BookmarkFilter
from toancanh.registry import Registry

MOST_PER_PERSON = 5000
_READ_AT_ONCE = 200


class Bookmarks:
    """One's own, and those that colleagues of the same organisation share."""

    def __init__(
        self, *, governance: Governance, registry: Registry, database: Database, clock: Clock, ids: IdSource
    ) -> None:
        self._governance = governance
        self._registry = registry
        self._database = database
        self._clock = clock
        self._ids = ids

    def create(self, principal: Principal, draft: BookmarkDraft, *, source: str = "") -> Bookmark:
        """On all of its cameras or none. Raises `NotFound` for a camera that the principal may not know, `Denied` for
        one whose recordings may not be played back.
        """
        _check(draft)
        for camera_id in draft.camera_ids:
            span = draft.start_us, draft.end_us
            camera = self._registry.camera_then(principal, camera_id, *span, source=source)
            question = self._question(self._registry.camera_ref(camera), source)
            self._governance.require_footage(principal, question, *span)
        made = Bookmark(
            id=self._ids.new_id(),
            maker_id=principal.user_id,
            organisation_id=principal.organisation_id,
            made_us=self._clock.now_us(),
            version=1,
            text=draft.text,
            tags=draft.tags,
            camera_ids=tuple(sorted(set(draft.camera_ids))),
            start_us=draft.start_us,
            end_us=draft.end_us,
            shared=draft.shared,
        )
        with self._database.transaction() as tx:
            if store.count_of(tx, principal.user_id) >= MOST_PER_PERSON:
                raise Exhausted(f"a person keeps at most {MOST_PER_PERSON} bookmarks; delete some first")
            store.write(tx, made)
            self._governance.record(tx, principal, "bookmark.create", self._ref(made), details=_told(made))
        return made

    def page(
        self, principal: Principal, wanted: BookmarkFilter, *, after: tuple[int, str] | None, limit: int
    ) -> list[Bookmark]:
        """The latest time first; those alone of which every camera may be played back."""
        views = self._views(principal)
        found: list[Bookmark] = []
        while len(found) < limit:
            with self._database.reading() as connection:
                part = store.page(
                    connection, wanted, user_id=principal.user_id, organisation_id=principal.organisation_id,
                    after=after, limit=_READ_AT_ONCE,
                )  # fmt: skip
            refs = self._registry.camera_refs({camera_id for one in part for camera_id in one.camera_ids})
            found += [one for one in part if self._shown(one, refs, views)]
            if len(part) < _READ_AT_ONCE:
                break
            after = part[-1].start_us, part[-1].id
        return found[:limit]

    def get(self, principal: Principal, bookmark_id: str, *, source: str = "") -> Bookmark:
        """Raises `NotFound`, also for another's private one and where one of its cameras may not be played back."""
        with self._database.reading() as connection:
            found = store.load(connection, bookmark_id)
        if found is None:
            raise _unknown()
        theirs = found.organisation_id == principal.organisation_id
        if not (theirs and (found.shared or found.maker_id == principal.user_id) and self._sees(principal, found)):
            action = Action.MEDIA_PLAYBACK
            self._governance.record_refusal(principal, action, self._ref(found), why="not_shared", source=source)
            raise _unknown()
        return found

    def update(
        self, principal: Principal, bookmark_id: str, draft: BookmarkDraft, *, version: int | None, source: str = ""
    ) -> Bookmark:
        """Its text, tags, range and sharing; its cameras stay. Its maker alone."""
        before = self._own(principal, bookmark_id, source)
        _check(draft)
        if version is not None and version != before.version:
            raise _changed()
        after = replace(
            before, text=draft.text, tags=draft.tags, start_us=draft.start_us, end_us=draft.end_us,
            shared=draft.shared, version=before.version + 1,
        )  # fmt: skip
        with self._database.transaction() as tx:
            if not store.change(tx, after):
                raise _changed()
            self._governance.record(tx, principal, "bookmark.update", self._ref(after), details=_told(after))
        return after

    def delete(self, principal: Principal, bookmark_id: str, *, source: str = "") -> None:
        """Its maker alone."""
        found = self._own(principal, bookmark_id, source)
        with self._database.transaction() as tx:
            if not store.remove(tx, bookmark_id):
                raise _unknown()
            self._governance.record(tx, principal, "bookmark.delete", self._ref(found), details=_told(found))

    def _own(self, principal: Principal, bookmark_id: str, source: str) -> Bookmark:
        found = self.get(principal, bookmark_id, source=source)
        if found.maker_id != principal.user_id:
            action = Action.MEDIA_PLAYBACK
            self._governance.record_refusal(principal, action, self._ref(found), why="not_own", source=source)
            raise NotFound("this bookmark is another person's")
        return found

    def _sees(self, principal: Principal, of: Bookmark) -> bool:
        return self._shown(of, self._registry.camera_refs(of.camera_ids), self._views(principal))

    def _views(self, principal: Principal) -> list[Visibility]:
        actions = (Action.CAMERA_READ, Action.MEDIA_PLAYBACK)
        return [self._governance.visible(principal, action, "camera") for action in actions]

    def _shown(self, of: Bookmark, refs: Mapping[str, ResourceRef], views: Sequence[Visibility]) -> bool:
        """All of its cameras, each as it was at the time."""
        if any(id not in refs for id in of.camera_ids):
            return False
        then = self._governance.footage_now()
        parts = (one for id in of.camera_ids for one in then(refs[id], of.start_us, of.end_us))
        return all(view.shows(one) for one in parts for view in views)

    def _ref(self, of: Bookmark) -> ResourceRef:
        """In the record it is found by those who may know of its cameras."""
        refs = self._registry.camera_refs(of.camera_ids)
        is_protected = any(ref.tags for ref in refs.values()) or len(refs) < len(of.camera_ids)
        return ResourceRef(kind="bookmark", id=of.id, owner_id=of.organisation_id, tags=protected_tags(is_protected))

    @staticmethod
    def _question(resource: ResourceRef, source: str) -> AccessRequest:
        return AccessRequest(action=Action.MEDIA_PLAYBACK, resource=resource, source=source)


def _check(draft: BookmarkDraft) -> None:
    if not 0 <= draft.start_us <= draft.end_us:
        raise Invalid("`from` must not lie after `to`")
    if draft.end_us - draft.start_us > MAX_SPAN_US:
        raise Invalid("a bookmark spans at most 31 days")
    if not draft.text and not draft.tags:
        raise Invalid("a bookmark needs a text or a tag")


def _changed() -> Conflict:
    return Conflict("this bookmark was changed meanwhile; look again")


def _told(of: Bookmark) -> dict[str, object]:
    """Its text may name people, and its maker may delete it: the record says that it was there, not what it says."""
    return {
        "cameras": list(of.camera_ids),
        "from_us": of.start_us,
        "to_us": of.end_us,
        "shared": of.shared,
        "version": of.version,
    }


def _unknown() -> NotFound:
    return NotFound("there is no such bookmark")
