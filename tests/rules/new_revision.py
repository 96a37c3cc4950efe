"""Writes a first draft of a migration for review: python -m tests.rules.new_revision 0002 "what it is for"."""

import importlib
import pkgutil
import sys
import tempfile
from pathlib import Path

from alembic import command

import toancanh
from toancanh.infra.database import Database
from toancanh.infra.migrations.run import configuration


def import_all_tables() -> None:
    """Every package's tables are on the one metadata once its store is imported."""
    for module in pkgutil.walk_packages(toancanh.__path__, "toancanh."):
        if "store" in module.name.split("."):
            importlib.import_module(module.name)


def draft(revision: str, message: str) -> None:
    import_all_tables()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'draft.db'}")
        with database.transaction() as connection:
            config = configuration(connection)
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)
        database.close()


if __name__ == "__main__":
    draft(sys.argv[1], sys.argv[2])
