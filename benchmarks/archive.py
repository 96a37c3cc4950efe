"""What the archive's index answers about long times."""

from __future__ import annotations

import argparse

from benchmarks import long_views
from benchmarks.figures import Figure


def measure(_options: argparse.Namespace) -> tuple[list[Figure], dict[str, object]]:
    """Of both databases."""
    return long_views.figures(), {}
