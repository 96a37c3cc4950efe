"""Marks that grow while what they tell of lasts, and those whose time is over."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, update

from toancanh.media.archive.store import mark_table


def stretch(tx: Connection, ends_us: Mapping[str, int]) -> None:
    """These end then, by id."""
    if ends_us:
        this = mark_table.c.id == bindparam("mark_id")
        statement = update(mark_table).where(this).values(end_us=bindparam("until_us"))
        tx.execute(statement, [{"mark_id": id, "until_us": end_us} for id, end_us in ends_us.items()])


def forget(tx: Connection, kinds: Collection[str], before_us: int) -> int:
    """Those of these kinds that were made before; how many. Only old ones are read: ids grow with the time."""
    first_id = str(UUID(int=max(0, before_us // 1000) << 80))
    old = delete(mark_table).where(mark_table.c.id < first_id, mark_table.c.kind.in_(sorted(kinds)))
    return tx.execute(old).rowcount
