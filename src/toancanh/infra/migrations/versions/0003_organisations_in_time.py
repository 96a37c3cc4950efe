"""Organisations in time."""

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """To this revision."""
