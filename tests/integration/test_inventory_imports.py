"""From a spreadsheet to the inventory: checked, compared, mended, applied in one transaction."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import select

from governance_rig import City, a_city
from toancanh.governance import PROTECTED, Role, RoleBinding
from toancanh.governance.people import OrganisationKind, Succession, SuccessionKind
from toancanh.governance.record.store import record_entry
from toancanh.governance.store import successions
from toancanh.governance.store.tables import organisation as organisation_table
from toancanh.governance.users import NewUser
from toancanh.kernel import Conflict, Denied, Invalid, NotFound, Principal
from toancanh.registry import Camera, CameraDraft
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource, PoleDraft
from toancanh.registry.inventory.columns import COLUMNS
from toancanh.registry.inventory.faults import Fault, Notice
from toancanh.registry.inventory.model import Import, ImportRow, ImportState, RowOutcome, RowStatus
from toancanh.registry.inventory.spreadsheets import errors_xlsx, template_xlsx
from toancanh.registry.inventory.store.tables import inventory_row

VN = {column.key: column.vi for column in COLUMNS}


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    with a_city(tmp_path) as made:
        made.ward = made.organisation("dinh-cong", name="Phường Định Công").id  # type: ignore[attr-defined]
        made.other = made.organisation("hoang-liet", name="Phường Hoàng Liệt").id  # type: ignore[attr-defined]
        made.user("officer", Role.INVENTORY_OFFICER, made.ward)  # type: ignore[attr-defined]
        made.user("stranger", Role.INVENTORY_OFFICER, made.other)  # type: ignore[attr-defined]
        made.user("viewer", Role.VIEWER, made.ward)  # type: ignore[attr-defined]
        yield made
        made.registry.close()


def sheet(*rows: dict[str, object]) -> bytes:
    book = openpyxl.Workbook()
    keys = list(dict.fromkeys(key for row in rows for key in row))
    book.active.append([VN[key] for key in keys])
    for row in rows:
        book.active.append([row.get(key) for key in keys])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def row(code: str, **more: object) -> dict[str, object]:
    return {"code": code, "name": f"Camera {code}", "lat": 20.98, "lon": 105.81, **more}


def hand_in(city: City, *rows: dict[str, object], who: str = "officer", **more: str) -> Import:
    return submit(city, city.signed_in(who), sheet(*rows), **more)


def submit(city: City, who: Principal, content: bytes, *, owner: str = "", name: str = "a.xlsx") -> Import:
    return city.registry.inventory.imports.submit(
        who, content, organisation_id=owner or city.ward, file_name=name, wait_s=30
    )


def rows_of(city: City, found: Import, who: str = "officer") -> list[ImportRow]:
    return city.registry.inventory.imports.rows(city.signed_in(who), found.id, limit=1000)


def apply(city: City, found: Import, who: str = "officer", *, leave_errors: bool = False) -> object:
    return city.registry.inventory.applying.apply(
        city.signed_in(who), found.id, version=found.version, leave_errors=leave_errors
    )[0]


def cameras_of(city: City) -> dict[str, Camera]:
    return {one.code: city.registry.camera_for(one.camera_id) for one in city.registry.dossiers.facts()}


def declare(city: City, camera_id: str, **values: object) -> None:
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    city.registry.dossiers.write(city.admin, CameraWrite(camera_id=camera_id, values=values), declared=declared)


def entries(city: City, action: str) -> list[str]:
    with city.database.reading() as connection:
        found = connection.execute(select(record_entry.c.outcome).where(record_entry.c.action == action))
        return [outcome for (outcome,) in found]


def test_a_file_is_checked_compared_applied_and_then_changes_nothing(city: City) -> None:
    content = sheet(
        row("HM-1", azimuth_deg="Đông", kind="Cố định", installed_on=date(2024, 5, 17), resolution="2 MP", notice="Có"),
        row("HM-2", main_url="rtsp://viewer:s3cret@192.0.2.7/live", mac="C0:56:E3:12:34:56", tags="cổng trường"),
    )
    officer = city.signed_in("officer")
    found = submit(city, officer, content)
    assert (found.state, found.counts[RowStatus.NEW], found.missing) == (ImportState.CHECKED, 2, 0)
    assert apply(city, found).added == 2  # type: ignore[attr-defined]
    made = cameras_of(city)
    assert made["HM-2"].streams[0].has_password
    assert made["HM-2"].tags == {"cổng trường"}
    dossier = city.registry.dossiers.get(officer, made["HM-1"].id)
    assert (dossier.dossier.width_px, dossier.dossier.installed_on) == (1920, date(2024, 5, 17))
    assert dossier.declarations["name"].reference == "a.xlsx#2"
    assert dossier.declarations["name"].organisation_id == city.ward
    again = submit(city, officer, content)
    assert again.same_as == found.id
    assert (again.counts[RowStatus.SAME], again.counts[RowStatus.CHANGED]) == (2, 0)
    assert {code: one.version for code, one in cameras_of(city).items()} == {
        "HM-1": 1,
        "HM-2": 1,
    }
    template = city.registry.inventory.templates.rows(officer, city.ward)
    assert submit(city, officer, template_xlsx(template)).counts[RowStatus.SAME] == 2
    assert entries(city, "inventory.apply") == ["allow"]
    assert len(entries(city, "inventory.submit")) == 3


def test_what_changed_is_shown_before_and_after_and_what_is_not_in_the_file_stays(city: City) -> None:
    apply(city, hand_in(city, row("HM-1", azimuth_deg=120, height_m=6), row("HM-2")))
    found = hand_in(city, {"code": "hm-1", "azimuth_deg": 165, "height_m": None, "name": "Camera HM-1"})
    (only,) = rows_of(city, found)
    assert only.status is RowStatus.CHANGED
    assert [(one.column, one.before, one.after) for one in only.changes if one.column != "code"] == [
        ("azimuth_deg", "120", "165")
    ]
    missing = city.registry.inventory.imports.missing(city.signed_in("officer"), found.id, after="", limit=10)
    assert [code for _, code, _, _ in missing] == ["HM-2"]
    assert found.missing == 1
    assert apply(city, found).changed == 1  # type: ignore[attr-defined]
    assert city.registry.get_camera(city.admin, only.camera_id or "").azimuth_deg == 165
    assert city.registry.dossiers.get(city.admin, only.camera_id or "").dossier.height_m == 6


def test_a_camera_with_another_code_is_known_by_its_serial_but_not_by_a_recorders_mac(city: City) -> None:
    apply(
        city,
        hand_in(
            city,
            row("HM-1", serial="S-1", mac="C056E3000001"),
            row("HM-2", serial="S-2", mac="C056E3000009"),
            row("HM-3", serial="S-3", mac="C056E3000009"),
        ),
    )
    found = hand_in(city, row("X-1", serial="s-1"), row("X-2", mac="C0:56:E3:00:00:09"), row("X-3", serial="S-3"))
    first, second, third = rows_of(city, found)
    assert (first.status, second.status, third.status) == (RowStatus.CHANGED, RowStatus.NEW, RowStatus.CHANGED)
    assert ("code", "HM-1", "X-1") in [(one.column, one.before, one.after) for one in first.changes]
    both = hand_in(city, row("HM-1", serial="S-1"), row("X-9", serial="S-1"))
    assert [one.status for one in rows_of(city, both)] == [RowStatus.SAME, RowStatus.NEW]  # twice in the file


def test_errors_are_told_cell_by_cell_with_what_was_meant(city: City) -> None:
    found = hand_in(
        city,
        row("HM-0231", lat="20.98l2"),
        row("HM-0232"),
        row("HM-0232", name="Đầu ngõ 42"),
        row("HM-0234", lat="105.8342", lon="20.9650"),
        row("HM-0235", azimuth_deg=400),
        row("HM-0236", owner_id="Hội làng"),
        row("HM-0238", network_address="10.24.5"),
        row("HM-0239", lat=2326509.05, lon=588154.48),
        {"code": "HM-0240", "lat": 20.98, "lon": 105.8},
    )
    faults = {
        one.number: [(fault.column, fault.fault, dict(fault.mend)) for fault in one.faults]
        for one in rows_of(city, found)
        if one.status is RowStatus.ERROR
    }
    assert faults == {
        2: [("lat", Fault.LETTERS_IN_NUMBER, {"lat": "20.9812"})],
        4: [("code", Fault.DUPLICATE_CODE, {"code": "HM-0233"})],
        5: [("lat", Fault.COORDINATES_SWAPPED, {"lat": "20.9650", "lon": "105.8342"})],
        6: [("azimuth_deg", Fault.AZIMUTH_OVER, {"azimuth_deg": "40"})],
        7: [("owner_id", Fault.ORGANISATION_UNKNOWN, {})],
        8: [("network_address", Fault.ADDRESS_INCOMPLETE, {})],
        10: [("name", Fault.REQUIRED, {})],
    }
    converted = rows_of(city, found)[7]
    assert {one.notice for one in converted.notices} == {Notice.VN2000_TM3}
    assert [one.read_as for one in converted.notices] == ["21.03", "105.85"]
    assert found.faults == {
        Fault.LETTERS_IN_NUMBER: 1,
        Fault.DUPLICATE_CODE: 1,
        Fault.COORDINATES_SWAPPED: 1,
        Fault.AZIMUTH_OVER: 1,
    }


def test_suggestions_are_taken_one_by_one_by_kind_or_written_anew(city: City) -> None:
    imports = city.registry.inventory.imports
    officer = city.signed_in("officer")
    found = hand_in(
        city, row("HM-1", lat="20.98l2"), row("HM-2", lat="2O.98"), row("HM-1"), row("HM-4", lat=105.8, lon=20.9)
    )
    cells, after = imports.accept_all(officer, found.id, Fault.LETTERS_IN_NUMBER)
    assert (cells, after.counts[RowStatus.ERROR], after.counts[RowStatus.NEW]) == (2, 2, 2)
    swapped = imports.change_row(officer, found.id, 5, cells={}, accept=True)
    assert (swapped.status, swapped.cells["lat"]) == (RowStatus.NEW, "20.9")
    mended = imports.change_row(officer, found.id, 2, cells={"code": "HM-7"})
    assert mended.status is RowStatus.NEW
    third = rows_of(city, found)[2]
    assert third.status is RowStatus.NEW  # nobody else has this code any more
    left = imports.change_row(officer, found.id, 3, cells={}, left_out=True)
    assert left.outcome is RowOutcome.LEFT_OUT
    imports.change_row(officer, found.id, 2, cells={"code": "HM-1"})  # the third row is looked at again, too
    assert rows_of(city, found)[1].outcome is RowOutcome.LEFT_OUT
    imports.change_row(officer, found.id, 4, cells={"code": "HM-7"})
    now = imports.get(officer, found.id)
    assert now.counts == {RowStatus.ERROR: 0, RowStatus.NEW: 3, RowStatus.CHANGED: 0, RowStatus.SAME: 0}
    assert apply(city, now).added == 3  # type: ignore[attr-defined]
    with pytest.raises(Conflict):
        imports.change_row(officer, found.id, 2, cells={"name": "x"})
    with pytest.raises(Invalid):
        imports.change_row(officer, found.id, 2, cells={"sql": "x"})


def test_what_was_not_reviewed_is_not_applied(city: City) -> None:
    found = hand_in(city, row("HM-1"), row("HM-2", lat="x"))
    with pytest.raises(Conflict, match="errors") as caught:
        apply(city, found)
    assert caught.value.extra["reason"] == "errors"
    city.registry.inventory.imports.change_row(city.signed_in("officer"), found.id, 2, cells={"name": "Khác"})
    with pytest.raises(Conflict) as caught:
        apply(city, found, leave_errors=True)
    assert caught.value.extra["reason"] == "version"
    now = city.registry.inventory.imports.get(city.admin, found.id)
    applied = apply(city, now, leave_errors=True)
    assert (applied.added, applied.left) == (1, 1)  # type: ignore[attr-defined]


def test_a_camera_changed_meanwhile_is_told_and_nothing_is_half_applied(city: City) -> None:
    apply(city, hand_in(city, row("HM-1", azimuth_deg=10, height_m=5), row("HM-2")))
    found = hand_in(city, row("HM-1", azimuth_deg=20, height_m=5), row("HM-9"))
    camera_id = rows_of(city, found)[0].camera_id or ""
    declare(city, camera_id, note="khác hẳn")  # not what the row would change: no harm
    other = hand_in(city, row("HM-1", azimuth_deg=30), row("HM-8"))
    declare(city, camera_id, azimuth_deg=77.0)
    with pytest.raises(Conflict) as caught:
        apply(city, found)
    assert (caught.value.extra["reason"], caught.value.extra["rows"]) == ("stale", [2])
    with pytest.raises(NotFound):
        city.registry.get_camera(city.admin, "HM-9")
    assert len(cameras_of(city)) == 2
    again = rows_of(city, found)[0]
    assert again.outcome is RowOutcome.STALE
    assert [(one.before, one.after) for one in again.changes] == [("77", "20")]
    now = city.registry.inventory.imports.get(city.admin, found.id)
    assert apply(city, now).changed == 1  # type: ignore[attr-defined]
    with pytest.raises(Conflict):
        apply(city, other)


def test_a_code_that_was_taken_meanwhile_is_told(city: City) -> None:
    one, two = hand_in(city, row("HM-1")), hand_in(city, row("HM-1", name="Khác"))
    apply(city, one)
    with pytest.raises(Conflict) as caught:
        apply(city, two)
    assert caught.value.extra["rows"] == [2]
    assert rows_of(city, two)[0].status is RowStatus.CHANGED


def test_a_code_of_another_owner_and_owners_out_of_reach(city: City) -> None:
    city.camera("HL-1", city.other)
    found = hand_in(city, row("HL-1"), row("HM-1", owner_id="UBND P. Hoàng Liệt"), row("HM-2", owner_id="dinh-cong"))
    taken, foreign, own = rows_of(city, found)
    assert [one.fault for one in taken.faults] == [Fault.CODE_TAKEN]
    assert taken.faults[0].mend == {"code": "HL-2"}
    assert [one.fault for one in foreign.faults] == [Fault.ORGANISATION_FOREIGN]
    assert own.status is RowStatus.NEW
    whole = submit(
        city, city.admin, sheet(row("HL-1", owner_id="Phường Hoàng Liệt", azimuth_deg=5)), owner=city.root_id
    )
    assert rows_of(city, whole, "admin")[0].status is RowStatus.CHANGED


def test_cameras_of_many_owners_hang_on_one_pole_of_a_ward(city: City) -> None:
    """Who may not see a ward's poles may name one by its code, and the one that his camera hangs on already."""
    poles, officer = city.registry.poles, city.signed_in("officer")
    company = city.governance.organisations.create(
        city.admin, code="dn", name="Công ty", kind=OrganisationKind.COMPANY, parent_id=city.root_id
    )
    for code, owner in (("COT-1", city.other), ("TRU-1", company.id), ("TRU-2", company.id)):
        poles.create(city.admin, PoleDraft(code=code, owner_id=owner, lat=20.98, lon=105.81))
    here = {one.code: one.id for one in poles.page(city.admin, q="", after="", limit=9)}
    content = sheet(row("HM-1", pole_id="cot-1"), row("HM-2", pole_id="TRU-1"))
    shared, foreign = rows_of(city, submit(city, officer, content))
    assert shared.status is RowStatus.NEW
    assert [one.fault for one in foreign.faults] == [Fault.POLE_UNKNOWN]
    made = city.camera("HM-2", city.ward)
    declare(city, made.id, pole_id=here["TRU-1"])
    template = city.registry.inventory.templates.rows(officer, city.ward)
    assert [one.status for one in rows_of(city, submit(city, officer, template_xlsx(template)))] == [RowStatus.SAME]
    moved = hand_in(city, row("HM-2", pole_id="TRU-2"))
    assert [one.fault for one in rows_of(city, moved)[0].faults] == [Fault.POLE_UNKNOWN]
    assert poles.page(officer, q="", after="", limit=9) == []


