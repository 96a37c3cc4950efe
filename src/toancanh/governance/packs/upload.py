"""A pack as it comes in: a zip, or a JSON object of file name and text. Nothing is written to disk."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Mapping

from toancanh.governance.regulation import FILES, MAX_FILE_BYTES
from toancanh.kernel import Exhausted, Invalid

MAX_UPLOAD_BYTES = 1 << 20
_MAX_ENTRIES = 32
_MAX_TEXT_BYTES = 4 << 20
_ZIP = b"PK\x03\x04"
_WHAT = "upload the pack as a .zip of its files, or as a JSON object of file names and their text"


def read_upload(body: bytes) -> dict[str, str]:
    """The pack's files by name, each of them and no other. Raises `Invalid`, or `Exhausted` where it is too large."""
    if len(body) > MAX_UPLOAD_BYTES:
        raise Exhausted(f"the upload is larger than {MAX_UPLOAD_BYTES >> 20} MiB; a pack is not", resource="upload")
    found = _from_zip(body) if body.startswith(_ZIP) else _from_json(body)
    missing = sorted(set(FILES) - found.keys())
    if missing:
        raise Invalid(f"{', '.join(missing)}: missing; a pack has all of its files", missing=missing)
    if sum(len(text.encode()) for text in found.values()) > _MAX_TEXT_BYTES:
        raise Exhausted(f"its files are together longer than {_MAX_TEXT_BYTES >> 20} MiB", resource="upload")
    return found


def _from_json(body: bytes) -> dict[str, str]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Invalid(_WHAT) from None
    if not isinstance(found, Mapping):
        raise Invalid(_WHAT)
    files: dict[str, str] = {}
    for name, text in found.items():
        _known(name)
        if not isinstance(text, str):
            raise Invalid(f"{name}: its text is to be a text")
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Invalid(f"{name}: holds half of a surrogate pair; save it as UTF-8") from None
        files[name] = text
    return files


def _from_zip(body: bytes) -> dict[str, str]:
    files: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > _MAX_ENTRIES:
                raise Invalid(f"the zip holds {len(entries)} files; a pack has {len(FILES)}")
            for entry in entries:
                name = _known(_in_one_folder(entry.filename))
                if name in files:
                    raise Invalid(f"{name} stands twice in the zip")
                files[name] = _text(archive, entry, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise Invalid(f"the zip cannot be read ({type(error).__name__}); make it anew, without a password") from None
    return files


def _in_one_folder(name: str) -> str:
    """A zip of a folder names it before each file."""
    parts = name.split("/")
    return parts[-1] if len(parts) <= 2 else name


def _text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> str:
    with archive.open(entry) as file:
        data = file.read(MAX_FILE_BYTES + 1)  # never what the header says: it may lie
    if len(data) > MAX_FILE_BYTES:
        raise Exhausted(f"{name} is longer than {MAX_FILE_BYTES >> 20} MiB; a pack's file is not", resource="upload")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(f"{name} is not UTF-8 at byte {error.start}; save it as UTF-8") from None


def _known(name: str) -> str:
    if name not in FILES:
        raise Invalid(f"{name[:80]!r} is no file of a pack; it has {', '.join(FILES)}")
    return name
