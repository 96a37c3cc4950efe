"""A playlist of a day is read out of the index alone."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

_STRETCH = [
    "camera_id", "role", "start_us", "end_us", "state", "id", "run_id", "size_bytes", "codec", "codec_string", "width",
    "height", "clock_source", "clock_offset_us", "drift_ppm", "timeline_error_us", "thinned", "place", "outline",
]  # fmt: skip


def upgrade() -> None:
    """To this revision."""
    op.add_column("segment", sa.Column("outline", sa.LargeBinary(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_segment_stream", "segment")
        op.create_index("ix_segment_stretch", "segment", _STRETCH)
