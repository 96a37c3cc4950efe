"""The door: what is watched and why not, and what people ask for. Blocking; thread-safe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from toancanh.governance import AccessRequest, Action, Governance
from toancanh.infra.database import Database
from toancanh.kernel import Clock, NotFound, Principal
from toancanh.registry import Registry
from toancanh.vision.models import Models
from toancanh.vision.watch import store
from toancanh.vision.watch.model import Ask
from toancanh.vision.watch.told import Row, last_told_us, told_in

_STALE_US = 30_000_000


@dataclass(frozen=True, kw_only=True)
class Planned:
    """One camera of the plan, with its code, and what a person asked for it (None: its drawings do)."""

    row: Row
    code: str
    asked: Ask | None


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """``told_us``: when the process of watching said so; None where none ever ran here. ``is_running``: lately."""

    budget_cores: float
    told_us: int | None
    is_running: bool
    restarts: int
    planned: Sequence[Planned]


class Watching:
    """Asks of cameras, and the plan that came of them."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        governance: Governance,
        registry: Registry,
        models: Models,
        run_path: Path,
        budget_cores: float,
    ) -> None:
        self._database = database
        self._clock = clock
        self._governance = governance
        self._registry = registry
        self._models = models
        self._run_path = run_path
        self._budget_cores = budget_cores

    def plan(self, principal: Principal) -> PlanShown:
        """Of the cameras whose figures the principal may read, in the order of the plan."""
        told = told_in(self._run_path)
        rows = () if told is None else told.rows
        visible = self._governance.visible(principal, Action.TRAFFIC_READ, "camera")
        refs = self._registry.camera_refs([row.camera_id for row in rows])
        shown = [row for row in rows if row.camera_id in refs and visible.shows(refs[row.camera_id])]
        codes = self._registry.camera_codes([row.camera_id for row in shown])
        asks = self.every()
        now_us = self._clock.now_us()
        return PlanShown(
            budget_cores=self._budget_cores,
            told_us=None if told is None else told.told_us,
            is_running=told is not None and abs(now_us - told.told_us) < _STALE_US,
            restarts=0 if told is None else told.restarts,
            planned=[
                Planned(row=row, code=codes.get(row.camera_id, ""), asked=asks.get(row.camera_id)) for row in shown
            ],
        )

    def is_away(self) -> bool:
        """Whether nobody looks at pictures though this site gives cores to it. For the platform's own alarm: nobody is
        asked, and the plan is not read.
        """
        told_us = last_told_us(self._run_path)
        is_late = told_us is None or abs(self._clock.now_us() - told_us) >= _STALE_US
        return self._budget_cores > 0 and is_late

    def ask(self, principal: Principal, ask: Ask, *, source: str) -> Ask:
        """What the camera is watched for from now on, instead of what its drawings say. Raises `NotFound` for a model
        that nobody installed; one that waits for approval may be asked for, and the plan says so.
        """
        request = self._request(ask.camera_id, source)
        decision = self._governance.require(principal, request)
        if ask.model:
            self._models.by_name(ask.model)
        details = {"purposes": sorted(ask.purposes), "priority": ask.priority, "model": ask.model}
        with self._database.transaction() as tx:
            store.put(tx, ask, at_us=self._clock.now_us(), by=principal.user_id)
            self._governance.record(
                tx, principal, "vision.ask", request.resource, decision=decision, details=details,
                personal={"source": source} if source else {},
            )  # fmt: skip
        return ask

    def withdraw(self, principal: Principal, camera_id: str, *, source: str) -> None:
        """Its drawings say again what it is watched for."""
        request = self._request(camera_id, source)
        decision = self._governance.require(principal, request)
        with self._database.transaction() as tx:
            store.drop(tx, camera_id)
            self._governance.record(
                tx, principal, "vision.unask", request.resource, decision=decision, details={},
                personal={"source": source} if source else {},
            )  # fmt: skip

    def every(self) -> Mapping[str, Ask]:
        """All asks, for the platform's own work: nobody is asked."""
        with self._database.reading() as connection:
            return store.every(connection)

    def _request(self, camera_id: str, source: str) -> AccessRequest:
        ref = self._registry.camera_refs([camera_id]).get(camera_id)
        if ref is None:
            raise NotFound("there is no such camera, or you may not see it")
        return AccessRequest(action=Action.ZONE_WRITE, resource=ref, source=source)
