"""What a person does in the console, as steps for the tests; and the time that a picture itself shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, BrowserContext, Locator, Page

STRIP = Path(__file__).with_name("strip.js").read_text(encoding="utf-8").split("\n", 1)[1]
DESK = (1440, 900)
PHONE = (390, 844)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reading:
    """The time strip of a picture, and of the same moment the clock and the time that the console says it shows (0:
    it says none); ms since 1970, or within the minute for a loop."""

    full: bool
    ms: int
    now_ms: int
    shown_ms: int

    @property
    def age_ms(self) -> int:
        """How old the picture is; of a loop's up to half a minute either way."""
        if self.full:
            return self.now_ms - self.ms
        return (self.now_ms - self.ms + 30_000) % 60_000 - 30_000


def read(picture: Locator) -> Reading | None:
    """The strip in the canvas or video below this element, as it is now."""
    found = picture.evaluate(STRIP)
    return found and Reading(full=found["kind"] == 2, ms=found["ms"], now_ms=found["now"], shown_ms=found["shown"])


def until(ask: Callable[[], T | None], within_s: float, what: str) -> T:
    """Poll; the first answer that is true. Half a minute at least: how soon, no test asks of a busy machine."""
    end = time.monotonic() + max(within_s, 30)
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < end, what
        time.sleep(0.05)


def new_page(
    browser: Browser,
    url: str,
    *,
    token: str = "",
    language: str = "vi",
    scheme: str = "dark",
    size: tuple[int, int] = DESK,
) -> Page:
    """A page of its own session; with ``token`` already signed in. A script error fails the test that closes it."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": size[0], "height": size[1]},
        timezone_id="America/New_York",  # the console shows the city's time wherever the browser is
        ignore_https_errors=True,
        accept_downloads=True,
    )
    context.set_default_timeout(40_000)
    context.add_init_script(f"localStorage.setItem('toancanh.scheme', '{scheme}')")
    context.add_init_script(
        f"localStorage.getItem('toancanh.language') ?? localStorage.setItem('toancanh.language', '{language}')"
    )
    context.add_init_script("delete window.showSaveFilePicker")  # its dialog is the browser's own: no test can press it
    if token:
        context.add_cookies([{"name": "toancanh_session", "value": token, "url": url, "httpOnly": True}])
    return context.new_page()


def faults_of(page: Page) -> list[str]:
    """Script errors and forbidden requests of a page, collected from now on."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security Policy" in message.text else None
    )
    return faults


def requests_elsewhere(context: BrowserContext, url: str) -> list[str]:
    """Addresses that a page asked for outside the platform, collected from now on."""
    elsewhere: list[str] = []

    def look(address: str) -> None:
        if not address.startswith((url, "data:", "blob:", url.replace("http", "ws", 1))):
            elsewhere.append(address)

    context.on("request", lambda request: look(request.url))
    return elsewhere


def sign_in(page: Page, username: str, password: str) -> None:
    """As a person does; the language is Vietnamese."""
    page.goto("/sign-in")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
