"""Letters of a proposal: both formats say the same, in whole Vietnamese letters; who may not read gets none."""

from __future__ import annotations

import asyncio
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from placement_rig import CANDIDATE, Eyes, PlanningCity, a_planning_city, installed
from sqlalchemy import select

from toancanh.governance.organisations import OrganisationChange
from toancanh.governance.people import OrganisationKind
from toancanh.governance.record.store import record_entry
from toancanh.kernel import Conflict, NotFound
from toancanh.planning.consultation.machine import AgencyRole, Step, Verdict
from toancanh.planning.consultation.model import Answer, DecisionDraft
from toancanh.planning.consultation.settings import PlanningSettings
from toancanh.planning.letters import issuers
from toancanh.planning.letters.letter import Letter, LetterFormat, LetterKind, Paragraph, Table
from toancanh.planning.letters.pdf import write_pdf, write_png

HOSTILE = '#import "/etc/passwd" $x$ \\ *b* _i_ <w:t>&amp; “ngoặc” @ref `c` //'


@pytest.fixture
def city(tmp_path: Path) -> Iterator[PlanningCity]:
    with a_planning_city(tmp_path) as made:
        yield made


def letter(city: PlanningCity, proposal_id: str, kind: LetterKind, file_format: LetterFormat, who: str) -> bytes:
    return city.placement.letters.write(
        city.who(who), proposal_id, kind, file_format, role=AgencyRole.TECHNOLOGY
    ).content


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_every_letter_of_a_proposal_s_way(city: PlanningCity) -> None:
    two = (CANDIDATE, replace(CANDIDATE, name=HOSTILE, lat=21.001))
    made = city.placement.proposals.create(city.who("planner"), city.draft(candidates=two, justification=HOSTILE))
    for kind in LetterKind:
        with pytest.raises(Conflict):
            letter(city, made.id, kind, LetterFormat.DOCX, "planner")
    city.placement.consultation.submit(city.who("planner"), made.id)
    request = words(letter(city, made.id, LetterKind.REQUEST, LetterFormat.DOCX, "planner"))
    for text in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN\nPHƯỜNG KIM LIÊN",
        "V/v xin ý kiến về đề xuất lắp đặt camera số ĐX-2026-0001",
        "Kính gửi: Sở Khoa học và Công nghệ",
        "/UBND-",
        "Kim Liên, ngày       tháng       năm 2026",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
        "được ghi nhận là quá hạn./.",
        "Ngã tư Vọng, hướng Giải Phóng",
        "4932/UBND-ĐMPT",
        "02/12/2026",
        "Nơi nhận:",
        HOSTILE,
    ):
        assert text in request
    with pytest.raises(Conflict):
        letter(city, made.id, LetterKind.OPINION, LetterFormat.PDF, "planner")
    for role, who in (("technology", "engineer"), ("police", "officer")):
        given = Answer(verdict=Verdict.CONDITIONS, conditions=(f"Điều kiện của {who}.",))
        city.placement.consultation.answer(city.who(who), city.asked(made.id, role), given)
    opinion = words(letter(city, made.id, LetterKind.OPINION, LetterFormat.DOCX, "engineer"))
    for text in ("Điều kiện của engineer.", "Hà Nội, ngày       tháng       năm 2026", "GIÁM ĐỐC"):
        assert text in opinion
    draft = words(letter(city, made.id, LetterKind.DECISION, LetterFormat.DOCX, "leader"))
    for text in (
        "Điều kiện của officer.",
        "Về việc phê duyệt đề xuất",
        "Theo đề nghị của Ủy ban nhân dân phường Kim Liên",
    ):
        assert text in draft
    city.placement.consultation.decide(city.who("leader"), made.id, DecisionDraft(step=Step.APPROVE))
    city.placement.installation.install(city.who("planner"), made.id, [installed(), installed("KL-02", 1)])
    asyncio.run(city.placement.installation.test(city.who("planner"), made.id, Eyes(city.clock)))
    record = words(letter(city, made.id, LetterKind.ACCEPTANCE, LetterFormat.DOCX, "planner"))
    assert "KL-02" in record
    assert "1. Thành phần" in record
    assert "2 trên 2 camera đạt yêu cầu." in record
    for kind in LetterKind:
        pdf = letter(city, made.id, kind, LetterFormat.PDF, "planner")
        assert pdf.startswith(b"%PDF-1.7")
        assert b"pdfaid:part>2<" in pdf.replace(b" ", b"")
        with pytest.raises(NotFound):
            letter(city, made.id, kind, LetterFormat.PDF, "neighbour")
    with city.city.database.reading() as connection:
        written = select(record_entry.c.action).where(record_entry.c.action == "proposal.letter")
        assert len(list(connection.scalars(written))) == 8


