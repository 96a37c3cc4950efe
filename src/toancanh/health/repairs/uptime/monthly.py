"""When a month is over: its report for each owner of cameras, made by the platform itself, one after another."""

from __future__ import annotations

from collections import Counter

from toancanh.health.repairs.clock import local_day
from toancanh.health.repairs.desk import Desk
from toancanh.health.repairs.store import reports as store
from toancanh.health.repairs.store.reports import ReportState
from toancanh.health.repairs.uptime.reports import UpTimeReports, span_of

_TRIES = 3
"""A report that failed so often is left to a person."""


class MonthlyReports:
    """Of the one process that makes reports. A month in which the platform was down is made up for while it is the
    last one; owners whose first camera came later have none.
    """

    def __init__(self, desk: Desk, reports: UpTimeReports) -> None:
        self._desk = desk
        self._reports = reports
        self._ended = ""  # the last month with nothing left to make

    def round(self) -> bool:
        """One report; True where there may be more to make. Raises `Conflict` while a person's is being made."""
        month = month_before(self._desk.clock.now_us())
        if month == self._ended:
            return False
        with self._desk.database.reading() as connection:
            made = store.by_itself(connection, month)
        failed = Counter(owner_id for owner_id, state in made if state is ReportState.FAILED)
        settled = {owner_id for owner_id, state in made if state is not ReportState.FAILED}
        settled |= {owner_id for owner_id, times in failed.items() if times >= _TRIES}
        owners = {one.owner_id for one in self._reports.reported(span_of(month)[1])}
        left = sorted(owners - settled)
        if not left:
            self._ended = month
            return False
        self._reports.make_by_itself(left[0], month)
        return True


def month_before(now_us: int) -> str:
    """The last month that is over where the cameras are: ``2026-10`` from the first of November on."""
    today = local_day(now_us)
    year, month = (today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)
    return f"{year}-{month:02}"
