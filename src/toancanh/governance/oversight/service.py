"""Use cases of owners and auditors: the use of cameras, and what of it is unusual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from toancanh.governance.oversight import unusual, use
from toancanh.governance.oversight.unusual import Units, Unusual
from toancanh.governance.oversight.use import Use, UseFilter
from toancanh.governance.reading import RecordReader
from toancanh.infra.database import Database
from toancanh.kernel import Principal

MOST_ROWS = 100_000
"""Of one file."""

_PART = 500


class Oversight:
    """For those who may read the record of the cameras' owner; that it was looked at is on record itself."""

    def __init__(self, *, database: Database, reader: RecordReader) -> None:
        self._database = database
        self._reader = reader
        self._units: Units = lambda _camera_ids: {}

    def know_units(self, lookup: Units) -> None:
        """Tell how to find the communes of cameras."""
        self._units = lookup

    def use(self, principal: Principal, wanted: UseFilter, *, limit: int, source: str = "") -> list[Use]:
        """One page of views, the newest first. Raises `Denied`."""
        asked = {"use": _told(wanted)}
        about = wanted.actor_id
        _, seen = self._reader.opened(principal, asked, about=about, source=source, after=wanted.after)
        with self._database.reading() as connection:
            return use.page(connection, wanted, visible=seen, limit=limit)

    def all_use(self, principal: Principal, wanted: UseFilter, *, source: str = "") -> Iterator[Use]:
        """Page by page, for a file; at most `MOST_ROWS`. Raises `Denied` before the first."""
        first = self.use(principal, wanted, limit=_PART, source=source)
        return self._following(principal, wanted, first)

    def _following(self, principal: Principal, wanted: UseFilter, found: list[Use]) -> Iterator[Use]:
        count = 0
        while True:
            yield from found[: MOST_ROWS - count]
            count += len(found)
            if len(found) < _PART or count >= MOST_ROWS:
                return
            found = self.use(principal, replace(wanted, after=found[-1].id), limit=_PART)

    def unusual(self, principal: Principal, *, from_us: int, to_us: int, source: str = "") -> list[Unusual]:
        """What an auditor may want to ask about. Raises `Denied`."""
        asked = {"unusual": {"from_us": from_us, "to_us": to_us}}
        _, seen = self._reader.opened(principal, asked, source=source, after="")
        with self._database.reading() as connection:
            return unusual.find(connection, visible=seen, units=self._units, from_us=from_us, to_us=to_us)


def _told(wanted: UseFilter) -> dict[str, object]:
    fields = ("camera_id", "owner_id", "from_us", "to_us")
    return {name: getattr(wanted, name) for name in fields if getattr(wanted, name)}
