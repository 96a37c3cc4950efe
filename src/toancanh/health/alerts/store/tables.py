"""The tables of alerts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

channel = Table(
    "alert_channel",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("name", String(200), nullable=False),
    Column("settings", Text, nullable=False),  # JSON
    Column("secret", Text, nullable=False),  # of the key ring, context "alert_channel:<id>"
    Column("version", Integer, nullable=False),
)

rule = Table(
    "alert_rule",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("name", String(200), nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("terms", Text, nullable=False),  # JSON
    Column("version", Integer, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("rule_id", String(36), ForeignKey("alert_rule.id"), nullable=False, index=True),
    Column("incident_id", String(36), nullable=True),
    Column("opened_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("sent_us", BigInteger, nullable=True),
    Column("escalated_us", BigInteger, nullable=True),
    Column("acknowledged_us", BigInteger, nullable=True),
    Column("acknowledged_by", String(36), nullable=False),
    Column("closed_us", BigInteger, nullable=True, index=True),
)

alert_fault = Table(
    "alert_fault",
    metadata,
    Column("alert_id", String(36), ForeignKey("alert.id"), primary_key=True),
    Column("fault_id", String(36), ForeignKey("health_fault.id"), primary_key=True, index=True),
)

delivery = Table(
    "alert_delivery",  # the outbox
    metadata,
    Column("id", String(36), primary_key=True),
    Column("alert_id", String(36), ForeignKey("alert.id"), nullable=False, index=True),
    Column("channel_id", String(36), nullable=False),
    Column("occasion", String(16), nullable=False),
    Column("due_us", BigInteger, nullable=True),  # None: it is over
    Column("tries", Integer, nullable=False),
    Column("done_us", BigInteger, nullable=True),
    Column("error", Text, nullable=False),
)
Index("ix_alert_delivery_due_us", delivery.c.due_us)

letter = Table(
    "alert_letter",  # the outbox of what is told beside alerts, as it was written
    metadata,
    Column("id", String(36), primary_key=True),
    Column("channel_id", String(36), nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("facts", Text, nullable=False),  # JSON
    Column("due_us", BigInteger, nullable=True),  # None: it is over
    Column("tries", Integer, nullable=False),
    Column("done_us", BigInteger, nullable=True),
    Column("error", Text, nullable=False),
    Column("reference", String(36), nullable=True, index=True),  # of news: what it is about, and
    Column("occasion", String(16), nullable=True),  # why it is told
)
Index("ix_alert_letter_due_us", letter.c.due_us)
