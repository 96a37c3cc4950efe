"""Watching in a real browser: the pictures' own time strip is read out of the canvas."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from browser_city import City
from console_page import Reading, read, requests_elsewhere, until
from playwright.sync_api import Locator, Page, expect

from toancanh.evidence.verifier import verify

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]


def iso(ms: float) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def fresh(picture: Locator) -> Reading:
    """A picture of the present; how old at most, `toancanh bench live` measures where nothing else runs."""

    def look() -> Reading | None:
        reading = read(picture)
        return reading if reading and abs(reading.age_ms) < 3000 else None

    return until(look, 25, "no picture that shows the present")


@pytest.mark.parametrize("player", ["webcodecs", "mse"])
def test_the_wall_shows_the_present(city: City, page: Page, player: str) -> None:
    elsewhere = requests_elsewhere(page.context, city.url)
    page.goto(f"/wall?n=4&c={city.live_id},{city.loop_id},{city.away_id}&player={player}")
    for camera_id in (city.live_id, city.loop_id):
        tile = page.locator(f"article[data-camera='{camera_id}']")
        expect(tile).to_have_attribute("data-state", "live", timeout=30_000)
        element = "canvas" if player == "webcodecs" else "video"
        expect(tile.locator(f"{element}.picture")).to_be_visible()
        fresh(tile)
        first = fresh(tile).ms
        until(lambda tile=tile, first=first: fresh(tile).ms != first, 25, "the picture stands")  # type: ignore[misc]
        expect(tile).to_contain_text(re.compile(r"Trực tiếp\s*[\d,]+\s(ms|s)"))
    away = page.locator(f"article[data-camera='{city.away_id}']")
    expect(away).to_have_attribute("data-state", "offline", timeout=30_000)
    expect(away).to_contain_text("cổng không mở")
    assert not elsewhere, "a request left for the Internet"


def test_a_tile_takes_the_stream_that_fits_its_size(city: City, page: Page) -> None:
    page.goto(f"/wall?n=16&c={city.live_id}")
    expect(page.locator("[data-stream]")).to_have_attribute("data-stream", "sub")
    page.goto(f"/wall?n=1&c={city.live_id}")
    expect(page.locator("[data-stream]")).to_have_attribute("data-stream", "main")


def test_h265_reaches_a_browser_that_cannot_decode_it_and_says_so(city: City, page: Page) -> None:
    page.goto(f"/wall?n=1&c={city.modern_id}")
    tile = page.locator(f"article[data-camera='{city.modern_id}']")
    expect(tile).to_have_attribute("data-state", "live", timeout=30_000)
    until(lambda: (found := read(tile)) is not None and abs(found.age_ms) < 3000, 25, "no picture of the present")
    expect(tile).to_contain_text("Trình duyệt này đang xem bản H.264")
    until(lambda: _recorded_s(city, city.modern_id) > 16, 40, "nothing is recorded")
    target_ms = _now_ms() - 10_000
    page.goto(f"/watch/{city.modern_id}?at={iso(target_ms)}")
    video = page.locator("video")
    until(lambda: video.count() and (found := read(video)) and abs(found.age_ms) < 16_000, 30, "no picture of the past")


def test_the_wall_by_keyboard_and_by_dragging(city: City, page: Page) -> None:
    page.goto(f"/wall?n=4&c={city.live_id},{city.loop_id}")
    expect(page.locator(f"article[data-camera='{city.live_id}']")).to_have_attribute(
        "data-state", "live", timeout=30_000
    )
    page.keyboard.press("ArrowRight")
    expect(page.locator(f"article[data-camera='{city.loop_id}']")).to_have_attribute("aria-current", "true")
    page.keyboard.press("1")
    expect(page.locator(f"article[data-camera='{city.live_id}']")).to_be_focused()
    page.keyboard.press("l")
    entry = page.get_by_role("complementary").get_by_role("button", name="GT-0414")
    entry.drag_to(page.locator("[data-tile='3']"))
    expect(page).to_have_url(re.compile(rf"c={city.live_id}%2C{city.loop_id}%2C%2C{city.away_id}"))
    page.keyboard.press("Escape")
    page.locator(f"article[data-camera='{city.loop_id}']").click()
    page.keyboard.press("Delete")
    expect(page).to_have_url(re.compile(rf"c={city.live_id}%2C%2C%2C{city.away_id}"))
    page.keyboard.press("1")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(rf"/watch/{city.live_id}"))


def stage_of(page: Page) -> Locator:
    return page.locator("figure[data-mode]")


def test_scrubbing_into_the_past_and_back_to_live(city: City, page: Page) -> None:
    until(lambda: _recorded_s(city) > 16, 40, "nothing is recorded")
    page.goto(f"/watch/{city.live_id}?span=120")
    stage = stage_of(page)
    expect(stage).to_have_attribute("data-phase", "live", timeout=30_000)
    fresh(stage)

    timeline = page.get_by_role("slider")
    target_ms = _now_ms() - 10_000
    _press_at(page, timeline, target_ms)
    expect(stage).to_have_attribute("data-mode", "recorded")
    until(lambda: _past(stage, target_ms, 10_000, 5000), 20, "the past is not shown")
    page.keyboard.press("Space")
    expect(stage).to_have_attribute("data-phase", "paused")
    still = until(lambda: _still(stage), 20, "no still picture")
    assert abs(still.shown_ms - still.ms) < 250, "the console's time is not the picture's"
    page.keyboard.press(".")
    forward = until(lambda: _other(stage, still.ms), 20, "no step forward")
    assert 0 < forward.ms - still.ms < 1000  # the camera of a busy machine leaves pictures out
    page.keyboard.press(",")
    back = until(lambda: _other(stage, forward.ms), 20, "no step back")
    assert still.ms - 50 < back.ms < forward.ms
    page.keyboard.press(".")  # and not the first again: a busy browser may still have drawn one after it had stopped
    again = until(lambda: _other(stage, back.ms), 20, "no step forward again")
    assert abs(again.ms - forward.ms) < 50
    expect(page).to_have_url(re.compile(r"at=\d{4}-"))

    page.get_by_role("button", name="Về trực tiếp").click()
    expect(stage).to_have_attribute("data-mode", "live")
    fresh(stage)


def test_an_address_leads_to_a_moment(city: City, page: Page) -> None:
    until(lambda: _recorded_s(city) > 16, 40, "nothing is recorded")
    target_ms = _now_ms() - 12_000
    page.goto(f"/watch/{city.live_id}?at={iso(target_ms)}")
    until(lambda: _past(stage_of(page), target_ms, 12_000, 4000), 20, "the moment is not shown")
    page.get_by_role("button", name="Tốc độ").click()
    page.get_by_role("menuitemradio", name="2×").click()
    rate = page.locator("video").evaluate("(video) => video.playbackRate")
    assert rate == 2


def test_a_range_is_downloaded(city: City, page: Page, tmp_path: Path) -> None:
    until(lambda: _recorded_s(city) > 16, 40, "nothing is recorded")
    end_ms = _now_ms() - 4000
    page.goto(f"/watch/{city.live_id}?sel={iso(end_ms - 8000)}_{iso(end_ms)}")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải 8", exact=False).first.click()
        asked = page.get_by_role("dialog")  # a download needs a purpose, and is asked for again once there is one
        expect(asked).to_contain_text("Điều 5")
        asked.get_by_label("Theo lệnh của người có thẩm quyền").check()
        asked.get_by_label("Số lệnh hoặc văn bản").fill("LĐ-1")
        asked.get_by_role("button", name="tiếp tục").click()
    file = tmp_path / "clip.mp4"
    waiting.value.save_as(file)
    assert re.fullmatch(r"GT-0412_\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d\.mp4", waiting.value.suggested_filename)
    assert file.read_bytes()[4:8] == b"ftyp"
    assert file.stat().st_size > 50_000
    expect(page.locator("[data-transfer=done]")).to_be_visible()


def test_a_gap_says_why(city: City, page: Page) -> None:
    until(lambda: _recorded_s(city) > 10, 40, "nothing is recorded")
    started_ms = _now_ms()
    page.goto(f"/watch/{city.away_id}?at={iso(started_ms - 3000)}&span=120")
    expect(page.get_by_text("Không có hình trong")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Mất camera").first).to_be_visible()


def _now_ms() -> float:
    return time.time() * 1000


def _past(stage: Locator, target_ms: float, ago_ms: float, within_ms: float) -> Reading | None:
    """A picture of what was ``ago_ms`` before it was asked for, or of what it has played since then."""
    if not stage.locator("video").count():
        return None
    reading = read(stage.locator("video"))
    if not reading or not reading.full:
        return None
    played_ms = reading.now_ms - target_ms - ago_ms
    return reading if -within_ms < reading.ms - target_ms < within_ms + played_ms else None


def _still(stage: Locator) -> Reading | None:
    first = read(stage.locator("video"))
    time.sleep(0.2)
    return first if first and not _other(stage, first.ms) else None


def _other(stage: Locator, than_ms: int) -> Reading | None:
    reading = read(stage.locator("video"))
    return reading if reading and reading.ms != than_ms else None


def _press_at(page: Page, timeline: Locator, at_ms: float) -> None:
    box = timeline.bounding_box()
    assert box is not None
    start, end = (float(timeline.get_attribute(f"data-{edge}") or 0) for edge in ("from", "to"))
    page.mouse.click(box["x"] + (at_ms - start) / (end - start) * box["width"], box["y"] + 40)


def _recorded_s(city: City, camera_id: str = "") -> float:
    now = _now_ms()
    found = city.platform.call(
        "GET", f"/cameras/{camera_id or city.live_id}/timeline?from={iso(now - 3_600_000)}&to={iso(now)}"
    )["ranges"]  # fmt: skip
    spans = ((datetime.fromisoformat(item["end"]) - datetime.fromisoformat(item["start"])) for item in found)
    return max((span.total_seconds() for span in spans), default=0.0)


def test_a_package_of_evidence_is_asked_for_and_fetched(city: City, page: Page, tmp_path: Path) -> None:
    camera_id = city.platform.add_camera("GT-0990", city.simulated.url(3))
    until(lambda: _recorded_s(city, camera_id) > 5, 40, "nothing is recorded")
    end_ms = _now_ms()
    city.platform.call("PATCH", f"/cameras/{camera_id}", {"enabled": False})  # its last file is finished
    page.goto(f"/watch/{camera_id}?sel={iso(end_ms - 4000)}_{iso(end_ms)}")
    page.get_by_role("button", name="Xuất làm chứng cứ").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Tạo gói").click()
    needs = page.get_by_role("dialog").filter(has_text="Điều 5")
    asked = page.get_by_text("Đã nhận yêu cầu.")
    expect(needs.or_(asked).first).to_be_visible()
    if needs.is_visible():  # not where a test before has given its purpose
        needs.get_by_label("Theo lệnh của người có thẩm quyền").check()
        needs.get_by_label("Số lệnh hoặc văn bản").fill("LĐ-1")
        needs.get_by_role("button", name="tiếp tục").click()
    expect(asked).to_be_visible()
    page.get_by_role("link", name="Xem gói chứng cứ").click()
    row = page.get_by_role("row").filter(has_text="GT-0990").first
    expect(row).to_contain_text(re.compile("Xong|Tạm đợi|Đang tạo|Đang chờ lượt"))
    row.click()
    drawer = page.get_by_role("dialog")
    fetch = drawer.get_by_role("link", name="Tải gói về")
    expect(fetch).to_be_visible(timeout=40_000)
    with page.expect_download() as waiting:
        fetch.click()
    file = tmp_path / "package.zip"
    waiting.value.save_as(file)
    assert waiting.value.suggested_filename.startswith("GT-0990_")
    report = verify.verify(str(file))
    assert (report.status, report.broken) == (verify.NOT_PROVEN, [])  # nobody has given it the root
    root = city.platform.call("GET", "/evidence/trust")["root_sha256"]
    assert verify.verify(str(file), verify.Trust(fingerprint=root)).status == verify.PROVEN
    city.platform.call("DELETE", f"/cameras/{camera_id}")
