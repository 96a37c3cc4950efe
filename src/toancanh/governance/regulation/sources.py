"""The text of each policy, to be read beside its article."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toancanh.governance.regulation.engine import Engine

_PARTS = re.compile(r'"(?:\\.|[^"\\])*"|//[^\n\r]*|(?P<ends>;)', re.DOTALL)
_REMARKS_BEFORE = re.compile(r"\A(?:\s|//[^\n]*(?:\n|\Z))*")


def texts_of_policies(engine: Engine) -> Mapping[str, str]:
    """By position, as in `Engine.policies`: each ends at a semicolon that stands in no text and no remark."""
    found: list[str] = []
    start = 0
    for part in _PARTS.finditer(engine.pack.policies):
        if part["ends"]:
            found.append(_REMARKS_BEFORE.sub("", engine.pack.policies[start : part.end()]).rstrip())
            start = part.end()
    return {f"policy{number}": text for number, text in enumerate(found)}
