"""Layouts of walls, and the screens that show them on their own."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "wall_layout",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("pages", sa.Text(), nullable=False),
        sa.Column("alarms", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wall_layout"),
    )
    op.create_index("ix_wall_layout_user_id", "wall_layout", ["user_id"])
    op.create_index("ix_wall_layout_organisation_id", "wall_layout", ["organisation_id"])
    op.create_table(
        "wall_node",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("invited_by", sa.String(length=36), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("code_until_us", sa.BigInteger(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("layout_id", sa.String(length=36), nullable=False),
        sa.Column("put_by", sa.String(length=36), nullable=False),
        sa.Column("put_name", sa.String(length=200), nullable=False),
        sa.Column("put_organisation_id", sa.String(length=36), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.Column("enrolled_us", sa.BigInteger(), nullable=True),
        sa.Column("seen_us", sa.BigInteger(), nullable=True),
        sa.Column("revoked_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_wall_node"),
    )
    op.create_index("ix_wall_node_organisation_id", "wall_node", ["organisation_id"])
    op.create_index("ix_wall_node_code_sha256", "wall_node", ["code_sha256"])
    op.create_index("ix_wall_node_token_sha256", "wall_node", ["token_sha256"])
