"""A layout stays on a screen until the instant that was chosen when it was put there."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """To this revision."""
    op.add_column("wall_node", sa.Column("until_us", sa.BigInteger(), nullable=False, server_default="0"))
