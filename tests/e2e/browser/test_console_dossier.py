"""The inventory's desk in a real browser: lists narrowed, kept, changed at once, taken out; a dossier's conflict."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page, until
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]

MANY = 70  # more than one page, and than are drawn at once


@pytest.fixture(scope="module")
def inventory(city: City) -> Iterator[dict[str, str]]:
    """Cameras without streams under one owner of their own; ids by code."""
    owner = city.platform.call(
        "POST", "/organisations", {"code": "BM", "name": "Phường Bạch Mai", "kind": "ward", "official_code": "00291"}
    )
    made: dict[str, str] = {"owner": str(owner["id"])}
    for number in range(MANY):
        body = {
            "code": f"BM-{number:04}", "name": f"Ngõ {number} Bạch Mai", "owner_id": owner["id"],
            "lat": 21.0 + number / 1e4, "lon": 105.85, "enabled": False,
        }  # fmt: skip
        made[str(body["code"])] = str(city.platform.call("POST", "/cameras", body)["id"])
    yield made
    for code, camera_id in made.items():
        if code != "owner":
            city.platform.call("DELETE", f"/cameras/{camera_id}")


def test_a_long_list_is_narrowed_kept_and_taken_out(city: City, inventory: dict[str, str], page: Page) -> None:
    page.goto(f"/cameras?under_id={inventory['owner']}")
    count = page.locator("[data-count]")
    expect(count).to_have_attribute("data-count", str(MANY))
    rows = page.locator("tr[data-row]")
    expect(rows.first).to_contain_text("BM-0000")
    region = page.get_by_role("region", name="Camera", exact=True)
    last = page.get_by_text(f"BM-{MANY - 1:04}")

    def scrolled_to_the_last() -> bool:  # pages follow as one scrolls, and what is far is not drawn
        region.evaluate("(element) => element.scrollTo(0, element.scrollHeight)")
        page.wait_for_timeout(100)
        return last.is_visible()

    until(scrolled_to_the_last, 30, "the last does not come")
    assert rows.count() < MANY

    page.get_by_role("button", name=re.compile("Bộ lọc, đang đặt")).click()
    drawer = page.get_by_role("dialog", name="Bộ lọc camera")
    drawer.get_by_role("combobox", name="Giai đoạn").press("ArrowDown")
    page.get_by_role("option", name="Báo hỏng").click()
    drawer.get_by_role("button", name="Xem kết quả").click()
    expect(page).to_have_url(re.compile("lifecycle=faulty"))
    expect(page.get_by_role("heading", name="Không có camera nào khớp")).to_be_visible()
    page.locator("[data-chip=lifecycle]").get_by_role("button").click()
    expect(count).to_have_attribute("data-count", str(MANY))

    page.get_by_role("button", name="Bộ lọc đã lưu").click()
    page.get_by_label("Lưu bộ lọc đang đặt với tên").fill("Camera Bạch Mai")
    page.get_by_role("button", name="Lưu bộ lọc", exact=True).click()
    expect(page.locator("[data-saved='Camera Bạch Mai']")).to_be_visible()
    page.goto("/cameras?kind=ptz")
    page.get_by_role("button", name="Bộ lọc đã lưu").click()
    page.locator("[data-saved='Camera Bạch Mai'] button").first.click()
    expect(page).to_have_url(re.compile("under_id="))
    expect(page).not_to_have_url(re.compile("kind=ptz"))

    page.get_by_role("button", name="Xuất danh sách").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Văn bản CSV").click()
    lines = Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert sum("BM-" in line for line in lines) == MANY

    page.get_by_text("Thống kê", exact=True).click()
    page.get_by_text("Giai đoạn", exact=True).click()
    page.locator("[data-bar=operating]").click()
    expect(page).to_have_url(re.compile("lifecycle=operating"))


def test_many_are_changed_at_once_and_back(city: City, inventory: dict[str, str], page: Page) -> None:
    page.goto(f"/cameras?under_id={inventory['owner']}")
    row = page.locator("tr[data-row]").first
    expect(row).to_contain_text("BM-0000")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name=f"Chọn cả {MANY} của bộ lọc").click()
    page.get_by_role("button", name=f"Sửa {MANY} camera").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Thêm mục cần sửa").click()
    page.get_by_role("option", name="Hãng", exact=True).click()
    dialog.get_by_label("Hãng").fill("Hikvision")
    dialog.get_by_role("button", name="Xem trước").click()
    expect(dialog.locator("[data-bulk-row=BM-0000]")).to_contain_text("Hikvision")
    assert city.platform.call("GET", f"/cameras/{inventory['BM-0000']}/dossier")["dossier"]["maker"] == ""
    dialog.get_by_role("button", name=f"Áp dụng cho {MANY} camera").click()
    expect(dialog.locator("[data-bulk=done]")).to_contain_text(f"Đã sửa {MANY}")
    dialog.get_by_role("button", name="Hoàn tác").click()
    expect(dialog.locator("[data-bulk=undone]")).to_be_visible()
    assert city.platform.call("GET", f"/cameras/{inventory['BM-0000']}/dossier")["dossier"]["maker"] == ""


def test_who_comes_second_to_a_dossier_is_told_field_by_field(
    browser: Browser, city: City, inventory: dict[str, str], page: Page
) -> None:
    camera_id = inventory["BM-0001"]
    page.goto(f"/cameras/{camera_id}/dossier")
    page.get_by_role("button", name="Sửa hồ sơ").click()
    page.get_by_label("Hãng").fill("Dahua")
    page.get_by_label("Độ cao").fill("6,5")
    city.platform.call("PATCH", f"/cameras/{camera_id}/dossier", {"maker": "Axis", "height_m": 4, "note": "cột mới"})
    page.get_by_role("button", name="Lưu hồ sơ BM-0001").click()
    clashes = page.locator("[data-clashes]")
    expect(clashes.locator("[data-clash=maker]")).to_contain_text("Axis")
    expect(clashes.locator("[data-clash=maker]")).to_contain_text("Dahua")
    expect(clashes.locator("[data-clash=note]")).to_contain_text("cột mới")
    clashes.locator("[data-clash=maker]").get_by_role("button", name="Lấy của họ").click()
    clashes.locator("[data-clash=height_m]").get_by_role("button", name="Giữ của tôi").click()
    clashes.locator("[data-clash=note]").get_by_role("button", name="Đã xem").click()
    page.get_by_role("button", name="Lưu hồ sơ BM-0001").click()
    expect(page.get_by_role("button", name="Sửa hồ sơ")).to_be_visible()
    expect(page.locator("[data-fact=maker]")).to_contain_text("Axis")
    expect(page.locator("[data-fact=height_m]")).to_contain_text("6,5 m")

    # Who declared it does not verify it; another does.
    expect(page.get_by_role("button", name="Xác minh mục Độ cao")).to_have_count(0)
    officer = {"username": "kiemke", "password": "kiem-ke-thu-nghiem", "role": "inventory_officer"}
    city.platform.call("POST", "/users", officer)
    desk = new_page(browser, city.url, token=city.platform.sign_in("kiemke", officer["password"]))
    desk.goto(f"/cameras/{camera_id}/dossier")
    desk.get_by_role("button", name="Xác minh mục Độ cao").click()
    expect(desk.locator("[data-fact=height_m]")).to_contain_text("đã xác minh")
    desk.context.close()
    page.get_by_role("button", name="Báo hỏng").click()
    page.get_by_label("Lý do, số văn bản").fill("Mất nguồn")
    page.get_by_role("dialog").get_by_role("button", name="Báo hỏng").click()
    expect(page.get_by_role("button", name="Đưa vào dùng")).to_be_visible()
    page.goto(f"/cameras/{camera_id}/history")
    expect(page.locator("[data-act]").first).to_contain_text("Mất nguồn")
    expect(page.locator("[data-act]").first).to_contain_text("Báo hỏng")

    page.goto(f"/cameras/{camera_id}/documents")
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    page.locator("input[type=file]").set_input_files({"name": "cot.png", "mimeType": "image/png", "buffer": png})
    page.get_by_role("button", name="Thêm tài liệu").click()
    shown = page.locator("[data-document='cot.png']")
    expect(shown).to_contain_text("Ảnh hiện trường")
    shown.get_by_role("button", name="Bỏ cot.png").click()
    page.get_by_role("dialog").get_by_role("button", name="Bỏ tài liệu").click()
    expect(shown).to_have_count(0)


def test_organisations_are_found_and_named_successors(city: City, inventory: dict[str, str], page: Page) -> None:
    old = city.platform.call("POST", "/organisations", {"code": "TD-CU", "name": "Phường Trương Định", "kind": "ward"})
    page.goto("/organisations?q=" + urllib.parse.quote("truong dinh"))
    page.locator("tr[data-row]", has_text="Phường Trương Định").click()
    expect(page).to_have_url(re.compile(f"id={old['id']}"))
    page.get_by_role("button", name="Ghi đơn vị kế tiếp").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Đơn vị kế tiếp").fill("bach mai")
    page.get_by_role("option", name="Phường Bạch Mai").click()
    dialog.get_by_label("Ngày đầu của đơn vị kế tiếp").fill("2025-07-01")
    dialog.get_by_role("button", name="Ghi kế tiếp").click()
    successors = page.get_by_role("region", name="Đơn vị kế tiếp")
    expect(successors).to_contain_text("Phường Bạch Mai")
    expect(successors).to_contain_text("01/07/2025")
    expect(page.get_by_text("Không còn", exact=True)).to_be_visible()
    successors.get_by_role("button", name="Phường Bạch Mai", exact=True).click()
    expect(page.get_by_role("region", name="Tiền thân")).to_contain_text("Phường Trương Định")


def test_the_inventory_on_a_phone(browser: Browser, city: City, inventory: dict[str, str]) -> None:
    phone = new_page(browser, city.url, token=city.platform.token, size=PHONE)
    faults = faults_of(phone)
    camera_id = inventory["BM-0002"]
    parts = [f"/cameras/{camera_id}/{part}" for part in ("dossier", "history", "documents")]
    for address in ("/cameras?view=stats", *parts, "/organisations"):
        phone.goto(address)
        expect(phone.get_by_role("heading", level=1).first).to_be_visible()
        phone.wait_for_timeout(300)
        wide = phone.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE[0], f"{address} is {wide} px wide"
    phone.context.close()
    assert not faults
