"""``keys rotate``, ``backup``, ``restore``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import make_url

from toancanh.infra.backup import back_up, restore
from toancanh.infra.keyring import KeyRing, SecretHolder, rotate_secrets
from toancanh.infra.master_key import master_key_path
from toancanh.infra.settings import Settings
from toancanh.kernel import SystemClock

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


class _Platform(Protocol):
    @property
    def keyring(self) -> KeyRing: ...

    @property
    def secret_holders(self) -> Sequence[SecretHolder]: ...

    def record_backup(self, sha256: str) -> None:
        """That somebody takes a copy of everything."""

    def record_restored(self) -> None:
        """That this is one, where that is not on record yet."""

    def close(self) -> None:
        """Give everything back."""


def add_commands(subparsers: Subparsers, open_platform: Callable[[str | None], _Platform]) -> None:
    """Add the commands; ``open_platform`` wires the platform over a data folder."""
    keys = subparsers.add_parser("keys", help="the keys that encrypt secrets")
    kinds = keys.add_subparsers(dest="keys_command", required=True, metavar="COMMAND", parser_class=type(keys))
    rotate = kinds.add_parser("rotate", help="make a new key and encrypt every stored secret by it")
    _add_data(rotate)
    rotate.set_defaults(run=lambda options: _rotate(open_platform(options.data)))

    backup = subparsers.add_parser("backup", help="write records, keys and settings to a file; not the pictures")
    backup.add_argument("file", type=Path, metavar="FILE", help="file to write, for example toancanh.tar.gz")
    _add_data(backup)
    backup.set_defaults(run=lambda options: _back_up(options, open_platform))

    restoring = subparsers.add_parser("restore", help="unpack a backup into a new data folder")
    restoring.add_argument("file", type=Path, metavar="FILE", help="file that `backup` wrote")
    _add_data(restoring)
    restoring.set_defaults(run=lambda options: _restore(options, open_platform))


def _add_data(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", metavar="DIR", help="the data folder; see TOANCANH_DATA in docs/guide/settings.md")


def _rotate(platform: _Platform) -> int:
    count = rotate_secrets(platform.keyring, platform.secret_holders)
    print(f"{count} secrets are encrypted by the new key {platform.keyring.active_key}")
    return 0


def _back_up(options: argparse.Namespace, open_platform: Callable[[str | None], _Platform]) -> int:
    settings = _settings(options.data)
    platform = open_platform(options.data)
    try:
        digest = back_up(settings, options.file, SystemClock(), on_made=platform.record_backup)
    finally:
        platform.close()
    print(f"{options.file} holds records, keys and settings; without the master key its secrets stay closed.")
    print(f"SHA-256, on record: {digest}")
    print(f"Keep the master key elsewhere: {_master_key(settings)}")
    return 0


def _restore(options: argparse.Namespace, open_platform: Callable[[str | None], _Platform]) -> int:
    settings = _settings(options.data)
    restore(options.file, settings.data)
    key = _master_key(settings)
    settings = _settings(options.data)
    where = f" and {make_url(settings.database_url)!r}" if settings.database_url else ""
    print(f"restored to {settings.data}{where}; recordings are not part of a backup")
    if key.exists():
        platform = open_platform(options.data)
        try:
            platform.record_restored()
        finally:
            platform.close()
    else:  # the first start records it
        print(f"Before starting put the master key back: {key} (or name it by TOANCANH_MASTER_KEY_FILE)")
    return 0


def _settings(data: str | None) -> Settings:
    return Settings.load(data=Path(data) if data is not None else None)


def _master_key(settings: Settings) -> Path:
    return master_key_path(
        data=settings.data,
        file=settings.master_key_file,
        credentials=os.environ.get("CREDENTIALS_DIRECTORY"),
        home=Path.home(),
    )
