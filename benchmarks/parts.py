"""Long measurements in parts: what each part came to is kept, so that a run that was cut goes on where it was.

What is kept is of one state of the sources: other sources begin anew.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.figures import ROOT

Outcome = Mapping[str, Any]


def state_of(folders: Sequence[str]) -> str:
    """A digest of the Python sources below these folders of the checkout."""
    digest = hashlib.sha256()
    for path in sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def in_parts(
    file: Path, keys: Sequence[str], measure: Callable[[str], Outcome], *, seconds: float | None
) -> dict[str, Outcome]:
    """The outcomes that are there, by key; after ``seconds`` no further part is begun. Lines of JSON, one a part, so
    that several processes may each add theirs to files of their own that are put together by hand.
    """
    found: dict[str, Outcome] = {}
    if file.exists():
        lines = file.read_text(encoding="utf-8").splitlines()
        found = {one["key"]: one["outcome"] for one in map(json.loads, lines) if one["key"] in keys}
    began_s = time.monotonic()
    for key in keys:
        if key in found:
            continue
        if seconds is not None and time.monotonic() - began_s > seconds:
            break
        found[key] = measure(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"key": key, "outcome": found[key]}) + "\n")
    return found
