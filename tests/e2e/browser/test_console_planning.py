"""Planning in a real browser: two that may be one, and a proposal from the drawing to the decision."""

from __future__ import annotations

import re

import pytest
from browser_city import City
from console_page import faults_of, new_page
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

PLANNER_PASSWORD = "quy-hoach-thu-nghiem"


def test_two_that_are_one_are_merged_and_parted_again(city: City, page: Page) -> None:
    call = city.platform.call
    for code, name in (("KT-0001", "Cầu Chui, hướng Long Biên"), ("KT-0002", "CAU CHUI - LONG BIEN")):
        streams = [{"role": "main", "url": "rtsp://127.0.0.1:9/double"}]
        body = {
            "code": code, "name": name, "owner_id": city.platform.organisation_id, "lat": 21.05, "lon": 105.88,
            "azimuth_deg": 90, "enabled": False, "streams": streams,
        }  # fmt: skip
        camera_id = call("POST", "/cameras", body)["id"]
        call("PATCH", f"/cameras/{camera_id}/dossier", {"serial": "DS2CD-77-0091", "mac": "02:77:00:86:9C:06"})
    page.goto("/duplicates")
    page.get_by_role("button", name="Tìm lại cả thành phố").click()
    entry = page.locator("[data-pair-row]")
    expect(entry).to_have_count(1, timeout=30_000)
    expect(page.locator("[data-drawing]")).to_be_visible()
    expect(page.locator("[data-pair]")).to_contain_text("cùng số máy")
    differing = page.get_by_role("row", name=re.compile("^Tên"))
    differing.get_by_role("button", name=re.compile("CAU CHUI")).click()
    expect(page.get_by_text("lấy 1 mục từ KT-0002")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("1")
    expect(page.get_by_text("Đã gộp KT-0002 vào KT-0001.")).to_be_visible()
    page.get_by_role("button", name="Hoàn tác, tách lại").click()
    expect(page.get_by_text("Đã tách lại")).to_be_visible()
    page.get_by_text("Đã gộp", exact=True).click()
    expect(page).to_have_url(re.compile("state=merged"))


def test_a_proposal_from_the_drawing_to_the_decision(browser: Browser, city: City, page: Page) -> None:
    call = city.platform.call
    for code, name in (("SKHCN", "Sở Khoa học và Công nghệ"), ("CATP", "Công an thành phố")):
        call("POST", "/organisations", {"code": code, "name": name, "kind": "department"})
    call("POST", "/users", {"username": "quyhoach", "password": PLANNER_PASSWORD, "role": "planner"})
    page.goto("/proposals/settings")
    for label, name in (("Cơ quan công nghệ", "Sở Khoa học và Công nghệ"), ("Cơ quan công an", "Công an thành phố")):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=name).click()
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()

    planner = new_page(browser, city.url, token=city.platform.sign_in("quyhoach", PLANNER_PASSWORD), scheme="light")
    faults = faults_of(planner)
    planner.goto("/proposals/new")
    planner.get_by_label("Tên đề xuất").fill("Camera nút Giải Phóng")
    sheet = planner.locator("[data-place]")
    expect(sheet).to_be_visible()
    sheet.click(position={"x": 300, "y": 300})
    drawn = planner.locator("[data-candidate]")
    expect(drawn).to_have_count(1)
    knob = planner.locator("[data-knob=turn]")
    knob.focus()
    planner.keyboard.press("Shift+ArrowRight")
    expect(planner.get_by_label("Hướng nhìn, °")).to_have_value("10")
    box = knob.locator("circle").last.bounding_box()
    assert box is not None
    planner.mouse.move(box["x"] + 5, box["y"] + 5)
    planner.mouse.down()
    planner.mouse.move(box["x"] + 200, box["y"] + 120, steps=4)
    planner.mouse.up()
    expect(planner.get_by_label("Hướng nhìn, °")).not_to_have_value("10")
    expect(planner.locator("[data-blocking]")).to_contain_text("Chưa gửi được")
    send = planner.get_by_role("button", name="Gửi xin ý kiến").first
    expect(send).to_be_disabled()
    planner.get_by_role("combobox", name="Trường hợp ngoại lệ").click()
    planner.get_by_role("option", name="Hệ thống chuyên ngành").click()
    planner.get_by_label("Số văn bản").fill("QĐ 12/2026")
    planner.get_by_label("Số chứng nhận hợp quy").fill("HQ-01/2026")
    for label in ("ONVIF", "Mật khẩu riêng từng máy", "Biển báo công khai"):
        planner.get_by_role("combobox", name=label).click()
        planner.get_by_role("option", name="có", exact=True).click()
    expect(send).to_be_enabled()
    send.click()
    expect(planner.locator("[data-proposal=consulting]")).to_be_visible()
    expect(planner.get_by_text("không quyết")).to_be_visible()  # who wrote it does not decide it
    with planner.expect_download() as letter:
        planner.get_by_role("button", name=re.compile("Tải Công văn xin ý kiến công nghệ, PDF")).click()
    assert letter.value.suggested_filename.endswith(".pdf")
    address = planner.url

    page.goto("/opinions")
    entries = page.get_by_role("navigation", name="Xin ý kiến").get_by_role("button")
    expect(entries).to_have_count(2)
    page.get_by_text("Đồng ý có điều kiện", exact=True).click()
    page.get_by_label("Điều kiện", exact=True).fill("Nối cáp quang riêng\nLưu hình 30 ngày")
    page.get_by_role("button", name="Gửi: đồng ý có điều kiện").click()
    expect(page.locator("[data-answer]")).to_have_count(0)
    page.goto("/opinions")
    expect(entries).to_have_count(1)
    page.get_by_role("button", name="Gửi: đồng ý", exact=True).click()
    expect(page).to_have_url(re.compile("state=given"))

    page.goto(address)
    expect(page.locator("[data-opinion=technology], [data-opinion=police]")).to_have_count(2)
    page.get_by_role("button", name="Duyệt 1 camera").click()
    expect(page.locator("[data-proposal=approved]")).to_be_visible()
    expect(page.locator("[data-decision=approve]")).to_contain_text("Nối cáp quang riêng")
    planner.reload()
    expect(planner.locator("[data-install]")).to_be_visible()
    planner.context.close()
    assert not faults