def test_an_organisation_that_ended_leads_to_its_successor(city: City) -> None:
    old = city.organisation("q-hoang-mai", name="Quận Hoàng Mai").id
    with city.database.transaction() as tx:
        ended = organisation_table.update().where(organisation_table.c.id == old)
        tx.execute(ended.values(valid_to="2025-07-01", updated_us=organisation_table.c.updated_us + 1))
        said = Succession(predecessor_id=old, successor_id=city.ward, kind=SuccessionKind.MERGED)
        successions.write(tx, [said])
    found = hand_in(city, row("HM-1", owner_id="UBND quận Hoàng Mai"))
    (fault,) = rows_of(city, found)[0].faults
    assert (fault.fault, fault.mend) == (Fault.ORGANISATION_ENDED, {"owner_id": "Phường Định Công"})
    _, after = city.registry.inventory.imports.accept_all(city.signed_in("officer"), found.id, Fault.ORGANISATION_ENDED)
    assert after.counts[RowStatus.NEW] == 1


def test_passwords_are_sealed_at_once_and_forgotten_when_done(city: City) -> None:
    secret = "rtsp://viewer:pa55word@192.0.2.7/cam?token=t0ken"
    found = hand_in(city, row("HM-1", main_url=secret), row("HM-2", main_url="rtsp:/viewer:pa55word@192.0.2.7"))

    def stored() -> str:
        with city.database.reading() as connection:
            return json.dumps([list(map(str, one)) for one in connection.execute(select(inventory_row))])

    assert "pa55word" not in stored()
    assert "t0ken" not in stored()
    edit = {"main_url": "rtsp://viewer:pa55word@192.0.2.8/"}
    city.registry.inventory.imports.change_row(city.signed_in("officer"), found.id, 3, cells=edit)
    assert "pa55word" not in stored()
    assert city.registry.reencrypt_secrets(city.keyring) == 0
    city.keyring.rotate()
    assert city.registry.reencrypt_secrets(city.keyring) == 2
    apply(city, city.registry.inventory.imports.get(city.admin, found.id))
    desired = {one.camera_code: one for one in city.registry.desired_streams()}
    assert (desired["HM-1"].url, desired["HM-1"].password) == ("rtsp://192.0.2.7/cam?token=t0ken", "pa55word")
    assert desired["HM-2"].password == "pa55word"
    with city.database.reading() as connection:
        assert not connection.execute(select(inventory_row).where(inventory_row.c.secret != "")).all()
    again = hand_in(city, row("HM-1", main_url=secret), row("HM-2", main_url="rtsp://viewer:other@192.0.2.8/"))
    assert [one.status for one in rows_of(city, again)] == [RowStatus.SAME, RowStatus.CHANGED]


