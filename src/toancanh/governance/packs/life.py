"""Use cases on packs: authorise, load, decide, save, record. Every step raises the rights epoch, which puts them in a
row and lets all processes look anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance.judgement import Judgement
from toancanh.governance.model import AccessRequest, Action, Decision, ResourceRef
from toancanh.governance.packs import store
from toancanh.governance.packs.lockout import lost
from toancanh.governance.packs.mine import Place, rights_of
from toancanh.governance.packs.model import PackState, Regulation, Standing, standing, state_of
from toancanh.governance.packs.shelf import Shelf, shipped_files
from toancanh.governance.record import RecordWriter
from toancanh.governance.regulation import Change, Engine, Pack, check, differences, read_pack
from toancanh.governance.regulation.shipped import shipped_engine
from toancanh.governance.store.rights import load_facts, raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, Invalid, NotFound, Principal

_MAX_AHEAD_US = 366 * 86_400_000_000
_FINDINGS_TOLD = 50
_MAX_CASES = 2000
_SHIPPED_REASON = "shipped with the software"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A pack with where it stands; ``at_us``: from when it holds or held, where that is known."""

    regulation: Regulation
    state: PackState
    at_us: int | None
    can_roll_back: bool


class Regulations:
    """The packs of this platform. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        shelf: Shelf,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._shelf = shelf

    # what holds

    def in_force(self) -> Pack:
        """The pack in force."""
        return self._judgement.engine().pack

    def ensure_shipped(self) -> None:
        """The shipped pack holds from set-up; a newer one of the software replaces it, but never a city's own."""
        shipped = shipped_engine()
        with self._database.reading() as connection:
            if store.is_shipped(connection, shipped.pack.digest):
                return
        with self._database.transaction() as tx:
            raise_epoch(tx)
            if store.is_shipped(tx, shipped.pack.digest):
                return
            now_us = self._clock.now_us()
            known = store.every(tx)
            now = standing(store.every_switch(tx), now_us).now
            by_id = {one.id: one for one in known}
            made = self._stored(tx, shipped.pack, shipped_files(), _SHIPPED_REASON, "", now_us)
            holds = now is None or not by_id[now.regulation_id].proposed_by
            if holds:
                store.switch(tx, self._ids.new_id(), made.id, at_us=now_us, made_us=now_us, made_by="")
            self._recorded(tx, Principal.system("setup"), "regulation.ship", made, None, "", in_force=holds)

    def settle(self) -> None:
        """Judge the planned switch whose moment has come, by the people and roles of now. One that would lock everybody
        out, or whose pack this software cannot read any more, does not come: that is on record, and an alarm.
        """
        with self._database.transaction() as tx:
            raise_epoch(tx)
            now_us = self._clock.now_us()
            coming = standing(store.every_switch(tx), now_us).next
            if coming is None or coming.at_us > now_us:
                return  # another process was first
            why: dict[str, object] = {}
            try:
                self._refuse_lockout(tx, self._shelf.engine(tx, coming.regulation_id))
            except Invalid as error:
                why = {"why": error.extra.get("reason", "unreadable"), "actions": error.extra.get("actions", [])}
            if not why:
                store.judged(tx, coming.id, at_us=now_us)
                return
            store.undo(tx, coming.id, at_us=now_us, user_id="")
            (one,) = [one for one in store.every(tx) if one.id == coming.regulation_id]
            platform = Principal.system("platform")
            self._recorded(tx, platform, "regulation.switch", one, None, "", outcome="deny", at_us=coming.at_us, **why)

    def is_switch_refused(self) -> bool:
        """Whether the last planned switch did not come, and nobody has planned or switched one since."""
        with self._database.reading() as connection:
            last = max(store.every_switch(connection), key=lambda one: (one.made_us, one.id), default=None)
        return last is not None and last.is_refused

    # reading

    def page(self, principal: Principal, *, source: str = "") -> list[Placed]:
        """All packs, the newest first."""
        self._may_read(principal, source)
        with self._database.reading() as connection:
            known = store.every(connection)
        return self._placed(known)

    def get(self, principal: Principal, regulation_id: str, *, source: str = "") -> tuple[Placed, Engine]:
        """One pack, to be read."""
        self._may_read(principal, source)
        with self._database.reading() as connection:
            placed = _one(self._placed(store.every(connection)), regulation_id)
            return placed, self._shelf.engine(connection, regulation_id)

    def difference(self, principal: Principal, regulation_id: str, *, source: str = "") -> list[Change]:
        """What it says and answers differently from the one in force."""
        _, engine = self.get(principal, regulation_id, source=source)
        return differences(self._judgement.engine(), engine)

    def rights_of(self, principal: Principal) -> list[Place]:
        """What the asker may do, and which article says so."""
        return rights_of(self._judgement.engine(), self._judgement.facts(), principal, now_us=self._clock.now_us())

    def _placed(self, known: list[Regulation]) -> list[Placed]:
        now_us = self._clock.now_us()
        now = standing([switch for one in known for switch in one.switches], now_us)
        return [_place(one, now, now_us) for one in known]

    # steps

    def propose(
        self, principal: Principal, upload: Callable[[], Mapping[str, str]], *, reason: str, source: str = ""
    ) -> Placed:
        """Raises `Invalid` with ``findings`` for a pack that fails its own tests or locks everybody out; that is on
        record, too.
        """
        decision = self._require(principal, Action.REGULATION_PROPOSE, "", source)
        try:
            files = upload()
            engine = Engine(read_pack(files))
            self._refuse_faulty(engine)
        except Invalid as error:
            self._judgement.record_refusal(
                principal, "regulation.propose", _ref(""), decision=None, why=error.detail[:200], source=source
            )
            raise
        with self._database.transaction() as tx:
            raise_epoch(tx)
            versions = [one.version for one in store.every(tx) if one.pack_id == engine.pack.title.id]
            if versions and engine.pack.title.version <= max(versions):
                raise Conflict(
                    f"version {max(versions)} of {engine.pack.title.id} is there already; give it a higher number",
                    version=max(versions),
                )
            now_us = self._clock.now_us()
            made = self._stored(tx, engine.pack, files, reason, principal.user_id, now_us)
            self._recorded(tx, principal, "regulation.propose", made, decision, source)
        return self._again(made.id)

    def approve(self, principal: Principal, regulation_id: str, *, words: str = "", source: str = "") -> Placed:
        """The agreement of one who did not propose it; it takes two people."""
        decision = self._require(principal, Action.REGULATION_APPROVE, regulation_id, source)
        with self._database.transaction() as tx:
            raise_epoch(tx)
            one = self._in_state(tx, regulation_id, PackState.PROPOSED)
            own = one.proposed_by == principal.user_id
            if not own and principal.user_id in {said.user_id for said in one.approvals}:
                raise Conflict("you have agreed to it already; another person has to")
            if not own:
                now_us = self._clock.now_us()
                store.approve(tx, one.id, user_id=principal.user_id, at_us=now_us, words=words)
                self._recorded(
                    tx,
                    principal,
                    "regulation.approve",
                    one,
                    decision,
                    source,
                    words=words,
                    count=len(one.approvals) + 1,
                )
        if own:
            self._judgement.record_refusal(
                principal, "regulation.approve", _ref(one.id), why="own_proposal", source=source
            )
            raise Denied("you proposed it yourself; two other people have to agree", reason="own_proposal")
        return self._again(regulation_id)

    def refuse(self, principal: Principal, regulation_id: str, *, words: str, source: str = "") -> Placed:
        """End a proposal: by one who may approve, or by the one who proposed it."""
        with self._database.reading() as connection:
            proposers = {one.id: one.proposed_by for one in store.every(connection)}
        own = proposers.get(regulation_id) == principal.user_id
        action = Action.REGULATION_PROPOSE if own else Action.REGULATION_APPROVE
        decision = self._require(principal, action, regulation_id, source)
        with self._database.transaction() as tx:
            raise_epoch(tx)
            one = self._in_state(tx, regulation_id, PackState.PROPOSED, PackState.APPROVED)
            store.refuse(tx, one.id, user_id=principal.user_id, at_us=self._clock.now_us(), words=words)
            self._recorded(tx, principal, "regulation.refuse", one, decision, source, words=words)
        return self._again(regulation_id)

    def switch(self, principal: Principal, regulation_id: str, *, at_us: int | None = None, source: str = "") -> Placed:
        """It holds from then on (None: from its day of effect, or from now where that has come), for all processes."""
        decision = self._require(principal, Action.REGULATION_SWITCH, regulation_id, source)
        with self._database.transaction() as tx:
            raise_epoch(tx)
            one = self._in_state(tx, regulation_id, PackState.APPROVED)
            now_us = self._clock.now_us()
            if standing(store.every_switch(tx), now_us).next is not None:
                raise Conflict("another regulation is to take effect already; call that off first")
            moment_us = max(now_us, one.begins_us) if at_us is None else at_us
            if moment_us < now_us:
                raise Invalid("at: this moment has passed; leave it out to switch now", field="at")
            if moment_us > now_us + _MAX_AHEAD_US:
                raise Invalid("at: this is more than a year ahead", field="at")
            if moment_us < one.begins_us:
                raise Invalid(f"at: it says itself that it takes effect on {one.effective_from}", field="at")
            self._refuse_lockout(tx, self._shelf.engine(tx, one.id))
            store.switch(tx, self._ids.new_id(), one.id, at_us=moment_us, made_us=now_us, made_by=principal.user_id)
            self._recorded(tx, principal, "regulation.switch", one, decision, source, at_us=moment_us)
        return self._again(regulation_id)

    def call_off(self, principal: Principal, regulation_id: str, *, source: str = "") -> Placed:
        """It does not take effect as planned; it stays approved."""
        decision = self._require(principal, Action.REGULATION_SWITCH, regulation_id, source)
        with self._database.transaction() as tx:
            raise_epoch(tx)
            one = self._in_state(tx, regulation_id, PackState.SCHEDULED)
            self._undo(tx, principal, one.switches[-1].id)
            self._recorded(tx, principal, "regulation.call_off", one, decision, source)
        return self._again(regulation_id)

    def roll_back(self, principal: Principal, regulation_id: str, *, words: str, source: str = "") -> Placed:
        """The one before holds again, at once. ``regulation_id`` is the one in force: nobody rolls back another."""
        decision = self._require(principal, Action.REGULATION_SWITCH, regulation_id, source)
        with self._database.transaction() as tx:
            raise_epoch(tx)
            one = self._in_state(tx, regulation_id, PackState.IN_FORCE)
            now = standing(store.every_switch(tx), self._clock.now_us())
            if now.now is None or now.before is None:
                raise Conflict("there is none before it")
            self._refuse_lockout(tx, self._shelf.engine(tx, now.before.regulation_id))
            self._undo(tx, principal, now.now.id)
            details = {"words": words, "to": now.before.regulation_id}
            self._recorded(tx, principal, "regulation.roll_back", one, decision, source, **details)
        return self._again(regulation_id)

    def _undo(self, tx: Connection, principal: Principal, switch_id: str) -> None:
        store.undo(tx, switch_id, at_us=self._clock.now_us(), user_id=principal.user_id)

    def _refuse_faulty(self, engine: Engine) -> None:
        if len(engine.pack.cases) > _MAX_CASES:
            raise Invalid(f"cases.toml: more than {_MAX_CASES} cases; keep those that tell something")
        findings = check(engine)
        if findings:
            told = [{"where": finding.where, "what": finding.what} for finding in findings[:_FINDINGS_TOLD]]
            raise Invalid(
                f"the pack does not pass its own tests: {told[0]['where']}: {told[0]['what']}",
                reason="tests",
                findings=told,
            )
        with self._database.reading() as connection:
            self._refuse_lockout(connection, engine)

    def _refuse_lockout(self, connection: Connection, engine: Engine) -> None:
        gone = lost(engine, load_facts(connection))
        if gone:
            raise Invalid(
                f"nobody of this platform could do {', '.join(gone)} any more under it",
                reason="locked_out",
                actions=[str(action) for action in gone],
            )

    def _in_state(self, tx: Connection, regulation_id: str, *states: PackState) -> Regulation:
        placed = _one(self._placed(store.every(tx)), regulation_id)
        if placed.state not in states:
            raise Conflict(f"it is {placed.state}; this is for one that is {' or '.join(states)}", state=placed.state)
        return placed.regulation

    def _again(self, regulation_id: str) -> Placed:
        with self._database.reading() as connection:
            return _one(self._placed(store.every(connection)), regulation_id)

    def _stored(
        self, tx: Connection, pack: Pack, files: Mapping[str, str], reason: str, proposed_by: str, now_us: int
    ) -> Regulation:
        content = store.content_of(files)
        made = Regulation(
            id=self._ids.new_id(),
            pack_id=pack.title.id,
            version=pack.title.version,
            claims=pack.title.status,
            effective_from=pack.title.effective_from,
            title=pack.title.title,
            digest=pack.digest,
            sha256=hashlib.sha256(content).hexdigest(),
            reason=reason,
            proposed_by=proposed_by,
            proposer="",
            proposed_us=now_us,
            refused_us=None,
            refused_by="",
            refused_words="",
            approvals=(),
            switches=(),
        )
        store.insert(tx, made, content)
        return made

    # rights

    def _may_read(self, principal: Principal, source: str) -> None:
        """A role anywhere is enough: what holds for everybody, everybody may read."""
        roles = self._judgement.facts().roles.get(principal.user_id, ())
        owners = dict.fromkeys([principal.organisation_id, *(binding.organisation_id for binding in roles)])
        requests = [
            AccessRequest(
                action=Action.REGULATION_READ,
                resource=ResourceRef(kind="regulation", id="", owner_id=owner),
                source=source,
            )
            for owner in owners
        ]
        if not any(self._judgement.authorize(principal, request).allowed for request in requests):
            self._judgement.require(principal, requests[0])

    def _require(self, principal: Principal, action: Action, regulation_id: str, source: str) -> Decision:
        request = AccessRequest(action=action, resource=_ref(regulation_id), source=source)
        return self._judgement.require(principal, request)

    def _recorded(
        self,
        tx: Connection,
        principal: Principal,
        action: str,
        one: Regulation,
        decision: Decision | None,
        source: str,
        outcome: str = "allow",
        **details: object,
    ) -> None:
        words = str(details.pop("words", ""))
        named = {"pack": one.pack_id, "version": one.version, "sha256": one.sha256, **details}
        self._record.append(
            tx,
            principal,
            action,
            _ref(one.id),
            outcome=outcome,
            decision=decision,
            details=named,
            personal={"words": words, "source": source},
        )


def _ref(regulation_id: str) -> ResourceRef:
    """It belongs to the first organisation, as what holds for all does."""
    return ResourceRef(kind="regulation", id=regulation_id, owner_id="")


def _one(placed: list[Placed], regulation_id: str) -> Placed:
    for one in placed:
        if one.regulation.id == regulation_id:
            return one
    raise NotFound("there is no such regulation")


def _place(one: Regulation, now: Standing, now_us: int) -> Placed:
    state = state_of(one, now, now_us)
    return Placed(
        regulation=one,
        state=state,
        at_us=one.switches[-1].at_us if one.switches else None,
        can_roll_back=state is PackState.IN_FORCE and now.before is not None,
    )
