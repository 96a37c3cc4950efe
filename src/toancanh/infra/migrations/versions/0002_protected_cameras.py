"""Protected cameras are known by a column, so that lists leave them out in SQL; who administers all is cleared."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """To this revision."""
    with op.batch_alter_table("camera") as camera:
        camera.add_column(sa.Column("protected", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE camera SET protected = TRUE WHERE id IN (SELECT camera_id FROM camera_tag WHERE tag = 'protected')"
    )
    with op.batch_alter_table("camera") as camera:
        camera.alter_column("protected", server_default=None)
    op.execute(
        "INSERT INTO role_binding (user_id, role, organisation_id) SELECT user_id, 'cleared', organisation_id FROM "
        "role_binding WHERE role = 'administrator' AND organisation_id IN (SELECT id FROM organisation WHERE "
        "parent_id IS NULL)"
    )
    op.execute("UPDATE rights_epoch SET epoch = epoch + 1")
