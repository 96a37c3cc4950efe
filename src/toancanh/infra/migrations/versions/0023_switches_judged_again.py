"""A planned switch of the regulation is judged again at its moment."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """To this revision. What was switched or planned before was judged then."""
    op.add_column("regulation_switch", sa.Column("judged_us", sa.BigInteger(), nullable=True))
    op.execute("UPDATE regulation_switch SET judged_us = made_us")
