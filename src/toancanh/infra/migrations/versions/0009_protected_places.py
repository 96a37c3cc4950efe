"""Protected cameras have codes of their own; poles and sites that have no others are protected, too."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_TABLES = ("site", "pole")
_HIDE = (
    """
    UPDATE pole SET protected = TRUE WHERE id IN (
      SELECT pole_id FROM dossier JOIN camera ON camera.id = camera_id WHERE deleted_us IS NULL AND camera.protected
    ) AND id NOT IN (
      SELECT pole_id FROM dossier JOIN camera ON camera.id = camera_id
      WHERE deleted_us IS NULL AND NOT camera.protected AND pole_id IS NOT NULL
    )
    """,
    """
    UPDATE site SET protected = TRUE WHERE id IN (
      SELECT site_id FROM camera WHERE deleted_us IS NULL AND protected
    ) AND id NOT IN (
      SELECT site_id FROM camera WHERE deleted_us IS NULL AND NOT protected AND site_id IS NOT NULL
    ) AND id NOT IN (SELECT site_id FROM pole WHERE NOT protected AND site_id IS NOT NULL)
    """,
)
_REKEY = "UPDATE {} SET code_key = code_key || CAST(:tab AS VARCHAR(1)) || owner_id WHERE protected"
_REKEYED = ("site", "pole", "camera")


def upgrade() -> None:
    """To this revision."""
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    for statement in _HIDE:
        op.execute(statement)
    for name in _REKEYED:
        living = " AND deleted_us IS NULL" if name == "camera" else ""
        op.execute(sa.text(_REKEY.format(name) + living).bindparams(tab="\t"))
    for name in _TABLES:
        with op.batch_alter_table(name) as table:
            table.alter_column("protected", server_default=None)
