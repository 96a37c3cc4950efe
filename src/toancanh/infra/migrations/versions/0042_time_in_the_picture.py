"""Where a camera writes its time into the picture, as who approved its view said."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    """To this revision."""
    with op.batch_alter_table("health_view") as batch_op:
        batch_op.add_column(sa.Column("overlay", sa.Text(), nullable=True))
