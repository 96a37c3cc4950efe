"""What was tried to fill gaps from the cameras' own storage."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "backfill_try",
        sa.Column("gap_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_us", sa.BigInteger(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("gap_id", name=op.f("pk_backfill_try")),
    )
    op.create_index(op.f("ix_backfill_try_camera_id"), "backfill_try", ["camera_id"])
