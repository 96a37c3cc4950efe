"""The one table of a file: its headings found, its rows beside the columns they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

from toancanh.registry.inventory.cells import plain
from toancanh.registry.inventory.columns import column_of
from toancanh.registry.inventory.faults import Raw
from toancanh.registry.inventory.model import FileNotice
from toancanh.registry.inventory.reading import text, workbook
from toancanh.registry.inventory.reading.refusal import Refusal, refused

MAX_BYTES = 24 << 20
MAX_ROWS = 50_000
_HEAD_ROWS = 20
_LEAST_HEADINGS = 3
_MOST_OTHERS = 40
_LONGEST_OTHER = 500
_COUNTING = frozenset({"stt", "tt", "no", "no.", "#", "số tt"})
_OURS = "Lỗi: "  # of the spreadsheet that goes back


@dataclass(frozen=True, kw_only=True)
class RawRow:
    """A row of a file; ``number`` counts as the spreadsheet does, ``cells`` by column key, ``others`` by position."""

    number: int
    cells: Mapping[str, Raw]
    formulas: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()
    others: Mapping[int, str] = field(
        default_factory=dict, repr=False
    )  # below headings that a person may give a meaning


@dataclass(frozen=True, kw_only=True)
class Table:
    """A file's rows. ``headings``: (column key, or empty where nobody knows it; heading as written)."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[RawRow, ...]
    notices: tuple[FileNotice, ...]
    choices: Mapping[str, str] = field(default_factory=dict)  # headings that nobody knows -> what a person chose
    utm: bool = False  # a heading says that coordinates are of UTM

    def chosen(self, meanings: Mapping[int, str]) -> Table:
        """The same where a person says what the columns at these positions mean."""
        names = {self.headings[at][1]: key for at, key in meanings.items()}
        return replace(
            self,
            headings=tuple((meanings.get(at, key), heading) for at, (key, heading) in enumerate(self.headings)),
            rows=tuple(
                replace(
                    row,
                    cells={**row.cells, **{meanings[at]: text for at, text in row.others.items() if at in meanings}},
                )
                for row in self.rows
            ),
            choices={**self.choices, **names},
            notices=tuple(one for one in self.notices if one.kind != "column_unknown" or one.detail not in names),
        )


@dataclass(frozen=True, kw_only=True)
class _Found:
    rows: Sequence[Sequence[object]]
    head: int
    keys: tuple[str, ...]
    headings: tuple[str, ...]
    merged: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)  # cell -> where its value stands
    formulas: frozenset[tuple[int, int]] = frozenset()


def read_table(content: bytes, *, max_rows: int = MAX_ROWS) -> Table:
    """Raises `Invalid` with a `Refusal` as its reason."""
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf"):
        raise refused(Refusal.EMPTY)
    if len(content) > MAX_BYTES:
        raise refused(Refusal.TOO_BIG, limit=MAX_BYTES)
    notices: list[FileNotice] = []
    if workbook.is_workbook(content):
        found = _best(workbook.read_sheets(content, max_rows=max_rows))
    else:
        if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"<", b"GIF8", b"\x1f\x8b", b"Rar!")):
            raise refused(Refusal.WRONG_TYPE)
        lines, encoding = text.read_lines(content, max_rows=max_rows)
        found = _found(lines)
        if encoding not in ("utf-8",):
            notices.append(FileNotice(kind="encoding", detail=encoding))
    if found is None:
        raise refused(Refusal.NO_HEADINGS)
    rows = tuple(_rows(found))
    if not rows:
        raise refused(Refusal.NO_ROWS)
    if len(rows) > max_rows:
        raise refused(Refusal.TOO_MANY_ROWS, limit=max_rows)
    notices += _notices(found, rows)
    return Table(
        headings=tuple(zip(found.keys, found.headings, strict=True)),
        rows=rows,
        notices=tuple(notices),
        choices={
            heading: ""
            for key, heading in zip(found.keys, found.headings, strict=True)
            if not key and may_mean(heading)
        },
        utm=any("utm" in heading.casefold() for heading in found.headings),
    )


