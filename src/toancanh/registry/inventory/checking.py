"""One row of a file: read, checked, matched with what is known. Pure.

Invariants: an empty cell declares nothing; a row with a fault writes nothing; no file takes protection off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from toancanh.governance import PROTECTED
from toancanh.kernel import Invalid, fold
from toancanh.registry.address import read_stream_address
from toancanh.registry.dossier.model import Lifecycle, may_follow
from toancanh.registry.inventory.cells import is_nothing, plain
from toancanh.registry.inventory.columns import BY_KEY, COLUMNS, Column, Refers
from toancanh.registry.inventory.comparing import Comparison, compare
from toancanh.registry.inventory.coordinates import HANOI, Box, Grid, read_position
from toancanh.registry.inventory.directory import Directory
from toancanh.registry.inventory.faults import Cell, Fault, Notice, Raw
from toancanh.registry.inventory.known import KnownCamera, KnownCameras
from toancanh.registry.inventory.model import CellFault, CellNotice, Change, RowStatus
from toancanh.registry.inventory.reading import RawRow
from toancanh.registry.sealing import OpenStream

_REMEMBERED = 4096
_ASKED_AT_ONCE = 50
_EACH_ITS_OWN = frozenset({"code", "name", "address", "serial", "mac", "network_address", "main_url", "note"})
_NEEDED = ("code", "name", "lat", "lon")
_USER_INFORMATION = re.compile(r"^(\w+:/*)?.*@", re.DOTALL)
_PASSWORDS = re.compile(r"(?i)((?:password|passwd|passw|pass|pwd|psw|token|secret|auth)=)[^&;/?]*")
_TRAILING_NUMBER = re.compile(r"^(.*?)(\d{1,9})(\D*)$")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What rows are checked against. ``may_declare``: whether the file's bringer may speak for an owner's cameras."""

    owner_id: str
    directory: Directory
    known: KnownCameras
    sites: Mapping[str, str]  # folded code -> id
    poles: Mapping[str, str]
    may_declare: Callable[[str, frozenset[str]], bool]
    is_forbidden_host: Callable[[str, int], bool]
    opened: Callable[[KnownCamera], OpenStream | None]
    taken: Callable[[Collection[str]], Collection[str]]  # those of these folded codes that an open camera has
    grid: Grid
    box: Box = HANOI
    utm: bool = False


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """What a row must know of the others: the first row of each code, and how often serials and MACs occur."""

    first_of_code: Mapping[str, int]
    matched: frozenset[str]  # cameras that a row names by code
    serials: Mapping[str, int]
    macs: Mapping[str, int]

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Mapping[str, Raw]]], known: KnownCameras) -> Neighbours:
        """Over all rows of a file."""
        first: dict[str, int] = {}
        serials: Counter[str] = Counter()
        macs: Counter[str] = Counter()
        for number, cells in rows:
            code = code_key(cells)
            if code:
                first.setdefault(code, number)
            for key, counter in (("serial", serials), ("mac", macs)):
                if not is_nothing(cells.get(key)):
                    counter[_identity(key, cells[key])] += 1
        matched = frozenset(known.by_code[code].id for code in first if code in known.by_code)
        return cls(first_of_code=first, matched=matched, serials=serials, macs=macs)


@dataclass(frozen=True, kw_only=True)
class CheckedRow:
    """A row as it is staged. ``secret_url``: the stream's address in full, where it must be sealed."""

    number: int
    status: RowStatus
    code_key: str
    camera_id: str | None
    seen_version: int | None
    owner_id: str | None
    cells: Mapping[str, str]
    faults: tuple[CellFault, ...]
    notices: tuple[CellNotice, ...]
    changes: tuple[Change, ...]
    writes: Mapping[str, object]
    secret_url: str = field(default="", repr=False)


def code_key(cells: Mapping[str, Raw]) -> str:
    """By which rows of one file are the same camera."""
    return fold(plain(cells.get("code"))) if not is_nothing(cells.get("code")) else ""


def _identity(key: str, raw: Raw) -> str:
    words = plain(raw)
    return re.sub(r"[\s:.\-]", "", words).casefold() if key == "mac" else words.casefold()


