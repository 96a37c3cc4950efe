"""Takes the pictures in docs/screens: make screenshots.

The watching screens from the demo, whose cameras give pictures; the inventory's from a simulated city. WebP by
Chromium's own encoder: a wall of pictures is 100 kB, and reviewers look at all of them.
"""

import base64
import json
import re
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from running import Running, running, toancanh, until

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
CHROMIUM = "/usr/bin/chromium"
DESK = (1440, 900)
TABLET = (1024, 768)
PHONE = (390, 844)
ONLINE_S = 240
RECORDED_S = 150  # so that a timeline has something to show
CITY_CAMERAS = 2000
QUALITY = 82


@dataclass(frozen=True, kw_only=True)
class Shot:
    """``path`` may hold names of what there is: ``{camera}``, ``{proposal}``, ...; none: before signing in."""

    name: str
    path: str
    language: str = "vi"
    scheme: str = "dark"
    size: tuple[int, int] = DESK
    settle_s: float = 4


DEMO = (
    Shot(name="sign-in", path=""),
    Shot(name="wall", path="/wall?n=9", settle_s=10),
    Shot(name="wall.en", path="/wall?n=16", language="en", settle_s=10),
    Shot(name="wall.1024", path="/wall?n=4", size=TABLET, settle_s=7),
    Shot(name="wall.390", path="/wall?n=9", size=PHONE, settle_s=8),
    Shot(name="camera", path="/watch/{camera}?span=300", settle_s=7),
    Shot(name="camera.en.light", path="/watch/{camera}?span=600", language="en", scheme="light", settle_s=7),
    Shot(name="camera.390", path="/watch/{camera}?span=300", size=PHONE, settle_s=7),
    Shot(name="camera-form", path="/cameras/new", scheme="light"),
    Shot(name="users", path="/users?open=new", scheme="light"),
    Shot(name="record", path="/record", scheme="light"),
    Shot(name="record.en", path="/record", language="en", size=TABLET),
    Shot(name="playback", path="/playback?cameras={cameras}&at={at}&from={from}&to={to}", settle_s=12),
    Shot(name="find", path="/find?place=21.0285,105.8542&radius=3000&from={from}&to={to}", settle_s=5),
    Shot(name="rights", path="/rights", scheme="light"),
    Shot(name="rights.390", path="/rights", size=PHONE),
    Shot(name="regulation", path="/regulation/{regulation}", scheme="light"),
    Shot(name="desk", path="/record/use", scheme="light", settle_s=8),
    Shot(name="masks", path="/cameras/{camera}/masks", scheme="light", settle_s=6),
    Shot(name="storage.en", path="/storage", language="en", scheme="light"),
    Shot(name="trust", path="/trust", scheme="light"),
    Shot(name="open-traffic.390", path="/open/traffic", scheme="light", size=PHONE),
    Shot(name="traffic", path="/traffic", settle_s=9),
    Shot(name="traffic.en.light", path="/traffic?list=1", language="en", scheme="light", settle_s=6),
    Shot(name="traffic.390", path="/traffic", size=PHONE, settle_s=9),
    Shot(name="traffic-incidents", path="/traffic/incidents?box=all", settle_s=6),
)
CITY = (
    Shot(name="map", path="/map?c=21.02250,105.83800,12.60", settle_s=9),
    Shot(name="map.en.light", path="/map?sel={camera}", language="en", scheme="light", settle_s=9),
    Shot(name="map.390", path="/map?sel={camera}", size=PHONE, settle_s=9),
    Shot(name="cameras", path="/cameras", scheme="light", settle_s=6),
    Shot(name="cameras.en", path="/cameras?view=stats", language="en", settle_s=6),
    Shot(name="cameras.390", path="/cameras", size=PHONE, settle_s=6),
    Shot(name="dossier", path="/cameras/{camera}/dossier", scheme="light", settle_s=6),
    Shot(name="share", path="/shares/new", scheme="light", settle_s=9),
    Shot(name="import", path="/imports/{file}", scheme="light"),
    Shot(name="duplicates", path="/duplicates", settle_s=6),
    Shot(name="duplicates.390", path="/duplicates?pair={pair}", language="en", scheme="light", size=PHONE, settle_s=6),
    Shot(name="proposal", path="/proposals/{proposal}", scheme="light", settle_s=9),
    Shot(name="proposal.en", path="/proposals/{proposal}", language="en", size=TABLET, settle_s=9),
    Shot(name="proposal.390", path="/proposals/{proposal}", size=PHONE, settle_s=9),
)
ROWS = (
    "Mã camera,Tên camera,Vĩ độ,Kinh độ,Hướng (độ),Địa chỉ mạng\n"
    "HM-0231,Ngõ 250 Kim Giang,20.98l2,105.8171,90,10.24.7.31\n"
    "HM-0232,Cổng chợ Đại Từ,20.9829,105.8307,210,10.24.7.32\n"
    "HM-0232,Đầu ngõ 42 Đại Từ,20.9834,105.8311,30,10.24.7.33\n"
    'HM-0234,"Linh Đàm, bán đảo",105.8342,20.9650,15,10.24.9.02\n'
    "HM-0235,Bến xe Giáp Bát,2320000,587000,300,10.24.9.11\n"
    'HM-0236,"Giải Phóng, số 1277",20.9745,105.8416,400,10.24.9.12\n'
)


