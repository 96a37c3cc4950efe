"""The words of each letter. Pure: what is said comes from the proposal, its opinions, decision and tests."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from toancanh.planning.consultation.machine import AgencyRole, Step, Verdict
from toancanh.planning.consultation.model import AcceptanceFault, AcceptanceTest, MadeDecision, Opinion
from toancanh.planning.letters import issuers
from toancanh.planning.letters.letter import Block, Letter, LetterKind, Paragraph, Table
from toancanh.planning.proposals.model import Proposal
from toancanh.registry.dossier.model import CameraKind

_HANOI = timezone(timedelta(hours=7))
_BLANK_DAY = "{place}, ngày       tháng       năm {year}"
_DOTS = "……………………"
_MATTER = {
    AgencyRole.TECHNOLOGY: "công nghệ và kỹ thuật",
    AgencyRole.POLICE: "vị trí lắp đặt và an ninh, trật tự",
}
_VERDICT = {
    Verdict.AGREE: "nhất trí với đề xuất",
    Verdict.CONDITIONS: "nhất trí với đề xuất, kèm theo các điều kiện sau",
    Verdict.DISAGREE: "không nhất trí với đề xuất",
}
_KIND = {CameraKind.FIXED: "cố định", CameraKind.PTZ: "quay quét"}
_FAULT = {
    AcceptanceFault.NO_PICTURE: "không có hình",
    AcceptanceFault.OFFLINE: "không trực tuyến",
    AcceptanceFault.RESOLUTION: "độ phân giải thấp hơn đề xuất",
    AcceptanceFault.OLD_PICTURE: "hình không phải của thời điểm kiểm tra",
}


@dataclass(frozen=True, kw_only=True)
class Matter:
    """What letters are written from. ``names``, ``superiors``: of organisations by id, where there are any."""

    proposal: Proposal
    names: Mapping[str, str]
    superiors: Mapping[str, str]
    opinions: tuple[Opinion, ...]  # of the present round
    decision: MadeDecision | None
    tests: tuple[AcceptanceTest, ...]  # the last one of each camera
    camera_codes: Mapping[str, str]
    now_us: int

    def name(self, organisation_id: str) -> str:
        """An organisation's name, or dots to be filled in by hand."""
        return self.names.get(organisation_id) or "…………"

    @property
    def owner(self) -> str:
        """Who proposes."""
        return self.name(self.proposal.owner_id)

    def superior(self, organisation_id: str) -> str:
        """Who stands above it at the head of a letter, or nobody."""
        return self.superiors.get(organisation_id, "")

    def blank_day(self, issuer: str) -> str:
        """The day is written when it is signed."""
        return _BLANK_DAY.format(place=issuers.place(issuer), year=_moment(self.now_us).year)


def compose(kind: LetterKind, matter: Matter, about: Opinion | None) -> Letter:
    """The letter; ``about``: the request that a request or opinion letter is about."""
    if kind is LetterKind.REQUEST and about is not None:
        return _request(matter, about)
    if kind is LetterKind.OPINION and about is not None:
        return _opinion(matter, about)
    writers: Mapping[LetterKind, Callable[[Matter], Letter]] = {
        LetterKind.DECISION: _decision,
        LetterKind.ACCEPTANCE: _acceptance,
    }
    return writers[kind](matter)


def _request(matter: Matter, about: Opinion) -> Letter:
    proposal, agency = matter.proposal, matter.name(about.agency_id)
    count = len(proposal.draft.candidates)
    body: list[Block] = [
        Paragraph(
            text=f"{matter.owner} lập đề xuất số {proposal.number} “{proposal.draft.title}” gồm {count} camera tại các "
            "vị trí nêu trong bảng dưới đây."
        ),
        *_lines(proposal.draft.justification),
        Paragraph(text="1. Camera đề xuất", is_heading=True),
        _candidates(proposal),
        Paragraph(text="2. Kết quả kiểm tra trên nền tảng", is_heading=True),
        *_check_lines(proposal),
        Paragraph(
            text=f"{matter.owner} đề nghị {agency} cho ý kiến về {_MATTER[about.role]} trước ngày "
            f"{_day(about.due_us)}. Ý kiến gửi sau thời hạn vẫn được tiếp nhận và được ghi nhận là quá hạn./."
        ),
    ]
    return Letter(
        superior=matter.superior(proposal.owner_id),
        issuer=issuers.head(matter.owner),
        number=issuers.number(matter.owner),
        place_and_day=matter.blank_day(matter.owner),
        title="",
        subject=f"V/v xin ý kiến về đề xuất lắp đặt camera số {proposal.number}",
        to=(agency,),
        preamble=(),
        body=tuple(body),
        receivers=("Như trên", "Lưu: VT"),
        sign_as=issuers.sign_as(matter.owner),
    )


