"""Keeping: quotas, sums by day, thinning."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_DAY_US = 86_400_000_000


def upgrade() -> None:
    """To this revision. Columns are added in place: tables and indexes of 40 million rows are not copied."""
    op.add_column("segment", sa.Column("thinned", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("camera", sa.Column("thin_after_days", sa.Double(), nullable=True))
    op.add_column("stream", sa.Column("thin_after_days", sa.Double(), nullable=True))
    op.create_table(
        "spare_file",
        sa.Column("path", sa.String(255), nullable=False),
        sa.Column("place", sa.String(32), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("path", "place", name=op.f("pk_spare_file")),
    )
    op.create_table(
        "storage_quota",
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("set_us", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", name=op.f("pk_storage_quota")),
    )
    op.create_table(
        "stored_day",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "role", "day", name=op.f("pk_stored_day")),
    )
    op.execute(
        "INSERT INTO stored_day (camera_id, role, day, size_bytes) "  # noqa: S608 - a constant
        f"SELECT camera_id, role, start_us / {_DAY_US}, SUM(size_bytes) FROM segment WHERE state = 'complete' "
        f"GROUP BY camera_id, role, start_us / {_DAY_US}"
    )
