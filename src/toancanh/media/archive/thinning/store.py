"""Files that no row of the index counts: being made, or left to be removed (SQLAlchemy Core)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Column, Connection, String, Table, delete, insert, select

from toancanh.infra.database import metadata
from toancanh.media.archive.model import Copy, StreamKey

spare_file_table = Table(
    "spare_file",
    metadata,
    Column("path", String(255), primary_key=True),
    Column("place", String(32), primary_key=True),
    Column("camera_id", String(36), nullable=False),
)


class SpareFile(NamedTuple):
    """Where it lies, and whose process answers for it."""

    path: str
    place: str
    camera_id: str

    @property
    def copy(self) -> Copy:
        """Whose recording it is of."""
        return StreamKey.named(self.camera_id, self.path.split("/")[1]).copy


def note(connection: Connection, files: Sequence[SpareFile]) -> None:
    """From now on recovery removes them."""
    connection.execute(insert(spare_file_table), [one._asdict() for one in files])


def forget(connection: Connection, files: Sequence[SpareFile]) -> None:
    """They count now, or are gone."""
    row = spare_file_table.c
    for one in files:
        connection.execute(delete(spare_file_table).where(row.path == one.path, row.place == one.place))


def spare_files(connection: Connection) -> list[SpareFile]:
    """All of them."""
    return [SpareFile(row.path, row.place, row.camera_id) for row in connection.execute(select(spare_file_table))]
