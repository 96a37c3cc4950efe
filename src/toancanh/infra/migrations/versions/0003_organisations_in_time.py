"""Organisations in time: official codes, the days on which they exist, other names, what became of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """To this revision; nothing is known of the organisations there are but that they exist."""
    with op.batch_alter_table("organisation") as organisation:
        organisation.add_column(sa.Column("official_code", sa.String(length=32), nullable=False, server_default=""))
        organisation.add_column(sa.Column("valid_from", sa.String(length=10), nullable=True))
        organisation.add_column(sa.Column("valid_to", sa.String(length=10), nullable=True))
        organisation.add_column(sa.Column("aliases", sa.Text(), nullable=False, server_default="[]"))
        organisation.add_column(sa.Column("source", sa.Text(), nullable=False, server_default=""))
        organisation.add_column(sa.Column("certainty", sa.String(length=16), nullable=True))
    with op.batch_alter_table("organisation") as organisation:
        for name in ("official_code", "aliases", "source"):
            organisation.alter_column(name, server_default=None)
        organisation.create_index("ix_organisation_official_code", ["official_code"])
    op.create_table(
        "organisation_succession",
        sa.Column("predecessor_id", sa.String(length=36), nullable=False),
        sa.Column("successor_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("on_day", sa.String(length=10), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("certainty", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["predecessor_id"], ["organisation.id"], name="fk_organisation_succession_predecessor_id"
        ),
        sa.ForeignKeyConstraint(["successor_id"], ["organisation.id"], name="fk_organisation_succession_successor_id"),
        sa.PrimaryKeyConstraint("predecessor_id", "successor_id", name="pk_organisation_succession"),
    )
    op.create_index("ix_organisation_succession_successor_id", "organisation_succession", ["successor_id"])
