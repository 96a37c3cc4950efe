"""Road networks, and whose figures of traffic are given to the public."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "road_network",
        sa.Column("owner_id", sa.String(36), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
    )
    op.create_table(
        "traffic_publication",
        sa.Column("owner_id", sa.String(36), sa.ForeignKey("organisation.id"), primary_key=True),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("decided_us", sa.BigInteger, nullable=False),
        sa.Column("decided_by", sa.String(36), nullable=False),
    )
