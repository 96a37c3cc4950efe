"""What a judgement knows: the tree of organisations, who holds which role where, who is disabled. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import ColumnElement, and_, false, or_, true

from toancanh.governance.model import (
    PROTECTED,
    AccessRequest,
    Action,
    Decision,
    DecisionInputs,
    Outcome,
    Role,
    RoleBinding,
)
from toancanh.governance.rules import ACCOUNT_KINDS, RULES, Condition, Rule, judge
from toancanh.kernel import Principal


@dataclass(frozen=True, kw_only=True)
class SharedCameras:
    """Cameras that their owner lets another agency see; ``what``: "live", "recorded"."""

    share_id: str
    owner_id: str
    camera_ids: frozenset[str]
    what: frozenset[str]
    from_us: int
    until_us: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class Approved:
    """A yes of a second person that still holds: for these cameras, pictures of this time (None: of now), this purpose
    and number.
    """

    id: str
    action: str
    camera_ids: frozenset[str]
    from_us: int | None
    to_us: int | None
    expires_us: int
    purpose: str
    reference: str

    def covers(self, request: AccessRequest, now_us: int) -> bool:
        """Whether it is for exactly this; a part of its time is."""
        if (self.action, self.purpose, self.reference) != (request.action, request.purpose, request.reference):
            return False
        if request.resource.id not in self.camera_ids or now_us >= self.expires_us:
            return False
        if self.from_us is None or self.to_us is None:
            return request.from_us is None and request.to_us is None
        if request.from_us is None or request.to_us is None:
            return False
        return self.from_us <= request.from_us and request.to_us <= self.to_us


@dataclass(frozen=True, kw_only=True)
class Facts:
    """A state of the tables that rights rest on; ``epoch`` grows with every change of them.

    ``parents`` names each organisation's parent, None for the first one. What nobody owns (``owner_id`` empty) belongs
    to the first organisation. ``duties`` are turns of duty by person: from, until, organisation; ``shares`` are by the
    organisation that received them; ``approvals`` by the person who asked. ``cases`` are the owners of open cases, by
    folded number.
    """

    epoch: int
    parents: Mapping[str, str | None]
    roles: Mapping[str, tuple[RoleBinding, ...]]
    inactive: frozenset[str]
    duties: Mapping[str, tuple[tuple[int, int, str], ...]] = field(default_factory=dict)
    shares: Mapping[str, tuple[SharedCameras, ...]] = field(default_factory=dict)
    approvals: Mapping[str, tuple[Approved, ...]] = field(default_factory=dict)
    cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def root(self) -> str:
        """The first organisation, or an empty text before there is one."""
        return next((organisation for organisation, parent in self.parents.items() if parent is None), "")

    @cached_property
    def _children(self) -> Mapping[str, tuple[str, ...]]:
        children: dict[str, list[str]] = {}
        for organisation, parent in self.parents.items():
            if parent is not None:
                children.setdefault(parent, []).append(organisation)
        return {parent: tuple(found) for parent, found in children.items()}

    def path(self, organisation_id: str) -> tuple[str, ...]:
        """The organisation and all above it, nearest first; empty where it is unknown."""
        current: str | None = organisation_id or self.root
        path: list[str] = []
        while current is not None and current in self.parents and current not in path:
            path.append(current)
            current = self.parents[current]
        return tuple(path)

    def below(self, organisation_id: str) -> frozenset[str]:
        """All organisations strictly below."""
        found: set[str] = set()
        waiting = [organisation_id]
        while waiting:
            fresh = [child for child in self._children.get(waiting.pop(), ()) if child not in found]
            found.update(fresh)
            waiting.extend(fresh)
        return frozenset(found)

    def shared_with(self, user_id: str) -> tuple[SharedCameras, ...]:
        """What was shared with an organisation at which, or below which, the person holds a role; at any time."""
        reached = {
            receiver for binding in self.roles.get(user_id, ()) for receiver in self.path(binding.organisation_id)
        }
        return tuple(one for receiver in sorted(reached & self.shares.keys()) for one in self.shares[receiver])

    def roles_over(self, user_id: str, owner_id: str) -> frozenset[Role]:
        """Roles that the person holds for things of this owner."""
        path = self.path(owner_id)
        return frozenset(one.role for one in self.roles.get(user_id, ()) if one.organisation_id in path)

    def on_duty(self, user_id: str, owner_path: tuple[str, ...], now_us: int) -> bool:
        """Whether the roster has the person on duty now at one of these organisations."""
        turns = self.duties.get(user_id, ())
        return any(start <= now_us < end and organisation in owner_path for start, end, organisation in turns)

    def approved(self, user_id: str, request: AccessRequest, now_us: int) -> tuple[str, ...]:
        """The approvals that cover exactly this."""
        return tuple(one.id for one in self.approvals.get(user_id, ()) if one.covers(request, now_us))

    def next_turn_us(self, now_us: int) -> int | None:
        """The first moment after now at which a share, a duty or an approval begins or ends."""
        turns = [end for of in self.shares.values() for one in of for end in (one.from_us, one.until_us)]
        turns += [end for of in self.duties.values() for turn in of for end in turn[:2]]
        turns += [one.expires_us for of in self.approvals.values() for one in of]
        return min((turn for turn in turns if turn > now_us), default=None)

    def inputs(self, principal: Principal, request: AccessRequest) -> DecisionInputs:
        """Everything the rules look at for this question."""
        return DecisionInputs(
            request=request,
            user_id=principal.user_id,
            is_system=principal.is_system,
            is_active=principal.user_id not in self.inactive,
            second_factor=principal.second_factor,
            roles=self.roles.get(principal.user_id, ()),
            owner_path=self.path(request.resource.owner_id),
        )

    def decide(self, principal: Principal, request: AccessRequest) -> Decision:
        """The answer to one question."""
        return judge(self.inputs(principal, request))

    def visible(self, principal: Principal, action: Action, kind: str) -> Visibility:
        """The same answer for all resources of a kind at once."""
        if principal.user_id in self.inactive:
            return Visibility(parts=())
        parts = tuple(
            part
            for rule in RULES
            if action in rule.actions and rule.outcome is Outcome.ALLOW
            for part in self._part(rule, principal, kind)
        )
        return Visibility(parts=parts, cleared=None if principal.is_system else self._cleared(principal))

    def _cleared(self, principal: Principal) -> frozenset[str]:
        """Owners whose protected things are there for this person."""
        owners: set[str] = set()
        for binding in self.roles.get(principal.user_id, ()):
            if binding.role is Role.CLEARED and binding.organisation_id in self.parents:
                owners |= self.below(binding.organisation_id) | {binding.organisation_id}
        return frozenset(owners | {""} if self.root in owners else owners)

    def _part(self, rule: Rule, principal: Principal, kind: str) -> tuple[VisiblePart, ...]:
        if Condition.PLATFORM in rule.conditions or principal.is_system:
            return (VisiblePart(),) if Condition.PLATFORM in rule.conditions and principal.is_system else ()
        if Condition.SELF in rule.conditions:
            return (VisiblePart(only_id=principal.user_id),) if kind in ACCOUNT_KINDS else ()
        owners: set[str] = set()
        for binding in self.roles.get(principal.user_id, ()):
            if binding.role in rule.roles and binding.organisation_id in self.parents:
                owners |= self.below(binding.organisation_id)
                if Condition.BELOW not in rule.conditions:
                    owners |= {binding.organisation_id}
        if self.root in owners:
            owners.add("")
        if not owners:
            return ()
        except_id = principal.user_id if Condition.NOT_SELF in rule.conditions and kind in ACCOUNT_KINDS else ""
        return (VisiblePart(owners=frozenset(owners), except_id=except_id),)


@dataclass(frozen=True, kw_only=True)
class VisiblePart:
    """What one row of the rules lets see: things of these owners (None: all), or one thing by its id."""

    owners: frozenset[str] | None = None
    only_id: str = ""
    except_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """A predicate over the things of a kind, as a test of one and as SQL over all."""

    parts: tuple[VisiblePart, ...]
    cleared: frozenset[str] | None = frozenset()
    """Owners whose protected things are among them; None: all."""

    def allows(self, owner_id: str, tags: frozenset[str] = frozenset(), *, id: str = "") -> bool:
        """True where the thing may be seen."""
        if PROTECTED in tags and self.cleared is not None and owner_id not in self.cleared:
            return False
        return any(
            (part.owners is None or owner_id in part.owners)
            and (not part.only_id or part.only_id == id)
            and (not part.except_id or part.except_id != id)
            for part in self.parts
        )

    def among(self, owner_ids: Collection[str]) -> Visibility:
        """For rows that are known to be of these owners: a condition on few owners is a short one."""
        these = frozenset(owner_ids)
        parts = tuple(
            replace(part, owners=these if part.owners is None else part.owners & these) for part in self.parts
        )
        return Visibility(parts=parts, cleared=None if self.cleared is None else self.cleared & these)

    def clause(
        self,
        owner_column: ColumnElement[str],
        *,
        protected: ColumnElement[bool] | None = None,
        id_column: ColumnElement[str] | None = None,
    ) -> ColumnElement[bool]:
        """The same as a condition on rows; ``id_column`` is needed for users, ``protected`` where things carry tags."""
        seen = or_(false(), *(self._of_part(part, owner_column, id_column) for part in self.parts))
        if protected is None or self.cleared is None:
            return seen
        return and_(seen, or_(protected.is_(False), owner_column.in_(sorted(self.cleared))))

    @staticmethod
    def _of_part(
        part: VisiblePart, owner_column: ColumnElement[str], id_column: ColumnElement[str] | None
    ) -> ColumnElement[bool]:
        owned = true() if part.owners is None else owner_column.in_(sorted(part.owners))
        if id_column is None:
            return false() if part.only_id else owned
        only = id_column == part.only_id if part.only_id else true()
        return and_(owned, only, id_column != part.except_id if part.except_id else true())
