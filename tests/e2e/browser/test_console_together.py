"""Several cameras on one clock, and a screen of its own, in a real browser."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime

import pytest
from browser_city import City
from console_page import new_page, read, until
from playwright.sync_api import Browser, Locator, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]


def iso(ms: float) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def recorded_since(city: City, camera_id: str) -> float:
    now = time.time() * 1000
    path = f"/cameras/{camera_id}/timeline?from={iso(now - 3_600_000)}&to={iso(now)}"
    found = city.platform.call("GET", path)["ranges"]
    return float(now - datetime.fromisoformat(found[0]["start"]).timestamp() * 1000) if found else 0.0


def minute_of(tile: Locator) -> int | None:
    """What the picture says of itself, within the minute: loops know no more."""
    found = read(tile)
    return found.ms % 60_000 if found else None


def apart(one: int, other: int) -> int:
    return abs((one - other + 30_000) % 60_000 - 30_000)


def test_cameras_show_the_same_instant_and_step_together(city: City, page: Page) -> None:
    cameras = (city.live_id, city.loop_id, city.away_id, city.modern_id)  # the last is made anew: H.265
    for camera_id in (city.live_id, city.loop_id, city.modern_id):
        until(lambda camera_id=camera_id: recorded_since(city, camera_id) > 20_000, 60, "nothing is recorded")  # type: ignore[misc]
    at_ms = time.time() * 1000 - 14_000
    page.goto(f"/playback?cameras={','.join(cameras)}&at={iso(at_ms)}")
    tiles = [page.locator(f"article[data-camera='{camera_id}']") for camera_id in cameras]
    for tile in (*tiles[:2], tiles[3]):
        expect(tile).to_have_attribute("data-phase", re.compile("showing|late"), timeout=25_000)
    expect(tiles[2]).to_have_attribute("data-phase", "gap")
    expect(tiles[2]).to_contain_text("Mất camera")
    page.keyboard.press("k")
    expect(page.locator("[data-wall]")).to_have_attribute("data-playing", "false")

    def in_step() -> list[int] | None:
        drifts = [abs(int(tile.get_attribute("data-drift") or 999)) for tile in tiles[:2]]
        times = [minute_of(tile) for tile in tiles[:2]]
        known = [one for one in times if one is not None]
        return known if len(known) == 2 and max(drifts) <= 40 else None

    first = until(in_step, 15, "not in step")
    for _ in range(5):  # a picture lasts 67 ms: both hold the clock's instant, but where a camera left some out
        if apart(*first) <= 40 + 67:
            break
        before = first
        page.keyboard.press(".")
        first = until(lambda: (now := in_step()) and now[0] != before[0] and now, 10, "no step forward")  # noqa: B023
    assert apart(*first) <= 40 + 67
    page.keyboard.press(".")
    forward = until(lambda: (now := in_step()) and now[0] != first[0] and now, 10, "no step forward")
    assert 0 < (forward[0] - first[0]) % 60_000 < 1000  # the camera of a busy machine leaves pictures out
    page.keyboard.press(",")
    until(lambda: (now := in_step()) and now[0] == first[0], 10, "no step back to the same picture")
    page.keyboard.press("j")
    until(lambda: (minute_of(tiles[0]) or 0) != first[0], 10, "it does not run backwards")
    page.keyboard.press("k")


def test_without_webcodecs_a_set_plays_in_video_elements(city: City, browser: Browser) -> None:
    page = new_page(browser, city.url, token=city.platform.token)
    page.add_init_script("delete window.VideoDecoder")
    until(lambda: recorded_since(city, city.loop_id) > 20_000, 60, "nothing is recorded")
    page.goto(f"/playback?cameras={city.live_id},{city.loop_id}&at={iso(time.time() * 1000 - 14_000)}")
    tiles = [page.locator(f"article[data-camera='{camera_id}']") for camera_id in (city.live_id, city.loop_id)]
    for tile in tiles:
        expect(tile).to_have_attribute("data-phase", "showing", timeout=25_000)
        expect(tile.locator("video")).to_be_attached()

    def together() -> bool:
        one, other = (minute_of(tile) for tile in tiles)
        return one is not None and other is not None and apart(one, other) <= 40 + 67

    until(together, 15, "not in step")
    page.context.close()


def test_a_screen_of_its_own_shows_a_layout_and_opens_nothing_else(city: City, browser: Browser) -> None:
    call = city.platform.call
    invited = call("POST", "/wall-nodes", {"name": "Sảnh"})
    page_of = {"size": 4, "tiles": [city.live_id, city.loop_id, None, None], "seconds": 20}
    layout = call("POST", "/wall-layouts", {"name": "Sảnh", "pages": [page_of]})
    screen = new_page(browser, city.url)
    screen.goto("/wall-node")
    screen.get_by_label("Mã trực ban đọc cho bạn").fill(invited["code"])
    screen.get_by_role("button", name="Nhận màn hình").click()
    expect(screen.get_by_role("status")).to_contain_text("Sảnh")
    call("PUT", f"/wall-nodes/{invited['node']['id']}/layout", {"layout_id": layout["id"]})
    expect(screen.locator(f"article[data-camera='{city.live_id}']")).to_have_attribute(
        "data-state", "live", timeout=30_000
    )
    picture = screen.locator(f"article[data-camera='{city.live_id}']")
    until(lambda: (seen := read(picture)) and seen.full and seen.age_ms < 5_000, 15, "no picture of now on the screen")
    assert screen.request.get("/api/v1/cameras").status == 401
    assert screen.request.get(f"/api/v1/cameras/{city.live_id}/snapshot.jpg").status == 401
    call("DELETE", f"/wall-nodes/{invited['node']['id']}")
    expect(screen.get_by_label("Mã trực ban đọc cho bạn")).to_be_visible(timeout=20_000)
    screen.context.close()
