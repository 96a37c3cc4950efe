"""Other systems that get pictures by RTSP, and the certificate by which a camera's RTSPS is known."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    """To this revision."""
    op.add_column("stream", sa.Column("certificate", sa.String(length=64), nullable=False, server_default=""))
    op.create_table(
        "gateway_consumer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("cameras", sa.Text(), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("reference", sa.String(length=200), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("networks", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_us", sa.BigInteger(), nullable=True),
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_gateway_consumer_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_consumer")),
        sa.UniqueConstraint("user_id", name=op.f("uq_gateway_consumer_user_id")),
        sa.UniqueConstraint("username", name=op.f("uq_gateway_consumer_username")),
    )
    op.create_index(op.f("ix_gateway_consumer_organisation_id"), "gateway_consumer", ["organisation_id"])
