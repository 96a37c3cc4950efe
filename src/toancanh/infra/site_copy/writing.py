"""The file is written from one consistent view of the database, while the platform runs."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, select, text

from toancanh.infra.database import Database
from toancanh.infra.database.moving import tables_of
from toancanh.infra.files import sync_directory
from toancanh.infra.site_copy.model import (
    DOCUMENT,
    FORMAT,
    MANIFEST,
    RECORDINGS,
    SECRETS,
    SETTINGS,
    Leaving,
    SiteFacts,
    columns_of,
    written,
)
from toancanh.kernel import Conflict, DataLoss

_ROWS = 1000
_TOLD_ROWS = 1_000_000
_READ_BYTES = 1 << 20


def write_site(
    source: Database,
    target: Path,
    facts: SiteFacts,
    *,
    leaving: Leaving,
    documents: Path,
    sealed: bytes | None = None,
    recordings: Callable[[Connection], Iterator[Mapping[str, object]]] | None = None,
    on_made: Callable[[str], None] = lambda _sha256: None,
    say: Callable[[str], None] = lambda _line: None,
) -> str:
    """Write the file, readable by its owner alone; returns its SHA-256. Raises `Conflict` where it is there already.

    There is no file where ``on_made``, which gets the digest, raises.
    """
    if target.exists():
        raise Conflict(f"{target} is there already; choose another name")
    with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".toancanh-site-") as folder:
        draft = Path(folder) / "site"
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "w+b") as file, source.reading() as reading:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                out = _Members(archive)
                tables = [_table(out, reading, one, leaving, say) for one in tables_of(reading)]
                out.put(SETTINGS, [json.dumps(dict(facts.settings), indent=1, ensure_ascii=False).encode()])
                if sealed is not None:
                    out.put(SECRETS, [sealed])
                if recordings is not None:
                    say("listing recordings")
                    out.put(RECORDINGS, (_line(one) for one in recordings(reading)))
                for path in sorted(documents.glob("*")):
                    if DOCUMENT.fullmatch(f"documents/{path.name}"):
                        out.put(f"documents/{path.name}", _read(path))
                manifest = {
                    "format": FORMAT,
                    "revision": reading.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
                    "program": facts.program,
                    "made": facts.made,
                    "site": facts.site,
                    "secrets": "none" if sealed is None else "sealed",
                    "checkpoint_keys": list(facts.checkpoint_keys),
                    "tables": tables,
                    "members": dict(out.known),
                }
                out.put(MANIFEST, [json.dumps(manifest, indent=1).encode()])
            file.flush()
            os.fsync(file.fileno())
        with draft.open("rb") as made:
            digest = hashlib.file_digest(made, "sha256").hexdigest()
        on_made(digest)
        os.link(draft, target)
    sync_directory(target.absolute().parent)
    return digest


class _Members:
    """What was written, with sizes and digests."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.known: dict[str, Mapping[str, object]] = {}

    def put(self, name: str, parts: Iterable[bytes]) -> None:
        info = zipfile.ZipInfo(name)  # of 1980: nothing of the clock but what the manifest says
        info.compress_type = zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                size += len(part)
        self.known[name] = {"size": size, "sha256": digest.hexdigest()}


def _table(
    out: _Members, reading: Connection, table: Table, leaving: Leaving, say: Callable[[str], None]
) -> dict[str, Any]:
    columns = columns_of(table)
    emptied = leaving.columns.get(table.name, frozenset())
    if unknown := emptied - {one.name for one in columns}:
        raise DataLoss(f"the table {table.name} has no column {', '.join(sorted(unknown))}")
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        if table.name in leaving.tables:
            return
        ordered = select(table).order_by(*table.primary_key.columns)
        for row in reading.execution_options(yield_per=_ROWS).execute(ordered).mappings():
            yield written(dict(row), columns, emptied)
            count += 1
            if count % _TOLD_ROWS == 0:
                say(f"{table.name}: {count} rows so far")

    out.put(f"tables/{table.name}.jsonl", lines())
    if count:
        say(f"{table.name}: {count} rows")
    return {
        "name": table.name,
        "rows": count,
        "left_out": table.name in leaving.tables,
        "columns": [{**vars(one), "emptied": one.name in emptied} for one in columns],
    }


def _line(values: Mapping[str, object]) -> bytes:
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            yield part
