"""The pack in force, made ready to decide; the one that came with the software before there is another."""

from __future__ import annotations

import threading
from collections import OrderedDict
from functools import cache

from sqlalchemy import Connection

from toancanh.governance.packs import store
from toancanh.governance.packs.model import standing
from toancanh.governance.regulation import FILES, Engine, read_pack
from toancanh.governance.regulation.shipped import SHIPPED_PACK, shipped_engine
from toancanh.kernel import Invalid, NotFound, Unavailable
from toancanh.regulations import SHIPPED

_KEPT = 4


@cache
def shipped_files() -> dict[str, str]:
    """The pack that came with the software."""
    return {name: (SHIPPED / SHIPPED_PACK / name).read_text(encoding="utf-8") for name in FILES}


class Shelf:
    """Engines by pack, a few of them kept: a stored pack never changes. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._engines: OrderedDict[str, Engine] = OrderedDict()

    def in_force(self, connection: Connection, now_us: int) -> Engine:
        """Raises `Unavailable` where it cannot be read: then nothing is decided."""
        now = standing(store.every_switch(connection), now_us).now
        if now is None:
            return shipped_engine()
        try:
            return self.engine(connection, now.regulation_id)
        except Invalid as error:
            raise Unavailable(f"the regulation in force cannot be read: {error.detail}") from None

    def is_due(self, connection: Connection, now_us: int) -> bool:
        """Whether a planned switch waits for its judgement."""
        coming = standing(store.every_switch(connection), now_us).next
        return coming is not None and coming.at_us <= now_us

    def engine(self, connection: Connection, regulation_id: str) -> Engine:
        """Of a stored pack. Raises `NotFound`, or `Invalid` where this software does not understand it."""
        with self._lock:
            known = self._engines.get(regulation_id)
            if known is not None:
                self._engines.move_to_end(regulation_id)
                return known
        files = store.files_of(connection, regulation_id)
        if files is None:
            raise NotFound("there is no such regulation")
        engine = shipped_engine() if files == shipped_files() else Engine(read_pack(files))
        with self._lock:
            self._engines[regulation_id] = engine
            while len(self._engines) > _KEPT:
                self._engines.popitem(last=False)
        return engine
