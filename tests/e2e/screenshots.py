"""Takes the pictures in docs/screens from the running demo: make screenshots."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from running import PASSWORD, Running, running

SCREENS = Path(__file__).parents[2] / "docs" / "screens"
CHROMIUM = "/usr/bin/chromium"
SIZE = {"width": 1440, "height": 900}
ONLINE_S = 240
RECORDED_S = 75  # so that a timeline has something to show


def signed_in(browser: Browser, platform: Running, language: str, scheme: str) -> Page:
    page = browser.new_context(viewport=SIZE, color_scheme=scheme, locale=language).new_page()
    page.add_init_script(f"localStorage.setItem('toancanh.language', '{language}')")
    page.goto(platform.url)
    page.locator("input[autocomplete=username]").fill("admin")
    page.locator("input[autocomplete=current-password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()
    page.wait_for_selector("nav")
    return page


def shoot(page: Page, name: str, path: str, platform: Running, settle_s: float = 5) -> None:
    page.goto(platform.url + path)
    page.wait_for_timeout(settle_s * 1000)
    page.screenshot(path=SCREENS / f"{name}.png")
    print(f"docs/screens/{name}.png", flush=True)


def wait_until_online(page: Page, platform: Running, cameras: list[dict[str, str]]) -> None:
    """The demo's scenes are drawn at its first start; a camera is away until then."""
    prefix = f"{platform.url}/api/v1/cameras"
    for _ in range(ONLINE_S):
        states = [page.request.get(f"{prefix}/{camera['id']}/status").json()["state"] for camera in cameras]
        if set(states) == {"online"}:
            return
        page.wait_for_timeout(1000)
    raise AssertionError(f"not every camera came online: {states}")


def take(platform: Running, browser: Browser) -> None:
    page = signed_in(browser, platform, "vi", "dark")
    cameras = page.request.get(f"{platform.url}/api/v1/cameras").json()["items"]
    wait_until_online(page, platform, cameras[:9])  # the demo keeps one camera away
    page.wait_for_timeout(RECORDED_S * 1000)
    shoot(page, "wall", "/wall?n=9", platform, settle_s=12)
    shoot(page, "camera", f"/watch/{cameras[0]['id']}?span=300", platform, settle_s=8)
    shoot(page, "cameras", "/cameras", platform)
    page = signed_in(browser, platform, "en", "light")
    shoot(page, "record", "/record", platform)
    shoot(page, "cameras-light", "/cameras", platform)


def main() -> None:
    SCREENS.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="toancanh-screens-") as folder,
        running(Path(folder), "--demo", seconds=180, TOANCANH_ADMIN_PASSWORD=PASSWORD) as platform,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        take(platform, browser)
        browser.close()


if __name__ == "__main__":
    main()
