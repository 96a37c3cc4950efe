"""Lines, switches and power feeds, and which of them each camera hangs on."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "topology_node",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("code_key", sa.String(256), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(36), nullable=False),
        sa.Column("site_id", sa.String(36), nullable=True),
        sa.Column("parent_id", sa.String(36), nullable=True),
        sa.Column("protected", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name=op.f("fk_topology_node_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topology_node")),
        sa.UniqueConstraint("code_key", name=op.f("uq_topology_node_code_key")),
    )
    op.create_index(op.f("ix_topology_node_owner_id"), "topology_node", ["owner_id"])
    op.create_index(op.f("ix_topology_node_parent_id"), "topology_node", ["parent_id"])
    op.create_table(
        "camera_link",
        sa.Column("camera_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("node_id", sa.String(36), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name=op.f("fk_camera_link_camera_id")),
        sa.ForeignKeyConstraint(["node_id"], ["topology_node.id"], name=op.f("fk_camera_link_node_id")),
        sa.PrimaryKeyConstraint("camera_id", "kind", name=op.f("pk_camera_link")),
    )
    op.create_index(op.f("ix_camera_link_node_id"), "camera_link", ["node_id"])
