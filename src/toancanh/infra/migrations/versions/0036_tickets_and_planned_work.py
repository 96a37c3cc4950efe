"""Tickets of repairs, contracts, spare parts, planned work, reports of up-time."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "planned_work",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("called_off_us", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_work")),
    )
    op.create_index(op.f("ix_planned_work_organisation_id"), "planned_work", ["organisation_id"])
    op.create_index("ix_planned_work_until", "planned_work", ["until_us", "from_us"])

    op.create_table(
        "repair_contract",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("maintainer_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("number", sa.String(200), nullable=False),
        sa.Column("from_on", sa.String(10), nullable=False),
        sa.Column("until_on", sa.String(10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_contract")),
    )
    op.create_index(op.f("ix_repair_contract_maintainer_id"), "repair_contract", ["maintainer_id"])
    op.create_index(op.f("ix_repair_contract_owner_id"), "repair_contract", ["owner_id"])

    op.create_table(
        "repair_part",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_part")),
        sa.UniqueConstraint("organisation_id", "code", name=op.f("uq_repair_part_organisation_id_code")),
    )
    op.create_table(
        "repair_ticket",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("maintainer_id", sa.String(36), nullable=False),
        sa.Column("assigned_as", sa.String(16), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(32), nullable=False),
        sa.Column("cause_key", sa.String(255), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("since_us", sa.BigInteger(), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("done_us", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(36), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("healed_us", sa.BigInteger(), nullable=True),
        sa.Column("contract_id", sa.String(36), nullable=True),
        sa.Column("answer_due_us", sa.BigInteger(), nullable=True),
        sa.Column("repair_due_us", sa.BigInteger(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("warranty_until", sa.String(10), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("order_us", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_ticket")),
    )
    op.create_index("ix_repair_ticket_cause", "repair_ticket", ["cause_key", "opened_us"])
    op.create_index("ix_repair_ticket_maintainer", "repair_ticket", ["maintainer_id", "order_us", "id"])
    op.create_index("ix_repair_ticket_order", "repair_ticket", ["order_us", "id"])
    op.create_index("ix_repair_ticket_owner", "repair_ticket", ["owner_id", "order_us", "id"])

    op.create_table(
        "uptime_report",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("organisation_id", sa.String(36), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("cameras_done", sa.Integer(), nullable=False),
        sa.Column("cameras_all", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("serial", sa.String(40), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=True),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uptime_report")),
    )
    op.create_index(op.f("ix_uptime_report_organisation_id"), "uptime_report", ["organisation_id"])

    op.create_table(
        "planned_work_camera",
        sa.Column("work_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("mark_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["planned_work.id"], name=op.f("fk_planned_work_camera_work_id")),
        sa.PrimaryKeyConstraint("work_id", "camera_id", name=op.f("pk_planned_work_camera")),
    )
    op.create_index("ix_planned_work_camera_camera", "planned_work_camera", ["camera_id"])

    op.create_table(
        "repair_entry",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_entry_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_entry")),
    )
    op.create_index(op.f("ix_repair_entry_ticket_id"), "repair_entry", ["ticket_id"])

    op.create_table(
        "repair_part_use",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("part_id", sa.String(36), nullable=False),
        sa.Column("quantity", sa.Double(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["repair_part.id"], name=op.f("fk_repair_part_use_part_id")),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_part_use_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_part_use")),
    )
    op.create_index(op.f("ix_repair_part_use_part_id"), "repair_part_use", ["part_id"])
    op.create_index(op.f("ix_repair_part_use_ticket_id"), "repair_part_use", ["ticket_id"])

    op.create_table(
        "repair_pause",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("from_us", sa.BigInteger(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_pause_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_pause")),
    )
    op.create_index(op.f("ix_repair_pause_ticket_id"), "repair_pause", ["ticket_id"])

    op.create_table(
        "repair_photo",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("moment", sa.String(8), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("media_type", sa.String(32), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_photo_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_photo")),
    )
    op.create_index(op.f("ix_repair_photo_ticket_id"), "repair_photo", ["ticket_id"])

    op.create_table(
        "repair_test",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_test_ticket_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_test")),
    )
    op.create_index(op.f("ix_repair_test_ticket_id"), "repair_test", ["ticket_id"])

    op.create_table(
        "repair_ticket_camera",
        sa.Column("ticket_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("fault_id", sa.String(36), nullable=True),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket_id"], ["repair_ticket.id"], name=op.f("fk_repair_ticket_camera_ticket_id")),
        sa.PrimaryKeyConstraint("ticket_id", "camera_id", name=op.f("pk_repair_ticket_camera")),
    )
    op.create_index("ix_repair_ticket_camera_camera", "repair_ticket_camera", ["camera_id", "began_us"])
    op.create_index("ix_repair_ticket_camera_fault", "repair_ticket_camera", ["fault_id"])
