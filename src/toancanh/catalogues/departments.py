"""Departments whose names changed, and what they were called. Pure reading."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources


@dataclass(frozen=True, kw_only=True)
class Department:
    """``successor``: code of the department that it went into, with the day and how sure that is; empty: it exists."""

    code: str
    name: str
    aliases: tuple[str, ...]
    successor: str = ""
    kind: str = ""
    on: str = ""
    certainty: str = ""
    source: str = ""


def departments() -> tuple[Department, ...]:
    """Those that exist before those that do not."""
    data = json.loads((resources.files("toancanh.catalogues") / "departments.json").read_text(encoding="utf-8"))
    source = data["source"]["title"]
    return tuple(
        Department(**row | {"aliases": tuple(row["aliases"]), "source": source})
        for row in (*data["departments"], *data["former"])
    )
