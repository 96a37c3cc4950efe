"""Seconds of a month by owner, maintainer and ward, and of a day, from what the archive has; signed for real."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from repairs_rig import HOUR_S, RepairCity, a_repair_city
from sqlalchemy import true

from toancanh.bootstrap.signing import SiteSigner
from toancanh.evidence.authority import Authority, TimeStamps
from toancanh.governance import PROTECTED
from toancanh.governance.record.store import record_entry
from toancanh.health.model import FaultKind
from toancanh.health.recorded import recorded_days
from toancanh.health.repairs.clock import midnight_us
from toancanh.health.repairs.desk import PLATFORM
from toancanh.health.repairs.ports import Signer
from toancanh.health.repairs.store.reports import ReportState, listed
from toancanh.health.repairs.uptime.monthly import MonthlyReports
from toancanh.health.repairs.works import WorkDraft
from toancanh.infra.outbound import OutboundPolicy
from toancanh.kernel import NotFound
from toancanh.media.archive import store
from toancanh.media.archive.model import Gap, Segment, SegmentState
from toancanh.media.model import ClockSource, Codec, GapCause, RunClock
from toancanh.registry import StreamRole

pytestmark = pytest.mark.databases("sqlite")
HOUR_US = HOUR_S * 1_000_000
BEGIN_US = midnight_us(date(2026, 8, 1))


@pytest.fixture
def city(tmp_path: Path) -> Iterator[RepairCity]:
    with a_repair_city(tmp_path) as made:
        yield made


def recorded(
    city: RepairCity, camera_id: str, from_us: int, until_us: int, gaps: Sequence[tuple[int, int, GapCause]] = ()
) -> None:
    """The main stream of a camera; ``gaps`` in hours from the begin: first and last, and why."""
    at_us = from_us
    with city.city.database.transaction() as tx:
        for first_h, last_h, cause in [*gaps, (-1, -1, GapCause.DELETED)]:
            ends_us = until_us if first_h < 0 else from_us + first_h * HOUR_US
            segment_id = city.ids.new_id()
            piece = Segment(
                id=segment_id, camera_id=camera_id, role=StreamRole.MAIN, run_id=segment_id, start_us=at_us,
                end_us=ends_us, path=segment_id, size_bytes=1, codec=Codec.H264, codec_string="avc1", width=1,
                height=1, clock=RunClock(source=ClockSource.SERVER_ARRIVAL), timeline_error_us=0,
                state=SegmentState.COMPLETE,
            )  # fmt: skip
            store.insert_segment(tx, piece)
            if first_h >= 0:
                at_us = from_us + last_h * HOUR_US
                hole = Gap(
                    id=city.ids.new_id(), camera_id=camera_id, role=StreamRole.MAIN, start_us=ends_us, end_us=at_us,
                    cause=cause,
                )  # fmt: skip
                store.insert_gap(tx, hole)


def test_a_month_s_seconds_by_owner_maintainer_and_ward(city: RepairCity, tmp_path: Path) -> None:
    owner, ward = city.organisations["owner"], city.city.organisation("ward", city.organisations["owner"]).id
    first = city.camera("HK-1", unit_id=ward)
    second = city.camera("HK-2", unit_id=owner, maintainer_id=city.organisations["supplier"])
    third = city.camera("HK-3", unit_id=ward, owner_id=ward)
    now_us = city.clock.now_us()
    away, off, down = GapCause.CAMERA_AWAY, GapCause.SWITCHED_OFF, GapCause.RECORDER_CRASHED
    recorded(city, first, BEGIN_US, now_us, [(10, 16, away), (30, 32, off)])
    recorded(city, second, BEGIN_US + 24 * HOUR_US, now_us, [(5, 6, down)])
    recorded(city, third, BEGIN_US, now_us)
    city.fault(third, FaultKind.COVERED)
    city.clock.advance(3 * HOUR_S)
    city.repairs.works.plan(
        city.who("operator"),
        WorkDraft(
            title="w", why="", from_us=city.clock.now_us() - HOUR_US, until_us=city.clock.now_us(), camera_ids=(third,)
        ),
    )
    signer = SiteSigner(authority := an_authority(city))
    reports, auditor = city.repairs.reports, city.who("auditor")
    reports._signer = lambda: signer
    made = reports.make(auditor, owner, "2026-08")
    reports.close()
    done = reports.get(auditor, made.id).summary

    whole_s = (city.clock.now_us() - BEGIN_US) / 1e6
    h = float(HOUR_S)
    figures = ("up_s", "down_s", "planned_s", "unknown_s", "off_s")
    of = {
        "first": (whole_s - 8 * h, 6 * h, 0.0, 0.0, 2 * h),
        "second": (whole_s - 25 * h, 0.0, 0.0, 25 * h, 0.0),
        "third": (whole_s - 3 * h, 2 * h, h, 0.0, 0.0),
    }

    def told(group: str) -> dict[str, tuple[float, ...]]:
        return {one["id"]: tuple(one[name] for name in figures) for one in done["groups"][group]}

    def added(*names: str) -> tuple[float, ...]:
        return tuple(pytest.approx(sum(parts)) for parts in zip(*(of[name] for name in names), strict=True))

    assert told("owner") == {owner: added("first", "second"), ward: added("third")}
    contractor, supplier = city.organisations["contractor"], city.organisations["supplier"]
    assert told("contractor") == {contractor: added("first", "third"), supplier: added("second")}
    assert told("ward") == {ward: added("first", "third"), owner: added("second")}
    assert tuple(done["all"][name] for name in figures) == added("first", "second", "third")
    assert done["all"]["down"] == {"away": 6 * h, "covered": 2 * h}
    shares = {one["code"]: one["share"] for one in done["worst"]}
    assert [*shares] == ["HK-1", "HK-3", "HK-2"]
    assert shares["HK-1"] == pytest.approx(1 - 6 * h / (whole_s - 2 * h))

    with zipfile.ZipFile(io.BytesIO(reports.file(auditor, made.id, "sheet"))) as sheet:
        rows = sheet.read("xl/worksheets/sheet1.xml").decode().split("<row")
    sums = [row for row in rows if ">Tổng<" in row]
    assert len(sums) == 1 + 2 + 2 + 2  # of all, and of two owners, maintainers and wards
    assert f">{round(done['all']['up_s'] / 3600, 3)}<" in sums[0]

    certificate = dict(authority.trust().signing)[reports.get(auditor, made.id).serial]
    for name, signature in (("pdf", "signature"), ("sheet", "sheet_signature")):
        files = {each: reports.file(auditor, made.id, each) for each in (name, signature)}
        assert checked_by_openssl(tmp_path, certificate, files[name], files[signature])
        assert not checked_by_openssl(tmp_path, certificate, files[name] + b"\0", files[signature])


def test_when_a_month_is_over_each_owner_of_cameras_finds_its_report(city: RepairCity) -> None:
    owner, supplier = city.organisations["owner"], city.organisations["supplier"]
    city.camera("HK-1")
    city.camera("HK-2", owner_id=supplier)
    city.camera("QP-1", owner_id=city.organisations["elsewhere"], tags=[PROTECTED])
    reports, auditor = city.repairs.reports, city.who("auditor")
    monthly = MonthlyReports(city.repairs.desk, reports)

    def made() -> list[tuple[str, str, ReportState]]:
        with city.city.database.reading() as connection:
            found = listed(connection, true(), limit=20)
        return sorted((one.organisation_id, one.month, one.state) for one in found)

    city.clock.advance((midnight_us(date(2026, 9, 1)) - city.clock.now_us()) / 1e6 - 1)
    assert not monthly.round()  # of July nobody had a camera
    assert made() == []
    city.clock.advance(2)
    asked = reports.make(auditor, owner, "2026-08")
    reports.close()
    assert [monthly.round() for _ in range(4)] == [True, True, False, False]
    by_itself = [(one, "2026-08", ReportState.DONE) for one in (owner, supplier)]
    assert made() == sorted([*by_itself, (owner, "2026-08", ReportState.DONE)])
    found = [one for one in reports.listed(auditor, limit=20) if one.id != asked.id]
    assert [(one.organisation_id, one.made_by, one.cameras_all) for one in found] == [(owner, "", 1)]
    assert [one.id for one in reports.listed(auditor, after=found[0].id, limit=20)] == [asked.id]
    assert reports.file(auditor, found[0].id, "pdf").startswith(b"%PDF-")
    assert reports.listed(city.who("viewer"), limit=20) == []
    with pytest.raises(NotFound):
        reports.get(city.who("stranger"), found[0].id)
    with city.city.database.reading() as connection:
        entries = connection.execute(record_entry.select().where(record_entry.c.resource_id == found[0].id)).all()
    assert [one.action for one in entries][:3] == ["uptime.make", "uptime.sign", "uptime.open"]
    assert {one.actor_id for one in entries[:2]} == {PLATFORM.user_id}
    assert not MonthlyReports(city.repairs.desk, reports).round()  # another start makes none anew


def test_a_month_s_report_that_fails_is_tried_again_and_then_left_to_a_person(city: RepairCity) -> None:
    city.camera("HK-1")
    city.clock.advance((midnight_us(date(2026, 9, 1)) - city.clock.now_us()) / 1e6)
    reports = city.repairs.reports

    def broken() -> Signer:
        raise OSError("the key is away")

    reports._signer = broken
    monthly = MonthlyReports(city.repairs.desk, reports)
    assert [monthly.round() for _ in range(4)] == [True, True, True, False]
    assert {one.state for one in reports.listed(city.who("auditor"), limit=20)} == {ReportState.FAILED}


def an_authority(city: RepairCity) -> Authority:
    return Authority(
        database=city.city.database, clock=city.clock, ids=city.ids, keyring=city.city.keyring,
        governance=city.city.governance, site=2, site_name="s", stamps=TimeStamps(url="", outbound=OutboundPolicy()),
    )  # fmt: skip


def checked_by_openssl(folder: Path, certificate: bytes, data: bytes, signature: bytes) -> bool:
    """As docs/design/repairs.md says."""
    for name, content in (("site.pem", certificate), ("data", data), ("data.sig", signature)):
        (folder / name).write_bytes(content)
    key = subprocess.run(
        ["openssl", "x509", "-in", "site.pem", "-noout", "-pubkey"], cwd=folder, capture_output=True, check=True
    )
    (folder / "key.pem").write_bytes(key.stdout)
    check = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "data.sig", "data"]
    return subprocess.run(check, cwd=folder, capture_output=True, check=False).returncode == 0


def test_each_day_s_expected_and_recorded_seconds(city: RepairCity) -> None:
    """Of local days; what was switched off was not expected, what the camera did not send was."""
    camera_id, now_us = city.camera("HK-1"), BEGIN_US + 36 * HOUR_US
    gaps = [(2, 4, GapCause.SWITCHED_OFF), (8, 9, GapCause.CAMERA_AWAY), (17, 20, GapCause.CAMERA_AWAY)]
    recorded(city, camera_id, BEGIN_US - 18 * HOUR_US, now_us, gaps)
    archive = city.repairs.reports._archive
    found = recorded_days(archive, camera_id, StreamRole.MAIN, days=5, now_us=now_us)
    h = float(HOUR_S)
    assert [(one.day, one.expected_s, one.recorded_s, one.missing_s) for one in found] == [
        ("2026-08-02", 12 * h, 12 * h, {}),
        ("2026-08-01", 24 * h, 22 * h, {GapCause.CAMERA_AWAY: 2 * h}),
        ("2026-07-31", 16 * h, 14 * h, {GapCause.CAMERA_AWAY: 2 * h}),
    ]
    assert recorded_days(archive, camera_id, StreamRole.SUB, days=5, now_us=now_us) == []