def _opinion(matter: Matter, about: Opinion) -> Letter:
    proposal, agency = matter.proposal, matter.name(about.agency_id)
    verdict = _VERDICT[about.verdict] if about.verdict is not None else "…………"
    body: list[Block] = [
        Paragraph(
            text=f"{agency} nhận được đề nghị của {matter.owner} ngày {_day(about.requested_us)} về đề xuất số "
            f"{proposal.number} “{proposal.draft.title}”. Sau khi xem xét về {_MATTER[about.role]}, {agency} {verdict}"
            + (":" if about.conditions else ".")
        ),
        *(Paragraph(text=f"{number}. {text}") for number, text in enumerate(about.conditions, 1)),
        *_lines(about.text),
    ]
    if about.answered_us is not None and about.answered_us > about.due_us:
        body.append(Paragraph(text=f"Ý kiến này được gửi sau thời hạn ngày {_day(about.due_us)}."))
    body.append(Paragraph(text=f"Đề nghị {matter.owner} nghiên cứu, thực hiện./."))
    return Letter(
        superior=matter.superior(about.agency_id),
        issuer=issuers.head(agency),
        number=issuers.number(agency),
        place_and_day=matter.blank_day(agency),
        title="",
        subject=f"V/v ý kiến đối với đề xuất lắp đặt camera số {proposal.number}",
        to=(matter.owner,),
        preamble=(),
        body=tuple(body),
        receivers=("Như trên", "Lưu: VT"),
        sign_as=issuers.sign_as(agency),
    )


def _decision(matter: Matter) -> Letter:
    proposal, made = matter.proposal, matter.decision
    step = made.outcome if made is not None else Step.APPROVE
    conditions = (
        made.conditions if made is not None else tuple(text for each in matter.opinions for text in each.conditions)
    )
    verb = {Step.APPROVE: "Phê duyệt", Step.REFUSE: "Không phê duyệt", Step.RETURN: "Trả lại để hoàn thiện"}[step]
    body: list[Block] = [
        Paragraph(
            text=f"Điều 1. {verb} đề xuất số {proposal.number} “{proposal.draft.title}” của {matter.owner}, gồm "
            f"{len(proposal.draft.candidates)} camera" + (" theo bảng sau:" if step is Step.APPROVE else ".")
        ),
    ]
    if made is not None:
        body += _lines(made.text)
    if step is Step.APPROVE:
        body.append(_candidates(proposal))
        if conditions:
            body.append(Paragraph(text=f"Điều 2. {matter.owner} thực hiện các điều kiện sau:"))
            body += [Paragraph(text=f"{number}. {text}") for number, text in enumerate(conditions, 1)]
        else:
            body.append(Paragraph(text=f"Điều 2. {matter.owner} lắp đặt đúng vị trí và cấu hình đã được phê duyệt."))
    number = 3 if step is Step.APPROVE else 2
    body.append(
        Paragraph(
            text=f"Điều {number}. Quyết định này có hiệu lực kể từ ngày ký. {matter.owner} và các cơ quan liên quan "
            "chịu trách nhiệm thi hành Quyết định này./."
        )
    )
    grounds = [f"Căn cứ {_DOTS} (văn bản quy định thẩm quyền ban hành Quyết định này)"]
    grounds += [
        f"Căn cứ ý kiến của {matter.name(each.agency_id)} ngày {_day(each.answered_us)}"
        for each in matter.opinions
        if each.answered_us is not None
    ]
    claim = proposal.draft.claim
    if claim.exception and claim.reference:
        grounds.append(f"Căn cứ {claim.reference}")
    grounds.append(f"Theo đề nghị của {matter.owner} tại đề xuất số {proposal.number}")
    receivers = ["Như Điều " + str(number), *(matter.name(each.agency_id) for each in matter.opinions), "Lưu: VT"]
    deciding = matter.name(made.organisation_id) if made is not None else _DOTS
    return Letter(
        superior=matter.superior(made.organisation_id) if made is not None else "",
        issuer=issuers.head(deciding),
        number=issuers.number(deciding, "QĐ"),
        place_and_day=matter.blank_day(deciding),
        title="QUYẾT ĐỊNH",
        subject=f"Về việc {verb[0].lower()}{verb[1:]} đề xuất lắp đặt camera số {proposal.number}",
        to=(),
        preamble=(*(f"{each};" for each in grounds[:-1]), f"{grounds[-1]}."),
        body=tuple(body),
        receivers=tuple(receivers),
        sign_as=issuers.sign_as(deciding),
        authority=issuers.authority(deciding) if made is not None else "",
    )


