"""Renders docs/guide/settings.md from the model: python -m tests.rules.settings_page > docs/guide/settings.md."""

import json
from pathlib import Path
from typing import get_args

from pydantic.fields import FieldInfo

from toancanh.infra.settings import Settings, variable

PAGE = Path(__file__).parents[2] / "docs" / "guide" / "settings.md"

HEAD = """# Settings

A setting is read from `settings.toml` in the data folder, then from the environment, then from the command line
(`toancanh up --help`); the last one wins. In the file it has the name below, in the environment `TOANCANH_` and the
name in capitals; lists are arrays in the file and separated by commas in the environment. Unknown names in the file are
an error. This page is rendered from the program's own model.

```toml
# settings.toml
site_number = 7
segment_seconds = 600
allow_outbound = ["127.0.0.1:8554"]
```

| setting | environment | default | meaning |
|---|---|---|---|
"""

TAIL = """
Beside these, `TOANCANH_ADMIN_PASSWORD` sets the password of the first administrator (`admin`) when the database is
made; without it one is generated and printed once. `TOANCANH_CLIPS` and `TOANCANH_MODELS` name folders of real clips
and detectors for tests and benchmarks.
"""


def default_of(name: str, field: FieldInfo) -> str:
    if name == "data":
        return "`~/.local/share/toancanh`"
    value = field.default
    if value is None or value == "" or value == ():
        return "none"
    return f"`{json.dumps(value)}`" if not isinstance(value, str) else f"`{value}`"


def choices(field: FieldInfo) -> str:
    values = [value for value in get_args(field.annotation) if isinstance(value, str)]
    return f" One of {', '.join(f'`{value}`' for value in values)}." if values else ""


def bounds(field: FieldInfo) -> str:
    words = {"ge": "at least", "gt": "more than", "le": "at most"}
    found = [
        f"{word} {getattr(rule, kind)}"
        for rule in field.metadata
        for kind, word in words.items()
        if hasattr(rule, kind)
    ]
    return f" ({', '.join(found)})" if found else ""


def render() -> str:
    rows = []
    for name, field in Settings.model_fields.items():
        meaning = f"{field.description}{choices(field)}{bounds(field)}"
        rows.append(f"| `{name}` | `{variable(name)}` | {default_of(name, field)} | {meaning} |")
    return HEAD + "\n".join(rows) + "\n" + TAIL


if __name__ == "__main__":
    print(render(), end="")