def test_the_docx_names_a_font_for_every_script(city: PlanningCity) -> None:
    content = letter(city, city.sent(), LetterKind.REQUEST, LetterFormat.DOCX, "planner")
    styles = zipfile.ZipFile(io.BytesIO(content)).read("word/styles.xml").decode()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        assert f'w:{script}="Times New Roman"' in styles
    assert 'w:val="vi-VN"' in styles
    section = docx.Document(io.BytesIO(content)).sections[0]
    page = (section.page_width, section.page_height, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in page if side is not None] == [210, 297, 30, 15]


def test_who_heads_and_signs_a_letter() -> None:
    ward, city, office = "Ủy ban nhân dân phường Kim Liên", "Ủy ban nhân dân thành phố Hà Nội", "Viện Quy hoạch"
    assert [issuers.place(name) for name in (ward, city, office)] == ["Kim Liên", "Hà Nội", "Hà Nội"]
    assert [issuers.authority(name) for name in (city, "Sở Nội vụ", office)] == [
        city, "Giám đốc Sở Nội vụ", "Thủ trưởng Viện Quy hoạch",
    ]  # fmt: skip
    assert issuers.number(ward, "QĐ").endswith("/QĐ-UBND")
    assert issuers.sign_as(office) == ("THỦ TRƯỞNG CƠ QUAN",)


def test_who_stands_above_the_issuer(city: PlanningCity) -> None:
    """A department names the city's committee, the City Police its ministry, a ward's committee nobody."""
    admin, organisations = city.city.admin, city.city.governance.organisations
    organisations.update(admin, city.city.root_id, OrganisationChange(name="Ủy ban nhân dân thành phố Hà Nội"))
    made = {
        kind: organisations.create(admin, code=str(kind), name=name, kind=kind, parent_id=city.city.root_id).id
        for kind, name in ((OrganisationKind.DEPARTMENT, "Sở KH&CN"), (OrganisationKind.POLICE, "Công an thành phố"))
    }
    settings = PlanningSettings(
        technology_agency_id=made[OrganisationKind.DEPARTMENT], police_agency_id=made[OrganisationKind.POLICE]
    )
    city.placement.settings.set(admin, settings)
    proposal_id = city.sent()
    heads = []
    for role in AgencyRole:
        city.placement.consultation.answer(admin, city.asked(proposal_id, role), Answer(verdict=Verdict.AGREE))
        written = city.placement.letters.write(admin, proposal_id, LetterKind.OPINION, LetterFormat.DOCX, role=role)
        heads.append(docx.Document(io.BytesIO(written.content)).tables[0].cell(0, 0).text.split("\n")[:2])
    assert heads == [["ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI", "SỞ KH&CN"], ["BỘ CÔNG AN", "CÔNG AN THÀNH PHỐ"]]
    request = words(letter(city, proposal_id, LetterKind.REQUEST, LetterFormat.DOCX, "planner"))
    assert "Ủy ban nhân dân thành phố Hà Nội".upper() not in request


def test_the_docx_keeps_rows_whole_and_its_elements_in_word_s_order(city: PlanningCity) -> None:
    content = letter(city, city.sent(), LetterKind.REQUEST, LetterFormat.DOCX, "planner")
    document = docx.Document(io.BytesIO(content))
    rows = [row for table in document.tables[1:] for row in table.rows]
    assert all("cantSplit" in row._tr.xml for row in rows)
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    ruled = [shape for shape in re.findall(r"<w:pPr>.*?</w:pPr>", body, re.DOTALL) if "w:pBdr" in shape]
    assert len(ruled) == 2
    assert all(shape.index("w:pBdr") < shape.index("w:spacing") < shape.index("w:jc") for shape in ruled)


def test_every_vietnamese_letter_has_its_glyph_and_long_letters_their_numbers() -> None:
    """Letters that the font lacks would all be drawn as the same box."""
    hard = "ằẳẵặẩẫểễỗộỡợữựỹỵđƯƠẲỖỰỸĐ"
    assert len({write_png(plain_letter(each * 40))[0] for each in hard}) == len(hard)
    long = write_png(plain_letter("Dòng dài của một bức thư. " * 400))
    assert len(long) > 1
    assert write_pdf(plain_letter("x"), made_at_s=1) == write_pdf(plain_letter("x"), made_at_s=1)


def plain_letter(text: str) -> Letter:
    return Letter(
        superior="",
        issuer="Ủy ban",
        number="Số: 1",
        place_and_day="Hà Nội",
        title="",
        subject="V/v",
        to=("A", "B"),
        preamble=(),
        body=(Paragraph(text=text), Table(columns=("a", "b"), widths=(1, 2), rows=())),
        receivers=("Lưu",),
        sign_as=("CHỦ TỊCH",),
    )
