"""Our names of presets, tours, and where a camera rests when nobody steers it."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "ptz_preset",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "token", name=op.f("pk_ptz_preset")),
    )
    op.create_table(
        "ptz_rest",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("after_s", sa.Float(), nullable=False),
        sa.Column("preset", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", name=op.f("pk_ptz_rest")),
    )
    op.create_table(
        "ptz_tour",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("runs", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ptz_tour")),
    )
    op.create_index(op.f("ix_ptz_tour_camera_id"), "ptz_tour", ["camera_id"])
