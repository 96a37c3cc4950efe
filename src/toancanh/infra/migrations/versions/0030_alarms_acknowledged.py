"""An alarm that somebody has acknowledged goes back on all walls of the organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "wall_acknowledged",
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("alarm_id", sa.String(64), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "alarm_id", name=op.f("pk_wall_acknowledged")),
    )
    op.create_index(op.f("ix_wall_acknowledged_at_us"), "wall_acknowledged", ["at_us"])
