"""Health and repairs in a real browser: the board, a camera's page, alerts, a repair done and accepted on a phone."""

from __future__ import annotations

import base64
import re
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page, until
from playwright.sync_api import Browser, Page, expect

from toancanh.health.model import Fault, FaultKind, FaultState
from toancanh.health.store import faults as fault_store
from toancanh.health.store import pictures
from toancanh.health.store.pictures import KeptPicture, day_of
from toancanh.infra.database import Database
from toancanh.kernel import IdSource, SystemClock
from toancanh.media.model import Codec
from toancanh.registry import StreamRole
from toancanh.simulation.faulty_pictures import CameraPlace, Day, KeyFrames, Strength, fault, taken

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

S = 1_000_000
PASSWORD = "sua-chua-thu-nghiem"
BREAKS = 3  # of the simulated cameras: the one that an alert is about
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True, kw_only=True)
class Ward:
    """Cameras of an owner of their own: one that works and once was covered, one that is away, one that will break."""

    owner_id: str
    works_id: str
    away_id: str
    breaks_id: str
    fault_id: str
    technician_token: str
    operator_token: str


@pytest.fixture(scope="module")
def ward(city: City) -> Iterator[Ward]:
    call = city.platform.call
    owner_id = call("POST", "/organisations", {"code": "KD", "name": "Phường Khương Đình", "kind": "ward"})["id"]
    made = {}
    for code, url in (
        ("KD-0001", city.simulated.url(2)),
        ("KD-0002", "rtsp://127.0.0.1:9/nothing"),
        ("KD-0003", city.simulated.url(BREAKS)),
    ):
        body = {
            "code": code, "name": f"Ngõ 250 Kim Giang, {code[-1]}", "owner_id": owner_id, "lat": 20.985, "lon": 105.815,
            "streams": [{"role": "main", "url": url}],
        }  # fmt: skip
        made[code] = str(call("POST", "/cameras", body)["id"])
    for name, role in (("tho-sua", "technician"), ("truc-sua", "operator")):
        call("POST", "/users", {"username": name, "password": PASSWORD, "role": role})
    until(lambda: city.platform.state(made["KD-0003"]) == "online", 60, "a camera does not come online")
    until(lambda: city.platform.state(made["KD-0001"]) == "online", 60, "a camera does not come online")
    until(lambda: _open(city, made["KD-0002"]) == ["away"], 60, "a camera that is away is no fault")
    yield Ward(
        owner_id=owner_id, works_id=made["KD-0001"], away_id=made["KD-0002"], breaks_id=made["KD-0003"],
        fault_id=_once_covered(city, made["KD-0001"]),
        technician_token=city.platform.sign_in("tho-sua", PASSWORD),
        operator_token=city.platform.sign_in("truc-sua", PASSWORD),
    )  # fmt: skip
    for camera_id in made.values():
        call("DELETE", f"/cameras/{camera_id}")


def _open(city: City, camera_id: str) -> list[str]:
    now = city.platform.call("GET", f"/health/cameras/{camera_id}")["now"]
    return [one["kind"] for one in now if one["state"] == "open"]


def _once_covered(city: City, camera_id: str) -> str:
    """As looks would have kept it, with what the camera showed then and afterwards; the fault's id."""
    now_us = time.time_ns() // 1000
    place, noon, coder = CameraPlace(101), Day(seed=101, number=2).at(11.5), KeyFrames()
    covered = Fault(
        id=IdSource(clock=SystemClock(), site=1).new_id(), camera_id=camera_id, kind=FaultKind.COVERED,
        state=FaultState.CLOSED, score=0.93, threshold=0.5, began_us=now_us - S, opened_us=now_us, closed_us=now_us,
        turned_us=now_us, signs=0, seen_us=now_us, details={},
    )  # fmt: skip
    database = Database(f"sqlite:///{city.platform.data / 'toancanh.db'}")
    with database.transaction() as tx:
        fault_store.insert(tx, [covered])
        for moment, wrong in (("before", fault(FaultKind.COVERED, Strength.MEDIUM, 8)), ("after", None)):
            kept = KeptPicture(
                taken_us=now_us, role=StreamRole.MAIN, codec=Codec.H264, configuration=b"",
                data=coder.code(taken(place, noon, wrong, 1)),
            )  # fmt: skip
            pictures.keep_picture(tx, covered.id, moment, kept)
        for hour, score in ((6, 0.05), (7, 0.93), (8, 0.04)):
            scores = {FaultKind.COVERED: score, FaultKind.BLACK: 0.0}
            pictures.add_looks(tx, day_of(now_us), hour, {camera_id: (now_us, scores)})
    database.close()
    return covered.id


