"""What a judgement knows: the tree of organisations, who holds which role where, who is disabled. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from toancanh.governance.model import AccessRequest, DecisionInputs, Role, RoleBinding
from toancanh.kernel import Principal, fold


@dataclass(frozen=True, kw_only=True)
class SharedCameras:
    """Cameras that their owner lets another agency see; ``what``: "live", "recorded", each for ``roles`` of it."""

    share_id: str
    owner_id: str
    camera_ids: frozenset[str]
    what: frozenset[str]
    from_us: int
    until_us: int
    purpose: str
    roles: Mapping[str, frozenset[str]]

    def what_for(self, purpose: str) -> frozenset[str]:
        """Recordings are seen for no other purpose than the one agreed; live pictures are seen under it as they are."""
        return self.what if purpose in ("", self.purpose) else self.what - {"recorded"}


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
    owners: Mapping[str, str] = field(default_factory=dict)
    """Of the cameras, when it was given: another owner has approved nothing."""

    def covers(self, request: AccessRequest, now_us: int) -> bool:
        """Whether it is for exactly this; a part of its time is."""
        if (self.action, self.purpose, self.reference) != (request.action, request.purpose, request.reference):
            return False
        camera = request.resource
        if camera.id not in self.camera_ids or now_us >= self.expires_us:
            return False
        if camera.owner_id and self.owners.get(camera.id, camera.owner_id) != camera.owner_id:
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
        """What was shared, at any time, with an organisation at which, or below which, the person holds a role that
        sees such pictures; ``what`` is narrowed to that.
        """
        if not self.shares:
            return ()
        if user_id not in self._shared_with:
            held: dict[str, set[str]] = {}
            for binding in self.roles.get(user_id, ()):
                for receiver in self.path(binding.organisation_id):
                    held.setdefault(receiver, set()).add(str(binding.role))
            found = [
                replace(one, what=frozenset(what for what in one.what if one.roles.get(what, frozenset()) & roles))
                for receiver, roles in sorted(held.items())
                for one in self.shares.get(receiver, ())
            ]
            self._shared_with[user_id] = tuple(one for one in found if one.what)
        return self._shared_with[user_id]

    @cached_property
    def _shared_with(self) -> dict[str, tuple[SharedCameras, ...]]:
        return {}

    def on_duty(self, user_id: str, owner_path: tuple[str, ...], now_us: int) -> bool:
        """Whether the roster has the person on duty now at one of these organisations."""
        turns = self.duties.get(user_id, ())
        return any(start <= now_us < end and organisation in owner_path for start, end, organisation in turns)

    def approved(self, user_id: str, request: AccessRequest, now_us: int) -> tuple[str, ...]:
        """The approvals that cover exactly this."""
        return tuple(one.id for one in self.approvals.get(user_id, ()) if one.covers(request, now_us))

    def cases_of(self, number: str) -> tuple[str, ...]:
        """Owners of open cases of this number."""
        return self.cases.get(fold(number), ())

    def next_turn_us(self, now_us: int) -> int | None:
        """The first moment after now at which a share, a duty or an approval begins or ends."""
        turns = [end for of in self.shares.values() for one in of for end in (one.from_us, one.until_us)]
        turns += [end for of in self.duties.values() for turn in of for end in turn[:2]]
        turns += [one.expires_us for of in self.approvals.values() for one in of]
        return min((turn for turn in turns if turn > now_us), default=None)

    def inputs(self, principal: Principal, request: AccessRequest, *, now_us: int) -> DecisionInputs:
        """Everything a decision rests on for this question."""
        user_id, resource = principal.user_id, request.resource
        path = self.path(resource.owner_id)
        shares = self.shares_of(principal, now_us) if self.shares and resource.kind == "camera" else ()
        shared = [one for one in shares if one.owner_id == resource.owner_id and resource.id in one.camera_ids]
        return DecisionInputs(
            request=request,
            user_id=user_id,
            is_system=principal.is_system,
            is_active=user_id not in self.inactive,
            second_factor=principal.second_factor,
            roles=self.roles.get(user_id, ()),
            owner_path=path,
            shared=tuple(sorted({what for one in shared for what in one.what_for(request.purpose)})),
            share_ids=tuple(one.share_id for one in shared),
            shared_for=tuple(sorted({one.purpose for one in shared})),
            on_duty=self.on_duty(user_id, path, now_us),
            approval_ids=self.approved(user_id, request, now_us),
            now_us=now_us,
        )

    def shares_of(self, principal: Principal, now_us: int) -> tuple[SharedCameras, ...]:
        """What is shared with this person now."""
        with_whom = self.shared_with(principal.user_id)
        return tuple(one for one in with_whom if one.from_us <= now_us < one.until_us)

    def shared_now(self, principal: Principal, now_us: int) -> frozenset[str]:
        """What of others' cameras the person sees somewhere: "live", "recorded"."""
        return frozenset(what for one in self.shares_of(principal, now_us) for what in one.what)

    def reach(self, user_id: str, now_us: int) -> Mapping[Standing, frozenset[str]]:
        """Organisations for whose things the person holds a role or is on duty, those alike together."""
        turns = frozenset(
            organisation for start, end, organisation in self.duties.get(user_id, ()) if start <= now_us < end
        )
        key = (user_id, turns)
        if key not in self._reaches:
            if len(self._reaches) >= _REACHES_KEPT:
                self._reaches.clear()
            self._reaches[key] = self._reach(user_id, turns)
        return self._reaches[key]

    @cached_property
    def _reaches(self) -> dict[tuple[str, frozenset[str]], Mapping[Standing, frozenset[str]]]:
        return {}

    def _reach(self, user_id: str, turns: frozenset[str]) -> Mapping[Standing, frozenset[str]]:
        held: dict[str, set[tuple[Role, bool]]] = {}
        for binding in self.roles.get(user_id, ()):
            if binding.organisation_id in self.parents:
                held.setdefault(binding.organisation_id, set()).add((binding.role, False))
                for organisation in self.below(binding.organisation_id):
                    held.setdefault(organisation, set()).add((binding.role, True))
        on_duty = {each for turn in turns if turn in self.parents for each in (turn, *self.below(turn))}
        alike: dict[tuple[frozenset[tuple[Role, bool]], bool], set[str]] = {}
        for organisation in held.keys() | on_duty:
            key = (frozenset(held.get(organisation, ())), organisation in on_duty)
            alike.setdefault(key, set()).add(organisation)
        return {
            Standing(path=self.path(min(owners)), on_duty=is_on_duty): frozenset(
                owners | {""} if self.root in owners else owners
            )
            for (_, is_on_duty), owners in alike.items()
        }

    def cleared(self, user_id: str) -> frozenset[str]:
        """Owners whose protected things are there for this person."""
        return self.owners_of(user_id, (Role.CLEARED,))

    def owners_of(self, user_id: str, roles: Collection[str]) -> frozenset[str]:
        """Owners for whose things the person holds one of these roles."""
        owners: set[str] = set()
        for binding in self.roles.get(user_id, ()):
            if binding.role in roles and binding.organisation_id in self.parents:
                owners |= self.below(binding.organisation_id) | {binding.organisation_id}
        return frozenset(owners | {""} if self.root in owners else owners)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How one stands to the things of some owners: by the path of one of them, and the roster."""

    path: tuple[str, ...]
    on_duty: bool


_REACHES_KEPT = 256
