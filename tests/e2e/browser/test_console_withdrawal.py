"""A right that is withdrawn, as who watches sees it."""

from __future__ import annotations

import re

import pytest
from browser_city import City
from console_page import new_page
from playwright.sync_api import Browser, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]


def test_a_right_that_is_withdrawn_ends_the_picture(browser: Browser, city: City) -> None:
    name = "withdrawn"
    user = city.platform.call("POST", "/users", {"username": name, "password": "se-bi-thu-hoi-1", "role": "viewer"})
    page = new_page(browser, city.url, token=city.platform.sign_in(name, "se-bi-thu-hoi-1"))
    page.goto(f"/wall?n=1&c={city.live_id}")
    tile = page.locator(f"article[data-camera='{city.live_id}']")
    expect(tile).to_have_attribute("data-state", "live", timeout=30_000)
    city.platform.call("PATCH", f"/users/{user['id']}", {"roles": [{"role": "auditor"}]})
    expect(tile).to_have_attribute("data-state", re.compile("withdrawn|noRight"), timeout=30_000)
    page.context.close()