def test_from_the_board_to_the_camera_at_fault(city: City, ward: Ward, page: Page) -> None:
    page.goto("/health?by=owner")
    cell = page.locator(f"[data-cell='{ward.owner_id}']")
    expect(cell).to_have_accessible_name(re.compile(r"Phường Khương Đình: 3 camera, 1 có lỗi \(33,3.%\)"))
    expect(page.get_by_role("status", name="Con số chung")).to_contain_text("Có lỗi")
    first = page.locator("[data-cell][tabindex='0']")
    first.focus()
    begun = first.get_attribute("data-cell")
    walked = until(lambda: _arrow(page, begun), 10, "arrows do not walk")
    assert walked != begun

    cell.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"in={ward.owner_id}"))
    none = page.locator("[data-cell='none']")  # nobody has said on whose ground they stand
    expect(none).to_have_accessible_name(re.compile("Chưa khai phường, xã: 3 camera"))
    page.get_by_title("Bảng", exact=True).click()
    row = page.locator("tr[data-row]", has_text="Chưa khai phường, xã")
    expect(row).to_contain_text(re.compile("33,3.%"))
    expect(row).to_contain_text("Mất kết nối 1")
    row.click()
    expect(page).to_have_url(re.compile(f"/health/faults.*owner={ward.owner_id}"))
    faults = page.locator("tr[data-row]")
    expect(faults).to_have_count(1)
    expect(faults).to_contain_text("KD-0002")
    faults.click()
    expect(page).to_have_url(re.compile(f"/cameras/{ward.away_id}/health"))
    now = page.locator("[data-fault=away]")
    expect(now).to_contain_text("Mất kết nối")
    expect(now).to_contain_text("Việc nên làm")
    expect(now).to_contain_text("Kiểm tra nguồn điện")

    page.goto(f"/health?by=owner&in={ward.owner_id}")
    trend = page.get_by_role("region", name="Lỗi và thời gian dùng được, theo ngày")
    expect(trend.get_by_role("button")).to_have_count(30)
    expect(trend).to_contain_text("1 lỗi làm hình không dùng được")
    page.locator("[data-kind=away]").click()
    expect(page).to_have_url(re.compile("kind=away"))
    expect(faults).to_have_count(1)


