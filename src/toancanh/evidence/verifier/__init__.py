"""The offline verifier: a file for Python 3.8 (also behind ``toancanh verify``), and one for browsers."""

from __future__ import annotations

import hashlib
from importlib import resources

FILES = ("verify.py", "verify.html")
"""What travels in each package, and whose SHA-256 stands on the page of trust."""


def file_bytes(name: str) -> bytes:
    """A verifier file as it is shipped."""
    return resources.files(__name__).joinpath(name).read_bytes()


def digests() -> dict[str, str]:
    """SHA-256 of each verifier file."""
    return {name: hashlib.sha256(file_bytes(name)).hexdigest() for name in FILES}
