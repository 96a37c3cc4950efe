"""A playlist of a day is read out of the index alone by PostgreSQL, too."""

from alembic import op

revision = "0044"
down_revision = "0043"

_KEY = ["camera_id", "role", "start_us", "end_us", "state"]
_ALONG = [
    "id", "run_id", "size_bytes", "codec", "codec_string", "width", "height", "clock_source", "clock_offset_us",
    "drift_ppm", "timeline_error_us", "thinned", "place", "outline",
]  # fmt: skip


def upgrade() -> None:
    """To this revision."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_segment_stream", "segment")
        op.create_index("ix_segment_stream", "segment", _KEY, postgresql_include=_ALONG)
