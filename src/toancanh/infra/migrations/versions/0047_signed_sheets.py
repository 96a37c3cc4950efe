"""The signature over the spreadsheet of an up-time report."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"


def upgrade() -> None:
    """To this revision; reports made before have none."""
    op.add_column("uptime_report", sa.Column("sheet_signature", sa.LargeBinary(), nullable=True))
