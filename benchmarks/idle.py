"""The idle demo: CPU of the platform and of its simulated cameras while nobody watches."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.figures import Figure
from benchmarks.platform import started
from benchmarks.processes import command_of, cpu_seconds, descendants, pss_mb

SETTLE_S = 60.0  # the first demo on a machine draws its scenes


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Per cent of one core, and memory, apart for the platform and the simulation."""
    seconds = options.seconds or 30.0
    with (
        TemporaryDirectory(prefix="toancanh-bench-") as folder,
        started(Path(folder) / "data", allow=(), demo=True) as (process, _address, _start_s),
    ):
        time.sleep(SETTLE_S)
        pids = list(descendants(process.pid))
        simulation = [pid for pid in pids if "simulat" in command_of(pid)]
        platform = [pid for pid in pids if pid not in simulation]
        before = cpu_seconds(platform), cpu_seconds(simulation)
        begin = time.monotonic()
        time.sleep(seconds)
        elapsed = time.monotonic() - begin
        shares = [
            (cpu_seconds(group) - earlier) / elapsed * 100
            for group, earlier in zip((platform, simulation), before, strict=True)
        ]
        memory = pss_mb(platform)
    figures = [
        Figure(key="idle demo, 12 cameras: platform", value=shares[0], unit="% of a core"),
        Figure(key="idle demo: its simulated cameras", value=shares[1], unit="% of a core"),
        Figure(key="idle demo: memory of the platform", value=memory, unit="MB PSS"),
    ]
    return figures, {}
