"""A check's result as plain values, for the database, letters and HTTP alike. Pure."""

from __future__ import annotations

import dataclasses
import enum
from datetime import date
from typing import Any


def plain(value: object) -> Any:
    """Dataclasses become mappings, enums and dates texts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, enum.StrEnum):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value
