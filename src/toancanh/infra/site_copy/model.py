"""The format: members, columns, and one row as one line of JSON."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Boolean, Float, Integer, LargeBinary, Numeric, String, Table
from sqlalchemy.types import TypeEngine

from toancanh.kernel import DataLoss

FORMAT = "toancanh-site-1"
MANIFEST = "manifest.json"
SETTINGS = "settings.json"
SECRETS = "secrets.json"
RECORDINGS = "recordings.jsonl"
TABLE = re.compile(r"tables/([a-z][a-z0-9_]{0,62})\.jsonl")
DOCUMENT = re.compile(r"documents/([0-9a-f]{64})")
MAX_LINE_BYTES = 64 << 20
MAX_MANIFEST_BYTES = 256 << 20  # each document of a dossier has its line there

_KINDS: Sequence[tuple[type[TypeEngine[Any]], str]] = (
    (Boolean, "boolean"), (Integer, "integer"), (Float, "real"), (Numeric, "real"), (LargeBinary, "bytes"),
    (String, "text"),
)  # fmt: skip
_PATHS = frozenset({"path"})
"""Columns that name files within the archive: one that leads out of it is refused."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One field of a table's lines; ``refers`` is ``table.column`` where its value stands there, too."""

    name: str
    kind: str
    nullable: bool
    key: bool = False
    refers: str = ""


@dataclass(frozen=True, kw_only=True)
class Leaving:
    """What is not taken along: rows of ``tables``; of ``columns`` (table -> names) the values."""

    tables: frozenset[str] = frozenset()
    columns: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class SiteFacts:
    """What the manifest says besides tables and digests."""

    site: int
    program: str
    made: str
    settings: Mapping[str, object]
    checkpoint_keys: Sequence[str]  # public keys that checkpoints of the record were signed by, in hexadecimal


def columns_of(table: Table) -> list[Column]:
    """As the database has them, in its order."""
    return [
        Column(
            name=one.name,
            kind=next(name for base, name in _KINDS if isinstance(one.type, base)),
            nullable=bool(one.nullable),
            key=one.primary_key,
            refers=next((key.target_fullname for key in one.foreign_keys), ""),
        )
        for one in table.columns
    ]


def written(row: Mapping[str, Any], columns: Sequence[Column], left: frozenset[str]) -> bytes:
    """The row as a line."""
    values = {one.name: _out(row[one.name], one, empty=one.name in left) for one in columns}
    return json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode() + b"\n"


def read(line: bytes, columns: Sequence[Column]) -> dict[str, Any]:
    """The row of a line. Raises `DataLoss`, which repeats no value."""
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        raise DataLoss("a line is no JSON") from None
    if not isinstance(values, dict) or values.keys() != {one.name for one in columns}:
        raise DataLoss("a line has other fields than the table")
    return {one.name: _in(values[one.name], one) for one in columns}


def _out(value: Any, column: Column, *, empty: bool) -> Any:
    if empty:
        return None if column.nullable else ""
    return base64.b64encode(value).decode() if column.kind == "bytes" and value is not None else value


def _in(value: Any, column: Column) -> Any:
    if value is None and column.nullable:
        return None
    found = _READ[column.kind](value)
    if found is None or (column.name in _PATHS and not _stays_inside(found)):
        raise DataLoss(f"the field {column.name} holds no {column.kind} that may stand there")
    return found


def _boolean(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _integer(value: Any) -> int | None:
    good = isinstance(value, int) and not isinstance(value, bool) and -(1 << 63) <= value < 1 << 63
    return value if good else None


def _real(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e308:
        return None
    return None if math.isnan(value) else float(value)


def _text(value: Any) -> str | None:
    if not isinstance(value, str) or "\x00" in value:
        return None
    try:
        value.encode()
    except UnicodeEncodeError:  # half a pair
        return None
    return value


def _bytes(value: Any) -> bytes | None:
    try:
        return base64.b64decode(value, validate=True) if isinstance(value, str) else None
    except (binascii.Error, ValueError):
        return None


_READ: Mapping[str, Any] = {
    "boolean": _boolean, "integer": _integer, "real": _real, "text": _text, "bytes": _bytes,
}  # fmt: skip


def _stays_inside(path: str) -> bool:
    return bool(path) and not path.startswith("/") and ".." not in path.split("/") and "\\" not in path
