"""The plan as the process of watching tells it: a file in the run folder, written whole every few seconds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toancanh.infra.files import write_news
from toancanh.vision.watch.model import Tally, Why
from toancanh.vision.watch.plan import Share
from toancanh.vision.watch.ports import Purpose

NAME = "vision.json"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One camera of the plan, and how it goes. ``cores`` is what the plan counts with, ``measured_cores`` what it took
    since the last time; ``left_out``: pictures that nobody had time for, since the process began.
    """

    camera_id: str
    purposes: frozenset[Purpose]
    priority: int
    model: str
    why: Why | None
    wanted_per_s: float
    planned_per_s: float
    measured_per_s: float
    cores: float
    measured_cores: float
    look_ms: float | None
    left_out: int
    last_look_us: int | None
    interrupted: str


@dataclass(frozen=True, kw_only=True)
class PlanTold:
    """``told_us``: when it was true; the process tells anew every few seconds. ``restarts``: of its workers."""

    told_us: int
    budget_cores: float
    restarts: int
    rows: Sequence[Row]


def row_of(share: Share, tally: Tally, *, measured_per_s: float, left_out: int) -> Row:
    """A share, and what came of it."""
    wish, each_s = share.wish, tally.look_s
    return Row(
        camera_id=wish.camera_id,
        purposes=wish.purposes,
        priority=wish.priority,
        model=wish.model,
        why=share.why,
        wanted_per_s=share.wanted_per_s,
        planned_per_s=share.looks_per_s,
        measured_per_s=measured_per_s,
        cores=share.cores,
        measured_cores=measured_per_s * each_s if each_s is not None else 0.0,
        look_ms=None if each_s is None else each_s * 1000,
        left_out=left_out,
        last_look_us=tally.last_look_us,
        interrupted=tally.last_word,
    )


def keep(folder: Path, told: PlanTold) -> None:
    """Replaces what was told before."""
    body = {**asdict(told), "rows": [{**asdict(row), "purposes": sorted(row.purposes)} for row in told.rows]}
    write_news(folder / NAME, json.dumps(body))


def last_told_us(folder: Path) -> int | None:
    """When something was told last, without reading it; None where nothing ever was."""
    try:
        return (folder / NAME).stat().st_mtime_ns // 1000
    except FileNotFoundError:
        return None


def told_in(folder: Path) -> PlanTold | None:
    """What was told last; None where no process ever did."""
    try:
        text = (folder / NAME).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    body: Any = json.loads(text)
    return PlanTold(**{**body, "rows": [_row(row) for row in body["rows"]]})


def _row(body: Any) -> Row:
    purposes = frozenset(Purpose(one) for one in body["purposes"])
    return Row(**{**body, "purposes": purposes, "why": None if body["why"] is None else Why(body["why"])})
