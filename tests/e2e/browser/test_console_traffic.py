"""Traffic in a real browser: the network over time, a junction, incidents answered without the mouse, reports."""

from __future__ import annotations

import json
import re
import time
import urllib.error
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from browser_city import City
from console_page import PHONE, faults_of, new_page, requests_elsewhere, until
from playwright.sync_api import Browser, Page, expect

from toancanh.infra.database import Database
from toancanh.kernel import IdSource, SystemClock
from toancanh.traffic import Measurements
from toancanh.traffic.incidents.model import (
    IncidentEvidence,
    Sighting,
    Spot,
    TrafficIncident,
    TrafficIncidentKind,
    TrafficIncidentState,
)
from toancanh.traffic.incidents.store import queries
from toancanh.traffic.model import MINUTE_US
from toancanh.traffic.store.engine import Engine
from toancanh.traffic.store.writing import Writer
from toancanh.vision import Box

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(180)]

PASSWORD = "giao-thong-thu-nghiem"
LON, LAT = 105.8412, 20.9967
REACH_DEG = 0.004
SIDES = {"bac": ("Giải Phóng bắc", 0, 1), "nam": ("Giải Phóng nam", 0, -1), "dong": ("Trường Chinh", 1, 0)}
SPEEDS_MPS = {"bac": 3.0, "nam": 12.5}  # of those that come in; nobody measures the east
MINUTES = 80
S = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Roads:
    """A junction with three arms, two of them measured by the loop, and two incidents."""

    stopped_id: str
    wrong_way_id: str
    officer_token: str


@pytest.fixture(scope="module")
def roads(city: City) -> Iterator[Roads]:
    call, owner_id = city.platform.call, city.platform.organisation_id
    call("PUT", f"/traffic/network?owner_id={owner_id}", _network(city.loop_id))
    now_us = time.time_ns() // 1000
    folder = city.platform.data / "measurements"
    Writer(folder, Engine(folder), clock=SystemClock(), name="test").append(
        Measurements.of([row for side in SPEEDS_MPS for row in _minutes(city.loop_id, side, now_us)])
    )
    call("POST", "/users", {"username": "can-bo-kk", "password": PASSWORD, "role": "inventory_officer"})
    yield Roads(
        stopped_id=_incident(city, TrafficIncidentKind.STOPPED_VEHICLE, city.live_id, now_us),
        wrong_way_id=_incident(city, TrafficIncidentKind.WRONG_WAY, city.loop_id, now_us - 600 * S),
        officer_token=city.platform.sign_in("can-bo-kk", PASSWORD),
    )
    [mine] = [one for one in call("GET", "/traffic/network")["owners"] if one["owner_id"] == owner_id]
    call(
        "PUT",
        f"/traffic/network?owner_id={owner_id}&version={mine['version']}",
        {"type": "FeatureCollection", "features": []},
    )


def _network(camera_id: str) -> dict[str, object]:
    def place(side: str, movement: str) -> dict[str, object]:
        return {"camera_id": camera_id, "zone_id": side, "movement": movement}

    movements = [
        {"from_segment": "bac-vao", "to_segment": "nam-ra", "turn": "straight", "places": [place("bac", "nam")]},
        {"from_segment": "bac-vao", "to_segment": "dong-ra", "turn": "left", "places": [place("bac", "dong")]},
        {"from_segment": "nam-vao", "to_segment": "bac-ra", "turn": "straight", "places": []},
    ]
    features: list[object] = [_junction("vong", "Ngã tư Vọng", 0, 0, has_signal=True, movements=movements)]
    for side, (name, east, north) in SIDES.items():
        features.append(_junction(f"cuoi-{side}", f"Cuối {name}", east, north, has_signal=False, movements=[]))
        measures = [{**place(side, "forward")}, {**place(f"{side}-cho", ""), "gives": "queue"}]
        for way, ends in (("vao", (1, 0)), ("ra", (0, 1))):
            features.append(
                {
                    "type": "Feature", "id": f"{side}-{way}",
                    "geometry": {"type": "LineString", "coordinates": [_at(end * east, end * north) for end in ends]},
                    "properties": {
                        "name": name, "lanes": 2, "limit_mps": 50 / 3.6,
                        "from_junction": f"cuoi-{side}" if way == "vao" else "vong",
                        "to_junction": "vong" if way == "vao" else f"cuoi-{side}",
                        "measures": measures if way == "vao" and side in SPEEDS_MPS else [],
                    },
                }
            )  # fmt: skip
    return {"type": "FeatureCollection", "features": features}


