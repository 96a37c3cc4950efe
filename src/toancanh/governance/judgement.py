"""The one question, asked of the facts in the database; and the refusal, on record."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from itertools import compress

from sqlalchemy import Connection

from toancanh.governance.facts import Facts
from toancanh.governance.footage import (
    FootageOf,
    Owned,
    OwnersLookup,
    Part,
    Parted,
    PartsOf,
    Refused,
    in_law,
    joined,
    of_part,
    one_answer,
    parts_of,
)
from toancanh.governance.model import PROTECTED, AccessRequest, Action, Decision, Need, Outcome, ResourceRef, Role
from toancanh.governance.record import AnonymousReason, RecordWriter
from toancanh.governance.regulation import Engine
from toancanh.governance.regulation.pack import FootageRights, Reference
from toancanh.governance.regulation.question import decide, rights
from toancanh.governance.seldom import Seldom
from toancanh.governance.shares.loading import AgreedShares
from toancanh.governance.store import successions
from toancanh.governance.store.rights import load_facts, read_epoch
from toancanh.governance.visibility import Visibility, visible
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.kernel import Clock, Denied, NotFound, Principal

_READ = {
    "organisation": Action.ORGANISATION_READ,
    "user": Action.USER_READ,
    "site": Action.SITE_READ,
    "pole": Action.SITE_READ,
    "topology_node": Action.SITE_READ,
    "alert_channel": Action.ALERT_WRITE,
    "alert_rule": Action.ALERT_WRITE,
    "camera": Action.CAMERA_READ,
    "campaign": Action.CAMPAIGN_READ,
    "import": Action.INVENTORY_SUBMIT,
    "target": Action.TARGET_READ,
    "proposal": Action.PROPOSAL_READ,
    "opinion": Action.PROPOSAL_OPINION,
    "person_request": Action.AUDIT_PERSON,
    "share": Action.SHARE_READ,
    "case": Action.CASE_READ,
    "duty": Action.DUTY_READ,
    "device": Action.DEVICE_READ,
    "ticket": Action.TICKET_READ,
    "contract": Action.CONTRACT_READ,
    "uptime": Action.UPTIME_REPORT,
    "road_network": Action.TRAFFIC_READ,
}
_log = get_logger(__name__)

_REFUSALS_PER_MINUTE = 120
_MINUTE_US = 60_000_000
_BOUND = 10_000

EngineInForce = Callable[[Connection, int], Engine]
"""The pack in force at this time, ready to decide."""

SwitchDue = Callable[[Connection, int], bool]
"""Whether a planned switch has come that nobody has judged yet."""


class Figures:
    """What was decided since the start: policies that failed (each denied), the most classes that one list had."""

    def __init__(self) -> None:
        self.policy_errors = 0
        self.most_classes = 0


class Judgement:
    """Loads facts when the rights epoch has moved, and decides by the pack in force. Thread-safe."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        record: RecordWriter,
        shares: AgreedShares,
        in_force: EngineInForce,
        is_switch_due: SwitchDue,
        epoch_lasts_us: int = 0,
    ) -> None:
        self._database = database
        self._shares = shares
        self._clock = clock
        self._record = record
        self._lock = threading.Lock()
        self._in_force = in_force
        self._is_switch_due = is_switch_due
        self._settle: Callable[[], None] = lambda: None
        self._owners: OwnersLookup = lambda _connection: {}
        self._epoch_lasts_us = epoch_lasts_us
        self._known: _Known | None = None
        self.figures = Figures()
        self._left_out = Seldom(clock)
        self._refusals: OrderedDict[tuple[str, int], int] = OrderedDict()

    def know_settling(self, settle: Callable[[], None]) -> None:
        """Tell how a planned switch is judged at its moment; it asks nothing here."""
        self._settle = settle

    def know_owners(self, owners: OwnersLookup) -> None:
        """Tell which cameras had several owners: a change of one raises the rights epoch."""
        self._owners = owners

    def facts(self) -> Facts:
        """The facts as of now. Raises `Unavailable` with the database away: nothing is decided on old facts."""
        return self._now().facts

    def engine(self) -> Engine:
        """The pack in force, as of now."""
        return self._now().engine

    def authorize(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; nothing is written."""
        return self._decide(self._now(), principal, request)

    def footage(self, resource: ResourceRef, from_us: int, to_us: int) -> tuple[ResourceRef, ...]:
        """Of whom a question about a camera's pictures of this time is asked: by the rule of the pack the owners at
        the time, each with the camera as it was then. The one place that says so.
        """
        return self.footage_now()(resource, from_us, to_us)

    def footage_now(self) -> FootageOf:
        """`footage` for many: by the facts as of now, which are looked at once."""
        parts = self.footage_parts()
        return lambda resource, from_us, to_us: tuple(ref for ref, _, _ in parts(resource, from_us, to_us))

    def footage_parts(self, connection: Connection | None = None) -> PartsOf:
        """The same, with where each part begins and ends. Who is in a transaction brings its connection."""
        return partial(self._parts, self._now(connection))

    def require(self, principal: Principal, request: AccessRequest) -> Decision:
        """Decide; a refusal is recorded, then raised: `NotFound` where the asker may not know of the thing at all."""
        known = self._now()
        return self._answered(known, principal, request, self._decide(known, principal, request))

    def require_footage(self, principal: Principal, request: AccessRequest, from_us: int, to_us: int) -> Decision:
        """The same of no time in particular, as the policies see it, for what tells of the pictures of a time."""
        known = self._now()
        parts = self._parts(known, request.resource, from_us, to_us)
        return self._answered(known, principal, request, self._decide_parts(known, principal, request, parts))

    def parted(self, principal: Principal, request: AccessRequest, from_us: int, to_us: int) -> Parted:
        """What of a time over several owners may be asked about; what not is put on record as refused, of the same
        part once in a while: a timeline is asked for every few seconds. All of it where that is so of each part or of
        none, or where the camera was protected in a refused one and is not now: who asks then learns it by asking.
        """
        known = self._now()
        parts = self._parts(known, request.resource, from_us, to_us)
        if len(parts) == 1:
            return Parted(spans=((from_us, to_us),))
        answers = [self._decide_one(known, principal, of_part(request, part)) for part in parts]
        denied = [one.outcome is Outcome.DENY for one in answers]
        hides = any(PROTECTED in then.tags - request.resource.tags for then, _, _ in compress(parts, denied))
        if hides or all(denied) or not any(denied):
            return Parted(spans=((from_us, to_us),))
        refused = []
        for (then, start_us, end_us), answer in compress(zip(parts, answers, strict=True), denied):
            if self._left_out.is_due((principal.session_id, principal.user_id, request.action, then)):
                self.record_refusal(principal, request.action, then, decision=answer)
            read = AccessRequest(action=_READ[then.kind], resource=then)
            owner_id = then.owner_id if self._decide_one(known, principal, read).allowed else ""
            refused.append(Refused(from_us=start_us, to_us=end_us, owner_id=owner_id))
        spans = joined([part for part, no in zip(parts, denied, strict=True) if not no])
        return Parted(spans=spans, refused=tuple(refused))

    def _answered(self, known: _Known, principal: Principal, asked: AccessRequest, decision: Decision) -> Decision:
        if decision.allowed:
            return decision
        request = decision.inputs.request if decision.inputs is not None else asked
        self.record_refusal(principal, asked.action, request.resource, decision=decision)
        read = _READ.get(request.resource.kind)
        if read is not None and request.resource.id:
            # who may know of the camera as it is, or as it was then, is told that it is a refusal
            reading = {ref: AccessRequest(action=read, resource=ref) for ref in (request.resource, asked.resource)}
            if not any(self._decide(known, principal, one).allowed for one in reading.values()):
                raise not_found(request.resource.kind)
        if decision.outcome is Outcome.NEEDS:
            fault = self._fault(known, principal, request) if Need.PURPOSE in decision.needs else ""
            raise Denied(
                "this needs more: " + ", ".join(sorted(decision.needs)),
                fault=fault,
                needs=sorted(decision.needs),
                purposes=list(decision.purposes),
                clauses=list(decision.clauses),
            )
        more = {"clauses": list(decision.clauses)} if decision.clauses else {}
        raise Denied("your roles do not allow this here", action=str(request.action), **more)

    def shares_behind(self, principal: Principal, request: AccessRequest) -> tuple[str, ...]:
        """The shares by which alone this is allowed now; none where it would be allowed without them."""
        known = self._now()
        decision = self._decide(known, principal, request)
        if not decision.allowed:
            return ()
        answers = [one.inputs for one in decision.parts or (decision,) if one.inputs is not None and one.inputs.shared]
        without = [one for one in answers if not decide(known.engine, replace(one, shared=())).allowed]
        return tuple(dict.fromkeys(share for one in without for share in one.share_ids))

    def visible(self, principal: Principal, action: Action, kind: str) -> Visibility:
        """What of a kind the principal may see, as a predicate that also becomes SQL."""
        known = self._now()
        seen = visible(known.engine, known.facts, principal, action, kind, now_us=known.now_us)
        self.figures.most_classes = max(self.figures.most_classes, seen.classes)
        self._told(seen.errors, action)
        return seen

    def actions_of(self, principal: Principal) -> frozenset[Action]:
        """What may be done somewhere, besides to the own account, if need be with what is to be added."""
        known = self._now()
        if principal.is_system:
            return frozenset(Action)
        if principal.user_id in known.facts.inactive:
            return frozenset()
        found = rights(known.engine, frozenset(), frozenset(), known.facts.shared_now(principal, known.now_us))
        for standing in known.facts.reach(principal.user_id, known.now_us):
            found |= self._rights(known, principal.user_id, standing.path)
        return found

    def rights_at(self, user_id: str, path: tuple[str, ...]) -> frozenset[Action]:
        """What somebody may do at the organisation whose path is ``path`` (itself first)."""
        return self._rights(self._now(), user_id, path)

    def rights_of_role(self, role: Role) -> frozenset[Action]:
        """What the role alone brings at the organisation that it is held at."""
        return rights(self._now().engine, frozenset({str(role)}), frozenset())

    @staticmethod
    def _rights(known: _Known, user_id: str, path: tuple[str, ...]) -> frozenset[Action]:
        held = known.facts.roles.get(user_id, ())
        return rights(
            known.engine,
            frozenset(str(one.role) for one in held if one.organisation_id in path),
            frozenset(str(one.role) for one in held if one.organisation_id in path[1:]),
        )

    def refers(self, principal: Principal, purpose: str, reference: str) -> str:
        """Why this purpose and number count for nothing, or an empty text."""
        nothing = ResourceRef(kind="", id="", owner_id="")
        request = AccessRequest(action=Action.CASE_READ, resource=nothing, purpose=purpose, reference=reference)
        return self._fault(self._now(), principal, request)

    def _now(self, connection: Connection | None = None) -> _Known:
        """What this process has changed counts at once; what another one has, when the epoch has lasted. Within a
        transaction (``connection``) no planned switch is judged.
        """
        now_us, read_us, writes = self._clock.now_us(), self._clock.monotonic_us(), self._database.writes
        with self._lock:
            known = self._known
        if known is not None and known.writes == writes and read_us - known.read_us < self._epoch_lasts_us:
            return replace(known, now_us=now_us)
        within = connection is not None
        with self._database.reading() if connection is None else nullcontext(connection) as connection:
            if known is not None and read_epoch(connection, now_us) == known.facts.epoch:
                return self._keep(replace(known, now_us=now_us, read_us=read_us, writes=writes))
            fresh = replace(load_facts(connection, now_us), shares=self._shares.load(connection, now_us))
            engine, is_due = self._in_force(connection, now_us), self._is_switch_due(connection, now_us)
            owners = self._owners_of(connection)
        found = _Known(facts=fresh, engine=engine, owners=owners, now_us=now_us, read_us=read_us, writes=writes)
        if is_due and within:
            return found
        if is_due:
            self._settle()  # raises the epoch: the next question finds what came of it
            return self._now()
        return self._keep(found)

    def _keep(self, known: _Known) -> _Known:
        with self._lock:
            if self._known is None or known.facts.epoch >= self._known.facts.epoch:
                self._known = known
        return known

    def _owners_of(self, connection: Connection) -> Mapping[str, Sequence[Owned]]:
        found = self._owners(connection)
        if not found:
            return found
        after: dict[str, set[str]] = {}
        for said in successions.every(connection):
            after.setdefault(said.predecessor_id, set()).add(said.successor_id)
        return {camera_id: in_law(owned, after) for camera_id, owned in found.items()}

    @staticmethod
    def _parts(known: _Known, resource: ResourceRef, from_us: int | None, to_us: int | None) -> tuple[Part, ...]:
        from_us, to_us = from_us or 0, to_us or 0
        owned = known.owners.get(resource.id, ()) if resource.kind == "camera" else ()
        if not owned or known.engine.pack.footage_rights is FootageRights.OWNER_NOW:
            return ((resource, from_us, to_us),)
        return parts_of(resource, owned, from_us, to_us, known.facts.parents)

    def _decide(self, known: _Known, principal: Principal, request: AccessRequest) -> Decision:
        """Of a camera and a time: as `footage` says."""
        if request.from_us is None or request.to_us is None:
            return self._decide_one(known, principal, request)
        parts = self._parts(known, request.resource, request.from_us, request.to_us)
        return self._decide_parts(known, principal, request, parts)

    def _decide_parts(
        self, known: _Known, principal: Principal, request: AccessRequest, parts: Sequence[Part]
    ) -> Decision:
        if len(parts) == 1 and parts[0][0] == request.resource:
            return self._decide_one(known, principal, request)
        asked = [of_part(request, part) for part in parts]
        return one_answer([self._decide_one(known, principal, one) for one in asked])

    def _decide_one(self, known: _Known, principal: Principal, request: AccessRequest) -> Decision:
        inputs = known.facts.inputs(principal, request, now_us=known.now_us)
        if request.purpose or request.reference:
            inputs = replace(inputs, stands=not self._fault(known, principal, request))
        decision = decide(known.engine, inputs)
        self._told(decision.errors, request.action)
        return decision

    def _fault(self, known: _Known, principal: Principal, request: AccessRequest) -> str:
        """Why the purpose and the number count for nothing: a case's must be open, and the asker may read it."""
        kind = next((one.reference for one in known.engine.pack.purposes if one.key == request.purpose), None)
        if kind is None:
            return "unknown_purpose" if request.purpose else "no_purpose"
        if not request.reference:
            return "no_reference"
        if kind is Reference.ORDER or principal.is_system:
            return ""
        cases = (ResourceRef(kind="case", id="", owner_id=owner) for owner in known.facts.cases_of(request.reference))
        asked = (AccessRequest(action=Action.CASE_READ, resource=case) for case in cases)
        return "" if any(self._decide(known, principal, one).allowed for one in asked) else "no_open_case"

    def _told(self, errors: Sequence[str], action: Action) -> None:
        """A policy that fails has denied; somebody must mend it."""
        if errors:
            with self._lock:
                self.figures.policy_errors += len(errors)
            _log.repeated(f"policy:{action}", "a policy failed, which denies", action=action, error=errors[0])

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


@dataclass(frozen=True, kw_only=True)
class _Known:
    """``now_us``: the time of the question. ``read_us`` (monotonic), ``writes``: when the epoch was read, and how many
    transactions of this process were over then.
    """

    facts: Facts
    engine: Engine
    owners: Mapping[str, Sequence[Owned]]
    now_us: int
    read_us: int
    writes: int


def not_found(kind: str) -> NotFound:
    """The same words whether it does not exist or may not be known."""
    return NotFound(f"there is no such {kind}, or you may not see it")
