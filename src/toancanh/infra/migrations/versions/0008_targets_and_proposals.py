"""Targets and proposals."""

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """To this revision."""
