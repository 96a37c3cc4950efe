"""Requests of people who were recorded."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Float, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

person_request = Table(
    "person_request",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), nullable=False),
    Column("number", String(64), nullable=False),  # of the office's own register; no name of the person is kept here
    Column("place", Text, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
    Column("radius_m", Integer, nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("to_us", BigInteger, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("due_us", BigInteger, nullable=True),  # none where the pack has no such duty
    Column("answered_us", BigInteger, nullable=True),
    Column("answer", Text, nullable=False),  # JSON, as it was given
    Index("ix_person_request_organisation_id", "organisation_id", "id"),
)
