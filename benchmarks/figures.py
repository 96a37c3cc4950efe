"""A figure with its target and peer, the machine it was taken on, and the two ways to write it down."""

from __future__ import annotations

import json
import math
import os
import platform
import subprocess
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured value. ``holds`` is None where there is no target or nothing could be measured (``value`` None)."""

    key: str
    value: float | None
    unit: str
    target: str = ""
    peer: str = ""
    holds: bool | None = None


def machine() -> str:
    """Processor, cores, memory and system, as a reader needs them to place a figure."""
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{model}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, Linux {platform.release().split('-')[0]}"


def commit() -> str:
    """The commit measured, with ``+`` where the tree has changes."""
    described = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return described.stdout.strip() or "unknown"


def at_most(seen: int) -> float:
    """The mean below which a Poisson variable gives so few with 5 % probability: the upper 95 % bound of a count."""
    low, high = 0.0, 10.0 + 4 * seen
    while high - low > 1e-6:
        mean = (low + high) / 2
        so_few = sum(math.exp(-mean) * mean**count / math.factorial(count) for count in range(seen + 1))
        low, high = (mean, high) if so_few > 0.05 else (low, mean)
    return high


def as_json(name: str, figures: Sequence[Figure], extra: dict[str, object]) -> str:
    """The form of contract.md."""
    rows = [asdict(figure) for figure in figures]
    return json.dumps({"name": name, "machine": machine(), "commit": commit(), "figures": rows, **extra})


def as_markdown(name: str, figures: Sequence[Figure]) -> str:
    """One section of docs/benchmarks.md: where, when and at which commit, and a table."""
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    lines = [
        f"## {name}",
        "",
        f"Commit {commit()}, {when}, {machine()}.",
        "",
        "| figure | measured | target | peer | holds |",
        "|---|---|---|---|---|",
    ]
    for figure in figures:
        value = "not measured" if figure.value is None else f"{figure.value:,.4g} {figure.unit}".strip()
        holds = {True: "yes", False: "**no**", None: ""}[figure.holds]
        lines.append(f"| {figure.key} | {value} | {figure.target} | {figure.peer} | {holds} |")
    return "\n".join([*lines, ""])
