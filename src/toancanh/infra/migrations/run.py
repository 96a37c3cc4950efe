"""Alembic, called as a library: no ini file, so that it works from the wheel."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection

from toancanh.kernel import Invalid


def configuration(connection: Connection) -> Config:
    """Alembic's configuration over an open connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the revisions that are missing, on this connection and in its transaction."""
    try:
        command.upgrade(configuration(connection), revision)
    except CommandError as error:
        raise Invalid(f"the database was made by a newer version of the platform; install that one ({error})") from None
