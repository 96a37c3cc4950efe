"""Use cases on shares: authorise, load, decide, save, record."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, and_, or_

from toancanh.governance.facts import SharedCameras
from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef, protected_tags
from toancanh.governance.record import RecordWriter
from toancanh.governance.regulation import Pack
from toancanh.governance.shares.document import ShareSigner, write_document
from toancanh.governance.shares.model import (
    MAX_CAMERAS,
    CameraDirectory,
    Selection,
    Share,
    SharedCamera,
    ShareState,
)
from toancanh.governance.shares.terms import Answer, Wanted, agreed, check_terms
from toancanh.governance.store import organisations
from toancanh.governance.store import shares as store
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.store.shares import share as table
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Exhausted, IdSource, Invalid, Principal

_OPEN_AT_ONCE = 200
"""Requests of one organisation that wait for an answer."""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A share as one of its two sides sees it: how many cameras were asked for, how many struck out, and what the
    asker of now may do.
    """

    share: Share
    asked_for: int
    struck: int
    is_owner: bool
    may_answer: bool
    may_cancel: bool


class Shares:
    """Who asks is a leader or administrator of the one side, who answers of the other; the pack has the last word."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        signer: ShareSigner,
        pack: Callable[[], Pack],
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._signer = signer
        self.pack = pack  # in force: terms are judged by it
        self.now_us = clock.now_us
        self._directory: CameraDirectory | None = None

    def units(self, principal: Principal) -> list[tuple[str, str]]:
        """Id and name of communes and wards, for who may ask somewhere; on their ground cameras may be asked for."""
        if not self._judgement.visible(principal, Action.SHARE_REQUEST, "share").parts:
            return []
        with self._database.reading() as connection:
            return organisations.units(connection)

    def know_cameras(self, directory: CameraDirectory) -> None:
        """Tell who knows cameras."""
        self._directory = directory

    @property
    def directory(self) -> CameraDirectory:
        """Who knows cameras. Raises `Invalid` where nobody was told."""
        if self._directory is None:
            raise Invalid("there are no cameras here to share")
        return self._directory

    # asking

    def preview(
        self, principal: Principal, receiver_id: str, selection: Selection, *, source: str = ""
    ) -> list[tuple[str, str, int]]:
        """Whom such a request would go to: owner, name, number of cameras; on record, for it counts what others own."""
        decision = self._require(principal, Action.SHARE_REQUEST, receiver_id, source=source)
        chosen = self._chosen(principal, receiver_id, selection)
        with self._database.transaction() as tx:
            names = self._names(tx, chosen)
            found = [(owner_id, names.get(owner_id, ""), len(ids)) for owner_id, ids in chosen.items()]
            ref = ResourceRef(kind="share", id="", owner_id=receiver_id)
            details = {"selection": selection.plain(), "owners": len(found)}
            self._record.append(
                tx,
                principal,
                "share.preview",
                ref,
                outcome="allow",
                decision=decision,
                details=details,
                personal={"source": source},
            )
        return sorted(found, key=lambda one: (-one[2], one[1], one[0]))

    def ask(self, principal: Principal, wanted: Wanted, *, source: str = "") -> list[Share]:
        """One request to each owner. Raises `Invalid` with the field, `Exhausted` while too many wait."""
        self._require(principal, Action.SHARE_REQUEST, wanted.receiver_id, source=source)
        now_us = self._clock.now_us()
        check_terms(self.pack(), wanted, now_us)
        chosen = self._chosen(principal, wanted.receiver_id, wanted.selection)
        if not chosen:
            raise Invalid("selection: there are no cameras that could be asked for", field="selection")
        if sum(map(len, chosen.values())) > MAX_CAMERAS:
            raise Invalid(f"selection: ask for at most {MAX_CAMERAS} cameras at once", field="selection")
        ask_id = self._ids.new_id()
        made: list[Share] = []
        with self._database.transaction() as tx:
            waiting = and_(table.c.receiver_id == wanted.receiver_id, table.c.state == str(ShareState.ASKED))
            if store.count(tx, waiting) + len(chosen) > _OPEN_AT_ONCE:
                raise Exhausted(f"at most {_OPEN_AT_ONCE} requests wait for an answer at once; take some back")
            names = self._names(tx, [*chosen, wanted.receiver_id])
            for owner_id, camera_ids in sorted(chosen.items()):
                one = Share(
                    id=self._ids.new_id(),
                    ask_id=ask_id,
                    receiver_name=names.get(wanted.receiver_id, ""),
                    owner_id=owner_id,
                    owner_name=names.get(owner_id, ""),
                    state=ShareState.ASKED,
                    asked_us=now_us,
                    asked_by=principal.user_id,
                    asked_by_name=principal.username,
                    **{**vars(wanted), "selection": wanted.selection.plain()},
                )
                store.insert(tx, one, camera_ids)
                self._recorded(tx, principal, "share.ask", one, {"cameras": len(camera_ids)}, source)
                made.append(one)
        return made

    # reading

    def page(
        self, principal: Principal, *, side: str = "", state: ShareState | None = None, after: str = "", limit: int
    ) -> list[Shown]:
        """Those that an organisation of the principal asked for or was asked for, the newest first.

        ``side``: "given" or "received" leaves one side.
        """
        visible = self._judgement.visible(principal, Action.SHARE_READ, "share")
        sides = {"given": visible.clause(table.c.owner_id), "received": visible.clause(table.c.receiver_id)}
        conditions: list[ColumnElement[bool]] = [sides[side] if side in sides else or_(*sides.values())]
        if state is not None:
            conditions.append(table.c.state == str(state))
        with self._database.reading() as connection:
            found = store.page(connection, conditions, after=after, limit=limit)
            counts = store.counts(connection, [one.id for one in found])
        return [self._shown(principal, one, counts) for one in found]

    def get(self, principal: Principal, share_id: str, *, source: str = "") -> Shown:
        """Raises `NotFound`, also where neither side is the principal's."""
        found, _is_owner = self._readable(principal, share_id, source)
        with self._database.reading() as connection:
            counts = store.counts(connection, [share_id])
        return self._shown(principal, found, counts)

    def cameras(self, principal: Principal, share_id: str, *, source: str = "") -> list[tuple[SharedCamera, bool]]:
        """Exactly those, each with whether it was struck out. The receiver sees those it may watch now, alone."""
        found, is_owner = self._readable(principal, share_id, source)
        if not is_owner and not found.holds_at(self._clock.now_us()):
            return []
        cleared = self._cleared(principal)
        with self._database.reading() as connection:
            asked = store.cameras(connection, share_id)
            seen = self._seen(connection, cleared, found, asked)
        return [(one, asked[one.id]) for one in seen if is_owner or not asked[one.id]]

    def received(self, principal: Principal) -> list[tuple[SharedCameras, str]]:
        """What the principal may watch by shares now, each with its owner's name."""
        running = self._judgement.facts().shares_of(principal, self.now_us())
        with self._database.reading() as connection:
            names = self._names(connection, {one.owner_id for one in running})
        return [(one, names.get(one.owner_id, "")) for one in running]

    # answering and ending

    def answer(self, principal: Principal, share_id: str, answer: Answer, *, source: str = "") -> Shown:
        """Agree, wholly or in part, or refuse with words. What the one who answers cannot see is not agreed to."""
        found = self._load(share_id)
        decision = self._require(principal, Action.SHARE_ANSWER, found.owner_id, share_id=share_id, source=source)
        now_us = self._clock.now_us()
        if not answer.agreed and not answer.words:
            raise Invalid("words: say why it is refused", field="words")
        cleared, pack = self._cleared(principal), self.pack()  # nobody waits for a connection within a transaction
        with self._database.transaction() as tx:
            before = self._locked(tx, share_id, {ShareState.ASKED}, answer.version)
            asked = store.cameras(tx, share_id)
            if answer.struck - asked.keys():
                raise Invalid("struck: one of these cameras was not asked for", field="struck")
            after = replace(
                before,
                state=ShareState.AGREED if answer.agreed else ShareState.REFUSED,
                words=answer.words,
                answered_us=now_us,
                answered_by=principal.user_id,
                answered_by_name=principal.username,
                version=before.version + 1,
            )
            details: dict[str, object] = {}
            if answer.agreed:
                given = {one.id for one in self._seen(tx, cleared, before, asked)} - answer.struck
                after = agreed(after, answer, given, now_us)
                document = write_document(after, given, pack)
                after = replace(after, document=document, signature=self._signer.sign(document))
                store.strike(tx, share_id, asked.keys() - given)
                raise_epoch(tx)
                digest = hashlib.sha256(after.document.encode()).hexdigest()
                details = {"cameras": len(given), "struck": len(asked) - len(given), "document_sha256": digest}
            self._save(tx, after)
            action = "share.agree" if answer.agreed else "share.refuse"
            self._recorded(tx, principal, action, after, details, source, decision=decision)
        return self.get(principal, share_id, source=source)

    def withdraw(self, principal: Principal, share_id: str, words: str = "", *, source: str = "") -> Shown:
        """By the owner: nothing is seen by it any more, and running views end."""
        owner_id = self._load(share_id).owner_id
        decision = self._require(principal, Action.SHARE_ANSWER, owner_id, share_id=share_id, source=source)
        with self._database.transaction() as tx:
            before = self._locked(tx, share_id, {ShareState.AGREED})
            self._end(tx, principal, before, ShareState.WITHDRAWN, words, source, decision)
        return self.get(principal, share_id, source=source)

    def cancel(self, principal: Principal, share_id: str, words: str = "", *, source: str = "") -> Shown:
        """By who asked: the request is taken back, or what was given is no longer needed."""
        receiver_id = self._load(share_id).receiver_id
        decision = self._require(principal, Action.SHARE_REQUEST, receiver_id, share_id=share_id, source=source)
        with self._database.transaction() as tx:
            before = self._locked(tx, share_id, {ShareState.ASKED, ShareState.AGREED})
            self._end(tx, principal, before, ShareState.CANCELLED, words, source, decision)
        return self.get(principal, share_id, source=source)

    def lose_organisation(self, tx: Connection, principal: Principal, organisation_id: str, _root_id: str) -> None:
        """With an organisation end all shares that it gave or received (`Organisations.before_delete`)."""
        for found in store.of_organisation(tx, organisation_id):
            state = ShareState.WITHDRAWN if found.owner_id == organisation_id else ShareState.CANCELLED
            self._end(tx, principal, found, state, "", "", None)

    # inside

    def owned(self, principal: Principal, share_id: str, *, source: str = "") -> tuple[Share, dict[str, bool]]:
        """A share and its cameras, for one of the owner's side. Raises `NotFound`."""
        found = self._load(share_id)
        self._require(principal, Action.SHARE_READ, found.owner_id, share_id=share_id, source=source)
        cleared = self._cleared(principal)
        with self._database.reading() as connection:
            asked = store.cameras(connection, share_id)
            seen = {one.id for one in self._seen(connection, cleared, found, asked)}
        return found, {camera_id: struck for camera_id, struck in asked.items() if camera_id in seen}

    def _chosen(self, principal: Principal, receiver_id: str, selection: Selection) -> Mapping[str, Sequence[str]]:
        """Without what the receiver and those below it own: that needs no share."""
        if not selection.plain():
            raise Invalid("selection: say which cameras: an area, owners, tags or codes", field="selection")
        cleared = self._judgement.visible(principal, Action.SHARE_REQUEST, "camera").cleared
        found = self.directory.choose(selection, cleared=cleared)
        facts = self._judgement.facts()
        own = facts.below(receiver_id) | {receiver_id}
        return {owner_id: ids for owner_id, ids in found.items() if owner_id in facts.parents and owner_id not in own}

    def _end(
        self,
        tx: Connection,
        principal: Principal,
        before: Share,
        state: ShareState,
        words: str,
        source: str,
        decision: Decision | None,
    ) -> None:
        after = replace(
            before,
            state=state,
            ended_us=self._clock.now_us(),
            ended_by_name=principal.username,
            ended_words=words,
            signature="",  # a row that is set back to agreed gives nothing without it
            version=before.version + 1,
        )
        self._save(tx, after)
        raise_epoch(tx)
        action = "share.withdraw" if state is ShareState.WITHDRAWN else "share.cancel"
        self._recorded(tx, principal, action, after, {}, source, decision=decision)

    def _cleared(self, principal: Principal) -> frozenset[str] | None:
        return self._judgement.visible(principal, Action.SHARE_READ, "camera").cleared

    def _seen(
        self, connection: Connection, cleared: frozenset[str] | None, of: Share, camera_ids: Collection[str]
    ) -> list[SharedCamera]:
        """Those that still are the owner's, and not hidden from who is ``cleared`` so far."""
        return [
            one
            for one in self.directory.describe(connection, camera_ids)
            if one.owner_id == of.owner_id and (not one.hidden or cleared is None or one.owner_id in cleared)
        ]

    def _shown(self, principal: Principal, of: Share, counts: Mapping[str, tuple[int, int]]) -> Shown:
        asked_for, struck = counts.get(of.id, (0, 0))
        return Shown(
            share=of,
            asked_for=asked_for,
            struck=struck,
            is_owner=self._may(principal, Action.SHARE_READ, of.owner_id, of.id),
            may_answer=self._may(principal, Action.SHARE_ANSWER, of.owner_id, of.id),
            may_cancel=self._may(principal, Action.SHARE_REQUEST, of.receiver_id, of.id),
        )

    def _readable(self, principal: Principal, share_id: str, source: str) -> tuple[Share, bool]:
        found = self._load(share_id)
        if self._may(principal, Action.SHARE_READ, found.owner_id, share_id):
            return found, True
        if not self._may(principal, Action.SHARE_READ, found.receiver_id, share_id):
            self._require(principal, Action.SHARE_READ, found.owner_id, share_id=share_id, source=source)
        return found, False

    def _load(self, share_id: str) -> Share:
        with self._database.reading() as connection:
            found = store.load(connection, share_id)
        if found is None:
            raise not_found("share")
        return found

    def _locked(
        self, tx: Connection, share_id: str, states: Collection[ShareState], version: int | None = None
    ) -> Share:
        found = store.load(tx, share_id, lock=True)
        if found is None:
            raise not_found("share")
        if found.state not in states or (version is not None and version != found.version):
            raise Conflict("somebody answered or ended this meanwhile; look again", state=str(found.state))
        return found

    @staticmethod
    def _save(tx: Connection, after: Share) -> None:
        if not store.update(tx, after):
            raise Conflict("somebody answered or ended this meanwhile; look again")

    def _may(self, principal: Principal, action: Action, owner_id: str, share_id: str) -> bool:
        ref = ResourceRef(kind="share", id=share_id, owner_id=owner_id)
        return self._judgement.authorize(principal, AccessRequest(action=action, resource=ref)).allowed

    def _require(
        self, principal: Principal, action: Action, owner_id: str, *, share_id: str = "", source: str
    ) -> Decision:
        ref = ResourceRef(kind="share", id=share_id, owner_id=owner_id)
        return self._judgement.require(principal, AccessRequest(action=action, resource=ref, source=source))

    @staticmethod
    def _names(connection: Connection, organisation_ids: Collection[str]) -> dict[str, str]:
        return {one.id: one.name for one in organisations.load_all(connection, set(organisation_ids))}

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        of: Share,
        details: Mapping[str, object],
        source: str,
        *,
        decision: Decision | None = None,
    ) -> None:
        """For each side an entry of its own: both keep a record."""
        told = {
            "receiver_id": of.receiver_id,
            "owner_id": of.owner_id,
            "what": sorted(of.what),
            "purpose": of.purpose,
            "until_us": of.until_us,
            **details,
        }
        hidden = any(one.hidden for one in self.directory.describe(tx, store.cameras(tx, of.id)))
        for side in dict.fromkeys((of.owner_id, of.receiver_id)):
            ref = ResourceRef(kind="share", id=of.id, owner_id=side, tags=protected_tags(hidden))
            self._record.append(
                tx, principal, action, ref, outcome="allow", decision=decision, details=told,
                personal={"source": source},
            )  # fmt: skip
