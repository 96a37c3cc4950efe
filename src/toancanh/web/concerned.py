"""``/audit/persons``: a person who was recorded asks; the data-protection officer answers, without officers' names.

Here because the answer is put together from three packages: governance keeps the request and knows what pictures were
used for, registry which cameras stand there, media what they recorded.
"""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from toancanh.governance.http import SECURITY, SignedIn, Source
from toancanh.governance.oversight.concerned import MAX_RADIUS_M, Asked, PersonRequest
from toancanh.infra.fields import Name
from toancanh.infra.http import PROBLEMS, After, Limit, Page, RequestBody, TimeIn, TimeOut, page
from toancanh.planning.letters import issuers
from toancanh.planning.letters.letter import Block, Letter, LetterFormat, Paragraph, Table
from toancanh.registry import CameraFilter

if TYPE_CHECKING:
    from toancanh.kernel import Principal
    from toancanh.web.ports import Platform

_HANOI = timezone(timedelta(hours=7))
_MOST_CAMERAS = 500
_FILES: dict[str, dict[str, object]] = {
    "application/pdf": {},
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": {},
}


class PersonIn(RequestBody):
    """Where and when the person was; the name stays in the office's register."""

    organisation_id: Annotated[str, Field(max_length=64)]
    number: Annotated[str, Field(min_length=1, max_length=64, description="Of the office's register.")]
    place: Name
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    radius_m: Annotated[int, Field(ge=1, le=MAX_RADIUS_M)]
    from_: Annotated[TimeIn, Field(alias="from")]
    to: TimeIn


class RecordedCamera(BaseModel):
    """A camera that recorded there then; ``kept_days``: how long its pictures are kept at most."""

    code: str
    name: str
    owner: str
    kept_days: float


class UsedFor(BaseModel):
    """How often pictures of that time were looked at or taken out, for one purpose."""

    purpose: str
    purpose_vi: str
    purpose_en: str
    views: int
    exports: int


class PersonAnswer(BaseModel):
    """What the person is told."""

    cameras: list[RecordedCamera]
    used: list[UsedFor]
    at_least: bool = Field(default=False, description="Counted are the newest entries of the record; there are more.")


class PersonState(enum.StrEnum):
    """Where a request stands."""

    OPEN = "open"
    LATE = "late"
    ANSWERED = "answered"


class PersonOut(BaseModel):
    """A request, by when it is to be answered, and its answer: as it would be now, or as it was given."""

    id: str
    organisation_id: str
    number: str
    place: str
    lat: float
    lon: float
    radius_m: int
    from_: TimeOut = Field(serialization_alias="from")
    to: TimeOut
    received: TimeOut
    due: TimeOut | None
    article: str = Field(description="Of the regulation in force that sets the time; empty where none does.")
    answered: TimeOut | None
    state: PersonState
    answer: PersonAnswer | None = None


