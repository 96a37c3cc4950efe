"""What masks say of the sub stream, and where a camera's pictures came from before."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """To this revision."""
    with op.batch_alter_table("camera_mask") as batch:
        batch.add_column(sa.Column("sub_alike", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("left_places", sa.Text(), server_default="[]", nullable=False))
