"""A package handed over in a real browser: the link and the code made, a wrong code refused, opened, and on record."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from browser_city import City
from console_page import faults_of, new_page, until
from playwright.sync_api import Browser, Page, expect

from toancanh.kernel import format_rfc3339, parse_rfc3339

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]


@pytest.fixture
def package(city: City) -> Iterator[str]:
    """An export that is done, of the second that a camera was recorded."""
    call = city.platform.call
    camera_id = city.platform.add_camera("GT-0808", city.simulated.url(3))
    begun_us = time.time_ns() // 1000
    whole = {"from": format_rfc3339(begun_us - 60_000_000), "to": format_rfc3339(begun_us + 600_000_000)}

    def recorded() -> dict[str, str] | None:
        ranges = call("GET", f"/cameras/{camera_id}/timeline?from={whole['from']}&to={whole['to']}")["ranges"]
        long = ranges and parse_rfc3339(ranges[0]["end"]) - parse_rfc3339(ranges[0]["start"]) > 1_000_000
        return {"from": ranges[0]["start"], "to": ranges[0]["end"]} if long else None

    span = until(recorded, 30, "nothing is recorded")
    call("PATCH", f"/cameras/{camera_id}", {"enabled": False})
    asked = {"camera_ids": [camera_id], **span, "purpose": "order", "reference": "12/QD"}
    export_id = str(call("POST", "/exports", asked)["id"])
    until(lambda: call("GET", f"/exports/{export_id}")["sha256"], 40, "the package is there")
    yield export_id
    call("DELETE", f"/cameras/{camera_id}")


def test_a_receiver_opens_what_was_handed_over(city: City, package: str, page: Page, browser: Browser) -> None:
    page.goto(f"/exports?export={package}")
    page.get_by_role("button", name="Bàn giao gói").click()
    dialog = page.get_by_role("dialog", name="Bàn giao gói")
    dialog.get_by_label("Họ tên").fill("Nguyễn Văn An")
    dialog.get_by_role("button", name="Tạo đường dẫn").click()
    link = dialog.get_by_text("/handover/").inner_text()
    code = dialog.locator("dd b").last.inner_text()
    dialog.get_by_role("button", name="Đã gửi xong").click()

    receiver = new_page(browser, city.url)
    faults = faults_of(receiver)
    receiver.goto(f"{link}?lang=vi")
    expect(receiver.locator("header")).to_contain_text("Bàn giao từ Toàn Cảnh")
    receiver.get_by_label("Mã mở").fill("AAAAA-AAAAA")
    receiver.get_by_role("button", name="Mở").click()
    expect(receiver.get_by_role("alert")).to_contain_text("Không mở được")
    receiver.get_by_label("Mã mở").fill(code)
    receiver.get_by_role("button", name="Mở").click()
    expect(receiver.get_by_role("heading", level=1)).to_contain_text("Nguyễn Văn An")
    with receiver.expect_download() as download:
        receiver.get_by_role("link", name="Tải gói chứng cứ").click()
    assert download.value.suggested_filename.startswith("GT-0808_")
    receiver.goto("/trust?lang=vi")
    receiver.get_by_role("link", name="English").click()
    expect(receiver.get_by_role("heading", level=1)).to_have_text("Check a package of evidence")
    root = city.platform.call("GET", "/evidence/trust")["root_sha256"]
    assert receiver.locator("code").first.inner_text() == root  # shown in eights, copied whole
    receiver.context.close()

    page.reload()
    page.get_by_text("Nhật ký (").click()
    happened = page.get_by_role("region", name="Bàn giao").get_by_role("listitem")
    for what in ("Sai mã", "Đã mở", "Đã tải gói"):
        expect(happened.filter(has_text=what)).to_have_count(1)
    assert not faults
