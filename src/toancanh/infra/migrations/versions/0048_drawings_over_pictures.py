"""Zones and calibrations of cameras, by version."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "camera_drawing",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("zones", sa.Text(), nullable=False),
        sa.Column("calibration", sa.Text(), nullable=True),
        sa.Column("change", sa.String(16), nullable=False),
        sa.Column("changed_by", sa.String(36), nullable=False),
        sa.Column("changed_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "version", name="pk_camera_drawing"),
    )
    op.create_table(
        "camera_zone",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_camera_zone"),
    )
