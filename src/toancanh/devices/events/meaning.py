"""What of a device's own words the platform understands: that something moves, that somebody meddles. Pure.

Topics are those of ONVIF (Core 9, Imaging 9, Analytics Annex A), whatever stands before and behind them: makes write
their own prefixes, and the service that saw it last.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from toancanh.devices.facts import DeviceEvent
from toancanh.kernel import Event

_TRUE, _FALSE = frozenset({"true", "1"}), frozenset({"false", "0"})
_PLAUSIBLE_US = 300_000_000
"""What a device says happened longer ago, or will happen, has come now: its clock was set meanwhile."""


class EventMeaning(enum.StrEnum):
    """A closed set; every other event is kept in the device's own words alone."""

    MOTION = "motion"
    TAMPER = "tamper"  # the device judges that its picture is covered, turned, blurred, too dark, too bright, or gone


_WORDS = {
    "MotionAlarm": EventMeaning.MOTION,
    "Motion": EventMeaning.MOTION,
    "Tamper": EventMeaning.TAMPER,
    "GlobalSceneChange": EventMeaning.TAMPER,
    "ImageTooBlurry": EventMeaning.TAMPER,
    "ImageTooDark": EventMeaning.TAMPER,
    "ImageTooBright": EventMeaning.TAMPER,
    "SignalLoss": EventMeaning.TAMPER,
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """One camera's own word. ``lasts``: it has begun (True), has ended (False), or was of a moment (None)."""

    camera_id: str
    meaning: EventMeaning
    lasts: bool | None
    at_us: int


@dataclass(frozen=True, kw_only=True)
class DeviceTold(Event):
    """Cameras have told something that is understood. Published after it is kept, in the web process, by the thread
    that listens; whoever was not there has missed it.
    """

    told: tuple[Told, ...]


def meaning_of(event: DeviceEvent) -> EventMeaning | None:
    """None where it is not understood."""
    words = (word.rpartition(":")[2] for word in event.topic.strip().split("/"))
    return next((_WORDS[word] for word in words if word in _WORDS), None)


def lasts(event: DeviceEvent) -> bool | None:
    """As `Told` has it, by the first of its values that is a truth."""
    if event.operation == "Deleted":
        return False
    said = [value.strip().lower() for value in event.data.values()]
    return next((value in _TRUE for value in said if value in _TRUE | _FALSE), None)


def source_of(event: DeviceEvent, tokens: Iterable[str]) -> str | None:
    """Which of these video sources it is about; of a device that has one, that one. None where nothing says it."""
    known = list(tokens)
    if len(known) == 1:
        return known[0]
    return next((value for value in event.source.values() if value in known), None)


def when_us(event: DeviceEvent, now_us: int) -> int:
    """When it happened, as far as the device can be believed."""
    return event.at_us if abs(now_us - event.at_us) <= _PLAUSIBLE_US else now_us
