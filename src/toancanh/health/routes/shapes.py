"""What goes over the wire."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from toancanh.health.board import Board, By
from toancanh.health.model import Fault, FaultKind, FaultState, Incident, IncidentKind
from toancanh.health.pictures import Overlay
from toancanh.health.pictures.model import TimeReading, places_of
from toancanh.health.service import CameraHealth
from toancanh.health.store.faults import FaultFilter, Group, Listed
from toancanh.health.trend import TrendDay
from toancanh.infra.http import RequestBody, TimeIn, TimeOut
from toancanh.media.model import GapCause
from toancanh.registry import StreamRole
from toancanh.registry.routes.asked import FilterIn, ListAsked

Id = Annotated[str, StringConstraints(max_length=64)]
Causes = Mapping[str, tuple[str, str]]


class BoardAsked(FilterIn):
    """Which cameras are counted."""

    by: By = By.OWNER_AND_UNIT


class FaultsAsked(ListAsked):
    """Which faults are listed."""

    state: Literal["open", "closed", "any"] = "open"
    kinds: list[FaultKind] = Field(default=[], description="One of these.")
    since: TimeIn | None = Field(default=None, description="Begun then or later.")
    alone: bool = Field(default=False, description="Without those that are the consequence of a common cause.")
    incident_id: Id = Field(default="", description="Only the consequences of this cause.")
    alert_id: Id = Field(default="", description="Only what this alert told.")

    def faults(self) -> FaultFilter:
        """As the use case wants it."""
        return FaultFilter(
            state=None if self.state == "any" else FaultState(self.state), kinds=self.kinds, since_us=self.since,
            alone=self.alone, incident_id=self.incident_id, alert_id=self.alert_id,
        )  # fmt: skip


class TrendAsked(FilterIn):
    """Over how long."""

    days: Annotated[int, Field(ge=2, le=366)] = 30


class GroupOut(BaseModel):
    """Cameras of one owner, on the ground of one commune or ward, or of one owner there: a cell of the tree map."""

    owner_id: str | None = Field(description="Null where cameras are counted by unit alone.")
    unit_id: str | None = Field(description="Null where nobody has declared it, or cameras are counted by owner alone.")
    cameras: int
    watched: int = Field(description="Of the cameras: switched on, with a stream.")
    faulty: int = Field(description="With an open fault; those of announced work among them.")
    planned: int = Field(description="Of the faulty: all their faults are of announced work.")
    kinds: dict[FaultKind, int] = Field(description="How many cameras have each fault.")

    @classmethod
    def of(cls, source: Group) -> GroupOut:
        """As sent."""
        return cls(**source._asdict())


class BoardOut(BaseModel):
    """All cameras that you may see, counted."""

    cameras: int
    watched: int = Field(description="Switched on, with a stream.")
    faulty: int = Field(description="With an open fault that is not of announced work.")
    planned: int
    kinds: dict[FaultKind, int]
    names: dict[str, str] = Field(description="Of the owners, communes and wards in `groups`.")
    groups: list[GroupOut]

    @classmethod
    def of(cls, source: Board) -> BoardOut:
        """As sent."""
        return cls(
            cameras=source.cameras, watched=source.watched, faulty=source.faulty, planned=source.planned,
            kinds=dict(source.kinds), names=dict(source.names), groups=[GroupOut.of(one) for one in source.groups],
        )  # fmt: skip


class FaultOut(BaseModel):
    """One fault of one camera."""

    id: str
    camera_id: str
    kind: FaultKind
    state: FaultState
    score: float = Field(description="How sure, 0 to 1.")
    threshold: float = Field(description="From which score on it counts as wrong, by class of camera and hour.")
    began_at: TimeOut
    opened_at: TimeOut | None
    closed_at: TimeOut | None
    details: dict[str, Any] = Field(description="What was measured: degrees turned, frames a second, ...")
    incident_id: str | None = Field(description="The common cause that it is a consequence of.")
    planned: bool = Field(description="Somebody had announced work there.")
    pictures: list[str] = Field(description="`before`, `after`: the moments of its pictures.")

    @classmethod
    def of(cls, source: Fault, pictures: Collection[str] = ()) -> FaultOut:
        """As sent."""
        return cls(**_of_fault(source), pictures=sorted(pictures))


class ListedFaultOut(FaultOut):
    """The same with what a list shows of its camera."""

    code: str
    name: str
    owner_id: str
    unit_id: str | None

    @classmethod
    def listed(cls, source: Listed, pictures: Collection[str] = ()) -> ListedFaultOut:
        """As sent."""
        of = source._asdict()
        return cls(**_of_fault(of.pop("fault")), pictures=sorted(pictures), **of)


class DayOut(BaseModel):
    """What looks at its pictures found on one local day."""

    day: str
    looks: int
    looked_at: TimeOut
    scores: dict[FaultKind, dict[int, float]] = Field(description="The highest of each hour (0 to 23), by kind.")


class RecordedDayOut(BaseModel):
    """How much of one local day should have been recorded and was, up to now."""

    day: str
    expected_s: float
    recorded_s: float
    missing_s: dict[GapCause, float]


class TimeOverlay(RequestBody):
    """Where a camera writes its time into the picture, in shares of width and height, and how. The area begins with
    the first character and ends with the last; characters are of one width.
    """

    left: Annotated[float, Field(ge=0, lt=1)]
    top: Annotated[float, Field(ge=0, lt=1)]
    width: Annotated[float, Field(gt=0, le=1)]
    height: Annotated[float, Field(gt=0, le=1)]
    form: str = Field(default="%Y-%m-%d %H:%M:%S", max_length=64, description="As strftime has it.")
    tolerance_s: Annotated[float, Field(ge=5, le=86_400)] = 60.0

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        if self.left + self.width > 1 or self.top + self.height > 1:
            raise ValueError(
                "the area of the time lies within the picture: left + width and top + height are at most 1"
            )
        if not any(place is not None for place in places_of(self.form)):
            raise ValueError("the form of the time has at least one field, as %H:%M:%S has three")
        return self

    def overlay(self) -> Overlay:
        """As pictures are judged by it."""
        return Overlay(**self.model_dump())


class ViewOut(BaseModel):
    """Where it should look, as a person approved it."""

    taken_at: TimeOut
    approved_at: TimeOut
    approved_by: str
    compared: bool = Field(description="False while its pictures are all of twilight: nothing is compared yet.")
    time_overlay: TimeOverlay | None = Field(description="Where the camera writes its time; null: nothing is read.")
    time_reading: TimeReading | None = Field(
        description="Whether that time can be judged; while it is not `read`, no fault of it is no good news."
    )


class CameraHealthOut(BaseModel):
    """One camera's page. Its stream's figures are in `/cameras/{id}/status`."""

    camera_id: str
    code: str
    name: str
    now: list[FaultOut] = Field(description="Suspected and open.")
    history: list[FaultOut] = Field(description="Of those that became an alarm, the newest first.")
    days: list[DayOut]
    thresholds: dict[FaultKind, list[float]] = Field(
        description="From which score on a look counts as wrong, by local hour (0 to 23)."
    )
    recorded: list[RecordedDayOut]
    view: ViewOut | None

    @classmethod
    def of(cls, source: CameraHealth) -> CameraHealthOut:
        """As sent."""
        view = source.view
        return cls(
            camera_id=source.camera.id,
            code=source.camera.code,
            name=source.camera.name,
            now=[FaultOut.of(one, source.pictures.get(one.id, ())) for one in source.now],
            history=[FaultOut.of(one, source.pictures.get(one.id, ())) for one in source.history],
            days=[
                DayOut(
                    day=one.day, looks=one.looks, looked_at=one.looked_us,
                    scores={kind: dict(hours) for kind, hours in one.scores.items()},
                )
                for one in source.days
            ],
            thresholds={kind: list(hours) for kind, hours in source.thresholds.items()},
            recorded=[
                RecordedDayOut(
                    day=one.day, expected_s=one.expected_s, recorded_s=one.recorded_s, missing_s=one.missing_s
                )
                for one in source.recorded
            ],
            view=None
            if view is None
            else ViewOut(
                taken_at=view.picture.taken_us, approved_at=view.approved_us, approved_by=view.approved_by,
                compared=bool(view.reference),
                time_overlay=None if view.overlay is None else TimeOverlay(**asdict(view.overlay)),
                time_reading=source.time_reading,
            ),
        )  # fmt: skip


class IncidentOut(BaseModel):
    """Many cameras away for one cause."""

    id: str
    kind: IncidentKind
    cause_id: str = Field(description="Of the line, switch, power feed, site or device.")
    cause_code: str = Field(description="Empty where you may not see it.")
    cause_name: str = Field(description="Empty where you may not see it.")
    opened_at: TimeOut
    closed_at: TimeOut | None
    cameras: int = Field(description="Its consequences that you may see.")

    @classmethod
    def of(cls, source: Incident, cameras: int, causes: Causes) -> IncidentOut:
        """As sent. How many there are in all is not: that would count what the asker may not see."""
        return cls(**_of_incident(source, cameras, causes))


class IncidentWithFaults(IncidentOut):
    """With its consequences."""

    faults: list[ListedFaultOut]

    @classmethod
    def with_faults(
        cls, source: Incident, cameras: int, causes: Causes, faults: list[ListedFaultOut]
    ) -> IncidentWithFaults:
        """As sent."""
        return cls(**_of_incident(source, cameras, causes), faults=faults)


class TrendPoint(BaseModel):
    """How it was at an instant."""

    at: TimeOut
    open: int = Field(description="How many faults were open.")
    kinds: dict[FaultKind, int]
    useful: float | None = Field(
        description="Of the day before it, the share of the time of cameras with a stream that passed without a "
        "fault that makes pictures useless; announced work is left out. Null without cameras."
    )

    @classmethod
    def of(cls, source: TrendDay) -> TrendPoint:
        """As sent."""
        kinds = dict(source.kinds)
        return cls(at=source.at_us, open=sum(kinds.values()), kinds=kinds, useful=source.useful)


class TrendOut(BaseModel):
    """One point for each day, the oldest first; the last is now."""

    points: list[TrendPoint]


class ApprovalIn(RequestBody):
    """Which stream's picture of now is the approved view; without it the one that looks use."""

    stream: StreamRole | None = None
    time_overlay: TimeOverlay | None = Field(
        default=None, description="Where the camera writes its time; without it the time is not read."
    )


def _of_incident(source: Incident, cameras: int, causes: Causes) -> Mapping[str, Any]:
    code, name = causes.get(source.cause_id, ("", ""))
    return {
        "id": source.id,
        "kind": source.kind,
        "cause_id": source.cause_id,
        "cause_code": code,
        "cause_name": name,
        "opened_at": source.opened_us,
        "closed_at": source.closed_us,
        "cameras": cameras,
    }


def _of_fault(source: Fault) -> Mapping[str, Any]:
    return {
        "id": source.id,
        "camera_id": source.camera_id,
        "kind": source.kind,
        "state": source.state,
        "score": round(source.score, 3),
        "threshold": source.threshold,
        "began_at": source.began_us,
        "opened_at": source.opened_us,
        "closed_at": source.closed_us,
        "details": dict(source.details),
        "incident_id": source.incident_id,
        "planned": source.planned,
    }
