"""``/vision``: the spending plan, and what cameras ask for."""

from __future__ import annotations

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.infra.fields import Words
from toancanh.infra.http import PROBLEMS, RequestBody, TimeOut
from toancanh.vision.watch.model import FIRST, LAST, USUAL, Ask, Why
from toancanh.vision.watch.ports import Purpose
from toancanh.vision.watch.service import Planned, PlanShown, Watching


class AskIn(RequestBody):
    """What one camera is watched for, instead of what its drawings say; no purpose at all: it is not to be watched."""

    purposes: list[Purpose] = Field(max_length=len(Purpose))
    priority: int = Field(default=USUAL, ge=FIRST, le=LAST, description="1 is served first, 5 last.")
    model: Words = Field(
        default="", description="Name of the model that looks at its pictures. Empty: without weights, which wants a "
        "calibrated view."
    )  # fmt: skip


class AskOut(BaseModel):
    """What a person asked for."""

    purposes: list[Purpose]
    priority: int
    model: str

    @classmethod
    def of(cls, ask: Ask) -> AskOut:
        """As it is kept."""
        return cls(purposes=sorted(ask.purposes), priority=ask.priority, model=ask.model)


class PlannedOut(BaseModel):
    """One camera of the plan."""

    camera_id: str
    code: str
    purposes: list[Purpose]
    priority: int
    model: str = Field(description="Empty: without weights.")
    asked: AskOut | None = Field(description="None: what it asks for follows from its drawings.")
    why: Why | None = Field(description="Why it is not watched; none where it is.")
    wanted_per_s: float = Field(description="Looks a second that it asks for, as far as so many pictures come.")
    planned_per_s: float
    measured_per_s: float = Field(description="Over the last seconds.")
    cores: float = Field(description="What the plan counts with, of one core.")
    measured_cores: float = Field(description="What it took over the last seconds.")
    look_ms: float | None = Field(description="Of a core, for one look with its decoding; none before the first.")
    left_out: int = Field(description="Pictures that came and nobody had time for, since the process began.")
    last_look: TimeOut | None
    interrupted: str = Field(description="Why a worker ended over its pictures last; empty: none did.")

    @classmethod
    def of(cls, planned: Planned) -> PlannedOut:
        """As it is told."""
        row = planned.row
        return cls(
            camera_id=row.camera_id,
            code=planned.code,
            purposes=sorted(row.purposes),
            priority=row.priority,
            model=row.model,
            asked=None if planned.asked is None else AskOut.of(planned.asked),
            why=row.why,
            wanted_per_s=round(row.wanted_per_s, 1),
            planned_per_s=round(row.planned_per_s, 1),
            measured_per_s=round(row.measured_per_s, 2),
            cores=round(row.cores, 3),
            measured_cores=round(row.measured_cores, 3),
            look_ms=None if row.look_ms is None else round(row.look_ms, 1),
            left_out=row.left_out,
            last_look=row.last_look_us,
            interrupted=row.interrupted,
        )


class PlanOut(BaseModel):
    """Which camera gets how many looks a second, and what is not watched."""

    budget_cores: float = Field(description="What this site gives to vision: setting `vision_cores`.")
    told: TimeOut | None = Field(description="When the process of watching said so; none where none ever ran here.")
    is_running: bool
    restarts: int = Field(description="Workers that hung, died or ran out of memory since the process began.")
    items: list[PlannedOut]

    @classmethod
    def of(cls, shown: PlanShown) -> PlanOut:
        """As it is shown."""
        return cls(
            budget_cores=shown.budget_cores,
            told=shown.told_us,
            is_running=shown.is_running,
            restarts=shown.restarts,
            items=[PlannedOut.of(one) for one in shown.planned],
        )


def router(watching: Watching) -> APIRouter:
    """The plan, and the asks."""
    routes = APIRouter(prefix="/vision", tags=["vision"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("/plan")
    def plan(principal: SignedIn) -> PlanOut:
        """The cameras whose figures may be read, in the order in which they are served."""
        return PlanOut.of(watching.plan(principal))

    @routes.put("/asks/{camera_id}")
    def put_ask(principal: SignedIn, camera_id: str, body: AskIn, source: Source) -> AskOut:
        """What a camera is watched for from now on; the plan follows within seconds."""
        ask = Ask(camera_id=camera_id, purposes=frozenset(body.purposes), priority=body.priority, model=body.model)
        return AskOut.of(watching.ask(principal, ask, source=source))

    @routes.delete("/asks/{camera_id}", status_code=204)
    def drop_ask(principal: SignedIn, camera_id: str, source: Source) -> Response:
        """Its drawings say again what it is watched for."""
        watching.withdraw(principal, camera_id, source=source)
        return Response(status_code=204)

    return routes
