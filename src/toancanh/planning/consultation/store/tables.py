"""The tables of proposals, opinions, decisions and tests."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from toancanh.infra.database import metadata

planning_setting = Table(
    "planning_setting",
    metadata,
    Column("name", String(64), primary_key=True),  # settings.SettingName
    Column("value", String(200), nullable=False),
)

proposal = Table(
    "proposal",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("number", String(32), nullable=False),
    Column("year", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("folded", Text, nullable=False),
    Column("owner_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("state", String(16), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("author_id", String(36), nullable=False),
    Column("draft", Text, nullable=False),  # JSON: the rest of `ProposalDraft`
    Column("checks", Text, nullable=False),  # JSON of the last sending, or empty
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
    Column("submitted_us", BigInteger, nullable=True),
    Column("decided_us", BigInteger, nullable=True),
    UniqueConstraint("year", "seq"),
)

proposal_author = Table(  # everybody who ever wrote a word of it: four eyes
    "proposal_author",
    metadata,
    Column("proposal_id", String(36), ForeignKey("proposal.id"), primary_key=True),
    Column("user_id", String(36), primary_key=True),
)

proposal_camera = Table(  # which candidate became which camera
    "proposal_camera",
    metadata,
    Column("proposal_id", String(36), ForeignKey("proposal.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("camera_id", String(36), ForeignKey("camera.id"), nullable=False, unique=True),
)

proposal_step = Table(
    "proposal_step",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("proposal_id", String(36), ForeignKey("proposal.id"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("step", String(16), nullable=False),
    Column("state", String(16), nullable=False),  # after it
    Column("actor_id", String(36), nullable=False),
    Column("organisation_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False),
)

proposal_touch = Table(  # protected things that it comes near; shown to those cleared for their owner
    "proposal_touch",
    metadata,
    Column("proposal_id", String(36), ForeignKey("proposal.id"), primary_key=True),
    Column("kind", String(16), primary_key=True),  # "camera" or "target"
    Column("thing_id", String(36), primary_key=True),
    Column("owner_id", String(36), nullable=False),
)

opinion = Table(
    "opinion",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("proposal_id", String(36), ForeignKey("proposal.id"), nullable=False),
    Column("round", Integer, nullable=False),
    Column("role", String(16), nullable=False),
    Column("agency_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("requested_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=False),
    Column("answered_us", BigInteger, nullable=True),
    Column("answered_by", String(36), nullable=True),
    Column("after_decision", Boolean, nullable=False),
    Column("verdict", String(16), nullable=True),
    Column("text", Text, nullable=False),
    Column("conditions", Text, nullable=False),  # JSON list
    UniqueConstraint("proposal_id", "round", "role"),
)

proposal_decision = Table(
    "proposal_decision",
    metadata,
    Column("proposal_id", String(36), ForeignKey("proposal.id"), primary_key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    Column("outcome", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("conditions", Text, nullable=False),  # JSON list: what was taken over of the opinions, and more
    Column("decided_by", String(36), nullable=False),
    Column("organisation_id", String(36), nullable=False),
    Column("decided_us", BigInteger, nullable=False),
)

acceptance_test = Table(
    "acceptance_test",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("proposal_id", String(36), ForeignKey("proposal.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("camera_id", String(36), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("tested_by", String(36), nullable=False),
    Column("online", Boolean, nullable=False),
    Column("width_px", Integer, nullable=True),
    Column("height_px", Integer, nullable=True),
    Column("picture_us", BigInteger, nullable=True),
    Column("faults", String(200), nullable=False),  # names of `AcceptanceFault` with spaces between; empty: passed
)
Index("ix_opinion_answered_us", opinion.c.answered_us)
