"""Channels, rules, alerts; when an alert is due. Pure."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from toancanh.health.model import FaultKind

LOCAL_OFFSET_S = 7 * 3600
_MINUTE_US = 60_000_000
_DAY_MINUTES = 24 * 60
TRIES_S = (0, 10, 30, 120, 600, 1800, 3600, 7200)
"""Pauses before the first and each further try; then the delivery is given up and shown as such."""


class ChannelKind(enum.StrEnum):
    """By which way somebody is told. The screen needs none: alerts are there for who may see their cameras."""

    EMAIL = "email"
    WEBHOOK = "webhook"
    MQTT = "mqtt"


class Occasion(enum.StrEnum):
    """Why somebody is told."""

    OPENED = "opened"
    ESCALATED = "escalated"  # nobody has acknowledged it
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class Channel:
    """``settings``: by kind, see `channels`; the secret is not here."""

    id: str
    owner_id: str
    kind: ChannelKind
    name: str
    settings: Mapping[str, object]
    has_secret: bool
    version: int


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """A rule as a person describes it. ``faults``: whether it tells of faults of cameras, and ``kinds`` of which, empty
    for all; ``incident_kinds``: of what happens before them (`news`), empty for nothing. ``quiet_from`` and
    ``quiet_to``: minutes of the local day in which nothing is sent, not even that nobody answers or that it is over: it
    waits for their end (equal: never quiet); ``group_s``: so long more faults are waited for;
    ``escalate_after_s``: 0 for never.
    """

    owner_id: str
    name: str
    enabled: bool = True
    faults: bool = True
    kinds: frozenset[FaultKind] = frozenset()
    incident_kinds: frozenset[str] = frozenset()
    channel_ids: tuple[str, ...] = ()
    group_s: int = 30
    quiet_from: int = 0
    quiet_to: int = 0
    escalate_after_s: int = 0
    escalate_channel_ids: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Rule(RuleDraft):
    """Of an organisation: about cameras that it or one below it owns."""

    id: str
    version: int
    updated_us: int


@dataclass(frozen=True, kw_only=True)
class Alert:
    """What one rule tells at once: faults of one cause, or faults that came within its time of grouping.

    ``due_us``: when it is sent; ``cameras``: how many it is about.
    """

    id: str
    rule_id: str
    incident_id: str | None
    opened_us: int
    due_us: int
    sent_us: int | None = None
    escalated_us: int | None = None
    acknowledged_us: int | None = None
    acknowledged_by: str = ""
    closed_us: int | None = None
    cameras: int = 0
    kinds: Mapping[FaultKind, int] = field(default_factory=dict)


def due_us(rule: Rule, now_us: int, *, grouped: bool) -> int:
    """When what opens now is sent: after the time of grouping, and not in quiet hours. ``grouped``: it is one cause
    already.
    """
    at_us = now_us + (0 if grouped else rule.group_s * 1_000_000)
    minute = (at_us // _MINUTE_US + LOCAL_OFFSET_S // 60) % _DAY_MINUTES
    length = (rule.quiet_to - rule.quiet_from) % _DAY_MINUTES
    since = (minute - rule.quiet_from) % _DAY_MINUTES
    if since >= length:
        return at_us
    return (at_us // _MINUTE_US + length - since) * _MINUTE_US


def retry_us(tries: int, now_us: int) -> int | None:
    """When a delivery that has failed so often is tried again; None: it is given up."""
    return now_us + TRIES_S[tries] * 1_000_000 if tries < len(TRIES_S) else None
