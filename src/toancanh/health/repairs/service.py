"""The only door of repairs for other packages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path

from toancanh.catalogues import holidays
from toancanh.governance import Governance
from toancanh.health.model import FaultClosed, FaultOpened
from toancanh.health.repairs.contracts import Contracts
from toancanh.health.repairs.desk import Desk
from toancanh.health.repairs.opening import Opening
from toancanh.health.repairs.ports import FaultBook, Signer, Telling
from toancanh.health.repairs.stock import Stock
from toancanh.health.repairs.tickets import Tickets
from toancanh.health.repairs.uptime.monthly import MonthlyReports
from toancanh.health.repairs.uptime.reports import UpTimeReports
from toancanh.health.repairs.works import PlannedWorks
from toancanh.infra.database import Database
from toancanh.infra.logs import get_logger
from toancanh.infra.rounds import Rounds
from toancanh.kernel import Clock, Conflict, EventBus, IdSource, Unavailable
from toancanh.media.archive import ArchiveIndex
from toancanh.registry import Registry

_log = get_logger(__name__)
_EVERY_S = 15.0
_MONTHLY_EVERY_S = 300.0


class Repairs:
    """Thread-safe; one process (``web``) starts the round that opens tickets.

    ``holidays_file``: in place of the shipped public holidays, where it is there.
    """

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        ids: IdSource,
        governance: Governance,
        registry: Registry,
        events: EventBus,
        archive: ArchiveIndex,
        faults: FaultBook,
        telling: Telling,
        signer: Callable[[], Signer],
        holidays_file: Path,
    ) -> None:
        self._holidays_file = holidays_file
        self._events = events
        self._faults = faults
        self._archive = archive
        self._signer = signer
        self.desk = Desk(
            database=database, clock=clock, ids=ids, governance=governance, registry=registry, events=events,
            holidays=self._holidays,
        )  # fmt: skip
        self.tickets = Tickets(self.desk, faults)
        self.contracts = Contracts(self.desk)
        self.stock = Stock(self.desk)
        self.works = PlannedWorks(self.desk, archive)
        self.opening = Opening(self.desk, faults, telling)
        self._rounds: list[Rounds] = []

    @cached_property
    def reports(self) -> UpTimeReports:
        """Up-time by the month."""
        return UpTimeReports(
            self.desk, archive=self._archive, faults=self._faults, works=self.works, signer=self._signer
        )

    def start(self) -> None:
        """Open tickets from now on, and make the reports of months that are over."""
        self.reports.start()
        monthly = MonthlyReports(self.desk, self.reports)
        opening = Rounds(
            "repairs", self.opening.run, every_s=_EVERY_S, log=_log, put_off="repairs put off",
            crashed="repairs crashed", expected=(Unavailable, Conflict),
        )  # fmt: skip
        reporting = Rounds(
            "uptime", monthly.round, every_s=_MONTHLY_EVERY_S, log=_log, put_off="reports put off",
            crashed="reports crashed", expected=(Unavailable, Conflict),
        )  # fmt: skip
        self._rounds = [opening, reporting]
        for rounds in self._rounds:
            rounds.start()
        self._events.subscribe(FaultOpened, lambda _event: opening.wake())
        self._events.subscribe(FaultClosed, lambda _event: opening.wake())

    def close(self) -> None:
        """No more rounds; wait for a report that is being made."""
        for rounds in self._rounds:
            rounds.close()
        if "reports" in vars(self):
            self.reports.close()

    def _holidays(self) -> frozenset[date]:
        path = self._holidays_file
        return (holidays.read(path) if path.exists() else holidays.read()).days