def _best(sheets: Iterator[workbook.Sheet]) -> _Found | None:
    best: _Found | None = None
    for sheet in sheets:
        found = _found(sheet.rows)
        if found is not None and (best is None or len(_known(found)) > len(_known(best))):
            best = _Found(
                rows=found.rows,
                head=found.head,
                keys=found.keys,
                headings=found.headings,
                merged=_anchors(sheet, len(sheet.rows)),
                formulas=sheet.formulas,
            )
    return best


def _known(found: _Found) -> list[str]:
    return [key for key in found.keys if key]


def _found(rows: Sequence[Sequence[object]]) -> _Found | None:
    """The first row among the top ones that has most of the known headings."""
    best: tuple[int, int, tuple[str, ...], tuple[str, ...]] | None = None
    for at, row in enumerate(rows[:_HEAD_ROWS]):
        headings = tuple(" ".join(str(cell).split())[:200] for cell in row)
        keys: list[str] = []
        for heading in headings:
            column = column_of(heading) if heading else None
            keys.append(column.key if column is not None and column.key not in keys else "")
        count = len([key for key in keys if key])
        if count >= _LEAST_HEADINGS and (best is None or count > best[0]):
            best = count, at, tuple(keys), headings
    return None if best is None else _Found(rows=rows, head=best[1], keys=best[2], headings=best[3])


def may_mean(heading: str) -> bool:
    """Whether a person may say what stands below a heading that nobody knows."""
    return bool(heading) and heading.casefold() not in _COUNTING and not heading.startswith(_OURS)


def _anchors(sheet: workbook.Sheet, row_count: int) -> dict[tuple[int, int], tuple[int, int]]:
    """Only downwards: a cell merged over columns has one value for the first of them."""
    return {
        (row, left): (top, left)
        for (top, left), (bottom, _) in sheet.merged[:10_000]
        for row in range(top + 1, min(bottom, row_count - 1) + 1)
    }


def _rows(found: _Found) -> Iterator[RawRow]:
    wanted = [(at, key) for at, key in enumerate(found.keys) if key]
    unknown = [at for at, key in enumerate(found.keys) if not key and may_mean(found.headings[at])][:_MOST_OTHERS]
    has_formulas = bool(found.formulas)
    for index in range(found.head + 1, len(found.rows)):
        row = found.rows[index]
        cells = {key: _raw(row[at]) for at, key in wanted if at < len(row) and row[at] not in ("", None)}
        if not cells or not any(not isinstance(value, str) or value.strip() for value in cells.values()):
            continue
        merged = frozenset[str]()
        if found.merged:
            anchored = {key: found.merged[index, at] for at, key in wanted if (index, at) in found.merged}
            cells |= {key: _raw(found.rows[at[0]][at[1]]) for key, at in anchored.items() if at[0] > found.head}
            merged = frozenset(key for key, at in anchored.items() if at[0] > found.head)
        formulas = (
            frozenset(key for at, key in wanted if (index, at) in found.formulas) if has_formulas else frozenset[str]()
        )
        others = {at: text for at in unknown if at < len(row) and (text := plain(_raw(row[at]))[:_LONGEST_OTHER])}
        yield RawRow(number=index + 1, cells=cells, formulas=formulas, merged=merged, others=others)


def _raw(value: object) -> Raw:
    """A time of day and a span of time are no value that any column knows: as text."""
    if isinstance(value, time | timedelta):
        return str(value)
    return value if isinstance(value, str | int | float | bool | date) else None


def _notices(found: _Found, rows: tuple[RawRow, ...]) -> Iterator[FileNotice]:
    for at, (key, heading) in enumerate(zip(found.keys, found.headings, strict=True)):
        if not key and may_mean(heading):
            again = column_of(heading)
            yield FileNotice(kind="column_twice" if again is not None else "column_unknown", detail=heading)
        elif not key and not heading and any(at < len(row) and row[at] for row in found.rows[found.head + 1 :]):
            yield FileNotice(kind="column_unnamed", detail=str(at + 1))
    if any(row.formulas for row in rows):
        yield FileNotice(kind="formulas", detail=str(sum(len(row.formulas) for row in rows)))
    if any(row.merged for row in rows):
        yield FileNotice(kind="merged", detail=str(sum(len(row.merged) for row in rows)))
