"""Letters carry news of incidents; what cameras learned of their flow outlives the process of watching."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    """To this revision."""
    op.add_column("alert_letter", sa.Column("reference", sa.String(36), nullable=True))
    op.add_column("alert_letter", sa.Column("occasion", sa.String(16), nullable=True))
    op.create_index(op.f("ix_alert_letter_reference"), "alert_letter", ["reference"])
    op.create_table(
        "traffic_incident_flow",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kept_us", sa.BigInteger(), nullable=False),
        sa.Column("learned", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", name=op.f("pk_traffic_incident_flow")),
    )