def _acceptance(matter: Matter) -> Letter:
    proposal = matter.proposal
    newest_us = max((each.at_us for each in matter.tests), default=matter.now_us)
    at = _moment(newest_us)
    rows = []
    for test in sorted(matter.tests, key=lambda each: each.position):
        candidate = proposal.draft.candidates[test.position]
        rows.append(
            (
                str(test.position + 1),
                f"{matter.camera_codes.get(test.camera_id, '')}\n{candidate.name}".strip(),
                "có" if test.online else "không",
                f"{candidate.width_px} × {candidate.height_px}",
                f"{test.width_px} × {test.height_px}" if test.width_px else "không có",
                _time(test.picture_us) if test.picture_us is not None else "không có",
                "đạt" if test.passed else ", ".join(_FAULT[fault] for fault in test.faults),
            )
        )
    passed = sum(each.passed for each in matter.tests)
    body: list[Block] = [
        Paragraph(
            text=f"Hồi {at.hour:02d} giờ {at.minute:02d} phút, {_day_in_words(newest_us)}, các bên kiểm tra hình trực "
            f"tiếp của camera được lắp đặt theo đề xuất số {proposal.number} “{proposal.draft.title}” trên nền tảng."
        ),
        Paragraph(text="1. Thành phần", is_heading=True),
        Paragraph(text=f"a) Đại diện chủ quản, {matter.owner}: ông (bà) …………, chức vụ …………"),
        Paragraph(text="b) Đại diện đơn vị lắp đặt, …………: ông (bà) …………, chức vụ …………"),
        Paragraph(text="2. Kết quả kiểm tra", is_heading=True),
        Table(
            columns=(
                "STT",
                "Camera",
                "Trực tuyến",
                "Độ phân giải đề xuất",
                "Độ phân giải thực tế",
                "Hình lúc",
                "Kết quả",
            ),
            widths=(1, 4, 1.6, 2.2, 2.2, 2.4, 2.4),
            rows=tuple(rows),
            right=frozenset({0}),
        ),
        Paragraph(text="3. Kết luận", is_heading=True),
        Paragraph(
            text=f"{passed} trên {len(matter.tests)} camera đạt yêu cầu. "
            + (
                "Các bên thống nhất nghiệm thu và đưa camera vào vận hành."
                if matter.tests and passed == len(proposal.draft.candidates)
                else "Camera chưa đạt phải được khắc phục và kiểm tra lại trước khi nghiệm thu."
            )
        ),
        Paragraph(text="Biên bản được đọc lại cho các bên cùng nghe, thống nhất và ký tên; mỗi bên giữ 01 bản./."),
    ]
    return Letter(
        superior=matter.superior(proposal.owner_id),
        issuer=issuers.head(matter.owner),
        number=issuers.number(matter.owner, "BB"),
        place_and_day=f"{issuers.place(matter.owner)}, {_day_in_words(newest_us)}",
        title="BIÊN BẢN",
        subject=f"Nghiệm thu lắp đặt camera theo đề xuất số {proposal.number}",
        to=(),
        preamble=(),
        body=tuple(body),
        receivers=(matter.owner, "Lưu: VT"),
        sign_as=("ĐẠI DIỆN CHỦ QUẢN",),
        second_signer=("ĐẠI DIỆN ĐƠN VỊ LẮP ĐẶT",),
    )


def _candidates(proposal: Proposal) -> Table:
    rows = []
    for number, each in enumerate(proposal.draft.candidates, 1):
        rows.append(
            (
                str(number),
                each.name,
                f"{_decimal(each.lat, 6)}\n{_decimal(each.lon, 6)}",
                f"{_KIND[each.kind]}\n{each.width_px} × {each.height_px}",
                f"{_decimal(each.height_m, 1)} m",
                f"{_decimal(each.azimuth_deg, 0)}°, {_decimal(each.tilt_deg, 0)}°, {_decimal(each.hfov_deg, 0)}°",
            )
        )
    return Table(
        columns=("STT", "Vị trí", "Vĩ độ, kinh độ", "Loại, độ phân giải", "Độ cao", "Hướng, độ nghiêng, góc nhìn"),
        widths=(1, 4, 2.4, 2.8, 1.6, 2.8),
        rows=tuple(rows),
        right=frozenset({0, 4}),
    )


