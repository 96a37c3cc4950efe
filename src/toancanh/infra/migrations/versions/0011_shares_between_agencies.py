"""What one agency lets another see."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "share",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ask_id", sa.String(36), nullable=False),
        sa.Column("receiver_id", sa.String(36), nullable=False),
        sa.Column("receiver_name", sa.String(200), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("owner_name", sa.String(200), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("purpose", sa.String(64), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("selection", sa.Text(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.String(36), nullable=False),
        sa.Column("asked_by_name", sa.String(64), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(36), nullable=False),
        sa.Column("answered_by_name", sa.String(64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_by_name", sa.String(64), nullable=False),
        sa.Column("ended_words", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("signature", sa.String(128), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_share"),
    )
    op.create_index("ix_share_owner_id", "share", ["owner_id"])
    op.create_index("ix_share_receiver_id", "share", ["receiver_id"])
    op.create_index("ix_share_state_until", "share", ["state", "until_us"])
    op.create_table(
        "share_camera",
        sa.Column("share_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("struck", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["share_id"], ["share.id"], name="fk_share_camera_share_id"),
        sa.PrimaryKeyConstraint("share_id", "camera_id", name="pk_share_camera"),
    )
    op.create_index("ix_share_camera_camera_id", "share_camera", ["camera_id"])
