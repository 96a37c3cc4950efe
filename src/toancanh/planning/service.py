"""The only door of planning for other packages."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from toancanh.governance import Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, EventBus, IdSource
from toancanh.registry import CamerasChanged, Registry

if TYPE_CHECKING:
    from toancanh.planning.buildings import Buildings
    from toancanh.planning.coverage.rows import Sight
    from toancanh.planning.coverage.service import Coverage
    from toancanh.planning.doubles.service import Duplicates
    from toancanh.planning.placement import Placement


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
        self._buildings: tuple[int, Buildings] | None = None

    @cached_property
    def coverage(self) -> Coverage:
        """What cameras see together. Made when first asked for: not every process needs numpy and shapely."""
        from toancanh.planning.coverage.service import Coverage

        made = Coverage(
            governance=self._governance,
            database=self._database,
            clock=self._clock,
            facts=self._registry.dossiers.facts,
            revision=self._registry.revision,
            sight=self._sight,
        )
        self._events.subscribe(CamerasChanged, lambda _event: made.indexes.changed())
        return made

    @cached_property
    def placement(self) -> Placement:
        """Key targets, proposals, the opinions they need. Made when first asked for."""
        from toancanh.planning.placement import Placement

        return Placement(
            database=self._database,
            clock=self._clock,
            ids=self._ids,
            governance=self._governance,
            registry=self._registry,
            indexes=self.coverage.indexes,
            catalogues=self._folder.parent / "catalogues" / "planning",
        )

    @cached_property
    def duplicates(self) -> Duplicates:
        """The queue of pairs that may be one camera. Made when first asked for."""
        from toancanh.planning.doubles.service import Duplicates

        return Duplicates(
            database=self._database,
            clock=self._clock,
            ids=self._ids,
            governance=self._governance,
            registry=self._registry,
        )

    def _sight(self) -> Sight | None:
        """The layer of buildings, where there is one: DATA/planning/buildings.geojson, read again when it changes."""
        from toancanh.planning.buildings import Buildings

        path = self._folder / "buildings.geojson"
        if not path.exists():
            return None
        changed_ns = path.stat().st_mtime_ns
        if self._buildings is None or self._buildings[0] != changed_ns:
            self._buildings = (changed_ns, Buildings.read(path))
        return self._buildings[1]

    def close(self) -> None:
        """End what works in the background."""
        if "coverage" in self.__dict__:
            self.coverage.close()
        if "duplicates" in self.__dict__:
            self.duplicates.close()
