"""Somebody else's layout is shown on a screen as it was when it was put there."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """To this revision."""
    op.add_column("wall_node", sa.Column("layout_version", sa.Integer(), nullable=False, server_default="0"))
