"""What of a kind somebody may do something on, as a test of one and as a condition on rows.

Things are put into classes by all that a policy can look at, as it is for the one who asks: roles held for the owner,
on duty there, shared, approved, the own account, purpose class, protected, and those of a camera's other tags that the
policies on the action name. Each class is decided once, in full.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from toancanh.governance.facts import Facts
from toancanh.governance.model import (
    PROTECTED,
    PURPOSE_CLASSES,
    AccessRequest,
    Action,
    DecisionInputs,
    Outcome,
    ResourceRef,
)
from toancanh.governance.regulation import Engine
from toancanh.governance.regulation.question import ACCOUNT_KINDS, question
from toancanh.kernel import Principal

Cell = tuple[frozenset[str], str]
"""Of things of one owner: which of the tags that count they carry, and the purpose class."""

Tagged = Callable[[str], ColumnElement[bool]]
"""The condition that a row's thing carries a tag."""


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
    """A predicate over the things of a kind. ``classes``: how many were decided; ``errors``: policies that failed;
    ``tags``: those that count, besides `PROTECTED`.
    """

    parts: tuple[VisiblePart, ...]
    cleared: frozenset[str] | None = frozenset()
    """Owners for which somebody is cleared, whatever else he may there; None: all."""
    purpose_classes: tuple[str, ...] = ("",)
    tags: frozenset[str] = frozenset()
    classes: int = 0
    errors: tuple[str, ...] = ()

    def allows(
        self, owner_id: str, tags: frozenset[str] = frozenset(), *, id: str = "", purpose_class: str | None = None
    ) -> bool:
        """True where the thing may be seen. Without its purpose class: where it may be seen whatever that is. Besides
        `PROTECTED` it may carry more tags than these: where it may be seen whatever they are.
        """
        of = self.purpose_classes if purpose_class is None else [purpose_class]
        known = tags & (self.tags | {PROTECTED})
        return all(
            self._holds(owner_id, id, (known | more, each)) for more in sets_of(self.tags - known) for each in of
        )

    @cached_property
    def ids(self) -> frozenset[str]:
        """Those of things that are told apart by their id."""
        return frozenset(id for part in self.parts for id in (*(part.ids or ()), *part.but_ids))

    def shows(self, ref: ResourceRef) -> bool:
        """The same of a thing as governance knows it: with all of its tags."""
        return self._holds(ref.owner_id, ref.id, (ref.tags & (self.tags | {PROTECTED}), ref.purpose_class))

    def _holds(self, owner_id: str, id: str, cell: Cell) -> bool:
        return any(part.holds(owner_id, id, cell) for part in self.parts)

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
        tagged: Tagged | None = None,
    ) -> ColumnElement[bool]:
        """The same as a condition on rows; ``protected`` is needed where things can be.

        Without ``id_column`` what is there by its id alone is left out, without ``purpose_class`` what is there in
        some classes alone, without ``tagged`` what is there with some tags alone.
        """
        return or_(
            false(),
            *(
                and_(
                    _owned(part, owner_column),
                    _identified(part, id_column),
                    self._in_cells(part.cells, protected, purpose_class, tagged),
                )
                for part in self.parts
            ),
        )

    def _in_cells(
        self,
        cells: frozenset[Cell] | None,
        protected: ColumnElement[bool] | None,
        purpose_class: ColumnElement[str] | ColumnElement[str | None] | None,
        tagged: Tagged | None,
    ) -> ColumnElement[bool]:
        if cells is None:
            return true()

        def classes(tags: frozenset[str]) -> frozenset[str]:
            return frozenset(each for each in self.purpose_classes if (tags, each) in cells)

        def of(base: frozenset[str]) -> ColumnElement[bool]:
            by_tags = {more: classes(base | more) for more in sets_of(self.tags)}
            if tagged is None or len(set(by_tags.values())) == 1:
                return self._of_classes(frozenset.intersection(*by_tags.values()), purpose_class)
            return or_(
                *(
                    and_(
                        *(tagged(tag) if tag in more else not_(tagged(tag)) for tag in sorted(self.tags)),
                        self._of_classes(seen, purpose_class),
                    )
                    for more, seen in by_tags.items()
                    if seen
                )
            )

        if protected is None:
            return of(frozenset())
        return or_(and_(protected.is_(False), of(frozenset())), and_(protected, of(frozenset({PROTECTED}))))

    def _of_classes(
        self, seen: frozenset[str], column: ColumnElement[str] | ColumnElement[str | None] | None
    ) -> ColumnElement[bool]:
        if len(seen) == len(self.purpose_classes):
            return true()
        return false() if not seen or column is None else func.coalesce(column, "").in_(sorted(seen))


def sets_of(tags: frozenset[str]) -> Iterable[frozenset[str]]:
    """All sets of some of them, the empty one first."""
    return (frozenset(each) for count in range(len(tags) + 1) for each in combinations(sorted(tags), count))


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
        self._tags = engine.tags_named(action) - {PROTECTED} if kind == "camera" else frozenset[str]()
        self._tag_sets = tuple(sets_of(self._tags | {PROTECTED}))
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
            tags=self._tags,
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
        return None if len(cells) == len(self._tag_sets) * len(self._purpose_classes) else cells

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
        none = frozenset[str]()
        looks_at_tags = "tags" in self._looks
        seen = {
            (tags, purpose_class): self._is_allowed(path, on_duty, shared, group, tags, purpose_class)
            for tags in (self._tag_sets if looks_at_tags else (none,))
            for purpose_class in minded
        }
        return frozenset(
            (tags, purpose_class)
            for tags in self._tag_sets
            for purpose_class in self._purpose_classes
            if seen[tags if looks_at_tags else none, purpose_class if len(minded) > 1 else ""]
        )

    def _is_allowed(
        self,
        path: tuple[str, ...],
        on_duty: bool,
        shared: frozenset[str],
        group: _Group,
        tags: frozenset[str],
        purpose_class: str,
    ) -> bool:
        resource = ResourceRef(
            kind=self._kind,
            id=self._principal.user_id if group.own else "",
            owner_id=path[0] if path else "",
            tags=tags,
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