def test_an_address_of_another_machine_does_not_take_the_password_with_it(city: City) -> None:
    apply(city, hand_in(city, row("HM-1", main_url="rtsp://viewer:pa55word@192.0.2.7/cam")))
    apply(city, hand_in(city, row("HM-1", main_url="rtsp://192.0.2.99/cam")))
    (desired,) = city.registry.desired_streams()
    assert (desired.url, desired.password) == ("rtsp://192.0.2.99/cam", "")


def test_protected_cameras_are_not_there_for_those_not_cleared(city: City) -> None:
    draft = CameraDraft(
        code="Q-1",
        name="q",
        owner_id=city.ward,
        lat=21,
        lon=105.8,
        min_days=1,
        max_days=2,
        tags=frozenset({PROTECTED}),
    )
    hidden = city.registry.cameras.create(city.admin, draft)
    found = hand_in(city, row("Q-1"), row("HM-1", tags="protected"), row("HM-2"))
    first, second, third = rows_of(city, found)
    assert (first.status, first.camera_id, first.faults) == (RowStatus.NEW, None, ())
    assert [one.fault for one in second.faults] == [Fault.TAG_FORBIDDEN]
    assert third.status is RowStatus.NEW
    assert found.missing == 0
    assert city.registry.inventory.templates.rows(city.signed_in("officer"), city.ward) == []
    cleared = submit(city, city.admin, sheet(row("Q-1", tags="cổng trường")))
    assert rows_of(city, cleared, "admin")[0].status is RowStatus.CHANGED
    with pytest.raises((Denied, NotFound)):
        apply(city, cleared, "officer")
    apply(city, cleared, "admin")
    assert city.registry.get_camera(city.admin, hidden.id).tags == {PROTECTED, "cổng trường"}


