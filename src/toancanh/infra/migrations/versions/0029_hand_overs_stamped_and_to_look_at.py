"""A hand-over's statement keeps its time stamp; a link may be to look at only."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """To this revision."""
    op.add_column("handover", sa.Column("token", sa.LargeBinary(), nullable=True))
    op.add_column("handover", sa.Column("only_view", sa.Boolean(), nullable=False, server_default=sa.false()))
