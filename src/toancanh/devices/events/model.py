"""Subscriptions to what a device tells by itself, and how they stand. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toancanh.devices.facts import DeviceEvent
from toancanh.devices.ports import DeviceFailure, DeviceReason
from toancanh.kernel import PlatformError

MOST_SUBSCRIPTIONS = 500
"""Each holds a connection open all the time."""
EVENTS_KEPT = 500
"""Of one device, the newest."""
EVENTS_A_ROUND = 200
_A_PERSON_LOOKS = (DeviceReason.LOGIN_REFUSED, DeviceReason.LOGIN_WANTED, DeviceReason.CERTIFICATE_CHANGED)
_FIRST_PAUSE_S = 5.0
_LONGEST_PAUSE_S = 300.0


class ListeningState(enum.StrEnum):
    """How a subscription stands."""

    STARTING = "starting"
    LISTENING = "listening"
    WAITING = "waiting"  # it did not answer as it should; asked again by itself
    HELD = "held"  # nothing is sent to the device until a person has looked at it, or its password is changed
    NOT_OFFERED = "not_offered"  # the device tells nothing by itself


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What is kept of one. ``since_us``: it stands so since then; ``heard_at_us``: when the device last answered, also
    that there is nothing new; ``left_out``: events beyond what one device may tell in a moment.
    """

    device_id: str
    asked_by: str
    asked_at_us: int
    state: ListeningState = ListeningState.STARTING
    reason: str = ""
    since_us: int
    heard_at_us: int | None = None
    event_at_us: int | None = None
    events: int = 0
    left_out: int = 0


@dataclass(frozen=True, kw_only=True)
class KeptEvent:
    """An event as it is kept."""

    id: str
    device_id: str
    at_us: int
    topic: str
    operation: str
    source: Mapping[str, str]
    data: Mapping[str, str]


@dataclass(kw_only=True)
class Heard:
    """What came of a subscription since it was last written down."""

    state: ListeningState
    reason: str = ""
    heard_at_us: int | None = None
    events: list[DeviceEvent] = field(default_factory=list)
    left_out: int = 0

    def add(self, event: DeviceEvent) -> None:
        """A device that never stops telling costs no more than this."""
        if len(self.events) < EVENTS_A_ROUND:
            self.events.append(event)
        else:
            self.left_out += 1


def after_failure(error: PlatformError) -> ListeningState:
    """How a subscription stands after its device, or what is known of it, said no."""
    if not isinstance(error, DeviceFailure) or error.reason in _A_PERSON_LOOKS:
        return ListeningState.HELD
    return ListeningState.NOT_OFFERED if error.reason is DeviceReason.NOT_OFFERED else ListeningState.WAITING


def pause_s(failures: int, state: ListeningState) -> float:
    """How long to leave it alone after so many failures in a row."""
    if state is ListeningState.NOT_OFFERED:
        return _LONGEST_PAUSE_S
    return min(_FIRST_PAUSE_S * 2.0 ** min(failures - 1, 10), _LONGEST_PAUSE_S)


def written(before: Subscription, heard: Heard, now_us: int) -> Subscription:
    """With what came meanwhile."""
    changed = (heard.state, heard.reason) != (before.state, before.reason)
    return Subscription(
        device_id=before.device_id, asked_by=before.asked_by, asked_at_us=before.asked_at_us,
        state=heard.state, reason=heard.reason, since_us=now_us if changed else before.since_us,
        heard_at_us=heard.heard_at_us or before.heard_at_us,
        event_at_us=_newest(heard.events) or before.event_at_us,
        events=before.events + len(heard.events), left_out=before.left_out + heard.left_out,
    )  # fmt: skip


def _newest(events: Sequence[DeviceEvent]) -> int | None:
    return max((one.at_us for one in events), default=None)