class Persons:
    """Puts answers together. Cameras that the officer may not know are left out, and so is their use."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._requests = platform.governance.person_requests

    def answer(self, principal: Principal, asked: Asked) -> PersonAnswer:
        """As the record, the inventory and the archive say it now."""
        near = CameraFilter(near=f"{asked.lat},{asked.lon},{asked.radius_m}", under_id=asked.organisation_id)
        listed = self._platform.registry.lists.page(principal, near, after="", limit=_MOST_CAMERAS)
        cameras = [one.camera for one in listed]
        there = [one for one in cameras if self._platform.archive.has_any(one.id, asked.from_us, asked.to_us)]
        owners = {
            one.id: one.name for one in self._platform.governance.organisations.named({c.owner_id for c in there})
        }
        used = self._requests.used([one.id for one in cameras], asked.from_us, asked.to_us)
        names = {one.key: one.name for one in self._requests.purposes}
        return PersonAnswer(
            cameras=[
                RecordedCamera(code=one.code, name=one.name, owner=owners.get(one.owner_id, ""), kept_days=one.max_days)
                for one in there
            ],
            used=[
                UsedFor(
                    purpose=one.purpose,
                    purpose_vi=names[one.purpose].vi if one.purpose in names else one.purpose,
                    purpose_en=names[one.purpose].en if one.purpose in names else one.purpose,
                    views=one.views,
                    exports=one.exports,
                )
                for one in used.items
            ],
            at_least=used.at_least,
        )

    def out(self, of: PersonRequest, answer: PersonAnswer | None = None) -> PersonOut:
        """As sent."""
        asked, duty = of.asked, self._requests.duty
        late = of.due_us is not None and self._platform.clock.now_us() > of.due_us
        state = PersonState.ANSWERED if of.answered_us is not None else PersonState.LATE if late else PersonState.OPEN
        return PersonOut(
            id=of.id,
            organisation_id=asked.organisation_id,
            number=asked.number,
            place=asked.place,
            lat=asked.lat,
            lon=asked.lon,
            radius_m=asked.radius_m,
            from_=asked.from_us,
            to=asked.to_us,
            received=of.received_us,
            due=of.due_us,
            article=duty.article if duty is not None else "",
            answered=of.answered_us,
            state=state,
            answer=PersonAnswer.model_validate(of.answer) if of.answer else answer,
        )

    def whole(self, principal: Principal, found: PersonRequest) -> PersonOut:
        """With its answer."""
        return self.out(found, None if found.answer else self.answer(principal, found.asked))

    def letter(self, principal: Principal, found: PersonRequest, form: LetterFormat) -> bytes:
        """The answer as a letter to be signed."""
        answer = self.whole(principal, found).answer
        [issuer] = self._platform.governance.organisations.named({found.asked.organisation_id})
        letter = compose(found, answer or PersonAnswer(cameras=[], used=[]), issuer.name, self._platform.clock.now_us())
        if form is LetterFormat.PDF:
            from toancanh.planning.letters.pdf import write_pdf  # large, and most processes write none

            return write_pdf(letter, made_at_s=self._platform.clock.now_us() // 1_000_000)
        from toancanh.planning.letters.docx import write_docx

        return write_docx(letter)


def compose(of: PersonRequest, answer: PersonAnswer, issuer: str, now_us: int) -> Letter:
    """The words of the answer, in Vietnamese; it names no officer and not the person either."""
    asked = of.asked
    span = f"từ {_moment(asked.from_us)} đến {_moment(asked.to_us)}"
    body: list[Block] = [
        Paragraph(
            text=f"Trả lời yêu cầu số {asked.number} về việc bị camera ghi hình tại {asked.place} "
            f"(trong bán kính {asked.radius_m} m), {span}, {issuer} thông báo như sau:"
        ),
        Paragraph(text="1. Camera đã ghi hình tại đó, vào lúc đó", is_heading=True),
    ]
    if answer.cameras:
        rows = tuple(
            (str(number), f"{one.code}\n{one.name}", one.owner, f"{one.kept_days:g} ngày")
            for number, one in enumerate(answer.cameras, 1)
        )
        columns = ("STT", "Camera", "Đơn vị quản lý", "Lưu tối đa")
        body.append(Table(columns=columns, widths=(1, 5, 4, 2), rows=rows, right=frozenset({0})))
    else:
        body.append(Paragraph(text="Không có hình nào được lưu của nơi này, vào lúc này."))
    body.append(Paragraph(text="2. Hình được sử dụng cho mục đích gì", is_heading=True))
    if answer.used:
        uses = tuple(
            (one.purpose_vi or "giám sát thường xuyên", str(one.views), str(one.exports)) for one in answer.used
        )
        heads = ("Mục đích", "Số lần xem", "Số lần tải về")
        body.append(Table(columns=heads, widths=(6, 2, 2), rows=uses, right=frozenset({1, 2})))
        if answer.at_least:
            body.append(Paragraph(text="Số lần nêu trên được đếm trong phần mới nhất của nhật ký; thực tế nhiều hơn."))
    else:
        body.append(Paragraph(text="Nhật ký không ghi nhận lần xem hay tải về nào đối với hình này."))
    body += [
        Paragraph(text="3. Thời hạn lưu", is_heading=True),
        Paragraph(
            text="Hình quá thời hạn nêu tại mục 1 được xóa, trừ hình được giữ cho một vụ việc. Camera mà pháp luật "
            "không cho phép nêu thì không có trong thông báo này./."
        ),
    ]
    return Letter(
        superior="",
        issuer=issuers.head(issuer),
        number=issuers.number(issuer),
        place_and_day=f"{issuers.place(issuer)}, {_day(now_us)}",
        title="",
        subject=f"V/v trả lời yêu cầu số {asked.number} của người được ghi hình",
        to=("Ông (bà) …………",),
        preamble=(),
        body=tuple(body),
        receivers=("Như trên", "Lưu: VT"),
        sign_as=issuers.sign_as(issuer),
    )


def person_router(platform: Platform) -> APIRouter:
    """The requests and their answers."""
    persons, requests = Persons(platform), platform.governance.person_requests
    routes = APIRouter(prefix="/audit/persons", tags=["audit"], responses=PROBLEMS, dependencies=SECURITY)

    @routes.get("")
    def list_person_requests(
        principal: SignedIn, source: Source, limit: Limit = 100, after: After = None
    ) -> Page[PersonOut]:
        """The newest first, without their answers."""
        shown = page(requests.page(principal, after=after or "", limit=limit + 1, source=source), limit)
        return Page(items=[persons.out(item) for item in shown.items], next=shown.next)

    @routes.post("", status_code=201)
    def receive_person_request(principal: SignedIn, source: Source, wanted: PersonIn) -> PersonOut:
        """The clock of the regulation's duty begins."""
        asked = Asked(
            organisation_id=wanted.organisation_id,
            number=wanted.number,
            place=wanted.place,
            lat=wanted.lat,
            lon=wanted.lon,
            radius_m=wanted.radius_m,
            from_us=wanted.from_,
            to_us=wanted.to,
        )
        return persons.whole(principal, requests.receive(principal, asked, source=source))

    @routes.get("/{request_id}")
    def get_person_request(principal: SignedIn, source: Source, request_id: str) -> PersonOut:
        """With its answer: as it would be now, or as it was given."""
        return persons.whole(principal, requests.get(principal, request_id, source=source))

    @routes.post("/{request_id}/answer")
    def answer_person_request(principal: SignedIn, source: Source, request_id: str) -> PersonOut:
        """Keep what is said; it changes no more."""
        found = requests.get(principal, request_id, source=source)
        said = persons.answer(principal, found.asked).model_dump(mode="json")
        return persons.out(requests.answer(principal, request_id, said, source=source))

    @routes.get("/{request_id}/letter", response_class=Response, responses={200: {"content": _FILES}})
    def get_person_letter(
        principal: SignedIn,
        source: Source,
        request_id: str,
        format: Annotated[LetterFormat, Query()] = LetterFormat.DOCX,
    ) -> Response:
        """The answer as a letter, for signature."""
        content = persons.letter(principal, requests.get(principal, request_id, source=source), format)
        kinds = dict(zip((LetterFormat.PDF, LetterFormat.DOCX), _FILES, strict=True))
        headers = {
            "Content-Disposition": f'attachment; filename="tra-loi.{format}"',
            "Cache-Control": "no-store",
        }
        return Response(content, media_type=kinds[format], headers=headers)

    return routes


def _moment(at_us: int) -> str:
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(_HANOI).strftime("%H giờ %M ngày %d/%m/%Y")


def _day(at_us: int) -> str:
    return datetime.fromtimestamp(at_us // 1_000_000, UTC).astimezone(_HANOI).strftime("ngày %d tháng %m năm %Y")
