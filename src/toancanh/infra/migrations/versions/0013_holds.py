"""What is held for a case, of which cameras, and what was there when it was placed."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "hold",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("case_number", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("to_us", sa.BigInteger(), nullable=False),
        sa.Column("placed_by", sa.String(36), nullable=False),
        sa.Column("placed_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=True),
        sa.Column("released_us", sa.BigInteger(), nullable=True),
        sa.Column("released_by", sa.String(36), nullable=True),
        sa.Column("release_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hold")),
    )
    op.create_index(op.f("ix_hold_case_number"), "hold", ["case_number"])
    op.create_table(
        "hold_camera",
        sa.Column("hold_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_hold_camera_hold_id")),
        sa.PrimaryKeyConstraint("hold_id", "camera_id", name=op.f("pk_hold_camera")),
    )
    op.create_index(op.f("ix_hold_camera_camera_id"), "hold_camera", ["camera_id"])
    op.create_table(
        "hold_footage",
        sa.Column("hold_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("stream", sa.String(8), nullable=False),
        sa.Column("start_us", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name=op.f("fk_hold_footage_hold_id")),
        sa.PrimaryKeyConstraint("hold_id", "camera_id", "stream", "start_us", name=op.f("pk_hold_footage")),
    )
