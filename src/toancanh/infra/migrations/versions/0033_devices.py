"""Named networks, devices with their channels and log-ins, jobs over many of them, their posture."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "device",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("site_id", sa.String(36), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("service_path", sa.String(200), nullable=False),
        sa.Column("tls", sa.Boolean(), nullable=False),
        sa.Column("certificate", sa.String(64), nullable=False),
        sa.Column("offered_certificate", sa.String(64), nullable=False),
        sa.Column("maker", sa.String(200), nullable=False),
        sa.Column("model", sa.String(200), nullable=False),
        sa.Column("firmware", sa.String(200), nullable=False),
        sa.Column("serial", sa.String(200), nullable=False),
        sa.Column("serial_key", sa.String(200), nullable=False),
        sa.Column("mac", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("state", sa.String(24), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_us", sa.BigInteger(), nullable=True),
        sa.Column("seen_us", sa.BigInteger(), nullable=True),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_device_owner_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_device_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("host", "port", name=op.f("uq_device_host_port")),
    )
    op.create_index(op.f("ix_device_mac"), "device", ["mac"])
    op.create_index(op.f("ix_device_owner_id"), "device", ["owner_id"])
    op.create_index(op.f("ix_device_serial_key"), "device", ["serial_key"])
    op.create_index(op.f("ix_device_state"), "device", ["state"])
    op.create_table(
        "device_job",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("asker", sa.Text(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("asked_us", sa.BigInteger(), nullable=False),
        sa.Column("done_us", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_device_job_owner_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_device_job_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_job")),
    )
    op.create_index(op.f("ix_device_job_owner_id"), "device_job", ["owner_id"])
    op.create_index(op.f("ix_device_job_state"), "device_job", ["state"])
    op.create_table(
        "device_network",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("cidr", sa.String(64), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("site_id", sa.String(36), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_device_network_owner_id")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_device_network_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_network")),
        sa.UniqueConstraint("cidr", name=op.f("uq_device_network_cidr")),
    )
    op.create_index(op.f("ix_device_network_owner_id"), "device_network", ["owner_id"])
    op.create_table(
        "device_channel",
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("token", sa.String(200), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("camera_id", sa.String(36), nullable=True),
        sa.Column("main_url", sa.Text(), nullable=False),
        sa.Column("sub_url", sa.Text(), nullable=False),
        sa.Column("main_profile", sa.String(200), nullable=False),
        sa.Column("sub_profile", sa.String(200), nullable=False),
        sa.Column("ptz_profile", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_device_channel_camera_id")),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_channel_device_id")),
        sa.PrimaryKeyConstraint("device_id", "token", name=op.f("pk_device_channel")),
    )
    op.create_index(op.f("ix_device_channel_camera_id"), "device_channel", ["camera_id"])
    op.create_table(
        "device_credential",
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("username", sa.String(200), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("factory", sa.Boolean(), nullable=False),
        sa.Column("set_us", sa.BigInteger(), nullable=False),
        sa.Column("next_secret", sa.Text(), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("tries", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("rotated_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_credential_device_id")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_credential")),
    )
    op.create_index(op.f("ix_device_credential_digest"), "device_credential", ["digest"])
    op.create_index("ix_device_credential_step", "device_credential", ["step"])
    op.create_table(
        "device_job_item",
        sa.Column("job_id", sa.String(36), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("host", sa.String(64), nullable=False),
        sa.Column("port", sa.Integer(), nullable=False),
        sa.Column("service_path", sa.String(200), nullable=False),
        sa.Column("tls", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=True),
        sa.Column("decision", sa.String(36), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("started_us", sa.BigInteger(), nullable=True),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["device_job.id"], name=op.f("fk_device_job_item_job_id")),
        sa.PrimaryKeyConstraint("job_id", "position", name=op.f("pk_device_job_item")),
        sa.UniqueConstraint("job_id", "host", "port", name=op.f("uq_device_job_item_job_id_host_port")),
    )
    op.create_index("ix_device_job_item_state", "device_job_item", ["job_id", "state"])
    op.create_table(
        "device_posture",
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("judged_us", sa.BigInteger(), nullable=False),
        sa.Column("failing", sa.Integer(), nullable=False),
        sa.Column("excepted", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("worst", sa.String(16), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_device_posture_device_id")),
        sa.PrimaryKeyConstraint("device_id", name=op.f("pk_device_posture")),
    )
    op.create_table(
        "posture_exception",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("device_id", sa.String(36), nullable=False),
        sa.Column("about", sa.String(32), nullable=False),
        sa.Column("responsible", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until_us", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.String(36), nullable=False),
        sa.Column("made_us", sa.BigInteger(), nullable=False),
        sa.Column("ended_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_posture_exception_device_id")),
        sa.ForeignKeyConstraint(["made_by"], ["user_account.id"], name=op.f("fk_posture_exception_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posture_exception")),
    )
    op.create_index(op.f("ix_posture_exception_device_id"), "posture_exception", ["device_id"])
