"""What was measured, by place and step: out of the closed days' files, their roll-ups, and today's parts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from toancanh.infra.logs import get_logger
from toancanh.kernel import Unavailable
from toancanh.traffic.columns import COLUMNS, NAMES, PLACE, Measurements
from toancanh.traffic.model import MINUTE_US, QUARTER_US
from toancanh.traffic.store import files, sql
from toancanh.traffic.store.engine import Damaged, Engine, Gone
from toancanh.traffic.store.excluding import Exclusion, tables_of

_TRIES = 5
_FEW = 20
"""Of so few cameras it is quicker to choose among doubles that are not there than to look first whether any are."""
_NO_ROWS = ", ".join(f"CAST(NULL AS {column.sql}) AS {column.name}" for column in COLUMNS)
_log = get_logger(__name__)

_T = TypeVar("_T")
Tables = Mapping[str, Mapping[str, NDArray[Any]]]


class Reader:
    """Queries over a folder of measurements. Thread-safe; others may write there, put together and close meanwhile."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._folder = folder
        self._engine = engine

    def steps(
        self,
        camera_ids: Collection[str],
        marks: NDArray[np.int64],
        *,
        is_of_quarters: bool,
        exclusions: Collection[Exclusion] = (),
        zone_ids: Collection[str] = (),
    ) -> Measurements:
        """Of these cameras' places (of the drawings ``zone_ids`` alone, where there are any), by place and step.

        ``marks`` (n + 1,): where steps begin, and the last one's end; whole minutes, or whole quarters of an hour where
        ``is_of_quarters``. ``start_us`` of an answer is its step's begin; a step of which nothing is known is
        not in it. Rows are in the order of place and time.
        """
        if not camera_ids:
            return Measurements.of([])
        wanted = sorted(set(camera_ids))

        def ask(used: list[str]) -> Measurements:
            sources, parameters = self._sources(wanted, marks, used, is_of_quarters=is_of_quarters, zone_ids=zone_ids)
            tables = dict(_exclusion_tables(exclusions, QUARTER_US if is_of_quarters else MINUTE_US))
            step, marked = _stepped(sources, marks, tables)
            query = f"SELECT * FROM ({sql.added_up(marked, step)}) ORDER BY {', '.join(PLACE)}, step_us"  # noqa: S608
            found = self._engine.rows(query, parameters, tables)
            found["start_us"] = found["step_us"]
            return Measurements.from_arrays(found)

        return self._again(ask)

    def cameras(self, from_us: int, to_us: int) -> list[str]:
        """Those of which anything was measured on the days of that time."""

        def ask(used: list[str]) -> list[str]:
            for day in (files.read_day(self._folder, one) for one in files.days_between(from_us, to_us)):
                of_hours = [path for hour in day.hours if not hour.is_in_day for path in hour.minutes]
                used += map(str, [*of_hours, *([] if day.quarters is None else [day.quarters])])
            if not used:
                return []
            query = "SELECT DISTINCT camera_id FROM read_parquet(?) ORDER BY camera_id"
            return [str(one) for one in self._engine.rows(query, [used])["camera_id"]]

        return self._again(ask)

    def _sources(
        self,
        camera_ids: list[str],
        marks: NDArray[np.int64],
        used: list[str],
        *,
        is_of_quarters: bool,
        zone_ids: Collection[str],
    ) -> tuple[str, list[object]]:
        """Rows with ``mark``: of minutes their own flags, of quarters none, which count no flagged minute any more."""
        from_us, to_us = int(marks[0]), int(marks[-1])
        found = _Files()
        for day in files.days_between(from_us, to_us):
            found.add(files.read_day(self._folder, day), from_us, to_us, is_of_quarters=is_of_quarters)
        used += [*found.once, *found.several, *found.of_hours, *found.of_days]
        where = f"start_us >= {from_us} AND start_us < {to_us} AND {_one_of('camera_id', camera_ids)}"
        if zone_ids:
            where += f" AND {_one_of('zone_id', zone_ids)}"
        parts: list[str] = []
        parameters: list[object] = []
        is_apart = not found.several or (len(camera_ids) > _FEW and self._is_apart(found.several, where))
        for paths, condition, mark, is_once in (
            (found.once, where, "flags", True),
            (found.several, where, "flags", is_apart),
            (found.of_hours, where, "0", True),
            (found.of_days, " AND ".join([where, *found.but]), "0", True),
        ):
            if paths:
                rows = sql.minutes("?", where=condition, is_once=is_once)
                parts.append(f"SELECT *, {mark} AS mark FROM ({rows})")  # noqa: S608
                parameters.append(paths)
        return " UNION ALL ".join(parts) or f"SELECT {_NO_ROWS}, 0 AS mark WHERE false", parameters

    def _is_apart(self, paths: list[str], where: str) -> bool:
        """Whether no minute is there twice, as it is mostly: to ask that takes a tenth of the time of choosing among
        those that are. Equal digests of what differs are taken for a double, at no harm.
        """
        query = f"SELECT {sql.IS_APART} AS is_apart FROM read_parquet(?) WHERE {where}"  # noqa: S608
        return bool(self._engine.rows(query, [paths])["is_apart"][0])

    def _again(self, ask: Callable[[list[str]], _T]) -> _T:
        """A file that went away meanwhile has its content in another one; one that is damaged is set aside."""
        for _ in range(_TRIES):
            used: list[str] = []
            try:
                return ask(used)
            except Gone:
                continue
            except Damaged as error:
                if not set_damaged_aside(Path(one) for one in used):
                    raise Unavailable(f"the measurements cannot be read: {error}") from error
        raise Unavailable("the measurements are being put in order; try again")


