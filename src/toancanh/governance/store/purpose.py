"""The tables of cases, duty rosters and approvals, which the purpose of an act rests on."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

case_ref = Table(
    "case_ref",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("number", String(64), nullable=False),
    Column("number_folded", String(256), nullable=False, index=True),
    Column("number_key", String(320), nullable=False, unique=True),  # with the owner of its first day
    Column("kind", String(32), nullable=False),
    Column("title", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("legal_basis", String(200), nullable=False),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("opened_us", BigInteger, nullable=False),
    Column("closed_us", BigInteger, nullable=True),
    Column("version", Integer, nullable=False),
)

duty = Table(
    "duty",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False, index=True),
    Column("role", String(32), nullable=False),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False, index=True),
)

approval = Table(
    "approval",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("action", String(32), nullable=False),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("from_us", BigInteger, nullable=True),
    Column("to_us", BigInteger, nullable=True),
    Column("purpose", String(64), nullable=False),
    Column("reference", String(100), nullable=False),
    Column("reason", Text, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),  # of the request, then of the approval
    Column("answered_us", BigInteger, nullable=True),
    Column("answered_by", String(36), ForeignKey("user_account.id"), nullable=True),
    Column("words", Text, nullable=False),
)
Index("ix_approval_state_expires", approval.c.state, approval.c.expires_us)
Index("ix_approval_user_asked", approval.c.user_id, approval.c.asked_us)
Index("ix_approval_answered_by", approval.c.answered_by, approval.c.asked_us)

approval_camera = Table(
    "approval_camera",
    metadata,
    Column("approval_id", String(36), ForeignKey("approval.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("owner_id", String(36), nullable=False),
    Column("protected", Boolean, nullable=False),  # when it was asked for
)
