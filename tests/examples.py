"""How many examples a property is tried with: some in each run, all of them in `make soak`."""

from __future__ import annotations

import os

FULL = "TOANCANH_EVERY_EXAMPLE"
"""The variable of the environment that `make soak` sets."""


def examples(full: int) -> int:
    return full if os.environ.get(FULL) else max(1, full // 3)
