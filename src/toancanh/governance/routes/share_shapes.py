"""What goes over the wire about shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from toancanh.governance.routes.shapes import Id
from toancanh.governance.shares import Selection, SharedCamera, ShareState, What
from toancanh.governance.shares.service import Shown
from toancanh.governance.shares.use import Use
from toancanh.infra.fields import Code, Words
from toancanh.infra.http import RequestBody, TimeIn, TimeOut

Ids = Annotated[list[Id], Field(max_length=2000)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]
Purpose = Annotated[str, StringConstraints(max_length=64)]
Whats = Annotated[list[What], Field(min_length=1, max_length=2)]


class ShareSelectionIn(RequestBody):
    """Which cameras: within all parts that are given; of several values of one part one must hold, of `tag` all."""

    unit_id: Annotated[list[Id], Field(max_length=200, description="Communes or wards they stand in.")] = []
    owner_id: Annotated[list[Id], Field(max_length=200)] = []
    tag: Annotated[list[Words], Field(max_length=20)] = []
    lasso: Annotated[str, StringConstraints(max_length=5000)] = Field(
        default="", description="longitude,latitude;longitude,latitude;...: the corners of an area."
    )
    codes: Annotated[list[Code], Field(max_length=2000, description="A list in place of an area.")] = []

    def selection(self) -> Selection:
        """As governance passes it on."""
        return Selection(
            unit_id=tuple(self.unit_id),
            owner_id=tuple(self.owner_id),
            tag=tuple(tag for tag in self.tag if tag),
            lasso=self.lasso,
            codes=tuple(self.codes),
        )


class SharePreviewIn(RequestBody):
    """Whom would this go to? Without `receiver_id` for the asker's own organisation."""

    receiver_id: Id | None = None
    selection: ShareSelectionIn


class ShareNew(SharePreviewIn):
    """A request."""

    what: Whats
    purpose: Purpose
    legal_basis: Text = ""
    reason: Text = ""
    until: TimeIn


class ShareAnswer(RequestBody):
    """The owner's answer; what is left out stays as it was asked for."""

    agreed: bool
    words: Text = ""
    struck: Ids = []
    what: Whats | None = None
    until: TimeIn | None = None
    version: int | None = Field(default=None, description="The version that was seen: 409 if it is no longer so.")


class ShareEnd(RequestBody):
    """Why it ends."""

    words: Text = ""


class BothWords(BaseModel):
    """The same in both languages."""

    vi: str
    en: str


class PurposeChoice(BaseModel):
    """What cameras may be asked for."""

    key: str
    name: BothWords


class SharingRuleOut(BaseModel):
    """What may be asked for, and for how long."""

    what: list[What]
    max_days: int
    legal_basis: bool
    article: str


class UnitChoice(BaseModel):
    """A commune or ward."""

    id: str
    name: str


class ShareTerms(BaseModel):
    """What the regulation lets one ask."""

    purposes: list[PurposeChoice]
    rules: list[SharingRuleOut]
    units: list[UnitChoice] = Field(description="Communes and wards on whose ground cameras may be asked for.")


class OwnerCount(BaseModel):
    """How many cameras of an owner would be asked for."""

    owner_id: str
    owner: str
    cameras: int


class SharePreview(BaseModel):
    """A request goes to each of these owners."""

    owners: list[OwnerCount]


class ShareOut(BaseModel):
    """One owner's part of a request. `holds`: cameras can be seen by it now."""

    id: str
    ask_id: str
    receiver_id: str
    receiver: str
    owner_id: str
    owner: str
    state: ShareState
    holds: bool
    is_over: bool = Field(description="Agreed, and its time is over.")
    what: list[What]
    purpose: str
    legal_basis: str
    reason: str
    asked_at: TimeOut
    asked_by: str
    from_: TimeOut | None = Field(default=None, alias="from")
    until: TimeOut
    answered_at: TimeOut | None
    answered_by: str
    words: str
    ended_at: TimeOut | None
    ended_by: str
    ended_words: str
    cameras: int = Field(description="That were asked for.")
    struck: int
    is_owner: bool
    may_answer: bool
    may_cancel: bool
    version: int

    @classmethod
    def of(cls, shown: Shown, now_us: int) -> ShareOut:
        """As sent."""
        one = shown.share
        return cls(
            id=one.id,
            ask_id=one.ask_id,
            receiver_id=one.receiver_id,
            receiver=one.receiver_name,
            owner_id=one.owner_id,
            owner=one.owner_name,
            state=one.state,
            holds=one.holds_at(now_us),
            is_over=one.state is ShareState.AGREED and now_us >= one.until_us,
            what=sorted(one.what),
            purpose=one.purpose,
            legal_basis=one.legal_basis,
            reason=one.reason,
            asked_at=one.asked_us,
            asked_by=one.asked_by_name,
            **{"from": one.from_us},
            until=one.until_us,
            answered_at=one.answered_us,
            answered_by=one.answered_by_name,
            words=one.words,
            ended_at=one.ended_us,
            ended_by=one.ended_by_name,
            ended_words=one.ended_words,
            cameras=shown.asked_for,
            struck=shown.struck,
            is_owner=shown.is_owner,
            may_answer=shown.may_answer,
            may_cancel=shown.may_cancel,
            version=one.version,
        )


class ShareCameraOut(BaseModel):
    """A camera of a share."""

    id: str
    code: str
    name: str
    lat: float
    lon: float
    azimuth_deg: float | None
    struck: bool

    @classmethod
    def of(cls, found: SharedCamera, *, struck: bool) -> ShareCameraOut:
        """As sent."""
        return cls(
            id=found.id,
            code=found.code,
            name=found.name,
            lat=found.lat,
            lon=found.lon,
            azimuth_deg=found.azimuth_deg,
            struck=struck,
        )


class ShareCameras(BaseModel):
    """All of them, by code."""

    items: list[ShareCameraOut]


class ReceivedOut(BaseModel):
    """What the asker may watch by one share, now."""

    share_id: str
    owner: str
    what: list[What]
    purpose: str
    until: TimeOut
    camera_ids: list[str]


class Received(BaseModel):
    """By all of them."""

    items: list[ReceivedOut]


class ShareWatchingOut(BaseModel):
    """A view that runs now; `username` only for those who may read the owner's record."""

    id: str
    action: str
    camera_id: str
    purpose: str
    username: str


class WatchingNow(BaseModel):
    """All of them."""

    items: list[ShareWatchingOut]


class ShareUseOut(BaseModel):
    """One view, as the record has it."""

    id: str
    camera_ids: list[str] = Field(description="Several on a page of thumbnails.")
    action: str
    at: TimeOut
    seconds: float | None
    purpose: str
    reference: str
    username: str

    @classmethod
    def of(cls, found: Use) -> ShareUseOut:
        """As sent."""
        given = {name: getattr(found, name) for name in cls.model_fields if name != "at"}
        return cls(at=found.at_us, **given)
