"""Letters as DOCX, so that an office can go on writing."""

from __future__ import annotations

import io
import re

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.run import Run

from toancanh.planning.letters.letter import Letter, Table

FONT = "Times New Roman"
_CAPITAL_MM = 3.0  # of 12 pt in bold, about
_TEXT_MM = 165.0
_ARTICLE = re.compile(r"^Điều \d+\.")


def write_docx(letter: Letter) -> bytes:
    """The file."""
    document = docx.Document()
    _set_up(document, letter)
    _head(document, letter)
    _title(document, letter)
    if letter.authority:
        _run(_paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER), letter.authority.upper(), size_pt=14, bold=True)
    for line in letter.preamble:
        _run(_paragraph(document, indent=True), line, italic=True)
    if letter.title == "QUYẾT ĐỊNH":
        _run(_paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER), "QUYẾT ĐỊNH:", bold=True)
    for block in letter.body:
        if isinstance(block, Table):
            _table(document, block)
            continue
        paragraph = _paragraph(document, indent=True)
        is_last = block is letter.body[-1]  # no signature on a page without words of the letter
        paragraph.paragraph_format.keep_with_next = block.is_heading or is_last
        paragraph.paragraph_format.keep_together = is_last
        article = _ARTICLE.match(block.text)
        if article is not None:
            _run(paragraph, article[0], bold=True)
        _run(paragraph, block.text[article.end() :] if article is not None else block.text, bold=block.is_heading)
    _foot(document, letter)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_up(document: Document, letter: Letter) -> None:
    document.core_properties.title = f"{letter.title} {letter.subject}".strip()
    document.core_properties.author = letter.issuer.replace("\n", " ")
    document.core_properties.language = "vi-VN"
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True  # the first page has no number
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(_run(number, ""), "PAGE")
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(13.5)
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    properties.append(language)


def _head(document: Document, letter: Letter) -> None:
    table = document.add_table(rows=2, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        row.cells[0].width, row.cells[1].width = Mm(70), Mm(95)
    left, right = table.rows[0].cells
    lines = [(letter.superior.upper(), False)] if letter.superior else []
    _centred(left, [*lines, (letter.issuer.upper(), True)], size_pt=12)
    longest = max(len(line) for line in letter.issuer.split("\n"))
    _line(left, width_mm=min(longest * _CAPITAL_MM, 66) * 0.4)
    _centred(right, [("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True)], size_pt=12)
    _centred(right, [("Độc lập - Tự do - Hạnh phúc", True)], size_pt=13, append=True)
    _line(right, width_mm=52)
    left, right = table.rows[1].cells
    _centred(left, [(letter.number, False)], size_pt=13)
    if not letter.title:
        _centred(left, [(letter.subject, False)], size_pt=12, append=True)
    _run(_first(right, WD_ALIGN_PARAGRAPH.CENTER), letter.place_and_day, size_pt=13, italic=True)


def _title(document: Document, letter: Letter) -> None:
    if letter.title:
        for text in (letter.title, letter.subject):
            paragraph = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER)
            paragraph.paragraph_format.space_before = Pt(8 if text is letter.title else 0)
            _run(paragraph, text, size_pt=14, bold=True)
        _rule(_paragraph(document), indent_mm=_TEXT_MM * 0.36)
    if letter.to:
        paragraph = _paragraph(document, align=WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_before = Pt(10)
        _run(paragraph, f"Kính gửi: {'; '.join(letter.to)}", size_pt=14)


def _table(document: Document, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.columns))
    table.style = "Table Grid"
    table.autofit = False
    unit_mm = _TEXT_MM / sum(block.widths)
    for cell, name in zip(table.rows[0].cells, block.columns, strict=True):
        _run(_first(cell, WD_ALIGN_PARAGRAPH.CENTER), name, size_pt=11, bold=True)
    _mark(table.rows[0], "w:tblHeader")
    for values in block.rows:
        for index, (cell, value) in enumerate(zip(table.add_row().cells, values, strict=True)):
            side = WD_ALIGN_PARAGRAPH.RIGHT if index in block.right else WD_ALIGN_PARAGRAPH.LEFT
            _run(_first(cell, side), value, size_pt=11)
    for row in table.rows:
        _mark(row, "w:cantSplit")
        for cell, width in zip(row.cells, block.widths, strict=True):
            cell.width = Mm(round(width * unit_mm, 1))
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _foot(document: Document, letter: Letter) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _mark(table.rows[0], "w:cantSplit")
    if letter.second_signer:
        for cell, lines in ((left, letter.second_signer), (right, letter.sign_as)):
            _signer(cell, lines)
        left = table.add_row().cells[0]
    else:
        _signer(right, letter.sign_as)
    _run(_first(left, WD_ALIGN_PARAGRAPH.LEFT), "Nơi nhận:", size_pt=12, bold=True, italic=True)
    for index, name in enumerate(letter.receivers):
        end = "." if index + 1 == len(letter.receivers) else ";"
        _run(_more(left, WD_ALIGN_PARAGRAPH.LEFT), f"- {name}{end}", size_pt=11)


def _signer(cell: _Cell, lines: tuple[str, ...]) -> None:
    """With room to sign, on one page with it."""
    _centred(cell, [(text.upper(), True) for text in lines], size_pt=13)
    for _ in range(4):
        _more(cell, WD_ALIGN_PARAGRAPH.CENTER)


def _mark(row: _Row, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _paragraph(
    document: Document, *, align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY, indent: bool = False
) -> DocxParagraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(6)
    if indent:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _run(
    paragraph: DocxParagraph,
    text: str,
    *,
    size_pt: float | None = None,
    bold: bool = False,
    italic: bool = False,
) -> Run:
    run = paragraph.add_run(text)
    run.bold, run.italic = bold or None, italic or None
    if size_pt is not None:
        run.font.size = Pt(size_pt)
    return run


def _first(cell: _Cell, align: WD_ALIGN_PARAGRAPH) -> DocxParagraph:
    paragraph: DocxParagraph = cell.paragraphs[0]
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _more(cell: _Cell, align: WD_ALIGN_PARAGRAPH) -> DocxParagraph:
    paragraph: DocxParagraph = cell.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_after = Pt(0)
    return paragraph


def _centred(cell: _Cell, lines: list[tuple[str, bool]], *, size_pt: float, append: bool = False) -> None:
    for index, (text, bold) in enumerate(lines):
        more = append or index > 0
        paragraph = (_more if more else _first)(cell, WD_ALIGN_PARAGRAPH.CENTER)
        _run(paragraph, text, size_pt=size_pt, bold=bold)


def _line(cell: _Cell, *, width_mm: float) -> None:
    cell_mm = (cell.width or Mm(80)) / Mm(1)
    _rule(_more(cell, WD_ALIGN_PARAGRAPH.CENTER), indent_mm=max((cell_mm - width_mm) / 2 - 2, 0))


def _rule(paragraph: DocxParagraph, *, indent_mm: float) -> None:
    """A line below a name, as wide as its words need: an empty paragraph with a border and indents."""
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.left_indent, shape.right_indent = Pt(5), Mm(indent_mm), Mm(indent_mm)
    borders, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "auto")):
        top.set(qn(name), value)
    borders.append(top)
    after = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")  # Word minds the order
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)


def _field(run: Run, code: str) -> None:
    for kind in ("begin", None, "end"):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = code
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)
