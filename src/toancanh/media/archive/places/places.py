"""Names of places, resolved to folders."""

from __future__ import annotations

from pathlib import Path


class Places:
    """The archive's root has the empty name."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, _place: str) -> Path:
        """Where files of this place lie."""
        return self.root
