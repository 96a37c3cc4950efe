"""The master key: it lies outside DATA, so that a copy of DATA is worth nothing."""

from __future__ import annotations

import hashlib
import json
import secrets
from pathlib import Path

from toancanh.infra.files import write_private
from toancanh.kernel import Conflict, Invalid

KEY_BYTES = 32
CREDENTIAL = "toancanh-master-key"


def fingerprint(master_key: bytes) -> str:
    """Names a master key without telling it."""
    return hashlib.sha256(b"toancanh master key" + master_key).hexdigest()[:16]


def load_master_key(*, data: Path, file: Path | None, credentials: str | None, home: Path, create: bool) -> bytes:
    """Read the master key of this data folder; see `master_key_path` for where it is looked for.

    With ``create`` a missing file is made, but never where DATA already holds a key ring. Raises `Invalid` with what to
    do.
    """
    path = master_key_path(data=data, file=file, credentials=credentials, home=home)
    if path.resolve().is_relative_to(data.resolve()):
        raise Invalid(f"the master key {path} must not lie in the data folder: a copy of DATA would hold both")
    try:
        status = path.stat()
    except FileNotFoundError:
        return _make(path, data=data, create=create)
    if status.st_mode & 0o077 and path.name != CREDENTIAL:
        raise Invalid(f"the master key can be read by others: chmod 600 {path}")
    return _read(path)


def master_key_path(*, data: Path, file: Path | None, credentials: str | None, home: Path) -> Path:
    """Where the master key lies: the file by setting, else the systemd credential, else the user's configuration.

    ``credentials`` is systemd's ``$CREDENTIALS_DIRECTORY``. In the user's configuration a file is named for the path of
    DATA; where DATA was moved or restored elsewhere, the file whose key fits the key ring is taken.
    """
    if file is not None:
        return file
    if credentials is not None and (Path(credentials) / CREDENTIAL).exists():
        return Path(credentials) / CREDENTIAL
    folder = home / ".config" / "toancanh"
    named = folder / f"{hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]}.key"
    needed = _needed_by(data / "keys.json")
    if needed is None:
        return named
    fitting = [path for path in (named, *sorted(folder.glob("*.key"))) if path.exists() and _fits(path, needed)]
    return fitting[0] if fitting else named


def _needed_by(ring: Path) -> str | None:
    """The fingerprint of the master key that a key ring is sealed by."""
    try:
        return str(json.loads(ring.read_bytes())["master_key"])
    except (OSError, ValueError, KeyError, TypeError):
        return None  # opening the ring says what is wrong with it


def _fits(path: Path, needed: str) -> bool:
    try:
        return fingerprint(_read(path)) == needed
    except Invalid:
        return False


def _read(path: Path) -> bytes:
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise Invalid(f"the master key {path} cannot be read: {error}") from None


def _make(path: Path, *, data: Path, create: bool) -> bytes:
    if not create or (data / "keys.json").exists():
        raise Invalid(f"the master key {path} is missing: put it back, or name it by TOANCANH_MASTER_KEY_FILE")
    key = secrets.token_bytes(KEY_BYTES)
    try:
        write_private(path, key.hex().encode() + b"\n", replace=False)
    except FileExistsError:
        raise Conflict(f"another process makes the master key {path} just now; start again") from None
    return key
