"""Bookmarks; the index of segments answers sums over a year by itself."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "bookmark",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("maker_id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("start_us", sa.BigInteger(), nullable=False),
        sa.Column("end_us", sa.BigInteger(), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookmark")),
    )
    op.create_index("ix_bookmark_maker", "bookmark", ["maker_id", "start_us", "id"])
    op.create_index("ix_bookmark_organisation", "bookmark", ["organisation_id", "start_us", "id"])
    op.create_table(
        "bookmark_camera",
        sa.Column("bookmark_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["bookmark_id"], ["bookmark.id"], name=op.f("fk_bookmark_camera_bookmark_id")),
        sa.PrimaryKeyConstraint("bookmark_id", "camera_id", name=op.f("pk_bookmark_camera")),
    )
    op.create_index("ix_bookmark_camera_camera", "bookmark_camera", ["camera_id"])
    op.drop_index("ix_segment_stream", "segment")
    op.create_index("ix_segment_stream", "segment", ["camera_id", "role", "start_us", "end_us", "state"])
