"""A backup of all but the pictures: records, documents, key ring, local CA, settings. The master key is not in it.

It is a tar archive (POSIX.1-2001) compressed by gzip. The records in it are a SQLite file whatever the platform's
database is, so that a backup also moves a platform from one to the other; it is a consistent copy, made while the
platform runs.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import pwd
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

from toancanh import __version__
from toancanh.infra.database import Database, open_database
from toancanh.infra.files import private_directory, sync_directory, write_private
from toancanh.infra.settings import FILE_NAME, Settings
from toancanh.kernel import Clock, Conflict, DataLoss, Invalid, NotFound, format_rfc3339

DATABASE = "toancanh.db"
RESTORED = "restored.json"
"""In DATA from a restore until it is on record: ``{"sha256": of the backup, "account": who restored it}``."""

_MANIFEST = "manifest.json"
_KEYS = "keys.json"
_TLS = ("tls/ca.crt", "tls/ca.key", "tls/server.crt", "tls/server.key")
_MEMBERS = frozenset({_MANIFEST, DATABASE, _KEYS, FILE_NAME, *_TLS})
_DOCUMENT = re.compile(r"documents/[0-9a-f]{64}")  # of dossiers, each named by its SHA-256
_FORMAT = 1


def account() -> str:
    """Of the operating system: whose command this is."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = str(os.getuid())
    behind = os.environ.get("SUDO_USER", "")
    return f"{behind} as {name}" if behind else name


def back_up(
    settings: Settings, target: Path, clock: Clock, *, on_made: Callable[[str], None] = lambda _sha256: None
) -> str:
    """Write the backup, readable by its owner alone; returns its SHA-256. Raises `Conflict` where the file is there.

    There is no file where ``on_made``, which gets the digest, raises: so that none is taken without being on record.
    """
    if not (settings.data / (_KEYS if settings.database_url else DATABASE)).exists():
        raise NotFound(f"there is no platform in {settings.data}; name the folder by --data")
    if target.exists():
        raise Conflict(f"{target} is there already; choose another name")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".toancanh-backup-") as folder:
        copy = Path(folder) / DATABASE
        if settings.database_url:
            _copy_records(open_database(settings), _sqlite(copy))
            _as_one_file(copy)
        else:
            _copy_database(settings.data / DATABASE, copy)
        draft = Path(folder) / "archive"
        manifest = {"format": _FORMAT, "version": __version__, "made": format_rfc3339(clock.now_us())}
        with (
            os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz") as archive,
        ):
            _add(archive, _MANIFEST, json.dumps(manifest).encode())
            archive.add(copy, DATABASE, filter=_anonymous)
            for name in (_KEYS, FILE_NAME, *_TLS):
                if (settings.data / name).exists():
                    archive.add(settings.data / name, name, filter=_anonymous)
            for path in sorted(settings.documents_path.glob("*")):
                name = f"documents/{path.name}"
                if _DOCUMENT.fullmatch(name):
                    with contextlib.suppress(FileNotFoundError):  # removed just now
                        archive.add(path, name, filter=_anonymous)
        digest = _digest(draft)
        on_made(digest)
        os.link(draft, target)
    sync_directory(target.absolute().parent)
    return digest


def restore(source: Path, data: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Unpack a backup into a DATA that is missing, empty, or holds settings alone, which are kept; all or nothing.

    The records go into the database that the settings name, which must be empty. Raises `Conflict` where something is
    not, and `DataLoss` where the backup is no good.
    """
    if data.exists() and any(path.name != FILE_NAME for path in data.iterdir()):
        raise Conflict(f"{data} is not empty: restore into a new folder")
    private_directory(data.absolute().parent)
    draft = Path(tempfile.mkdtemp(dir=data.absolute().parent, prefix=".toancanh-restore-"))
    try:
        _unpack(source, draft)
        _check_database(draft / DATABASE)
        if (data / FILE_NAME).exists():
            shutil.copy2(data / FILE_NAME, draft / FILE_NAME)
        settings = Settings.load(data=draft, environ=environ)
        if settings.database_url:
            _copy_records(_sqlite(draft / DATABASE), open_database(settings))
            (draft / DATABASE).unlink()
        note = {"sha256": _digest(source), "account": account()}
        write_private(draft / RESTORED, json.dumps(note).encode())
        if data.exists():
            (data / FILE_NAME).unlink(missing_ok=True)
            data.rmdir()
        draft.rename(data)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync_directory(data.absolute().parent)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy_database(source: Path, target: Path) -> None:
    target.touch(mode=0o600)
    with (
        closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target)) as copy,
    ):
        try:
            live.backup(copy, pages=1000)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, without -wal beside it
        except sqlite3.DatabaseError as error:
            raise DataLoss(f"the database cannot be copied: {error}") from None


def _sqlite(path: Path) -> Database:
    path.touch(mode=0o600)
    return Database(f"sqlite:///{path.absolute()}")


def _copy_records(source: Database, target: Database) -> None:
    from toancanh.infra.database.moving import copy_records

    try:
        copy_records(source, target)
    finally:
        source.close()
        target.close()


def _as_one_file(path: Path) -> None:
    """Without -wal beside it."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _check_database(path: Path) -> None:
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise DataLoss(f"the database in the backup is damaged: {error}") from None
    if answer != "ok":
        raise DataLoss(f"the database in the backup is damaged: {answer}")


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            seen = set()
            for member in _known_members(archive):
                content = archive.extractfile(member)
                assert content is not None  # noqa: S101  # a plain file has content
                target = folder / member.name
                private_directory(target.parent)
                with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                    shutil.copyfileobj(content, file)
                    os.fsync(file.fileno())
                seen.add(member.name)
    except FileNotFoundError:
        raise NotFound(f"there is no file {source}") from None
    except (tarfile.TarError, EOFError, OSError) as error:
        raise DataLoss(f"{source} is no backup, or a damaged one: {error}") from None
    if not {_MANIFEST, DATABASE, _KEYS} <= seen:
        raise DataLoss(f"{source} is no backup of the platform, or an incomplete one")
    manifest = folder / _MANIFEST
    if json.loads(manifest.read_bytes()).get("format") != _FORMAT:
        raise Invalid(f"{source} was made by another version of the platform; restore it with that one")
    manifest.unlink()


def _known_members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    """Only what a backup holds, and only as plain files: a member's name is never trusted as a path."""
    for member in archive:
        known = member.name in _MEMBERS or _DOCUMENT.fullmatch(member.name)
        if not known or not member.isreg():
            raise DataLoss(f"the backup holds something that does not belong there: {member.name!r}")
        yield member


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(content)
    member.mode = 0o600
    archive.addfile(member, io.BytesIO(content))
