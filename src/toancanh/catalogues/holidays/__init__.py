"""Vietnam's public holidays (Labour Code 45/2019/QH14, article 112), as data with sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

_FILE = Path(__file__).with_name("vietnam.toml")


@dataclass(frozen=True, kw_only=True)
class Holidays:
    """``days`` of the ``years`` that the file covers; of other years only the days that never move are known."""

    days: frozenset[date]
    years: frozenset[int]


def read(path: Path = _FILE) -> Holidays:
    """The file, or one of the same form in its place. Raises `ValueError` where it is none."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    days = {one["day"] for one in content["holiday"]}
    if not all(type(one) is date for one in days):
        raise ValueError(f"{path}: `day` of a holiday is a date, as in 2026-09-02")
    years = {one.year for one in days}
    fixed = [tuple(map(int, text.split("-"))) for text in content["fixed"]]
    every = {date(year, month, day) for year in range(min(years), max(years) + 11) for month, day in fixed}
    return Holidays(days=frozenset(days | every), years=frozenset(years))
