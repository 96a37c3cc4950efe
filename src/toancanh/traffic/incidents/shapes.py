"""What the routes of incidents take and give.

GET /traffic/incidents (TrafficIncidentsAsked) -> Page[TrafficIncidentOut]
GET /traffic/incidents/rates (IncidentRatesAsked) -> IncidentRatesOut
GET /traffic/incidents/{incident_id} -> TrafficIncidentOut
POST /traffic/incidents/{incident_id}/confirm | dismiss | close (IncidentAnswerIn) -> TrafficIncidentOut
GET /traffic/cameras/{camera_id}/incidents/{incident_id}/picture.jpg?width=&purpose=&reference= -> image/jpeg
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, Field

from toancanh.infra.fields import Words
from toancanh.infra.http import MAX_LIMIT, After, RequestBody, TimeIn, TimeOut
from toancanh.traffic.incidents.model import (
    Answer,
    IncidentEvidence,
    Rate,
    Sighting,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.store.queries import IncidentFilter

_Id = Annotated[str, Field(max_length=64, pattern="^[A-Za-z0-9_-]*$")]
Shown = Literal["open", "ended", "closed"]


class TrafficIncidentsAsked(BaseModel):
    """Which incidents, the newest first; without ``state`` all."""

    state: list[Shown] = Field(default=[], max_length=3, description="Repeatable.")
    kind: list[TrafficIncidentKind] = Field(default=[], max_length=6, description="Repeatable.")
    answer: list[Answer] = Field(default=[], max_length=3, description="Repeatable: `none` waits for somebody.")
    camera_id: list[_Id] = Field(default=[], max_length=100, description="That one of these saw; repeatable.")
    since: TimeIn | None = Field(default=None, description="That lasted then or later.")
    until: TimeIn | None = Field(default=None, description="That had begun by then.")
    limit: int = Field(default=100, ge=1, le=MAX_LIMIT, description="Most items of one page.")
    after: After = None

    def filter(self) -> IncidentFilter:
        """The use case's words."""
        return IncidentFilter(
            states=frozenset(map(TrafficIncidentState, self.state)), kinds=frozenset(self.kind),
            answers=frozenset(self.answer), camera_ids=frozenset(self.camera_id), since_us=self.since,
            until_us=self.until,
        )  # fmt: skip


class IncidentSightingOut(BaseModel):
    """What one camera told of it."""

    camera_id: str
    camera_code: str
    camera_name: str
    zone_id: str = Field(description="The drawing in which it is; empty where it lies in none.")
    first: TimeOut
    last: TimeOut
    strength: float = Field(description="How sure this camera's signs alone make it, from 0 to 1.")
    evidence: dict[IncidentEvidence, float] = Field(description="What speaks for it; units are in the names.")
    box: tuple[float, float, float, float] | None = Field(
        description="Left, top, right, bottom of what shows it, in shares of the picture; null where it is no object."
    )
    picture: TimeOut | None = Field(
        description="When the kept picture was taken: `/traffic/cameras/{camera_id}/incidents/{id}/picture.jpg`."
    )

    @classmethod
    def of(cls, source: Sighting, code: str, name: str) -> Self:
        """As shown."""
        box = source.box
        return cls(
            camera_id=source.camera_id, camera_code=code, camera_name=name, zone_id=source.zone_id,
            first=source.first_us, last=source.last_us, strength=round(source.strength, 3),
            evidence={name: round(value, 2) for name, value in source.evidence.items()},
            box=None if box is None else (box.left, box.top, box.right, box.bottom), picture=source.picture_us,
        )  # fmt: skip


class TrafficIncidentOut(BaseModel):
    """One thing that happens, whoever sees it; of its cameras those that you may read."""

    id: str
    kind: TrafficIncidentKind
    state: TrafficIncidentState
    confidence: float = Field(description="All its cameras' signs together, from 0 to 1.")
    began: TimeOut
    opened: TimeOut = Field(description="When its signs sufficed.")
    last: TimeOut = Field(description="When a camera last told of it.")
    ended: TimeOut | None
    lat: float | None = Field(description="Null where no camera of it knows where it looks.")
    lon: float | None
    uncertainty_m: float | None = Field(description="One standard deviation.")
    sightings: list[IncidentSightingOut] = Field(description="The surest first.")
    answer: Answer
    answered: TimeOut | None
    answered_by: str = Field(description="Id of an account.")
    words: str

    @classmethod
    def of(cls, source: TrafficIncident, cameras: Mapping[str, tuple[str, str]]) -> Self:
        """``cameras``: code and name of those that may be read, by id."""
        spot = source.spot
        seen = sorted(source.sightings, key=lambda one: (-one.strength, one.camera_id))
        return cls(
            id=source.id, kind=source.kind, state=source.state, confidence=round(source.confidence, 3),
            began=source.began_us, opened=source.opened_us or source.began_us, last=source.last_us,
            ended=source.ended_us, lat=None if spot is None else spot.lat, lon=None if spot is None else spot.lon,
            uncertainty_m=None if spot is None else round(spot.uncertainty_m, 1),
            sightings=[IncidentSightingOut.of(one, *cameras[one.camera_id])
                       for one in seen if one.camera_id in cameras],
            answer=source.answer, answered=source.answered_us, answered_by=source.answered_by, words=source.words,
        )  # fmt: skip


class IncidentAnswerIn(RequestBody):
    """What was found there; stands in the record."""

    words: Words = ""


class IncidentRatesAsked(BaseModel):
    """Of which cameras."""

    camera_id: list[_Id] = Field(min_length=1, max_length=100, description="Repeatable.")


class IncidentRateOut(BaseModel):
    """How often a camera was wrong about a kind over the last 30 days, and what its signs must reach because of it."""

    camera_id: str
    kind: TrafficIncidentKind
    confirmed: int
    dismissed: int
    unanswered: int
    watched_h: float
    false_per_day: float | None = Field(description="Dismissed by day of watching; null below an hour of it.")
    needed: float = Field(description="So sure its signs must make it before it is an incident, from 0 to 1.")

    @classmethod
    def of(cls, source: Rate) -> Self:
        """As shown."""
        per_day = source.false_per_day
        return cls(
            camera_id=source.camera_id, kind=source.kind, confirmed=source.confirmed, dismissed=source.dismissed,
            unanswered=source.unanswered, watched_h=round(source.watched_s / 3600, 2),
            false_per_day=None if per_day is None else round(per_day, 3), needed=round(source.needed, 4),
        )  # fmt: skip


class IncidentRatesOut(BaseModel):
    """In the order of camera and kind; only what was ever told or answered."""

    items: list[IncidentRateOut]