@dataclass(kw_only=True)
class _Files:
    """What a question is asked of. ``once``: minutes that are in no other of these files; ``several``: minutes that may
    be in two; ``of_hours`` and ``of_days``: roll-ups, of which the latter say nothing of the times ``but``.
    """

    once: list[str] = field(default_factory=list)
    several: list[str] = field(default_factory=list)
    of_hours: list[str] = field(default_factory=list)
    of_days: list[str] = field(default_factory=list)
    but: list[str] = field(default_factory=list)

    def add(self, day: files.DayFiles, from_us: int, to_us: int, *, is_of_quarters: bool) -> None:
        """The files of a day that a time needs."""
        if is_of_quarters and day.quarters is not None:
            self.of_days.append(str(day.quarters))
        for hour in day.hours:
            ends_us = hour.from_us + files.HOUR_US
            if not (hour.from_us < to_us and from_us < ends_us) or (is_of_quarters and hour.is_in_day):
                continue
            if is_of_quarters and day.quarters is not None:
                self.but.append(f"NOT (start_us >= {hour.from_us} AND start_us < {ends_us})")
            if is_of_quarters and hour.quarters is not None:
                self.of_hours.append(str(hour.quarters))
            else:
                (self.once if hour.is_once else self.several).extend(map(str, hour.minutes))


def _one_of(name: str, values: Collection[str]) -> str:
    """Written out, so that DuckDB skips what cannot hold them: the groups of rows of a file say from what to what."""
    quoted = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(set(values)))
    return f"{name} IN ({quoted})"


def set_damaged_aside(paths: Iterable[Path]) -> list[Path]:
    """Of these files those that are not as they were written are read no more; returns them."""
    found = [path for path in paths if not files.is_whole(path, deep=True)]
    for path in found:
        files.set_aside(path)
        _log.error("a file of measurements is damaged; it is set aside, and what it held is a gap", file=str(path))
    return found


def _exclusion_tables(found: Collection[Exclusion], grain_us: int) -> Tables:
    tables = tables_of(found, grain_us)
    named = {"camera_exclusions": tables.of_cameras, "zone_exclusions": tables.of_zones}
    return {name: table for name, table in named.items() if table is not None}


def _stepped(sources: str, marks: NDArray[np.int64], tables: dict[str, Mapping[str, NDArray[Any]]]) -> tuple[str, str]:
    """The expression of a row's step, and the rows with what leaves them out added to ``mark`` and ``flags``."""
    columns = ", ".join(f"r.{name}" for name in NAMES if name != "flags")
    flags, joins = "", ""
    for name, table, keys in (("c", "camera_exclusions", ("camera_id",)), ("z", "zone_exclusions", PLACE[:2])):
        if table in tables:
            same = " AND ".join(f"r.{key} = {name}.{key}" for key in keys)
            joins += f" ASOF LEFT JOIN {table} {name} ON {same} AND r.start_us >= {name}.from_us"
            flags += f" | CASE WHEN r.start_us < {name}.until_us THEN {name}.flags ELSE 0 END"
    lengths = np.diff(marks)
    if (lengths == lengths[0]).all():
        begin, length = int(marks[0]), int(lengths[0])
        step = f"{begin} + (start_us - {begin}) // {length} * {length}"
    else:
        tables["steps"] = {"mark_us": marks[:-1]}
        joins += " ASOF JOIN steps ON r.start_us >= steps.mark_us"
        columns += ", steps.mark_us"
        step = "mark_us"
    marked = f"SELECT {columns}, r.flags{flags} AS flags, r.mark{flags} AS mark FROM ({sources}) r{joins}"  # noqa: S608
    return step, marked
