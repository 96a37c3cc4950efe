"""What of a kind somebody may do something on, as a test of one and as a condition on rows.

Things are put into classes by all that a policy can look at, as it is for the one who asks: roles held for the owner,
on duty there, shared, approved, the own account, protected, purpose class. Each class is decided once, in full.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from sqlalchemy import ColumnElement, and_, false, func, or_, true

from toancanh.governance.facts import Facts
from toancanh.governance.model import (
    PROTECTED,
    PURPOSE_CLASSES,
    AccessRequest,
    Action,
    DecisionInputs,
    Outcome,
    ResourceRef,
    protected_tags,
)
from toancanh.governance.regulation import Engine
from toancanh.governance.regulation.question import ACCOUNT_KINDS, question
from toancanh.kernel import Principal

Cell = tuple[bool, str]
"""Of things of one owner: whether protected, and the purpose class."""


@dataclass(frozen=True, kw_only=True)
class VisiblePart:
    """Things of these owners (None: all but ``but_owners``), of these ids (None: all but ``but_ids``), in these cells
    (None: all).
    """

    owners: frozenset[str] | None = None
    but_owners: frozenset[str] = frozenset()
    ids: frozenset[str] | None = None
    but_ids: frozenset[str] = frozenset()
    cells: frozenset[Cell] | None = None

    def holds(self, owner_id: str, id: str, cell: Cell) -> bool:
        """Whether a thing is among them."""
        return (
            (owner_id in self.owners if self.owners is not None else owner_id not in self.but_owners)
            and (self.ids is None or id in self.ids)
            and (not self.but_ids or (id != "" and id not in self.but_ids))
            and (self.cells is None or cell in self.cells)
        )


@dataclass(frozen=True, kw_only=True)
class Visibility:
    """A predicate over the things of a kind. ``classes``: how many were decided; ``errors``: policies that failed."""

    parts: tuple[VisiblePart, ...]
    cleared: frozenset[str] | None = frozenset()
    """Owners for which somebody is cleared, whatever else he may there; None: all."""
    purpose_classes: tuple[str, ...] = ("",)
    classes: int = 0
    errors: tuple[str, ...] = ()

    def allows(
        self, owner_id: str, tags: frozenset[str] = frozenset(), *, id: str = "", purpose_class: str | None = None
    ) -> bool:
        """True where the thing may be seen. Without its purpose class: where it may be seen whatever that is."""
        protected = PROTECTED in tags
        of = self.purpose_classes if purpose_class is None else [purpose_class]
        return all(any(part.holds(owner_id, id, (protected, each)) for part in self.parts) for each in of)

    @cached_property
    def ids(self) -> frozenset[str]:
        """Those of things that are told apart by their id."""
        return frozenset(id for part in self.parts for id in (*(part.ids or ()), *part.but_ids))

    def shows(self, ref: ResourceRef) -> bool:
        """The same of a thing as governance knows it."""
        return self.allows(ref.owner_id, ref.tags, id=ref.id, purpose_class=ref.purpose_class)

    def among(self, owner_ids: Collection[str]) -> Visibility:
        """For rows that are known to be of these owners: a condition on few owners is a short one."""
        these = frozenset(owner_ids)
        parts = tuple(
            replace(part, owners=these - part.but_owners if part.owners is None else part.owners & these)
            for part in self.parts
        )
        return replace(self, parts=parts, cleared=None if self.cleared is None else self.cleared & these)

    def clause(
        self,
        owner_column: ColumnElement[str],
        *,
        protected: ColumnElement[bool] | None = None,
        id_column: ColumnElement[str] | None = None,
        purpose_class: ColumnElement[str] | ColumnElement[str | None] | None = None,
    ) -> ColumnElement[bool]:
        """The same as a condition on rows; ``protected`` is needed where things carry tags.

        Without ``id_column`` what is there by its id alone is left out, without ``purpose_class`` what is there in
        some classes alone.
        """
        return or_(
            false(),
            *(
                and_(
                    _owned(part, owner_column),
                    _identified(part, id_column),
                    _in_cells(part.cells, self.purpose_classes, protected, purpose_class),
                )
                for part in self.parts
            ),
        )


def visible(
    engine: Engine, facts: Facts, principal: Principal, action: Action, kind: str, *, now_us: int
) -> Visibility:
    """Decide every class of the things of a kind."""
    return _Classes(engine, facts, principal, action, kind, now_us).visibility()


@dataclass(frozen=True, kw_only=True)
class _Group:
    """Things that are told apart by their id: shared ones, approved ones, the own account."""

    ids: frozenset[str]
    shared: Mapping[str, frozenset[str]]  # by owner
    approved: tuple[str, ...]
    own: bool


_ANY = _Group(ids=frozenset(), shared={}, approved=(), own=False)


class _Classes:
    def __init__(
        self, engine: Engine, facts: Facts, principal: Principal, action: Action, kind: str, now_us: int
    ) -> None:
        self._engine = engine
        self._facts = facts
        self._principal = principal
        self._kind = kind
        self._looks = engine.looks_at(action)
        self._purpose_classes = PURPOSE_CLASSES if kind == "camera" else ("",)
        self._base = facts.inputs(
            principal,
            AccessRequest(action=action, resource=ResourceRef(kind=kind, id="", owner_id="")),
            now_us=now_us,
        )
        self._reach = facts.reach(principal.user_id, now_us)
        self._decided: dict[tuple[object, ...], bool] = {}
        self._errors: list[str] = []

    def visibility(self) -> Visibility:
        groups = self._groups()
        parts: dict[tuple[frozenset[Cell], frozenset[str] | None, frozenset[str]], set[str]] = {}
        rest = self._cells((), False, "", _ANY)
        differing: set[str] = set()
        for standing, owners in self._reach.items():
            path, on_duty = standing.path, standing.on_duty
            cells = self._cells(path, on_duty, "", _ANY)
            if not cells >= rest:
                differing |= owners
            if not rest or cells != rest:
                parts.setdefault((cells, None, self._but(groups, path, on_duty, owners, cells)), set()).update(owners)
            for group in groups:
                named = owners & group.shared.keys()
                for owner in [*named, ""]:
                    of = {owner} if owner else owners - named
                    seen = self._cells(path, on_duty, owner, group)
                    if of and seen != cells:
                        parts.setdefault((seen, group.ids, frozenset()), set()).update(of)
        made = [
            VisiblePart(owners=frozenset(owners), ids=ids, but_ids=but, cells=self._or_all(cells))
            for (cells, ids, but), owners in parts.items()
            if cells
        ]
        return Visibility(
            parts=(*self._rest(rest, groups, frozenset(differing)), *made),
            cleared=None if self._principal.is_system else self._facts.cleared(self._principal.user_id),
            purpose_classes=self._purpose_classes,
            classes=len(self._decided),
            errors=tuple(self._errors),
        )

    def _rest(self, rest: frozenset[Cell], groups: list[_Group], differing: frozenset[str]) -> Iterable[VisiblePart]:
        """Of owners for whom nobody holds a role: what the platform, or everybody, may, and what is shared."""
        known = frozenset[str]().union(*self._reach.values())
        if rest:
            but = self._but(groups, (), False, frozenset(), rest)
            yield VisiblePart(but_owners=differing, but_ids=but, cells=self._or_all(rest))
        for group in groups:
            for owner in group.shared.keys() - known:
                seen = self._cells((), False, owner, group)
                if seen and seen != rest:
                    yield VisiblePart(owners=frozenset({owner}), ids=group.ids, cells=self._or_all(seen))
            seen = self._cells((), False, "", group)
            if seen and seen != rest:
                yield VisiblePart(
                    but_owners=frozenset(known | group.shared.keys()), ids=group.ids, cells=self._or_all(seen)
                )

    def _but(
        self, groups: list[_Group], path: tuple[str, ...], on_duty: bool, owners: frozenset[str], cells: frozenset[Cell]
    ) -> frozenset[str]:
        """Ids of which less may be seen than of others of these owners."""
        less: set[str] = set()
        for group in groups:
            for owner in [*(group.shared.keys() & owners if path else group.shared.keys()), ""]:
                if not self._cells(path, on_duty, owner, group) >= cells:
                    less |= group.ids
        return frozenset(less)

    def _or_all(self, cells: frozenset[Cell]) -> frozenset[Cell] | None:
        return None if len(cells) == 2 * len(self._purpose_classes) else cells

    def _groups(self) -> list[_Group]:
        if self._kind in ACCOUNT_KINDS and "own_account" in self._looks:
            return [_Group(ids=frozenset({self._principal.user_id}), shared={}, approved=(), own=True)]
        if self._kind != "camera" or not self._looks & {"shared", "approved"}:
            return []
        shared: dict[str, dict[str, set[str]]] = {}
        for share in self._facts.shares_of(self._principal, self._base.now_us):
            for id in share.camera_ids:
                shared.setdefault(id, {}).setdefault(share.owner_id, set()).update(share.what)
        approved = {
            id: one.id
            for one in self._facts.approvals.get(self._principal.user_id, ())
            for id in one.camera_ids
            if one.covers(self._about(id), self._base.now_us)
        }
        found: dict[tuple[frozenset[tuple[str, frozenset[str]]], bool], set[str]] = {}
        for id in shared.keys() | approved.keys():
            by_owner = frozenset((owner, frozenset(what)) for owner, what in shared.get(id, {}).items())
            found.setdefault((by_owner, id in approved), set()).add(id)
        return [
            _Group(ids=frozenset(ids), shared=dict(by_owner), approved=("approved",) if is_approved else (), own=False)
            for (by_owner, is_approved), ids in found.items()
        ]

    def _about(self, id: str) -> AccessRequest:
        return replace(self._base.request, resource=replace(self._base.request.resource, id=id))

    def _cells(self, path: tuple[str, ...], on_duty: bool, owner: str, group: _Group) -> frozenset[Cell]:
        shared = group.shared.get(owner, frozenset())
        minded = self._purpose_classes if "purpose_class" in self._looks else ("",)
        seen = {
            (protected, purpose_class): self._is_allowed(path, on_duty, shared, group, protected, purpose_class)
            for protected in ((False, True) if "tags" in self._looks else (False,))
            for purpose_class in minded
        }
        return frozenset(
            (protected, purpose_class)
            for protected in (False, True)
            for purpose_class in self._purpose_classes
            if seen[protected and "tags" in self._looks, purpose_class if len(minded) > 1 else ""]
        )

    def _is_allowed(
        self,
        path: tuple[str, ...],
        on_duty: bool,
        shared: frozenset[str],
        group: _Group,
        protected: bool,
        purpose_class: str,
    ) -> bool:
        resource = ResourceRef(
            kind=self._kind,
            id=self._principal.user_id if group.own else "",
            owner_id=path[0] if path else "",
            tags=protected_tags(protected),
            purpose_class=purpose_class,
        )
        inputs = replace(
            self._base,
            request=replace(self._base.request, resource=resource),
            owner_path=path,
            shared=tuple(shared),
            on_duty=on_duty,
            approval_ids=group.approved,
        )
        return self._decide(inputs)

    def _decide(self, inputs: DecisionInputs) -> bool:
        asked = question(inputs)
        key = tuple(getattr(asked, name) for name in sorted(self._looks))
        if key not in self._decided:
            answer = self._engine.answer(inputs.request.action, asked)
            self._decided[key] = answer.outcome is Outcome.ALLOW
            self._errors += answer.errors
        return self._decided[key]


def _owned(part: VisiblePart, owner_column: ColumnElement[str]) -> ColumnElement[bool]:
    if part.owners is not None:
        return owner_column.in_(sorted(part.owners))
    return owner_column.not_in(sorted(part.but_owners)) if part.but_owners else true()


def _identified(part: VisiblePart, id_column: ColumnElement[str] | None) -> ColumnElement[bool]:
    if part.ids is None and not part.but_ids:
        return true()
    if id_column is None:
        return false()
    only = true() if part.ids is None else id_column.in_(sorted(part.ids))
    return and_(only, id_column.not_in(sorted(part.but_ids)) if part.but_ids else true())


def _in_cells(
    cells: frozenset[Cell] | None,
    domain: tuple[str, ...],
    protected: ColumnElement[bool] | None,
    purpose_class: ColumnElement[str] | ColumnElement[str | None] | None,
) -> ColumnElement[bool]:
    if cells is None:
        return true()

    def of(is_protected: bool) -> ColumnElement[bool]:
        seen = [each for each in domain if (is_protected, each) in cells]
        if len(seen) == len(domain):
            return true()
        if not seen or purpose_class is None:
            return false()
        return func.coalesce(purpose_class, "").in_(seen)

    if protected is None:
        return of(False)
    return or_(and_(protected.is_(False), of(False)), and_(protected, of(True)))