def test_each_right_has_its_refused_twin_on_record(city: City) -> None:
    found = hand_in(city, row("HM-1"))
    imports, applying = city.registry.inventory.imports, city.registry.inventory.applying
    for who in ("stranger", "viewer"):
        person = city.signed_in(who)
        before = len(entries(city, "inventory.submit")) + len(entries(city, "inventory.apply"))
        for attempt in (
            lambda one=person: submit(city, one, sheet(row("X"))),
            lambda one=person: imports.get(one, found.id),
            lambda one=person: imports.rows(one, found.id, limit=1),
            lambda one=person: imports.change_row(one, found.id, 2, cells={"name": "x"}),
            lambda one=person: imports.accept_all(one, found.id, Fault.REQUIRED),
            lambda one=person: imports.missing(one, found.id, after="", limit=1),
            lambda one=person: imports.withdraw(one, found.id),
            lambda one=person: imports.whole(one, found.id),
            lambda one=person: city.registry.inventory.templates.rows(one, city.ward),
            lambda one=person: applying.apply(one, found.id, version=found.version),
        ):
            with pytest.raises((Denied, NotFound)):
                attempt()
        assert len(entries(city, "inventory.submit")) + len(entries(city, "inventory.apply")) == before + 10
        assert imports.page(person, limit=10) == []
    assert [one.id for one in imports.page(city.signed_in("officer"), limit=10)] == [found.id]


