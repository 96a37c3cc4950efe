"""The console from an address that is not loopback: TLS by the platform's own authority, secure cookies, `wss:`."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_city import City
from console_page import new_page, read, sign_in, until
from playwright.sync_api import Browser, expect
from running import PASSWORD, Running, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]


def own_address() -> str:
    """The address that other machines know this one by. Nothing is sent: a UDP socket only chooses a route."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as chooser:
        try:
            chooser.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(chooser.getsockname()[0])


@pytest.fixture
def elsewhere(city: City, tmp_path: Path) -> Iterator[Running]:
    outbound = f"--allow-outbound=127.0.0.1:{city.simulated.port}"
    arguments = ("--host", own_address(), "--tls", "local", outbound)
    with running(tmp_path, *arguments) as platform:
        yield platform


def test_pictures_over_tls(browser: Browser, city: City, elsewhere: Running) -> None:
    assert elsewhere.url.startswith("https://")
    page = new_page(browser, elsewhere.url)
    sign_in(page, "admin", PASSWORD)
    expect(page.get_by_role("navigation", name="Nhóm việc")).to_be_visible()
    cookie = next(cookie for cookie in page.context.cookies() if "session" in cookie["name"])
    assert cookie["secure"]
    assert cookie["httpOnly"]

    page.goto("/cameras/new")
    page.get_by_label("Địa chỉ luồng chính").fill(city.simulated.url(1))
    page.get_by_label("Mã", exact=True).fill("GT-0412")
    page.get_by_label("Tên, nơi đặt").fill("Ngã tư Vọng")
    page.get_by_label("Vĩ độ").fill("20.998")
    page.get_by_label("Kinh độ").fill("105.841")
    page.get_by_role("button", name="Thêm camera này").click()
    stage = page.locator("figure[data-mode=live]")
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)
    until(lambda: (found := read(stage)) is not None and abs(found.age_ms) < 3000, 20, "no picture of the present")
    page.context.close()
