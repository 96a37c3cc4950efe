"""Proof of segments: the chain of each stream's roots."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "segment_proof",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("segment_id", sa.String(36), nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("link", sa.LargeBinary(), nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "role", "seq", name=op.f("pk_segment_proof")),
    )
    op.create_index("ix_segment_proof_segment_id", "segment_proof", ["segment_id"])
    op.create_index("ix_segment_proof_stream_time", "segment_proof", ["camera_id", "role", "start_us"])
