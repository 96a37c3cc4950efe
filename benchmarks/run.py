"""``toancanh bench NAME``: run one benchmark, or all of them into docs/benchmarks.md."""

from __future__ import annotations

import argparse
import importlib
import sys

from benchmarks.figures import ROOT, Figure, as_json, as_markdown

NAMES = (
    "ingest",
    "live",
    "playback",
    "start",
    "idle",
    "registry",
    "planning",
    "policy",
    "archive",
    "evidence",
    "devices",
    "health",
    "gateway",
    "traffic",
    "vision",
    "district",
)
PAGE = ROOT / "docs" / "benchmarks.md"
_HEAD = (
    '# Benchmarks\n\nWritten by `make bench`, or some sections of it by `make bench NAMES="registry planning"`.\n'
    "These machines are shared and noisy: a ratio is against its peer in the same run, an absolute figure is the "
    "median of three runs.\n"
)


def main(options: argparse.Namespace) -> int:
    """0 when every figure that has a target holds, else 1; 2 for an unknown name."""
    wanted = (options.only or NAMES) if options.name == "all" else [options.name]
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"toancanh bench: no benchmark {unknown[0]!r}; there are {', '.join(NAMES)} and all", file=sys.stderr)
        return 2
    if options.name == "all":
        return _write_page(options)
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
    """What is not measured now stays as it is; each section says what it was measured at."""
    sections, status = _sections(), 0
    for name in options.only or NAMES:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        figures, _extra = _measure(name, options)
        status |= _status(figures)
        sections[name] = as_markdown(name, figures)
        others = [text for other, text in sections.items() if other not in NAMES]  # kept by hand: what runs once
        page = [_HEAD, *(sections[name] for name in NAMES if name in sections), *others]
        PAGE.write_text("\n".join(page), encoding="utf-8")  # what is measured is kept, whatever comes after
    return status


def _sections() -> dict[str, str]:
    """Those of the page as it is, by their names."""
    found = PAGE.read_text(encoding="utf-8").split("\n## ")[1:] if PAGE.exists() else []
    return {text.split("\n", 1)[0].strip(): f"## {text.rstrip()}\n" for text in found}
