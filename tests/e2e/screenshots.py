"""Takes the pictures in docs/screens from the running demo: make screenshots.

WebP by Chromium's own encoder: a wall of pictures is 100 kB, and reviewers look at all of them.
"""

import base64
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from running import PASSWORD, Running, running

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
CHROMIUM = "/usr/bin/chromium"
DESK = (1440, 900)
TABLET = (1024, 768)
PHONE = (390, 844)
ONLINE_S = 240
RECORDED_S = 150  # so that a timeline has something to show
QUALITY = 82


@dataclass(frozen=True, kw_only=True)
class Shot:
    """``path`` may hold ``{camera}``, the demo's first."""

    name: str
    path: str
    language: str = "vi"
    scheme: str = "dark"
    size: tuple[int, int] = DESK
    settle_s: float = 4


SHOTS = (
    Shot(name="sign-in", path=""),
    Shot(name="wall", path="/wall?n=9", settle_s=10),
    Shot(name="wall.en", path="/wall?n=16", language="en", settle_s=10),
    Shot(name="wall.1024", path="/wall?n=4", size=TABLET, settle_s=7),
    Shot(name="wall.390", path="/wall?n=9", size=PHONE, settle_s=8),
    Shot(name="camera", path="/watch/{camera}?span=300", settle_s=7),
    Shot(name="camera.en.light", path="/watch/{camera}?span=600", language="en", scheme="light", settle_s=7),
    Shot(name="camera.390", path="/watch/{camera}?span=300", size=PHONE, settle_s=7),
    Shot(name="map", path="/map", settle_s=8),
    Shot(name="map.en.light", path="/map?sel={camera}", language="en", scheme="light", settle_s=9),
    Shot(name="map.390", path="/map?sel={camera}", size=PHONE, settle_s=9),
    Shot(name="cameras", path="/cameras", scheme="light"),
    Shot(name="cameras.en", path="/cameras", language="en"),
    Shot(name="cameras.390", path="/cameras", size=PHONE),
    Shot(name="camera-form", path="/cameras/new", scheme="light"),
    Shot(name="users", path="/users?open=new", scheme="light"),
    Shot(name="record", path="/record", scheme="light"),
    Shot(name="record.en", path="/record", language="en", size=TABLET),
)


def signed_in(browser: Browser, platform: Running, shot: Shot) -> Page:
    width, height = shot.size
    page = browser.new_context(viewport={"width": width, "height": height}, locale=shot.language).new_page()
    page.add_init_script(f"localStorage.setItem('toancanh.language', '{shot.language}')")
    page.add_init_script(f"localStorage.setItem('toancanh.scheme', '{shot.scheme}')")
    page.goto(platform.url)
    if shot.path:
        page.locator("input[autocomplete=username]").fill("admin")
        page.locator("input[autocomplete=current-password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        page.wait_for_selector("nav")
    return page


def shoot(browser: Browser, platform: Running, shot: Shot, camera: str) -> None:
    page = signed_in(browser, platform, shot)
    if shot.path:
        page.goto(platform.url + shot.path.format(camera=camera))
    page.wait_for_timeout(shot.settle_s * 1000)
    session = page.context.new_cdp_session(page)
    taken = session.send("Page.captureScreenshot", {"format": "webp", "quality": QUALITY})
    (SCREENS / f"{shot.name}.webp").write_bytes(base64.b64decode(taken["data"]))
    page.context.close()
    print(f"docs/screens/{shot.name}.webp", flush=True)


def wait_until_recorded(page: Page, platform: Running, cameras: list[dict[str, str]]) -> None:
    """The demo's scenes are drawn at its first start; a camera is away until then."""
    prefix = f"{platform.url}/api/v1/cameras"
    for _ in range(ONLINE_S):
        states = [page.request.get(f"{prefix}/{camera['id']}/status").json()["state"] for camera in cameras]
        if set(states) == {"online"}:
            page.wait_for_timeout(RECORDED_S * 1000)
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"not every camera came online: {states}")


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="toancanh-screens-") as folder,
        running(Path(folder), "--demo", seconds=180) as platform,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = signed_in(browser, platform, SHOTS[1])
        cameras = page.request.get(f"{platform.url}/api/v1/cameras").json()["items"]
        wait_until_recorded(page, platform, cameras[:9])  # the demo keeps one camera away
        page.context.close()
        for shot in SHOTS:
            shoot(browser, platform, shot, cameras[0]["id"])
        browser.close()


if __name__ == "__main__":
    main()
