"""A new platform from an exported file: whole, or nothing of it."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toancanh.bootstrap.site_copy.footage import check_copied, settle_pools
from toancanh.bootstrap.site_copy.secrets import Administrator, settle_without_secrets
from toancanh.governance.passwords import Passwords
from toancanh.infra.backup import RESTORED, account
from toancanh.infra.database import Database, open_database
from toancanh.infra.files import private_directory, sync_directory, write_private
from toancanh.infra.keyring import KeyRing
from toancanh.infra.master_key import load_master_key
from toancanh.infra.settings import FILE_NAME, Settings
from toancanh.infra.site_copy import SiteFile, open_sealed, place_rows
from toancanh.kernel import Conflict, DataLoss, Invalid

MACHINE = frozenset({
    "data", "archive", "database_url", "database_password_file", "master_key_file", "host", "port", "tls", "tls_cert",
    "tls_key", "tls_names", "origins", "trusted_proxies", "map_pmtiles", "checkpoint_folder", "export_folder",
    "metrics_token_file", "media_processes",
})  # fmt: skip
"""Settings that are about a machine, not about the site: they do not come along."""


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What the command says. ``archive`` None: the recordings are not there yet."""

    archive: Path | None = None
    pools: Mapping[str, Path] = field(default_factory=dict)
    phrase: str = ""
    administrator: Administrator
    passwords: Passwords


def settings_to_take(settings: Settings) -> dict[str, object]:
    """Those of the site that are not as they come."""
    fresh = Settings(data=settings.data)
    names = [name for name in Settings.model_fields if name not in MACHINE]
    return {
        name: value
        for name, value in settings.model_dump(mode="json", include=set(names)).items()
        if getattr(settings, name) != getattr(fresh, name)
    }


def build(
    file: SiteFile, data: Path, wishes: Wishes, say: Callable[[str], None], environ: Mapping[str, str] = os.environ
) -> int:
    """Build it in a DATA that is missing, empty, or holds settings alone, which go before; returns how many rows.

    Raises `Conflict` where there is something already, `Invalid` for another version, `DataLoss` for a damaged file.
    """
    if data.exists() and any(path.name != FILE_NAME for path in data.iterdir()):
        raise Conflict(f"{data} is not empty: import into a new folder")
    digest = file.verify(say)
    private_directory(data.absolute().parent)
    draft = Path(tempfile.mkdtemp(dir=data.absolute().parent, prefix=".toancanh-site-"))
    try:
        settings = _settings(file, data, draft, wishes, environ)
        keyring = _keyring(file, data, draft, settings, wishes, environ)
        for name in file.documents():
            private_directory((draft / name).parent)
            with file.opened(name) as document:
                write_private(draft / name, document.read())
        note = {"sha256": digest, "account": account(), "act": "site.import"}
        write_private(draft / RESTORED, json.dumps(note).encode())
        if settings.database_url:
            database = open_database(settings)
        else:
            (draft / "toancanh.db").touch(mode=0o600)
            database = Database(f"sqlite:///{draft.absolute() / 'toancanh.db'}")
        count = _fill(file, database, keyring, data, draft, wishes, settings, say)
        if not settings.database_url:
            _put(draft, data)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    sync_directory(data.absolute().parent)
    return count


def _fill(
    file: SiteFile, database: Database, keyring: KeyRing, data: Path, draft: Path, wishes: Wishes, settings: Settings,
    say: Callable[[str], None],
) -> int:  # fmt: skip
    is_put = False
    try:
        with database.transaction() as tx:
            count = place_rows(tx, file, say)
            if file.manifest.secrets == "none":
                settle_without_secrets(tx, keyring, wishes.administrator, wishes.passwords)
            archive = settings.archive or data.absolute() / "archive"
            folders = settle_pools(tx, archive, wishes.pools)
            if wishes.archive is not None:
                check_copied(tx, file, folders, say)
            if settings.database_url:  # with the folder in its place, or not at all
                _put(draft, data)
                is_put = True
    except BaseException:
        if is_put:
            shutil.rmtree(data, ignore_errors=True)
        raise
    finally:
        database.close()
    return count


def _put(draft: Path, data: Path) -> None:
    if data.exists():
        (data / FILE_NAME).unlink(missing_ok=True)
        data.rmdir()
    draft.rename(data)


def _settings(file: SiteFile, data: Path, draft: Path, wishes: Wishes, environ: Mapping[str, str]) -> Settings:
    values = dict(file.settings())
    if bound := MACHINE & values.keys():
        raise DataLoss(f"the file says settings of a machine: {', '.join(sorted(bound))}")
    if (data / FILE_NAME).exists():
        try:
            values |= tomllib.loads((data / FILE_NAME).read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise Invalid(f"{data / FILE_NAME} is not TOML: {error}") from None
    if wishes.archive is not None:
        values["archive"] = str(wishes.archive.absolute())
    lines = [f"{name} = {_toml(value)}\n" for name, value in values.items() if value is not None]
    write_private(draft / FILE_NAME, "".join(lines).encode())
    return Settings.load(data=draft, environ=environ)


def _toml(value: object) -> str:
    """A JSON text, number or list of texts is TOML as well; what is neither is found when it is read."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _keyring(
    file: SiteFile, data: Path, draft: Path, settings: Settings, wishes: Wishes, environ: Mapping[str, str]
) -> KeyRing:
    content = open_sealed(file.sealed(), wishes.phrase) if file.manifest.secrets == "sealed" else None
    master_key = load_master_key(
        data=data.absolute(),
        file=settings.master_key_file,
        credentials=environ.get("CREDENTIALS_DIRECTORY"),
        home=Path.home(),
        create=True,
    )
    path = draft / settings.keys_path.name
    if content is not None:
        return KeyRing.copied(master_key, path, content)
    keyring = KeyRing.open(master_key, path)
    keyring.know([bytes.fromhex(key) for key in file.manifest.checkpoint_keys])
    return keyring
