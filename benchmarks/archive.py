"""What the archive's index answers about long times, and about one day among many while it is written."""

from __future__ import annotations

import argparse

from benchmarks import forty_million, long_views
from benchmarks.figures import Figure


def measure(options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Long views of both databases; the day of those of ``--database``."""
    return [*long_views.figures(), *forty_million.figures(options)], {}