def test_who_may_hand_in_but_not_apply(city: City) -> None:
    """An officer of the ward applies for the ward; rows that name another owner need the right there, too."""
    found = submit(city, city.admin, sheet(row("HM-1"), row("HL-1", owner_id="Phường Hoàng Liệt")), owner=city.ward)
    with pytest.raises((Denied, NotFound)):
        apply(city, found, "officer")
    roles = (RoleBinding(role=Role.INVENTORY_OFFICER, organisation_id=city.root_id),)
    new = NewUser(username="chief", name="", password="seven green buses", organisation_id=city.root_id, roles=roles)
    city.governance.users.create(city.admin, new)
    assert apply(city, found, "chief").added == 2  # type: ignore[attr-defined]


def test_the_spreadsheet_that_goes_back_has_the_message_beside_the_cell(city: City) -> None:
    found = hand_in(city, row("HM-1", lat="20.98l2"), row("HM-2"))
    _, headings, rows = city.registry.inventory.imports.whole(city.signed_in("officer"), found.id)
    content = errors_xlsx(headings, rows)
    page = openpyxl.load_workbook(io.BytesIO(content))["Camera"]
    head = [cell.value for cell in page[1]]
    at = head.index("Vĩ độ")
    assert head[at + 1] == "Lỗi: Vĩ độ"
    assert (page.cell(2, at + 1).value, page.cell(2, at + 2).value) == (
        "20.98l2",
        "Có chữ thay cho số: l. Có thể là: 20.9812",
    )
    assert page.cell(2, at + 1).fill.fgColor.rgb.endswith("FBD5D5")
    again = submit(city, city.signed_in("officer"), content)
    assert (again.counts[RowStatus.ERROR], again.notices) == (1, ())


