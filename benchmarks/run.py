"""``toancanh bench NAME``: run one benchmark, or all of them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib
import sys

from benchmarks.figures import ROOT, Figure, as_json, as_markdown, commit, machine

NAMES = ("ingest", "live", "playback", "start", "idle", "registry", "planning")
PAGE = ROOT / "docs" / "benchmarks.md"


def main(options: argparse.Namespace) -> int:
    """0 when every figure that has a target holds, else 1; 2 for an unknown name."""
    if options.name == "all":
        return _write_page(options)
    if options.name not in NAMES:
        print(f"toancanh bench: no benchmark {options.name!r}; there are {', '.join(NAMES)} and all", file=sys.stderr)
        return 2
    figures, extra = _measure(options.name, options)
    print(as_json(options.name, figures, extra) if options.json else as_markdown(options.name, figures))
    return _status(figures)


def _measure(name: str, options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    figures: list[Figure]
    extra: dict[str, object]
    figures, extra = importlib.import_module(f"benchmarks.{name}").measure(options)
    return figures, extra


def _status(figures: list[Figure]) -> int:
    return 1 if any(figure.holds is False for figure in figures) else 0


def _write_page(options: argparse.Namespace) -> int:
    head = (
        f"# Benchmarks\n\nWritten by `make bench`. Machine: {machine()}. Commit: {commit()}.\n"
        "These machines are shared and noisy: a ratio is against its peer in the same run, an absolute figure is the "
        "median of three runs.\n"
    )
    parts, status = [head], 0
    for name in NAMES:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        figures, _extra = _measure(name, options)
        status |= _status(figures)
        parts.append(as_markdown(name, figures))
        PAGE.write_text("\n".join(parts), encoding="utf-8")  # what is measured is kept, whatever comes after
    return status
