"""What goes in and out over HTTP about tickets."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from toancanh.governance import Action
from toancanh.health.repairs.model import AssignedAs, FaultSeverity, Ticket, TicketState
from toancanh.health.repairs.tickets import TicketFile
from toancanh.infra.fields import printable
from toancanh.infra.http import RequestBody, TimeOut
from toancanh.registry.dossier.model import CameraCare


def _lines(text: str) -> str:
    return "\n".join(map(printable, text.splitlines()))


Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000), AfterValidator(_lines)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), AfterValidator(_lines)]
Id = Annotated[str, StringConstraints(max_length=36)]


class Moment(enum.StrEnum):
    """Of a photo: the fault, or the camera after it was mended."""

    BEFORE = "before"
    AFTER = "after"


class TicketNew(RequestBody):
    """What a person saw; of cameras of one owner."""

    camera_ids: list[Id] = Field(min_length=1, max_length=100)
    text: Reason
    severity: FaultSeverity = FaultSeverity.MAJOR


class StepIn(RequestBody):
    """``to``: acknowledged, on_the_way or work_done."""

    to: TicketState
    text: Remark = ""


class TicketRemarkIn(RequestBody):
    """What somebody says to it, or nothing."""

    text: Remark = ""


class TicketNoteIn(RequestBody):
    """A line of its story."""

    text: Reason


class TicketReasonIn(RequestBody):
    """Why."""

    reason: Reason


class GiveIn(RequestBody):
    """To whom, and why."""

    maintainer_id: Id
    reason: Reason


class PartUseIn(RequestBody):
    """So much of a part from the stock of the maintainer or the owner."""

    part_id: Id
    quantity: Annotated[float, Field(gt=0, le=1_000_000)]


class TicketCameraOut(BaseModel):
    """A camera as a ticket shows it: enough to find and mend it, and nothing of what it sees."""

    id: str
    code: str
    name: str
    lat: float
    lon: float
    address: str
    maker: str
    model: str
    serial: str
    height_m: float | None

    @classmethod
    def of(cls, one: CameraCare) -> TicketCameraOut:
        """Out of the dossier."""
        names = ("code", "name", "lat", "lon", "address", "maker", "model", "serial", "height_m")
        return cls(id=one.camera_id, **{name: getattr(one, name) for name in names})


class TicketOut(BaseModel):
    """A ticket as lists show it. ``deadline``: what runs out next; ``cameras``: the first three of ``camera_count``."""

    id: str
    number: str
    state: TicketState
    severity: FaultSeverity
    cause: str
    text: str
    owner: str
    owner_id: str
    maintainer: str
    maintainer_id: str
    assigned_as: AssignedAs
    opened_at: TimeOut
    answer_due: TimeOut | None
    repair_due: TimeOut | None
    deadline: TimeOut | None
    is_late: bool
    is_paused: bool
    warranty_until: date | None
    level: int
    cameras: list[TicketCameraOut]
    camera_count: int
    healed_at: TimeOut | None

    @classmethod
    def of(cls, one: Ticket, cameras: list[CameraCare], count: int, names: Mapping[str, str], now_us: int) -> TicketOut:
        """With the names of the organisations."""
        deadline_us = None if one.paused else one.deadline_us
        return cls(
            id=one.id, number=one.number, state=one.state, severity=one.severity, cause=one.cause, text=one.text,
            owner=names.get(one.owner_id, ""), owner_id=one.owner_id, maintainer=names.get(one.maintainer_id, ""),
            maintainer_id=one.maintainer_id, assigned_as=one.assigned_as, opened_at=one.opened_us,
            answer_due=one.answer_due_us, repair_due=one.repair_due_us, deadline=deadline_us,
            is_late=deadline_us is not None and deadline_us < now_us, is_paused=one.paused,
            warranty_until=one.warranty_until, level=one.level, cameras=[TicketCameraOut.of(each) for each in cameras],
            camera_count=count, healed_at=one.healed_us,
        )  # fmt: skip


class TicketCountsOut(BaseModel):
    """How many of each state, and how many whose time has run out."""

    states: dict[str, int]
    late: int


class TicketEntryOut(BaseModel):
    """A line of a ticket's story; ``who`` is empty for the platform."""

    id: str
    at: TimeOut
    who: str
    act: str
    text: str


