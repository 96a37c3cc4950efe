"""Sixteen cameras on one clock: how long until all of them show the instant that was asked for, and how far apart they
are while they play.
"""

from __future__ import annotations

import contextlib
import json
import random
import statistics
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page

from benchmarks.browser import percentile, read_strip, signed_in
from benchmarks.figures import Figure
from benchmarks.platform import Running, running_platform
from toancanh.kernel import format_rfc3339
from toancanh.simulation import simulated_cameras
from toancanh.simulation.encoding import Encoding

CAMERAS, RUNS, STARTS, RECORDED_S, PLAYED_S = 16, 3, 10, 75.0, 6.0
_SUB = Encoding(width=640, height=360, fps=12, gop=24, bitrate_bps=500_000)

_TOOLS = """
(() => {
  const paper = new OffscreenCanvas(320, 180);
  const pen = paper.getContext("2d", { willReadFrequently: true });
  const frames = () => new Promise((resolve) => requestAnimationFrame(resolve));
  bench.together = async (path, wantedMs, count) => {
    const begin = performance.now();
    bench.go(path);
    const off = (found) => Math.abs(((((found.ms - wantedMs) % 60000) + 90000) % 60000) - 30000);
    const seen = new Set();
    while (performance.now() - begin < 20000) {
      const tiles = [...document.querySelectorAll("article[data-phase]")];
      for (const tile of tiles) {
        if (seen.has(tile.dataset.camera)) continue;
        const picture = tile.querySelector("canvas, video");
        if (!picture?.width && !picture?.videoWidth) continue;
        pen.drawImage(picture, 0, 0, 320, 180);
        const found = readStrip(pen.getImageData(0, 0, 320, 180));
        if (found && off(found) < 3000) seen.add(tile.dataset.camera);
      }
      if (seen.size >= count) return performance.now() - begin;
      await frames();
    }
    throw new Error(`only ${seen.size} of ${count} after 20 s`);
  };
  bench.apart = async (durationMs) => {
    const found = [], begin = performance.now();
    while (performance.now() - begin < durationMs) {
      const times = [];
      for (const picture of document.querySelectorAll("article[data-phase] canvas, article[data-phase] video")) {
        pen.drawImage(picture, 0, 0, 320, 180);
        const seen = readStrip(pen.getImageData(0, 0, 320, 180));
        if (seen) times.push(((seen.ms % 60000) + 60000) % 60000);
      }
      const off = times.map((one) => ((one - times[0] + 90000) % 60000) - 30000);
      if (times.length > 1) found.push({ count: times.length, ms: Math.max(...off) - Math.min(...off) });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return found;
  };
})();
"""


@contextlib.contextmanager
def sixteen() -> Iterator[tuple[Page, Running]]:
    """A platform that has recorded sub streams of 640x360, and a page signed in."""
    with contextlib.ExitStack() as stack:
        cameras = stack.enter_context(simulated_cameras(CAMERAS, main=_SUB, sub=_SUB))
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="toancanh-bench-"))) / "data"
        urls = [cameras.url(number) for number in range(1, CAMERAS + 1)]
        platform = stack.enter_context(running_platform(folder, urls=urls))
        for number, camera_id in enumerate(platform.cameras, 1):
            main = {"role": "main", "url": cameras.url(number), "record": False}
            sub = {"role": "sub", "url": cameras.url(number, "sub"), "record": True}
            _patch(platform, camera_id, {"streams": [main, sub]})
        page = stack.enter_context(signed_in(platform.url))
        time.sleep(RECORDED_S)
        page.evaluate(_TOOLS.replace("const paper", f"{read_strip()}\n  const paper", 1))
        yield page, platform


def _patch(platform: Running, camera_id: str, body: object) -> None:
    request = urllib.request.Request(
        f"{platform.url}/api/v1/cameras/{camera_id}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {platform.token}"},
        method="PATCH",
    )
    with urllib.request.urlopen(request, timeout=30):
        pass


def figures() -> list[Figure]:
    """Each figure is the median over three runs of that run's percentile."""
    with sixteen() as (page, platform):
        starts = [_starts(page, platform, random.Random(run)) for run in range(RUNS)]
        drifts = [_drifts(page) for _ in range(RUNS)]
    start = statistics.median(percentile(run, 95) for run in starts)
    drift = statistics.median(percentile(run, 95) for run in drifts)
    return [
        Figure(
            key="16 synchronised cameras (recorded 640x360) start playing, p95", value=start, unit="ms",
            target="<= 1500 ms", holds=start <= 1500,
        ),
        Figure(
            key="16 synchronised cameras: apart by their own time strips, p95", value=drift, unit="ms",
            target="<= 40 ms", holds=drift <= 40,
        ),
    ]  # fmt: skip


def _drifts(page: Page) -> list[float]:
    """How far the pictures on the screen at one moment are from being of one instant: a picture lasts, so two of one
    instant may begin up to its length apart; what is more than that is drift.
    """
    seen = page.evaluate("ms => bench.apart(ms)", PLAYED_S * 1000)
    assert any(one["count"] == CAMERAS for one in seen), "the strips of all cameras were never read at once"
    return [max(0.0, one["ms"] - 1000 / _SUB.fps) for one in seen]


def _starts(page: Page, platform: Running, rng: random.Random) -> list[float]:
    taken = []
    for _ in range(STARTS):
        page.evaluate("path => bench.go(path)", "/cameras")
        page.wait_for_selector("table")
        page.wait_for_selector("article[data-phase]", state="detached")
        time.sleep(0.3)
        wanted = time.time() - rng.uniform(15, RECORDED_S - 15)
        path = f"/playback?cameras={','.join(platform.cameras)}&at={format_rfc3339(round(wanted * 1e6))}"
        taken.append(
            float(page.evaluate("([path, ms, n]) => bench.together(path, ms, n)", [path, wanted * 1000, CAMERAS]))
        )
    return taken
