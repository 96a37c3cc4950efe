"""Making a month's report: a job with progress, then a PDF and a spreadsheet, each with its signature."""

from __future__ import annotations

import io
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from itertools import chain
from typing import Any

from toancanh.governance import AccessRequest, Action, Decision, ResourceRef
from toancanh.health.repairs.clock import midnight_us
from toancanh.health.repairs.desk import PLATFORM, Desk
from toancanh.health.repairs.ports import FaultBook, Signer
from toancanh.health.repairs.store import reports
from toancanh.health.repairs.store.reports import Report, ReportState
from toancanh.health.repairs.store.tables import report as table
from toancanh.health.repairs.uptime.counting import Counted, counted
from toancanh.health.repairs.uptime.model import UpTime, summed
from toancanh.health.repairs.works import PlannedWorks
from toancanh.infra.logs import get_logger
from toancanh.infra.sheets import write_workbook
from toancanh.infra.sheets.cells import Cell
from toancanh.kernel import Conflict, Invalid, NotFound, Principal
from toancanh.media.archive import ArchiveIndex
from toancanh.registry.dossier.model import CameraCare

_log = get_logger(__name__)

_SHEET: Sequence[tuple[str, int]] = (
    ("Mã camera", 16), ("Tên camera", 32), ("Chủ quản", 28), ("Đơn vị bảo trì", 28), ("Phường, xã", 20),
    ("Tỷ lệ hoạt động (%)", 12), ("Hoạt động (giờ)", 12), ("Hỏng (giờ)", 12), ("Có kế hoạch (giờ)", 12),
    ("Không rõ (giờ)", 12), ("Đã tắt (giờ)", 12), ("Hỏng, theo nguyên nhân (giờ)", 48),
)  # fmt: skip
GROUPS = ("owner", "contractor", "ward")