def shoot(browser: Browser, url: str, token: str, shot: Shot, there: dict[str, str]) -> None:
    width, height = shot.size
    context = browser.new_context(viewport={"width": width, "height": height}, locale=shot.language, base_url=url)
    context.add_init_script(f"localStorage.setItem('toancanh.language', '{shot.language}')")
    context.add_init_script(f"localStorage.setItem('toancanh.scheme', '{shot.scheme}')")
    if shot.path:
        context.add_cookies([{"name": "toancanh_session", "value": token, "url": url, "httpOnly": True}])
    page = context.new_page()
    page.goto(shot.path.format(**there) or "/")
    page.wait_for_timeout(shot.settle_s * 1000)
    taken = context.new_cdp_session(page).send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (SCREENS / f"{shot.name}.webp").write_bytes(base64.b64decode(taken["data"]))
    context.close()
    print(f"docs/screens/{shot.name}.webp", flush=True)


def shoot_demo(browser: Browser, shots: Iterable[Shot]) -> None:
    with (  # watched, which running() leaves out: traffic shows what is measured
        tempfile.TemporaryDirectory(prefix="toancanh-screens-") as folder,
        running(Path(folder), "--demo", seconds=180, TOANCANH_VISION_CORES="1") as demo,
    ):
        ids = [one["id"] for one in demo.call("GET", "/cameras")["items"][:9]]  # the demo keeps one of twelve away
        until(lambda: all(demo.state(one) == "online" for one in ids), ONLINE_S, "not every camera came online")
        time.sleep(RECORDED_S)
        there = looked_at(demo, ids)
        for shot in shots:
            shoot(browser, demo.url, demo.token, shot, there)


def looked_at(demo: Running, ids: list[str]) -> dict[str, str]:
    """A bookmark, and the two minutes it lies in."""

    def iso(seconds: float) -> str:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    begins = time.time() - RECORDED_S + 10
    start, end = iso(begins), iso(begins + 120)
    demo.call("POST", "/bookmarks", {
        "camera_ids": ids[:2], "from": start, "to": iso(begins + 20), "text": "Xe tải rẽ sai làn",
        "tags": ["giao thông", "vi phạm"], "shared": True,
    })  # fmt: skip
    regulation = demo.call("GET", "/regulations")["items"][0]["id"]
    return {
        "camera": ids[0], "cameras": ",".join(ids[:6]), "at": iso(begins + 30), "from": start, "to": end,
        "regulation": regulation,
    }  # fmt: skip


def shoot_city(browser: Browser, shots: Iterable[Shot]) -> None:
    with tempfile.TemporaryDirectory(prefix="toancanh-screens-") as name:
        folder = Path(name)
        data = str(folder / "data")
        made = toancanh(folder, "simulate", "city", "--cameras", str(CITY_CAMERAS), "--seed", "7", "--data", data)
        found = re.search(r"password of all: (\S+)", made.stdout)
        assert found, made.stdout + made.stderr
        with running(folder, password="") as city:
            token = city.sign_in("admin", found[1])
            there = at_work(city, token)
            for shot in shots:
                shoot(browser, city.url, token, shot, there)


def at_work(city: Running, token: str) -> dict[str, str]:
    """A proposal with what is around it, doubles found, a file with errors."""

    def call(method: str, path: str, body: object = None) -> Any:
        return city.call(method, path, body, token=token)

    camera = call("GET", "/cameras?limit=1&lifecycle=operating&purpose=security")["items"][0]
    owner_id = call("GET", "/me")["user"]["organisation_id"]
    candidate = {
        "name": "Cột đèn 12, hướng nút", "lat": camera["lat"] + 0.0001, "lon": camera["lon"], "height_m": 6,
        "azimuth_deg": 45, "tilt_deg": 15, "hfov_deg": 80, "width_px": 2560, "height_px": 1440, "network": True,
        "onvif": True, "conformity_certificate": "HQ-01/2026", "unique_password": True, "notice": True,
        "purpose": "security", "connection": "fibre",
    }  # fmt: skip
    proposal = call("POST", "/proposals", {
        "owner_id": owner_id, "title": "Camera nút giao và cổng trường", "retention_days": 30,
        "justification": "Nút giao thường ùn tắc, chưa có hình theo hướng nam.",
        "claim": {"exception": "specialised", "reference": "QĐ 12/2026"},
        "candidates": [candidate, {**candidate, "name": "Cột đèn 14, hướng trường", "azimuth_deg": 200}],
    })  # fmt: skip
    call("POST", "/duplicates/refresh", {})
    until(lambda: call("GET", "/duplicates/search")["step"] == "done", 60, "the search for doubles did not end")
    query = urllib.parse.urlencode({"file_name": "kiem-ke-hoang-mai.csv", "organisation_id": owner_id})
    request = urllib.request.Request(
        f"{city.url}/api/v1/imports?{query}", data=ROWS.encode("utf-8-sig"), method="POST",
        headers={"authorization": f"Bearer {token}", "content-type": "application/octet-stream"},
    )  # fmt: skip
    with urllib.request.urlopen(request, timeout=15) as answer:
        file = json.load(answer)
    pair = call("GET", "/duplicates?limit=1")["items"][0]
    return {"camera": camera["id"], "proposal": proposal["id"], "file": file["id"], "pair": pair["id"]}


def main(names: list[str]) -> None:
    """All, or those whose names are given."""
    SCREENS.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for shots, take in ((CITY, shoot_city), (DEMO, shoot_demo)):
            wanted = [shot for shot in shots if not names or shot.name in names]
            if wanted:
                take(browser, wanted)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
