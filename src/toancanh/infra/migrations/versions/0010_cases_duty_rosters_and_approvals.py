"""Cases, duty rosters and approvals."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "case_ref",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("number_folded", sa.String(length=256), nullable=False),
        sa.Column("number_key", sa.String(length=320), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name="fk_case_ref_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_ref"),
        sa.UniqueConstraint("number_key", name="uq_case_ref_number_key"),
    )
    with op.batch_alter_table("case_ref") as batch_op:
        batch_op.create_index("ix_case_ref_number_folded", ["number_folded"], unique=False)
        batch_op.create_index("ix_case_ref_owner_id", ["owner_id"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=True),
        sa.Column("to_us", sa.BigInteger(), nullable=True),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("expires_us", sa.BigInteger(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(length=36), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answered_by"], ["user_account.id"], name="fk_approval_answered_by"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_approval_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
    )
    with op.batch_alter_table("approval") as batch_op:
        batch_op.create_index("ix_approval_answered_by", ["answered_by", "asked_us"], unique=False)
        batch_op.create_index("ix_approval_state_expires", ["state", "expires_us"], unique=False)
        batch_op.create_index("ix_approval_user_asked", ["user_id", "asked_us"], unique=False)

    op.create_table(
        "duty",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("user_id", sa.String(length=36), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name="fk_duty_organisation_id"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_duty_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_duty"),
    )
    with op.batch_alter_table("duty") as batch_op:
        batch_op.create_index("ix_duty_organisation_id", ["organisation_id"], unique=False)
        batch_op.create_index("ix_duty_until_us", ["until_us"], unique=False)
        batch_op.create_index("ix_duty_user_id", ["user_id"], unique=False)

    op.create_table(
        "approval_camera",
        sa.Column("approval_id", sa.String(length=36), nullable=False),
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name="fk_approval_camera_approval_id"),
        sa.PrimaryKeyConstraint("approval_id", "camera_id", name="pk_approval_camera"),
    )