def _arrow(page: Page, begun: str | None) -> str | None:
    """Presses one; where one is then, if that is elsewhere."""
    for way in ("ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(way)
        found = page.locator("[data-cell]:focus").get_attribute("data-cell")
        if found != begun:
            return found
    return None


def test_the_map_by_health(city: City, ward: Ward, page: Page) -> None:
    page.goto("/map?c=20.985,105.815,15&colour=health")
    page.wait_for_selector("[data-drawn]", state="attached", timeout=50_000)
    bad = page.locator("[data-map-state=bad]")
    expect(bad).to_contain_text("Hình không dùng được")
    expect(bad).to_contain_text("1")
    page.get_by_text("Hình đến", exact=True).click()
    expect(page).not_to_have_url(re.compile("colour="))


def test_what_a_camera_showed_and_what_it_should_show(browser: Browser, city: City, ward: Ward, page: Page) -> None:
    page.goto(f"/cameras/{ward.works_id}/health")
    scores = page.locator("[data-score]")
    expect(scores.first).to_have_attribute("data-score", "covered")  # what was over its threshold stands first
    expect(scores.first.get_by_role("img")).to_have_accessible_name(re.compile("cao nhất 0,93, 1 giờ quá ngưỡng"))
    shown = page.get_by_role("region", name="Hình", exact=True)
    expect(shown).to_contain_text("Bị che")
    shown.get_by_role("button", name="Xem hình").click()
    for words in ("Hình cho thấy lỗi", "Hình sau khi hết lỗi"):
        picture = shown.get_by_role("img", name=words)
        assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") >= 640
    expect(shown).to_contain_text("Chưa ai duyệt khung nhìn")
    assert any(one["outcome"] == "allow" for one in city.platform.record("media.playback"))

    shown.get_by_role("button", name="Duyệt khung nhìn này").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Camera in giờ lên hình").check(force=True)
    dialog.get_by_role("button", name="Duyệt khung nhìn này").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("[data-not-judged=overlay_time]")).to_contain_text("Giờ trên hình chưa được xét")
    expect(shown).to_contain_text("Duyệt lại khung nhìn")
    shown.get_by_role("button", name="Bỏ khung nhìn đã duyệt").click()
    dialog.get_by_role("button", name="Bỏ khung nhìn đã duyệt").click()
    expect(page.locator("[data-not-judged]")).to_have_count(0)

    viewer = new_page(browser, city.url, token=city.viewer_token)
    viewer.goto(f"/cameras/{ward.works_id}/health")
    expect(viewer.get_by_text("Bạn không có quyền xem lại hình.").first).to_be_visible()
    expect(viewer.get_by_role("button", name="Duyệt khung nhìn này")).to_have_count(0)
    expect(viewer.get_by_role("region", name="Phiếu sửa chữa")).to_have_count(0)
    viewer.context.close()
    path = f"/health/cameras/{ward.works_id}"
    assert _refused(city, "PUT", f"{path}/view", {}, city.viewer_token) == 403
    assert _refused(city, "GET", f"{path}/faults/{ward.fault_id}/picture.jpg", None, city.viewer_token) == 403


