"""What people ask of single cameras: what they are watched for, how urgently, with which model."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "vision_ask",
        sa.Column("camera_id", sa.String(36), primary_key=True),
        sa.Column("purposes", sa.String(200), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("model", sa.String(63), nullable=False),
        sa.Column("changed_us", sa.BigInteger, nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
    )
