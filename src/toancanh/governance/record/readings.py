"""When reading the record is an act of its own, and when only a page is turned."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict

from sqlalchemy import ColumnElement, Connection, select

from toancanh.governance.record.store import record_entry
from toancanh.kernel import Clock, Invalid

_LASTS_US = 3600 * 1_000_000
_KEPT = 10_000
_ID = re.compile(r"[0-9a-f-]{36}")


class Readings:
    """Readings of this process that were put on record in the last hour. Thread-safe.

    ``key``: whose session it is and what exactly was asked for.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._begun: OrderedDict[tuple[str, ...], tuple[int, str]] = OrderedDict()

    def goes_on(self, key: tuple[str, ...], after: str) -> bool:
        """Whether ``after`` is a place that the recorded reading can have come to: an entry older than its own."""
        with self._lock:
            began_us, entry_id = self._begun.get(key, (0, ""))
        return bool(after) and after <= entry_id and self._clock.now_us() - began_us < _LASTS_US

    def begin(self, key: tuple[str, ...], entry_id: str) -> None:
        """It was put on record, by this entry."""
        with self._lock:
            self._begun[key] = self._clock.now_us(), entry_id
            self._begun.move_to_end(key)
            while len(self._begun) > _KEPT:
                self._begun.popitem(last=False)


def check_place(connection: Connection, after: str, *there: ColumnElement[bool]) -> None:
    """Raises `Invalid` where ``after`` is no entry that is there for the asker."""
    if after:
        entry = select(record_entry.c.id).where(record_entry.c.id == after, *there)
        if not _ID.fullmatch(after) or connection.execute(entry).first() is None:
            raise Invalid("after: this list has no such entry; begin anew", field="after")
