"""What a dossier promises of the main stream, and whether a stream's password may be sent in the clear."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    """To this revision; of streams that were there nobody has decided it."""
    with op.batch_alter_table("dossier") as dossier:
        for name in ("fps", "bitrate_kbps", "key_interval_s"):
            dossier.add_column(sa.Column(name, sa.Double(), nullable=True))
    with op.batch_alter_table("stream") as stream:
        stream.add_column(sa.Column("allow_basic", sa.Boolean(), nullable=False, server_default=sa.false()))
