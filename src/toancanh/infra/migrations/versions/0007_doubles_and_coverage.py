"""Doubles: pairs of entries that may be one camera, and what people decided of them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("a_id", sa.String(length=36), nullable=False),
        sa.Column("b_id", sa.String(length=36), nullable=False),
        sa.Column("score_centi", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("kept_id", sa.String(length=36), nullable=True),
        sa.Column("found_us", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.String(length=36), nullable=True),
        sa.Column("decided_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["a_id"], ["camera.id"], name="fk_duplicate_pair_a_id"),
        sa.ForeignKeyConstraint(["b_id"], ["camera.id"], name="fk_duplicate_pair_b_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_pair"),
        sa.UniqueConstraint("a_id", "b_id", name="uq_duplicate_pair_a_id_b_id"),
    )
    op.create_index("ix_duplicate_pair_b_id", "duplicate_pair", ["b_id"])
    op.create_index("ix_duplicate_pair_state", "duplicate_pair", ["state"])
