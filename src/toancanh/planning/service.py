"""The only door of planning for other packages."""

from __future__ import annotations

from pathlib import Path

from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, EventBus, IdSource
from toancanh.registry import Registry


class Planning:
    """What is where, what is double, what is missing. Thread-safe; several processes may share the database.

    ``folder``: where planning keeps files (letters, the layer of buildings): DATA/planning, made when first needed.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        events: EventBus,
        folder: Path,
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._governance = governance
        self._registry = registry
        self._events = events
        self._folder = folder

    def close(self) -> None:
        """End what works in the background."""
