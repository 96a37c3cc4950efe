"""Incidents of traffic: what cameras told of them, their pictures, how long cameras were watched."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "traffic_incident",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("began_us", sa.BigInteger(), nullable=False),
        sa.Column("opened_us", sa.BigInteger(), nullable=True),
        sa.Column("last_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("uncertainty_m", sa.Double(), nullable=True),
        sa.Column("answer", sa.String(16), nullable=False),
        sa.Column("answered_us", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.String(36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_traffic_incident")),
    )
    op.create_index(op.f("ix_traffic_incident_last_us"), "traffic_incident", ["last_us"])
    op.create_index("ix_traffic_incident_state", "traffic_incident", ["state", "last_us"])
    op.create_table(
        "traffic_sighting",
        sa.Column("incident_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("zone_id", sa.String(64), nullable=False),
        sa.Column("first_us", sa.BigInteger(), nullable=False),
        sa.Column("last_us", sa.BigInteger(), nullable=False),
        sa.Column("strength", sa.Double(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["traffic_incident.id"], name=op.f("fk_traffic_sighting_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "camera_id", name=op.f("pk_traffic_sighting")),
    )
    op.create_index(op.f("ix_traffic_sighting_camera_id"), "traffic_sighting", ["camera_id"])
    op.create_table(
        "traffic_incident_picture",
        sa.Column("incident_id", sa.String(36), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("taken_us", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("codec", sa.String(8), nullable=False),
        sa.Column("configuration", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["traffic_incident.id"],
            name=op.f("fk_traffic_incident_picture_incident_id"),
        ),
        sa.PrimaryKeyConstraint("incident_id", "camera_id", name=op.f("pk_traffic_incident_picture")),
    )
    op.create_index(op.f("ix_traffic_incident_picture_taken_us"), "traffic_incident_picture", ["taken_us"])
    op.create_table(
        "traffic_incident_watch",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("watched_s", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("camera_id", "day", name=op.f("pk_traffic_incident_watch")),
    )
