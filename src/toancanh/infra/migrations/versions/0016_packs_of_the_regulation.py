"""Regulation packs: proposed, approved, switched."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "regulation_pack",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("pack_id", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("claims", sa.String(16), nullable=False),
        sa.Column("effective_from", sa.String(10), nullable=False),
        sa.Column("title_vi", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.String(36), nullable=False),
        sa.Column("proposed_us", sa.BigInteger(), nullable=False),
        sa.Column("refused_us", sa.BigInteger(), nullable=True),
        sa.Column("refused_by", sa.String(36), nullable=False),
        sa.Column("refused_words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_pack")),
    )
    op.create_index("ix_regulation_pack_pack_id", "regulation_pack", ["pack_id", "version"])

    op.create_table(
        "regulation_approval",
        sa.Column("regulation_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["regulation_id"], ["regulation_pack.id"], name=op.f("fk_regulation_approval_regulation_id")
        ),
        sa.PrimaryKeyConstraint("regulation_id", "user_id", name=op.f("pk_regulation_approval")),
    )
    op.create_table(
        "regulation_switch",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("regulation_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("undone_us", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(
            ["regulation_id"], ["regulation_pack.id"], name=op.f("fk_regulation_switch_regulation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_regulation_switch")),
    )
    op.create_index(op.f("ix_regulation_switch_at_us"), "regulation_switch", ["at_us"])
    op.create_index(op.f("ix_regulation_switch_regulation_id"), "regulation_switch", ["regulation_id"])
