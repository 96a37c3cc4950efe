"""What a person waits for: glass to glass, the first picture of a live view, the picture after a seek."""

from __future__ import annotations

import argparse
import contextlib
import random
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from benchmarks import together
from benchmarks.browser import percentile, signed_in
from benchmarks.figures import Figure
from benchmarks.platform import Running, running_platform
from toancanh.simulation import simulated_cameras
from toancanh.simulation.encoding import Encoding

RUNS, FIRST_PICTURES, SEEKS, THUMBNAILS, AGE_S = 3, 20, 20, 30, 10.0
RECORDED_S = 45.0
_TWO_SECOND_GOP = Encoding(width=1280, height=720, fps=12, gop=24, bitrate_bps=1_000_000)
_LIVE = Encoding(width=640, height=360, fps=25, gop=50, bitrate_bps=1_000_000)


def measure(_options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Each figure is the median over three runs of that run's percentile."""
    with contextlib.ExitStack() as stack:
        loops = stack.enter_context(simulated_cameras(4, main=_TWO_SECOND_GOP, sub=_TWO_SECOND_GOP))
        coded = stack.enter_context(simulated_cameras(1, live={1}, main=_LIVE))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-"))) / "data"
        urls = [coded.url(1), *(loops.url(number) for number in range(1, 5))]
        platform = stack.enter_context(running_platform(folder, urls=urls))
        recording_since = time.monotonic()
        page = stack.enter_context(signed_in(platform.url))
        ages = [_ages(page, platform) for _ in range(RUNS)]
        mse_ages = [_ages(page, platform, "?player=mse") for _ in range(RUNS)]
        firsts = [_first_pictures(page, platform) for _ in range(RUNS)]
        time.sleep(max(0.0, RECORDED_S - (time.monotonic() - recording_since)))
        seeks = [_seeks(page, platform, random.Random(run)) for run in range(RUNS)]
        thumbnails = [_thumbnails(page, platform.cameras[1 + run % 4], random.Random(run)) for run in range(RUNS)]
    rows = [
        ("glass to glass on the canvas (WebCodecs), p50", ages, 50, 300),
        ("glass to glass on the canvas (WebCodecs), p95", ages, 95, 600),
        ("glass to glass with Media Source Extensions, p50", mse_ages, 50, 0),
        ("glass to glass with Media Source Extensions, p95", mse_ages, 95, 0),
        ("first picture of a live view, 2 s GOP, p95", firsts, 95, 700),
        ("seek in playback to the picture, p95", seeks, 95, 600),
        ("thumbnail under the pointer while scrubbing (1280x720), p95", thumbnails, 95, 150),
    ]
    figures = []
    for key, runs, percent, target_ms in rows:
        value = statistics.median(percentile(run, percent) for run in runs)
        target = f"<= {target_ms} ms" if target_ms else ""
        figures.append(
            Figure(key=key, value=value, unit="ms", target=target, holds=value <= target_ms if target_ms else None)
        )
    return [*figures, *together.figures()], {}


def _ages(page: Page, platform: Running, query: str = "") -> list[float]:
    """Ages of the pictures as they appear, ms; the live-coded camera."""
    page.evaluate("path => bench.go(path)", "/cameras")
    page.wait_for_selector("table")
    page.evaluate("path => bench.go(path)", f"/watch/{platform.cameras[0]}{query}")
    time.sleep(2.0)
    found: list[float] = page.evaluate("ms => bench.ages(ms)", AGE_S * 1000)
    return found


def _first_pictures(page: Page, platform: Running) -> list[float]:
    taken = []
    for number in range(FIRST_PICTURES):
        page.evaluate("path => bench.go(path)", "/cameras")
        page.wait_for_selector("table")
        camera_id = platform.cameras[1 + number % 4]
        time.sleep(0.3 + 0.13 * (number % 7))  # at other places of the group of pictures
        taken.append(float(page.evaluate("path => bench.firstPicture(path)", f"/watch/{camera_id}")))
    return taken


def _seeks(page: Page, platform: Running, rng: random.Random) -> list[float]:
    """Clicks on the timeline; a click shows the nearest picture, whose strip says its true time."""
    page.evaluate("path => bench.go(path)", f"/watch/{platform.cameras[0]}?span=60")
    band = page.locator("[data-from][data-to]").first
    band.wait_for()
    time.sleep(1.0)
    taken = []
    for _ in range(SEEKS):
        box = band.bounding_box()
        assert box is not None
        start, end = (float(band.get_attribute(name) or 0) for name in ("data-from", "data-to"))
        now = time.time() * 1000
        wanted = rng.uniform(max(start, now - RECORDED_S * 1000 + 8000), min(end, now - 8000))
        x = box["x"] + (wanted - start) / (end - start) * box["width"]
        page.mouse.move(x, box["y"] + box["height"] / 2)
        begin = page.evaluate("() => performance.now()")
        page.mouse.click(x, box["y"] + box["height"] / 2)
        taken.append(float(page.evaluate("([ms, begin]) => bench.shown(ms, 1000, begin)", [wanted, begin])))
        time.sleep(0.2)
    return taken


_HOVER = """
(() => {
  let movedAt = 0;
  addEventListener("pointermove", () => { movedAt = performance.now(); }, true);
  bench.hovered = async () => {
    const begin = performance.now();
    while (performance.now() - begin < 10000) {
      const picture = document.querySelector("img[data-at]");
      if (picture && picture.dataset.shown === picture.dataset.at && picture.complete && picture.naturalWidth > 1)
        return performance.now() - movedAt;
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    throw new Error("no picture under the pointer");
  };
})();
"""


def _thumbnails(page: Page, camera_id: str, rng: random.Random) -> list[float]:
    """From the movement of the pointer to the picture below it; the first, which asks for the right, does not count."""
    page.evaluate("path => bench.go(path)", "/cameras")
    page.wait_for_selector("table")
    page.evaluate(_HOVER)
    page.evaluate("path => bench.go(path)", f"/watch/{camera_id}?span=60")
    band = page.locator("[data-from][data-to]").first
    band.wait_for()
    time.sleep(1.0)
    taken = []
    for _ in range(THUMBNAILS + 1):
        box = band.bounding_box()
        assert box is not None
        start, end = (float(band.get_attribute(name) or 0) for name in ("data-from", "data-to"))
        now = time.time() * 1000
        wanted = rng.uniform(max(start, now - RECORDED_S * 1000 + 8000), min(end, now - 8000))
        page.mouse.move(box["x"] + (wanted - start) / (end - start) * box["width"], box["y"] + box["height"] / 2)
        taken.append(float(page.evaluate("() => bench.hovered()")))
        time.sleep(0.1)
    return taken[1:]