def _check_lines(proposal: Proposal) -> list[Paragraph]:
    """From the checks as kept at sending: they name no camera."""
    kept: dict[str, Any] = proposal.checks or {}
    if not kept:
        return []
    shared = [each["position"] + 1 for each in kept["candidates"] if each["overlaps"]]
    offices = sorted({view["ask"]["name"] for each in kept["candidates"] for view in each["overlaps"] if view["ask"]})
    gained, cost, pause = kept["gained_m2"], kept["cost"], kept["pause"]
    rules = [
        f"{words}: {' '.join(texts)}"
        for conformity, words in (("unmet", "chưa đáp ứng"), ("unknown", "chưa khai"))
        if (texts := _findings(kept, conformity))
    ]
    texts = [
        f"a) Vùng phủ tăng thêm: {_number(gained.get('observe', 0))} m² ở mức quan sát (62,5 px/m trở lên), "
        f"{_number(gained.get('recognise', 0))} m² ở mức nhận biết (125 px/m trở lên).",
        (
            f"b) Camera số {', '.join(map(str, shared))} chồng lấn vùng đã có camera của đơn vị khác; "
            f"hỏi về dùng chung: {'; '.join(offices) or 'cơ quan đầu mối'}."
            if shared
            else "b) Không có camera của đơn vị khác phủ vùng đề xuất theo dữ liệu đơn vị được biết."
        ),
        (
            f"c) Yêu cầu kỹ thuật (bản {kept['technical_version']}): "
            + (" ".join(rules).removesuffix(".") or "đáp ứng")
            + "."
        ),
        f"d) Ước tính (giả định, bản {kept['cost_version']}): đầu tư {_number(cost['equipment_vnd'])} đồng, lưu trữ "
        f"{_decimal(cost['storage_bytes'] / 1e12, 1)} TB ({_number(cost['storage_vnd'])} đồng), đường truyền "
        f"{_number(cost['line_year_vnd'])} đồng một năm.",
        f"đ) Văn bản {pause['number']} về tạm dừng đầu tư mới: {_pause(pause, proposal)}",
    ]
    return [Paragraph(text=text) for text in texts]


def _pause(pause: Mapping[str, str], proposal: Proposal) -> str:
    claim = proposal.draft.claim
    if pause["verdict"] == "not_in_force":
        return "không còn áp dụng."
    if pause["verdict"] == "exception":
        return f"thuộc trường hợp được loại trừ “{pause['text_vi']}” theo {claim.reference}."
    return "thuộc diện tạm dừng."


def _findings(kept: Mapping[str, Any], conformity: str) -> list[str]:
    """What the technical rules say so of any candidate."""
    found = (each for candidate in kept["candidates"] for each in candidate["findings"])
    return sorted({each["text_vi"] for each in found if each["conformity"] == conformity})


def _lines(text: str) -> list[Paragraph]:
    return [Paragraph(text=line.strip()) for line in text.split("\n") if line.strip()]


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1e6, tz=UTC).astimezone(_HANOI)


def _day(at_us: int) -> str:
    return f"{_moment(at_us):%d/%m/%Y}"


def _time(at_us: int) -> str:
    return f"{_moment(at_us):%H:%M:%S %d/%m/%Y}"


def _day_in_words(at_us: int) -> str:
    """Days below 10 and the first two months have a zero before them (Decree 30/2020, annex I, II.4.b)."""
    at = _moment(at_us)
    month = f"{at.month:02d}" if at.month < 3 else str(at.month)
    return f"ngày {at.day:02d} tháng {month} năm {at.year}"


def _number(value: float) -> str:
    return f"{round(value):,}".replace(",", ".")


def _decimal(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def latest(tests: Sequence[AcceptanceTest]) -> tuple[AcceptanceTest, ...]:
    """The last test of each camera, out of tests with the newest first."""
    found: dict[int, AcceptanceTest] = {}
    for each in tests:
        found.setdefault(each.position, each)
    return tuple(found[position] for position in sorted(found))
