"""The plan of what is watched, and asking for one camera, in a browser. The process of watching has its own tests: here
its word is written where it writes it.
"""

from __future__ import annotations

import time
import urllib.error

import pytest
from browser_city import City
from console_page import new_page
from playwright.sync_api import Browser, expect

from toancanh.vision.watch.model import Tally, Why
from toancanh.vision.watch.plan import Share, Wish
from toancanh.vision.watch.ports import Purpose
from toancanh.vision.watch.told import PlanTold, keep, row_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(120)]


PARTS = ("items", "cameras")


def tell(city: City, why: Why | None = None) -> None:
    wishes = [
        Wish(
            camera_id=camera_id, purposes=frozenset(Purpose), priority=3, model="", look_s=0.02, stream_fps=10
        )
        for camera_id in (city.live_id, city.loop_id)
    ]  # fmt: skip
    shares = [
        Share(wish=wishes[0], wanted_per_s=10, looks_per_s=0 if why else 5, cores=0 if why else 0.1, why=why),
        Share(wish=wishes[1], wanted_per_s=10, why=Why.SPENT),
    ]
    rows = [row_of(one, Tally(looks=60, look_s=0.02), measured_per_s=4.9, left_out=0) for one in shares]
    told = PlanTold(told_us=time.time_ns() // 1000, budget_cores=0.1, restarts=0, rows=rows)
    keep(city.platform.data / "run", told)


def test_what_is_watched_and_why_not_and_asking_for_one(browser: Browser, city: City) -> None:
    tell(city)
    page = new_page(browser, city.platform.url, token=city.platform.token)
    page.goto("/vision")
    table = page.get_by_role("region", name="Phân tích hình ảnh")
    watched, spent = (table.get_by_role("row").filter(has_text=code) for code in ("GT-0412", "GT-0397"))
    expect(watched).to_contain_text("Thưa hơn mong muốn")
    expect(watched).to_contain_text("4,9 (kế hoạch 5,0, cần 10,0)")
    expect(spent).to_contain_text("Hết ngân sách")
    watched.click()
    dialog = page.get_by_role("dialog", name="Phân tích GT-0412")
    dialog.get_by_label("Đặt riêng").check()
    dialog.get_by_label("sự cố").uncheck()
    dialog.get_by_label("Ưu tiên").select_option("1")
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog).to_be_hidden()
    (asked,) = [one["asked"] for one in city.platform.call("GET", "/vision/plan")["items"] if one["asked"]]
    assert asked == {"purposes": ["counting"], "priority": 1, "model": ""}
    watched.click()
    dialog.get_by_label("Theo những gì vẽ trên hình").check()
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog).to_be_hidden()
    assert not [one for one in city.platform.call("GET", "/vision/plan")["items"] if one["asked"]]
    page.context.close()


def test_drawings_of_a_view_that_was_given_up_are_said_to_fit_by_a_person(browser: Browser, city: City) -> None:
    line = {"kind": "counting_line", "name": "Vạch", "points": [[0.2, 0.6], [0.8, 0.6]], "aspect": 0.5625}
    zone_id = city.platform.call("POST", "/zones", {"camera_id": city.live_id, **line})["id"]
    try:
        tell(city, Why.VIEW_CHANGED)
        page = new_page(browser, city.platform.url, token=city.platform.token, language="en")
        page.goto("/vision")
        table = page.get_by_role("region", name="Picture analysis")
        table.get_by_role("row").filter(has_text="GT-0412").click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("link", name="See the drawings")).to_have_attribute(
            "href", f"/cameras/{city.live_id}/analysis"
        )
        dialog.get_by_role("button", name="They still fit").click()
        expect(dialog).to_be_hidden()
        page.context.close()
        (zone,), (drawn,) = (city.platform.call("GET", f"/zones?camera_id={city.live_id}")[part] for part in PARTS)
        assert (zone["id"], zone["points"], drawn["version"]) == (zone_id, line["points"], 2)
    finally:
        city.platform.call("DELETE", f"/zones/{zone_id}")


def test_who_only_watches_sees_the_plan_and_changes_nothing(browser: Browser, city: City) -> None:
    tell(city)
    page = new_page(browser, city.platform.url, token=city.viewer_token)
    page.goto("/vision")
    row = page.get_by_role("region", name="Phân tích hình ảnh").get_by_role("row").filter(has_text="GT-0397")
    expect(row).to_contain_text("Hết ngân sách")
    row.click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.context.close()
    with pytest.raises(urllib.error.HTTPError) as refused:
        city.platform.call("PUT", f"/vision/asks/{city.loop_id}", {"purposes": []}, token=city.viewer_token)
    refused.value.close()
    assert refused.value.code == 403
