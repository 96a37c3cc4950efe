"""The tables that rights rest on."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from toancanh.infra.database import metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("code", String(64), nullable=False),
    Column("code_key", String(256), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("kind", String(32), nullable=False),
    Column("parent_id", String(36), ForeignKey("organisation.id"), nullable=True, index=True),
    Column("official_code", String(32), nullable=False, index=True),
    Column("valid_from", String(10), nullable=True),  # ISO 8601 dates compare as text
    Column("valid_to", String(10), nullable=True),
    Column("aliases", Text, nullable=False),  # a JSON list
    Column("source", Text, nullable=False),
    Column("certainty", String(16), nullable=True),
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

organisation_succession = Table(
    "organisation_succession",
    metadata,
    Column("predecessor_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("successor_id", String(36), ForeignKey("organisation.id"), primary_key=True, index=True),
    Column("kind", String(16), nullable=False),
    Column("on_day", String(10), nullable=True),
    Column("source", Text, nullable=False),
    Column("certainty", String(16), nullable=True),
)

user_account = Table(
    "user_account",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(64), nullable=False),
    Column("username_key", String(256), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("folded", Text, nullable=False),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), nullable=False, index=True),
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("deleted_us", BigInteger, nullable=True),  # the record still names the id
    Column("version", Integer, nullable=False),
    Column("created_us", BigInteger, nullable=False),
    Column("updated_us", BigInteger, nullable=False),
)

role_binding = Table(
    "role_binding",
    metadata,
    Column("user_id", String(36), ForeignKey("user_account.id"), primary_key=True),
    Column("role", String(32), primary_key=True),
    Column("organisation_id", String(36), ForeignKey("organisation.id"), primary_key=True, index=True),
)

login_session = Table(
    "login_session",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("created_us", BigInteger, nullable=False),
    Column("seen_us", BigInteger, nullable=False),
    Column("expires_us", BigInteger, nullable=False),
    Column("ended_us", BigInteger, nullable=True),
    Column("second_factor_us", BigInteger, nullable=True),  # when one was given; null: password alone
)
Index("ix_login_session_user_id", login_session.c.user_id)

rights_epoch = Table(
    "rights_epoch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # always 1
    Column("epoch", BigInteger, nullable=False),
)
