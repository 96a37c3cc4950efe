"""Faults of cameras, what they have in common, their pictures, approved views, and what looks found by day."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "health_incident",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("cause_id", sa.String(36), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("affected", sa.Integer(), nullable=False),
        sa.Column("hanging", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_incident")),
    )
    op.create_index(op.f("ix_health_incident_closed_us"), "health_incident", ["closed_us"])
    op.create_table(
        "health_fault",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("threshold", sa.Double(), nullable=False),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=False),
        sa.Column("closed_us", sa.BigInteger(), nullable=True),
        sa.Column("seen_us", sa.BigInteger(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.String(36), nullable=True),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_health_fault_camera_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["health_incident.id"], name=op.f("fk_health_fault_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_health_fault")),
    )
    op.create_index(op.f("ix_health_fault_closed_us"), "health_fault", ["closed_us"])
    op.create_index(op.f("ix_health_fault_incident_id"), "health_fault", ["incident_id"])
    op.create_index(op.f("ix_health_fault_camera_id"), "health_fault", ["camera_id", "opened_us"])
    op.create_index(op.f("ix_health_fault_state"), "health_fault", ["state", "camera_id", "kind"])
    coded: list[tuple[str, sa.types.TypeEngine[Any]]] = [
        ("taken_us", sa.BigInteger()),
        ("role", sa.String(8)),
        ("codec", sa.String(8)),
        ("configuration", sa.LargeBinary()),
        ("data", sa.LargeBinary()),
    ]
    op.create_table(
        "health_picture",
        sa.Column("fault_id", sa.String(36), nullable=False),
        sa.Column("moment", sa.String(8), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in coded),
        sa.ForeignKeyConstraint(["fault_id"], ["health_fault.id"], name=op.f("fk_health_picture_fault_id")),
        sa.PrimaryKeyConstraint("fault_id", "moment", name=op.f("pk_health_picture")),
    )
    op.create_index(op.f("ix_health_picture_taken_us"), "health_picture", ["taken_us"])
    op.create_table(
        "health_view",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("approved_us", sa.BigInteger(), nullable=False),
        sa.Column("approved_by", sa.String(36), nullable=False),
        sa.Column("reference", sa.LargeBinary(), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in coded),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_health_view_camera_id")),
        sa.PrimaryKeyConstraint("camera_id", name=op.f("pk_health_view")),
    )
    op.create_table(
        "health_view_sample",
        sa.Column("camera_id", sa.String(36), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in coded),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_health_view_sample_camera_id")),
        sa.PrimaryKeyConstraint("camera_id", "taken_us", name=op.f("pk_health_view_sample")),
    )
    op.create_table(
        "health_day",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("looked_us", sa.BigInteger(), nullable=False),
        sa.Column("scores", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_health_day_camera_id")),
        sa.PrimaryKeyConstraint("camera_id", "day", name=op.f("pk_health_day")),
    )
    op.create_index(op.f("ix_health_day_day"), "health_day", ["day"])
