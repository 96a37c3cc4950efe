"""What of steering is shown to whom: who steers by priority and organisation, a name only where it may be read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from toancanh.devices.ptz.model import MaySteer, Priority, Steerer, priority_of, standing
from toancanh.devices.ptz.steering import Seat, Steering
from toancanh.governance import AccessRequest, Action, Governance, Outcome, ResourceRef
from toancanh.kernel import Clock, Principal
from toancanh.registry import Registry


@dataclass(frozen=True, kw_only=True)
class SeenHolder:
    """Empty where the one who looks may not know; ``left_s``: so long the lock lasts without use."""

    mine: bool
    priority: Priority
    username: str
    organisation_id: str
    since_us: int  # UTC
    left_s: float


@dataclass(frozen=True, kw_only=True)
class Seen:
    """``may``: what somebody gets who asks for the camera now; None for who must not steer it."""

    may: MaySteer | None
    holder: SeenHolder | None
    moving: bool
    tour_id: str
    tour_waits: bool
    home_in_s: float | None
    fault: str


class Seeing:
    """Thread-safe; blocking. Nothing is written."""

    def __init__(self, *, governance: Governance, registry: Registry, clock: Clock, steering: Steering) -> None:
        self._governance = governance
        self._registry = registry
        self._clock = clock
        self._steering = steering

    def look(self, seat: Seat) -> Seen:
        """How the camera stands for who sits here; the right to watch it was asked for before."""
        helm, fault = self._steering.stand(seat.camera_id)
        now_us = self._clock.monotonic_us()
        held, holder = helm.hold, None
        if held is not None:
            left_us = max(0, held.used_us + self._steering.terms.idle_us - now_us)
            who = held.who
            holder = SeenHolder(
                mine=who.user_id == seat.principal.user_id,
                priority=who.priority,
                username=who.username if self._may_read(seat.principal, _account(who)) else "",
                organisation_id=who.organisation_id if self._may_read(seat.principal, _organisation(who)) else "",
                since_us=self._clock.now_us() - (now_us - held.since_us),
                left_s=left_us / 1e6,
            )
        asker = self._asker(seat)
        return Seen(
            may=None if asker is None else standing(held, asker),
            holder=holder,
            moving=helm.motion is not None,
            tour_id=helm.run.tour.id if helm.run is not None else "",
            tour_waits=helm.run is not None and helm.run.next_us is None,
            home_in_s=None if helm.home_us is None else max(0, helm.home_us - now_us) / 1e6,
            fault=fault,
        )

    def heads(self, principal: Principal, camera_ids: Collection[str], source: str = "") -> list[str]:
        """Those of these cameras that have a head and that the principal may watch. Raises `Denied`, on record, for
        those who see no live pictures anywhere.
        """
        if Action.MEDIA_LIVE not in self._governance.actions_of(principal):
            mine = ResourceRef(kind="camera", id="", owner_id=principal.organisation_id)
            self._governance.require(principal, AccessRequest(action=Action.MEDIA_LIVE, resource=mine, source=source))
        refs = self._registry.camera_refs(self._steering.steerable(camera_ids))
        asked = (AccessRequest(action=Action.MEDIA_LIVE, resource=ref, source=source) for ref in refs.values())
        return sorted(one.resource.id for one in asked if self._governance.authorize(principal, one).allowed)

    def _asker(self, seat: Seat) -> Steerer | None:
        """Who is asked for a purpose may steer: the console asks for it then."""
        ref = self._registry.camera_ref(self._registry.camera_for(seat.camera_id))
        request = AccessRequest(
            action=Action.CAMERA_STEER, resource=ref, purpose=seat.purpose, reference=seat.reference, source=seat.source
        )
        decision = self._governance.authorize(seat.principal, request)
        if decision.outcome is Outcome.DENY or decision.inputs is None:
            return None
        who = seat.principal
        return Steerer(
            user_id=who.user_id, username=who.username, organisation_id=who.organisation_id, session_id=who.session_id,
            priority=priority_of(decision.inputs),
        )  # fmt: skip

    def _may_read(self, principal: Principal, ref: ResourceRef) -> bool:
        action = Action.USER_READ if ref.kind == "user" else Action.ORGANISATION_READ
        return self._governance.authorize(principal, AccessRequest(action=action, resource=ref)).allowed


def _account(who: Steerer) -> ResourceRef:
    return ResourceRef(kind="user", id=who.user_id, owner_id=who.organisation_id)


def _organisation(who: Steerer) -> ResourceRef:
    return ResourceRef(kind="organisation", id=who.organisation_id, owner_id=who.organisation_id)