def _junction(id: str, name: str, east: float, north: float, **more: object) -> dict[str, object]:
    geometry = {"type": "Point", "coordinates": _at(east, north)}
    return {"type": "Feature", "id": id, "geometry": geometry, "properties": {"kind": "junction", "name": name, **more}}


def _at(east: float, north: float) -> tuple[float, float]:
    return round(LON + east * REACH_DEG, 6), round(LAT + north * REACH_DEG, 6)


def _minutes(camera_id: str, side: str, now_us: int) -> Iterator[dict[str, object]]:
    """Ten vehicles a minute, and who stands in front of the line; what turns is counted, too."""
    mps = SPEEDS_MPS[side]
    last_us = now_us // MINUTE_US * MINUTE_US
    for back in range(MINUTES, 0, -1):
        of = {"camera_id": camera_id, "start_us": last_us - back * MINUTE_US, "method": "test", "observed_s": 60.0}
        counted = {**of, "line_s": 60.0, "occupied_s": 6.0, "motorcycle": 8, "car": 2, "peak": 10}
        counted |= {"occupancy_low": 0.1, "occupancy_high": 0.1}
        speeds = {"speed_n": 10, "speed_sum_mps": 10 * mps, "pace_sum_spm": 10 / mps}
        yield {**counted, **speeds, "zone_id": side, "movement": "forward"}
        queue = {"area_s": 60.0, "queue_s": 60.0, "queue_sum_ms": 60.0 * 40, "queue_max_m": 55.0, "standing_s": 120.0}
        yield {**of, **queue, "zone_id": f"{side}-cho", "movement": ""}
        if side == "bac":
            for movement, share in (("nam", 6), ("dong", 2)):
                yield {**counted, "zone_id": side, "movement": movement, "motorcycle": share, "peak": share + 2}


def _incident(city: City, kind: TrafficIncidentKind, camera_id: str, began_us: int) -> str:
    """As signs would have made it; that it was seen just now lets the platform take its picture."""
    now_us = time.time_ns() // 1000
    made = IdSource(clock=SystemClock(), site=1).new_id()
    told = Sighting(
        camera_id=camera_id, zone_id="", first_us=began_us, last_us=now_us + 600 * S, strength=0.8,
        evidence={IncidentEvidence.STOOD_S: 42.0, IncidentEvidence.PASSED: 11.0},
        box=Box(left=0.2, top=0.3, right=0.4, bottom=0.6),
    )  # fmt: skip
    incident = TrafficIncident(
        id=made, kind=kind, state=TrafficIncidentState.OPEN, began_us=began_us, last_us=told.last_us, confidence=0.83,
        sightings=(told,), spot=Spot(lat=LAT, lon=LON + REACH_DEG / 2, uncertainty_m=4.0), opened_us=began_us,
    )  # fmt: skip
    database = Database(f"sqlite:///{city.platform.data / 'toancanh.db'}")
    with database.transaction() as tx:
        queries.save(tx, incident)
    database.close()
    return made


def _refused(city: City, method: str, path: str, body: object, token: str) -> int:
    with pytest.raises(urllib.error.HTTPError) as refused:
        city.platform.call(method, path, body, token=token)
    refused.value.close()
    return refused.value.code


def test_the_network_now_before_and_soon(browser: Browser, city: City, roads: Roads, page: Page) -> None:
    elsewhere = requests_elsewhere(page.context, city.url)
    page.goto("/")
    page.get_by_role("link", name="Giao thông").click()
    expect(page).to_have_url(re.compile("/traffic"))
    page.wait_for_selector("[data-drawn]", state="attached", timeout=50_000)
    streets = page.get_by_role("region", name="Đoạn đường")
    expect(streets.locator("[data-group=jam]")).to_contain_text("1")
    expect(streets.locator("[data-group=unknown]")).to_contain_text("4")  # nobody measures the east, nor who leaves
    page.locator("[data-street=bac-vao]").click()
    card = page.locator("[data-card=bac-vao]")
    expect(card.locator("[data-level=F]")).to_be_visible()
    expect(card).to_contain_text("11 km/h")
    expect(card).to_contain_text("Chưa đo được tốc độ khi đường thoáng")
    expect(page).to_have_url(re.compile("street=bac-vao"))

    slider = page.get_by_role("slider", name="Thời gian")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("ahead=15"))
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Dự báo \d\d:\d\d, sau 15 phút"))
    expect(card).to_contain_text("Như lúc này")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("at=20"))
    expect(card.locator("[data-level=F]")).to_be_visible()
    page.keyboard.press("n")
    expect(page).not_to_have_url(re.compile("at=20"))

    slider.blur()
    page.keyboard.press("l")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(6)
    expect(rows.first).to_contain_text("F, ùn tắc")
    expect(rows.last).to_contain_text("Chưa đo được")
    assert not elsewhere

    phone = new_page(browser, city.url, token=city.viewer_token, size=PHONE)
    faults = faults_of(phone)
    phone.goto("/traffic?street=bac-vao")
    expect(phone.locator("[data-card=bac-vao]")).to_contain_text("F, ùn tắc")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    phone.context.close()
    assert not faults


