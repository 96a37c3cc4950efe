"""The tables of evidence."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text, false

from toancanh.infra.database import metadata

evidence_key = Table(
    "evidence_key",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(16), nullable=False),  # "root", "signing"
    Column("serial", String(40), nullable=False, unique=True),  # hexadecimal
    Column("certificate", LargeBinary, nullable=False),  # X.509, DER
    Column("secret", Text, nullable=False),  # private key, PKCS #8, encrypted by the key ring
    Column("from_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("revoked_us", BigInteger, nullable=True),
    Column("revoked_why", Text, nullable=False),
)

seal = Table(
    "seal",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("made_us", BigInteger, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),  # canonical JSON, as signed
    Column("signature", LargeBinary, nullable=False),  # ECDSA, DER
    Column("serial", String(40), nullable=False),  # of the certificate that it is signed by
    Column("token", LargeBinary, nullable=True),  # RFC 3161 time stamp of the signature
    Column("heads", LargeBinary, nullable=False),  # of every stream, packed: what the root was made of
)

export_job = Table(
    "export_job",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("user_id", String(36), ForeignKey("user_account.id"), nullable=False),
    Column("session_id", String(36), nullable=False),
    Column("state", String(16), nullable=False),
    Column("reason", String(32), nullable=False),  # why it waits or failed
    Column("detail", Text, nullable=False),
    Column("purpose", String(64), nullable=False),
    Column("reference", String(100), nullable=False),
    Column("from_us", BigInteger, nullable=False),
    Column("to_us", BigInteger, nullable=False),
    Column("role", String(8), nullable=False),
    Column("form", String(16), nullable=False),  # "exact", "masked", "redacted"
    Column("burn_in", Boolean, nullable=False),
    Column("source", String(64), nullable=False),
    Column("asked_us", BigInteger, nullable=False),
    Column("done_us", BigInteger, nullable=True),
    Column("expires_us", BigInteger, nullable=True),  # of the package
    Column("done_bytes", BigInteger, nullable=False),
    Column("total_bytes", BigInteger, nullable=False),
    Column("made", Text, nullable=False),  # what is known of the package, JSON
    Column("version", Integer, nullable=False),
)
Index("ix_export_job_user_id", export_job.c.user_id, export_job.c.id)
Index("ix_export_job_state", export_job.c.state)

export_camera = Table(
    "export_camera",
    metadata,
    Column("export_id", String(36), ForeignKey("export_job.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Column("owner_id", String(36), nullable=False),
    Column("protected", Boolean, nullable=False),
    Column("code", String(64), nullable=False),
    Column("hidden", String(16), nullable=False),  # digest of what is black in its pictures
)

export_file = Table(
    "export_file",
    metadata,
    Column("export_id", String(36), ForeignKey("export_job.id"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("crc32", BigInteger, nullable=False),
)

handover = Table(
    "handover",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("export_id", String(36), ForeignKey("export_job.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),  # "link", "disk"
    Column("name", String(200), nullable=False),  # to whom
    Column("organisation", String(200), nullable=False),
    Column("contact", String(200), nullable=False),
    Column("token_hash", String(64), nullable=True, unique=True),  # SHA-256 of the link's secret
    Column("code_hash", Text, nullable=False),  # argon2id of the pass code
    Column("user_id", String(36), nullable=False),  # who handed over; "": at the machine
    Column("username", String(64), nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("until_us", BigInteger, nullable=False),
    Column("most_openings", Integer, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("wrong_codes", Integer, nullable=False),
    Column("withdrawn_us", BigInteger, nullable=True),
    Column("package_name", String(200), nullable=False),
    Column("package_bytes", BigInteger, nullable=False),
    Column("package_sha256", String(64), nullable=False),
    Column("statement", LargeBinary, nullable=False),  # canonical JSON, as signed
    Column("signature", LargeBinary, nullable=False),  # ECDSA, DER
    Column("serial", String(40), nullable=False),  # of the certificate that it is signed by
    Column("token", LargeBinary, nullable=True),  # RFC 3161 time stamp of the signature
    Column("only_view", Boolean, nullable=False, server_default=false()),  # the package itself is not given
)

handover_event = Table(
    "handover_event",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("handover_id", String(36), ForeignKey("handover.id"), nullable=False),
    Column("at_us", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),  # "opened", "downloaded", "viewed", "wrong_code", "refused"
    Column("source", String(64), nullable=False),  # address
    Column("ticket_hash", String(64), nullable=False),  # of an opening: SHA-256 of its cookie
)
Index("ix_handover_event_handover_id", handover_event.c.handover_id, handover_event.c.id)