def hidden(url: str) -> str:
    """An address as it may be shown, also where it cannot be read."""
    try:
        return read_stream_address(url).shown
    except Invalid:
        return _PASSWORDS.sub(r"\g<1>***", _USER_INFORMATION.sub(lambda match: match[1] or "", url))


def next_codes(code: str) -> Iterator[str]:
    """Those that follow in the same manner: HM-0232 -> HM-0233, HM-0234 ..."""
    match = _TRAILING_NUMBER.match(code)
    head, digits, tail = (match[1], match[2], match[3]) if match else (f"{code}-", "1", "")
    for number in range(int(digits) + 1, int(digits) + 2001):
        candidate = f"{head}{number:0{len(digits)}}{tail}"
        if len(candidate) <= 64:
            yield candidate


class RowReader:
    """Reads the rows of one file. Not to be shared between threads."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._is_taken: dict[str, bool] = {}  # folded codes that were asked for; a suggested one is taken
        self._cells: dict[tuple[str, str], Cell] = {}

    def read(self, column: Column, raw: Raw) -> Cell:
        """Words that come again and again are read once."""
        if not isinstance(raw, str) or column.key in _EACH_ITS_OWN:
            return column.read(raw)
        key = (column.key, raw)
        cell = self._cells.get(key)
        if cell is None:
            cell = column.read(raw)
            if len(self._cells) < _REMEMBERED:
                self._cells[key] = cell
        return cell

    def check(self, row: RawRow, near: Neighbours) -> CheckedRow:
        """The row as it is to be staged."""
        at = _Row(self._terms, row)
        at.read_cells(self.read)
        code = code_key(row.cells)
        known = self._match(at, code, near)
        at.read_position(known)
        self._check_code(at, code, row.number, near, known)
        at.resolve(known)
        at.require(known)
        at.shown()
        if at.faults:
            return at.done(RowStatus.ERROR, code, known, Comparison())
        if known is None:
            at.values.setdefault("owner_id", self._terms.owner_id)
            made = compare(at.values, at.stream, None, self._terms.directory, self._terms.opened)
            return at.done(RowStatus.NEW, code, None, made)
        if known.merged:
            at.notices.append(CellNotice(column="code", notice=Notice.JOINED))
            return at.done(RowStatus.SAME, code, known, Comparison())
        found = compare(at.values, at.stream, known, self._terms.directory, self._terms.opened)
        return at.done(RowStatus.CHANGED if found.changes else RowStatus.SAME, code, known, found)

    def _match(self, at: _Row, code: str, near: Neighbours) -> KnownCamera | None:
        """By code, else by what only one camera here and there has."""
        known = self._terms.known
        if near.first_of_code.get(code, at.row.number) != at.row.number:
            return None  # another row has this code: which camera this one is, nobody knows
        if not code or code in known.by_code:
            return known.by_code.get(code)
        found: dict[str, KnownCamera] = {}
        for key, counts, by in (("serial", near.serials, known.by_serial), ("mac", near.macs, known.by_mac)):
            value = at.values.get(key)
            one = by(value)
            if one is not None and counts.get(_identity(key, str(value)), 0) <= 1 and one.id not in near.matched:
                found[key] = one
        if len({one.id for one in found.values()}) > 1:
            at.faults.append(CellFault(column="serial", fault=Fault.AMBIGUOUS_MATCH, detail=found["mac"].code))
        return next(iter(found.values()), None)

    def _check_code(self, at: _Row, code: str, number: int, near: Neighbours, known: KnownCamera | None) -> None:
        if not code:
            return
        first = near.first_of_code.get(code, number)
        if first != number:
            at.fault("code", Fault.DUPLICATE_CODE, detail=str(first), mend=self._suggested(at, near))
        elif code in self._terms.known.taken:
            at.fault("code", Fault.CODE_TAKEN, mend=self._suggested(at, near))

    def _suggested(self, at: _Row, near: Neighbours) -> dict[str, str]:
        """The next code that is free: in the file, among what is known, and in the whole city."""
        known = self._terms.known
        waiting = next_codes(plain(at.row.cells["code"]))
        while part := {fold(code): code for code in islice(waiting, _ASKED_AT_ONCE)}:
            unasked = part.keys() - self._is_taken.keys()
            taken = self._terms.taken(unasked) if unasked else ()
            self._is_taken |= {key: key in taken or key in known.by_code for key in unasked}
            for key, code in part.items():
                if not self._is_taken[key] and key not in near.first_of_code:
                    self._is_taken[key] = True
                    return {"code": code}
        return {}


class _Row:
    """One row while it is read."""

    def __init__(self, terms: Terms, row: RawRow) -> None:
        self._terms = terms
        self.row = row
        self.values: dict[str, Any] = {}
        self.stream: dict[str, str] = {}
        self.faults: list[CellFault] = []
        self.notices: list[CellNotice] = []
        self.cells: dict[str, str] = {}

    def fault(self, column: str, fault: Fault, detail: str = "", mend: Mapping[str, str] | None = None) -> None:
        """Note what is wrong."""
        self.faults.append(CellFault(column=column, fault=fault, detail=detail, mend=mend or {}))

    def read_cells(self, read: Callable[[Column, Raw], Cell]) -> None:
        """All but the position."""
        for key, raw in self.row.cells.items():
            if key not in ("lat", "lon"):
                self._take(BY_KEY[key], read(BY_KEY[key], raw))
        for key in self.row.formulas:
            if key not in self.row.cells:
                self.fault(key, Fault.CELL_ERROR)
            else:
                self.notices.append(CellNotice(column=key, notice=Notice.FORMULA))
        for key in self.row.merged:
            self.notices.append(CellNotice(column=key, notice=Notice.MERGED, read_as=plain(self.row.cells.get(key))))

    def _take(self, column: Column, cell: Cell) -> None:
        if cell.fault is not None:
            mend = {column.key: cell.suggestion} if cell.suggestion else {}
            self.fault(column.key, cell.fault, cell.detail, mend)
        elif cell.value is None:
            return
        elif column.key in ("main_url", "username"):
            self.stream[column.key] = str(cell.value)
        elif column.key == "resolution":
            self.values["width_px"], self.values["height_px"] = cell.value  # type: ignore[misc]
        else:
            self.values[column.key] = cell.value
        if cell.notice is not None:
            read_as = column.show(cell.value)
            shown = f"{read_as:g}" if isinstance(read_as, float) else plain(read_as)
            self.notices.append(CellNotice(column=column.key, notice=cell.notice, read_as=shown))

    def read_position(self, known: KnownCamera | None) -> None:
        """Both cells together."""
        lat, lon = self.row.cells.get("lat"), self.row.cells.get("lon")
        if is_nothing(lat) and is_nothing(lon):
            return
        near = (known.values["lat"], known.values["lon"]) if known is not None else None
        terms = self._terms
        found = read_position(lat, lon, grid=terms.grid, box=terms.box, utm=terms.utm, near=near)  # type: ignore[arg-type]
        for key, cell in (("lat", found.lat), ("lon", found.lon)):
            if cell.fault is not None:
                mend = dict(found.mend) or ({key: cell.suggestion} if cell.suggestion else {})
                self.fault(key, cell.fault, cell.detail, mend)
            elif isinstance(cell.value, float):
                self.values[key] = cell.value
                if cell.notice is not None:
                    self.notices.append(CellNotice(column=key, notice=cell.notice, read_as=f"{cell.value:.7g}"))

    def resolve(self, known: KnownCamera | None) -> None:
        """Names into ids, and what only holds with the others in view."""
        for column in _REFERRING:
            words = self.values.get(column.key)
            if words is None:
                continue
            if column.refers is Refers.ORGANISATION:
                self._resolve_organisation(column.key, words)
            else:
                among = self._terms.sites if column.refers is Refers.SITE else self._terms.poles
                found = among.get(fold(words))
                if found is None:
                    fault = Fault.SITE_UNKNOWN if column.refers is Refers.SITE else Fault.POLE_UNKNOWN
                    self.fault(column.key, fault)
                else:
                    self.values[column.key] = found
        self._check_owner(known)
        self._check_stream()
        if known is not None and not known.merged and "lifecycle" in self.values:
            here, there = Lifecycle(str(known.values["lifecycle"])), self.values["lifecycle"]
            if here is not there and not may_follow(here, there):
                self.fault("lifecycle", Fault.TRANSITION, detail=str(BY_KEY["lifecycle"].show(here)))

    def _resolve_organisation(self, key: str, words: str) -> None:
        found = self._terms.directory.find(words)
        if found.id is not None:
            self.values[key] = found.id
            if found.former:
                name = self._terms.directory.name(found.id)
                self.notices.append(CellNotice(column=key, notice=Notice.FORMER_NAME, read_as=name))
        elif found.ended:
            only = found.successors[0].name if len(found.successors) == 1 else ""
            names = "; ".join(one.name for one in found.successors[:6])
            self.fault(key, Fault.ORGANISATION_ENDED, detail=names, mend={key: only} if only else {})
        else:
            self.fault(key, Fault.ORGANISATION_UNKNOWN)

    def _check_owner(self, known: KnownCamera | None) -> None:
        faulty = any(one.column == "owner_id" for one in self.faults)
        owner_id = self.values.get("owner_id") or (known.owner_id if known is not None else self._terms.owner_id)
        given: frozenset[str] = self.values.get("tags", frozenset())
        if not faulty and not self._terms.may_declare(owner_id, frozenset()):
            self.fault("owner_id", Fault.ORGANISATION_FOREIGN)
        elif not faulty and PROTECTED in given and not self._terms.may_declare(owner_id, given):
            self.fault("tags", Fault.TAG_FORBIDDEN)
        if known is not None and known.protected and "tags" in self.values:
            self.values["tags"] = given | {PROTECTED}

    def _check_stream(self) -> None:
        url = self.stream.get("main_url")
        if url:
            address = read_stream_address(url)
            if self._terms.is_forbidden_host(address.host, address.port):
                self.fault("main_url", Fault.ADDRESS_FORBIDDEN)

    def require(self, known: KnownCamera | None) -> None:
        """A new camera needs some fields; one that is known has them."""
        faulty = {one.column for one in self.faults}
        for key in _NEEDED:
            if key not in faulty and self.values.get(key) is None and (known is None or key == "code"):
                incomplete = key in ("lat", "lon") and faulty & {"lat", "lon"}
                if not incomplete:
                    self.fault(key, Fault.REQUIRED)
        has_stream = known is not None and bool(known.shown_url)
        if "username" in self.stream and "main_url" not in self.stream and "main_url" not in faulty and not has_stream:
            self.fault("main_url", Fault.REQUIRED)

    def shown(self) -> None:
        """The cells as they may be kept and shown."""
        self.cells = {key: plain(raw) for key, raw in self.row.cells.items()}
        if "main_url" in self.cells:
            self.cells["main_url"] = hidden(self.cells["main_url"])
            for at, one in enumerate(self.faults):
                if one.column == "main_url" and one.mend:
                    mend = {key: hidden(text) for key, text in one.mend.items()}
                    self.faults[at] = CellFault(column=one.column, fault=one.fault, detail=one.detail, mend=mend)

    def done(self, status: RowStatus, code: str, known: KnownCamera | None, found: Comparison) -> CheckedRow:
        """As it is staged."""
        raw_url = plain(self.row.cells.get("main_url"))
        return CheckedRow(
            number=self.row.number,
            status=status,
            code_key=code[:256],
            camera_id=known.id if known is not None else None,
            seen_version=known.version if known is not None else None,
            owner_id=found.owner_id or (known.owner_id if known is not None else self._terms.owner_id),
            cells=self.cells,
            faults=tuple(self.faults),
            notices=tuple(self.notices),
            changes=found.changes,
            writes=found.writes,
            secret_url=raw_url if raw_url != self.cells.get("main_url", "") else "",
        )


_REFERRING = tuple(column for column in COLUMNS if column.refers is not None)
