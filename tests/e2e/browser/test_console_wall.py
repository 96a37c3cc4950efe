"""The wall in a real browser: a camera comes from the map, and to the front when something is the matter with it."""

from __future__ import annotations

import math
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from browser_city import City
from console_page import new_page, read, until
from playwright.sync_api import Browser, Page, Request, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]

CODE = "GT-0988"


def test_a_camera_is_dragged_from_the_map_and_comes_to_the_front_when_it_loses_its_pictures(
    city: City, page: Page, browser: Browser
) -> None:
    call = city.platform.call
    camera_id = city.platform.add_camera(CODE, city.simulated.url(3))
    call("PATCH", f"/cameras/{camera_id}", {"name": "Cầu Rồng"})
    until(lambda: city.platform.state(camera_id) == "online", 20, "it has no pictures")

    page.goto(f"/wall?n=4&c={city.live_id},{city.loop_id}")
    drag_from_map(page, city, camera_id, "[data-tile='3']")
    expect(page).to_have_url(re.compile(rf"c={city.live_id}%2C{city.loop_id}%2C%2C{camera_id}"))
    tile = page.locator(f"[data-tile='3'] > article[data-camera='{camera_id}']")
    expect(tile).to_contain_text("Cầu Rồng")
    expect(tile).to_have_attribute("data-state", "live", timeout=20_000)
    until(lambda: read(tile), 10, "no picture in the tile")

    city.simulated.fault(3, "away")
    until(lambda: city.platform.state(camera_id) == "offline", 20, "it is not missed")
    page.keyboard.press("1")
    page.keyboard.press("p")
    expect(page.locator("[data-tile='0'] [data-pinned]")).to_be_visible()
    page.get_by_role("button", name="Camera có cảnh báo lên đầu").click()
    front = page.locator("[data-tile='1'][data-alarm='pictures_lost']")
    expect(front.locator("article")).to_have_attribute("data-camera", camera_id)
    expect(front).to_contain_text("Mất hình")
    expect(page.locator("[data-tile='0'] > article")).to_have_attribute("data-camera", city.live_id)

    screen, node_id = screen_with(city, browser, [city.live_id, city.loop_id, None, camera_id])
    expect(screen.locator("[data-tile='0'][data-alarm] article")).to_have_attribute("data-camera", camera_id)
    expect(screen.get_by_role("button")).to_have_count(0)

    front.get_by_role("button", name="Đã biết").click()
    expect(page.locator("[data-alarm]")).to_have_count(0)
    expect(tile).to_be_visible()
    screen.reload()
    expect(screen.locator("[data-tile='3'] > article")).to_have_attribute("data-camera", camera_id)
    expect(screen.locator("[data-alarm]")).to_have_count(0)

    screen.context.close()
    call("DELETE", f"/wall-nodes/{node_id}")
    call("DELETE", f"/cameras/{camera_id}")
    city.simulated.clear(3)


def drag_from_map(page: Page, city: City, camera_id: str, tile: str) -> None:
    """Where a sign is on the canvas follows from what the map says it shows; the camera stands where no other does."""
    views: list[list[float]] = []

    def look(request: Request) -> None:
        asked = urlsplit(request.url)
        if asked.path.endswith("/map/spots") and "bbox" in (query := parse_qs(asked.query)):
            views.append([float(value) for value in query["bbox"][0].split(",")])

    page.on("request", look)
    page.get_by_role("button", name="Bản đồ bên tường").click()
    canvas = page.get_by_role("complementary").locator("canvas")
    sign = page.locator(f"[data-id='{camera_id}']")
    for _ in range(100):  # it goes to the cameras
        page.wait_for_timeout(200)
        if len(views) > 1:
            break
    west, south, east, north = views[-1]
    spots = city.platform.call("GET", f"/map/spots?limit=200&bbox={west},{south},{east},{north}")["items"]
    places = [
        (west + (east - west) * x / 10, south + (north - south) * y / 10) for x in range(2, 7) for y in range(3, 8)
    ]
    lon, lat = max(
        places, key=lambda at: min([math.dist(at, (spot["lon"], spot["lat"])) for spot in spots], default=0.0)
    )
    city.platform.call("PATCH", f"/cameras/{camera_id}", {"lat": lat, "lon": lon})

    def points_at_it() -> bool:
        box = canvas.bounding_box()
        assert box
        west, south, east, north = views[-1]
        right = (lon - west) / (east - west)
        down = (mercator(north) - mercator(lat)) / (mercator(north) - mercator(south))
        page.mouse.move(box["x"], box["y"])
        page.mouse.move(box["x"] + right * box["width"], box["y"] + down * box["height"], steps=2)
        for _ in range(20):  # it looks what lies there when it next draws
            page.wait_for_timeout(50)
            if sign.is_visible():
                return True
        return False

    until(points_at_it, 40, "its sign is not on the map")
    sign.drag_to(page.locator(tile))


def mercator(lat: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))


def screen_with(city: City, browser: Browser, tiles: list[str | None]) -> tuple[Page, str]:
    """A screen of its own that brings alarms to the front, and its id."""
    call = city.platform.call
    layout = call("POST", "/wall-layouts", {"name": "Sảnh", "alarms": True, "pages": [{"size": 4, "tiles": tiles}]})
    invited = call("POST", "/wall-nodes", {"name": "Sảnh"})
    node_id = str(invited["node"]["id"])
    call("PUT", f"/wall-nodes/{node_id}/layout", {"layout_id": layout["id"]})
    screen = new_page(browser, city.url)
    screen.goto("/wall-node")
    screen.get_by_label("Mã trực ban đọc cho bạn").fill(invited["code"])
    screen.get_by_role("button", name="Nhận màn hình").click()
    return screen, node_id
