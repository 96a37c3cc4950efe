"""Finding pictures again in a real browser: shared bookmarks, a place and a time that open a set; the storage."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from browser_city import City
from console_page import faults_of, new_page, until
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

SITE = timezone(timedelta(hours=7))
PASSWORD = "dong-nghiep-thu-nghiem"
WORDS = "Xe tải rẽ sai làn"


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def recorded(city: City, camera_id: str) -> bool:
    """Whether half a minute of it ends now."""
    now = time.time()
    path = f"/cameras/{camera_id}/timeline?from={iso(now - 3600)}&to={iso(now)}"
    ranges = city.platform.call("GET", path)["ranges"]
    return bool(ranges) and now - datetime.fromisoformat(ranges[0]["start"]).timestamp() > 30


def test_a_bookmark_is_kept_shared_and_found_by_a_colleague(browser: Browser, city: City, page: Page) -> None:
    until(lambda: recorded(city, city.live_id), 60, "nothing is recorded")
    at_s = int(time.time()) - 15
    page.goto(f"/watch/{city.live_id}?at={iso(at_s)}&span=120")
    page.get_by_role("button", name="Dấu trang", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Thêm dấu trang")
    dialog.get_by_label("Nội dung").fill(WORDS)
    dialog.get_by_label("Nhãn").fill("giao thông")
    dialog.get_by_label("Nhãn").press("Enter")
    dialog.get_by_label("Chia sẻ trong cơ quan").check()
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog).not_to_be_attached()
    expect(page.get_by_role("button", name=re.compile(f"Dấu trang {WORDS}"))).to_be_visible()

    account = {"username": "colleague", "password": PASSWORD, "role": "operator"}
    city.platform.call("POST", "/users", account)
    colleague = new_page(browser, city.url, token=city.platform.sign_in("colleague", PASSWORD))
    faults = faults_of(colleague)
    colleague.goto("/bookmarks")
    colleague.get_by_label("Tìm trong nội dung và nhãn").fill("giao thông")
    row = colleague.locator("tr[data-row]", has_text=WORDS)
    expect(row).to_contain_text("admin")
    row.click()
    read = colleague.get_by_role("dialog", name="Dấu trang")
    expect(read.get_by_role("button", name="Xóa")).not_to_be_attached()
    read.get_by_role("button", name="Xem hình").click()
    colleague.wait_for_url(re.compile(f"/watch/{city.live_id}\\?at="))
    colleague.context.close()
    assert not faults


def test_a_place_and_a_time_open_a_set(city: City, page: Page) -> None:
    until(lambda: recorded(city, city.live_id) and recorded(city, city.loop_id), 60, "nothing is recorded")
    page.goto("/storage")
    expect(page.get_by_role("article").first).to_contain_text("Thư mục gốc")
    page.get_by_role("button", name="Thêm ổ").click()
    disk = page.get_by_role("dialog", name="Thêm ổ")
    disk.get_by_label("Tên").fill("disk-2")
    disk.get_by_label("Thư mục").fill("khong-phai-duong-dan")
    disk.get_by_role("button", name="Thêm", exact=True).click()
    expect(disk.get_by_role("alert")).to_be_visible()

    now = datetime.now(SITE)
    page.goto("/find")
    page.get_by_label("Nơi (vĩ độ, kinh độ)").fill("10.77, 106.7")
    begins = page.get_by_label("Từ", exact=True)
    begins.fill("hôm qua")
    begins.press("Tab")
    expect(page.get_by_text("Chưa đọc được ngày giờ.", exact=False)).to_be_visible()
    begins.fill(f"{now - timedelta(seconds=25):%d/%m/%Y %H:%M:%S}")
    page.get_by_label("Đến", exact=True).fill(f"{now - timedelta(seconds=5):%d/%m/%Y %H:%M:%S}")
    page.get_by_role("button", name="Tìm", exact=True).click()
    expect(page.locator("tr[data-row]", has_text="GT-0412")).to_contain_text("0 m")
    page.get_by_role("button", name=re.compile("Xem đồng bộ")).click()
    page.wait_for_url(re.compile("/playback"))
    for camera_id in (city.live_id, city.loop_id):
        tile = page.locator(f"article[data-camera='{camera_id}']")
        expect(tile).to_have_attribute("data-phase", re.compile("showing|late"), timeout=25_000)


def test_a_hold_stands_on_the_timeline_from_minutes_to_months(browser: Browser, city: City, page: Page) -> None:
    """Until it is released; who may not play the camera back sees no timeline, and so no hold."""
    until(lambda: recorded(city, city.live_id), 60, "nothing is recorded")
    now = time.time()
    city.platform.call("POST", "/cases", {"number": "giu-01"})
    wish = {"camera_ids": [city.live_id], "from": iso(now - 20), "to": iso(now - 5), "case": "giu-01", "reason": "thử"}
    hold = city.platform.call("POST", "/holds", wish)
    mark = page.locator("[data-mark='hold']", has_text="Đang giữ: giu-01")
    for span in (120, 200 * 86_400):
        page.goto(f"/watch/{city.live_id}?at={iso(now - 15)}&span={span}")
        expect(mark).to_be_visible()
        expect(page.get_by_title("Đang giữ: giu-01")).to_be_attached()
    viewer = new_page(browser, city.url, token=city.viewer_token)
    viewer.goto(f"/watch/{city.live_id}?at={iso(now - 15)}&span=120")
    expect(viewer.get_by_role("main")).to_be_visible()
    expect(viewer.locator("[data-mark='hold']")).not_to_be_attached()
    viewer.context.close()
    city.platform.call("POST", f"/holds/{hold['id']}/release", {"reason": "xong"})
    page.reload()
    expect(page.get_by_role("main")).to_be_visible()
    expect(mark).not_to_be_attached()