def test_a_withdrawn_file_counts_no_longer(city: City) -> None:
    found = hand_in(city, row("HM-1"))
    imports = city.registry.inventory.imports
    imports.withdraw(city.signed_in("officer"), found.id)
    assert imports.get(city.admin, found.id).state is ImportState.WITHDRAWN
    with pytest.raises(Conflict):
        apply(city, imports.get(city.admin, found.id))


def test_the_life_cycle_and_merged_cameras_hold(city: City) -> None:
    apply(city, hand_in(city, row("HM-1", lifecycle="Thôi sử dụng"), row("HM-2"), row("HM-3")))
    ids = {code: one.id for code, one in cameras_of(city).items()}
    city.registry.dossiers.merge(city.admin, ids["HM-2"], ids["HM-3"], [])
    found = hand_in(city, row("HM-1", lifecycle="Đang hoạt động"), row("HM-3", name="Khác"))
    first, second = rows_of(city, found)
    assert [one.fault for one in first.faults] == [Fault.TRANSITION]
    assert second.status is RowStatus.SAME
    assert second.notices[0].notice is Notice.JOINED


def odd_sheet(*rows: tuple[object, ...]) -> bytes:
    """With headings that nobody knows: a tilt and a password."""
    book = openpyxl.Workbook()
    book.active.append([VN["code"], VN["name"], VN["lat"], VN["lon"], "Góc cúi đầu ống", "Chìa khóa"])
    for code, *others in rows:
        book.active.append([code, f"Camera {code}", 20.98, 105.81, *others])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_person_says_what_an_unknown_heading_means_and_the_next_file_is_read_so(city: City) -> None:
    officer, imports = city.signed_in("officer"), city.registry.inventory.imports
    found = submit(city, officer, odd_sheet(("HM-1", 15, "hunter2"), ("HM-2", 200, "hunter3")))
    assert found.choices == {"Góc cúi đầu ống": "", "Chìa khóa": ""}
    assert found.counts[RowStatus.NEW] == 2
    with city.database.reading() as connection:  # what nobody knows may be a password
        staged = connection.execute(select(inventory_row)).all()
    assert "hunter" not in repr(staged)
    after = imports.choose_columns(officer, found.id, {"Góc cúi đầu ống": "tilt_deg"}, wait_s=30)
    assert (after.state, after.version > found.version) == (ImportState.CHECKED, True)
    assert after.choices == {"Góc cúi đầu ống": "tilt_deg", "Chìa khóa": ""}
    assert "tilt_deg" in after.columns
    assert [one.detail for one in after.notices if one.kind == "column_unknown"] == ["Chìa khóa"]
    first, second = rows_of(city, found)
    assert (first.cells["tilt_deg"], first.status) == ("15", RowStatus.NEW)
    assert [one.column for one in second.faults] == ["tilt_deg"]
    moved = imports.choose_columns(officer, found.id, {"Góc cúi đầu ống": "height_m"}, wait_s=30)
    assert "tilt_deg" not in moved.columns
    assert all("tilt_deg" not in one.cells for one in rows_of(city, found))
    imports.choose_columns(officer, found.id, {"Góc cúi đầu ống": "tilt_deg"}, wait_s=30)
    again = submit(city, officer, odd_sheet(("HM-3", 20, "x")))
    assert again.choices["Góc cúi đầu ống"] == "tilt_deg"
    assert rows_of(city, again)[0].cells["tilt_deg"] == "20"
    assert [one.detail for one in again.notices if one.kind == "column_unknown"] == ["Chìa khóa"]
    apply(city, again)
    (made,) = [one for one in city.registry.dossiers.facts() if one.code == "HM-3"]
    assert made.tilt_deg == 20
    stranger = submit(city, city.signed_in("stranger"), odd_sheet(("HL-1", 20, "x")), owner=city.other)
    assert stranger.choices["Góc cúi đầu ống"] == ""
    assert entries(city, "inventory.columns") == ["allow"] * 3


def test_a_choice_that_makes_no_sense_is_refused_by_its_heading(city: City) -> None:
    officer, imports = city.signed_in("officer"), city.registry.inventory.imports
    found = submit(city, officer, odd_sheet(("HM-1", 15, "x")))
    for chosen in (
        {VN["code"]: "note"},
        {"Góc cúi đầu ống": "nothing"},
        {"Góc cúi đầu ống": "code"},
        {"Góc cúi đầu ống": "note", "Chìa khóa": "note"},
    ):
        with pytest.raises(Invalid):
            imports.choose_columns(officer, found.id, chosen)
    for who in ("stranger", "viewer"):
        with pytest.raises((Denied, NotFound)):
            imports.choose_columns(city.signed_in(who), found.id, {"Góc cúi đầu ống": "note"})
    apply(city, found)
    with pytest.raises(Conflict):
        imports.choose_columns(officer, found.id, {"Góc cúi đầu ống": "note"})
