"""Tables and queries of bookmarks."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from toancanh.infra.database import metadata
from toancanh.kernel import fold
from toancanh.media.bookmarks.model import Bookmark, BookmarkFilter

bookmark_table = Table(
    "bookmark",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("maker_id", String(36), nullable=False),
    Column("organisation_id", String(36), nullable=False),
    Column("shared", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("tags", Text, nullable=False),  # one a line
    Column("folded", Text, nullable=False),  # what a search without accents looks at
    Column("start_us", BigInteger, nullable=False),
    Column("end_us", BigInteger, nullable=False),
    Column("made_us", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_bookmark_organisation", "organisation_id", "start_us", "id"),
    Index("ix_bookmark_maker", "maker_id", "start_us", "id"),
)

bookmark_camera_table = Table(
    "bookmark_camera",
    metadata,
    Column("bookmark_id", String(36), ForeignKey("bookmark.id"), primary_key=True),
    Column("camera_id", String(36), primary_key=True),
    Index("ix_bookmark_camera_camera", "camera_id"),
)


def write(tx: Connection, made: Bookmark) -> None:
    """A new one."""
    tx.execute(insert(bookmark_table).values(_values(made)))
    rows = [{"bookmark_id": made.id, "camera_id": camera_id} for camera_id in made.camera_ids]
    tx.execute(insert(bookmark_camera_table), rows)


def change(tx: Connection, changed: Bookmark) -> bool:
    """The row as ``changed`` says, where it is still of the version before; its cameras stay."""
    row = bookmark_table.c
    statement = update(bookmark_table).where(row.id == changed.id, row.version == changed.version - 1)
    return tx.execute(statement.values(_values(changed))).rowcount == 1


def remove(tx: Connection, bookmark_id: str) -> bool:
    """The row goes; False where it was gone."""
    tx.execute(delete(bookmark_camera_table).where(bookmark_camera_table.c.bookmark_id == bookmark_id))
    return tx.execute(delete(bookmark_table).where(bookmark_table.c.id == bookmark_id)).rowcount == 1


def count_of(connection: Connection, maker_id: str) -> int:
    """How many somebody keeps."""
    statement = select(func.count()).where(bookmark_table.c.maker_id == maker_id)
    return connection.execute(statement).scalar_one()


def load(connection: Connection, bookmark_id: str) -> Bookmark | None:
    """One, whoever made it."""
    return next(iter(_found(connection, [bookmark_table.c.id == bookmark_id], limit=1)), None)


def page(
    connection: Connection,
    wanted: BookmarkFilter,
    *,
    user_id: str,
    organisation_id: str,
    after: tuple[int, str] | None,
    limit: int,
) -> list[Bookmark]:
    """The own ones and those shared in the organisation, the latest time first; cameras are not judged here."""
    row = bookmark_table.c
    mine = row.maker_id == user_id
    conditions: list[ColumnElement[bool]] = [row.organisation_id == organisation_id]
    conditions.append(mine if wanted.own else or_(mine, row.shared))
    conditions += [row.folded.contains(word, autoescape=True) for word in fold(wanted.q).split()]
    if wanted.tag:
        conditions.append(row.folded.contains(f"\n{fold(wanted.tag)}\n", autoescape=True))
    if wanted.from_us is not None:
        conditions.append(row.end_us >= wanted.from_us)
    if wanted.to_us is not None:
        conditions.append(row.start_us < wanted.to_us)
    if wanted.camera_id:
        on = bookmark_camera_table.c
        conditions.append(exists().where(on.bookmark_id == row.id, on.camera_id == wanted.camera_id))
    if after is not None:
        conditions.append(tuple_(row.start_us, row.id) < tuple_(*after))
    return _found(connection, conditions, limit=limit)


def _found(connection: Connection, conditions: list[ColumnElement[bool]], *, limit: int) -> list[Bookmark]:
    row, on = bookmark_table.c, bookmark_camera_table.c
    statement = select(bookmark_table).where(*conditions).order_by(row.start_us.desc(), row.id.desc()).limit(limit)
    rows = list(connection.execute(statement))
    cameras: dict[str, list[str]] = {}
    if rows:
        of = select(bookmark_camera_table).where(on.bookmark_id.in_([item.id for item in rows])).order_by(on.camera_id)
        for item in connection.execute(of):
            cameras.setdefault(item.bookmark_id, []).append(item.camera_id)
    return [
        Bookmark(
            id=item.id,
            maker_id=item.maker_id,
            organisation_id=item.organisation_id,
            shared=item.shared,
            text=item.text,
            tags=tuple(item.tags.splitlines()),
            camera_ids=tuple(cameras.get(item.id, ())),
            start_us=item.start_us,
            end_us=item.end_us,
            made_us=item.made_us,
            version=item.version,
        )
        for item in rows
    ]


def _values(of: Bookmark) -> dict[str, object]:
    return {
        "id": of.id,
        "maker_id": of.maker_id,
        "organisation_id": of.organisation_id,
        "shared": of.shared,
        "text": of.text,
        "tags": "\n".join(of.tags),
        "folded": "\n".join(["", *map(fold, of.tags), "", fold(of.text)]),
        "start_us": of.start_us,
        "end_us": of.end_us,
        "made_us": of.made_us,
        "version": of.version,
    }
