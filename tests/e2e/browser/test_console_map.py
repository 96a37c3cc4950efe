"""The map in a real browser: thousands of cameras, from all of them to one's live picture."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page, requests_elsewhere, until
from playwright.sync_api import Browser, Locator, Page, expect
from running import Running, running

from toancanh.infra.database import Database
from toancanh.kernel import fold
from toancanh.registry.store.cameras import raise_revision
from toancanh.registry.store.tables import camera

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

MANY = 3000
WATCHED = {"lat": 20.9985, "lon": 105.8412}


@dataclass(frozen=True, kw_only=True)
class Mapped:
    platform: Running
    live_id: str


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory, city: City) -> Iterator[Mapped]:
    """A platform of its own: other tests look at lists that thousands would change."""
    allow = f"--allow-outbound=127.0.0.1:{city.simulated.port}"
    with running(tmp_path_factory.mktemp("map"), allow) as platform:
        live_id = platform.add_camera("GT-0412", city.simulated.url(1), sub_url=city.simulated.url(1, "sub"))
        platform.call("PATCH", f"/cameras/{live_id}", {"name": "Ngã tư Vọng", "azimuth_deg": 175, **WATCHED})
        _fill(platform)
        yield Mapped(platform=platform, live_id=live_id)


def _fill(platform: Running) -> None:
    """As the registry would store them, in one go: a spiral over the city, and twenty on one pole."""
    database = Database(f"sqlite:///{platform.data / 'toancanh.db'}")
    with database.transaction() as tx:
        for first in range(0, MANY, 500):
            tx.execute(
                camera.insert(), [_row(number, platform.organisation_id) for number in range(first, first + 500)]
            )
        raise_revision(tx)
    database.close()


def _row(number: int, owner_id: str) -> dict[str, Any]:
    turn, away = number * 2.4, 0.0016 * math.sqrt(max(0, number - 20))
    return {
        "id": f"00000000-0000-7000-8000-{number:012d}",
        "code": f"M-{number:05d}",
        "code_key": fold(f"M-{number:05d}"),
        "name": f"Camera {number}",
        "folded": fold(f"M-{number:05d} Camera {number}"),
        "owner_id": owner_id,
        "lat": 21.02 + away * math.sin(turn),
        "lon": 105.84 + away * math.cos(turn),
        "azimuth_deg": float(number % 360),
        "enabled": True,
        "min_days": 1.0,
        "max_days": 2.0,
        "protected": False,
        "version": 1,
        "created_us": 0,
        "updated_us": 0,
    }


@pytest.fixture
def map_page(browser: Browser, mapped: Mapped) -> Iterator[Page]:
    page = new_page(browser, mapped.platform.url, token=mapped.platform.token)
    faults, elsewhere = faults_of(page), requests_elsewhere(page.context, mapped.platform.url)
    yield page
    page.context.close()
    assert not faults
    assert not elsewhere


def opened(page: Page, address: str = "/map") -> Locator:
    page.goto(address)
    found = page.locator("[data-map=ready]")
    expect(found).to_be_visible(timeout=50_000)
    page.wait_for_selector("[data-drawn]", state="attached", timeout=50_000)
    return found


def total(page: Page) -> int:
    text = page.locator("[data-total]").inner_text()
    return int(re.sub(r"\D", "", text) or "-1")


def test_the_map_opens_on_all_cameras_and_is_moved(map_page: Page) -> None:
    opened(map_page)
    until(lambda: total(map_page) > MANY * 0.9, 15, "nearly all are in view at first")
    expect(map_page).to_have_url(re.compile("c="))
    before = map_page.url
    for _ in range(3):
        map_page.get_by_role("button", name="Phóng to").click()
        map_page.wait_for_timeout(300)
    for step in (400, -300):
        map_page.mouse.move(860, 450)
        map_page.mouse.down()
        map_page.mouse.move(860 + step, 450 + step / 2, steps=15)
        map_page.mouse.up()
    until(lambda: 0 < total(map_page) < MANY * 0.9, 15, "fewer are in view from nearer")
    assert map_page.url != before


def test_no_program_is_compiled_when_other_signs_come_into_view(map_page: Page) -> None:
    """While one is compiled the map stands still, and the longer the weaker the machine."""
    map_page.add_init_script(
        """
        window.linked = 0;
        const link = WebGL2RenderingContext.prototype.linkProgram;
        WebGL2RenderingContext.prototype.linkProgram = function (one) { window.linked++; link.call(this, one); };
        """
    )
    opened(map_page, "/map?c=21.02,105.84,13")
    before = map_page.evaluate("window.linked")
    for level in (14, 15, 16):
        map_page.get_by_role("button", name="Phóng to").click()
        expect(map_page).to_have_url(re.compile(rf"%2C{level}\.00"), timeout=20_000)
    map_page.wait_for_timeout(800)
    assert 0 < map_page.evaluate("window.linked") == before


def test_from_a_search_to_the_live_picture_and_on_to_all_of_it(map_page: Page, mapped: Mapped) -> None:
    opened(map_page, "/map?c=21.02,105.84,12")
    map_page.keyboard.press("/")
    map_page.keyboard.type("nga tu vong")
    expect(map_page.get_by_role("option", name="GT-0412")).to_be_visible()
    map_page.keyboard.press("Enter")
    card = map_page.locator(f"[data-card='{mapped.live_id}']")
    expect(card.locator("[data-state=live]")).to_be_visible(timeout=40_000)
    expect(map_page).to_have_url(re.compile(f"sel={mapped.live_id}"))
    card.get_by_role("link", name="Mở camera").click()
    expect(map_page).to_have_url(re.compile(f"/watch/{mapped.live_id}"))


def test_a_sign_is_pressed(map_page: Page, mapped: Mapped) -> None:
    view = opened(map_page, f"/map?c={WATCHED['lat']},{WATCHED['lon']},18.5")
    box = view.bounding_box()
    assert box is not None
    card = map_page.locator(f"[data-card='{mapped.live_id}']")

    def press_the_sign() -> bool:
        map_page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        map_page.wait_for_timeout(300)  # a press on signs that are not drawn yet does nothing
        return card.is_visible()

    until(press_the_sign, 30, "the sign is not drawn")
    map_page.keyboard.press("Escape")
    expect(map_page.locator("[data-card]")).to_have_count(0)


def test_twenty_on_one_pole_stand_apart(map_page: Page) -> None:
    view = opened(map_page, "/map?c=21.02,105.84,18.6&off=cones")
    box = view.bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    chosen = set()
    map_page.wait_for_timeout(800)
    for angle in range(0, 360, 9):
        for away in (100, 112, 124):
            x = middle[0] + away * math.sin(math.radians(angle))
            map_page.mouse.click(x, middle[1] - away * math.cos(math.radians(angle)))
            chosen |= set(re.findall(r"sel=([0-9a-f-]+)", map_page.url))
            map_page.keyboard.press("Escape")
        if len(chosen) >= 5:
            break
    assert len(chosen) >= 5, "cameras of one pole are chosen one by one"


def test_an_area_is_drawn_and_listed(map_page: Page) -> None:
    opened(map_page, "/map?c=21.02,105.84,13")
    map_page.get_by_role("button", name="Khoanh vùng").click()
    map_page.mouse.move(700, 300)
    map_page.mouse.down()
    for x, y in ((1000, 300), (1000, 600), (700, 600)):
        map_page.mouse.move(x, y, steps=5)
    map_page.mouse.up()
    found = map_page.locator("[data-list=area]")
    expect(found.locator("[data-spot]").first).to_be_visible()
    listed = int(re.sub(r"\D", "", found.locator("[data-list-total]").inner_text()))
    assert 0 < listed < MANY
    expect(map_page).to_have_url(re.compile("area="))
    found.locator("[data-spot]").nth(3).click()
    expect(map_page.locator("[data-card]")).to_be_visible()
    found.get_by_role("button", name="Đóng").click()
    expect(map_page).not_to_have_url(re.compile("area="))


def test_states_narrow_the_map(map_page: Page) -> None:
    opened(map_page)
    row = map_page.locator("[data-map-state=unlinked]")
    until(lambda: "3.000" in row.inner_text() or "2.9" in row.inner_text(), 15, "most have no stream")
    row.click()
    expect(row).to_have_attribute("aria-pressed", "true")
    expect(map_page.locator("[data-map-state=ok]")).to_have_attribute("aria-pressed", "false")
    expect(map_page).to_have_url(re.compile("only=unlinked"))
    map_page.get_by_role("button", name="Hiện mọi tình trạng").click()
    expect(map_page).not_to_have_url(re.compile("only="))


@pytest.mark.parametrize(
    ("language", "scheme", "words"), [("en", "light", "In view"), ("vi", "dark", "Trong khung nhìn")]
)
def test_a_phone_in_both_languages_and_themes(
    browser: Browser, mapped: Mapped, language: str, scheme: str, words: str
) -> None:
    page = new_page(
        browser, mapped.platform.url, token=mapped.platform.token, language=language, scheme=scheme, size=PHONE
    )
    faults = faults_of(page)
    opened(page)
    page.get_by_text(words).click()
    expect(page.get_by_role("dialog").locator("[data-total]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.context.close()
    assert not faults


def test_a_browser_that_draws_no_maps_is_led_to_the_list(browser: Browser, mapped: Mapped) -> None:
    page = new_page(browser, mapped.platform.url, token=mapped.platform.token)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto("/map")
    expect(page.get_by_text("Trình duyệt này không vẽ được bản đồ")).to_be_visible()
    page.get_by_role("link", name="Mở danh sách camera").click()
    expect(page).to_have_url(re.compile("/cameras$"))
    page.context.close()
