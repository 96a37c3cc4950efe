"""The board: every camera that somebody may see, counted by owner, by unit and by kind of fault."""

from __future__ import annotations

import enum
import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from toancanh.governance import Action, Governance
from toancanh.health.model import FaultKind
from toancanh.health.store import faults as store
from toancanh.health.store.faults import Group
from toancanh.infra.database import Database
from toancanh.kernel import Principal
from toancanh.registry import CameraFilter, Registry
from toancanh.registry.lists.service import CamerasSeen

_KEPT = 32


class By(enum.StrEnum):
    """What cameras are counted by."""

    OWNER_AND_UNIT = "owner_and_unit"
    OWNER = "owner"
    UNIT = "unit"


@dataclass(frozen=True, kw_only=True)
class Board:
    """``names``: of the owners, communes and wards in ``groups``."""

    groups: Sequence[Group]
    names: Mapping[str, str]

    @property
    def cameras(self) -> int:
        """All of them."""
        return sum(one.cameras for one in self.groups)

    @property
    def watched(self) -> int:
        """Those that are switched on and have a stream."""
        return sum(one.watched for one in self.groups)

    @property
    def faulty(self) -> int:
        """Those with an open fault, planned work left out."""
        return sum(one.faulty - one.planned for one in self.groups)

    @property
    def planned(self) -> int:
        """Those whose open faults are all of announced work."""
        return sum(one.planned for one in self.groups)

    @property
    def kinds(self) -> Mapping[FaultKind, int]:
        """How many cameras have each."""
        return _summed(one.kinds for one in self.groups)


class Boards:
    """Cameras are counted anew when the inventory has changed, faults each time. Thread-safe."""

    def __init__(self, *, database: Database, governance: Governance, registry: Registry) -> None:
        self._database = database
        self._governance = governance
        self._registry = registry
        self._counted: OrderedDict[Hashable, Sequence[Group]] = OrderedDict()
        self._lock = threading.Lock()

    def board(self, principal: Principal, wanted: CameraFilter, by: By = By.OWNER_AND_UNIT) -> Board:
        """Counted over what the principal may read alone, so that nothing can be told of the rest."""
        seen = self._registry.lists.seen(principal, wanted)
        rights = self._governance.visible(principal, Action.CAMERA_READ, "camera")
        key = (self._registry.shown_revision(), rights, wanted)
        with self._database.reading() as connection:
            found = store.with_faults(connection, seen, self._cameras(connection, seen, key))
        groups = found if by is By.OWNER_AND_UNIT else _joined(found, by)
        ids = {id for one in groups for id in (one.owner_id, one.unit_id) if id}
        return Board(groups=groups, names={one.id: one.name for one in self._governance.organisations.named(ids)})

    def _cameras(self, connection: Connection, seen: CamerasSeen, key: Hashable) -> Sequence[Group]:
        with self._lock:
            if key not in self._counted:
                self._counted[key] = store.groups(connection, seen)
                while len(self._counted) > _KEPT:
                    self._counted.popitem(last=False)
            self._counted.move_to_end(key)
            return self._counted[key]


def _joined(groups: Sequence[Group], by: By) -> list[Group]:
    found: dict[str | None, list[Group]] = {}
    for one in groups:
        found.setdefault(one.owner_id if by is By.OWNER else one.unit_id, []).append(one)
    return [
        Group(
            owner_id=key if by is By.OWNER else None,
            unit_id=key if by is By.UNIT else None,
            cameras=sum(one.cameras for one in these),
            watched=sum(one.watched for one in these),
            faulty=sum(one.faulty for one in these),
            planned=sum(one.planned for one in these),
            kinds=dict(_summed(one.kinds for one in these)),
        )
        for key, these in found.items()
    ]


def _summed(parts: Iterable[Mapping[FaultKind, int]]) -> Mapping[FaultKind, int]:
    total: Counter[FaultKind] = Counter()
    for one in parts:
        total.update(one)
    return total
