"""One platform with simulated cameras for all tests of the console, and Debian's Chromium."""

from __future__ import annotations

import json
import sys
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from browser_city import AUDITOR_PASSWORD, VIEWER_PASSWORD, City
from console_page import faults_of, new_page
from running import Running, running, until

from toancanh.media.model import Codec
from toancanh.simulation import simulated_cameras

expect.set_options(timeout=30_000)  # a busy machine draws later; what is there is not waited for
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


@pytest.fixture(scope="session")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    built = Path(__file__).parents[3] / "console" / "dist" / "index.html"
    assert built.exists(), "build the console first: make setup"
    folder = tmp_path_factory.mktemp("browser")
    with (
        simulated_cameras(3, live={1}) as simulated,
        simulated_cameras(1, codec=Codec.H265) as modern,
        running(
            folder, *(f"--allow-outbound=127.0.0.1:{port}" for port in (simulated.port, modern.port, 9))
        ) as platform,
    ):  # fmt: skip
        live_id = platform.add_camera("GT-0412", simulated.url(1), sub_url=simulated.url(1, "sub"))
        loop_id = platform.add_camera("GT-0397", simulated.url(2), sub_url=simulated.url(2, "sub"))
        away_id = platform.add_camera("GT-0414", "rtsp://127.0.0.1:9/nothing")
        modern_id = platform.add_camera("GT-0731", modern.url(1))
        platform.call("PATCH", f"/cameras/{live_id}", {"name": "Ngã tư Vọng, hướng Giải Phóng"})
        platform.call("PATCH", f"/cameras/{loop_id}", {"name": "Giải Phóng, bến xe Giáp Bát"})
        platform.call("PATCH", f"/cameras/{away_id}", {"name": "Phố Vọng, cổng bệnh viện"})
        _add_user(platform, "viewer", "viewer", VIEWER_PASSWORD)
        _add_user(platform, "auditor", "auditor", AUDITOR_PASSWORD)
        until(lambda: {platform.state(each) for each in (live_id, loop_id, modern_id)} == {"online"}, 60)
        yield City(
            platform=platform, simulated=simulated, live_id=live_id, loop_id=loop_id, away_id=away_id,
            modern_id=modern_id,
            viewer_token=platform.sign_in("viewer", VIEWER_PASSWORD),
            auditor_token=platform.sign_in("auditor", AUDITOR_PASSWORD),
        )  # fmt: skip


def _add_user(platform: Running, username: str, role: str, password: str) -> None:
    try:
        platform.call("POST", "/users", {"username": username, "password": password, "role": role})
    except urllib.error.HTTPError as error:
        raise AssertionError(json.loads(error.read())) from error


@pytest.fixture(scope="session")
def browser(city: City) -> Iterator[Browser]:
    """Ends before the simulated cameras do: Playwright holds this thread's event loop."""
    assert city.url
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, city: City) -> Iterator[Page]:
    """The administrator's, in Vietnamese, at a desk."""
    opened = new_page(browser, city.url, token=city.platform.token)
    faults = faults_of(opened)
    yield opened
    opened.context.close()
    assert not faults
