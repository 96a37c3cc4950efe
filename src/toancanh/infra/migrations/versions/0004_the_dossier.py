"""The dossier: what was declared about a camera, by whom, what changed; poles, documents, merges; kinds of sites."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """To this revision; every camera there is gets a dossier that says only that it operates."""
    with op.batch_alter_table("site") as site:
        site.add_column(sa.Column("kind", sa.String(length=32), nullable=False, server_default="other"))
    with op.batch_alter_table("site") as site:
        site.alter_column("kind", server_default=None)
    op.create_table(
        "pole",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("code_key", sa.String(length=256), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=36), nullable=False),
        sa.Column("site_id", sa.String(length=36), nullable=True),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_us", sa.BigInteger(), nullable=False),
        sa.Column("updated_us", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organisation.id"], name="fk_pole_owner_id"),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name="fk_pole_site_id"),
        sa.PrimaryKeyConstraint("id", name="pk_pole"),
        sa.UniqueConstraint("code_key", name="uq_pole_code_key"),
    )
    op.create_index("ix_pole_owner_id", "pole", ["owner_id"])
    op.create_index("ix_pole_site_id", "pole", ["site_id"])
    op.create_table(
        "dossier",
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("lifecycle", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("purpose", sa.String(length=32), nullable=True),
        sa.Column("funding", sa.String(length=16), nullable=True),
        sa.Column("operator_id", sa.String(length=36), nullable=True),
        sa.Column("maintainer_id", sa.String(length=36), nullable=True),
        sa.Column("unit_id", sa.String(length=36), nullable=True),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("pole_id", sa.String(length=36), nullable=True),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("tilt_deg", sa.Double(), nullable=True),
        sa.Column("hfov_deg", sa.Double(), nullable=True),
        sa.Column("width_px", sa.Integer(), nullable=True),
        sa.Column("height_px", sa.Integer(), nullable=True),
        sa.Column("maker", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("serial", sa.Text(), nullable=False),
        sa.Column("mac", sa.String(length=12), nullable=False),
        sa.Column("network_address", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("codecs", sa.Text(), nullable=False),
        sa.Column("connection", sa.String(length=16), nullable=True),
        sa.Column("installed_on", sa.String(length=10), nullable=True),
        sa.Column("warranty_until", sa.String(length=10), nullable=True),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("notice", sa.Boolean(), nullable=True),
        sa.Column("retention_class", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_dossier_camera_id"),
        sa.ForeignKeyConstraint(["maintainer_id"], ["organisation.id"], name="fk_dossier_maintainer_id"),
        sa.ForeignKeyConstraint(["merged_into"], ["camera.id"], name="fk_dossier_merged_into"),
        sa.ForeignKeyConstraint(["operator_id"], ["organisation.id"], name="fk_dossier_operator_id"),
        sa.ForeignKeyConstraint(["pole_id"], ["pole.id"], name="fk_dossier_pole_id"),
        sa.ForeignKeyConstraint(["unit_id"], ["organisation.id"], name="fk_dossier_unit_id"),
        sa.PrimaryKeyConstraint("camera_id", name="pk_dossier"),
    )
    op.create_index("ix_dossier_merged_into", "dossier", ["merged_into"])
    op.create_index("ix_dossier_pole_id", "dossier", ["pole_id"])
    op.create_index("ix_dossier_unit_id", "dossier", ["unit_id"])
    op.create_table(
        "declaration",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("declared_by", sa.String(length=36), nullable=False),
        sa.Column("organisation_id", sa.String(length=36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("verified_by", sa.String(length=36), nullable=True),
        sa.Column("verified_at_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_declaration_camera_id"),
        sa.PrimaryKeyConstraint("id", name="pk_declaration"),
    )
    op.create_index("ix_declaration_camera_id", "declaration", ["camera_id"])
    op.create_table(
        "camera_field",
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("pointers", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_camera_field_camera_id"),
        sa.PrimaryKeyConstraint("camera_id", name="pk_camera_field"),
    )
    op.create_table(
        "camera_change",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("declaration_id", sa.String(length=36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_camera_change_camera_id"),
        sa.ForeignKeyConstraint(["declaration_id"], ["declaration.id"], name="fk_camera_change_declaration_id"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_change"),
    )
    op.create_index("ix_camera_change_camera_id", "camera_change", ["camera_id", "version"])
    op.create_table(
        "camera_document",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("camera_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_us", sa.BigInteger(), nullable=False),
        sa.Column("removed_us", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["camera_id"], ["camera.id"], name="fk_camera_document_camera_id"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_document"),
    )
    op.create_index("ix_camera_document_camera_id", "camera_document", ["camera_id"])
    op.create_index("ix_camera_document_sha256", "camera_document", ["sha256"])
    op.create_table(
        "camera_merge",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("at_us", sa.BigInteger(), nullable=False),
        sa.Column("merged_by", sa.String(length=36), nullable=False),
        sa.Column("taken", sa.Text(), nullable=False),
        sa.Column("streams", sa.Boolean(), nullable=False),
        sa.Column("given_up", sa.Text(), nullable=False),
        sa.Column("split_us", sa.BigInteger(), nullable=True),
        sa.Column("split_by", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["kept_id"], ["camera.id"], name="fk_camera_merge_kept_id"),
        sa.ForeignKeyConstraint(["other_id"], ["camera.id"], name="fk_camera_merge_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_camera_merge"),
    )
    op.create_index("ix_camera_merge_kept_id", "camera_merge", ["kept_id"])
    op.create_index("ix_camera_merge_other_id", "camera_merge", ["other_id"])
    op.execute(
        "INSERT INTO dossier (camera_id, lifecycle, address, maker, model, serial, mac, network_address, network, "
        "codecs, certificates, legal_basis, retention_class, note, folded) SELECT id, 'operating', '', '', '', '', '', "
        "'', '', '', '[]', '', '', '', '' FROM camera"
    )
