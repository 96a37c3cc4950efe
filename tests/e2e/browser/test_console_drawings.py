"""Zones and a calibration are drawn over a camera's picture in a real browser; who may only read finds no tool."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page
from playwright.sync_api import Browser, Locator, Page, expect

from toancanh.vision.calibration import Mounting, from_mounting
from toancanh.vision.view import focal_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]


CORNERS = ((0.3, 0.9), (0.42, 0.5), (0.58, 0.5), (0.7, 0.9))
EQUATOR_M, MAP_ZOOM = 40_075_016.7, 18.5


def at(picture: Locator, x: float, y: float) -> tuple[float, float]:
    box = picture.bounding_box()
    assert box is not None
    return box["x"] + box["width"] * x, box["y"] + box["height"] * y


def by_clicks_on_the_map(city: City, page: Page) -> None:
    """The four points of the picture, each put on the map where a camera that hangs so would see it."""
    hung = from_mounting(Mounting(height_m=8, tilt_deg=20, focal=focal_of(60)), aspect=9 / 16)
    camera = city.platform.call("GET", f"/cameras/{city.loop_id}")
    page.goto(f"/cameras/{city.loop_id}/analysis?part=calibration")
    page.get_by_role("radiogroup", name="Cách hiệu chuẩn").get_by_text("Bản đồ").click()
    ground = page.get_by_role("button", name="Đặt điểm đang chọn ở đây")
    expect(ground).to_be_visible()
    sheet = ground.bounding_box()
    assert sheet is not None
    per_px = EQUATOR_M * math.cos(math.radians(camera["lat"])) / 512 / 2**MAP_ZOOM
    for number, (east_m, north_m) in enumerate(hung.ground(np.array(CORNERS)).tolist(), start=1):
        page.get_by_role("button", name=f"Đặt điểm {number} trên bản đồ").click()
        ground.click(position={"x": sheet["width"] / 2 + east_m / per_px, "y": sheet["height"] / 2 - north_m / per_px})
        expect(page.get_by_label(f"Vị trí điểm {number}: vĩ độ, kinh độ")).to_have_value(re.compile(r"^\d+\.\d+, \d+"))
    page.get_by_role("button", name="Lưu hiệu chuẩn").click()
    expect(page.get_by_role("button", name="Bỏ hiệu chuẩn")).to_be_visible()
    found = city.platform.call("GET", f"/cameras/{city.loop_id}/calibration")["found"]
    assert (found["method"]["way"], len(found["method"]["places"])) == ("points", 4)
    assert found["height_m"] == pytest.approx(8, abs=1)
    assert found["tilt_deg"] == pytest.approx(20, abs=2)


def test_zones_are_drawn_and_the_view_is_calibrated_by_hand(browser: Browser, city: City, page: Page) -> None:
    page.goto(f"/cameras/{city.loop_id}/analysis")
    expect(page.get_by_text("Chưa vẽ gì")).to_be_visible()
    picture = page.get_by_alt_text("Hình của camera lúc này")
    expect(picture).to_be_visible()
    page.keyboard.press("1")
    page.mouse.move(*at(picture, 0.2, 0.6))
    page.mouse.down()
    page.mouse.move(*at(picture, 0.8, 0.6), steps=4)
    page.mouse.up()
    expect(page.get_by_label("Tên của Vạch đếm")).to_have_value("Vạch đếm 1")
    page.get_by_role("button", name="Làn", exact=False).first.click()
    for corner in ((0.3, 0.9), (0.5, 0.9), (0.5, 0.4), (0.4, 0.4), (0.3, 0.9)):
        page.mouse.click(*at(picture, *corner))
    lane = page.get_by_label("Tên của Làn")
    expect(lane).to_have_value("Làn 1")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(lane).to_have_count(0)
    page.get_by_role("button", name="Làm lại").click()
    lane.fill("Làn xe máy")
    page.get_by_role("button", name=re.compile("^Góc 1")).focus()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("button", name="Lưu vùng và vạch").click()
    expect(page.get_by_text("Bản 1, sửa")).to_be_visible()
    zones = city.platform.call("GET", f"/zones?camera_id={city.loop_id}")["items"]
    assert [(zone["kind"], zone["name"], len(zone["points"])) for zone in zones] == [
        ("counting_line", "Vạch đếm 1", 2), ("lane", "Làn xe máy", 4)
    ]  # fmt: skip

    page.goto(f"/cameras/{city.loop_id}/analysis?part=calibration")
    expect(page.get_by_text("Chưa hiệu chuẩn")).to_be_visible()
    expect(picture).to_be_visible()
    for corner in CORNERS:
        page.mouse.click(*at(picture, *corner))
    page.get_by_label("Dài cạnh 1–2").fill("12")
    expect(page.locator("g[data-grid] polyline").first).to_be_attached()
    expect(page.get_by_text(re.compile("±")).first).to_be_visible()
    page.get_by_role("button", name="Lưu hiệu chuẩn").click()
    expect(page.get_by_role("button", name="Bỏ hiệu chuẩn")).to_be_visible()
    page.goto(f"/cameras/{city.loop_id}/analysis?part=history")
    expect(page.get_by_role("button", name=re.compile("Hiệu chuẩn Bản 2 · admin"))).to_be_visible()

    by_clicks_on_the_map(city, page)

    viewer = new_page(browser, city.url, token=city.viewer_token, language="en", size=PHONE)
    faults = faults_of(viewer)
    viewer.goto(f"/cameras/{city.loop_id}/analysis")
    expect(viewer.get_by_text("Làn xe máy").first).to_be_visible()
    expect(viewer.get_by_text("Administrators and operators of the camera's owner draw", exact=False)).to_be_visible()
    assert viewer.get_by_role("group", name="What to draw").count() == 0
    assert viewer.get_by_role("textbox").count() == 0
    viewer.goto(f"/cameras/{city.loop_id}/analysis?part=calibration")
    expect(viewer.get_by_text("Error on the road").first).to_be_visible()
    assert viewer.get_by_role("button", name="Remove the calibration").count() == 0
    assert viewer.evaluate("document.documentElement.scrollWidth <= innerWidth")
    viewer.context.close()
    assert not faults
