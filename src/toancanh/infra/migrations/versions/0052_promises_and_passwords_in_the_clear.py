"""What a dossier promises of the main stream, and whether a stream's password may be sent in the clear."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    """To this revision; streams that were there go on as they did."""
    for name in ("fps", "bitrate_kbps", "key_interval_s"):
        op.add_column("dossier", sa.Column(name, sa.Double(), nullable=True))
    op.add_column("stream", sa.Column("allow_basic", sa.Boolean(), nullable=False, server_default=sa.true()))
