"""The password of the database stands in no setting: settings are printed, passed on and backed up."""

from __future__ import annotations

from pathlib import Path

from toancanh.kernel import Invalid

CREDENTIAL = "toancanh-database-password"


def load_database_password(*, file: Path | None, credentials: str | None) -> str:
    """From the file by setting, else the systemd credential (``$CREDENTIALS_DIRECTORY``); else empty.

    Where it is empty the driver looks itself: ``PGPASSWORD``, ``PGPASSFILE``, ``~/.pgpass``. Raises `Invalid`.
    """
    if file is None and credentials is not None and (Path(credentials) / CREDENTIAL).exists():
        return _read(Path(credentials) / CREDENTIAL)
    if file is None:
        return ""
    try:
        if file.stat().st_mode & 0o077:
            raise Invalid(f"the database's password can be read by others: chmod 600 {file}")
    except OSError as error:
        raise Invalid(f"database_password_file: {file} cannot be read: {error.strerror}") from None
    return _read(file)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Invalid(f"the database's password in {path} cannot be read") from None
