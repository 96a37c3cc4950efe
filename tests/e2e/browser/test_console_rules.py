"""The regulation's screens in a real browser: masks, the auditor's desk, the reader, holds, and one's own account."""

from __future__ import annotations

import base64
import re
import time
from datetime import UTC, datetime, timedelta

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page, until
from playwright.sync_api import Browser, Page, expect

from toancanh.governance.factors import totp

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

PASSWORD = "nguoi-moi-thu-nghiem"
STEP_UP = """code => fetch("/api/v1/session/factor", {
  method: "POST", headers: {"content-type": "application/json"}, body: JSON.stringify({code}),
}).then((answer) => answer.status)"""


def token_of(city: City, username: str, role: str) -> str:
    city.platform.call("POST", "/users", {"username": username, "password": PASSWORD, "role": role})
    return city.platform.sign_in(username, PASSWORD)


def test_a_mask_is_drawn_by_hand_and_is_black_at_once(browser: Browser, city: City, page: Page) -> None:
    page.goto(f"/watch/{city.loop_id}")
    stage = page.locator("figure[data-mode='live']")
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)
    guard = new_page(browser, city.url, token=token_of(city, "guard", "data_protection"))
    faults = faults_of(guard)
    guard.goto(f"/cameras/{city.loop_id}/masks")
    expect(guard.get_by_text("Chưa che vùng nào")).to_be_visible()
    picture = guard.get_by_alt_text("Hình của camera lúc này")
    expect(picture).to_be_visible()
    box = picture.bounding_box()
    assert box is not None
    guard.mouse.move(box["x"] + box["width"] * 0.1, box["y"] + box["height"] * 0.5)
    guard.mouse.down()
    guard.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + box["height"] * 0.9, steps=4)
    guard.mouse.up()
    expect(guard.get_by_text("Mỗi vùng cần tên và lý do.")).to_be_visible()
    guard.get_by_label("Tên vùng").fill("Cửa sổ nhà dân")
    guard.get_by_label("Vì sao che").fill("Nhìn vào trong nhà")
    expect(guard.get_by_alt_text("Luồng phụ")).to_be_visible()
    guard.get_by_role("switch", name="Luồng phụ cho thấy cùng khung hình").check()
    corner = guard.get_by_role("button", name=re.compile("Góc 1"))
    corner.focus()
    guard.keyboard.press("ArrowLeft")
    guard.get_by_role("button", name="Lưu vùng che").click()
    expect(guard.get_by_text("Bản 1, sửa")).to_be_visible()
    guard.context.close()
    assert not faults
    expect(page.get_by_text("Che 1 vùng")).to_be_visible(timeout=20_000)  # who was watching already, too
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)


def test_the_auditors_desk_says_who_watched_what(browser: Browser, city: City, page: Page) -> None:
    page.goto(f"/watch/{city.live_id}")
    expect(page.locator("figure[data-mode='live']")).to_have_attribute("data-phase", "live", timeout=30_000)
    auditor = new_page(browser, city.url, token=city.auditor_token)
    faults = faults_of(auditor)
    auditor.goto("/record/use")
    row = auditor.locator("tr[data-row]", has_text="GT-0412").first
    expect(row).to_contain_text("admin")
    auditor.goto("/record/unusual")
    expect(auditor.get_by_text("không phải kết luận", exact=False)).to_be_visible()
    auditor.goto("/record/checkpoints")
    auditor.get_by_role("button", name="Chốt ngay").click()
    expect(auditor.locator("tr[data-row]").first).to_contain_text(re.compile("[0-9a-f]{64}"))
    with auditor.expect_download() as file:
        auditor.get_by_role("button", name="Tải về để cất").click()
    assert file.value.suggested_filename.endswith(".jsonl")
    auditor.context.close()
    assert not faults


def test_the_regulation_is_read_beside_its_rules_and_questions(browser: Browser, city: City) -> None:
    reader = new_page(browser, city.url, token=city.viewer_token, language="en", size=PHONE)
    faults = faults_of(reader)
    reader.goto("/rights")
    reader.get_by_role("link", name="Article 3").first.click()
    article = reader.get_by_role("region", name=re.compile("^Article 3"))
    expect(article).to_be_in_viewport()
    expect(article.locator("pre").first).to_contain_text('permit (principal, action in [Action::"media.live"')
    expect(article.get_by_text("Allowed").first).to_be_visible()
    assert reader.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.context.close()
    assert not faults


def test_a_hold_is_released_by_another_person(browser: Browser, city: City) -> None:
    call, now = city.platform.call, datetime.now(UTC)
    call("POST", "/cases", {"number": "VV-7/2026", "owner_id": city.platform.organisation_id, "kind": "incident"})
    span = {"from": (now - timedelta(hours=1)).isoformat(), "to": now.isoformat()}
    wish = {"camera_ids": [city.live_id], **span, "case": "VV-7/2026", "reason": "Chứng cứ"}
    call("POST", "/holds", wish, token=token_of(city, "case-officer", "case_officer"))
    other = new_page(browser, city.url, token=token_of(city, "case-other", "case_officer"))
    faults = faults_of(other)
    other.goto("/holds")
    other.locator("tr[data-row]", has_text="VV-7/2026").click()
    drawer = other.get_by_role("dialog")
    expect(drawer).to_contain_text("case-officer")
    drawer.get_by_label("Vì sao bỏ giữ").fill("Vụ việc đã xong")
    drawer.get_by_role("button", name="Bỏ giữ").click()
    expect(drawer).to_have_count(0)
    other.get_by_text("Tất cả", exact=True).click()
    expect(other.locator("tr[data-row]", has_text="VV-7/2026")).to_contain_text("Đã bỏ giữ")
    other.context.close()
    assert not faults


def test_a_second_factor_is_enrolled_named_and_given_while_watching(browser: Browser, city: City) -> None:
    page = new_page(browser, city.url, token=token_of(city, "lan", "operator"))
    faults = faults_of(page)
    page.goto("/account")
    page.get_by_role("button", name="Thêm ứng dụng mã").click()
    page.get_by_label("Tên để nhận ra").fill("Máy cũ")
    page.get_by_role("dialog").get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_role("button", name="Tiếp tục").click()
    secret = base64.b32decode((page.locator("code").text_content() or "").replace(" ", ""))
    step = int(time.time()) // totp.STEP_S
    page.get_by_label("Mã trong ứng dụng").fill(totp.code_at(secret, step))
    page.get_by_role("button", name="Xác nhận và bật").click()
    page.get_by_role("button", name="Tôi đã cất").click()
    page.get_by_role("button", name="Đổi tên Máy cũ").click()
    page.get_by_label("Tên để nhận ra").fill("Điện thoại bàn trực")
    page.get_by_role("dialog").get_by_role("button", name="Đổi tên").click()
    expect(page.get_by_text("Điện thoại bàn trực")).to_be_visible()

    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.goto(f"/watch/{city.live_id}")
    stage = page.locator("figure[data-mode='live']")
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)
    before = len(sockets)
    assert page.evaluate(STEP_UP, totp.code_at(secret, step + 1)) == 200
    until(lambda: page.evaluate("1") and len(sockets) > before, 15, "the view did not begin anew")
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)
    page.context.close()
    assert not faults
