"""A real browser (Debian's Chromium, headless) signed in at a platform, reading the time strip out of the picture.

The strip and its reading are those of docs/design/simulation.md.
"""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.platform import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
_DESIGN = Path(__file__).resolve().parents[1] / "docs" / "design" / "simulation.md"

_TOOLS = """
(() => {
  const READ_STRIP;
  const paper = new OffscreenCanvas(640, 360);
  const pen = paper.getContext("2d", { willReadFrequently: true });
  const strip = () => {
    const picture = document.querySelector("video[data-recorded]") ?? document.querySelector("canvas, figure video");
    if (!picture) return null;
    try { pen.drawImage(picture, 0, 0, 640, 360); } catch { return null; }
    return readStrip(pen.getImageData(0, 0, 640, 360));
  };
  const age = (found) => found.kind === 2 ? Date.now() - found.ms : (((Date.now() - found.ms) % 60000) + 60000) % 60000;
  const frames = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (test, withinMs) => {
    const begin = performance.now();
    while (performance.now() - begin < withinMs) {
      const found = strip();
      if (found && test(found)) return performance.now();
      await frames();
    }
    throw new Error(`no such picture within ${withinMs} ms: ${JSON.stringify(strip())} at ${location.href}`);
  };
  window.bench = {
    go(path) {
      history.pushState(null, "", path);
      dispatchEvent(new PopStateEvent("popstate"));
    },
    async firstPicture(path) {
      const begin = performance.now();
      window.bench.go(path);
      return (await until((found) => age(found) < 5000, 15000)) - begin;
    },
    async ages(durationMs) {
      await until(() => true, 15000);
      const ages = [], begin = performance.now();
      let last = null;
      while (performance.now() - begin < durationMs) {
        const found = strip();
        if (found && found.ms !== last) { last = found.ms; ages.push(age(found)); }
        await frames();
      }
      return ages;
    },
    async shown(wantedMs, toleranceMs, begin) {
      return (await until((found) => Math.abs(found.ms - wantedMs) <= toleranceMs, 15000)) - begin;
    },
  };
})();
"""


@contextlib.contextmanager
def signed_in(url: str) -> Iterator[Page]:
    """A page of the console after sign-in, with the tools of `window.bench`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="en")
            page.add_init_script(_TOOLS.replace("const READ_STRIP;", read_strip()))
            answer = page.request.post(f"{url}/api/v1/session", data={"username": "admin", "password": PASSWORD})
            assert answer.ok, answer.text()
            page.goto(f"{url}/cameras")
            page.wait_for_selector("table")
            yield page
        finally:
            browser.close()


def read_strip() -> str:
    """The documented reader, so that the document stays true."""
    text = _DESIGN.read_text(encoding="utf-8")
    return text.split("```js\n", 1)[1].split("```", 1)[0]


def percentile(values: Sequence[float], percent: int) -> float:
    """Between neighbours, as `statistics.quantiles` counts."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
