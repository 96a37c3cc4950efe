"""Queries, made from the table of columns: what a minute is among several that say the same, and how they add up."""

from __future__ import annotations

from toancanh.traffic.columns import COLUMNS, NAMES, PLACE, Column, Way
from toancanh.traffic.model import EXCLUDING

_PLACE = ", ".join(PLACE)
IS_APART = f"count(*) = count(DISTINCT hash({_PLACE}, start_us))"
"""Of some rows: no minute of a place is there twice."""
_GOOD = f"(mark & {int(EXCLUDING)}) = 0"


def minutes(files: str, *, where: str = "true", is_once: bool) -> str:
    """Rows of these files (an expression). Where a minute may be in several, the one that saw the most of it: two
    workers looked at one camera, or a file that was put together out of others still stands beside them.
    """
    rows = f"SELECT {', '.join(NAMES)} FROM read_parquet({files}) WHERE {where}"  # noqa: S608  # names are our own
    if is_once:
        return rows
    order = "observed_s DESC, writer, method"
    return f"{rows} QUALIFY row_number() OVER (PARTITION BY {_PLACE}, start_us ORDER BY {order}) = 1"


def ordered(rows: str) -> str:
    """By place and time: what a query asks for lies together."""
    return f"SELECT * FROM ({rows}) ORDER BY {_PLACE}, start_us"  # noqa: S608


def added_up(marked: str, step: str) -> str:
    """Rows of ``marked`` (with ``mark``, their flags that leave them out) put together by place and ``step``, an
    expression that says in which step a row is.

    First those that count and those that are left out apart, then the two together: to ask each sum of each row whether
    it counts takes four times as long.
    """
    groups = f"{_PLACE}, step_us"
    apart = ", ".join(f"{_plain(column)} AS {column.name}" for column in COLUMNS if column.way is not Way.KEY)
    inner = (
        f"SELECT {_PLACE}, {step} AS step_us, {_GOOD} AS is_good, max(start_us) AS last_us, {apart} "  # noqa: S608
        f"FROM ({marked}) GROUP BY {groups}, is_good"
    )
    whole = ", ".join(f"{_whole(column)} AS {column.name}" for column in COLUMNS if column.way is not Way.KEY)
    return f"SELECT {groups}, {whole} FROM ({inner}) GROUP BY {groups}"  # noqa: S608


def rolled(rows: str, step_us: int) -> str:
    """Minutes rolled up: those that are flagged themselves count as left out from here on."""
    marked = f"SELECT *, flags AS mark FROM ({rows})"  # noqa: S608
    names = ", ".join("step_us AS start_us" if name == "start_us" else name for name in NAMES)
    return f"SELECT {names} FROM ({added_up(marked, f'start_us // {step_us} * {step_us}')})"  # noqa: S608


def _plain(column: Column) -> str:
    if column.way is Way.LAST:
        return f"arg_max({column.name}, start_us)"
    return f"{column.way.value}({column.name})"


def _whole(column: Column) -> str:
    name = column.name
    if name == "observed_s":
        found = "sum(observed_s)"
    elif name == "excluded_s":
        found = "sum(CASE WHEN is_good THEN excluded_s ELSE observed_s END)"
    elif column.way is Way.ANY_FLAG:
        found = f"bit_or({name})"
    elif column.way is Way.LAST:
        found = f"arg_max({name}, last_us)"
    elif column.way is Way.LEAST:
        found = f"coalesce(min(CASE WHEN is_good THEN {name} END), 0)"
    else:
        found = f"{column.way.value}(CASE WHEN is_good THEN {name} ELSE 0 END)"
    return f"CAST({found} AS {column.sql})"
