"""The inventory in a real browser: a spreadsheet mended and applied; a campaign; a form kept without a network."""

from __future__ import annotations

import struct
import zlib

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]

ROWS = (
    "Mã camera,Tên camera,Vĩ độ,Kinh độ,Hướng (độ),Màu sơn\n"
    "HM-0231,Ngõ 250 Kim Giang,20.98l2,105.8171,90,xám\n"
    "HM-0232,Cổng chợ Đại Từ,105.8307,20.9829,210,xám\n"
    "HM-0234,Linh Đàm,2320000,587000,15,xám\n"
    "HM-0235,Bến xe Giáp Bát,20.9803,105.8414,bắc quá,xám\n"
    "HM-0236,Giải Phóng,20.9745,105.8416,0,xám\n"
)


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((80, 120, 160)) * 64 for _ in range(48))
    head = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _upload(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})


def test_a_spreadsheet_is_mended_and_applied(page: Page, city: City) -> None:
    page.goto("/imports")
    _upload(page, "cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    expect(page.get_by_role("alert")).to_contain_text("Excel đời cũ")

    _upload(page, "kiem-ke.csv", ROWS.encode("utf-8-sig"))
    page.wait_for_url("**/imports/*")
    expect(page.get_by_text("1 cột chưa khớp")).to_be_visible()
    errors = page.get_by_role("button", name="Lỗi, phải sửa")
    expect(errors).to_contain_text("3")

    page.locator("tr[data-row='2']").get_by_role("button", name="Sửa 20.9812").click()
    expect(page.locator("tr[data-row='2']")).to_have_attribute("data-status", "new")
    page.get_by_role("button", name="Sửa 1 lỗi cùng loại: toạ độ đổi chỗ").click()
    expect(errors).to_contain_text("1")
    expect(page.locator("tr[data-row='3']")).to_have_count(0)
    page.locator("tr[data-row='5']").get_by_role("button", name="Hướng (độ), dòng 5").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(errors).to_contain_text("0")

    page.get_by_role("button", name="Mới sẽ thêm").click()
    converted = page.locator("tr[data-row='4'] [data-notice]").first
    expect(converted).to_contain_text("VN-2000")
    page.get_by_role("button", name="Không nhập dòng 6").click()
    expect(page.get_by_role("button", name="Mới sẽ thêm")).to_contain_text("4")

    page.get_by_role("button", name="Xem trước khi áp dụng").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Thêm 4 camera")
    expect(dialog).to_contain_text("không xoá")
    dialog.get_by_role("button", name="Thêm 4, sửa 0 camera").click()
    expect(dialog).to_contain_text("Đã thêm 4 camera")
    codes = {one["code"] for one in city.platform.call("GET", "/cameras?q=HM-023")["items"]}
    assert codes == {"HM-0231", "HM-0232", "HM-0234", "HM-0235"}


def test_a_campaign_is_opened_and_reminded(page: Page) -> None:
    page.goto("/campaigns")
    page.get_by_role("button", name="Mở đợt kiểm kê").first.click()
    page.get_by_label("Tên đợt").fill("Kiểm kê thử")
    page.get_by_label("Hạn nộp, hết ngày").fill("2099-12-31")
    page.get_by_placeholder("Gõ tên để thêm").click()
    page.get_by_role("option").first.click()
    page.get_by_role("button", name="Mở đợt, giao 1 cơ quan").click()
    expect(page.get_by_role("heading", name="Kiểm kê thử")).to_be_visible()
    page.get_by_role("button", name="Nhắc 1 nơi chưa xong").click()
    page.get_by_label("Nội dung").fill("Nộp trước thứ sáu")
    page.get_by_role("button", name="Nhắc 1 cơ quan").click()
    expect(page.get_by_role("dialog")).to_contain_text("Đã nhắc 1 cơ quan")
    page.goto("/campaigns")
    expect(page.get_by_role("region", name="Việc của tôi")).to_contain_text("Nộp trước thứ sáu")


def test_a_form_is_kept_without_network_and_sent_once(browser: Browser, city: City) -> None:
    page = new_page(browser, city.url, token=city.platform.token, size=PHONE)
    faults = faults_of(page)
    page.goto("/field")
    page.get_by_text("Chưa có, thêm mới").click()
    page.get_by_label("Mã", exact=True).fill("HT-0001")
    page.get_by_label("Tên, nơi đặt").fill("Cổng chợ Mơ")
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_contain_text("Đừng đóng hay tải lại trang")
    page.locator("input[type=file]").set_input_files({"name": "anh.png", "mimeType": "image/png", "buffer": _png()})
    expect(page.get_by_alt_text("Ảnh sẽ gửi")).to_be_visible()
    page.get_by_label("Vĩ độ").fill("20,9951")
    page.get_by_label("Kinh độ").fill("105,8502")
    dial = page.get_by_role("slider", name="Hướng nhìn")
    dial.scroll_into_view_if_needed()
    box = dial.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] * 0.85, box["y"] + box["height"] / 2)
    expect(dial).to_have_attribute("aria-valuenow", "90")
    dial.press("ArrowRight")
    expect(dial).to_have_attribute("aria-valuetext", "91°, đông")
    page.get_by_role("button", name="Giữ lại, gửi khi có mạng").or_(
        page.get_by_role("button", name="Gửi phiếu")
    ).click()
    expect(page.get_by_text("Chờ gửi: 1 phiếu")).to_be_visible()
    expect(page.locator("[data-offline]")).to_contain_text("1 phiếu chờ gửi")
    expect(page.locator("[data-form=waiting]")).to_contain_text("HT-0001")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.context.set_offline(False)
    expect(page.locator("[data-offline]")).to_have_count(0)
    expect(page.locator("[data-form=sent]")).to_contain_text("HT-0001")
    expect(page.get_by_text("Chờ gửi")).to_have_count(0)
    (camera,) = city.platform.call("GET", "/cameras?q=HT-0001")["items"]
    assert (camera["lat"], camera["lon"], camera["azimuth_deg"]) == (20.9951, 105.8502, 91)
    documents = city.platform.call("GET", f"/cameras/{camera['id']}/documents")
    assert len(documents["items"] if isinstance(documents, dict) else documents) == 1
    assert not faults
    page.context.close()
