"""Who is told of a fault, by which way, and what happens when nobody answers.

Owns: channels, rules, alerts and the outbox. Does not own: what a fault is (`health`), who may know of a camera.
Invariants: what is told leaves the outbox only when the other side has taken it or its tries are over; no picture and
nothing of a protected camera ever leaves the platform this way; a channel's secret goes in and never comes out.
"""

from toancanh.health.alerts.model import Alert, Channel, ChannelKind, Rule, RuleDraft
from toancanh.health.alerts.news import News, NewsDesk, Words
from toancanh.health.alerts.service import Alerts

__all__ = ["Alert", "Alerts", "Channel", "ChannelKind", "News", "NewsDesk", "Rule", "RuleDraft", "Words"]
