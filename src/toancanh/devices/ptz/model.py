"""Who steers, and with which right: the lock of one camera. Pure."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from toancanh.governance import DecisionInputs, Role
from toancanh.kernel import Conflict


class Priority(enum.IntEnum):
    """Whose hand counts more. A higher one may take the camera over; among equals the first keeps it."""

    OFF_DUTY = 1  # a purpose and a number were given
    ADMINISTRATOR = 2  # keeps the system, does not run the operation
    ON_DUTY = 3  # the roster names the person now, at the camera's owner or above


def priority_of(inputs: DecisionInputs) -> Priority:
    """By the facts that the rules decided on: duty over role."""
    if inputs.on_duty:
        return Priority.ON_DUTY
    held = {binding.role for binding in inputs.roles if binding.organisation_id in inputs.owner_path}
    return Priority.ADMINISTRATOR if Role.ADMINISTRATOR in held else Priority.OFF_DUTY


@dataclass(frozen=True, kw_only=True)
class Steerer:
    """A person at the camera: one person in two windows is one."""

    user_id: str
    username: str
    organisation_id: str
    session_id: str
    priority: Priority


@dataclass(frozen=True, kw_only=True)
class Hold:
    """The lock: who steers, since when, when last, and how often."""

    who: Steerer
    since_us: int
    used_us: int
    commands: int = 0


class MaySteer(enum.StrEnum):
    """What somebody who asks for the camera gets to hear."""

    MINE = "mine"
    FREE = "free"
    MAY_TAKE = "may_take"  # of somebody with less priority, once that is asked for in so many words
    HELD = "held"


class Held(Conflict):
    """Somebody else steers. ``extra`` tells the priority and in how many seconds the lock ends if unused; no name."""

    def __init__(self, hold: Hold, may: MaySteer, left_s: float) -> None:
        words = {
            Priority.ON_DUTY: "an operator on duty",
            Priority.ADMINISTRATOR: "an administrator",
            Priority.OFF_DUTY: "somebody off duty",
        }
        what = "you may take it over" if may is MaySteer.MAY_TAKE else "ask them to let go, or wait until they have"
        super().__init__(
            f"{words[hold.who.priority]} steers this camera: {what}",
            reason="steered",
            may=str(may),
            priority=hold.who.priority.name.lower(),
            left_s=round(left_s, 1),
        )
        self.hold = hold
        self.may = may


def standing(hold: Hold | None, who: Steerer) -> MaySteer:
    """How the lock stands to a person."""
    if hold is None:
        return MaySteer.FREE
    if hold.who.user_id == who.user_id:
        return MaySteer.MINE
    return MaySteer.MAY_TAKE if who.priority > hold.who.priority else MaySteer.HELD


def held_by(hold: Hold | None, who: Steerer, now_us: int, *, idle_us: int, over: bool = False) -> Hold:
    """The lock in this person's hand, used now. ``over``: take it from somebody with less priority. Raises `Held`."""
    may = standing(hold, who)
    if hold is None or (may is MaySteer.MAY_TAKE and over):
        return Hold(who=who, since_us=now_us, used_us=now_us, commands=1)
    if may is not MaySteer.MINE:
        raise Held(hold, may, max(0, hold.used_us + idle_us - now_us) / 1e6)
    return replace(hold, who=who, used_us=now_us, commands=hold.commands + 1)
