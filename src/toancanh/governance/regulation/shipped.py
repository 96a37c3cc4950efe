"""The pack that comes with the software."""

from __future__ import annotations

from functools import cache

from toancanh.governance.regulation.engine import Engine
from toancanh.governance.regulation.pack import load_pack
from toancanh.regulations import SHIPPED

SHIPPED_PACK = "hanoi"


@cache
def shipped_engine() -> Engine:
    """Made once: reading it takes a while."""
    return Engine(load_pack(SHIPPED / SHIPPED_PACK))
