"""The change of a device's password, as a machine of small steps. Pure: who runs it saves each state before acting.

A device locks log-ins after a few wrong tries (five with the makes in the field, for half an hour). So each of the two
passwords is tried once; after a cut, of which nobody knows how far it came, once more; then nothing for an hour.

====================  =====================================================================================
step                  what is known
====================  =====================================================================================
idle                  one password
prepared              the new one is kept; nothing was sent
sent                  the command may have reached the device; either password may be right
proved                the new one logged in; the cameras' streams have yet to learn it
stuck                 neither was taken; both stay kept, and a person says when to try again
====================  =====================================================================================
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace

from toancanh.kernel import Conflict

MOST_TRIES = 2
"""Of each password within `FORGOTTEN_US`: together four, one less than the fifth that locks."""
FORGOTTEN_US = 3_600_000_000
"""Devices have forgotten wrong tries by then."""


class ChangeStep(enum.StrEnum):
    """How far a change is."""

    IDLE = "idle"
    PREPARED = "prepared"
    SENT = "sent"
    PROVED = "proved"
    STUCK = "stuck"


class Which(enum.StrEnum):
    """One of the two passwords."""

    OLD = "old"
    NEW = "new"


class ChangeOutcome(enum.StrEnum):
    """How the last change ended."""

    NONE = ""
    CHANGED = "changed"
    KEPT = "kept"  # the device kept the old one: refused, or the command never arrived
    OLD_REFUSED = "old_refused"  # not begun: the password that is kept is not the device's
    UNPROVABLE = "unprovable"  # not begun: the device answers everybody, so no log-in proves a password
    NEITHER = "neither"  # stuck


class Act(enum.StrEnum):
    """What is to be done next."""

    LOG_IN_OLD = "log_in_old"
    SEND = "send"
    LOG_IN_NEW = "log_in_new"
    TELL_STREAMS = "tell_streams"
    WAIT = "wait"  # until the device has forgotten wrong tries
    NOTHING = "nothing"


class Seen(enum.StrEnum):
    """What came of a try."""

    TAKEN = "taken"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    PROVES_NOTHING = "proves_nothing"  # it answers everybody


@dataclass(frozen=True, kw_only=True)
class Try:
    """A log-in, noted before it is made."""

    which: Which
    at_us: int


@dataclass(frozen=True, kw_only=True)
class Rotation:
    """One change. ``tries``: of the last hour; ``refused``: passwords that the device did not take since it began."""

    step: ChangeStep = ChangeStep.IDLE
    outcome: ChangeOutcome = ChangeOutcome.NONE
    tries: tuple[Try, ...] = ()
    refused: frozenset[Which] = frozenset()

    @property
    def under_way(self) -> bool:
        """Whether it must be gone on with before anybody logs in by this account."""
        return self.step in (ChangeStep.PREPARED, ChangeStep.SENT, ChangeStep.PROVED)

    @property
    def both_kept(self) -> bool:
        """Whether neither password may be forgotten."""
        return self.step in (ChangeStep.PREPARED, ChangeStep.SENT, ChangeStep.STUCK)


def begin(before: Rotation) -> Rotation:
    """The new password is kept from here on. Raises `Conflict`."""
    if before.step is not ChangeStep.IDLE:
        raise Conflict("a change of this password is under way; look at how it ends", step=before.step)
    return Rotation(step=ChangeStep.PREPARED, tries=before.tries)


def again(before: Rotation) -> Rotation:
    """A person has looked: try both once more. Raises `Conflict`."""
    if before.step is not ChangeStep.STUCK:
        raise Conflict("this change is not stuck", step=before.step)
    return replace(before, step=ChangeStep.SENT, outcome=ChangeOutcome.NONE, refused=frozenset())


def next_act(now: Rotation, now_us: int) -> Act:
    """What to do, given what is saved: the same after a cut as without one."""
    if now.step in (ChangeStep.IDLE, ChangeStep.STUCK):
        return Act.NOTHING
    if now.step is ChangeStep.PROVED:
        return Act.TELL_STREAMS
    if now.step is ChangeStep.PREPARED:
        return Act.LOG_IN_OLD if _may(now, Which.OLD, now_us) else Act.WAIT
    order = [one for one in (Which.NEW, Which.OLD) if one not in now.refused]
    if not order:
        return Act.NOTHING
    if not _may(now, order[0], now_us):
        return Act.WAIT
    return Act.LOG_IN_NEW if order[0] is Which.NEW else Act.LOG_IN_OLD


def wait_us(now: Rotation, now_us: int) -> int:
    """How long until a try is free again."""
    recent = [one.at_us + FORGOTTEN_US - now_us for one in now.tries]
    return max(0, min((left for left in recent if left > 0), default=0))


def noted(before: Rotation, which: Which, now_us: int) -> Rotation:
    """To be saved before the log-in is tried."""
    recent = tuple(one for one in before.tries if 0 <= now_us - one.at_us < FORGOTTEN_US)
    return replace(before, tries=(*recent, Try(which=which, at_us=now_us)))


def sending(before: Rotation) -> Rotation:
    """To be saved before the command is sent: the old password was just taken."""
    if before.step is not ChangeStep.PREPARED:
        raise Conflict("nothing is prepared", step=before.step)
    return replace(before, step=ChangeStep.SENT, refused=frozenset())


def after(before: Rotation, which: Which, seen: Seen) -> Rotation:
    """What a try has shown. ``NO_ANSWER`` shows nothing: the try stays counted, for the device may have counted it.

    A log-in that was taken clears the device's count, and so ours.
    """
    if seen is Seen.PROVES_NOTHING and before.step is ChangeStep.PREPARED:
        return replace(before, step=ChangeStep.IDLE, outcome=ChangeOutcome.UNPROVABLE, refused=frozenset())
    if seen in (Seen.NO_ANSWER, Seen.PROVES_NOTHING):
        return before
    if seen is Seen.TAKEN:
        return _taken(replace(before, tries=()), which)
    refused = before.refused | {which}
    if before.step is ChangeStep.PREPARED:  # nothing was sent: what is kept was wrong before
        return replace(before, step=ChangeStep.IDLE, outcome=ChangeOutcome.OLD_REFUSED, refused=frozenset())
    if refused >= {Which.OLD, Which.NEW}:
        return replace(before, step=ChangeStep.STUCK, outcome=ChangeOutcome.NEITHER, refused=refused)
    return replace(before, refused=refused)


def told(before: Rotation) -> Rotation:
    """The streams know."""
    return Rotation(step=ChangeStep.IDLE, outcome=ChangeOutcome.CHANGED, tries=before.tries)


def _taken(before: Rotation, which: Which) -> Rotation:
    if before.step is ChangeStep.PREPARED:
        return before  # go on with `sending`, in the same run: what another run saw says nothing of now
    if which is Which.NEW:
        return Rotation(step=ChangeStep.PROVED)
    return Rotation(step=ChangeStep.IDLE, outcome=ChangeOutcome.KEPT)


def _may(now: Rotation, which: Which, now_us: int) -> bool:
    """A clock set back frees nothing: a try in the future counts as one of now."""
    return sum(one.which is which and now_us - one.at_us < FORGOTTEN_US for one in now.tries) < MOST_TRIES
