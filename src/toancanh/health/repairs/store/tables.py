"""The tables of repairs. Times are UTC in microseconds; days are ISO dates, which sort as text."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from toancanh.infra.database import metadata

contract = Table(
    "repair_contract",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("owner_id", String(36), nullable=False, index=True),
    Column("maintainer_id", String(36), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("number", String(200), nullable=False),
    Column("from_on", String(10), nullable=False),
    Column("until_on", String(10), nullable=False),
    Column("content", Text, nullable=False),  # JSON: makers, hours, terms, levels
    Column("version", Integer, nullable=False),
)

ticket = Table(
    "repair_ticket",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("number", String(32), nullable=False),
    Column("owner_id", String(36), nullable=False),
    Column("maintainer_id", String(36), nullable=False),
    Column("assigned_as", String(16), nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("cause", String(32), nullable=False),
    Column("cause_key", String(255), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_us", BigInteger, nullable=False),
    Column("since_us", BigInteger, nullable=False),
    Column("answered_us", BigInteger, nullable=True),
    Column("done_us", BigInteger, nullable=True),
    Column("done_by", String(36), nullable=False),
    Column("ended_us", BigInteger, nullable=True),
    Column("healed_us", BigInteger, nullable=True),
    Column("contract_id", String(36), nullable=True),
    Column("answer_due_us", BigInteger, nullable=True),
    Column("repair_due_us", BigInteger, nullable=True),
    Column("paused", Boolean, nullable=False),
    Column("warranty_until", String(10), nullable=True),
    Column("level", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("order_us", BigInteger, nullable=False),  # of lists: what runs out next, or far away
    Index("ix_repair_ticket_cause", "cause_key", "opened_us"),
    Index("ix_repair_ticket_owner", "owner_id", "order_us", "id"),
    Index("ix_repair_ticket_maintainer", "maintainer_id", "order_us", "id"),
    Index("ix_repair_ticket_order", "order_us", "id"),
)

ticket_camera = Table(
    "repair_ticket_camera",
    metadata,
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("fault_id", String(36), nullable=True),
    Column("began_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger, nullable=True),
    Index("ix_repair_ticket_camera_camera", "camera_id", "began_us"),
    Index("ix_repair_ticket_camera_fault", "fault_id"),
)

entry = Table(
    "repair_entry",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("user_id", String(36), nullable=False),  # empty for the platform
    Column("act", String(32), nullable=False),
    Column("text", Text, nullable=False),
)

pause = Table(
    "repair_pause",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), nullable=False, index=True),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=True),
    Column("reason", Text, nullable=False),
)

test = Table(
    "repair_test",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), nullable=False, index=True),
    Column("at_us", BigInteger, nullable=False),
    Column("user_id", String(36), nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("seen", Text, nullable=False),  # JSON: what was seen of each camera
)

photo = Table(
    "repair_photo",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), nullable=False, index=True),
    Column("moment", String(8), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("media_type", String(32), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("user_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

part = Table(
    "repair_part",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation_id", String(36), nullable=False),
    Column("code", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("quantity", Double, nullable=False),
    UniqueConstraint("organisation_id", "code"),
)

part_use = Table(
    "repair_part_use",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket_id", String(36), ForeignKey("repair_ticket.id"), nullable=False, index=True),
    Column("part_id", String(36), ForeignKey("repair_part.id"), nullable=False, index=True),
    Column("quantity", Double, nullable=False),
    Column("user_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

work = Table(
    "planned_work",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation_id", String(36), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("why", Text, nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("called_off_us", BigInteger, nullable=True),
    Index("ix_planned_work_until", "until_us", "from_us"),
)

work_camera = Table(
    "planned_work_camera",
    metadata,
    Column("work_id", String(36), ForeignKey("planned_work.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("mark_id", String(36), nullable=False),  # on the camera's timeline
    Index("ix_planned_work_camera_camera", "camera_id"),
)

report = Table(
    "uptime_report",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation_id", String(36), nullable=False, index=True),
    Column("month", String(7), nullable=False),  # 2026-11
    Column("state", String(16), nullable=False),
    Column("cameras_done", Integer, nullable=False),
    Column("cameras_all", Integer, nullable=False),
    Column("made_by", String(36), nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger, nullable=True),
    Column("summary", Text, nullable=False),  # JSON: what the console shows of it
    Column("serial", String(40), nullable=False),  # of the certificate that signed
    Column("pdf", LargeBinary, nullable=True),
    Column("signature", LargeBinary, nullable=True),  # over the PDF: ECDSA, DER
    Column("sheet", LargeBinary, nullable=True),
    Column("sheet_signature", LargeBinary, nullable=True),  # the same over the spreadsheet
)
