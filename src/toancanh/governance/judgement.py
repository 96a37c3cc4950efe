"""The one question, asked of the facts in the database; and the refusal, on record."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace

from toancanh.governance.facts import Facts, Visibility
from toancanh.governance.model import AccessRequest, Action, Decision, Outcome, ResourceRef
from toancanh.governance.record import AnonymousReason, RecordWriter
from toancanh.governance.shares.loading import AgreedShares
from toancanh.governance.store.rights import load_facts, read_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Denied, NotFound, Principal

_READ = {
    "organisation": Action.ORGANISATION_READ,
    "user": Action.USER_READ,
    "site": Action.SITE_READ,
    "pole": Action.SITE_READ,
    "camera": Action.CAMERA_READ,
    "campaign": Action.CAMPAIGN_READ,
    "import": Action.INVENTORY_SUBMIT,
    "target": Action.TARGET_READ,
    "proposal": Action.PROPOSAL_READ,
    "opinion": Action.PROPOSAL_OPINION,
    "share": Action.SHARE_READ,
}
_REFUSALS_PER_MINUTE = 120
_MINUTE_US = 60_000_000
_BOUND = 10_000


class Judgement:
    """Loads facts when the rights epoch has moved, and decides. Thread-safe."""

    def __init__(self, *, database: Database, clock: Clock, record: RecordWriter, shares: AgreedShares) -> None:
        self._database = database
        self._shares = shares
        self._clock = clock
        self._record = record
        self._lock = threading.Lock()
        self._known: Facts | None = None
        self._refusals: OrderedDict[tuple[str, int], int] = OrderedDict()

    def facts(self) -> Facts:
        """The facts as of now. Raises `Unavailable` with the database away: nothing is decided on old facts."""
        with self._database.reading() as connection:
            with self._lock:
                known = self._known
            if known is not None and read_epoch(connection) == known.epoch:
                return known
            now_us = self._clock.now_us()
            fresh = replace(load_facts(connection, now_us), shares=self._shares.load(connection, now_us))
        with self._lock:
            if self._known is None or fresh.epoch > self._known.epoch:
                self._known = fresh
        return fresh

    def authorize(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; nothing is written."""
        return self.facts().decide(principal, request)

    def require(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; a refusal is recorded, then raised: `NotFound` where the asker may not know of the thing at all."""
        facts = self.facts()
        decision = facts.decide(principal, request)
        if decision.allowed:
            return decision
        self.record_refusal(principal, request.action, request.resource, decision=decision)
        read = _READ.get(request.resource.kind)
        if read is not None and request.resource.id:
            reading = AccessRequest(action=read, resource=request.resource)
            if not facts.decide(principal, reading).allowed:
                raise not_found(request.resource.kind)
        if decision.outcome is Outcome.NEEDS:
            raise Denied(
                "this needs more: " + ", ".join(sorted(decision.needs)),
                needs=sorted(decision.needs),
                clauses=list(decision.clauses),
            )
        raise Denied("your roles do not allow this here", action=str(request.action))

    def visible(self, principal: Principal, action: Action, kind: str) -> Visibility:
        """What of a kind the principal may see, as a predicate that also becomes SQL."""
        return self.facts().visible(principal, action, kind)

    def record_refusal(
        self,
        principal: Principal,
        action: str,
        resource: ResourceRef,
        *,
        decision: Decision | None = None,
        why: str = "",
        source: str = "",
    ) -> None:
        """In a transaction of its own. Beyond a bound per session and minute refusals are only counted."""
        if decision is not None and decision.inputs is not None:
            source = source or decision.inputs.request.source
        with self._database.transaction() as tx:
            if self._is_flood(principal.session_id):
                self._record.count_anonymous(tx, source, AnonymousReason.REPEATED)
                return
            self._record.append(
                tx,
                principal,
                action,
                resource,
                outcome="needs" if decision is not None and decision.outcome is Outcome.NEEDS else "deny",
                decision=decision,
                details={"why": why} if why else {},
                personal={"source": source},
            )

    def _is_flood(self, session_id: str) -> bool:
        key = (session_id, self._clock.now_us() // _MINUTE_US)
        with self._lock:
            self._refusals[key] = self._refusals.get(key, 0) + 1
            while len(self._refusals) > _BOUND:
                self._refusals.popitem(last=False)
            return self._refusals[key] > _REFUSALS_PER_MINUTE


def not_found(kind: str) -> NotFound:
    """The same words whether it does not exist or may not be known."""
    return NotFound(f"there is no such {kind}, or you may not see it")