class UpTimeReports:
    """Thread-safe; one is made at a time."""

    def __init__(
        self, desk: Desk, *, archive: ArchiveIndex, faults: FaultBook, works: PlannedWorks, signer: Callable[[], Signer]
    ) -> None:
        self._desk = desk
        self._archive = archive
        self._faults = faults
        self._works = works
        self._signer = signer
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def start(self) -> None:
        """What another process left unfinished has failed."""
        with self._desk.database.transaction() as tx:
            reports.unfinished(tx, self._desk.clock.now_us())

    def close(self) -> None:
        """Wait for the one that is being made."""
        worker = self._worker
        if worker is not None:
            worker.join()

    def listed(self, principal: Principal, *, after: str = "", limit: int) -> list[Report]:
        """The newest first, those that came before ``after``."""
        view = self._desk.governance.visible(principal, Action.UPTIME_REPORT, "uptime")
        with self._desk.database.reading() as connection:
            return reports.listed(connection, view.clause(table.c.organisation_id), after=after, limit=limit)

    def get(self, principal: Principal, report_id: str, *, source: str = "") -> Report:
        """Raises `NotFound`, also where it is not there for the asker."""
        with self._desk.database.reading() as connection:
            found = reports.load(connection, report_id)
        if found is None:
            raise _unknown()
        self._require(principal, found.organisation_id, found.id, source)
        return found

    def file(self, principal: Principal, report_id: str, name: str, *, source: str = "") -> bytes:
        """One of ``pdf``, ``sheet`` and their signatures, ``signature`` and ``sheet_signature``; on record. Raises
        `Conflict` while it is being made, or where it was made without.
        """
        found = self.get(principal, report_id, source=source)
        ref = ResourceRef(kind="uptime", id=found.id, owner_id=found.organisation_id)
        with self._desk.database.transaction() as tx:
            content = reports.file(tx, report_id, name)
            if content is None:
                raise Conflict(
                    "this report has no such file: it is being made, or could not be", state=str(found.state)
                )
            details = {"month": found.month, "file": name}
            self._desk.governance.record(
                tx, principal, "uptime.open", ref, details=details, personal={"source": source}
            )
        return content

    def make(self, principal: Principal, organisation_id: str, month: str, *, source: str = "") -> Report:
        """Begin; `get` tells how far it is. ``month``: ``2026-11``, not one to come. Raises `Invalid`, `Conflict`."""
        decision = self._require(principal, organisation_id, "", source)
        return self._begin(principal, organisation_id, month, decision=decision, source=source)

    def make_by_itself(self, organisation_id: str, month: str) -> None:
        """The same for the platform, which nobody asked (`monthly`); back when it is made. Raises `Conflict`."""
        self._begin(PLATFORM, organisation_id, month)
        self.close()

    def reported(self, until_us: int) -> list[CameraCare]:
        """The cameras that a month's report is about: there before its end, protected ones left out."""
        return [
            one for one in self._desk.registry.dossiers.care().values()
            if not one.protected and one.created_us < until_us
        ]  # fmt: skip

    def _begin(
        self,
        principal: Principal,
        organisation_id: str,
        month: str,
        *,
        decision: Decision | None = None,
        source: str = "",
    ) -> Report:
        from_us, until_us = span_of(month)
        now_us = self._desk.clock.now_us()
        if from_us >= now_us:
            raise Invalid("month: it has not begun yet", field="month")
        below = self._desk.governance.within(organisation_id)
        with self._lock:
            if self._worker is not None and self._worker.is_alive():
                raise Conflict("another report is being made: try again in a minute")
            cameras = [one for one in self.reported(until_us) if one.owner_id in below]
            made = Report(
                id=self._desk.ids.new_id(), organisation_id=organisation_id, month=month, state=ReportState.MAKING,
                cameras_done=0, cameras_all=len(cameras), made_by=principal.user_id, made_us=now_us, ended_us=None,
                summary={}, serial="",
            )  # fmt: skip
            ref = ResourceRef(kind="uptime", id=made.id, owner_id=organisation_id)
            with self._desk.database.transaction() as tx:
                reports.write(tx, made)
                details = {"month": month, "cameras": len(cameras)}
                self._desk.governance.record(
                    tx, principal, "uptime.make", ref, decision=decision, details=details, personal={"source": source}
                )
            cameras.sort(key=lambda one: (one.code, one.camera_id))
            work = threading.Thread(
                target=self._made_safely, args=(made, cameras, from_us, until_us), name="uptime", daemon=True
            )
            self._worker = work
            work.start()
        return made

    def _made_safely(self, made: Report, cameras: Sequence[CameraCare], from_us: int, until_us: int) -> None:
        try:
            self._made(made, cameras, from_us, until_us)
        except Exception as error:  # noqa: BLE001  # whatever it was: who waits for the report is told that it failed
            _log.crash("up-time report", error)
            with self._desk.database.transaction() as tx:
                reports.tell(tx, made.id, state=ReportState.FAILED, ended_us=self._desk.clock.now_us())

    def _made(self, made: Report, cameras: Sequence[CameraCare], from_us: int, until_us: int) -> None:
        from toancanh.health.repairs.uptime.pdf import write_pdf  # large, and most processes write none

        def told(done: int) -> None:
            with self._desk.database.transaction() as tx:
                reports.tell(tx, made.id, cameras_done=done)

        now_us = self._desk.clock.now_us()
        found = counted(
            cameras, from_us, until_us, archive=self._archive, faults=self._faults, works=self._works.between,
            now_us=now_us, told=told,
        )  # fmt: skip
        names = self._names(found)
        summary = _summary(found, names)
        signer = self._signer()
        title = {
            "month": made.month, "organisation": names.get(made.organisation_id, ""), "until_us": min(until_us, now_us),
            "made_us": now_us, "fingerprint": signer.fingerprint(),
        }  # fmt: skip
        pdf = write_pdf(title, summary, made_at_s=now_us // 1_000_000)
        signature = signer.sign(pdf)
        sheet = io.BytesIO()
        write_workbook(sheet, made.month, _SHEET, chain(_rows(found, names), _sums(summary)))
        with self._desk.database.transaction() as tx:
            reports.tell(
                tx, made.id, state=ReportState.DONE, ended_us=self._desk.clock.now_us(), summary=summary, pdf=pdf,
                signature=signature.value, serial=signature.serial, sheet=sheet.getvalue(),
                sheet_signature=signer.sign(sheet.getvalue()).value,
            )  # fmt: skip
            ref = ResourceRef(kind="uptime", id=made.id, owner_id=made.organisation_id)
            details = {"month": made.month, "serial": signature.serial}
            self._desk.governance.record(tx, PLATFORM, "uptime.sign", ref, details=details)

    def _names(self, found: Sequence[Counted]) -> dict[str, str]:
        named = {id for one in found for id in _keys(one).values() if id}
        return {one.id: one.name for one in self._desk.governance.organisations.named(named)}

    def _require(self, principal: Principal, organisation_id: str, report_id: str, source: str) -> Decision:
        ref = ResourceRef(kind="uptime", id=report_id, owner_id=organisation_id)
        request = AccessRequest(action=Action.UPTIME_REPORT, resource=ref, source=source)
        return self._desk.governance.require(principal, request)


def span_of(month: str) -> tuple[int, int]:
    """The month's begin and end, as local days have it. Raises `Invalid`."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise Invalid("month: as in 2026-11", field="month") from None
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return midnight_us(first), midnight_us(following)


def _keys(one: Counted) -> dict[str, str]:
    care = one.care
    return {"owner": care.owner_id, "contractor": care.maintainer_id or "", "ward": care.unit_id or ""}


def told(time: UpTime) -> dict[str, object]:
    """As JSON, with what it is divided by."""
    return {**asdict(time), "down_s": time.down_s, "observed_s": time.observed_s, "share": time.share}


def _summary(found: Sequence[Counted], names: dict[str, str]) -> dict[str, object]:
    parts: dict[str, dict[str, list[UpTime]]] = {group: defaultdict(list) for group in GROUPS}
    for one in found:
        for group, id in _keys(one).items():
            parts[group][id].append(one.time)
    worst = sorted(
        (one for one in found if one.time.share is not None), key=lambda one: (one.time.share, one.care.code)
    )
    return {
        "all": told(summed([one.time for one in found])) | {"cameras": len(found)},
        "groups": {
            group: sorted(
                ({"id": id, "name": names.get(id, ""), **told(summed(times))} for id, times in some.items()),
                key=lambda row: str(row["name"]),
            )
            for group, some in parts.items()
        },
        "worst": [
            {"id": one.care.camera_id, "code": one.care.code, "name": one.care.name, **told(one.time)}
            for one in worst[:50]
        ],
    }


def _rows(found: Sequence[Counted], names: dict[str, str]) -> Iterable[Sequence[Cell]]:
    for one in found:
        time, keys = one.time, _keys(one)
        share = None if time.share is None else round(100 * time.share, 3)
        hours = (time.up_s, time.down_s, time.planned_s, time.unknown_s, time.off_s)
        causes = ", ".join(f"{cause} {seconds / 3600:.2f}" for cause, seconds in time.down.items())
        yield (
            one.care.code, one.care.name, *(names.get(id, "") for id in keys.values()), share,
            *(round(seconds / 3600, 3) for seconds in hours), causes,
        )  # fmt: skip


def _sums(summary: Mapping[str, Any]) -> Iterable[Sequence[Cell]]:
    """Under the cameras: of all, then of each owner, maintainer and ward in its column."""

    def row(time: Mapping[str, Any], *whose: str) -> Sequence[Cell]:
        share = None if time["share"] is None else round(100 * time["share"], 3)
        hours = (round(time[name] / 3600, 3) for name in ("up_s", "down_s", "planned_s", "unknown_s", "off_s"))
        causes = ", ".join(f"{cause} {seconds / 3600:.2f}" for cause, seconds in time["down"].items())
        return "Tổng", f"{time['cameras']} camera", *whose, share, *hours, causes

    yield row(summary["all"], "", "", "")
    for number, group in enumerate(GROUPS):
        for one in summary["groups"][group]:
            whose = [""] * len(GROUPS)
            whose[number] = one["name"] or "(chưa khai)"
            yield row(one, *whose)


def _unknown() -> NotFound:
    return NotFound("there is no such report, or you may not see it")
