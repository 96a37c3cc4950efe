"""The files that the organisations would have sent: Excel mostly, some CSV in odd encodings, headings of their own."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

import xlsxwriter

from toancanh.registry.inventory.columns import BY_KEY, COLUMNS, Column
from toancanh.simulation.city.faults import Cells, PlantedFault, as_text, plant
from toancanh.simulation.city.model import City, CityCamera, CityOrganisation
from toancanh.simulation.city.owners import unit_key

_TITLE_ROWS = 2  # of those who put a title above
_LEFT_OUT = frozenset({"site_id", "main_url", "username", "certificates", "note", "maintainer_id"})
_TEMPLATE_SHARE, _CSV_SHARE, _TITLE_SHARE, _TEXT_SHARE = 0.6, 0.15, 0.3, 0.3
ENCODINGS = ("utf-8-sig", "utf-8", "utf-16", "cp1258")


@dataclass(frozen=True, kw_only=True)
class _Manner:
    """How an organisation fills in a list."""

    own_headings: bool
    is_csv: bool
    has_title: bool
    has_text: bool  # dates and numbers as text, decimal commas
    encoding: str
    delimiter: str


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """One file, who sent it, and what it holds (ids of facts, in the order of its rows)."""

    name: str
    organisation: str
    encoding: str
    camera_ids: tuple[str, ...]


def write_spreadsheets(city: City, folder: Path) -> tuple[list[SentFile], list[PlantedFault]]:
    """A file for each owner that has cameras."""
    organisations = {one.key: one for one in city.organisations}
    by_owner: dict[str, list[CityCamera]] = defaultdict(list)
    for camera in city.cameras:
        by_owner[camera.owner].append(camera)
    sent: list[SentFile] = []
    planted: list[PlantedFault] = []
    for owner, cameras in sorted(by_owner.items()):
        chance = Random(f"{city.seed} {owner}")  # noqa: S311  # a simulation
        manner = _manner(chance)
        name = f"{owner}.{'csv' if manner.is_csv else 'xlsx'}"
        columns = [column for column in COLUMNS if column.key not in _LEFT_OUT]
        rows = list(_rows(cameras, organisations, manner, chance, name, planted))
        headings = [_heading(column, manner, chance) for column in columns]
        table: list[list[object]] = [[*headings], *([row.get(column.key) for column in columns] for row in rows)]
        if manner.is_csv:
            _write_csv(folder / name, table, manner)
        else:
            _write_xlsx(folder / name, table, organisations[owner].name if manner.has_title else "")
        encoding = manner.encoding if manner.is_csv else ""
        ids = tuple(camera.facts.camera_id for camera in cameras)
        sent.append(SentFile(name=name, organisation=owner, encoding=encoding, camera_ids=ids))
    return sent, planted


def _manner(chance: Random) -> _Manner:
    is_csv = chance.random() < _CSV_SHARE
    return _Manner(
        own_headings=chance.random() >= _TEMPLATE_SHARE,
        is_csv=is_csv,
        has_title=not is_csv and chance.random() < _TITLE_SHARE,
        has_text=chance.random() < _TEXT_SHARE,
        encoding=chance.choice(ENCODINGS),
        delimiter=chance.choice((",", ";")),
    )


def _rows(
    cameras: Sequence[CityCamera],
    organisations: Mapping[str, CityOrganisation],
    manner: _Manner,
    chance: Random,
    file: str,
    planted: list[PlantedFault],
) -> Iterable[Cells]:
    first_row = 2 + (_TITLE_ROWS if manner.has_title else 0)
    previous = ""
    for at, camera in enumerate(cameras):
        cells = cells_of(camera, organisations)
        if manner.has_text:
            cells = {key: _typed(value) for key, value in cells.items()}
        fault = plant(cells, camera, previous, chance)
        if fault is not None:
            column, kind = fault
            planted.append(
                PlantedFault(file=file, row=first_row + at, column=column, kind=kind, camera_id=camera.facts.camera_id)
            )
        previous = str(cells["code"])
        yield cells


def cells_of(camera: CityCamera, organisations: Mapping[str, CityOrganisation]) -> Cells:
    """The declaration as its columns show it."""
    facts = camera.facts
    values: Cells = {column.key: getattr(facts, column.key, None) or None for column in COLUMNS}
    values |= {"lat": facts.lat, "lon": facts.lon, "azimuth_deg": facts.azimuth_deg}
    values |= camera.values
    values["resolution"] = (facts.width_px, facts.height_px)
    values["owner_id"] = organisations[camera.owner].name
    values["operator_id"] = organisations[str(camera.values["operator_id"])].name
    values["unit_id"] = organisations[unit_key(camera.real.place.unit)].name if facts.unit_id else None
    values["pole_id"] = camera.real.pole.code if facts.pole_id else None
    values["tags"] = camera.tags
    return {key: BY_KEY[key].show(value) for key, value in values.items() if key in BY_KEY}


def _typed(value: object) -> object:
    if isinstance(value, date):
        return as_text(value)
    return str(value).replace(".", ",") if isinstance(value, float) else value


def _heading(column: Column, manner: _Manner, chance: Random) -> str:
    if not manner.own_headings or not column.synonyms:
        return column.vi
    return chance.choice((column.vi, column.vi.upper(), column.synonyms[0].capitalize()))


def _write_xlsx(path: Path, table: Sequence[Sequence[object]], title: str) -> None:
    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options | {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet("Camera")
        top = 0
        if title:
            sheet.merge_range(0, 0, 0, len(table[0]) - 1, f"DANH SÁCH CAMERA - {title.upper()}")
            top = _TITLE_ROWS
        for at, row in enumerate(table, start=top):
            sheet.write_row(at, 0, [value if value is not None else "" for value in row])


def _write_csv(path: Path, table: Sequence[Sequence[object]], manner: _Manner) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=manner.delimiter).writerows(table)
    path.write_bytes(_encoded(text.getvalue(), manner.encoding))


def _encoded(text: str, encoding: str) -> bytes:
    """Windows-1258 writes a vowel with its mark, then the tone as a letter of its own."""
    if encoding != "cp1258":
        return text.encode(encoding)
    tones = "\u0300\u0301\u0303\u0309\u0323"
    made: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        made.append(base + tone)
    return "".join(made).encode(encoding, errors="replace")