def test_who_may_read_no_traffic_finds_none(browser: Browser, city: City, roads: Roads) -> None:
    officer = new_page(browser, city.url, token=roads.officer_token)
    officer.goto("/cameras")
    expect(officer.get_by_role("navigation", name="Nhóm việc")).to_be_visible()
    expect(officer.get_by_role("link", name="Giao thông")).to_have_count(0)
    for path in ("/traffic", "/traffic/incidents", "/traffic/reports", "/traffic/junctions/vong"):
        officer.goto(path)
        expect(officer.get_by_role("alert")).to_contain_text("Bạn không có quyền")
    assert _refused(city, "GET", "/traffic/network/state", None, roads.officer_token) == 404
    assert _refused(city, "GET", f"/traffic/incidents/{roads.stopped_id}", None, roads.officer_token) == 403
    officer.context.close()


def test_a_junction_with_its_camera_beside_it(city: City, roads: Roads, page: Page) -> None:
    page.goto("/traffic/junctions/vong")
    flows = page.get_by_role("region", name="Xe đi đâu qua nút")
    north = flows.get_by_role("button", name=re.compile("^Nhánh Giải Phóng bắc"))
    expect(north).to_be_visible()
    left = flows.locator("tr", has_text="rẽ trái")
    expect(left).to_contain_text(re.compile(r"240.xe/giờ"))  # two motorcycles and two cars a minute
    expect(left).to_contain_text(re.compile(r"50.%"))
    expect(flows.locator("tr", has_text="Giải Phóng nam đi thẳng")).to_contain_text("chưa đo")
    north.press("Enter")
    expect(north).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(north).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("j")
    expect(flows.get_by_role("button", pressed=True)).to_have_count(1)
    page.keyboard.press("3")
    expect(page).to_have_url(re.compile("span=day"))
    page.keyboard.press("1")
    expect(page).not_to_have_url(re.compile("span="))

    queues = page.get_by_role("slider", name="Hàng chờ theo thời gian")
    expect(queues).to_have_attribute("aria-valuetext", re.compile(r"Giải Phóng bắc: 40.m"))
    expect(queues).to_have_attribute("aria-valuetext", re.compile("Trường Chinh: chưa đo"))
    before = queues.get_attribute("aria-valuenow")
    queues.press("ArrowLeft")
    expect(queues).not_to_have_attribute("aria-valuenow", before or "")
    queues.press("Home")
    expect(queues).to_have_attribute("aria-valuenow", "0")
    expect(page.locator("[data-view=live]")).to_have_attribute("data-state", "live", timeout=30_000)
    page.get_by_role("link", name="Giải Phóng nam").click()
    expect(page.locator("[data-card=nam-vao]")).to_be_visible()


