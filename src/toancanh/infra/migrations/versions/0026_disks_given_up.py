"""Disks of the archive that are given up, or whose files cannot be read."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """To this revision."""
    op.add_column("archive_pool", sa.Column("unread_us", sa.BigInteger(), nullable=True))
    op.add_column("archive_pool", sa.Column("lost_us", sa.BigInteger(), nullable=True))
