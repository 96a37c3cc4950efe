"""Targets and proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "target",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sort_key", sa.String(512), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("radius_m", sa.Double(), nullable=False),
        sa.Column("polygon", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name="fk_target_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_target"),
        sa.UniqueConstraint("sort_key", name="uq_target_sort_key"),
    )
    op.create_index("ix_target_kind", "target", ["kind"])
    op.create_index("ix_target_owner_id", "target", ["owner_id"])
    op.create_table(
        "planning_setting",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_planning_setting"),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.String(36), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("checks", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("submitted_us", sa.BigInteger(), nullable=True),
        sa.Column("decided_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name="fk_proposal_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal"),
        sa.UniqueConstraint("year", "seq", name="uq_proposal_year_seq"),
    )
    op.create_index("ix_proposal_owner_id", "proposal", ["owner_id"])
    op.create_index("ix_proposal_state", "proposal", ["state"])
    op.create_table(
        "proposal_author",
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_author_proposal_id"),
        sa.PrimaryKeyConstraint("proposal_id", "user_id", name="pk_proposal_author"),
    )
    op.create_table(
        "proposal_camera",
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_camera_proposal_id"),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_proposal_camera_camera_id"),
        sa.PrimaryKeyConstraint("proposal_id", "position", name="pk_proposal_camera"),
        sa.UniqueConstraint("camera_id", name="uq_proposal_camera_camera_id"),
    )
    op.create_table(
        "proposal_step",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("actor_id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_step_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_proposal_step"),
    )
    op.create_index("ix_proposal_step_proposal_id", "proposal_step", ["proposal_id"])
    op.create_table(
        "proposal_touch",
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("thing_id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_touch_proposal_id"),
        sa.PrimaryKeyConstraint("proposal_id", "kind", "thing_id", name="pk_proposal_touch"),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("agency_id", sa.String(36), nullable=False),
        sa.Column("requested_us", sa.BigInteger(), nullable=False),
        sa.Column("due_us", sa.BigInteger(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(36), nullable=True),
        sa.Column("after_decision", sa.Boolean(), nullable=False),
        sa.Column("verdict", sa.String(16), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_opinion_proposal_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["organisation.id"], name="fk_opinion_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_opinion"),
        sa.UniqueConstraint("proposal_id", "round", "role", name="uq_opinion_proposal_id_round_role"),
    )
    op.create_index("ix_opinion_agency_id", "opinion", ["agency_id"])
    op.create_index("ix_opinion_answered_us", "opinion", ["answered_us"])
    op.create_table(
        "proposal_decision",
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("decided_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_proposal_decision_proposal_id"),
        sa.PrimaryKeyConstraint("proposal_id", "round", name="pk_proposal_decision"),
    )
    op.create_table(
        "acceptance_test",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("proposal_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("tested_by", sa.String(36), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("picture_us", sa.BigInteger(), nullable=True),
        sa.Column("faults", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name="fk_acceptance_test_proposal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_acceptance_test"),
    )
    op.create_index("ix_acceptance_test_proposal_id", "acceptance_test", ["proposal_id"])
