"""Archive and evidence: what proving what was recorded costs."""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks import exports
from benchmarks.figures import Figure
from benchmarks.ingest import record
from benchmarks.sources import clip, rtsp_source
from toancanh.bootstrap import open_platform
from toancanh.media.archive import check
from toancanh.media.archive.proof.verify import Proven

_CAMERAS = 16


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """All figures."""
    return [*_deep_verification(options.seconds or 20.0), *exports.figures()], {}


def _deep_verification(seconds: float) -> list[Figure]:
    """``toancanh check --deep`` of what the recorder wrote, and ``sha256sum`` over the same files, in turns."""
    folder = Path(tempfile.mkdtemp(prefix="toancanh-bench-"))
    try:
        with rtsp_source(clip(width=1920, height=1080, fps=25, kbit=4000)) as url:
            record(url, cameras=_CAMERAS, seconds=seconds, data=folder / "data")
        files = sorted(map(str, (folder / "data" / "archive").rglob("*.mp4")))
        ratios, proven = [], Proven()
        platform = open_platform(data=folder / "data", overrides={"master_key_file": f"{folder / 'data'}.key"})
        try:
            for _ in range(3):
                started, proven = time.monotonic(), Proven()
                found = check(platform.archive, deep=True, proven=proven)
                between = time.monotonic()
                subprocess.run(["sha256sum", *files], stdout=subprocess.DEVNULL, check=True)
                ratios.append((time.monotonic() - between) / (between - started))
        finally:
            platform.close()
    finally:
        shutil.rmtree(folder)
    ratio = statistics.median(ratios)
    read = f"{proven.units} pictures, {proven.size_bytes / 1e6:.0f} MB in {len(files)} files, {len(found)} violations"
    holds = ratio >= 0.8 and not found
    key = "deep verification against sha256sum, speed, median of 3"
    return [Figure(key=key, value=ratio, unit="x", target=">= 0.8 x", peer=read, holds=holds)]
