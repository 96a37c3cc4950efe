"""Repairs: from the fault to the accepted work; whose it is, whose clock runs, who may not."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from repairs_rig import HOUR_S, PNG, RepairCity, a_repair_city

from toancanh.governance import PROTECTED
from toancanh.governance.record.store import record_entry
from toancanh.health.model import FaultKind, Incident, IncidentKind
from toancanh.health.repairs import Ticket, TicketEscalated, TicketState
from toancanh.health.repairs.model import AssignedAs, ContractKind, FaultSeverity
from toancanh.health.repairs.store.reports import ReportState
from toancanh.health.repairs.tickets import TicketFilter
from toancanh.health.repairs.works import WorkDraft
from toancanh.kernel import Conflict, Denied, Invalid, NotFound
from toancanh.media.archive.store import marks_between
from toancanh.registry import SiteDraft
from toancanh.registry.topology import NodeDraft, NodeKind

S = 1_000_000


@pytest.fixture
def city(tmp_path: Path) -> Iterator[RepairCity]:
    with a_repair_city(tmp_path) as made:
        yield made


def seen(city: RepairCity, username: str) -> list[Ticket]:
    return city.repairs.tickets.page(city.who(username), TicketFilter(), after=None, limit=50)


def test_a_repair_from_the_fault_to_the_accepted_work(city: RepairCity) -> None:
    contract = city.agree()
    camera = city.camera("HK-1")
    fault = city.fault(camera)
    city.passes(30)
    assert seen(city, "operator") == []  # health may yet find what many have in common
    city.passes()
    city.passes()
    (one,) = seen(city, "operator")
    assert (one.cause, one.severity, one.assigned_as) == ("away", FaultSeverity.CRITICAL, AssignedAs.MAINTAINER)
    assert one.maintainer_id == city.organisations["contractor"]
    assert one.contract_id == contract.id
    assert one.answer_due_us == one.since_us + 2 * HOUR_S * S
    assert one.repair_due_us == one.since_us + 24 * HOUR_S * S
    tickets, technician = city.repairs.tickets, city.who("technician")
    for to in (TicketState.ACKNOWLEDGED, TicketState.ON_THE_WAY):
        tickets.step(technician, one.id, to, "")
    tickets.add_photo(technician, one.id, PNG, "before")
    part = city.repairs.stock.put(technician, one.maintainer_id, "PSU-12", name="Nguồn 12 V", unit="cái", quantity=3)
    tickets.use_part(technician, one.id, part.id, 2)
    with pytest.raises(Conflict, match="1 cái"):
        tickets.use_part(technician, one.id, part.id, 2)
    theirs = city.repairs.stock.put(
        city.city.admin, city.organisations["elsewhere"], "PSU-12", name="Nguồn", unit="cái", quantity=9
    )
    with pytest.raises(Invalid, match="neither the maintainer nor the owner"):
        tickets.use_part(technician, one.id, theirs.id, 1)
    tickets.add_photo(technician, one.id, PNG, "after")
    tickets.step(technician, one.id, TicketState.WORK_DONE, "Thay nguồn")
    operator = city.who("operator")
    with pytest.raises(Conflict, match="test the cameras"):
        tickets.accept(operator, one.id, "")
    assert not test(city, one.id, "technician")  # health still has the fault
    city.ends(fault)
    city.eyes.dark.add(camera)
    assert not test(city, one.id, "technician")
    city.eyes.dark.clear()
    assert test(city, one.id, "technician")
    with pytest.raises(NotFound):  # who did the work does not take it
        tickets.accept(technician, one.id, "")
    tickets.accept(operator, one.id, "")
    tickets.close(operator, one.id, "")
    file = tickets.get(operator, one.id)
    assert file.ticket.state is TicketState.CLOSED
    assert [each.act for each in file.entries][:4] == ["open", "acknowledged", "on_the_way", "photo"]
    assert [(used.code, use.quantity) for used, use in file.used] == [("PSU-12", 2)]
    assert [each.moment for each in file.photos] == ["before", "after"]
    assert tickets.photo(operator, one.id, file.photos[1].id)[0] == "image/png"
    again = city.fault(camera)
    city.passes()
    city.passes()
    (one,) = seen(city, "operator")  # within a day it is the same ticket
    assert (one.state, one.answered_us) == (TicketState.REOPENED, None)
    city.ends(again)
    city.passes()
    (one,) = seen(city, "operator")
    assert one.state is TicketState.CLOSED
    with city.city.database.reading() as connection:
        acts = {row.action for row in connection.execute(record_entry.select())}
    assert {"ticket.open", "ticket.photo", "ticket.part", "ticket.test", "ticket.accepted", "ticket.healed"} <= acts


def test(city: RepairCity, ticket_id: str, username: str) -> bool:
    """A live test; no test of its own."""
    tickets, who = city.repairs.tickets, city.who(username)
    decision = tickets.may_test(who, ticket_id)
    return tickets.tested(who, ticket_id, asyncio.run(tickets.look(city.eyes, ticket_id)), decision).passed


test.__test__ = False  # type: ignore[attr-defined]


@pytest.mark.databases("sqlite")
def test_one_cause_is_one_ticket_and_a_warranty_goes_first(city: RepairCity) -> None:
    city.agree()
    city.agree(
        kind=ContractKind.WARRANTY, maintainer_id=city.organisations["supplier"], number="BH", makers=("Hikvision",)
    )
    guaranteed = city.camera("HK-1", maker="HIKVISION", warranty_until=date(2027, 1, 1))
    unknown = city.camera("HK-2", maker="Dahua", warranty_until=date(2027, 1, 1))
    orphan = city.camera("HK-3", maintainer_id=None)
    on_line = [city.camera(f"L-{number}") for number in range(3)]
    now_us = city.clock.now_us()
    city.book.causes["i"] = Incident(
        id="i", kind=IncidentKind.LINE, cause_id="line-7", opened_us=now_us, closed_us=None, affected=3, hanging=3
    )
    for camera in on_line[:2]:
        city.fault(camera, incident_id="i")
    for camera in (guaranteed, unknown, orphan):
        city.fault(camera, FaultKind.MOVED)
    city.fault(guaranteed, FaultKind.NOT_RECORDED)
    city.passes()
    city.fault(on_line[2], incident_id="i")
    city.passes()
    city.passes()
    found = {(one.cause, one.assigned_as): one for one in seen(city, "operator")}
    assert set(found) == {
        ("moved", AssignedAs.SUPPLIER), ("moved", AssignedAs.MAINTAINER), ("moved", AssignedAs.OWNER),
        ("line", AssignedAs.MAINTAINER), ("not_recorded", AssignedAs.OWNER),
    }  # fmt: skip
    assert found["moved", AssignedAs.SUPPLIER].warranty_until == date(2027, 1, 1)
    assert found["moved", AssignedAs.MAINTAINER].warranty_until == date(2027, 1, 1)  # no supplier of that make is known
    assert found["not_recorded", AssignedAs.OWNER].warranty_until is None
    line = city.repairs.tickets.get(city.who("operator"), found["line", AssignedAs.MAINTAINER].id)
    assert {on.camera_id for on, _ in line.cameras} == set(on_line)


@pytest.mark.databases("sqlite")
def test_when_the_time_runs_out_the_contract_s_levels_are_told_once(city: RepairCity) -> None:
    city.agree()
    city.fault(city.camera("HK-1"))
    city.passes()
    city.passes(2 * HOUR_S)
    city.passes()
    (one,) = seen(city, "operator")
    assert one.level == 1
    city.repairs.tickets.pause(city.who("operator"), one.id, "Đường đang đào")
    city.passes(10 * HOUR_S)
    (one,) = seen(city, "operator")
    assert (one.level, one.paused) == (1, True)
    city.repairs.tickets.resume(city.who("operator"), one.id)
    city.passes(4 * HOUR_S)
    told = [(one.level, one.organisation_id) for one in city.news if isinstance(one, TicketEscalated)]
    assert told == [(1, city.organisations["contractor"]), (2, city.organisations["owner"])]
    assert [(to, "mất tín hiệu" in what) for to, what in city.letters.told] == [(to, True) for _, to in told]
    with pytest.raises(NotFound):  # the maintainer never stops his own clock
        city.repairs.tickets.pause(city.who("technician"), one.id, "x")


@pytest.mark.databases("sqlite")
def test_who_may_not(city: RepairCity) -> None:
    city.agree()
    plain, hidden = city.camera("HK-1"), city.protected("QP-1")
    city.fault(plain)
    city.fault(hidden)
    city.passes()
    by_camera = {bool(one.protected): one for one in seen(city, "cleared")}
    assert set(by_camera) == {False, True}
    for name in ("operator", "auditor", "technician", "boss"):  # cleared at the contractor is not cleared for the owner
        assert [one.protected for one in seen(city, name)] == [False]
        assert sum(v for k, v in city.repairs.tickets.counts(city.who(name)).items() if k != "late") == 1
        with pytest.raises(NotFound):
            city.repairs.tickets.get(city.who(name), by_camera[True].id)
    one, tickets = by_camera[False], city.repairs.tickets
    for name in ("stranger", "viewer"):
        assert seen(city, name) == []
        with pytest.raises(NotFound):
            tickets.get(city.who(name), one.id)
    denied: list[Callable[[], object]] = [
        lambda: tickets.note(city.who("auditor"), one.id, "x"),
        lambda: tickets.cancel(city.who("auditor"), one.id, "x"),
        lambda: tickets.open(city.who("auditor"), [plain], "x", FaultSeverity.MAJOR),
        lambda: city.agree(city.who("operator"), number="2"),
        lambda: city.repairs.reports.make(city.who("operator"), city.organisations["owner"], "2026-07"),
        lambda: city.repairs.works.plan(city.who("auditor"), work(city, plain)),
    ]
    for act in denied:
        with pytest.raises(Denied):
            act()
    for act in (
        lambda: tickets.give(city.who("technician"), one.id, city.organisations["supplier"], "x"),
        lambda: tickets.accept(city.who("boss"), one.id, ""),
        lambda: city.repairs.works.plan(city.who("technician"), work(city, plain)),
        lambda: tickets.note(city.who("stranger"), one.id, "x"),
    ):
        with pytest.raises(NotFound):
            act()
    tickets.step(city.who("operator"), one.id, TicketState.WORK_DONE, "")
    city.book.faults.clear()
    assert test(city, one.id, "operator")
    with pytest.raises(Denied, match="another person"):
        tickets.accept(city.who("operator"), one.id, "")
    tickets.refuse(city.who("colleague"), one.id, "Hình còn mờ")
    assert seen(city, "technician")[0].state is TicketState.REOPENED


def work(city: RepairCity, camera: str, hours: int = 4) -> WorkDraft:
    now_us = city.clock.now_us()
    return WorkDraft(
        title="Thay cột", why="", from_us=now_us, until_us=now_us + hours * HOUR_S * S, camera_ids=(camera,)
    )


def test_planned_work_opens_no_ticket_stops_clocks_and_shows_on_the_timeline(city: RepairCity) -> None:
    city.agree()
    camera, other = city.camera("HK-1"), city.camera("HK-2")
    city.fault(camera)
    city.passes()
    (one,) = seen(city, "operator")
    before_us = one.repair_due_us
    works, operator = city.repairs.works, city.who("operator")
    made = works.plan(operator, work(city, camera))
    works.plan(operator, work(city, other))
    (one,) = seen(city, "operator")
    assert before_us is not None
    assert one.repair_due_us == before_us + 4 * HOUR_S * S
    city.fault(other)
    city.passes()
    assert len(seen(city, "operator")) == 1
    assert set(works.covers([camera, other, "x"], city.clock.now_us())) == {camera, other}
    city.passes(HOUR_S)
    works.call_off(operator, made.id)
    with city.city.database.reading() as connection:
        (mark,) = marks_between(connection, camera, 0, 1 << 60)
    assert (mark.kind, mark.reference, mark.end_us) == ("planned_work", "Thay cột", city.clock.now_us())
    assert not works.covers([camera], city.clock.now_us())
    city.passes(4 * HOUR_S)
    assert len(seen(city, "operator")) == 2
    with pytest.raises(Invalid, match="an hour ago"):
        works.plan(operator, WorkDraft(title="x", why="", from_us=0, until_us=S, camera_ids=(camera,)))
    assert [one.title for one in works.listed(city.who("technician"), 0, 1 << 60)] == []


@pytest.mark.databases("sqlite")
def test_work_at_a_site_or_on_a_line_is_asked_for_and_its_decision_is_on_record(city: RepairCity) -> None:
    registry, owner_id = city.city.registry, city.organisations["owner"]
    site_draft = SiteDraft(code="S", name="n", owner_id=owner_id, lat=21.0, lon=105.8)
    site = registry.sites.create(city.city.admin, site_draft)
    feed = NodeDraft(kind=NodeKind.POWER, code="F", name="n", owner_id=owner_id)
    feed_id = registry.topology.create(city.city.admin, feed).id
    line = NodeDraft(kind=NodeKind.SWITCH, code="L", name="n", owner_id=owner_id, parent_id=feed_id)
    line_id = registry.topology.create(city.city.admin, line).id
    at_site, on_line = city.camera("HK-1", site_id=site.id), city.camera("HK-2")
    registry.topology.link(city.city.admin, on_line, {NodeKind.SWITCH: line_id})
    for together, camera in ({"site_id": site.id}, at_site), ({"node_id": feed_id}, on_line):
        draft = replace(work(city, camera), camera_ids=(), **together)
        for username, refused in (("auditor", Denied), ("technician", NotFound), ("stranger", NotFound)):
            with pytest.raises(refused):
                city.repairs.works.plan(city.who(username), draft)
        made = city.repairs.works.plan(city.who("operator"), draft)
        assert made.camera_ids == (camera,)
        with city.city.database.reading() as connection:
            of = connection.execute(record_entry.select().where(record_entry.c.resource_id == made.id)).one()
            asked = connection.execute(record_entry.select().where(record_entry.c.resource_id == camera)).all()
        judged = [json.loads(row.decision) for row in (of, *asked) if row.decision not in ("", "{}")]
        outcomes = [one["outcome"] for one in judged if one["inputs"]["action"] == "work.plan"]
        assert (of.action, outcomes) == ("work.plan", ["allow", "deny", "deny", "deny"])
    hidden = registry.sites.create(city.city.admin, replace(site_draft, code="Q"))
    city.camera("QP-1", site_id=hidden.id, tags=[PROTECTED])
    for named, together in (
        ((), {"site_id": "none"}), ((on_line,), {"site_id": "none"}), ((on_line,), {"node_id": "none"}),
        ((on_line,), {"site_id": hidden.id}),
    ):  # fmt: skip
        with pytest.raises(Invalid, match="no camera on which you may plan") as refusal:
            city.repairs.works.plan(city.who("operator"), replace(work(city, on_line), camera_ids=named, **together))
        assert [refusal.value.extra["field"]] == list(together)
    with pytest.raises(Invalid, match="1 to"):
        city.repairs.works.plan(city.who("operator"), replace(work(city, on_line), camera_ids=()))


@pytest.mark.databases("sqlite")
def test_a_month_s_report_is_signed_and_leaves_protected_cameras_out(city: RepairCity) -> None:
    city.camera("HK-1")
    city.protected("QP-1")
    reports, auditor = city.repairs.reports, city.who("auditor")
    made = reports.make(auditor, city.organisations["owner"], "2026-08")
    reports.close()
    done = reports.get(auditor, made.id)
    assert (done.state, done.cameras_all, done.serial) == (ReportState.DONE, 1, "5e")
    assert done.summary["all"]["share"] is None  # nothing was ever recorded: not known is not up
    assert done.summary["all"]["unknown_s"] > 0
    pdf = reports.file(auditor, made.id, "pdf")
    assert pdf.startswith(b"%PDF-")
    assert reports.file(auditor, made.id, "signature") == b"signed%PDF"
    assert reports.file(auditor, made.id, "sheet_signature") == b"signedPK\3\4"
    with zipfile.ZipFile(io.BytesIO(reports.file(auditor, made.id, "sheet"))) as sheet:
        text = sheet.read("xl/worksheets/sheet1.xml").decode()
    assert "HK-1" in text
    assert "QP-1" not in text
    with pytest.raises(NotFound):
        reports.get(city.who("stranger"), made.id)
    with pytest.raises(Invalid, match="not begun"):
        reports.make(auditor, city.organisations["owner"], "2027-08")
