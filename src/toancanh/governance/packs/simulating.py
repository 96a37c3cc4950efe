"""The requests on record, decided again under a pack, some at a time, as far as the asker may read the record."""

from __future__ import annotations

from dataclasses import dataclass

from toancanh.governance.packs.life import Regulations
from toancanh.governance.reading import RecordReader
from toancanh.governance.record import query
from toancanh.governance.record.query import RecordFilter
from toancanh.governance.regulation import Replay, replay
from toancanh.infra.database import Database
from toancanh.kernel import Principal

_PAGE = 500
_PAGES = 8


@dataclass(frozen=True, kw_only=True)
class Simulated:
    """One part: ``after`` is where the next one goes on (None: that was all), ``reached_us`` how far back it came."""

    done: Replay
    after: str | None
    reached_us: int


class Simulation:
    """Bounded work for each call; the one who asks adds the parts up, and sees how far it is."""

    def __init__(self, *, database: Database, regulations: Regulations, reader: RecordReader) -> None:
        self._database = database
        self._regulations = regulations
        self._reader = reader

    def part(
        self, principal: Principal, regulation_id: str, *, since_us: int, after: str = "", source: str = ""
    ) -> Simulated:
        """The newest entries first, behind ``after``. Raises `Denied` for one who may not read the record."""
        _, engine = self._regulations.get(principal, regulation_id, source=source)
        asked = {"regulation_id": regulation_id, "from_us": since_us}
        _, seen = self._reader.opened(principal, asked, source=source, after=after)
        acts = []
        is_more = True
        with self._database.reading() as connection:
            for _ in range(_PAGES):
                wanted = RecordFilter(from_us=since_us, after=after)
                found = query.page(connection, wanted, visible=seen, limit=_PAGE)
                acts += found
                is_more = len(found) == _PAGE
                if not is_more:
                    break
                after = found[-1].id
        return Simulated(
            done=replay(engine, acts),
            after=after if is_more else None,
            reached_us=acts[-1].at_us if is_more else since_us,
        )
