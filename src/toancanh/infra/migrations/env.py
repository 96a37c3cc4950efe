"""Alembic's entry: runs the revisions on the connection that `Database.migrate` has opened, in its transaction."""

from alembic import context

from toancanh.infra.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, once the driver lets us say BEGIN ourselves
    render_as_batch=True,  # SQLite changes a column by copying its table
)
with context.begin_transaction():
    context.run_migrations()
