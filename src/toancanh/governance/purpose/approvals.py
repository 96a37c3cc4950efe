"""A second person's yes: asked for, given or refused, withdrawn, over in time."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, exists, func, or_, select

from toancanh.governance.facts import Facts
from toancanh.governance.judgement import Judgement, not_found
from toancanh.governance.model import PROTECTED, AccessRequest, Action, Need, Outcome, ResourceRef, Role, protected_tags
from toancanh.governance.record import RecordWriter
from toancanh.governance.regulation.pack import Approval as ApprovalRule
from toancanh.governance.store.purpose import approval as table
from toancanh.governance.store.purpose import approval_camera
from toancanh.governance.store.rights import raise_epoch
from toancanh.infra.database import Database
from toancanh.kernel import Clock, Conflict, Denied, IdSource, Invalid, Principal

MAX_CAMERAS = 100
_HOUR_US = 3600 * 1_000_000
MAX_PENDING = 50
"""Requests of one person that wait for an answer."""

Refs = Callable[[Collection[str]], Mapping[str, ResourceRef]]
"""Cameras that live, as governance knows them."""


class ApprovalState(enum.StrEnum):
    """Where a request stands; that it is over in time is said by its end alone."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class ApprovalRequest:
    """Exactly what is asked for: these cameras, pictures of this time (None: of now), this purpose and number."""

    action: Action
    camera_ids: tuple[str, ...]
    from_us: int | None = None
    to_us: int | None = None
    purpose: str
    reference: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Approval:
    """A request and what became of it. ``expires_us``: of the request while it waits, then of the approval."""

    id: str
    user_id: str
    asked: ApprovalRequest
    hours: int
    state: ApprovalState
    asked_us: int
    expires_us: int
    answered_us: int | None = None
    answered_by: str = ""
    words: str = ""
    owners: tuple[tuple[str, bool], ...] = ()
    """Of the cameras, in their order, when they were asked for: owner, and whether it was protected."""

    @property
    def parts(self) -> list[tuple[ResourceRef, list[str]]]:
        """As governance records about it: to each owner the own cameras, and what is protected apart."""
        cameras: dict[tuple[str, bool], list[str]] = {}
        for camera_id, owner in zip(self.asked.camera_ids, self.owners, strict=True):
            cameras.setdefault(owner, []).append(camera_id)
        return [
            (ResourceRef(kind="approval", id=self.id, owner_id=owner_id, tags=protected_tags(hidden)), ids)
            for (owner_id, hidden), ids in sorted(cameras.items())
        ]