def _refused(city: City, method: str, path: str, body: object, token: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as refused:
        city.platform.call(method, path, body, token=token)
    refused.value.close()
    return refused.value.code


def test_a_rule_tells_and_somebody_takes_it(browser: Browser, city: City, ward: Ward, page: Page) -> None:
    page.goto("/health/rules")
    page.get_by_role("button", name="Thêm quy tắc").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Tên").fill("Camera Khương Đình mất hình")
    dialog.get_by_role("combobox", name="Đơn vị").click()
    page.get_by_role("option", name="Phường Khương Đình").click()
    dialog.get_by_role("combobox", name="Sự cố giao thông").click()
    page.get_by_role("option", name="Đi ngược chiều").click()
    dialog.get_by_label("Tên").click()  # which closes the list
    dialog.get_by_role("button", name="Lưu").click()
    rule = page.get_by_role("region", name="Quy tắc báo")
    expect(rule).to_contain_text("Mọi loại lỗi · Đi ngược chiều · chỉ hiện trên màn hình")

    auditor = new_page(browser, city.url, token=city.auditor_token)
    viewer = new_page(browser, city.url, token=city.viewer_token)
    page.goto("/health/alerts")
    expect(page.get_by_text("Không có cảnh báo nào")).to_be_visible()
    city.simulated.fault(BREAKS, "away")
    try:
        row = page.locator("tr[data-row]", has_text="Mất kết nối")
        expect(row).to_contain_text("Chưa ai nhận", timeout=60_000)
        auditor.goto("/health/alerts")
        expect(auditor.locator("tr[data-row]")).to_contain_text("Chưa ai nhận")
        expect(auditor.get_by_role("button", name="Tôi xử lý")).to_have_count(0)
        [alert] = city.platform.call("GET", "/health/alerts")["items"]
        assert _refused(city, "POST", f"/health/alerts/{alert['id']}/acknowledge", None, city.auditor_token) == 403

        viewer.goto("/health/rules")
        expect(viewer.get_by_role("alert")).to_contain_text("Bạn không có quyền")
        viewer.goto("/health/alerts")
        viewer.get_by_role("button", name="Tôi xử lý").click()
        expect(viewer.locator("tr[data-row]")).to_contain_text("Bạn đã nhận")
        expect(row).to_contain_text("Đã có người nhận", timeout=20_000)
        row.click()
        expect(page).to_have_url(re.compile(f"alert={alert['id']}"))
        expect(page.locator("tr[data-row]")).to_contain_text("KD-0003")
    finally:
        city.simulated.clear(BREAKS)
        auditor.context.close()
        viewer.context.close()


def test_a_repair_on_a_phone_until_it_is_accepted_by_live_test(browser: Browser, city: City, ward: Ward) -> None:
    worker = new_page(browser, city.url, token=ward.technician_token, size=PHONE)
    faults = faults_of(worker)
    worker.goto(f"/cameras/{ward.works_id}/health")
    worker.get_by_role("button", name="Mở phiếu").click()
    dialog = worker.get_by_role("dialog")
    dialog.get_by_label("Thấy gì").fill("Kính bẩn, mạng nhện")
    dialog.get_by_role("button", name="Mở phiếu").click()
    expect(worker).to_have_url(re.compile("/repairs/"))
    ticket_id = worker.url.rpartition("/")[2]
    what = worker.get_by_role("region", name="Việc gì")
    expect(what).to_contain_text("Mới")
    worker.get_by_role("button", name="Nhận việc").click()
    expect(what).to_contain_text("Đã nhận")
    chooser = worker.get_by_label("Ảnh chụp tại chỗ")
    chooser.set_input_files({"name": "truoc.png", "mimeType": "image/png", "buffer": PIXEL})
    expect(worker.get_by_role("img", name="Trước khi sửa")).to_be_visible()
    worker.get_by_role("button", name="Đã sửa xong").click()
    dialog.get_by_label("Ghi chú").fill("Đã lau kính")
    dialog.get_by_role("button", name="Đã sửa xong").click()
    expect(what).to_contain_text("Chờ nghiệm thu")
    expect(worker.get_by_role("button", name="Nghiệm thu", exact=True)).to_have_count(0)
    assert _refused(city, "POST", f"/tickets/{ticket_id}/accept", {"text": ""}, ward.technician_token) == 403
    assert worker.evaluate("document.documentElement.scrollWidth") <= PHONE[0]

    owner = new_page(browser, city.url, token=ward.operator_token, size=PHONE)
    owner.goto("/repairs")
    expect(owner.get_by_text("Kính bẩn, mạng nhện")).to_be_visible()
    owner.goto(f"/repairs/{ticket_id}")
    accept = owner.get_by_role("button", name="Nghiệm thu", exact=True)
    expect(accept).to_be_disabled()
    assert _refused(city, "POST", f"/tickets/{ticket_id}/accept", {"text": ""}, ward.operator_token) == 409
    owner.get_by_role("button", name="Thử ngay").click()
    test = owner.get_by_role("region", name="Thử trực tiếp")
    expect(test).to_contain_text("Đạt")
    expect(test).to_contain_text(re.compile(r"có hình lúc \d\d:\d\d:\d\d, 640 × 360"))
    accept.click()
    owner.get_by_role("dialog").get_by_role("button", name="Nghiệm thu", exact=True).click()
    done = owner.get_by_role("region", name="Việc gì")
    expect(done).to_contain_text("Đã nghiệm thu")
    owner.get_by_role("button", name="Đóng phiếu").click()
    owner.get_by_role("dialog").get_by_role("button", name="Đóng phiếu").click()
    expect(done).to_contain_text("Đã đóng")
    expect(owner.get_by_role("region", name="Diễn biến")).to_contain_text("Đã lau kính")
    for opened in (worker, owner):
        opened.context.close()
    assert not faults
    assert _refused(city, "GET", f"/tickets/{ticket_id}", None, city.viewer_token) in (403, 404)
