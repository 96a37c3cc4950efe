"""When which drawing in a camera's view counted wrongly."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "traffic_failure",
        sa.Column("camera_id", sa.String(64), nullable=False),
        sa.Column("zone_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "zone_id", "kind", "from_us", name=op.f("pk_traffic_failure")),
    )
    op.create_index(op.f("ix_traffic_failure_until_us"), "traffic_failure", ["until_us"])
