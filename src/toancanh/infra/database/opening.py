"""The database that an installation's settings name."""

from __future__ import annotations

import os

from toancanh.infra.database.password import load_database_password
from toancanh.infra.database.service import Database
from toancanh.infra.settings import Settings


def open_database(settings: Settings) -> Database:
    """Nothing is connected yet. Raises `Invalid` where the address or the password's file is no good."""
    password = load_database_password(
        file=settings.database_password_file, credentials=os.environ.get("CREDENTIALS_DIRECTORY")
    )
    return Database(settings.effective_database_url, password=password)