class Approvals:
    """Requests and their answers; the regulation in force says who may answer."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        judgement: Judgement,
        record: RecordWriter,
        cameras: Refs,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._judgement = judgement
        self._record = record
        self._cameras = cameras

    def request(self, principal: Principal, asked: ApprovalRequest, *, source: str = "") -> Approval:
        """Ask. Raises `NotFound` or `Denied` where an approval would not make it a yes, `Conflict` where none is
        needed or too many wait already.
        """
        rule = self._rule(asked.action)
        if not 0 < len(asked.camera_ids) <= MAX_CAMERAS:
            raise Invalid(f"a request is for 1 to {MAX_CAMERAS} cameras", field="camera_ids")
        if (asked.from_us is None) is not (asked.to_us is None):
            raise Invalid("a range has both ends", field="to")
        if asked.from_us is not None and asked.to_us is not None and asked.from_us >= asked.to_us:
            raise Invalid("`from` must lie before `to`", field="to")
        asked = replace(asked, camera_ids=tuple(sorted(set(asked.camera_ids))))
        refs = self._refs(asked)
        lacking = sum(self._lacks_approval(principal, asked, ref, source) for ref in refs)  # each is judged
        if not lacking:
            raise Conflict("this needs no approval, or has one already")
        now_us = self._clock.now_us()
        made = Approval(
            id=self._ids.new_id(),
            user_id=principal.user_id,
            asked=asked,
            hours=rule.hours,
            state=ApprovalState.PENDING,
            asked_us=now_us,
            expires_us=now_us + rule.hours * _HOUR_US,
            owners=tuple((ref.owner_id, PROTECTED in ref.tags) for ref in refs),
        )
        waiting = and_(
            table.c.user_id == made.user_id, table.c.state == ApprovalState.PENDING, table.c.expires_us > now_us
        )
        with self._database.transaction() as tx:
            if tx.execute(select(func.count()).select_from(table).where(waiting)).scalar_one() >= MAX_PENDING:
                raise Conflict(
                    f"{MAX_PENDING} of your requests wait for an answer; withdraw some first", most=MAX_PENDING
                )
            tx.execute(table.insert().values(**_columns(made)))
            rows = zip(asked.camera_ids, made.owners, strict=True)
            tx.execute(
                approval_camera.insert(),
                [
                    {"approval_id": made.id, "camera_id": camera_id, "owner_id": owner_id, "protected": hidden}
                    for camera_id, (owner_id, hidden) in rows
                ],
            )
            self._recorded(tx, principal, "approval.ask", made, source)
        return made

    def answer(
        self, principal: Principal, approval_id: str, *, yes: bool, words: str = "", source: str = ""
    ) -> Approval:
        """Say yes or no. Raises `Denied` to the one who asked, `NotFound` to who may not answer for every camera."""
        found = self._load(approval_id)
        if found.user_id == principal.user_id:
            self._record_refusal(principal, found, "own_request", source)
            raise Denied("a request is answered by another person than the one who asked", reason="own_request")
        refs = self._require_reach(principal, found, source)
        if not yes and not words:
            raise Invalid("a refusal says why", field="words")
        now_us = self._clock.now_us()
        if found.state is not ApprovalState.PENDING or found.expires_us <= now_us:
            raise Conflict("this request waits for no answer any more", state=found.state)
        answered = replace(
            found,
            state=ApprovalState.APPROVED if yes else ApprovalState.REFUSED,
            expires_us=now_us + found.hours * _HOUR_US if yes else found.expires_us,
            answered_us=now_us,
            answered_by=principal.user_id,
            words=words,
            owners=tuple((ref.owner_id, PROTECTED in ref.tags) for ref in refs),
        )
        act = "approval.yes" if yes else "approval.no"
        self._write(principal, answered, ApprovalState.PENDING, act, source)
        return answered

    def withdraw(self, principal: Principal, approval_id: str, *, words: str = "", source: str = "") -> Approval:
        """By who asked, or by whoever may answer it: what rests on it ends."""
        found = self._load(approval_id)
        if found.user_id != principal.user_id:
            self._require_reach(principal, found, source)
        if found.state not in (ApprovalState.PENDING, ApprovalState.APPROVED):
            raise Conflict("this request has ended already", state=found.state)
        ended = replace(found, state=ApprovalState.WITHDRAWN, words=words or found.words)
        self._write(principal, ended, found.state, "approval.withdraw", source)
        return ended

    def get(self, principal: Principal, approval_id: str, *, source: str = "") -> Approval:
        """Raises `NotFound` to who neither asked, nor answered, nor may answer."""
        found = self._load(approval_id)
        if principal.user_id not in (found.user_id, found.answered_by):
            self._require_reach(principal, found, source)
        return found

    def mine(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[Approval]:
        """What the principal asked for, the newest first."""
        return self._page(table.c.user_id == principal.user_id, after, limit)

    def answered(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[Approval]:
        """What the principal answered, the newest first."""
        return self._page(table.c.answered_by == principal.user_id, after, limit)

    def waiting(self, principal: Principal, *, after: str = "", limit: int = 100) -> list[Approval]:
        """What the principal may answer now, the oldest first."""
        facts = self._judgement.facts()
        if principal.user_id in facts.inactive:
            return []
        cleared, may = facts.cleared(principal.user_id), []
        for rule in self._judgement.engine().pack.approvals:
            owners = facts.owners_of(principal.user_id, rule.roles)
            if owners:
                this = approval_camera.c
                other = or_(this.owner_id.not_in(owners), and_(this.protected, this.owner_id.not_in(cleared)))
                may.append(and_(table.c.action == rule.action, ~exists().where(this.approval_id == table.c.id, other)))
        if not may:
            return []
        pending = and_(table.c.state == ApprovalState.PENDING, table.c.expires_us > self._clock.now_us())
        mine = and_(pending, table.c.user_id != principal.user_id, or_(*may), table.c.id > after)
        return self._page(mine, "", limit, oldest_first=True)

    def is_over(self, found: Approval) -> bool:
        """Whether its time has run out."""
        return found.expires_us <= self._clock.now_us()

    def article_of(self, found: Approval) -> str:
        """Of the regulation in force, that wants a second person for this."""
        rules = self._judgement.engine().pack.approvals
        return next((rule.article for rule in rules if rule.action == found.asked.action), "")

    def may_answer(self, principal: Principal, found: Approval) -> bool:
        """Whether this person could be the second one."""
        if found.user_id == principal.user_id:
            return False
        return self._may_answer(self._judgement.facts(), principal, found, _stored_refs(found))

    def _lacks_approval(self, principal: Principal, asked: ApprovalRequest, ref: ResourceRef, source: str) -> bool:
        seconds = 0.0 if asked.from_us is None or asked.to_us is None else (asked.to_us - asked.from_us) / 1e6
        request = AccessRequest(
            action=asked.action, resource=ref, purpose=asked.purpose, reference=asked.reference, seconds=seconds,
            from_us=asked.from_us, to_us=asked.to_us, source=source,
        )  # fmt: skip
        decision = self._judgement.authorize(principal, request)
        if decision.outcome is Outcome.NEEDS and Need.APPROVAL in decision.needs and Need.PURPOSE not in decision.needs:
            return True
        self._judgement.require(principal, request)
        return False

    def _require_reach(self, principal: Principal, found: Approval, source: str) -> list[ResourceRef]:
        refs = self._refs(found.asked, of=found)
        if self._may_answer(self._judgement.facts(), principal, found, refs):
            return refs
        self._record_refusal(principal, found, "not_in_reach", source)
        raise not_found("approval")

    def _record_refusal(self, principal: Principal, found: Approval, why: str, source: str) -> None:
        for ref, _ in found.parts:
            self._judgement.record_refusal(principal, "approval.answer", ref, why=why, source=source)

    def _may_answer(self, facts: Facts, principal: Principal, found: Approval, refs: Iterable[ResourceRef]) -> bool:
        rule = next(
            (rule for rule in self._judgement.engine().pack.approvals if rule.action == found.asked.action), None
        )
        if rule is None or principal.user_id in facts.inactive:
            return False
        held = facts.roles.get(principal.user_id, ())

        def holds(roles: Collection[str], owner_id: str) -> bool:
            path = facts.path(owner_id)
            return any(binding.role in roles and binding.organisation_id in path for binding in held)

        return all(
            holds(rule.roles, ref.owner_id) and (PROTECTED not in ref.tags or holds((Role.CLEARED,), ref.owner_id))
            for ref in refs
        )

    def _rule(self, action: Action) -> ApprovalRule:
        for rule in self._judgement.engine().pack.approvals:
            if rule.action == action:
                return rule
        raise Invalid("the regulation in force knows no approval for this", field="action")

    def _refs(self, asked: ApprovalRequest, of: Approval | None = None) -> list[ResourceRef]:
        """As they are now, or were at the time whose pictures are asked for; a camera that is gone is as it was asked
        for.
        """
        known = dict(self._cameras(asked.camera_ids))
        if asked.from_us is not None and asked.to_us is not None:
            then = self._judgement.footage_now()
            parts = {camera_id: then(ref, asked.from_us, asked.to_us) for camera_id, ref in known.items()}
            if of is None and any(len(found) > 1 for found in parts.values()):
                raise Invalid(
                    "a camera changed its owner within this time: ask for the time of each owner alone", field="to"
                )
            known = {camera_id: found[0] for camera_id, found in parts.items()}
        if of is not None:
            known = {ref.id: ref for ref in _stored_refs(of)} | known
        if any(camera_id not in known for camera_id in asked.camera_ids):
            raise not_found("camera")
        return [known[camera_id] for camera_id in asked.camera_ids]

    def _write(self, principal: Principal, after: Approval, before: ApprovalState, act: str, source: str) -> None:
        same = and_(table.c.id == after.id, table.c.state == before)
        with self._database.transaction() as tx:
            if not tx.execute(table.update().where(same).values(**_columns(after))).rowcount:
                raise Conflict("somebody answered or withdrew this meanwhile")
            for camera_id, (owner_id, hidden) in zip(after.asked.camera_ids, after.owners, strict=True):
                this = and_(approval_camera.c.approval_id == after.id, approval_camera.c.camera_id == camera_id)
                tx.execute(approval_camera.update().where(this).values(owner_id=owner_id, protected=hidden))
            raise_epoch(tx)
            self._recorded(tx, principal, act, after, source)

    def _recorded(self, tx: Connection, principal: Principal, act: str, about: Approval, source: str) -> None:
        asked = about.asked
        details = {
            "approval": about.id, "for": asked.action, "from_us": asked.from_us,
            "to_us": asked.to_us, "expires_us": about.expires_us, "asked_by": about.user_id,
        }  # fmt: skip
        personal = {
            "purpose": asked.purpose, "reference": asked.reference, "reason": asked.reason, "words": about.words,
            "source": source,
        }  # fmt: skip
        for ref, cameras in about.parts:
            self._record.append(
                tx, principal, act, ref, outcome="allow", details={**details, "cameras": cameras}, personal=personal
            )

    def _load(self, approval_id: str) -> Approval:
        found = self._page(table.c.id == approval_id, "", 1)
        if not found:
            raise not_found("approval")
        return found[0]

    def _page(
        self, wanted: ColumnElement[bool], after: str, limit: int, *, oldest_first: bool = False
    ) -> list[Approval]:
        query = select(table).where(wanted).order_by(table.c.id if oldest_first else table.c.id.desc()).limit(limit)
        if after:
            query = query.where(table.c.id < after)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
            cameras: dict[str, list[Row[Any]]] = {}
            of_these = approval_camera.c.approval_id.in_([row.id for row in rows])
            for row in connection.execute(
                select(approval_camera).where(of_these).order_by(approval_camera.c.camera_id)
            ):
                cameras.setdefault(row.approval_id, []).append(row)
        return [_approval(row, cameras.get(row.id, [])) for row in rows]


def _stored_refs(found: Approval) -> list[ResourceRef]:
    return [
        ResourceRef(kind="camera", id=camera_id, owner_id=owner_id, tags=protected_tags(hidden))
        for camera_id, (owner_id, hidden) in zip(found.asked.camera_ids, found.owners, strict=True)
    ]


def _approval(row: Row[Any], cameras: list[Row[Any]]) -> Approval:
    asked = ApprovalRequest(
        action=Action(row.action), camera_ids=tuple(camera.camera_id for camera in cameras), from_us=row.from_us,
        to_us=row.to_us, purpose=row.purpose, reference=row.reference, reason=row.reason,
    )  # fmt: skip
    return Approval(
        id=row.id, user_id=row.user_id, asked=asked, hours=row.hours, state=ApprovalState(row.state),
        asked_us=row.asked_us, expires_us=row.expires_us, answered_us=row.answered_us,
        answered_by=row.answered_by or "", words=row.words,
        owners=tuple((camera.owner_id, camera.protected) for camera in cameras),
    )  # fmt: skip


def _columns(one: Approval) -> dict[str, object]:
    asked = one.asked
    return {
        "id": one.id, "action": asked.action, "user_id": one.user_id, "from_us": asked.from_us, "to_us": asked.to_us,
        "purpose": asked.purpose, "reference": asked.reference, "reason": asked.reason, "hours": one.hours,
        "state": one.state, "asked_us": one.asked_us, "expires_us": one.expires_us, "answered_us": one.answered_us,
        "answered_by": one.answered_by or None, "words": one.words,
    }  # fmt: skip