class TicketPauseOut(BaseModel):
    """The clock stood."""

    start: TimeOut
    end: TimeOut | None
    reason: str


class TicketSeenOut(BaseModel):
    """What a camera gave at a test; ``looked``: whether a picture was asked for."""

    camera_id: str
    online: bool
    looked: bool
    picture_at: TimeOut | None
    width_px: int | None
    height_px: int | None
    faults: list[str]
    passed: bool


class TicketTestOut(BaseModel):
    """A live test."""

    id: str
    at: TimeOut
    who: str
    passed: bool
    seen: list[TicketSeenOut]

    @classmethod
    def of(cls, one: Any, people: Mapping[str, str]) -> TicketTestOut:
        """As it was kept."""
        seen = [
            TicketSeenOut(
                camera_id=id, online=each["online"], looked=each["looked"], picture_at=each["picture_us"],
                width_px=each["width_px"], height_px=each["height_px"], faults=each["faults"], passed=each["passed"],
            ) for id, each in one.seen.items()
        ]  # fmt: skip
        return cls(id=one.id, at=one.at_us, who=people.get(one.user_id, ""), passed=one.passed, seen=seen)


class TicketPhotoOut(BaseModel):
    """A picture that a person took."""

    id: str
    moment: Moment
    at: TimeOut
    who: str


class UsedOut(BaseModel):
    """A part that a repair took."""

    code: str
    name: str
    unit: str
    quantity: float


class TicketFaultOut(BaseModel):
    """One of its cameras and since when it was wrong; ``camera`` is null for one that was removed."""

    camera_id: str
    camera: TicketCameraOut | None
    began_at: TimeOut
    ended_at: TimeOut | None


class TicketFileOut(TicketOut):
    """One ticket with all that hangs on it. ``may``: what the asker may do with it."""

    contract: str
    faults: list[TicketFaultOut]
    entries: list[TicketEntryOut]
    pauses: list[TicketPauseOut]
    tests: list[TicketTestOut]
    photos: list[TicketPhotoOut]
    parts: list[UsedOut]
    may: list[Action]
    done_at: TimeOut | None
    done_by_me: bool

    @classmethod
    def of_file(cls, one: TicketFile, now_us: int, user_id: str) -> TicketFileOut:
        """All of it."""
        known = [care for _, care in one.cameras if care is not None]
        people = one.people
        plain = TicketOut.of(one.ticket, known[:3], len(one.cameras), one.names, now_us)
        return cls(
            **plain.__dict__,
            contract=one.contract.number if one.contract is not None else "",
            faults=[
                TicketFaultOut(
                    camera_id=on.camera_id, camera=TicketCameraOut.of(care) if care is not None else None,
                    began_at=on.began_us, ended_at=on.ended_us,
                ) for on, care in one.cameras[:200]
            ],
            entries=[
                TicketEntryOut(
                    id=each.id, at=each.at_us, who=people.get(each.user_id, ""), act=each.act, text=each.text
                ) for each in one.entries
            ],
            pauses=[TicketPauseOut(start=each.from_us, end=each.until_us, reason=each.reason) for each in one.pauses],
            tests=[TicketTestOut.of(each, one.people) for each in one.tests],
            photos=[
                TicketPhotoOut(id=each.id, moment=Moment(each.moment), at=each.at_us, who=people.get(each.user_id, ""))
                for each in one.photos
            ],
            parts=[
                UsedOut(code=part.code, name=part.name, unit=part.unit, quantity=use.quantity)
                for part, use in one.used
            ],
            may=sorted(one.may),
            done_at=one.ticket.done_us,
            done_by_me=bool(user_id) and one.ticket.done_by == user_id,
        )  # fmt: skip