def test_the_map_of_cameras_shows_streets_to_who_asks_for_them(
    browser: Browser, city: City, roads: Roads, page: Page
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/traffic/" in request.url else None)
    middle = f"{LAT + REACH_DEG / 2},{LON},16"
    page.goto(f"/map?c={middle}")
    layer = page.get_by_role("checkbox", name=re.compile("^Giao thông"))
    expect(layer).not_to_be_checked()
    page.wait_for_selector("[data-drawn]", state="attached", timeout=50_000)
    assert not asked, "what is not shown is not asked for"
    layer.check()
    expect(page).to_have_url(re.compile("traffic=1"))
    box = page.locator("[data-map=ready]").bounding_box()
    assert box is not None

    def press_the_street() -> bool:
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_timeout(200)  # a press on streets that are not drawn yet does nothing
        return "street=" in page.url

    until(press_the_street, 50, "the street is not drawn")
    expect(page).to_have_url(re.compile(r"/traffic\?street=bac-(vao|ra)"))

    officer = new_page(browser, city.url, token=roads.officer_token)
    refused: list[str] = []
    officer.on("request", lambda request: refused.append(request.url) if "/traffic/" in request.url else None)
    officer.goto(f"/map?c={middle}&traffic=1")
    officer.wait_for_selector("[data-drawn]", state="attached", timeout=50_000)
    expect(officer.get_by_role("checkbox", name=re.compile("^Camera"))).to_be_visible()
    expect(officer.get_by_role("checkbox", name=re.compile("^Giao thông"))).to_have_count(0)
    assert not refused
    officer.context.close()


def test_citizens_see_on_a_phone_what_was_published_and_nothing_else(
    browser: Browser, city: City, roads: Roads
) -> None:
    """Nobody is signed in; another organisation measures a street and has published nothing."""
    call, owner_id = city.platform.call, city.platform.organisation_id
    other_id = call("POST", "/organisations", {"code": "AN", "name": "Phường Ẩn", "kind": "ward"})["id"]
    hidden = _network(city.loop_id)
    for feature in hidden["features"]:
        feature["id"] = f"an-{feature['id']}"
        for name in {"from_junction", "to_junction"} & feature["properties"].keys():
            feature["properties"][name] = f"an-{feature['properties'][name]}"
        feature["properties"] |= {"name": "Phố Ẩn"} | (
            {"movements": []} if "movements" in feature["properties"] else {}
        )
    call("PUT", f"/traffic/network?owner_id={other_id}", hidden)
    phone = new_page(browser, city.url, size=PHONE)
    faults, elsewhere = faults_of(phone), requests_elsewhere(phone.context, city.url)
    phone.goto("/open/traffic?lang=vi")
    expect(phone.get_by_text("Chưa có đơn vị nào công bố")).to_be_visible()
    decision = {"owner_id": owner_id, "published": True, "reason": "Quyết định 12/QĐ"}
    call("PUT", "/traffic/publication", decision)
    phone.reload()
    expect(phone.get_by_role("heading", name="Tình hình giao thông")).to_be_visible()
    first = phone.get_by_role("listitem").filter(has_text="km/h").first
    expect(first).to_contain_text("Giải Phóng bắc")
    expect(first).to_contain_text("ùn tắc")
    expect(first).to_contain_text("11 km/h")
    expect(phone.get_by_role("img", name="Bản đồ 6 đoạn đường")).to_be_visible()
    assert "Phố Ẩn" not in phone.content()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    phone.get_by_role("link", name="English").click()
    expect(phone.get_by_role("heading", name="Traffic now")).to_be_visible()
    expect(phone.get_by_role("listitem").filter(has_text="km/h").first).to_contain_text("jammed")
    for name in ("GeoJSON", "CSV", "DATEX II"):
        address = phone.get_by_role("link", name=name).get_attribute("href") or ""
        given = phone.request.get(address)
        assert given.ok
        assert "bac-vao" in given.text()
        assert not any(word in given.text() for word in ("an-bac-vao", "Phố Ẩn", city.loop_id))
    assert phone.request.get("/api/v1/traffic/network/state").status == 401
    call("PUT", "/traffic/publication", decision | {"published": False})
    phone.reload()
    expect(phone.get_by_text("No organisation has published")).to_be_visible()
    phone.context.close()
    assert not faults
    assert not elsewhere
    call("PUT", f"/traffic/network?owner_id={other_id}&version=1", {"type": "FeatureCollection", "features": []})


def test_incidents_are_looked_at_and_answered_by_keys(browser: Browser, city: City, roads: Roads, page: Page) -> None:
    until(
        lambda: city.platform.call("GET", f"/traffic/incidents/{roads.stopped_id}")["sightings"][0]["picture"],
        60, "no picture of an incident is taken",
    )  # fmt: skip
    page.goto(f"/traffic/incidents?incident={roads.stopped_id}")
    opened = page.locator(f"[data-incident-open='{roads.stopped_id}']")
    expect(opened).to_contain_text("Xe dừng")
    expect(opened).to_contain_text(re.compile(r"83.%"))
    expect(opened).to_contain_text("xe đã vượt qua nó")
    picture = opened.get_by_role("img", name="Xe dừng, ảnh của camera GT-0412")
    assert picture.evaluate("(image) => image.decode().then(() => image.naturalWidth)") >= 320
    page.keyboard.press("2")
    expect(opened.locator("[data-view=recorded]")).to_have_attribute("data-state", re.compile("playing|paused|empty"))
    page.keyboard.press("3")
    expect(opened.locator("[data-view=live]")).to_have_attribute("data-state", "live", timeout=30_000)
    page.keyboard.press("c")
    expect(opened).to_contain_text("Đúng, đang diễn ra")
    assert [one["outcome"] for one in city.platform.record("incident.confirm")] == ["allow"]

    entries = page.locator("[data-incident]")
    expect(entries).to_have_count(2)
    page.keyboard.press("j" if entries.first.get_attribute("data-incident") == roads.stopped_id else "k")
    other = page.locator(f"[data-incident-open='{roads.wrong_way_id}']")
    expect(other).to_contain_text("Đi ngược chiều")
    other.get_by_label("Thấy gì ở đó").fill("Xe đạp dắt bộ")
    other.get_by_role("button", name="Báo sai").click()
    expect(entries).to_have_count(1)
    page.get_by_text("Tất cả", exact=True).click()
    expect(page.locator(f"[data-incident='{roads.wrong_way_id}']")).to_contain_text("Báo sai")

    viewer = new_page(browser, city.url, token=city.viewer_token)
    viewer.goto(f"/traffic/incidents?incident={roads.stopped_id}")
    expect(viewer.locator("[data-incident-open]")).to_contain_text("Đúng, đang diễn ra")
    expect(viewer.get_by_role("button", name="Báo sai")).to_have_count(0)
    expect(viewer.get_by_text("Bạn không có quyền xem lại hình.")).to_be_visible()
    viewer.context.close()
    path = f"/traffic/incidents/{roads.stopped_id}"
    for act in ("confirm", "dismiss", "close"):
        assert _refused(city, "POST", f"{path}/{act}", {"words": ""}, city.viewer_token) == 403


def test_the_day_as_a_report(city: City, roads: Roads, page: Page) -> None:
    page.goto("/traffic/reports")
    streets = page.get_by_role("region", name="Đoạn đường")
    worst = streets.locator("tr[data-street]").first
    expect(worst).to_have_attribute("data-street", "bac-vao")
    expect(worst).to_contain_text("11 km/h")
    expect(page.get_by_role("status", name="Báo cáo giao thông")).to_contain_text("Đoạn có số liệu2")
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert "Giải Phóng bắc" in taken.value.path().read_text(encoding="utf-8-sig")
    page.get_by_text("Tuần", exact=True).click()
    expect(page).to_have_url(re.compile("period=week"))
    expect(worst).to_have_attribute("data-street", "bac-vao")


def test_a_network_is_taken_along_put_back_and_published(
    browser: Browser, city: City, roads: Roads, page: Page
) -> None:
    page.goto("/traffic?list=1")
    page.get_by_role("button", name="Mạng đường").click()
    mine = page.locator(f"[data-owner='{city.platform.organisation_id}']")
    expect(mine).to_contain_text("6 đoạn, bản 1")
    with page.expect_download() as taken:
        mine.get_by_role("button", name="Tải GeoJSON").click()
    drawn = json.loads(taken.value.path().read_text(encoding="utf-8"))
    chooser = mine.locator("input[type=file]")
    chooser.set_input_files({"name": "a.geojson", "mimeType": "application/json", "buffer": b"no json"})
    expect(mine.get_by_role("alert")).to_contain_text("không phải JSON")
    drawn["features"][1]["properties"]["lanes"] = 0
    chooser.set_input_files({"name": "b.geojson", "mimeType": "application/json", "buffer": json.dumps(drawn).encode()})
    expect(mine.get_by_role("alert")).to_contain_text("lanes")
    drawn["features"][1]["properties"]["lanes"] = 3
    chooser.set_input_files({"name": "c.geojson", "mimeType": "application/json", "buffer": json.dumps(drawn).encode()})
    expect(mine).to_contain_text("6 đoạn, bản 2")

    expect(mine).to_contain_text("Không công bố")
    mine.get_by_role("button", name="Công bố số liệu").click()
    mine.get_by_label("Lý do").fill("Quyết định 12/QĐ")
    mine.get_by_role("button", name="Công bố số liệu").click()
    expect(mine).to_contain_text("Công bố cho người dân")
    [given] = city.platform.call("GET", "/traffic/publication")["items"]
    assert (given["published"], given["reason"]) == (True, "Quyết định 12/QĐ")

    viewer = new_page(browser, city.url, token=city.viewer_token)
    viewer.goto("/traffic?list=1")
    expect(viewer.locator("tr[data-row]").first).to_be_visible()
    expect(viewer.get_by_role("button", name="Mạng đường")).to_have_count(0)
    viewer.context.close()
    path = f"/traffic/network?owner_id={city.platform.organisation_id}"
    assert _refused(city, "PUT", path, drawn, city.viewer_token) == 403
    decision = {"owner_id": city.platform.organisation_id, "published": False, "reason": "x"}
    assert _refused(city, "PUT", "/traffic/publication", decision, city.viewer_token) == 403
