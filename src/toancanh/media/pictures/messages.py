"""What the pool and a worker say to each other: a JSON head and a binary body, each behind its length.

``struct '>II'`` (head size, body size), head, body; the same in both directions, one answer per question.
"""

from __future__ import annotations

import json
import struct
from typing import Any

PREFIX = struct.Struct(">II")
MAX_BODY_BYTES = 64 << 20
"""A question longer than this is never asked: 64 MiB are 30 s of a stream at ten times the usual bit rate."""


def pack(head: dict[str, Any], body: bytes = b"") -> bytes:
    """One message as bytes."""
    text = json.dumps(head).encode()
    return PREFIX.pack(len(text), len(body)) + text + body
